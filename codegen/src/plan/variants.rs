//! The name of an enum's variant, made of nothing but its value: no other value changes it.
//!
//! | value | variant | because |
//! |---|---|---|
//! | `FCM_HTTP_V1`, `fcm-http-v1`, `fcmHttpV1` | `FcmHttpV1` | words are put into the usual case |
//! | `TLS_1_2`, `1.0` | `Tls1_2`, `Value1_0` | digits stay apart; a name begins with a letter |
//! | `>=`, `*`, `a+b` | `GreaterThanOrEqual`, `Star`, `APlusB` | signs are spelled |
//! | `+1`, `-1`, `-created` | `Plus1`, `Minus1`, `MinusCreated` | and so are those at an end that mostly separate words |
//! | `a`, `A` | `LowerA`, `A` | where a letter is all there is, its case means something |
//! | `größe`, `👍` | `Grosse`, `U1f44d` | letters lose their marks, anything else is its code point |
//! | `application/vnd.vendor.account.lock+json` | `AccountLock` | the action is what differs |
//! | `` | `Empty` | |
//!
//! Values that differ in case or separators alone have one name by this rule. Then each of them gets the
//! name of its own form ([`exact`]), so that the plain name means neither.

use std::fmt::Write as _;

use heck::ToPascalCase;

use super::{media, names, spelling};

/// The longest name that is no nuisance.
const LONGEST: usize = 96;

/// The variant of a value.
pub(crate) fn name(value: &str) -> String {
    let mut characters = value.chars();
    if let (Some(only @ 'a'..='z'), None) = (characters.next(), characters.next()) {
        return format!("Lower{}", only.to_ascii_uppercase());
    }
    // The rest of a vendor's media type is the same for all of the values.
    let value = media::action(value).unwrap_or(value);
    finished(&words(&spelling::parted(value)), value)
}

/// A value with the name that it has, unless another has it too.
pub(crate) struct Wanted {
    wire: String,
    pub(crate) name: String,
    given_by: GivenBy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum GivenBy {
    Contract,
    Rule,
}

impl Wanted {
    /// The name that the contract chose, or else the rule's.
    pub(crate) fn of(wire: String, chosen: Option<String>) -> Self {
        match chosen {
            Some(name) => Self { wire, name, given_by: GivenBy::Contract },
            None => Self { name: name(&wire), wire, given_by: GivenBy::Rule },
        }
    }
}

/// The names of all values of an enum, no two of them the same.
pub(crate) fn all(wanted: &[Wanted]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, one) in wanted.iter().enumerate() {
        let mut others = wanted.iter().enumerate().filter(|(other, _)| *other != at);
        let is_shared = others.clone().any(|(_, other)| other.name == one.name);
        let was_chosen = others.any(|(other, before)| {
            other < at && before.name == one.name && before.given_by == GivenBy::Contract
        });
        let keeps = !is_shared || one.given_by == GivenBy::Contract && !was_chosen;
        let name = if keeps { one.name.clone() } else { exact(&one.wire) };
        // A form that is another's name, or another's form.
        let is_taken = |name: &str| {
            names.iter().any(|taken| taken == name)
                || !keeps && wanted.iter().any(|other| other.name == name)
        };
        let name = if is_taken(&name) { numbered(&one.wire) } else { name };
        names.push(name);
    }
    names
}

/// The variant of one of several values that [`name`] gives the same name: its separators and its case
/// are spelled.
pub(super) fn exact(value: &str) -> String {
    let letters = || value.chars().filter(char::is_ascii_alphabetic);
    let starts_upper = value.starts_with(|c: char| c.is_ascii_uppercase());
    let has_marks = value.contains(|c: char| !c.is_ascii_alphanumeric());
    let case = if letters().next().is_none() {
        ""
    } else if letters().all(|c| c.is_ascii_lowercase()) {
        "Lower "
    } else if letters().all(|c| c.is_ascii_uppercase()) {
        "Upper "
    } else if has_marks || starts_upper {
        "Title "
    } else {
        "Camel "
    };
    let mut spelled = String::from(case);
    for character in value.chars() {
        match character {
            letter if letter.is_ascii_alphanumeric() => spelled.push(letter),
            other => {
                spelled.push(' ');
                push_sign(other, &mut spelled);
                spelled.push(' ');
            }
        }
    }
    finished(&spelled, value)
}

/// The names of several values by their own forms, no two of them the same.
pub(super) fn forms(values: &[String]) -> Vec<String> {
    let exact: Vec<String> = values.iter().map(|value| exact(value)).collect();
    let is_shared = |name: &String| exact.iter().filter(|other| *other == name).count() > 1;
    let named = values.iter().zip(&exact);
    let named = named.map(|(value, exact)| match is_shared(exact) {
        true => numbered(value),
        false => exact.clone(),
    });
    named.collect()
}

/// The variant of a value whose other names are taken: with a number made of the value.
fn numbered(value: &str) -> String {
    shortened(&exact(value), value)
}

