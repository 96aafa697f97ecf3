//! The `Correlation-Id` of a response, and the `X-Ping-External-*` headers that travel back with it.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use uuid::Uuid;

use crate::random;

const CORRELATION_ID: HeaderName = HeaderName::from_static("correlation-id");
const EXTERNAL: [HeaderName; 2] = [
    HeaderName::from_static("x-ping-external-transaction-id"),
    HeaderName::from_static("x-ping-external-session-id"),
];

/// Characters of an external id that PingOne keeps.
const LIMIT: usize = 100;

/// Adds the correlation headers to a response.
///
/// A guess: that PingOne sends the external ids back as response headers, in their sanitised form.
pub(crate) fn add_headers(request: &HeaderMap, id: Uuid, response: &mut HeaderMap) {
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.insert(CORRELATION_ID, value);
    }
    for name in EXTERNAL {
        let external = match request.get(&name) {
            Some(value) => sanitise(&String::from_utf8_lossy(value.as_bytes())),
            None => random::id().to_string(),
        };
        if let Ok(value) = HeaderValue::from_bytes(external.as_bytes()) {
            response.insert(name, value);
        }
    }
}

/// At most 100 characters, everything but letters, marks, numbers and a few signs replaced by `_`.
fn sanitise(text: &str) -> String {
    let keep = |character: char| {
        matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Letter
                | GeneralCategoryGroup::Mark
                | GeneralCategoryGroup::Number
        ) || "._-/@=#+".contains(character)
    };
    text.chars()
        .take(LIMIT)
        .map(|character| if keep(character) { character } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_ids_keep_only_what_pingone_keeps() {
        let cases = [
            ("order-42/a.b_c@d=e#f+g", "order-42/a.b_c@d=e#f+g"),
            ("two words; 100%", "two_words__100_"),
            ("Zürich ٣ e\u{301}", "Zürich_٣_e\u{301}"),
            ("", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(sanitise(given), expected);
        }
        assert_eq!(sanitise(&"é".repeat(300)), "é".repeat(100));
    }
}
