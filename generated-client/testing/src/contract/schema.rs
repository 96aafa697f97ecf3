//! JSON Schemas of the contract: compiled once; they find problems and name secret properties.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::refusal::Detail;

/// A compiled JSON Schema.
#[derive(Debug)]
pub(crate) struct Schema {
    document: Value,
    validator: Validator,
    secrets: BTreeSet<String>,
}

impl Schema {
    /// Compiles a schema document; the error says what is wrong with it.
    pub(crate) fn compile(text: &str) -> Result<Schema, String> {
        Schema::of(serde_json::from_str(text).map_err(|error| error.to_string())?)
    }

    /// Compiles a schema inside of a document, which may refer to the definitions of the document.
    pub(crate) fn compile_part(document: &Value, node: &Value) -> Result<Schema, String> {
        let mut part = node.clone();
        if let (Value::Object(part), Some(definitions)) = (&mut part, document.get("$defs")) {
            part.insert("$defs".to_owned(), definitions.clone());
        }
        Schema::of(part)
    }

    fn of(document: Value) -> Result<Schema, String> {
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&document)
            .map_err(|error| error.to_string())?;
        let mut secrets = BTreeSet::new();
        collect_secrets(&document, &document, &mut secrets);
        Ok(Schema { document, validator, secrets })
    }

    /// The schema as it is in the routes table.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// Names of the properties with `format: password`.
    pub(crate) fn secrets(&self) -> &BTreeSet<String> {
        &self.secrets
    }

    /// Whether a value fits.
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    /// What is wrong with `value`, empty when it fits. No text repeats a value, because a value may be a secret.
    pub(crate) fn problems(&self, value: &Value) -> Vec<Detail> {
        let mut details = Vec::new();
        for error in self.validator.iter_errors(value) {
            collect_problems(&error, &mut details);
        }
        details
    }
}

fn collect_problems(error: &ValidationError<'_>, details: &mut Vec<Detail>) {
    let target = target(error.instance_path().as_str());
    match error.kind() {
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            match intended_branch(context) {
                Some(branch) => {
                    for error in branch {
                        collect_problems(error, details);
                    }
                }
                None => details.push(no_branch(context, &target)),
            }
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            details.push(Detail::new(
                "REQUIRED_VALUE",
                &join(&target, name),
                "The value is required.",
            ));
        }
        kind => {
            let code = match kind {
                ValidationErrorKind::MinLength { limit: 1 }
                | ValidationErrorKind::MinItems { limit: 1 } => "EMPTY_VALUE",
                ValidationErrorKind::MaxLength { .. } | ValidationErrorKind::MaxItems { .. } => {
                    "SIZE_LIMIT_EXCEEDED"
                }
                ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
                    "OUT_OF_RANGE"
                }
                _ => "INVALID_VALUE",
            };
            details.push(Detail::new(code, &target, error.masked_with("The value").to_string()));
        }
    }
}

/// The one alternative whose distinguishing (one-value) properties all fit: its problems are the ones that help.
fn intended_branch<'e>(
    context: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let mut fitting =
        context.iter().filter(|branch| !branch.iter().any(|error| is_fixed_value(error)));
    match (fitting.next(), fitting.next()) {
        (Some(branch), None) => Some(branch),
        _ => None,
    }
}

fn is_fixed_value(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. })
}

/// No alternative matches, or several may: the distinguishing property is what is wrong, if there is one.
fn no_branch(context: &[Vec<ValidationError<'static>>], parent: &str) -> Detail {
    let fixed = context.iter().flatten().find(|error| is_fixed_value(error));
    let missing = missing_everywhere(context);
    match (fixed, missing) {
        (Some(error), _) => Detail::new(
            "INVALID_VALUE",
            &target(error.instance_path().as_str()),
            "The value is none of the supported ones.",
        ),
        (None, Some(name)) => {
            Detail::new("REQUIRED_VALUE", &join(parent, name), "The value is required.")
        }
        (None, None) => Detail::new("INVALID_VALUE", parent, "The value fits no alternative."),
    }
}

/// A property that every alternative requires and the value does not have.
fn missing_everywhere<'e>(context: &'e [Vec<ValidationError<'static>>]) -> Option<&'e str> {
    let (first, others) = context.split_first()?;
    let misses = |branch: &Vec<ValidationError<'static>>, name: &str| {
        branch.iter().any(|error| missing_property(error) == Some(name))
    };
    first
        .iter()
        .filter_map(missing_property)
        .find(|name| others.iter().all(|branch| misses(branch, name)))
}

fn missing_property<'e>(error: &'e ValidationError<'static>) -> Option<&'e str> {
    match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str(),
        _ => None,
    }
}

