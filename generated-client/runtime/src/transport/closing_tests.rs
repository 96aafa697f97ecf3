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
