//! The HTTP server below the fake: a loopback listener and its connections, gone when it is dropped.

use std::future::poll_fn;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet, yield_now};

use super::service::Service;
use crate::error::StartError;

/// Bytes and number of headers that the server reads before it gives up; the fake itself refuses much less, with a
/// proper answer.
const HEADER_BYTES: usize = 256 * 1024;
const HEADERS: usize = 2000;

/// An open port that is not served yet.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    number: u16,
}

/// A running server. Dropping it ends the listener and every connection.
#[derive(Debug)]
pub(crate) struct Server {
    accepting: AbortHandle,
}

impl Port {
    /// Opens a port on 127.0.0.1: the given one, or with 0 one of the system's choice.
    pub(crate) async fn open(port: u16) -> Result<Port, StartError> {
        let listen = |source| StartError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen)?;
        let number = listener.local_addr().map_err(listen)?.port();
        Ok(Port { listener, number })
    }

    /// `http://127.0.0.1:<port>`.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.number)
    }

    /// Starts to serve on the current runtime.
    pub(crate) fn serve(self, service: Arc<Service>) -> Server {
        let accepting = tokio::spawn(accept(self.listener, service)).abort_handle();
        Server { accepting }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Owns all connections, so that ending this task ends them.
async fn accept(listener: TcpListener, service: Arc<Service>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, Arc::clone(&service)));
            }
            // A connection that ended early, or no file descriptors left: the next one may succeed.
            Err(_) => yield_now().await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection. An error affects its client only.
async fn connection(stream: TcpStream, service: Arc<Service>) {
    let reset = AtomicBool::new(false);
    let answer = service_fn(|request| {
        let answered = Arc::clone(&service).serve(request);
        Box::pin(async { answered.await.inspect_err(|_| reset.store(true, Ordering::Relaxed)) })
    });
    let mut served = http1::Builder::new()
        .max_buf_size(HEADER_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), answer);
    let _ended = poll_fn(|context| served.poll_without_shutdown(context)).await;
    if reset.load(Ordering::Relaxed) {
        let stream = served.into_parts().io.into_inner();
        // Without lingering, closing the connection sends a reset (RST) instead of a FIN.
        let _reset_or_not = stream.set_zero_linger();
    }
}