/// The words of a value, signs spelled, separated by spaces; `_` keeps digits apart.
fn words(value: &str) -> String {
    let value = if value.trim().is_empty() { value } else { value.trim() };
    let is_word = |c: &char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric();
    let has_words = value.chars().any(|c| is_word(&c));
    let characters: Vec<char> = value.chars().collect();
    let mut text = String::new();
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at + 1);
        match character {
            c if c.is_ascii_alphanumeric() => text.push(*c),
            '=' if matches!(before, Some('<' | '>')) => text.push_str(" Or Equal "),
            '!' if after == Some(&'=') => text.push_str(" Not "),
            _ if is_separator(*character, before, after, has_words) => {
                let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
                text.push(if is_digit(before) && is_digit(after) { '\u{1}' } else { ' ' });
            }
            other => {
                text.push(' ');
                push_sign(*other, &mut text);
                // A letter goes on with the word around it.
                if other.is_ascii() {
                    text.push(' ');
                } else if text.ends_with(|c: char| c.is_ascii_lowercase()) {
                    let mark = text.rfind(' ');
                    mark.map(|mark| text.remove(mark));
                }
            }
        }
    }
    text
}

/// Whether a character only separates words where it stands.
fn is_separator(character: char, before: Option<&char>, after: Option<&char>, words: bool) -> bool {
    match character {
        '+' | '&' | '@' | '#' | '%' | '=' | '<' | '>' | '*' | '!' | '?' | '~' | '^' | '$' => false,
        '-' | '/' => words && before.is_some() && after.is_some(),
        '.' => words && before.is_some(),
        other => words && other.is_ascii(),
    }
}

/// What a sign is called.
fn push_sign(sign: char, text: &mut String) {
    let name = match sign {
        '+' => "Plus",
        '-' => "Minus",
        '&' => "And",
        '@' => "At",
        '#' => "Hash",
        '%' => "Percent",
        '=' => "Equal",
        '<' => "Less Than",
        '>' => "Greater Than",
        '*' => "Star",
        '!' => "Bang",
        '?' => "Question",
        '~' => "Tilde",
        '^' => "Caret",
        '$' => "Dollar",
        '/' => "Slash",
        '\\' => "Backslash",
        '|' => "Pipe",
        '.' => "Dot",
        ',' => "Comma",
        ':' => "Colon",
        ';' => "Semicolon",
        '_' => "Underscore",
        ' ' => "Space",
        '\'' => "Apostrophe",
        '"' => "Quote",
        '`' => "Backtick",
        '(' => "Open",
        ')' => "Close",
        '[' => "Open Bracket",
        ']' => "Close Bracket",
        '{' => "Open Brace",
        '}' => "Close Brace",
        other => {
            match plain_letters(other) {
                Some(letters) => text.push_str(letters),
                // Writing into a text cannot fail.
                None => drop(write!(text, "U{:04X} ", u32::from(other))),
            }
            return;
        }
    };
    text.push_str(name);
}

/// A letter without its marks.
fn plain_letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'ä' | 'æ' => "ae",
        'Ä' | 'Æ' => "Ae",
        'ç' | 'ć' | 'č' => "c",
        'Ç' | 'Ć' | 'Č' => "C",
        'ď' | 'đ' | 'ð' => "d",
        'Ď' | 'Đ' | 'Ð' => "D",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'Ě' => "E",
        'ğ' => "g",
        'Ğ' => "G",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => "I",
        'ł' => "l",
        'Ł' => "L",
        'ñ' | 'ń' | 'ň' => "n",
        'Ñ' | 'Ń' | 'Ň' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' | 'Ō' | 'Ő' => "O",
        'ö' | 'œ' => "oe",
        'Ö' | 'Œ' => "Oe",
        'ř' => "r",
        'Ř' => "R",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'Ś' | 'Š' | 'Ş' | 'Ș' => "S",
        'ß' => "ss",
        'ť' | 'ț' => "t",
        'Ť' | 'Ț' => "T",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'Ù' | 'Ú' | 'Û' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ü' => "ue",
        'Ü' => "Ue",
        'ý' | 'ÿ' => "y",
        'Ý' => "Y",
        'ź' | 'ż' | 'ž' => "z",
        'Ź' | 'Ż' | 'Ž' => "Z",
        _ => return None,
    })
}

/// Words as a variant name.
fn finished(words: &str, value: &str) -> String {
    let parts: Vec<String> = words.split('\u{1}').map(ToPascalCase::to_pascal_case).collect();
    let name = parts.join("_");
    let name = match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("Value{name}"),
        Some(_) => name,
    };
    let name = if name.len() > LONGEST { shortened(&name, value) } else { name };
    names::escaped_variant(name)
}

/// The beginning of a name, and a number made of the whole value.
fn shortened(name: &str, value: &str) -> String {
    // FNV-1a: it must never change, and nobody has a reason to attack it.
    let hash = value.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let beginning: String = name.chars().take(LONGEST - 16).collect();
    format!("{beginning}N{hash:016X}")
}

#[cfg(test)]
mod tests;
