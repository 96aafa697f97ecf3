//! Forms and bodies of several parts: read as the JSON that their schema describes.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::styles::{Kind, Reader};
use crate::media::fits;
use crate::refusal::{Detail, Refusal};
use crate::route::RequestBody;

/// One value of a body: of a form, or of a part.
struct Part {
    name: String,
    /// Whether it has the name of a file, and so is no text.
    is_file: bool,
    media: Option<String>,
    value: Vec<u8>,
}

/// The body that a form says.
pub(crate) fn of_form(
    body: &RequestBody,
    schema: &Value,
    payload: &[u8],
) -> Result<Value, Refusal> {
    let pairs = form_urlencoded::parse(payload).map(|(name, value)| Part {
        name: name.into_owned(),
        is_file: false,
        media: None,
        value: value.into_owned().into_bytes(),
    });
    of_parts(body, schema, pairs.collect())
}

/// The body that parts say (RFC 7578).
pub(crate) fn of_multipart(
    body: &RequestBody,
    schema: &Value,
    headers: &HeaderMap,
    payload: &[u8],
) -> Result<Value, Refusal> {
    let boundary = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = boundary.and_then(|value| parameter(value, "boundary"));
    let boundary = boundary.ok_or_else(|| broken("The Content-Type has no boundary."))?;
    of_parts(body, schema, parts(payload, &boundary)?)
}

fn of_parts(body: &RequestBody, schema: &Value, parts: Vec<Part>) -> Result<Value, Refusal> {
    let reader = Reader { root: schema };
    let mut values: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for part in parts {
        let of_part = body.part_media.iter().find(|(name, _)| *name == part.name);
        let media = part.media.as_deref().unwrap_or("text/plain");
        if of_part
            .is_some_and(|(_, allowed)| !allowed.split(',').any(|one| fits(media, one.trim())))
        {
            let message = "The part is not of a media type that the contract names.";
            return Err(Refusal::invalid_data(vec![Detail::new(
                "INVALID_VALUE",
                &part.name,
                message,
            )]));
        }
        let member = reader.member(schema, &part.name);
        let is_list = reader.kind(member, 0) == Kind::List;
        let item = if is_list { reader.item(member) } else { member };
        let text = String::from_utf8_lossy(&part.value).into_owned();
        let is_joined = body.joined.contains(&part.name.as_str());
        let known = values.entry(part.name).or_default();
        if is_joined && is_list {
            known.extend(text.split(',').map(|one| reader.leaf(item, one)));
        } else if part.is_file {
            known.push(Value::String(text));
        } else {
            known.push(reader.leaf(item, &text));
        }
    }
    let members = values.into_iter().map(|(name, mut given)| {
        let is_list = reader.kind(reader.member(schema, &name), 0) == Kind::List;
        // Of what is no list, several are one too many, and the schema says so.
        let value = match given.len() {
            1 if !is_list => given.remove(0),
            _ => Value::Array(given),
        };
        (name, value)
    });
    Ok(Value::Object(members.collect::<Map<_, _>>()))
}

/// The parts of a body between its boundaries.
fn parts(payload: &[u8], boundary: &str) -> Result<Vec<Part>, Refusal> {
    let mark = format!("--{boundary}");
    let mut found = Vec::new();
    let mut rest = after(payload, mark.as_bytes()).ok_or_else(|| broken("No part begins."))?;
    loop {
        if rest.starts_with(b"--") {
            return Ok(found);
        }
        let start = rest.strip_prefix(b"\r\n").ok_or_else(|| broken("A boundary ends badly."))?;
        let end = format!("\r\n{mark}");
        let at = position(start, end.as_bytes()).ok_or_else(|| broken("A part has no end."))?;
        let (part, next) = start.split_at(at);
        found.push(part_of(part)?);
        rest = next.get(end.len()..).unwrap_or_default();
    }
}

