//! The challenges of a 401 (`WWW-Authenticate`, RFC 9110, section 11.6.1), read for their error code.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// What the challenges say about the token that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// It is expired, revoked or malformed: another one may be accepted.
    InvalidToken,
    /// It is valid, and does not suffice: another one of the same client would not, either.
    InsufficientScope,
}

/// The error code of RFC 6750, section 3.1, if there is one. If the challenges do not agree, another
/// token may help.
pub(crate) fn challenge(headers: &HeaderMap) -> Option<Challenge> {
    let lines = headers.get_all(WWW_AUTHENTICATE).iter();
    let codes = lines.flat_map(|line| errors(line.as_bytes()));
    let known = codes.filter_map(|code| match code.to_ascii_lowercase().as_slice() {
        b"invalid_token" => Some(Challenge::InvalidToken),
        b"insufficient_scope" => Some(Challenge::InsufficientScope),
        _ => None,
    });
    known.reduce(|one, other| if one == other { one } else { Challenge::InvalidToken })
}

/// The values of the parameters `error` in a line, of whatever challenge.
fn errors(line: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    elements(line).into_iter().filter_map(|element| {
        let equals = element.iter().position(|byte| *byte == b'=')?;
        // The first parameter of a challenge stands behind the name of its scheme.
        let name = element[..equals].trim_ascii();
        let name = name.rsplit(u8::is_ascii_whitespace).next()?;
        name.eq_ignore_ascii_case(b"error").then(|| unquoted(element[equals + 1..].trim_ascii()))
    })
}

/// The parts between commas that do not stand within quotes.
fn elements(line: &[u8]) -> Vec<&[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let is_separator = |byte: &u8| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_quoted,
            b'"' => is_quoted = !is_quoted,
            b',' => return !is_quoted,
            _ => {}
        }
        false
    };
    line.split(is_separator).collect()
}

/// A token as it is, or what a quoted string means.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let Some(quoted) = value.strip_prefix(b"\"") else { return value.to_vec() };
    let mut bytes = quoted.iter();
    let mut text = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => text.extend(bytes.next()),
            byte => text.push(*byte),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn read(lines: &[&str]) -> Option<Challenge> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(line).unwrap());
        }
        challenge(&headers)
    }

    const SCOPE: Option<Challenge> = Some(Challenge::InsufficientScope);
    const TOKEN: Option<Challenge> = Some(Challenge::InvalidToken);

    #[test]
    fn the_error_is_found_however_it_is_written() {
        for line in [
            r#"Bearer error="insufficient_scope""#,
            "Bearer error=insufficient_scope",
            r#"bearer ERROR="insufficient_scope""#,
            r#"BEARER Error = "Insufficient_Scope" "#,
            r#"Bearer realm="a, b=\"c\"", error="insufficient_scope", scope="x y""#,
            r#"Bearer realm="x",error=insufficient_scope,error_description="Needs, error=\"invalid_token\"""#,
            r#"Basic realm="x", Bearer scope="y", error="insufficient_scope""#,
            r#"Bearer error="insufficient_scope", Basic realm="invalid_token""#,
            r#"Negotiate YWJj==, Bearer error="insufficient_scope""#,
            r#"DPoP error="insufficient_scope", algs="ES256""#,
            r#", ,Bearer error="insufficient\_scope""#,
            "Bearer\trealm=\"x\",\terror=\"insufficient_scope\"",
            r#"Bearer error="insufficient_scope"#,
        ] {
            assert_eq!(read(&[line]), SCOPE, "{line}");
            let other = line.replace("insufficient", "invalid").replace("Insufficient", "Invalid");
            let other = other.replace("scope", "token").replace("Scope", "Token");
            assert_eq!(read(&[&other]), TOKEN, "{other}");
        }
    }

    #[test]
    fn what_only_looks_like_the_error_is_none() {
        for line in [
            "",
            "Bearer",
            "Bearer error",
            "insufficient_scope",
            "Bearer insufficient_scope",
            r#"Bearer realm="error=insufficient_scope""#,
            r#"Bearer realm="x, error=insufficient_scope""#,
            r#"Bearer realm="x\", error=insufficient_scope""#,
            r#"Bearer error_description="insufficient_scope""#,
            r#"Bearer x-error="insufficient_scope""#,
            r#"Bearer error="insufficient_scope_2""#,
            r#"Bearer error="""#,
            r#"Bearer error="invalid_request""#,
        ] {
            assert_eq!(read(&[line]), None, "{line}");
        }
    }

    #[test]
    fn another_token_may_help_if_the_challenges_do_not_agree() {
        let scope = r#"Bearer error="insufficient_scope""#;
        let token = r#"DPoP error="invalid_token""#;
        assert_eq!(read(&[scope, "Basic realm=\"x\""]), SCOPE);
        assert_eq!(read(&["Basic realm=\"x\"", scope]), SCOPE);
        assert_eq!(read(&[scope, token]), TOKEN);
        assert_eq!(read(&[&format!("{token}, {scope}")]), TOKEN);
        assert_eq!(read(&[]), None);
    }

    proptest! {
        #[test]
        fn any_value_of_another_parameter_is_skipped(text in "[ -~]*") {
            let escaped = text.replace('\\', r"\\").replace('"', "\\\"");
            let line = format!(r#"Bearer realm="{escaped}", error="insufficient_scope""#);
            prop_assert_eq!(read(&[&line]), SCOPE);
        }

        #[test]
        fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = errors(&bytes).count();
        }
    }
}
