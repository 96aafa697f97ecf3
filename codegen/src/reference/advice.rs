//! What a status means to the caller, and what the Rust client does about it by itself.

use crate::plan::Idempotency;

/// The words that HTTP has for a status.
pub(super) fn phrase(status: u16) -> &'static str {
    let named = http::StatusCode::from_u16(status).ok();
    named.and_then(|status| status.canonical_reason()).unwrap_or(match status / 100 {
        1..=3 => "No Error",
        4 => "Client Error",
        _ => "Server Error",
    })
}

/// What to do about an error. The client's part is what its default retry policy does.
pub(super) fn advice(status: u16, idempotency: Idempotency) -> &'static str {
    let is_idempotent = idempotency == Idempotency::Idempotent;
    match status {
        300..=399 => "Check the address: the client follows no redirects.",
        401 => {
            "Check that the token is of this region and has not expired. The client replaces a \
             refused token that it fetched itself, once."
        }
        403 => {
            "Check the roles of the caller, the licence and the environment's id. The client does not repeat it."
        }
        404 => {
            "Check the ids in the path, and whether the resource still exists. The client does not repeat it."
        }
        409 => {
            "Read the present state of the resource, then decide. The client does not repeat it."
        }
        405 | 406 | 415 => {
            "The client and the API disagree about this operation: look for a newer version of the client."
        }
        429 => {
            "Send less. The client waits as long as `Retry-After` asks and repeats the request, within its limits."
        }
        408 | 500 | 502 | 503 | 504 if is_idempotent => {
            "Try again later. The client repeats the request by itself, within its limits."
        }
        503 => {
            "Try again later. The client repeats the request only if `Retry-After` shows that it was \
             turned away; otherwise look whether it took effect first."
        }
        408 | 500 | 502 | 504 => {
            "Look whether the request took effect before you repeat it; the client does not repeat it."
        }
        500.. => "Report it, with the correlation id. The client does not repeat it.",
        _ => {
            "Correct the request; the body of the error says what is wrong. The client does not repeat it."
        }
    }
}
