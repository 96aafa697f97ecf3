//! What the client does not have, because it cannot be generated.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Location, Report};

/// An operation of the contract that the client does not have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LeftOut {
    /// Path as in the contract.
    pub template: String,
    /// The method in lower case, as OpenAPI has it.
    pub method: String,
    /// `operationId`.
    pub id: Option<String>,
    /// The operation object in the contract.
    pub location: Location,
    /// Why it cannot be generated; at least one reason.
    pub reasons: Vec<Diagnostic>,
}

impl LeftOut {
    /// `GET /things`.
    #[must_use]
    pub fn route(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.template)
    }

    /// The id of the rule that the first reason names.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.reasons.first().map_or("", |reason| reason.rule.id)
    }
}

/// Operations by path and method in lower case.
pub(crate) type Routes = BTreeSet<(String, String)>;

/// Why there is no plan.
#[derive(Debug)]
pub(crate) struct Refusals {
    pub(crate) report: Report,
    pub(crate) origins: Origins,
}

/// What was being planned when something was refused: the operation, or the schema of a type.
#[derive(Debug, Default)]
pub(crate) struct Origins(BTreeMap<(Location, &'static str, String), BTreeSet<Location>>);

impl Origins {
    pub(super) fn add(&mut self, refusal: &Diagnostic, origin: Option<&Location>) {
        if let Some(origin) = origin {
            self.0.entry(key(refusal)).or_default().insert(origin.clone());
        }
    }

    /// Where planning was; nowhere if the refusal is about several things that meet.
    pub(crate) fn of(&self, refusal: &Diagnostic) -> impl Iterator<Item = &Location> {
        self.0.get(&key(refusal)).into_iter().flatten()
    }
}

/// What makes two refusals one in a report.
fn key(refusal: &Diagnostic) -> (Location, &'static str, String) {
    (refusal.location.clone(), refusal.rule.id, refusal.message.clone())
}
