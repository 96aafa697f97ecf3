//! The headers of every response: `Date`, `Correlation-Id`, and the ids of the client that are echoed.

use http::HeaderMap;
use http::header::{DATE, HeaderName, HeaderValue};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use uuid::Uuid;

use crate::world::World;

const CORRELATION_ID: HeaderName = HeaderName::from_static("correlation-id");

/// Characters of an id of the client that are kept.
const LIMIT: usize = 100;

/// The headers that a response has whatever it answers; an id to echo that was not sent is made up.
pub(crate) fn headers(
    request: &HeaderMap,
    id: Uuid,
    echoed: &[HeaderName],
    world: &mut World,
) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(DATE, http_date(world.clock.now()));
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(CORRELATION_ID, value);
    }
    for name in echoed {
        let external = match request.get(name) {
            Some(value) => sanitise(&String::from_utf8_lossy(value.as_bytes())),
            None => world.random.id("external").to_string(),
        };
        if let Ok(value) = HeaderValue::from_bytes(external.as_bytes()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// A time as HTTP writes it; the epoch for a time that HTTP cannot write.
pub(crate) fn http_date(time: Timestamp) -> HeaderValue {
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&time);
    text.ok()
        .and_then(|text| HeaderValue::from_str(&text).ok())
        .unwrap_or(HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"))
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
    fn ids_of_the_client_keep_letters_digits_and_a_few_signs() {
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
