//! References inside a contract, and why one cannot be read.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// How many references may lead from one to the next.
const MOST_STEPS: usize = 32;

/// Why a text is no contract that can be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// It is not JSON.
    #[error("the contract is not JSON")]
    Json(#[from] serde_json::Error),
    /// Something that serving needs is missing, or is something else.
    #[error("at `{pointer}` of the contract: {problem}")]
    Document {
        /// The place: a JSON Pointer.
        pointer: String,
        /// What is wrong there.
        problem: &'static str,
    },
}

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
