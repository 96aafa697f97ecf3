//! A scripted HTTP/1.1 server on loopback, for the runtime's own tests: it answers with the bytes it
//! is told to, well-formed or not, and keeps what it was sent.

use std::fmt::Write as _;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::builder::{ApiClient, ClientBuilder};
use crate::clock::Clock;
use crate::environment::EnvironmentId;
use crate::future::BoxFuture;
use crate::{ClientCredentials, Core, Hosts, RetryPolicy};

pub(crate) const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

/// A client of one environment, as generated ones are.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) core: Core,
    pub(crate) environment_id: EnvironmentId,
}

impl Client {
    pub(crate) fn builder(hosts: Hosts, environment_id: EnvironmentId) -> ClientBuilder<Self> {
        ClientBuilder::new(hosts, environment_id)
    }
}

impl ApiClient for Client {
    type Scope = EnvironmentId;

    const PRODUCT: &'static str = "test-client/1";

    fn assemble(core: Core, environment_id: EnvironmentId) -> Self {
        Self { core, environment_id }
    }

    fn environment(environment_id: &EnvironmentId) -> Option<EnvironmentId> {
        Some(*environment_id)
    }
}

impl Deref for Client {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}

/// What the server does with a request.
pub(crate) enum Answer {
    /// Sends these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Keeps the connection open and stays silent.
    Silence,
    /// Sends these bytes, keeps the connection open and stays silent.
    Stall(Vec<u8>),
}

impl Answer {
    /// A well-formed response; `headers` are whole lines without their line ends.
    pub(crate) fn new(status: u16, headers: &[&str], body: &str) -> Self {
        Self::sized(status, headers, body, body.len())
    }

    /// A response that claims `length` bytes of body, whatever it sends.
    pub(crate) fn sized(status: u16, headers: &[&str], body: &str, length: usize) -> Self {
        let mut text =
            format!("HTTP/1.1 {status} Text\r\nconnection: close\r\ncontent-length: {length}\r\n");
        for header in headers {
            let _ = write!(text, "{header}\r\n");
        }
        let _ = write!(text, "\r\n{body}");
        Self::Bytes(text.into_bytes())
    }

    /// A response that stops after `body` without an end.
    pub(crate) fn stalled(status: u16, headers: &[&str], body: &str) -> Self {
        match Self::sized(status, headers, body, body.len() + 1) {
            Self::Bytes(bytes) => Self::Stall(bytes),
            other => other,
        }
    }

    pub(crate) fn token(token: &str, seconds: u64) -> Self {
        let body =
            format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":{seconds}}}"#);
        Self::new(200, &["content-type: application/json"], &body)
    }
}

/// A request as it was received.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Request line and headers.
    pub(crate) head: String,
    pub(crate) raw_head: Vec<u8>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn is_token(&self) -> bool {
        self.head.starts_with("POST /") && self.head.contains("/as/token HTTP/1.1")
    }

    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    }
}

pub(crate) struct TestServer {
    address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    arrivals: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TestServer {
    /// Answers each request as `script` says, given the request and how many of its kind (token or
    /// not) came before.
    pub(crate) async fn start(
        script: impl Fn(&Seen, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (arrived, arrivals) = watch::channel(0);
        let script = Arc::new(script);
        let shared = Arc::clone(&seen);
        let arrived = Arc::new(arrived);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, seen, arrived) =
                    (Arc::clone(&script), Arc::clone(&shared), Arc::clone(&arrived));
                tokio::spawn(async move { serve(stream, &*script, &seen, &arrived).await });
            }
        });
        Self { address, seen, arrivals, task }
    }

    /// Issues `token-0`, `token-1`, … for an hour and answers everything else with `answer`.
    pub(crate) async fn api(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Self {
        Self::start(move |seen, before| match seen.is_token() {
            true => Answer::token(&format!("token-{before}"), 3600),
            false => answer(),
        })
        .await
    }

    pub(crate) fn hosts(&self) -> Hosts {
        let base = format!("http://{}", self.address);
        Hosts::new(&format!("{base}/v1/"), &base).unwrap()
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Client> {
        self.builder_with(ClientCredentials::new("id", "CANARY-secret"))
    }

    pub(crate) fn builder_with(&self, credentials: ClientCredentials) -> ClientBuilder<Client> {
        self.builder_without().credentials(credentials)
    }

    /// A builder that still lacks something to authenticate with.
    pub(crate) fn builder_without(&self) -> ClientBuilder<Client> {
        let environment_id: EnvironmentId = ENVIRONMENT.parse().unwrap();
        Client::builder(self.hosts(), environment_id).retry(RetryPolicy::never())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn token_requests(&self) -> usize {
        self.seen().iter().filter(|seen| seen.is_token()).count()
    }

    /// The `Authorization` headers of the API requests, in their order.
    pub(crate) fn authorizations(&self) -> Vec<String> {
        let seen = self.seen();
        let api = seen.iter().filter(|seen| !seen.is_token());
        api.map(|seen| seen.header("authorization").unwrap_or_default().to_owned()).collect()
    }

    /// Stops listening.
    pub(crate) async fn stop(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// Waits until that many requests have arrived in all.
    pub(crate) async fn arrived(&self, requests: usize) {
        self.arrivals.clone().wait_for(|arrived| *arrived >= requests).await.unwrap();
    }
}

async fn serve(
    mut stream: TcpStream,
    script: &(impl Fn(&Seen, usize) -> Answer + Sync),
    seen: &Mutex<Vec<Seen>>,
    arrived: &watch::Sender<usize>,
) {
    let Some(request) = read(&mut stream).await else { return };
    let answer = {
        let mut seen = seen.lock().unwrap();
        let before = seen.iter().filter(|other| other.is_token() == request.is_token()).count();
        let answer = script(&request, before);
        seen.push(request);
        answer
    };
    arrived.send_modify(|count| *count += 1);
    match answer {
        Answer::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            // A close with unread input would be a reset, which can overtake the answer.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
        Answer::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            std::future::pending::<()>().await;
        }
        Answer::Silence => std::future::pending().await,
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let raw_head = bytes[..end].to_vec();
            let head = String::from_utf8_lossy(&raw_head).into_owned();
            let mut seen = Seen { head, raw_head, body: String::new() };
            let length: usize =
                seen.header("content-length").map_or(0, |text| text.parse().unwrap());
            let mut body = bytes.split_off(end + 4);
            while body.len() < length {
                if stream.read_buf(&mut body).await.ok()? == 0 {
                    return None;
                }
            }
            seen.body = String::from_utf8(body).unwrap();
            return Some(seen);
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// A clock that moves when somebody sleeps or it is told to; it remembers the sleeps.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<Mutex<(Instant, Vec<Duration>)>>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new((Instant::now(), Vec::new()))))
    }
}

impl TestClock {
    pub(crate) fn advance(&self, seconds: u64) {
        self.0.lock().unwrap().0 += Duration::from_secs(seconds);
    }

    /// The sleeps so far.
    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.0.lock().unwrap();
        state.0 += wait;
        state.1.push(wait);
        Box::pin(std::future::ready(()))
    }
}
