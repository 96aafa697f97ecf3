//! How a value becomes a part of a URL, a header or a cookie, in the styles of OpenAPI 3.0.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::SEGMENT;

/// How a value that is more than a plain text is written. What stands in brackets is not written for a
/// list, whose items have no names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterStyle {
    /// `a,1,b,2`: path and header.
    Simple,
    /// `a=1,b=2`: path and header.
    SimpleExploded,
    /// `.a.1.b.2`: path.
    Label,
    /// `.a=1.b=2`: path.
    LabelExploded,
    /// `;name=a,1,b,2`: path.
    Matrix,
    /// `;a=1;b=2`, and for a list `;name=1;name=2`: path.
    MatrixExploded,
    /// `name=a,1,b,2`: query and cookie.
    Form,
    /// `a=1&b=2`, and for a list `name=1&name=2`: query and cookie.
    FormExploded,
    /// `name=a%201%20b%202`: query.
    Spaces,
    /// `name=a%7C1%7Cb%7C2`: query.
    Pipes,
    /// `name[a]=1&name[b]=2`: query.
    Deep,
    /// JSON, as `content` says: everywhere.
    Json,
}

/// Which marks of a value are percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterMarks {
    /// All.
    Encoded,
    /// Those that would end the value: `allowReserved`.
    Kept,
}

/// Why a value cannot be written: an item holds the mark between items, or it is no JSON.
#[derive(Debug)]
pub(crate) struct Unwritable;

/// What `allowReserved` leaves as it is: RFC 3986's reserved characters, but for those that end a value
/// of a query.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The same within a list, whose items a comma parts.
const RESERVED_ITEM: &AsciiSet = &RESERVED.add(b',');

/// A label's items are parted by dots.
const LABEL: &AsciiSet = &SEGMENT.add(b'.');

/// A value in texts.
enum Parts {
    Nothing,
    One(String),
    Many(Vec<String>),
    Members(Vec<(String, Value)>),
}

