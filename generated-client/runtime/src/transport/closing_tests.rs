//! Servers that close connections without having said so.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::call::Call;
use crate::operation::Operation;
use crate::{Core, Hosts, RetryPolicy};

static CREATE: Operation = Operation::new("create", Method::POST, "/r");

#[derive(Clone, Copy, Debug)]
enum Close {
    Orderly,
    Reset,
}

impl Close {
    /// How it ends when it is dropped.
    fn prepare(self, stream: &TcpStream) {
        if let Self::Reset = self {
            stream.set_zero_linger().unwrap();
        }
    }
}

async fn listen() -> (TcpListener, Core) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let core = Core::builder(Hosts::new(&base, &base).unwrap()).access_token("t").retry(policy);
    (listener, core.build().unwrap())
}

/// Reads a request without a body; `false` if there is none.
async fn request(stream: &mut TcpStream) -> bool {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return false;
        }
    }
    true
}

async fn answer(stream: &mut TcpStream) {
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
}

/// On one thread, the client sees the end of the connection before it writes to it.
#[tokio::test]
async fn a_connection_that_closes_before_it_takes_a_create_did_not_take_it() {
    for close in [Close::Orderly, Close::Reset] {
        let (listener, core) = listen().await;
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        tokio::spawn(async move {
            for _ in 0..2 {
                close.prepare(&listener.accept().await.unwrap().0);
            }
            let (mut stream, _) = listener.accept().await.unwrap();
            while request(&mut stream).await {
                counted.fetch_add(1, Ordering::Relaxed);
                answer(&mut stream).await;
            }
        });
        let response = core.execute(Call::new(&CREATE)).await.ok().unwrap().empty();
        assert_eq!((response.attempts(), taken.load(Ordering::Relaxed)), (3, 1), "{close:?}");
    }
}

/// When a server ends a connection that it has answered on.
#[derive(Clone, Copy, Debug)]
enum When {
    AtOnce,
    /// After having let others run, so many times.
    Later(usize),
    /// As soon as another request comes, which it does not read.
    Asked,
}

/// Answers the first request on each connection and ends the connection, without having said so.
async fn answer_once(listener: TcpListener, close: Close, when: When, taken: Arc<AtomicUsize>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let taken = Arc::clone(&taken);
        tokio::spawn(async move {
            if !request(&mut stream).await {
                return;
            }
            taken.fetch_add(1, Ordering::Relaxed);
            answer(&mut stream).await;
            match when {
                When::AtOnce => {}
                When::Later(turns) => {
                    for _ in 0..turns {
                        tokio::task::yield_now().await;
                    }
                }
                When::Asked => stream.readable().await.unwrap(),
            }
            close.prepare(&stream);
        });
    }
}

#[tokio::test]
async fn a_server_that_closes_each_connection_fails_one_create_at_most() {
    let later = [1, 3, 8, 100].map(When::Later);
    for when in later.into_iter().chain([When::AtOnce, When::Asked]) {
        for close in [Close::Orderly, Close::Reset] {
            let (listener, core) = listen().await;
            let taken = Arc::new(AtomicUsize::new(0));
            tokio::spawn(answer_once(listener, close, when, Arc::clone(&taken)));
            let mut failures = 0;
            for _ in 0..100 {
                if let Err(error) = core.execute(Call::new(&CREATE)).await {
                    // Nothing tells whether the request was read, so the error does not claim it.
                    assert!(!error.transport_error().unwrap().is_connect(), "{error}");
                    failures += 1;
                }
            }
            let at = format!("{when:?} {close:?}: {failures} of 100");
            assert_eq!(taken.load(Ordering::Relaxed), 100 - failures, "{at}");
            match when {
                When::Asked => assert_eq!(failures, 1, "{at}"),
                _ => assert!(failures <= 1, "{at}"),
            }
        }
    }
}
