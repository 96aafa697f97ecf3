//! Checks links: a page may only lead to a page of the same API.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::error::{MAX_LINK, Origin, PagingProblem};

/// How many times over a path may be encoded.
const MAX_ENCODINGS: usize = 4;

/// The path and query below `base` to which `href` leads from the page `current`, which is itself
/// a path and query below `base`.
///
/// PingOne's links are absolute; a relative one (RFC 3986) is resolved and then has to pass the
/// same checks. Both sides are compared as the URL parser writes them, so that neither case, nor
/// default port, nor encoding makes a difference: what does not start with the base, path included,
/// has another scheme, user, host, port or path.
pub(crate) fn target(
    base: &str,
    current: &str,
    href: &str,
    from: Origin,
) -> Result<String, PagingProblem> {
    if href.len() > MAX_LINK {
        return Err(PagingProblem::TooLong(from));
    }
    // The parser would drop control characters, turn backslashes and encode the braces of a template.
    if href.contains(|c: char| c.is_control() || matches!(c, '\\' | '{' | '}')) {
        return Err(PagingProblem::NotAUrl(from, None));
    }
    if may_climb(href) {
        return Err(PagingProblem::DotSegments(from));
    }
    let not_a_url = |error| PagingProblem::NotAUrl(from, Some(error));
    let mut url = match from {
        Origin::Link => Url::parse(&format!("{base}{current}")).and_then(|url| url.join(href)),
        Origin::Cursor => Url::parse(href),
    }
    .map_err(not_a_url)?;
    url.set_fragment(None);
    match url.as_str().strip_prefix(base) {
        Some(target) if target.starts_with('/') => Ok(target.to_owned()),
        _ => Err(PagingProblem::Elsewhere { from, to: place(&url), base: base.to_owned() }),
    }
}

/// Whether the path of a link climbs, also in encoded form: a server behind a proxy may decode what
/// the proxy compared, maybe more than once, and drop what some servers drop behind a segment.
fn may_climb(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let Some(decoded) = decoded(path) else { return true };
    let separators = |text: &str| text.matches(['/', '\\']).count();
    separators(&decoded) != separators(path) || decoded.split(['/', '\\']).any(is_dots)
}

/// A path without any encoding; `None` if it has one that only some servers understand.
fn decoded(path: &str) -> Option<String> {
    let mut path = path.to_owned();
    for _ in 0..MAX_ENCODINGS {
        let decoded = percent_decode_str(&path).decode_utf8().ok()?.into_owned();
        if decoded == path {
            return (!path.contains(|c: char| c == '%' || c.is_control())).then_some(path);
        }
        path = decoded;
    }
    None
}

/// Whether a segment is one of dots, up to its parameters (RFC 3986, section 3.3).
fn is_dots(segment: &str) -> bool {
    let name = segment.split(';').next().unwrap_or_default();
    matches!(name.trim(), "." | "..")
}

