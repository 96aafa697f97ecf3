//! What observers see: a span for every call and every exchange.
//!
//! Names are those of OpenTelemetry's semantic conventions for HTTP clients. No body and no value of
//! a path, a query or a request header is recorded, so a subscriber never sees an id or a secret.

use tracing::field::Empty;
use tracing::{Span, info_span};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

use crate::error::{Error, ErrorKind, ExchangeError};
use crate::operation::Operation;
use crate::redact::{KnownSecrets, quotes};
use crate::response::{Head, Trace};
use crate::shown::Shown;
use crate::transport::{Exchanged, Outgoing};

/// The target of all spans and events.
pub(crate) const TARGET: &str = "pingone_core";

/// What an exchange is for. The secrets are those that the server knows.
pub(crate) enum Purpose<'a> {
    /// An attempt of a call.
    Call {
        /// The path with `{name}` for each parameter.
        template: &'a str,
        /// How often the same request was sent before.
        resends: u32,
        secrets: &'a KnownSecrets,
    },
    /// A token, which is the secret of the answer.
    Token { template: &'a str, secrets: &'a KnownSecrets },
}

/// The span of a call: all attempts, the token and the waits.
pub(crate) fn call_span(operation: &Operation) -> Span {
    info_span!(
        target: TARGET,
        "call",
        "otel.name" = operation.id,
        "otel.kind" = "internal",
        "otel.status_code" = Empty,
        "http.request.method" = %operation.method,
        "url.template" = operation.template,
        "http.response.status_code" = Empty,
        "http.response.header.correlation-id" = Empty,
        "pingone.attempts" = Empty,
        "error.type" = Empty,
    )
}

/// Writes down how a call ended.
pub(crate) fn call_ended(
    span: &Span,
    outcome: Result<(&Head, Trace), &Error>,
    secrets: &KnownSecrets,
) {
    if span.is_disabled() {
        return;
    }
    let (head, attempts) = match outcome {
        Ok((head, trace)) => (Some(head), trace.attempts),
        Err(error) => (error.head(), error.attempts()),
    };
    span.record("pingone.attempts", attempts);
    if let Some(head) = head {
        answered(span, head, |id| secrets.redactor().finds(id));
    }
    if let Err(error) = outcome {
        failed(span, &error_type(error.kind(), error.status().map(|status| status.as_u16())));
    }
}

/// Writes down that the answer of a successful call is not what the contract says.
pub(crate) fn decoding_failed(span: &Span, error: &Error) {
    failed(span, error.kind().as_str());
}

/// Tells of parts of an answer that could not be read.
pub(crate) fn partly_read(span: &Span, operation: &Operation, paths: &[String]) {
    let paths: Vec<String> = paths.iter().map(|path| Shown(path).to_string()).collect();
    tracing::warn!(
        target: TARGET,
        parent: span,
        operation = operation.id,
        paths = paths.join(", "),
        "parts of the answer could not be read",
    );
}

/// The span of one exchange.
pub(crate) fn exchange_span(request: &Outgoing, purpose: &Purpose<'_>) -> Span {
    let Outgoing { method, url, .. } = request;
    let (Purpose::Call { template, .. } | Purpose::Token { template, .. }) = *purpose;
    let span = info_span!(
        target: TARGET,
        "exchange",
        "otel.name" = %format_args!("{method} {template}"),
        "otel.kind" = "client",
        "otel.status_code" = Empty,
        "http.request.method" = %method,
        "url.template" = template,
        "url.scheme" = url.scheme(),
        "server.address" = url.host_str(),
        "server.port" = url.port_or_known_default(),
        "http.request.resend_count" = Empty,
        "http.response.status_code" = Empty,
        "http.response.header.correlation-id" = Empty,
        "error.type" = Empty,
    );
    if let Purpose::Call { resends: resends @ 1.., .. } = *purpose {
        span.record("http.request.resend_count", resends);
    }
    span
}

/// Writes down how an exchange ended.
pub(crate) fn exchange_ended(
    span: &Span,
    outcome: &Result<Exchanged, ExchangeError>,
    purpose: &Purpose<'_>,
) {
    if span.is_disabled() {
        return;
    }
    let (head, kind) = match outcome {
        Ok(exchanged) => (Some(&exchanged.head), ErrorKind::Status),
        Err(ExchangeError::TooLarge { head }) => (Some(head), ErrorKind::TooLarge),
        Err(ExchangeError::Unsent) => (None, ErrorKind::Timeout),
        Err(ExchangeError::Deadline { head }) => (head.as_ref(), ErrorKind::Timeout),
        Err(ExchangeError::Transport { head, error }) => {
            (head.as_ref(), ErrorKind::of_transport(error))
        }
    };
    if let Some(head) = head {
        answered(span, head, |id| match purpose {
            Purpose::Call { secrets, .. } => secrets.redactor().finds(id),
            // Neither the token of this answer nor the bodies of the calls that wait for it are known
            // here, so an id must be as PingOne's are.
            Purpose::Token { secrets, .. } => {
                let body = outcome.as_ref().ok().filter(|_| head.status.is_success());
                let is_quoted = body.is_some_and(|exchanged| quotes(&exchanged.body, id));
                !is_uuid(id) || is_quoted || secrets.redactor().finds(id)
            }
        });
    }
    let status = head.map(|head| head.status).filter(|status| !status.is_success());
    if outcome.is_err() || status.is_some() {
        failed(span, &error_type(kind, status.map(|status| status.as_u16())));
    }
}

fn is_uuid(id: &str) -> bool {
    id.len() == Hyphenated::LENGTH && Uuid::try_parse(id).is_ok()
}

fn answered(span: &Span, head: &Head, is_secret: impl FnOnce(&str) -> bool) {
    span.record("http.response.status_code", head.status.as_u16());
    if let Some(id) = head.correlation_id()
        && !is_secret(id)
    {
        span.record("http.response.header.correlation-id", id);
    }
}

fn failed(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}

/// The status if there is one that explains the failure, or else its kind.
fn error_type(kind: ErrorKind, status: Option<u16>) -> String {
    match (kind, status) {
        (ErrorKind::Status, Some(status)) => status.to_string(),
        _ => kind.as_str().to_owned(),
    }
}
