//! One call of an operation, while it is put together.

mod bodies;
#[cfg(test)]
mod style_tests;
mod styles;

use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::header::{COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use url::Url;

pub use self::styles::{ParameterMarks, ParameterStyle};
use crate::error::InvalidCall;
use crate::operation::Operation;
use crate::response::Wanted;
use crate::retry::RetryPolicy;
use crate::scheme::{Scheme, Security};
use crate::secret::{Secret, Secrets};
use crate::server::Server;

/// Everything but RFC 3986's unreserved characters is encoded, so that a value stays one segment.
pub(crate) const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One call of an operation while it is put together.
///
/// Problems are kept until the call is executed, so that generated code reads as one chain.
#[derive(Clone)]
#[must_use]
pub struct Call {
    operation: &'static Operation,
    /// Boxed, so that builders and their futures stay small.
    parts: Box<Parts>,
}

#[derive(Clone, Default)]
struct Parts {
    /// The path as far as its parameters are known.
    path: String,
    /// What of the template comes after that.
    rest: &'static str,
    /// Each parameter with its pairs, encoded.
    query: Vec<(&'static str, String)>,
    cookies: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// The secrets that are sent, so that no error quotes them.
    secrets: Vec<Secret>,
    options: CallOptions,
    /// The ways to get in; `None` if the contract says nothing.
    security: Option<Security>,
    /// The operation's own server.
    server: Option<Server>,
    problem: Option<InvalidCall>,
    /// Where to send the call instead of the path and query that it was given.
    page: Option<String>,
}

/// What a call does differently from its client.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) wanted: Wanted,
}

/// A call that is ready to be sent below any base URL.
pub(crate) struct PreparedCall {
    pub(crate) method: Method,
    /// Path and query, starting with `/`.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    pub(crate) options: CallOptions,
    pub(crate) security: Option<Security>,
}

impl Call {
    /// A call of `operation` without parameters and body.
    pub fn new(operation: &'static Operation) -> Self {
        // Most of the path, without growing.
        let path = String::with_capacity(operation.template.len() + 64);
        let parts = Parts { path, rest: operation.template, ..Parts::default() };
        Self { operation, parts: Box::new(parts) }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The ways to get in, the wanted ones first; none at all for a call without credentials.
    pub fn security(mut self, ways: &'static [&'static [Scheme]]) -> Self {
        self.parts.security = Some(ways);
        self
    }

    /// The server of the operation, if it has one of its own.
    pub fn server(mut self, server: Server) -> Self {
        self.parts.server = Some(server);
        self
    }

    pub(crate) fn own_server(&self) -> Option<Server> {
        self.parts.server
    }

    /// The value of the path parameter `{name}`; parameters come in the order of the template.
    pub fn path(self, name: &'static str, value: impl fmt::Display) -> Self {
        self.segment(name, |path| write!(Segment(path), "{value}"))
    }

    /// What `write` adds to the path in place of `{name}`.
    fn segment(
        mut self,
        name: &'static str,
        write: impl FnOnce(&mut String) -> fmt::Result,
    ) -> Self {
        let Parts { path, rest, .. } = &mut *self.parts;
        let Some((literal, after)) = rest.split_once('{') else {
            return self.fail(InvalidCall::Path(name));
        };
        let Some(after) = after.strip_prefix(name).and_then(|after| after.strip_prefix('}')) else {
            return self.fail(InvalidCall::Path(name));
        };
        *rest = after;
        path.push_str(literal);
        let start = path.len();
        // URL parsers drop empty and dot segments, and with them the route would be another one. Within a
        // segment, such values are no use either, and several could make such a segment together.
        match write(path) {
            Ok(()) if !is_dots(&path[start..]) => self,
            _ => self.fail(InvalidCall::Path(name)),
        }
    }

    /// A query parameter; set again, the new value counts.
    pub fn query(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        let (key, value) = (encoded(name), encoded(&value));
        set(&mut self.parts.query, name, &[format!("{key}={value}")], "&");
        self
    }

    /// A query parameter in a style of its own; an empty list is not sent.
    pub fn query_as(
        mut self,
        name: &'static str,
        style: ParameterStyle,
        marks: ParameterMarks,
        value: &impl Serialize,
    ) -> Self {
        match styles::pairs(name, style, marks, value) {
            Ok(pairs) => set(&mut self.parts.query, name, &pairs, "&"),
            Err(_) => return self.fail(InvalidCall::Parameter(name)),
        }
        self
    }

    /// A secret that is sent elsewhere than in the body, so that no error quotes it.
    pub fn remember(mut self, secret: &Secret) -> Self {
        self.parts.secrets.push(secret.clone());
        self
    }

    /// A cookie; an empty list is not sent. All cookies of a call are one header, and none is kept.
    pub fn cookie(
        mut self,
        name: &'static str,
        style: ParameterStyle,
        value: &impl Serialize,
    ) -> Self {
        match styles::pairs(name, style, ParameterMarks::Encoded, value) {
            Ok(pairs) => set(&mut self.parts.cookies, name, &pairs, "; "),
            Err(_) => return self.fail(InvalidCall::Parameter(name)),
        }
        self
    }

    /// A path parameter in a style of its own, as for [`path`](Self::path).
    pub fn path_as(
        self,
        name: &'static str,
        style: ParameterStyle,
        value: &impl Serialize,
    ) -> Self {
        match styles::segment(name, style, value) {
            Ok(text) => self.segment(name, |path| {
                path.push_str(&text);
                Ok(())
            }),
            Err(_) => self.fail(InvalidCall::Parameter(name)),
        }
    }

    /// A header in a style of its own; an empty list is not sent.
    pub fn header_as(
        mut self,
        name: &'static str,
        style: ParameterStyle,
        value: &impl Serialize,
    ) -> Self {
        match styles::header(style, value) {
            Ok(Some(text)) => self.header(name, text),
            Ok(None) => {
                self.parts.headers.remove(name);
                self
            }
            Err(_) => self.fail(InvalidCall::Parameter(name)),
        }
    }

    /// A header; set again, the new value counts. Text beyond ASCII is sent as UTF-8.
    pub fn header(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value.to_string().into_bytes())) {
            (Ok(header), Ok(value)) => {
                self.parts.headers.insert(header, value);
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
        match value {
            Some(value) if !self.parts.headers.contains_key(name) => self.header(name, value),
            _ => self,
        }
    }

    /// The JSON body, which holds no secret.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => {
                self.parts.body = Some(bytes.into());
                self
            }
            Err(error) => self.fail(InvalidCall::Body(error.into())),
        }
    }

    /// The JSON body, and what of it no error may quote.
    pub fn json_with_secrets(self, body: &(impl Serialize + Secrets)) -> Self {
        let mut call = self.json(body);
        body.secrets(&mut |secret| call.parts.secrets.push(secret.clone()));
        call
    }

    /// Limits this call instead of the client's `total_timeout`.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.timeout = Some(timeout);
        if timeout.is_zero() { self.fail(InvalidCall::Timeout) } else { self }
    }

    /// Retries this call by another policy than the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.options.retry = Some(policy);
        self
    }

    /// Takes the status of a success for its result, without waiting for a body.
    pub fn status_only(mut self) -> Self {
        self.parts.options.wanted = Wanted::Status;
        self
    }

    /// Leaves the body of a success to be read as it arrives.
    pub fn streamed(mut self) -> Self {
        self.parts.options.wanted = Wanted::Stream;
        self
    }

    /// Takes a redirection for a success as well: the contract documents no other, and none is followed.
    pub fn redirection(mut self) -> Self {
        self.parts.options.wanted = Wanted::Redirection;
        self
    }

    /// The secrets that are sent, for the one that makes the call.
    pub(crate) fn take_secrets(&mut self) -> Vec<Secret> {
        std::mem::take(&mut self.parts.secrets)
    }

    /// Sends the same call, headers included, to another page of its collection: path and query
    /// below the API's base URL, as checked by [`paging`](crate::paging).
    pub(crate) fn at(mut self, page: String) -> Self {
        self.parts.page = Some(page);
        self
    }

    /// The first problem is the one that gets reported.
    fn fail(mut self, problem: InvalidCall) -> Self {
        self.parts.problem.get_or_insert(problem);
        self
    }

    /// Puts the target together; a path value can never change the route.
    pub(crate) fn prepare(self) -> Result<PreparedCall, InvalidCall> {
        let Parts {
            mut path,
            rest,
            query,
            cookies,
            mut headers,
            body,
            options,
            security,
            problem,
            page,
            ..
        } = *self.parts;
        if let Some(problem) = problem {
            return Err(problem);
        }
        if rest.contains('{') {
            return Err(InvalidCall::Path("(missing)"));
        }
        path.push_str(rest);
        set_cookies(&mut headers, cookies)?;
        let target = page.unwrap_or_else(|| with_query(path, query));
        let method = self.operation.method.clone();
        Ok(PreparedCall { method, target, headers, body, options, security })
    }
}

