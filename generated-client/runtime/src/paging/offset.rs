//! Pages that are found by counting the items before them.

use url::form_urlencoded;

/// The page after `page`, both as path and query; `None` at the end of the collection.
///
/// A page without items is the end, whatever `count` says: reading would go on for ever.
pub(super) fn next(
    page: &str,
    parameter: &str,
    items: usize,
    count: Option<u64>,
) -> Option<String> {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let is_ours = |pair: &&str| {
        form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(name, _)| name == parameter)
    };
    let pairs = || query.split('&').filter(|pair| !pair.is_empty());
    let before = pairs().find(is_ours).and_then(|pair| pair.split_once('=')?.1.parse().ok());
    let offset = u64::checked_add(before.unwrap_or_default(), u64::try_from(items).ok()?)?;
    if items == 0 || count.is_some_and(|count| offset >= count) {
        return None;
    }
    // The others as they were sent: an encoding of another kind might mean something else.
    let others: String =
        pairs().filter(|pair| !is_ours(pair)).map(|pair| format!("{pair}&")).collect();
    Some(format!("{path}?{others}{parameter}={offset}"))
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
            assert_eq!(next(page, "offset", items, count).as_deref(), expected, "{page}");
        }
    }
}