fn parts(value: &impl Serialize) -> Result<Parts, Unwritable> {
    Ok(match serde_json::to_value(value).map_err(|_| Unwritable)? {
        Value::Null => Parts::Nothing,
        Value::Array(items) => Parts::Many(items.iter().map(text).collect()),
        Value::Object(members) => {
            Parts::Members(members.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        plain => Parts::One(text(&plain)),
    })
}

/// A plain value as text; what is nested in a list or in a member has no form but its JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // As `Display` writes it: `1` for 1.0.
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map(|number| number.to_string()).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// The pairs of a query or of cookies, encoded; none for what is not there and for an empty list.
pub(crate) fn pairs(
    name: &str,
    style: ParameterStyle,
    marks: ParameterMarks,
    value: &impl Serialize,
) -> Result<Vec<String>, Unwritable> {
    let (set, item_set) = match marks {
        ParameterMarks::Encoded => (SEGMENT, SEGMENT),
        ParameterMarks::Kept => (RESERVED, RESERVED_ITEM),
    };
    let key = encoded(name, SEGMENT);
    let pair = |name: &str, value: &Value| {
        format!("{}={}", encoded(name, SEGMENT), encoded(&text(value), set))
    };
    if style == ParameterStyle::Json {
        let json = serde_json::to_string(value).map_err(|_| Unwritable)?;
        return Ok(vec![format!("{key}={}", encoded(&json, set))]);
    }
    Ok(match (parts(value)?, style) {
        (Parts::Nothing, _) => Vec::new(),
        (Parts::One(text), _) => vec![format!("{key}={}", encoded(&text, set))],
        (Parts::Many(items), ParameterStyle::FormExploded | ParameterStyle::Deep) => {
            items.iter().map(|item| format!("{key}={}", encoded(item, set))).collect()
        }
        (Parts::Members(members), ParameterStyle::FormExploded) => {
            members.iter().map(|(name, value)| pair(name, value)).collect()
        }
        (Parts::Members(members), ParameterStyle::Deep) => {
            let mut pairs = Vec::new();
            deep(&mut pairs, &key, &members, set);
            pairs
        }
        (Parts::Many(items), style) => joined(&key, style, item_set, &items)?,
        (Parts::Members(members), style) => joined(&key, style, item_set, &flat(&members))?,
    })
}

/// One pair whose items are parted by a mark.
fn joined(
    key: &str,
    style: ParameterStyle,
    set: &'static AsciiSet,
    items: &[String],
) -> Result<Vec<String>, Unwritable> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    // A comma between items stands as it is, one in an item is encoded; the others are encoded in both, so
    // that nobody could tell them apart.
    let (mark, between) = match style {
        ParameterStyle::Spaces => (Some(' '), "%20"),
        ParameterStyle::Pipes => (Some('|'), "%7C"),
        _ => (None, ","),
    };
    if mark.is_some_and(|mark| items.iter().any(|item| item.contains(mark))) {
        return Err(Unwritable);
    }
    let items: Vec<String> = items.iter().map(|item| encoded(item, set)).collect();
    Ok(vec![format!("{key}={}", items.join(between))])
}

/// Names and values in turn.
fn flat(members: &[(String, Value)]) -> Vec<String> {
    members.iter().flat_map(|(name, value)| [name.clone(), text(value)]).collect()
}

/// `name[a][b]=1`; a list repeats its name.
fn deep(pairs: &mut Vec<String>, key: &str, members: &[(String, Value)], set: &'static AsciiSet) {
    for (name, value) in members {
        let key = format!("{key}[{}]", encoded(name, SEGMENT));
        match value {
            Value::Null => {}
            Value::Object(inner) => {
                let inner: Vec<(String, Value)> =
                    inner.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
                deep(pairs, &key, &inner, set);
            }
            Value::Array(items) => {
                pairs.extend(
                    items.iter().map(|item| format!("{key}={}", encoded(&text(item), set))),
                );
            }
            plain => pairs.push(format!("{key}={}", encoded(&text(plain), set))),
        }
    }
}

/// A part of a path, encoded.
pub(crate) fn segment(
    name: &str,
    style: ParameterStyle,
    value: &impl Serialize,
) -> Result<String, Unwritable> {
    if style == ParameterStyle::Json {
        let json = serde_json::to_string(value).map_err(|_| Unwritable)?;
        return Ok(encoded(&json, SEGMENT));
    }
    let set = match style {
        ParameterStyle::Label | ParameterStyle::LabelExploded => LABEL,
        _ => SEGMENT,
    };
    let item = |text: &String| encoded(text, set);
    let pair = |(name, value): &(String, Value)| {
        format!("{}={}", encoded(name, set), encoded(&text(value), set))
    };
    let parts = parts(value)?;
    // Whatever is empty would leave a gap, which makes another path.
    let items: Vec<String> = match (&parts, style) {
        (Parts::Nothing, _) => return Err(Unwritable),
        (Parts::One(text), _) => vec![item(text)],
        (Parts::Many(items), _) => items.iter().map(item).collect(),
        (
            Parts::Members(members),
            ParameterStyle::SimpleExploded
            | ParameterStyle::LabelExploded
            | ParameterStyle::MatrixExploded,
        ) => members.iter().map(pair).collect(),
        (Parts::Members(members), _) => flat(members).iter().map(item).collect(),
    };
    if items.is_empty() {
        return Err(Unwritable);
    }
    let key = encoded(name, SEGMENT);
    Ok(match style {
        ParameterStyle::Label | ParameterStyle::LabelExploded => format!(".{}", items.join(".")),
        ParameterStyle::MatrixExploded if matches!(parts, Parts::Members(_)) => {
            format!(";{}", items.join(";"))
        }
        ParameterStyle::MatrixExploded => {
            items.iter().fold(String::new(), |mut all, item| {
                // Writing to a text cannot fail.
                let _ = write!(all, ";{key}={item}");
                all
            })
        }
        ParameterStyle::Matrix => format!(";{key}={}", items.join(",")),
        _ => items.join(","),
    })
}

/// The text of a header; `None` for what is not there and for an empty list.
pub(crate) fn header(
    style: ParameterStyle,
    value: &impl Serialize,
) -> Result<Option<String>, Unwritable> {
    if style == ParameterStyle::Json {
        return serde_json::to_string(value).map(Some).map_err(|_| Unwritable);
    }
    let items = match parts(value)? {
        Parts::Nothing => return Ok(None),
        Parts::One(text) => return Ok(Some(text)),
        Parts::Many(items) => items,
        Parts::Members(members) if style == ParameterStyle::SimpleExploded => {
            let is_told = |text: &str, mark: char| !text.contains(mark);
            if !members.iter().all(|(name, _)| is_told(name, '=')) {
                return Err(Unwritable);
            }
            members.iter().map(|(name, value)| format!("{name}={}", text(value))).collect()
        }
        Parts::Members(members) => flat(&members),
    };
    // Headers have no encoding: nobody could tell such a comma from one between items.
    if items.iter().any(|item| item.contains(',')) {
        return Err(Unwritable);
    }
    Ok((!items.is_empty()).then(|| items.join(",")))
}
