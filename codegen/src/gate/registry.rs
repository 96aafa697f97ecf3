//! All rules of all stages.

use crate::diagnostic::Rule;
use crate::lint::{
    allow, documentation, generation, secrets, security, structure, style, truth, wording,
};
use crate::{document, refusals, target_file};

/// Every rule, by family and then in the order of its file.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let mut all: Vec<&'static Rule> = [
        document::rules::RULES,
        document::rules::fence::RULES,
        document::rules::ignored::RULES,
        document::rules::newer::RULES,
        document::rules::wide::RULES,
        structure::RULES,
        structure::contradictions::RULES,
        structure::extensions::RULES,
        structure::foreign::RULES,
        generation::RULES,
        generation::manners::RULES,
        generation::surprises::RULES,
        documentation::RULES,
        wording::RULES,
        truth::RULES,
        truth::sources::RULES,
        security::RULES,
        secrets::RULES,
        style::RULES,
        allow::RULES,
        target_file::RULES,
    ]
    .into_iter()
    .chain(refusals::ALL)
    .flatten()
    .copied()
    .collect();
    all.sort_by_key(|rule| rule.family);
    all.into_iter()
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

/// The id that a misspelt one most likely means.
#[must_use]
pub fn similar(id: &str) -> Option<&'static str> {
    crate::suggest::nearest(id, rules().map(|rule| rule.id))
}
