//! References inside a contract, and why one cannot be read.

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
        let pointer = target.as_str().and_then(|text| text.strip_prefix('#'));
        let target = pointer.and_then(|pointer| root.pointer(pointer));
        node = target.ok_or_else(|| wrong(place, "a reference leads nowhere"))?;
    }
    Err(wrong(place, "a reference leads to itself"))
}

pub(super) fn wrong(pointer: &str, problem: &'static str) -> ContractError {
    ContractError::Document { pointer: pointer.to_owned(), problem }
}
