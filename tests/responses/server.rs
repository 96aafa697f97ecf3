//! A server that answers every request with the bytes it is told to.

use std::sync::{Arc, Mutex};

use pingone_mfa::types::EnvironmentId;
use pingone_mfa::{Client, Hosts, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

/// An answer: what is said of the body and what is sent of it.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Left out if empty.
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// How many bytes are announced beyond those that are sent.
    pub missing: usize,
}

impl Answer {
    pub fn json(status: u16, body: impl ToString) -> Self {
        Self::bytes(status, body.to_string())
    }

    pub fn bytes(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type: "application/json", body: body.into(), missing: 0 }
    }

    fn message(&self) -> Vec<u8> {
        let mut head = format!(
            "HTTP/1.1 {} Text\r\nconnection: close\r\ncorrelation-id: c-1\r\n\
             x-ping-external-transaction-id: t-1\r\nx-ping-external-session-id: s-1\r\n",
            self.status
        );
        if !self.content_type.is_empty() {
            head += &format!("content-type: {}\r\n", self.content_type);
        }
        // A 204 has no body, whatever a server thinks.
        if self.status != 204 {
            head += &format!("content-length: {}\r\n", self.body.len() + self.missing);
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }
}

pub struct Server {
    /// One attempt per call, so that nothing waits.
    pub client: Client,
    answer: Arc<Mutex<Vec<u8>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let answer = Arc::<Mutex<Vec<u8>>>::default();
        let told = Arc::clone(&answer);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let bytes = told.lock().unwrap().clone();
                exchange(stream, &bytes).await;
            }
        });
        let hosts = Hosts::new(&format!("{base}/v1"), &base).unwrap();
        let environment: EnvironmentId = ENVIRONMENT.parse().unwrap();
        let client = Client::builder(hosts, environment)
            .access_token("FAKE-token")
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        Self { client, answer, task }
    }

    /// What every request is answered with from now on.
    pub fn answer(&self, answer: &Answer) {
        *self.answer.lock().unwrap() = answer.message();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads the head of a request, answers, and takes in the rest: a close with unread input would be a
/// reset, which can overtake the answer.
async fn exchange(mut stream: TcpStream, answer: &[u8]) {
    let mut seen = Vec::new();
    while !seen.windows(4).any(|window| window == b"\r\n\r\n") {
        if !matches!(stream.read_buf(&mut seen).await, Ok(1..)) {
            return;
        }
    }
    let _ = stream.write_all(answer).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut seen).await;
}
