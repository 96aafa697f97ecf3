//! What of the contract belongs to operations that were left out, and to nothing else.

use std::collections::HashMap;

use crate::diagnostic::Sources;
use crate::document::{Cursor, Document, Identity};
use crate::openapi::{Object, Users};
use crate::plan::{LeftOut, Plan};

/// An operation that the client does not have, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Left {
    /// `GET /things`.
    pub route: String,
    /// File and line of the operation.
    pub place: String,
    /// Each reason: the rule, its file and line, and what is wrong there.
    pub reasons: Vec<(&'static str, String, String)>,
}

/// What was left out, in the order of paths.
pub(super) fn list(plan: &Plan, sources: &Sources) -> Vec<Left> {
    let place = |location: &crate::diagnostic::Location| {
        let line = sources.line(location.file, location.span.start);
        format!("{}:{line}", sources.name(location.file))
    };
    let left = |one: &LeftOut| Left {
        route: one.route(),
        place: place(&one.location),
        reasons: one
            .reasons
            .iter()
            .map(|it| (it.rule.id, place(&it.location), it.message.clone()))
            .collect(),
    };
    plan.left_out.iter().map(left).collect()
}

/// The nodes that only what is left out uses, with the rule that it breaks.
#[derive(Default)]
pub(super) struct LeftParts {
    rules: HashMap<Identity, &'static str>,
}

impl LeftParts {
    pub(super) fn new(document: &Document, plan: &Plan) -> Self {
        if plan.left_out.is_empty() {
            return Self::default();
        }
        let routes: HashMap<(&str, &str), &'static str> = plan
            .left_out
            .iter()
            .map(|one| ((one.template.as_str(), one.method.as_str()), one.rule()))
            .collect();
        let users = Users::of(document);
        let rule = |index: &usize| {
            let operation = users.operations.get(*index)?;
            routes.get(&(operation.template, operation.method)).copied()
        };
        let mut rules = HashMap::new();
        for (index, operation) in users.operations.iter().enumerate() {
            if let Some(rule) = rule(&index) {
                rules.insert(operation.node.identity(), rule);
            }
        }
        for (part, operations) in users.parts() {
            let all: Option<Vec<&'static str>> = operations.iter().map(rule).collect();
            rules.extend(all.and_then(|all| all.first().copied()).map(|rule| (part, rule)));
        }
        Self { rules }
    }

    /// The rule because of which nothing of a node shows in the client.
    pub(super) fn rule(&self, node: &Cursor<'_>, object: Object) -> Option<&'static str> {
        // Tags and security are about the contract; what becomes of them is said where they stand.
        let is_part = !matches!(object, Object::Root | Object::Tag | Object::SecurityScheme);
        self.rules.get(&node.identity()).copied().filter(|_| is_part)
    }
}
