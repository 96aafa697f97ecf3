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
    let notes = limits.map(|limits| vec![limits]).into_iter().chain(default(&layers));
    notes.chain(unconfirmed).fold(lines, paragraph)
}

/// The limits of a parameter's schema behind the parameter's own description.
pub(super) fn with_limits(lines: Vec<String>, schema: &Cursor<'_>) -> Vec<String> {
    let layers = layers(schema);
    let limits = limits(&layers).map(|limits| vec![limits]);
    limits.into_iter().chain(default(&layers)).fold(lines, paragraph)
}

/// What the server takes where nothing is sent; the client never sends it by itself.
fn default(layers: &[Cursor<'_>]) -> Option<Vec<String>> {
    let value = layers.iter().find_map(|layer| layer.get("default"))?.to_json();
    let text = value.as_str().map_or_else(|| one_spelling(&value), str::to_owned);
    let text = if text.is_empty() { "the empty text".to_owned() } else { markdown::code(&text) };
    (!value.is_null()).then(|| vec![format!("Default: {text}.")])
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
    let number = |key: &str| value(key).map(|value| one_spelling(&value.to_json()));
    // A count is never less than nothing.
    let least = |key: &str| number(key).filter(|least| least != "0");
    let parts: Vec<String> = [
        range(least("minLength"), number("maxLength"), " character"),
        range(least("minItems"), number("maxItems"), " item"),
        bounds(layers),
        number("multipleOf").map(|unit| format!("a multiple of {unit}")),
        value("pattern")
            .and_then(|pattern| Some(format!("pattern {}", markdown::code(pattern.as_str()?)))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("Limits: {}.", parts.join(", ")))
}

/// A value in which `2.0` is the number that `2` is.
fn one_spelling(value: &serde_json::Value) -> String {
    match value.as_f64().filter(|_| value.is_f64()) {
        Some(number) => number.to_string(),
        None => value.to_string(),
    }
}

/// What lies between `minimum` and `maximum`, either of which may itself be excluded.
fn bounds(layers: &[Cursor<'_>]) -> Option<String> {
    let bound = |key: &str, exclusive: &str| {
        let (layer, value) = layers.iter().find_map(|layer| Some((layer, layer.get(key)?)))?;
        let is_excluded = layer.get(exclusive).and_then(|flag| flag.as_bool()) == Some(true);
        Some((one_spelling(&value.to_json()), is_excluded))
    };
    let least = bound("minimum", "exclusiveMinimum");
    let most = bound("maximum", "exclusiveMaximum");
    let is_excluded = |bound: &Option<(String, bool)>| bound.as_ref().is_some_and(|it| it.1);
    if !is_excluded(&least) && !is_excluded(&most) {
        return range(least.map(|it| it.0), most.map(|it| it.0), "");
    }
    let words = |bound: Option<(String, bool)>, included: &str, excluded: &str| {
        bound.map(|(value, is_excluded)| {
            format!("{} {value}", if is_excluded { excluded } else { included })
        })
    };
    let least = words(least, "at least", "more than");
    let most = words(most, "at most", "less than");
    Some(least.into_iter().chain(most).collect::<Vec<_>>().join(" and "))
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
