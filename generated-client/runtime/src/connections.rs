//! How many requests are under way at the same time.

use std::sync::Arc;

use tokio::sync::{Mutex, Semaphore, SemaphorePermit};

/// Hands out connections, in the order in which they were asked for.
///
/// A connection is held while one request is under way and for nothing else, so whoever holds one needs
/// no other, and nobody waits for ever.
pub(crate) struct Connections {
    free: Semaphore,
    /// Only the first in the queue of calls waits for a free connection. So a request for a token, which
    /// does not queue here, waits behind one call at most.
    queue: Mutex<()>,
}

/// A connection that a request may use, given back when it is dropped.
#[must_use]
pub(crate) struct Connection<'c> {
    permit: Option<SemaphorePermit<'c>>,
}

/// A connection that is in use for longer than the call, while the body of its response is read.
pub(crate) struct HeldConnection {
    connections: Arc<Connections>,
}

impl Connection<'_> {
    /// Keeps the connection; they are those that it came from.
    pub(crate) fn hold(self, connections: &Arc<Connections>) -> Option<HeldConnection> {
        self.permit?.forget();
        Some(HeldConnection { connections: Arc::clone(connections) })
    }
}

impl Drop for HeldConnection {
    fn drop(&mut self) {
        self.connections.free.add_permits(1);
    }
}

impl Connections {
    pub(crate) fn new(limit: usize) -> Self {
        let free = Semaphore::new(limit.min(Semaphore::MAX_PERMITS));
        Self { free, queue: Mutex::new(()) }
    }

    /// A connection to the API, if nobody has to wait for one.
    pub(crate) fn free(&self) -> Option<Connection<'_>> {
        let _first = self.queue.try_lock().ok()?;
        self.free.try_acquire().ok().map(|permit| Connection { permit: Some(permit) })
    }

    /// Waits for a connection to the API. Dropping the future gives up the place in the queue.
    pub(crate) async fn for_call(&self) -> Connection<'_> {
        let _first = self.queue.lock().await;
        self.next().await
    }

    /// Waits for a connection to the token endpoint, ahead of the queue of calls.
    pub(crate) async fn for_token(&self) -> Connection<'_> {
        self.next().await
    }

    async fn next(&self) -> Connection<'_> {
        // There is one: nobody closes the semaphore.
        Connection { permit: self.free.acquire().await.ok() }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// Polls a future once.
    macro_rules! poll {
        ($future:expr) => {
            $future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        };
    }

    #[test]
    fn calls_get_connections_in_their_order_and_a_token_is_ahead_of_them() {
        let connections = Connections::new(1);
        let Poll::Ready(first) = poll!(pin!(connections.for_call())) else { panic!("it is free") };
        let mut second = pin!(connections.for_call());
        let mut third = pin!(connections.for_call());
        let mut token = pin!(connections.for_token());
        assert!(poll!(second).is_pending() && poll!(third).is_pending());
        assert!(poll!(token).is_pending());
        drop(first);
        assert!(poll!(third).is_pending() && poll!(token).is_pending());
        let Poll::Ready(second) = poll!(second) else { panic!("it was the next one") };
        assert!(poll!(third).is_pending() && poll!(token).is_pending());
        drop(second);
        assert!(poll!(third).is_pending());
        let Poll::Ready(token) = poll!(token) else { panic!("it waits for one call only") };
        drop(token);
        assert!(poll!(third).is_ready());
    }

    #[test]
    fn who_is_dropped_while_waiting_takes_no_connection_along() {
        let connections = Connections::new(1);
        for _ in 0..3 {
            let Poll::Ready(first) = poll!(pin!(connections.for_call())) else { panic!("lost") };
            {
                let mut head = pin!(connections.for_call());
                let mut behind = pin!(connections.for_call());
                let mut token = pin!(connections.for_token());
                assert!(poll!(head).is_pending() && poll!(behind).is_pending());
                assert!(poll!(token).is_pending());
                drop(first);
            }
        }
        assert!(poll!(pin!(connections.for_token())).is_ready());
    }

    #[test]
    fn a_connection_that_is_held_is_given_back_once() {
        let connections = Arc::new(Connections::new(1));
        let Poll::Ready(first) = poll!(pin!(connections.for_call())) else { panic!("it is free") };
        let held = first.hold(&connections);
        assert!(connections.free().is_none());
        drop(held);
        let first = connections.free();
        assert!(first.is_some() && connections.free().is_none());
    }

    #[test]
    fn no_limit_is_too_large() {
        let connections = Connections::new(usize::MAX);
        assert!(poll!(pin!(connections.for_call())).is_ready());
    }
}
