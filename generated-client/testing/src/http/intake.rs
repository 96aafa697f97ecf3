//! What the fake reads of a request, and how much.

use http::HeaderMap;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Bytes, Incoming};

use crate::refusal::Refusal;

/// Bytes of a request body that the fake reads.
const BODY_LIMIT: usize = 1024 * 1024;
/// Bytes beyond the limit that are thrown away unread, so that a client that is still sending gets to see the 413.
const DRAIN_LIMIT: usize = 15 * 1024 * 1024;
/// Bytes of all request headers that PingOne takes.
const HEADER_LIMIT: usize = 6 * 1024;

/// A request body, or why there is none.
pub(crate) type Intake = Result<Bytes, Refusal>;

/// Reads a body up to the limit.
pub(super) async fn read(mut body: Incoming) -> Intake {
    let announced = body.size_hint().lower();
    if announced > BODY_LIMIT as u64 {
        drain(&mut body).await;
        return Err(Refusal::too_large(BODY_LIMIT));
    }
    let mut payload = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|_| Refusal::invalid_request("The body ended before its end."))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if payload.len() + data.len() > BODY_LIMIT {
            drain(&mut body).await;
            return Err(Refusal::too_large(BODY_LIMIT));
        }
        payload.extend_from_slice(&data);
    }
    Ok(payload.into())
}

async fn drain(body: &mut Incoming) {
    let mut thrown_away = 0;
    while let Some(Ok(frame)) = body.frame().await {
        thrown_away += frame.data_ref().map_or(0, Bytes::len);
        if thrown_away > DRAIN_LIMIT {
            return;
        }
    }
}

/// Refuses headers that are larger than PingOne takes.
pub(super) fn check_headers(headers: &HeaderMap) -> Result<(), Refusal> {
    // A colon, a space and a line break go with each.
    let size = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        name.as_str().len() + value.len() + 4
    };
    match headers.iter().map(size).sum::<usize>() > HEADER_LIMIT {
        true => Err(Refusal::headers_too_large(HEADER_LIMIT)),
        false => Ok(()),
    }
}
