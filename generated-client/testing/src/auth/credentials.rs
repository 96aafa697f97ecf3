//! The `Authorization` header of a request.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// What follows the scheme in the `Authorization` header, if it is this scheme.
pub(super) fn credentials<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (given, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}
