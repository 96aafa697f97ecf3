//! Descriptions, limits and doubts of a schema as documentation.

use super::Deprecation;
use super::node::{flag, lone_all_of};
use crate::document::Cursor;
use crate::markdown;

pub(super) fn deprecation(schema: &Cursor<'_>) -> Deprecation {
    if flag(schema, "deprecated") { Deprecation::Deprecated } else { Deprecation::Current }
}

/// The description and limits of a schema as lines of rustdoc.
pub(super) fn docs(schema: &Cursor<'_>) -> Vec<String> {
    let target = described(schema);
    let own = schema.get("description").or_else(|| target.get("description"));
    let lines: Vec<String> =
        own.as_ref().and_then(Cursor::as_str).map(markdown::prose).unwrap_or_default();
    let limits = limits(&target);
    let unconfirmed = schema.get("x-unconfirmed").and_then(|note| {
        let note = note.as_str()?;
        Some(markdown::prose(&format!("Not confirmed by the documentation: {note}")))
    });
    limits.map(|limits| vec![limits]).into_iter().chain(unconfirmed).fold(lines, paragraph)
}

/// The limits of a parameter's schema behind the parameter's own description.
pub(super) fn with_limits(lines: Vec<String>, schema: &Cursor<'_>) -> Vec<String> {
    limits(&described(schema)).map(|limits| vec![limits]).into_iter().fold(lines, paragraph)
}

/// The default of a parameter's schema behind everything else: what the API takes if nothing is sent.
pub(super) fn with_default(lines: Vec<String>, schema: &Cursor<'_>) -> Vec<String> {
    let target = described(schema);
    let default = schema.get("default").or_else(|| target.get("default"));
    let text = default.map(|value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_json().to_string(),
    });
    // Marks of code within code would end it.
    let text = text.filter(|text| !text.is_empty() && !text.contains(['`', '\n']));
    text.map(|text| vec![format!("Default: `{text}`.")]).into_iter().fold(lines, paragraph)
}

/// Whether a parameter itself is deprecated.
pub(super) fn deprecation_of(parameter: &Cursor<'_>) -> Deprecation {
    match parameter.get("deprecated").and_then(|flag| flag.as_bool()) {
        Some(true) => Deprecation::Deprecated,
        _ => Deprecation::Current,
    }
}

/// Lines with a paragraph behind them.
fn paragraph(mut lines: Vec<String>, note: Vec<String>) -> Vec<String> {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(note);
    lines
}

/// Follows references and `allOf` wrappers to the schema that carries the limits.
fn described<'d>(schema: &Cursor<'d>) -> Cursor<'d> {
    let node = schema.resolve();
    lone_all_of(&node).map_or(node, |part| part.resolve())
}

fn limits(schema: &Cursor<'_>) -> Option<String> {
    let number = |key: &str| schema.get(key).map(|value| value.to_json().to_string());
    let parts: Vec<String> = [
        range(number("minLength"), number("maxLength"), " character"),
        range(number("minItems"), number("maxItems"), " item"),
        range(number("minimum"), number("maximum"), ""),
        schema
            .get("pattern")
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
