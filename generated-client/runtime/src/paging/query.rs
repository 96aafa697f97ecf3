//! Pages that are found by changing one query parameter.

use percent_encoding::utf8_percent_encode;
use url::form_urlencoded;

use crate::call::SEGMENT;

/// The number that a page has as this parameter.
pub(super) fn number(page: &str, parameter: &str) -> Option<u64> {
    let (_, query) = page.split_once('?').unwrap_or((page, ""));
    let pair = query.split('&').find(|pair| is_of(pair, parameter))?;
    pair.split_once('=')?.1.parse().ok()
}

/// The page with another value of this parameter, both as path and query.
pub(super) fn with(page: &str, parameter: &str, value: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    // The others as they were sent: an encoding of another kind might mean something else.
    let others: String =
        pairs.filter(|pair| !is_of(pair, parameter)).map(|pair| format!("{pair}&")).collect();
    let [parameter, value] = [parameter, value].map(|text| utf8_percent_encode(text, SEGMENT));
    format!("{path}?{others}{parameter}={value}")
}

fn is_of(pair: &str, parameter: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(name, _)| name == parameter)
}

/// The offset behind a page; `None` at the end of the collection.
///
/// A page without items is the end, whatever `count` says: reading would go on for ever.
pub(super) fn offset(page: &str, parameter: &str, items: usize, count: Option<u64>) -> Option<u64> {
    let before = number(page, parameter).unwrap_or_default();
    let offset = before.checked_add(u64::try_from(items).ok()?)?;
    let is_end = items == 0 || count.is_some_and(|count| offset >= count);
    (!is_end).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_begins_where_this_one_ends() {
        for (page, items, count, expected) in [
            ("/parcels", 2, Some(5), Some("/parcels?offset=2")),
            ("/parcels?offset=2&limit=2", 2, Some(5), Some("/parcels?limit=2&offset=4")),
            ("/parcels?offset=4", 1, Some(5), None),
            ("/parcels?state=a%26b", 1, None, Some("/parcels?state=a%26b&offset=1")),
            ("/p?filter=a%20eq%20%22b%22", 1, None, Some("/p?filter=a%20eq%20%22b%22&offset=1")),
            ("/parcels?offset=3", 0, Some(9), None),
            ("/parcels?offset=odd", 1, None, Some("/parcels?offset=1")),
            ("/parcels?offset=18446744073709551615", 1, None, None),
        ] {
            let next = offset(page, "offset", items, count);
            let next = next.map(|next| with(page, "offset", &next.to_string()));
            assert_eq!(next.as_deref(), expected, "{page}");
        }
    }

    #[test]
    fn a_cursor_stays_one_value() {
        let next = with("/a?limit=2&after=old", "after", "b&c=d e/+%ü");
        assert_eq!(next, "/a?limit=2&after=b%26c%3Dd%20e%2F%2B%25%C3%BC");
        let read: Vec<_> =
            form_urlencoded::parse(next.split_once('?').unwrap().1.as_bytes()).collect();
        assert_eq!(read[1], ("after".into(), "b&c=d e/+%ü".into()));
    }
}