/// Adds the parameters, sorted, so that the order of the setters shows nowhere.
fn with_query(mut target: String, mut query: Vec<(&'static str, String)>) -> String {
    query.sort_by_key(|(name, _)| *name);
    // A template may have a query of its own.
    let mut separator = if target.contains('?') { '&' } else { '?' };
    for (_, pairs) in query {
        target.push(separator);
        separator = '&';
        target.push_str(&pairs);
    }
    target
}

/// Adds the cookies, sorted, in one header.
fn set_cookies(
    headers: &mut HeaderMap,
    mut cookies: Vec<(&'static str, String)>,
) -> Result<(), InvalidCall> {
    cookies.sort_by_key(|(name, _)| *name);
    let texts: Vec<String> = cookies.into_iter().map(|(_, pairs)| pairs).collect();
    if !texts.is_empty() {
        let value = HeaderValue::try_from(texts.join("; "));
        headers.insert(COOKIE, value.map_err(|_| InvalidCall::Header("Cookie"))?);
    }
    Ok(())
}

/// The parameter with its pairs; the last value counts.
fn set(known: &mut Vec<(&'static str, String)>, name: &'static str, pairs: &[String], mark: &str) {
    known.retain(|(known, _)| *known != name);
    if !pairs.is_empty() {
        known.push((name, pairs.join(mark)));
    }
}

fn encoded(text: &str) -> impl fmt::Display + '_ {
    utf8_percent_encode(text, SEGMENT)
}

/// Whether URL parsers drop such a segment, however its dots are written.
fn is_dots(segment: &str) -> bool {
    matches!(segment.replace("%2E", ".").as_str(), "" | "." | "..")
}

/// Writes text into a segment of a path, encoded.
struct Segment<'p>(&'p mut String);

impl fmt::Write for Segment<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, SEGMENT));
        Ok(())
    }
}

