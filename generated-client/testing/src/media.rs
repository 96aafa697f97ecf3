//! The media type of a request.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Whether the content type is this one or of this range, whatever its parameters.
pub(crate) fn is_media_type(headers: &HeaderMap, expected: &str) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| fits(essence.trim(), expected))
}

/// Whether a media type is this one or of this range.
pub(crate) fn fits(essence: &str, expected: &str) -> bool {
    let kind = |media: &str| media.split('/').next().map(str::to_ascii_lowercase);
    expected == "*/*"
        || essence.eq_ignore_ascii_case(expected)
        || (expected.ends_with("/*") && kind(essence) == kind(expected))
}
