//! The header `Link` (RFC 8288): the link to the next page.

use http::HeaderMap;
use http::header::LINK;

/// What the header says of a next page.
#[derive(Debug, PartialEq)]
pub(super) enum Linked {
    Nothing,
    To(String),
    /// Several links are next, or one cannot be read.
    Unclear,
}

/// The target of the links with the relation `next`, which are one.
pub(super) fn next(headers: &HeaderMap) -> Linked {
    let mut found = Linked::Nothing;
    for line in headers.get_all(LINK) {
        let Ok(line) = std::str::from_utf8(line.as_bytes()) else { return Linked::Unclear };
        let mut rest = line.trim_start_matches([' ', '\t', ',']);
        while !rest.is_empty() {
            let Some((target, after)) =
                rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
            else {
                return Linked::Unclear;
            };
            let (parameters, after) = parameters(after);
            rest = after.trim_start_matches([' ', '\t', ',']);
            if !is_next(&parameters) {
                continue;
            }
            found = match found {
                Linked::Nothing => Linked::To(target.trim().to_owned()),
                Linked::To(known) if known == target.trim() => Linked::To(known),
                Linked::To(_) | Linked::Unclear => return Linked::Unclear,
            };
        }
    }
    found
}

/// Whether a link is the next page of this one: the first `rel` counts, and a link of another context
/// says nothing of it.
fn is_next(parameters: &[(String, String)]) -> bool {
    let of = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted);
    let relations = of("rel").map(|(_, value)| value.as_str()).unwrap_or_default();
    let is_next = relations.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case("next"));
    is_next && of("anchor").is_none()
}

/// The parameters of a link, and what follows its comma.
fn parameters(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix(';') {
        let after = after.trim_start();
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => (String::new(), after),
        };
        found.push((name.trim().to_ascii_lowercase(), value));
        rest = after.trim_start();
    }
    (found, rest.split_once(',').map_or("", |(_, after)| after))
}

/// A quoted string or a token, and what follows.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        let (value, after) = text.split_at(end);
        return (value.trim().to_owned(), after);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn read(lines: &[&str]) -> Linked {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(LINK, HeaderValue::from_str(line).unwrap());
        }
        next(&headers)
    }

    #[test]
    fn the_next_page_is_found_however_it_is_written() {
        for lines in [
            &["<https://a/2>; rel=\"next\", <https://a/9>; rel=\"last\""][..],
            &["<https://a/9>; rel=last,<https://a/2>;rel=next"],
            &["<https://a/1>; rel=prev", "<https://a/2>; REL=\"Next\""],
            &["<https://a/2>; title=\"a, \\\"b\\\"; rel=x\"; rel=\"item next\""],
            &["<https://a/2>; rel=next; rel=prev", "<https://a/2>; rel=next"],
            &[", <https://a/2> ; rel = next ,"],
        ] {
            assert_eq!(read(lines), Linked::To("https://a/2".to_owned()), "{lines:?}");
        }
    }

    #[test]
    fn what_is_not_one_next_page_is_none() {
        for lines in [
            &[][..],
            &[""],
            &["<https://a/2>"],
            &["<https://a/2>; rel=prev"],
            &["<https://a/2>; rel=\"next-archive\""],
            &["<https://a/2>; rel=prev; rel=next"],
            &["<https://a/2>; rel=next; anchor=\"#other\""],
            &["<https://a/2>; title=\"x\"; title=\"rel=next\""],
        ] {
            assert_eq!(read(lines), Linked::Nothing, "{lines:?}");
        }
        for lines in
            [&["<https://a/2>; rel=next, <https://a/3>; rel=next"][..], &["https://a/2; rel=next"]]
        {
            assert_eq!(read(lines), Linked::Unclear, "{lines:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[ -~]{0,80}") {
            read(&[&text]);
        }
    }
}