/// `/applications/0/id` as PingOne writes targets: `applications[0].id`.
fn target(pointer: &str) -> String {
    pointer.split('/').skip(1).fold(String::new(), |parent, segment| {
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("{parent}[{segment}]")
        } else {
            join(&parent, &segment.replace("~1", "/").replace("~0", "~"))
        }
    })
}

fn join(parent: &str, name: &str) -> String {
    match parent {
        "" => name.to_owned(),
        _ => format!("{parent}.{name}"),
    }
}

fn collect_secrets(node: &Value, document: &Value, names: &mut BTreeSet<String>) {
    match node {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                for (name, schema) in properties {
                    if is_secret(schema, document, MAX_REFERENCES) {
                        names.insert(name.clone());
                    }
                }
            }
            for child in map.values() {
                collect_secrets(child, document, names);
            }
        }
        Value::Array(items) => {
            for child in items {
                collect_secrets(child, document, names);
            }
        }
        _ => {}
    }
}

/// Reference chains longer than this are not followed, so that a circle of them ends.
const MAX_REFERENCES: usize = 16;

fn is_secret(schema: &Value, document: &Value, references_left: usize) -> bool {
    if schema["format"] == "password" {
        return true;
    }
    let Some(references_left) = references_left.checked_sub(1) else {
        return false;
    };
    let referred = schema["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|pointer| document.pointer(pointer));
    let parts = schema["allOf"].as_array().into_iter().flatten();
    referred.into_iter().chain(parts).any(|schema| is_secret(schema, document, references_left))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn union() -> Schema {
        let variant = |kind: &str, field: &str| {
            json!({
                "type": "object",
                "required": [field, "type"],
                "properties": {
                    "type": { "type": "string", "enum": [kind] },
                    field: { "$ref": "#/$defs/Secret" },
                },
            })
        };
        let document = json!({
            "oneOf": [{ "$ref": "#/$defs/A" }, { "$ref": "#/$defs/B" }],
            "$defs": {
                "A": variant("A", "token"),
                "B": variant("B", "secret"),
                "Secret": { "type": "string", "format": "password", "minLength": 1 },
            },
        });
        Schema::compile(&document.to_string()).unwrap()
    }

    #[test]
    fn problems_of_a_union_are_those_of_the_variant_that_is_meant() {
        let cases = [
            (json!({ "type": "A", "token": "t" }), None),
            (json!({ "type": "A" }), Some(("REQUIRED_VALUE", "token"))),
            (json!({ "type": "B" }), Some(("REQUIRED_VALUE", "secret"))),
            (json!({ "type": "B", "secret": "" }), Some(("EMPTY_VALUE", "secret"))),
            (json!({ "type": "C" }), Some(("INVALID_VALUE", "type"))),
            (json!({}), Some(("REQUIRED_VALUE", "type"))),
        ];
        let schema = union();
        for (value, expected) in cases {
            let problems = schema.problems(&value);
            let first = problems
                .first()
                .map(|detail| (&*detail.code, detail.target.as_deref().unwrap_or_default()));
            assert_eq!(first, expected, "{value}");
        }
    }

    #[test]
    fn no_problem_repeats_a_value() {
        let problems = union().problems(&json!({ "type": "A", "token": { "p": "s3cret" } }));
        assert_eq!(problems.len(), 1);
        assert!(!format!("{problems:?}").contains("s3cret"), "{problems:?}");
    }

    #[test]
    fn secret_names_are_found_through_references() {
        let names: Vec<_> = union().secrets().iter().cloned().collect();
        assert_eq!(names, ["secret", "token"]);
    }

    #[test]
    fn targets_are_written_with_dots_and_brackets() {
        assert_eq!(target("/applications/0/id"), "applications[0].id");
        assert_eq!(target(""), "");
    }

    #[test]
    fn a_schema_that_is_none_is_an_error() {
        assert!(Schema::compile("{").is_err());
        assert!(Schema::compile(r#"{"type": 7}"#).is_err());
    }
}
