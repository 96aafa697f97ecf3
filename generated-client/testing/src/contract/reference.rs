//! References inside a contract, and places in it.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::error::ContractError;

/// How many references may lead from one to the next.
const MOST_STEPS: usize = 32;

/// The node itself, or what it refers to.
pub(super) fn resolve<'d>(
    root: &'d Value,
    node: &'d Value,
    place: &str,
) -> Result<&'d Value, ContractError> {
    let mut node = node;
    for _ in 0..MOST_STEPS {
        let Some(target) = node.get("$ref") else { return Ok(node) };
        let target = target.as_str().and_then(|text| target_of(root, text));
        node = target.ok_or_else(|| wrong(place, "a reference leads nowhere"))?;
    }
    Err(wrong(place, "a reference leads to itself"))
}

/// What a reference inside of the document leads to; it is a URI fragment, so `%7B` in it is `{`.
fn target_of<'d>(root: &'d Value, reference: &str) -> Option<&'d Value> {
    let pointer = percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok()?;
    root.pointer(&pointer)
}

/// The JSON Pointer that these steps make.
pub(super) fn pointer(steps: &[&str]) -> String {
    steps.iter().fold(String::new(), |pointer, step| {
        format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
    })
}

pub(super) fn wrong(pointer: &str, problem: &'static str) -> ContractError {
    ContractError::Document { pointer: pointer.to_owned(), problem }
}