fn part_of(part: &[u8]) -> Result<Part, Refusal> {
    let at = position(part, b"\r\n\r\n").ok_or_else(|| broken("A part has no head."))?;
    let head = String::from_utf8_lossy(part.get(..at).unwrap_or_default()).into_owned();
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition").filter(|value| value.starts_with("form-data"));
    let disposition = disposition.ok_or_else(|| broken("A part is no `form-data`."))?;
    let name = parameter(&disposition, "name").ok_or_else(|| broken("A part has no name."))?;
    let media = header("content-type");
    let media = media.map(|value| value.split(';').next().unwrap_or_default().trim().to_owned());
    Ok(Part {
        name,
        is_file: parameter(&disposition, "filename").is_some(),
        media,
        value: part.get(at + 4..).unwrap_or_default().to_vec(),
    })
}

/// The value of a parameter of a header, in quotes or not.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        let value = value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
        name.trim().eq_ignore_ascii_case(wanted).then_some(value)
    })
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn after<'t>(text: &'t [u8], wanted: &[u8]) -> Option<&'t [u8]> {
    text.get(position(text, wanted)? + wanted.len()..)
}

fn broken(what: &str) -> Refusal {
    Refusal::invalid_data(vec![Detail::new("INVALID_VALUE", "", what)])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({"properties": {
            "name": {"type": "string"}, "size": {"type": "integer"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "ids": {"type": "array", "items": {"type": "integer"}},
            "thing": {"type": "object"}, "file": {"type": "string", "format": "binary"},
        }})
    }

    fn body(media: &'static str) -> RequestBody {
        RequestBody {
            media,
            schema: None,
            joined: &["ids"],
            part_media: &[("file", "image/png, text/*")],
        }
    }

    #[test]
    fn a_form_is_read_as_its_schema_says() {
        let form = b"name=a+b%26&size=3&tags=x&tags=y&ids=1%2C2&thing=%7B%22a%22%3A1%7D&other=1";
        let read = of_form(&body("application/x-www-form-urlencoded"), &schema(), form).unwrap();
        let expected = json!({"name": "a b&", "size": 3, "tags": ["x", "y"], "ids": [1, 2],
            "thing": {"a": 1}, "other": "1"});
        assert_eq!(read, expected);
    }

    fn multipart(text: &str) -> Result<Value, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "multipart/form-data; boundary=\"b 1\"".parse().unwrap());
        let text = text.replace('\n', "\r\n");
        of_multipart(&body("multipart/form-data"), &schema(), &headers, text.as_bytes())
    }

    #[test]
    fn parts_are_read_as_their_schema_says() {
        let head = |rest: &str| format!("--b 1\nContent-Disposition: form-data; name={rest}\n");
        let text = [
            head("\"tags\"\n\nx"),
            head("\"size\"\n\n3"),
            head("file; filename=\"a.png\"\nContent-Type: image/png\n\n7"),
            head("\"thing\"\ncontent-type: application/json\n\n{\"a\":1}"),
            "--b 1--\n".to_owned(),
        ];
        let expected = json!({"tags": ["x"], "size": 3, "file": "7", "thing": {"a": 1}});
        assert_eq!(multipart(&text.concat()).unwrap(), expected);
    }

    #[test]
    fn parts_that_are_torn_or_of_another_media_type_are_refused() {
        let part = "--b 1\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\n";
        for (text, is_read) in [
            (format!("{part}Content-Type: text/csv\n\nx\n--b 1--"), true),
            (format!("{part}Content-Type: image/gif\n\nx\n--b 1--"), false),
            (format!("{part}Content-Type: text/csv\n\nx"), false),
            (format!("{part}\n--b 1--"), false),
            ("--b 1\n\nx\n--b 1--".to_owned(), false),
            ("--b 1--".to_owned(), true),
            (String::new(), false),
        ] {
            assert_eq!(multipart(&text).is_ok(), is_read, "{text}");
        }
    }
}
