//! What most places of a document do is its habit, and told once: whoever maintains it decides about all of
//! them or about none.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Diagnostic, Nature, Rule, Severity};
use crate::document::{Cursor, Document};
use crate::lint::documentation::{
    CLIENT_ERRORS_MISSING, OPERATION_DESCRIPTION, OPERATION_SUMMARY, PARAMETER_DESCRIPTION,
    PROPERTY_DESCRIPTION, REQUEST_EXAMPLE, RESPONSE_EXAMPLE, SCHEMA_DESCRIPTION, TAG_DESCRIPTION,
};
use crate::lint::generation::manners::{ENUM_CLOSED, INTEGER_FORMAT};
use crate::lint::style::{PROPERTY_CASE, SCHEMA_CASE, STATUS_ORDER};
use crate::lint::survey::Survey;
use crate::lint::truth::sources::PROVENANCE_MISSING;
use crate::openapi::Object;
use crate::refusals::{
    ERROR_BODY, OPERATION_ID_MISSING, REQUEST_BODY_OPTIONAL, TAG_COUNT, TAG_UNDECLARED,
};

/// Fewer findings are read one by one.
const FEWEST: usize = 10;

/// Places of which each may break one of these rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Places {
    Operations,
    Parameters,
    Properties,
    Schemas,
    Tags,
    RequestBodies,
    Responses,
    Errors,
    Enums,
    Integers,
}

/// The rules that a document may have a habit of breaking.
static HABITS: [(&Rule, Places); 20] = [
    (&OPERATION_SUMMARY, Places::Operations),
    (&OPERATION_DESCRIPTION, Places::Operations),
    (&PROVENANCE_MISSING, Places::Operations),
    (&CLIENT_ERRORS_MISSING, Places::Operations),
    (&STATUS_ORDER, Places::Operations),
    (&OPERATION_ID_MISSING, Places::Operations),
    (&TAG_COUNT, Places::Operations),
    (&PARAMETER_DESCRIPTION, Places::Parameters),
    (&PROPERTY_DESCRIPTION, Places::Properties),
    (&PROPERTY_CASE, Places::Properties),
    (&SCHEMA_DESCRIPTION, Places::Schemas),
    (&SCHEMA_CASE, Places::Schemas),
    (&TAG_DESCRIPTION, Places::Tags),
    (&TAG_UNDECLARED, Places::Operations),
    (&REQUEST_EXAMPLE, Places::RequestBodies),
    (&REQUEST_BODY_OPTIONAL, Places::RequestBodies),
    (&RESPONSE_EXAMPLE, Places::Responses),
    (&ERROR_BODY, Places::Errors),
    (&ENUM_CLOSED, Places::Enums),
    (&INTEGER_FORMAT, Places::Integers),
];

/// Keeps the first of the warnings that more than half of all places get, and says how many there are.
pub(super) fn join(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in found.iter().filter(|problem| problem.severity == Severity::Warning) {
        *counts.entry(problem.rule.id).or_default() += 1;
    }
    counts.retain(|_, count| *count >= FEWEST);
    if counts.is_empty() {
        return;
    }
    let places = places(document);
    for (rule, kind) in &HABITS {
        let (Some(count), Some(all)) = (counts.get(rule.id), places.get(kind)) else { continue };
        if count * 2 > *all {
            keep_first(found, rule, *count);
        }
    }
}

fn keep_first(found: &mut Vec<Diagnostic>, rule: &Rule, count: usize) {
    let is_one =
        |problem: &Diagnostic| problem.rule == rule && problem.severity == Severity::Warning;
    let first = found.iter().filter(|problem| is_one(problem));
    let Some(mut first) = first.min_by_key(|problem| &problem.location).cloned() else { return };
    found.retain(|problem| !is_one(problem));
    first.message = format!("{}, as at {} other places of this kind", first.message, count - 1);
    let one = first.help.take().unwrap_or_default();
    let decide = match rule.nature {
        Nature::Protection => String::new(),
        Nature::Convention { .. } | Nature::Choice { .. } => {
            format!("; or write `lint: {{rules: {{{}: allow}}}}` into `client.yaml`", rule.id)
        }
    };
    first.fix = None;
    found.push(first.help(format!("{one}{decide}")));
}

/// How many places of each kind a document has.
fn places(document: &Document) -> BTreeMap<Places, usize> {
    let survey = Survey::new(document);
    let mut places = BTreeMap::from([(Places::Operations, survey.operations.len())]);
    let mut add = |kind, count: usize| *places.entry(kind).or_default() += count;
    let media = |node: &Cursor<'_>| node.get("content").map_or(0, |all| all.entries().count());
    let mut errors = HashSet::new();
    for (status, response) in
        survey.operations.iter().flat_map(|one| one.responses().collect::<Vec<_>>())
    {
        let is_new = !status.starts_with('2') && errors.insert(response.resolve().identity());
        add(Places::Errors, if is_new { media(&response.resolve()) } else { 0 });
    }
    for (object, node) in &survey.objects {
        match object {
            Object::Parameter => add(Places::Parameters, 1),
            Object::Tag => add(Places::Tags, 1),
            Object::RequestBody => add(Places::RequestBodies, media(node)),
            Object::Response => add(Places::Responses, media(node)),
            Object::Components => {
                let all = node.get("schemas").map_or(0, |schemas| schemas.entries().count());
                add(Places::Schemas, all);
            }
            Object::Schema => {
                let members = node.get("properties").map_or(0, |all| all.entries().count());
                add(Places::Properties, members);
                add(Places::Enums, usize::from(node.get("enum").is_some()));
                let kind = node.get("type").and_then(|kind| kind.as_str());
                add(Places::Integers, usize::from(kind == Some("integer")));
            }
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Report;
    use crate::gate::sample;

    /// The findings in the sample contract with so many properties, of which the first have no description.
    fn lint(all: usize, silent: usize) -> Report {
        let properties: String = (0..all)
            .map(|index| {
                let description = if index < silent { "" } else { "description: In mm., " };
                format!("        size{index}: {{{description}type: string, maxLength: 9}}\n")
            })
            .collect();
        let contract = include_str!("sample.yaml");
        sample::lint(&contract.replacen(
            "        note:\n",
            &format!("{properties}        note:\n"),
            1,
        ))
    }

    #[test]
    fn what_most_places_do_is_told_once_with_a_way_out() {
        let report = lint(30, 25);
        let [found] = report.diagnostics() else { panic!("{report}") };
        assert_eq!(found.rule.id, "property-description");
        assert!(found.message.ends_with("as at 24 other places of this kind"), "{report}");
        let help = found.help.as_deref().unwrap_or_default();
        assert!(help.contains("property-description: allow"), "{report}");
    }

    #[test]
    fn what_some_places_do_is_told_of_each() {
        assert_eq!(lint(60, 25).diagnostics().len(), 25);
        assert_eq!(lint(9, 9).diagnostics().len(), 9);
    }
}
