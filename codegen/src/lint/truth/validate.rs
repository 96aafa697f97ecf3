//! Validates values of the contract against its schemas, with a place for everything that is wrong.

use std::collections::HashMap;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};

use serde_json::Value;

use super::cost::Costs;
use crate::document::{Cursor, Identity};
use crate::json_schema;
use crate::openapi::Direction;
use crate::pointer::Pointer;

/// Most disagreements that are told of one value.
const MOST: usize = 5;

/// Longest description of a disagreement, in characters.
const LONGEST: usize = 160;

/// Validators by schema and direction; each is made once.
#[derive(Default)]
pub(super) struct Validators {
    known: HashMap<(Identity, Option<Direction>), Option<Validator>>,
    costs: Costs,
}

/// Whether a disagreement is one, or only cannot be ruled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Wrong,
    Unchecked,
}

/// One disagreement between a value and its schema.
pub(super) struct Disagreement<'d> {
    /// The member of the value that is wrong.
    pub(super) member: Cursor<'d>,
    /// The part of the schema that says so.
    pub(super) schema: Cursor<'d>,
    /// The property that it lacks, if that is wrong.
    pub(super) missing: Option<String>,
    /// What is wrong with it.
    pub(super) message: String,
    pub(super) certainty: Certainty,
}

impl Validators {
    /// Where `value` disagrees with `schema`; nothing if the schema itself cannot be used, which is
    /// reported by other rules.
    pub(super) fn check<'d>(
        &mut self,
        value: &Cursor<'d>,
        schema: &Cursor<'d>,
        direction: Option<Direction>,
    ) -> Vec<Disagreement<'d>> {
        let schema = schema.resolve();
        if !self.costs.is_bearable(value, &schema) {
            let message =
                "this has too many alternatives inside each other to be checked".to_owned();
            let certainty = Certainty::Unchecked;
            return vec![Disagreement {
                member: value.clone(),
                schema,
                missing: None,
                message,
                certainty,
            }];
        }
        let Some(validator) = self.validator(&schema, direction) else { return Vec::new() };
        let json = value.to_json();
        if validator.is_valid(&json) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for error in validator.iter_errors(&json).take(MOST) {
            tell(&error, value, &schema, &mut found);
        }
        found.truncate(MOST);
        found
    }
}

impl Validators {
    /// Whether a value that is small and made up is valid.
    pub(super) fn accepts(
        &mut self,
        value: &Value,
        schema: &Cursor<'_>,
        direction: Option<Direction>,
    ) -> bool {
        self.costs.is_small(schema)
            && self
                .validator(&schema.resolve(), direction)
                .is_some_and(|validator| validator.is_valid(value))
    }

    fn validator(
        &mut self,
        schema: &Cursor<'_>,
        direction: Option<Direction>,
    ) -> Option<&Validator> {
        let known = self.known.entry((schema.identity(), direction)).or_insert_with(|| {
            jsonschema::draft202012::options()
                .should_validate_formats(true)
                .build(&json_schema::of(schema, direction))
                .ok()
        });
        known.as_ref()
    }
}

/// Tells an error, or what is wrong in the branch that was most likely meant.
fn tell<'d>(
    error: &ValidationError<'_>,
    value: &Cursor<'d>,
    schema: &Cursor<'d>,
    found: &mut Vec<Disagreement<'d>>,
) {
    if let ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } =
        error.kind()
        && let Some(branch) = likely_branch(context)
    {
        branch.iter().take(MOST).for_each(|inner| tell(inner, value, schema, found));
        return;
    }
    let member = member(value, &error.instance_path().to_string());
    let certainty = Certainty::Wrong;
    let schema = part(schema, &error.evaluation_path().to_string());
    let missing = match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
        _ => None,
    };
    let message = describe(error);
    found.push(Disagreement { member, schema, missing, message, certainty });
}

/// The part of a schema on the way that a validator took. What was added for the validator's sake is no part,
/// and neither is the keyword at the end.
fn part<'d>(schema: &Cursor<'d>, path: &str) -> Cursor<'d> {
    let mut at = schema.clone();
    for step in Pointer::of(path).steps() {
        let index = step.parse().ok();
        let item = index.and_then(|index| at.items().nth(index));
        if let Some(next) = at.get(&step).or(item) {
            at = next.resolve();
        }
    }
    at
}

/// The branch that a value comes closest to: one whose discriminator, or any other fixed value,
/// agrees, and then the one with the fewest disagreements.
fn likely_branch<'e>(
    branches: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let is_other = |error: &ValidationError<'_>| {
        matches!(
            error.kind(),
            ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. }
        )
    };
    let ranked = branches.iter().filter(|errors| !errors.is_empty());
    let best = ranked.min_by_key(|errors| (errors.iter().any(is_other), errors.len()))?;
    // Where no branch is near, which one was meant is a guess: say that none fits.
    (branches.len() == 1 || !best.iter().any(is_other)).then_some(best.as_slice())
}

/// The member of a value at a JSON pointer, or the last one on the way to it.
fn member<'d>(value: &Cursor<'d>, pointer: &str) -> Cursor<'d> {
    let mut at = value.clone();
    for step in Pointer::of(pointer).steps() {
        let index = step.parse().ok();
        let item = index.and_then(|index| at.items().nth(index));
        match at.get(&step).or(item) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn describe(error: &ValidationError<'_>) -> String {
    let message = match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("`{}` is missing", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            format!("the schema has no `{}`", unexpected.join("`, `"))
        }
        ValidationErrorKind::FalseSchema => "this is not sent in this direction".to_owned(),
        ValidationErrorKind::OneOfNotValid { .. } | ValidationErrorKind::AnyOf { .. } => {
            "this fits none of the branches".to_owned()
        }
        ValidationErrorKind::OneOfMultipleValid { context } => {
            let count = context.iter().filter(|errors| errors.is_empty()).count();
            format!("this fits {count} branches of a `oneOf`, which wants exactly one")
        }
        _ => error.masked_with("this value").to_string(),
    };
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}
