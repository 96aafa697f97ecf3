//! What generated code hands over: an operation's metadata and one call of it.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::Span;

use crate::error::{DecodeFailure, Failure, InvalidCall};
use crate::response::Response;
use crate::retry::{Idempotency, RetryPolicy};
use crate::secret::{Secret, written_by};
use crate::telemetry;

/// An operation of the contract.
#[derive(Debug)]
pub(crate) struct Operation {
    /// `operationId`.
    pub(crate) id: &'static str,
    /// The HTTP method.
    pub(crate) method: Method,
    /// The path with `{name}` for each parameter.
    pub(crate) template: &'static str,
    /// `x-idempotent`, or else what the method says.
    pub(crate) idempotency: Idempotency,
}

#[cfg(test)]
impl Operation {
    /// An operation whose method says whether it is idempotent.
    pub(crate) const fn new(id: &'static str, method: Method, template: &'static str) -> Self {
        let idempotency = match method {
            Method::POST | Method::PATCH => Idempotency::NotIdempotent,
            _ => Idempotency::Idempotent,
        };
        Self { id, method, template, idempotency }
    }
}

/// Everything but RFC 3986's unreserved characters is encoded, so that a value stays one segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One call of an operation while it is put together.
///
/// Problems are kept until the call is executed, so that generated code reads as one chain.
#[derive(Clone)]
#[must_use]
pub(crate) struct Call {
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// The secrets in the body, so that no error quotes them.
    secrets: Vec<Secret>,
    options: CallOptions,
    problem: Option<InvalidCall>,
    /// Where to send the call instead of the path and query that it was given.
    page: Option<String>,
}

/// What a call does differently from its client.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

/// A call that is ready to be sent below any base URL.
pub(crate) struct PreparedCall {
    pub(crate) method: Method,
    /// Path and query, starting with `/`.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// The secrets in the body.
    pub(crate) secrets: Vec<Secret>,
    pub(crate) options: CallOptions,
}

