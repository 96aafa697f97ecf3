//! Unions whose branches cannot be told apart, proved by a value that fits two of them.

use serde_json::{Map, Value, json};

use super::UNION_AMBIGUOUS;
use super::validate::Validators;
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::lint::context::{Context, members, text};
use crate::openapi::Object;

/// Unions with more branches are not compared branch by branch.
const MOST_BRANCHES: usize = 20;

/// Schemas inside each other for which a value is made up.
const MOST_LEVELS: usize = 4;

/// Longest value that is shown, in characters.
const LONGEST: usize = 100;

pub(super) fn check(context: &mut Context<'_>, validators: &mut Validators) {
    for union in context.each(Object::Schema) {
        let branches: Vec<Cursor<'_>> = union.get("oneOf").iter().flat_map(Cursor::items).collect();
        if branches.len() < 2 || branches.len() > MOST_BRANCHES {
            continue;
        }
        if let Some((value, one, two)) = witness(&branches, validators) {
            let shown = value.to_string();
            let shown = if shown.chars().count() > LONGEST {
                "one value".to_owned()
            } else {
                format!("`{shown}`")
            };
            let problem = Diagnostic::new(
                &UNION_AMBIGUOUS,
                one.location(),
                format!("{shown} fits two branches of this `oneOf`"),
            )
            .related(two.location(), "the other one")
            .related(one.resolve().key_location(), "the first")
            .related(two.resolve().key_location(), "the second");
            context.report(problem.help("give each branch a property with one value of its own"));
        }
    }
}

/// A value that is valid for two branches, and these.
fn witness<'b, 'd>(
    branches: &'b [Cursor<'d>],
    validators: &mut Validators,
) -> Option<(Value, &'b Cursor<'d>, &'b Cursor<'d>)> {
    for (index, one) in branches.iter().enumerate() {
        for two in branches.iter().skip(index + 1) {
            if one.resolve().identity() == two.resolve().identity() {
                continue;
            }
            let candidates = [made_up(one, 0), made_up(two, 0)];
            let both = joined(&candidates);
            for value in candidates.into_iter().chain(both) {
                let fits = |it: &Cursor<'_>, validators: &mut Validators| {
                    validators.accepts(&value, it, None)
                };
                if fits(one, validators) && fits(two, validators) {
                    return Some((value, one, two));
                }
            }
        }
    }
    None
}

/// The members of both, if both are objects.
fn joined(candidates: &[Value; 2]) -> Option<Value> {
    let [Value::Object(one), Value::Object(two)] = candidates else { return None };
    let mut both = one.clone();
    both.extend(two.clone());
    Some(Value::Object(both))
}

/// The simplest value that a schema probably accepts; the validator has the last word.
fn made_up(schema: &Cursor<'_>, level: usize) -> Value {
    let schema = schema.resolve();
    let first = |key: &str| schema.get(key).and_then(|list| list.items().next());
    if let Some(known) = first("enum").or_else(|| schema.get("example")) {
        return known.to_json();
    }
    if level > MOST_LEVELS {
        return Value::Null;
    }
    if let Some(branch) = first("oneOf").or_else(|| first("anyOf")) {
        return made_up(&branch, level + 1);
    }
    match text(&schema, "type") {
        Some("string") => json!(made_up_text(&schema)),
        Some("integer" | "number") => {
            schema.get("minimum").map_or(json!(1), |least| least.to_json())
        }
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        _ => made_up_object(&schema, level),
    }
}

fn made_up_object(schema: &Cursor<'_>, level: usize) -> Value {
    let mut object = Map::new();
    for part in schema.get("allOf").iter().flat_map(Cursor::items) {
        if let Value::Object(members) = made_up(&part, level + 1) {
            object.extend(members);
        }
    }
    let required = schema.get("required");
    let is_required = |name: &str| {
        required.iter().flat_map(Cursor::items).any(|listed| listed.as_str() == Some(name))
    };
    for (name, member) in members(schema).into_iter().filter(|(name, _)| is_required(name)) {
        object.insert(name.to_owned(), made_up(&member, level + 1));
    }
    Value::Object(object)
}

fn made_up_text(schema: &Cursor<'_>) -> String {
    let sample = match text(schema, "format") {
        Some("uuid") => "00000000-0000-0000-0000-000000000000",
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("uri" | "url") => "https://example.com/",
        Some("email") => "a@example.com",
        _ => "text",
    };
    let least = schema.get("minLength").and_then(|least| least.as_u64()).unwrap_or(0);
    let missing = usize::try_from(least).unwrap_or(0).min(1_000).saturating_sub(sample.len());
    let most = schema.get("maxLength").and_then(|most| most.as_u64());
    let kept = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    format!("{sample}{}", "x".repeat(missing)).chars().take(kept).collect()
}
