//! Descriptions, limits and doubts of a schema as documentation.

use super::Deprecation;
use super::node::{flag, lone_all_of};
use crate::document::Cursor;
use crate::markdown;

/// How many schemas of one value are looked at.
const MOST_LAYERS: usize = 32;

pub(super) fn deprecation(schema: &Cursor<'_>) -> Deprecation {
    if flag(schema, "deprecated") { Deprecation::Deprecated } else { Deprecation::Current }
}

/// The description and limits of a schema as lines of rustdoc.
pub(super) fn docs(schema: &Cursor<'_>) -> Vec<String> {
    joined(std::slice::from_ref(schema))
}

/// The description and limits of all schemas of one value; of several descriptions, the last counts.
pub(super) fn joined(schemas: &[Cursor<'_>]) -> Vec<String> {
    let layers: Vec<Cursor<'_>> = schemas.iter().rev().flat_map(layers).collect();
    let own = layers.iter().find_map(|layer| layer.get("description"));
    let lines: Vec<String> =
        own.as_ref().and_then(Cursor::as_str).map(markdown::prose).unwrap_or_default();
    let limits = limits(&layers);
    let unconfirmed = schemas.iter().find_map(|schema| {
        let note = schema.get("x-unconfirmed")?;
        Some(markdown::prose(&format!("Not confirmed by the documentation: {}", note.as_str()?)))
    });
    limits.map(|limits| vec![limits]).into_iter().chain(unconfirmed).fold(lines, paragraph)
}

/// The limits of a parameter's schema behind the parameter's own description.
pub(super) fn with_limits(lines: Vec<String>, schema: &Cursor<'_>) -> Vec<String> {
    limits(&layers(schema)).map(|limits| vec![limits]).into_iter().fold(lines, paragraph)
}

/// Lines with a paragraph behind them.
fn paragraph(mut lines: Vec<String>, note: Vec<String>) -> Vec<String> {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(note);
    lines
}

/// A schema, what it refers to, and of its `allOf` what describes the same value: one part alone, or those
/// that stand there for it only.
fn layers<'d>(schema: &Cursor<'d>) -> Vec<Cursor<'d>> {
    let mut found = vec![schema.clone()];
    let mut waiting = vec![schema.resolve()];
    while let Some(node) = waiting.pop().filter(|_| found.len() < MOST_LAYERS) {
        let lone = lone_all_of(&node).map(|part| part.resolve());
        let parts = node.get("allOf").filter(|_| node.get("properties").is_none());
        let own = parts.iter().flat_map(Cursor::items).filter(|part| {
            part.reference().is_none()
                && ["properties", "required"].iter().all(|key| part.get(key).is_none())
        });
        waiting.extend(lone.into_iter().chain(own));
        found.push(node);
    }
    found
}

fn limits(layers: &[Cursor<'_>]) -> Option<String> {
    let value = |key: &str| layers.iter().find_map(|layer| layer.get(key));
    let number = |key: &str| value(key).map(|value| value.to_json().to_string());
    let parts: Vec<String> = [
        range(number("minLength"), number("maxLength"), " character"),
        range(number("minItems"), number("maxItems"), " item"),
        range(number("minimum"), number("maximum"), ""),
        value("pattern")
            .and_then(|pattern| pattern.as_str().map(|text| format!("pattern `{text}`"))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("Limits: {}.", parts.join(", ")))
}

/// What lies between two limits, or `None` without any; the noun may be none, too.
fn range(least: Option<String>, most: Option<String>, noun: &str) -> Option<String> {
    let plural = |number: &str| if number == "1" || noun.is_empty() { "" } else { "s" };
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => {
            format!("exactly {most}{noun}{}", plural(&most))
        }
        (Some(least), Some(most)) => format!("{least} to {most}{noun}{}", plural(&most)),
        (Some(least), None) => format!("at least {least}{noun}{}", plural(&least)),
        (None, Some(most)) => format!("at most {most}{noun}{}", plural(&most)),
        (None, None) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_with_their_noun() {
        let told = |least: Option<&str>, most: Option<&str>, noun| {
            range(least.map(str::to_owned), most.map(str::to_owned), noun).unwrap_or_default()
        };
        assert_eq!(told(Some("1"), None, " character"), "at least 1 character");
        assert_eq!(told(Some("0"), None, " character"), "at least 0 characters");
        assert_eq!(told(None, Some("1"), " item"), "at most 1 item");
        assert_eq!(told(Some("0"), Some("1"), " item"), "0 to 1 item");
        assert_eq!(told(Some("1"), Some("20"), " item"), "1 to 20 items");
        assert_eq!(told(Some("10"), Some("10"), " character"), "exactly 10 characters");
        assert_eq!(told(Some("1"), Some("1.5"), ""), "1 to 1.5");
        assert_eq!(told(None, None, " item"), "");
    }
}
