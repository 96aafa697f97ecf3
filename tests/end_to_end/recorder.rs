//! A server that keeps the bytes it receives and answers with what it is told to.

use std::sync::{Arc, Mutex};

use pingone_mfa::types::EnvironmentId;
use pingone_mfa::{Client, Hosts};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

/// One recorded request.
#[derive(Clone, Debug)]
pub struct Received {
    /// Request line, e.g. `GET /v1/… HTTP/1.1`.
    pub line: String,
    /// Header lines in the order of their names, lower case, without `host`.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

pub struct Recorder {
    pub client: Client,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Recorder {
    /// Answers every request with this status and body.
    pub async fn start(status: u16, body: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let record = Arc::clone(&received);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Some(request) = exchange(stream, status, &body).await {
                    record.lock().unwrap().push(request);
                }
            }
        });
        let hosts = Hosts::new(&format!("{base}/v1"), &base).unwrap();
        let environment: EnvironmentId = ENVIRONMENT.parse().unwrap();
        let client = Client::builder(hosts, environment).access_token("the-token").build().unwrap();
        Self { client, received, task }
    }

    /// The one request that was received.
    pub fn only(&self) -> Received {
        let received = self.received.lock().unwrap();
        assert_eq!(received.len(), 1, "{received:?}");
        received[0].clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads one request, answers it, and closes the connection.
async fn exchange(mut stream: TcpStream, status: u16, body: &str) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head: Vec<&[u8]> = bytes[..end].split(|byte| *byte == b'\n').collect();
    let line = String::from_utf8(head[0].trim_ascii().to_vec()).unwrap();
    let mut headers: Vec<(String, Vec<u8>)> = head[1..]
        .iter()
        .map(|line| {
            let colon = line.iter().position(|byte| *byte == b':').unwrap();
            let name = String::from_utf8(line[..colon].to_ascii_lowercase()).unwrap();
            (name, line[colon + 1..].trim_ascii().to_vec())
        })
        .filter(|(name, _)| name != "host")
        .collect();
    headers.sort();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize =
        length.map_or(0, |(_, value)| String::from_utf8(value.clone()).unwrap().parse().unwrap());
    let mut received = bytes.split_off(end + 4);
    while received.len() < length {
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
    }
    let answer = match status {
        204 => "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned(),
        _ => format!(
            "HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-type: application/json\r\n\
             correlation-id: of-the-recorder\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
    };
    stream.write_all(answer.as_bytes()).await.ok()?;
    Some(Received { line, headers, body: received })
}