#[allow(dead_code, reason = "which of these are called depends on the contract")]
impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            secrets: Vec::new(),
            options: CallOptions::default(),
            problem: None,
            page: None,
        }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The value of the path parameter `{name}`.
    pub(crate) fn path(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.path.push((name, value.to_string()));
        self
    }

    /// A query parameter; `None` leaves it out.
    pub(crate) fn query(mut self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        self.query.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// A header; `None` leaves it out. Text beyond ASCII is sent as UTF-8.
    pub(crate) fn header(mut self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        let Some(value) = value else { return self };
        match (HeaderName::try_from(name), HeaderValue::try_from(value.to_string().into_bytes())) {
            (Ok(header), Ok(value)) => {
                self.headers.append(header, value);
                self
            }
            _ => self.fail(InvalidCall::Header(name)),
        }
    }

    /// A header that the call may have set itself.
    pub(crate) fn default_header(
        self,
        name: &'static str,
        value: Option<impl fmt::Display>,
    ) -> Self {
        if self.headers.contains_key(name) { self } else { self.header(name, value) }
    }

    /// The JSON body.
    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        let (written, secrets) = written_by(|| serde_json::to_vec(body));
        match written {
            Ok(bytes) => {
                self.body = Some(bytes.into());
                self.secrets = secrets;
                self
            }
            Err(error) => self.fail(InvalidCall::Body(error.into())),
        }
    }

    /// What this call does differently from its client.
    pub(crate) fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the same call, headers included, to another page of its collection: path and query
    /// below the API's base URL, as checked by [`paging`](crate::paging).
    pub(crate) fn at(mut self, page: String) -> Self {
        self.page = Some(page);
        self
    }

    /// The first problem is the one that gets reported.
    fn fail(mut self, problem: InvalidCall) -> Self {
        self.problem.get_or_insert(problem);
        self
    }

    /// Puts the target together; a path value can never change the route.
    pub(crate) fn prepare(self) -> Result<PreparedCall, InvalidCall> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let target = match self.page {
            Some(page) => page,
            None => self.target()?,
        };
        Ok(PreparedCall {
            method: self.operation.method.clone(),
            target,
            headers: self.headers,
            body: self.body,
            secrets: self.secrets,
            options: self.options,
        })
    }

    /// Path and query from the template and the parameters.
    fn target(&self) -> Result<String, InvalidCall> {
        let mut target = String::with_capacity(self.operation.template.len() + 128);
        for segment in self.operation.template.split('/').skip(1) {
            target.push('/');
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => target.push_str(&self.segment(name)?),
                None => target.push_str(segment),
            }
        }
        let mut separator = '?';
        for (name, value) in &self.query {
            target.push(separator);
            separator = '&';
            target.extend(utf8_percent_encode(name, SEGMENT));
            target.push('=');
            target.extend(utf8_percent_encode(value, SEGMENT));
        }
        Ok(target)
    }

    /// The encoded value of a path parameter. URL parsers drop empty and dot segments, and with
    /// them the route would be another one.
    fn segment(&self, wanted: &str) -> Result<String, InvalidCall> {
        match self.path.iter().find(|(name, _)| *name == wanted) {
            Some((name, value)) if matches!(value.as_str(), "" | "." | "..") => {
                Err(InvalidCall::Path(name))
            }
            Some((_, value)) => Ok(utf8_percent_encode(value, SEGMENT).to_string()),
            None => Err(InvalidCall::Path("(missing)")),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// What it took to get to the end of a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trace {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

/// A response with a success status and its whole body.
pub(crate) struct Received {
    pub(crate) operation: &'static Operation,
    pub(crate) head: crate::response::Head,
    pub(crate) trace: Trace,
    pub(crate) body: Bytes,
    /// The span of the call, which ends with the decoded value.
    pub(crate) span: Span,
}

#[allow(dead_code, reason = "which of these are called depends on the contract")]
impl Received {
    /// Decodes the body, whatever content type it claims.
    pub(crate) fn json<T: DeserializeOwned>(self) -> Result<Response<T>, crate::Error> {
        let mut deserializer = serde_json::Deserializer::from_slice(&self.body);
        let decoded = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| DecodeFailure::at(&error))
            .and_then(|value| match deserializer.end() {
                Ok(()) => Ok(value),
                Err(error) => Err(DecodeFailure::whole(&error)),
            });
        match decoded {
            Ok(value) => Ok(Response::new(value, self.head, self.trace)),
            Err(error) => {
                let failure = Failure::Decode { head: self.head, error };
                let error = crate::Error::new(self.operation, self.trace, failure);
                telemetry::decoding_failed(&self.span, &error);
                Err(error)
            }
        }
    }

    /// Ignores the body: the contract documents none.
    pub(crate) fn empty(self) -> Response<()> {
        Response::new((), self.head, self.trace)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static TWO: Operation = Operation::new("two", Method::GET, "/a/{first}/b/{second}");

    fn url(first: &str, second: &str) -> Result<url::Url, InvalidCall> {
        let call = Call::new(&TWO).path("first", first).path("second", second).prepare()?;
        Ok(url::Url::parse(&format!("https://api.example/v1{}", call.target)).unwrap())
    }

    #[test]
    fn empty_and_dot_segments_are_refused() {
        for value in ["", ".", ".."] {
            assert!(matches!(url(value, "x"), Err(InvalidCall::Path("first"))), "{value:?}");
            assert!(matches!(url("x", value), Err(InvalidCall::Path("second"))), "{value:?}");
        }
    }

    #[test]
    fn separators_and_encoded_dots_stay_inside_their_segment() {
        let url = url("%2e%2e/..\\?#", "ü b").unwrap();
        assert_eq!(url.path(), "/v1/a/%252e%252e%2F..%5C%3F%23/b/%C3%BC%20b");
        assert_eq!((url.query(), url.fragment()), (None, None));
    }

    #[test]
    fn query_values_are_encoded_and_absent_ones_left_out() {
        let call = Call::new(&TWO).path("first", 1).path("second", 2);
        let call = call.query("a", Some("x&y=z")).query("b", None::<&str>).query("c", Some(true));
        assert_eq!(call.prepare().unwrap().target, "/a/1/b/2?a=x%26y%3Dz&c=true");
    }

    #[test]
    fn a_header_value_cannot_smuggle_another_header() {
        let call = Call::new(&TWO).path("first", 1).path("second", 2);
        let call = call.header("X-One", Some("a\r\nX-Two: b"));
        assert!(matches!(call.prepare(), Err(InvalidCall::Header("X-One"))));
    }

    proptest! {
        #[test]
        fn no_path_value_changes_the_route(first in ".*", second in ".*") {
            let Ok(url) = url(&first, &second) else {
                prop_assert!([&first, &second].iter().any(|value| matches!(value.as_str(), "" | "." | "..")));
                return Ok(());
            };
            let segments: Vec<&str> = url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 5);
            prop_assert_eq!((segments[0], segments[1], segments[3]), ("v1", "a", "b"));
            for (segment, value) in [(segments[2], &first), (segments[4], &second)] {
                let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
                prop_assert_eq!(&*decoded, value.as_str());
            }
            prop_assert_eq!((url.host_str(), url.query()), (Some("api.example"), None));
        }
    }
}
