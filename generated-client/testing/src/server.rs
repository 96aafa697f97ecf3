//! The HTTP server below the fake: a loopback listener and its connections, gone when it is dropped.

use std::net::Ipv4Addr;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet, yield_now};

use crate::error::StartError;
use crate::service::Service;

/// A port that waits for its service.
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
    /// Opens a port of the system's choice on 127.0.0.1.
    pub(crate) async fn open() -> Result<Port, StartError> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(StartError::Listen)?;
        let number = listener.local_addr().map_err(StartError::Listen)?.port();
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
            // A connection that died early, or no file handles left: the next one may do better.
            Err(_) => yield_now().await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection. What breaks it concerns its client alone.
async fn connection(stream: TcpStream, service: Arc<Service>) {
    let answer = service_fn(move |request| Arc::clone(&service).serve(request));
    let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}
