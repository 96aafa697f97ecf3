//! A list of recorded requests with ways to look at it.

use std::fmt;
use std::ops::Deref;
use std::slice;

use super::request::RecordedRequest;
use crate::route::Operation;

/// Requests in the order in which they were processed.
///
/// It is a list (`len`, `iter`, `last` …) with a method per operation, generated from the contract, that gives the
/// requests of that operation with typed ids and body: `requests().create_pairing_key()`. `Debug` leaves out secrets.
#[derive(Clone, Default)]
pub struct Requests(Vec<RecordedRequest>);

impl Requests {
    pub(crate) fn new(requests: Vec<RecordedRequest>) -> Requests {
        Requests(requests)
    }

    /// The requests of one operation, also those that do not fit its types.
    pub fn of(&self, operation: Operation) -> impl Iterator<Item = &RecordedRequest> {
        self.0.iter().filter(move |request| request.operation() == Some(operation))
    }

    /// The requests to the token endpoint.
    pub fn token_requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.0.iter().filter(|request| request.is_token_request())
    }

    /// One line per request: the operation (or `token`, or method and path) and the status (or `no answer`).
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        self.0.iter().map(line).collect()
    }
}

fn line(request: &RecordedRequest) -> String {
    let what = match request.operation() {
        Some(operation) => operation.id().to_owned(),
        None if request.is_token_request() => "token".to_owned(),
        None => format!("{} {}", request.method(), request.path()),
    };
    match request.status() {
        Some(status) => format!("{what} {}", status.as_u16()),
        None => format!("{what} no answer"),
    }
}

impl Deref for Requests {
    type Target = [RecordedRequest];

    fn deref(&self) -> &[RecordedRequest] {
        &self.0
    }
}

impl IntoIterator for Requests {
    type Item = RecordedRequest;
    type IntoIter = std::vec::IntoIter<RecordedRequest>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'r> IntoIterator for &'r Requests {
    type Item = &'r RecordedRequest;
    type IntoIter = slice::Iter<'r, RecordedRequest>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.0).finish()
    }
}