/// Scheme, host and port: enough to see where a link leads, without ids and credentials.
fn place(url: &Url) -> String {
    match url.origin() {
        url::Origin::Opaque(_) => format!("{}:", url.scheme()),
        origin => origin.ascii_serialization(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://api.example/v1";

    fn from_link(href: &str) -> Result<String, PagingProblem> {
        target(BASE, "/things/1?limit=5", href, Origin::Link)
    }

    #[test]
    fn a_page_of_the_same_api_is_followed_as_it_is_written() {
        for (href, expected) in [
            ("https://api.example/v1/things?cursor=a%2Fb&x=..", "/things?cursor=a%2Fb&x=.."),
            ("HTTPS://API.example:443/v1/things", "/things"),
            ("https://api.example/v1/things?a=1#top", "/things?a=1"),
            ("https://api.example/v1/things?filter=a eq \"b\"", "/things?filter=a%20eq%20%22b%22"),
            ("/v1/things?c=2", "/things?c=2"),
            ("?c=2", "/things/1?c=2"),
            ("2?c=2", "/things/2?c=2"),
            ("//api.example/v1/things", "/things"),
            ("", "/things/1?limit=5"),
        ] {
            assert_eq!(from_link(href).ok().as_deref(), Some(expected), "{href}");
        }
    }

    #[test]
    fn whatever_leads_elsewhere_is_refused_without_telling_ids_or_credentials() {
        for (href, to) in [
            ("https://evil.example/v1/things?CANARY", "https://evil.example"),
            ("https://api.example.evil.example/v1/CANARY", "https://api.example.evil.example"),
            ("https://api.example:8443/v1/things", "https://api.example:8443"),
            ("http://api.example/v1/things", "http://api.example"),
            ("https://api.example@evil.example/v1/things", "https://evil.example"),
            ("https://CANARY:CANARY@api.example/v1/things", "https://api.example"),
            ("https://CANARY@api.example/v1/things", "https://api.example"),
            ("//evil.example/v1/things", "https://evil.example"),
            ("https://api.example/v2/things", "https://api.example"),
            ("https://api.example/v1", "https://api.example"),
            ("https://api.example/v1?x=/", "https://api.example"),
            ("https://api.example/v10/things", "https://api.example"),
            ("https://api.example/V1/things", "https://api.example"),
            ("/things", "https://api.example"),
            ("javascript:alert(1)", "javascript:"),
            ("data:CANARY", "data:"),
            ("file:///v1/things", "file:"),
        ] {
            match from_link(href) {
                Err(problem @ PagingProblem::Elsewhere { .. }) => {
                    let shown = problem.to_string();
                    let expected = format!(
                        "the link to the next page leads to `{to}`, which is not below `{BASE}`"
                    );
                    assert_eq!(shown, expected, "{href}");
                }
                other => panic!("{href}: {other:?}"),
            }
        }
    }

    #[test]
    fn dot_segments_are_refused_however_they_are_written() {
        for path in [
            "..",
            ".",
            "%2e%2E",
            ".%2e",
            "a/..",
            "a%2f..%2Fb",
            "a%5C..",
            "%2e",
            "%2e.",
            "..;",
            "..;a=b",
            "..%3b",
            ".;",
            "%252e%252e",
            "%252E.",
            "%25252e%2e",
            "..%20",
            "..%00",
            "%2e%2e%09",
            "a%2fb",
            "a%2Fb",
            "a%5cb",
            "a%252fb",
            "a%255cb",
            "..%252f",
            "%c0%ae%c0%ae",
            "%u002e%u002e",
            "a%zz",
            "%2525252525252e",
        ] {
            for href in [format!("{BASE}/{path}"), format!("{BASE}/{path}/x?y"), path.to_owned()] {
                let refused = from_link(&href);
                assert!(matches!(refused, Err(PagingProblem::DotSegments(_))), "{href}");
            }
        }
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for href in [
            "https://",
            "https://[::1/v1",
            "https://api.example:99999/v1/x",
            "https:\\\\api.example\\v1\\x",
            "https://api.example/v1/things{?cursor}",
            "https://api.example/\tv1/x",
            "https://api.example/v1/x\r\nHost: evil",
        ] {
            assert!(matches!(from_link(href), Err(PagingProblem::NotAUrl(..))), "{href:?}");
        }
        let long = format!("{BASE}/{}", "x".repeat(MAX_LINK));
        assert!(matches!(from_link(&long), Err(PagingProblem::TooLong(_))));
    }

    #[test]
    fn a_cursor_is_absolute() {
        let checked = |text| target(BASE, "", text, Origin::Cursor);
        assert_eq!(
            checked("https://api.example/v1/things?c=2").ok().as_deref(),
            Some("/things?c=2")
        );
        assert!(matches!(checked("/v1/things"), Err(PagingProblem::NotAUrl(..))));
        let elsewhere = checked("https://evil.example/v1/things").unwrap_err().to_string();
        assert!(elsewhere.starts_with("the cursor leads to `https://evil.example`"), "{elsewhere}");
    }

    #[test]
    fn a_base_without_a_path_has_pages_too() {
        let base = "http://127.0.0.1:8080";
        let checked = |href| target(base, "/x", href, Origin::Link);
        assert_eq!(checked("http://127.0.0.1:8080/y").ok().as_deref(), Some("/y"));
        assert!(checked("http://127.0.0.1:80801/y").is_err());
        assert!(checked("http://127.0.0.1:8081/y").is_err());
    }
}
