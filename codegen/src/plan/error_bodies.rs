//! The parts of an error body stand in the contract where `client.yaml` says that they stand.

use std::collections::HashSet;

use super::planner::Planner;
use super::rules;
use crate::diagnostic::{Diagnostic, Location};
use crate::document::Cursor;
use crate::openapi::{kind, members};
use crate::target::ErrorBodies;

/// Where a pointer leads in one schema.
enum Lead<'d> {
    /// To what the client takes it for, or to where the schema says nothing.
    Fits,
    /// Nowhere.
    Nothing,
    /// To something else, or through something that has no members.
    Other(Cursor<'d>),
}

impl<'d> Planner<'d> {
    /// Follows every pointer through the schemas of all documented errors.
    pub(super) fn check_error_pointers(&mut self) {
        let ErrorBodies::At { id, code, message, details } = &self.target.errors else { return };
        let parts = [
            ("id", id, "string"),
            ("code", code, "string"),
            ("message", message, "string"),
            ("details", details, "array"),
        ];
        let schemas = std::mem::take(&mut self.error_schemas);
        for (part, pointer, wanted) in parts {
            if let Some(pointer) = pointer {
                self.check_error_pointer(&schemas, part, pointer, wanted);
            }
        }
    }

    fn check_error_pointer(
        &mut self,
        schemas: &[Cursor<'d>],
        part: &str,
        pointer: &str,
        wanted: &str,
    ) {
        let leads: Vec<Lead<'d>> =
            schemas.iter().map(|schema| follow(schema, pointer, wanted)).collect();
        let mut told = HashSet::new();
        for lead in &leads {
            let Lead::Other(place) = lead else { continue };
            if told.insert(place.identity()) {
                let message = format!(
                    "`client.yaml` has `{part}` of an error at `{pointer}`, where no {wanted} is"
                );
                self.error_pointer(place.key_location(), message);
            }
        }
        let leads_nowhere = leads.iter().all(|lead| matches!(lead, Lead::Nothing));
        if let Some(schema) = schemas.first().filter(|_| leads_nowhere) {
            let message =
                format!("`client.yaml` has `{part}` of an error at `{pointer}`, where nothing is");
            self.error_pointer(schema.location(), message);
        }
    }

    fn error_pointer(&mut self, place: Location, message: String) {
        self.problem(Diagnostic::new(&rules::ERROR_POINTER, place, message).help(
            "correct `errors` in `client.yaml`: each step is the name of a member of an object",
        ));
    }
}

/// Where a pointer leads: anywhere in one of the alternatives is enough.
fn follow<'d>(schema: &Cursor<'d>, pointer: &str, wanted: &str) -> Lead<'d> {
    let mut at = alternatives(schema);
    for step in pointer.split('/').skip(1) {
        let mut next = Vec::new();
        let mut other = None;
        for schema in at {
            let named = members(&schema);
            match named.get(step) {
                Some(member) => next.extend(alternatives(member)),
                None if kind(&schema).is_some_and(|kind| kind != "object") => other = Some(schema),
                None if named.is_empty() => return Lead::Fits,
                None => {}
            }
        }
        if next.is_empty() {
            return other.map_or(Lead::Nothing, Lead::Other);
        }
        at = next;
    }
    let fits = |schema: &Cursor<'_>| kind(schema).is_none_or(|kind| kind == wanted);
    match at.iter().find(|schema| !fits(schema)) {
        Some(other) if !at.iter().any(fits) => Lead::Other(other.clone()),
        _ => Lead::Fits,
    }
}

/// A schema, or the branches that its values may be of.
fn alternatives<'d>(schema: &Cursor<'d>) -> Vec<Cursor<'d>> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut waiting = vec![schema.clone()];
    while let Some(next) = waiting.pop() {
        let schema = next.resolve();
        if !seen.insert(schema.identity()) {
            continue;
        }
        let lists = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key));
        let branches: Vec<Cursor<'d>> =
            lists.flat_map(|list| list.items().collect::<Vec<_>>()).collect();
        match branches.is_empty() {
            true => found.push(schema),
            false => waiting.extend(branches),
        }
    }
    found
}