/// The longest URL that HTTP libraries take.
const MAX_URL: usize = 65_534;

impl PreparedCall {
    /// Where the call is sent, below the base URL of the API, which ends with a slash.
    pub(crate) fn url(&self, base: &Url) -> Result<Url, InvalidCall> {
        let below = self.target.strip_prefix('/').unwrap_or(&self.target);
        let first = below.split(['/', '?']).next().unwrap_or_default();
        // As a relative reference, what starts with a slash or a scheme would lead elsewhere.
        let url = match first.is_empty() || first.contains(':') {
            true => base.join(&format!("./{below}")),
            false => base.join(below),
        };
        url.ok().filter(|url| url.as_str().len() <= MAX_URL).ok_or(InvalidCall::Target)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static TWO: Operation = Operation::new("two", Method::GET, "/a/{first}/b/{second}");

    fn url(first: &str, second: &str) -> Result<url::Url, InvalidCall> {
        let base = Url::parse("https://api.example/v1/").unwrap();
        Call::new(&TWO).path("first", first).path("second", second).prepare()?.url(&base)
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
    fn a_parameter_that_is_missing_or_out_of_turn_is_refused() {
        let missing = Call::new(&TWO).path("first", 1);
        assert!(matches!(missing.prepare(), Err(InvalidCall::Path("(missing)"))));
        for call in [
            Call::new(&TWO).path("second", 2).path("first", 1),
            Call::new(&TWO).path("first", 1).path("second", 2).path("second", 2),
        ] {
            assert!(matches!(call.prepare(), Err(InvalidCall::Path("second"))));
        }
    }

    #[test]
    fn a_target_stays_below_the_base_whatever_it_begins_with() {
        for (base, target, expected) in [
            ("https://a/v1/", "/things?x=1", "https://a/v1/things?x=1"),
            ("https://a/v1/", "//b/c", "https://a/v1//b/c"),
            ("https://a/v1/", "/http://b/c", "https://a/v1/http://b/c"),
            ("https://a/v1/", "/things:find", "https://a/v1/things:find"),
            ("https://a/v1/", "/?x=1", "https://a/v1/?x=1"),
            ("https://a/", "/", "https://a/"),
        ] {
            let call = Call::new(&TWO).path("first", 1).path("second", 2).at(target.to_owned());
            let url = call.prepare().unwrap().url(&Url::parse(base).unwrap()).unwrap();
            assert_eq!(url.as_str(), expected);
        }
    }

    #[test]
    fn query_values_are_encoded_and_sorted_and_the_last_one_counts() {
        let call = Call::new(&TWO).path("first", 1).path("second", 2);
        let call = call.query("c", 1).query("a", "x&y=z").query("c", true);
        assert_eq!(call.prepare().unwrap().target, "/a/1/b/2?a=x%26y%3Dz&c=true");
    }

    #[test]
    fn placeholders_may_share_a_segment_and_a_template_may_have_a_query() {
        static MIXED: Operation =
            Operation::new("mixed", Method::GET, "/a/{base}...{head}/{name}.json:find?all={all}");
        let call = Call::new(&MIXED)
            .path("base", "x/y")
            .path("head", "z")
            .path("name", "n")
            .path("all", "&");
        let target = call.query("b", 1).prepare().unwrap().target;
        assert_eq!(target, "/a/x%2Fy...z/n.json:find?all=%26&b=1");
    }

    #[test]
    fn a_header_value_cannot_smuggle_another_header() {
        let call = Call::new(&TWO).path("first", 1).path("second", 2);
        let call = call.header("X-One", "a\r\nX-Two: b");
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
