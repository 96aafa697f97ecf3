//! Every way of looking at a value or at an error.

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::iter;

use pingone_mfa::http::HeaderMap;
use pingone_mfa::{Error, TokenError, TransportError};

pub fn shown(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

/// An error and its causes.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let all = iter::successors(Some(error), |&error| error.source());
    all.map(|error| format!("{error} {error:?} {error:#?} ")).collect()
}

/// Whatever an error says.
pub fn told(error: &Error) -> String {
    let mut text = chain(error);
    let accessors = [
        error.correlation_id(),
        error.transaction_id(),
        error.session_id(),
        error.retry_after_header(),
        error.message(),
        error.id(),
        error.decode_path(),
        error.code().map(pingone_mfa::ErrorCode::as_str),
    ];
    let _ = write!(text, "{accessors:?} {}", shown(&(error.body(), error.details())));
    let _ = write!(text, "{:?}", error.retry_after());
    text += &error.headers().map(headers).unwrap_or_default();
    text += &error.transport_error().map(transport).unwrap_or_default();
    text += &error.token_error().map(token).unwrap_or_default();
    text
}

fn headers(headers: &HeaderMap) -> String {
    let mut text = shown(headers);
    for (name, value) in headers {
        let _ = writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    text
}

fn transport(error: &TransportError) -> String {
    chain(error) + &chain(error.get_ref())
}

fn token(error: &TokenError) -> String {
    let mut text = chain(error);
    let _ = write!(text, "{:?}", [error.url(), error.code(), error.description()]);
    text += &error.transport_error().map(transport).unwrap_or_default();
    text += &error.get_ref().map(|error| chain(error)).unwrap_or_default();
    text
}
