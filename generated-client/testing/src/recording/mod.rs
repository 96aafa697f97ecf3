//! The requests that the fake has received, for a test to look at.

mod expect;
mod redaction;
mod request;
mod requests;

use std::collections::VecDeque;

pub(crate) use redaction::SecretNames;
pub(crate) use request::Record;
pub use request::RecordedRequest;
pub use requests::Requests;

/// Remembers the last requests.
pub(crate) struct Recorder {
    requests: VecDeque<RecordedRequest>,
    limit: usize,
}

impl Recorder {
    pub(crate) fn new(limit: usize) -> Recorder {
        Recorder { requests: VecDeque::new(), limit }
    }

    /// Adds a request; beyond the limit the oldest is forgotten.
    pub(crate) fn add(&mut self, request: RecordedRequest) {
        self.requests.push_back(request);
        while self.requests.len() > self.limit {
            self.requests.pop_front();
        }
    }

    pub(crate) fn all(&self) -> Requests {
        Requests::new(self.requests.iter().cloned().collect())
    }

    pub(crate) fn take(&mut self) -> Requests {
        Requests::new(std::mem::take(&mut self.requests).into())
    }
}
