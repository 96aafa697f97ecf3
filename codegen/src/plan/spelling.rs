//! Spells any text with the characters that names have, each text in one way that depends on nothing else.

/// Names are not longer than this; what is longer ends with a number made of all of it.
const LONGEST: usize = 150;

/// Letters of Latin alphabets beyond ASCII, each as it is written without its marks.
const LATIN: [(&str, &str); 24] = [
    ("àáâãåāăą", "a"),
    ("äæ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõōŏő", "o"),
    ("öøœ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşš", "s"),
    ("ß", "ss"),
    ("ţťŧ", "t"),
    ("þ", "th"),
    ("ùúûũūŭůűų", "u"),
    ("ü", "ue"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
];

/// The marks of ASCII, for a text that has nothing else.
const MARKS: [(char, &str); 32] = [
    ('!', "bang"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('\'', "apostrophe"),
    ('(', "open"),
    (')', "close"),
    ('*', "star"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less"),
    ('=', "equal"),
    ('>', "greater"),
    ('?', "question"),
    ('@', "at"),
    ('[', "open_square"),
    ('\\', "backslash"),
    (']', "close_square"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "open_brace"),
    ('|', "bar"),
    ('}', "close_brace"),
    ('~', "tilde"),
];

/// The text in ASCII letters and digits with marks between words, starting with a letter; `None` if
/// there is nothing to spell.
///
/// A letter with marks loses them, a character of another script is its number (`名` → `u540d`), marks
/// part words unless there is nothing else, and a digit at the beginning gets an `n`.
pub(super) fn spelt(text: &str) -> Option<String> {
    let text = &parted(text);
    let has_words = text.chars().any(|c| c.is_ascii_alphanumeric() || !c.is_ascii());
    let mut spelt = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_ascii_alphanumeric() => spelt.push(character),
            _ if character.is_ascii() && has_words => spelt.push('_'),
            _ if character.is_ascii() => {
                let mark = MARKS.iter().find(|(mark, _)| *mark == character);
                spelt.extend(mark.map(|(_, word)| format!("{word}_")));
            }
            _ => push_foreign(&mut spelt, character),
        }
    }
    let words = spelt.trim_matches('_');
    let first = words.chars().next()?;
    Some(if first.is_ascii_digit() { format!("n{words}") } else { words.to_owned() })
}

/// Abbreviations that stand before or behind others without a mark between the two, and are part of no word.
const ABBREVIATIONS: [&str; 6] = ["HTTPS", "HTTP", "JSON", "LDAP", "OIDC", "SAML"];

/// The text with a mark where one of several abbreviations in a row ends that are written in capitals:
/// `FCMHTTPV1` of a text that has small letters as well.
pub(super) fn parted(text: &str) -> String {
    if !text.contains(|c: char| c.is_ascii_lowercase()) {
        return text.to_owned();
    }
    let mut parted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_upper = |c: char| c.is_ascii_uppercase();
        let end = rest.find(|c| is_upper(c) != is_upper(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match is_upper(first) {
            true => push_capitals(&mut parted, run, after),
            false => parted.push_str(run),
        }
        rest = after;
    }
    parted
}

/// Adds capitals, parted.
fn push_capitals(parted: &mut String, run: &str, after: &str) {
    // The last one begins a word that goes on in small letters.
    let goes_on = after.starts_with(|c: char| c.is_ascii_lowercase());
    let (run, begun) = run.split_at(run.len() - usize::from(goes_on));
    let found = ABBREVIATIONS.iter().find_map(|one| Some((run.find(one)?, one.len())));
    let mut parts: Vec<&str> = match found {
        Some((at, length)) => vec![&run[..at], &run[at..at + length], &run[at + length..]],
        None => vec![run],
    };
    // The number of a version, but for that of IP.
    if after.starts_with(|c: char| c.is_ascii_digit())
        && let Some(before) = parts.pop()
    {
        match before.strip_suffix('V').filter(|before| *before != "IP") {
            Some(before) => parts.extend([before, "V"]),
            None => parts.push(before),
        }
    }
    parts.push(begun);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parted.push_str(&parts.join("_"));
}

/// Adds a character beyond ASCII.
fn push_foreign(spelt: &mut String, character: char) {
    let small: String = character.to_lowercase().collect();
    let latin = LATIN.iter().find(|(letters, _)| letters.contains(small.as_str()));
    match latin {
        Some((_, plain)) if small.starts_with(character) => spelt.push_str(plain),
        Some((_, plain)) => {
            let mut letters = plain.chars();
            spelt.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
            spelt.extend(letters);
        }
        None if character.is_alphanumeric() || !character.is_whitespace() => {
            spelt.push_str(&format!("_u{:x}_", u32::from(character)));
        }
        None => spelt.push('_'),
    }
}

/// A name that fits a line and the name of a file. What is cut off is counted in a number, so that two
/// names stay two.
pub(super) fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    // FNV-1a: it only has to be the same everywhere and for ever.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let kept: String = name.chars().take(LONGEST - 30).collect();
    let number = hash % 1_000_000_000;
    format!("{}{number}", kept.trim_end_matches('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_spelt() {
        for (text, expected) in [
            ("plainText", Some("plainText")),
            ("page[size]", Some("page_size")),
            ("+1", Some("n1")),
            ("<=", Some("less_equal")),
            ("Größe", Some("Groesse")),
            ("Ängel", Some("Aengel")),
            ("a名b", Some("a_u540d_b")),
            ("\u{a0}", None),
            ("", None),
            (" ", None),
        ] {
            assert_eq!(spelt(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn abbreviations_in_a_row_are_parted() {
        for (text, expected) in [
            ("pushFCMHTTPV1", "pushFCM_HTTP_V1"),
            ("HTTPServer", "HTTP_Server"),
            ("MFAPushCredentialAPNS", "MFA_PushCredentialAPNS"),
            ("theOIDCSAMLId", "theOIDC_SAML_Id"),
            ("useTLSV1", "useTLS_V1"),
            ("theIPV4Address", "theIPV4Address"),
            ("myV2", "myV2"),
            ("aHTTPS", "aHTTPS"),
            ("FCMHTTPV1", "FCMHTTPV1"),
        ] {
            assert_eq!(parted(text), expected);
        }
    }

    #[test]
    fn long_names_stay_apart() {
        let [a, b] = ["a", "b"].map(|end| shortened(format!("{}{end}", "word_".repeat(60))));
        assert!(a.len() < LONGEST && b.len() < LONGEST, "{a} {b}");
        assert_ne!(a, b);
        assert_eq!(shortened("x".repeat(LONGEST)), "x".repeat(LONGEST));
    }
}
