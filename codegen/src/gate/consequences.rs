//! One error is enough: what is wrong with a node makes its surroundings look wrong too.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, FileId, Location, Report, Rule, Severity};
use crate::lint::structure::UNKNOWN_KEY;
use crate::lint::structure::extensions::UNKNOWN_RUST_TYPE;
use crate::lint::truth::{DEFAULT_INVALID, EXAMPLE_DIRECTION, EXAMPLE_INVALID};
use crate::pointer::Pointer;
use crate::refusals::{ERROR_BODY, PATH_PARAMETER_UNDECLARED, PATH_PARAMETER_UNUSED};

/// A rule that is broken wherever another one is broken once.
const FOLLOWS: [(&Rule, &Rule); 1] = [(&UNKNOWN_RUST_TYPE, &ERROR_BODY)];

/// What the plan says of parameters that it could not plan for another reason.
const OF_THE_UNPLANNED: [&Rule; 2] = [&PATH_PARAMETER_UNDECLARED, &PATH_PARAMETER_UNUSED];

/// Adds what the plan refuses, apart from what is known already.
pub(super) fn add_refusals(found: &mut Vec<Diagnostic>, refusals: Report) {
    let known = Known::by(found);
    let is_broken = |rule: &Rule| found.iter().any(|problem| problem.rule == rule);
    let mut followers: Vec<&Rule> =
        FOLLOWS.iter().filter(|(first, _)| is_broken(first)).map(|(_, second)| *second).collect();
    let is_other = |problem: &Diagnostic| {
        problem.severity == Severity::Error && !OF_THE_UNPLANNED.contains(&problem.rule)
    };
    let are_structural = OF_THE_UNPLANNED.iter().any(|rule| is_broken(rule));
    if are_structural || found.iter().chain(refusals.diagnostics()).any(is_other) {
        followers.extend(OF_THE_UNPLANNED);
    }
    let news = refusals
        .into_diagnostics()
        .into_iter()
        .filter(|refusal| !known.explains(refusal) && !followers.contains(&refusal.rule));
    found.extend(news);
}

/// Drops what is said about examples of schemas that are wrong themselves.
pub(super) fn drop_examples(found: &mut Vec<Diagnostic>) {
    let is_example = |problem: &Diagnostic| {
        [&EXAMPLE_INVALID, &EXAMPLE_DIRECTION, &DEFAULT_INVALID].contains(&problem.rule)
    };
    let mut above: HashSet<(FileId, String)> = HashSet::new();
    for problem in found.iter().filter(|it| it.severity == Severity::Error && !is_example(it)) {
        let place = &problem.location;
        let nodes = Pointer::of(&place.pointer).outwards().filter(|node| !node.is_empty());
        above.extend(nodes.map(|node| (place.file, node.to_owned())));
    }
    let has_error = |place: &Location| above.contains(&(place.file, place.pointer.clone()));
    found.retain(|problem| {
        !is_example(problem) || !problem.related.iter().any(|(schema, _)| has_error(schema))
    });
}

/// Drops that a key is missing where it stands beside, misspelt.
pub(super) fn drop_misspelt(found: &mut Vec<Diagnostic>) {
    let misspelt = found.iter().filter(|problem| *problem.rule == UNKNOWN_KEY);
    let meant: HashSet<(FileId, String, String)> = misspelt
        .filter_map(|problem| {
            let place = &problem.location;
            let fix = problem.fix.as_ref()?;
            let owner = Pointer::of(&place.pointer).parent().unwrap_or_default().to_owned();
            Some((place.file, owner, fix.edits.first()?.replacement.clone()))
        })
        .collect();
    let is_meant = |problem: &Diagnostic| {
        let place = &problem.location;
        meant.iter().any(|(file, owner, key)| {
            place.file == *file
                && place.pointer == *owner
                && problem.message.ends_with(&format!("has no `{key}`"))
        })
    };
    found.retain(|problem| !is_meant(problem));
}

/// The nodes that are known to be wrong: what the plan says of them or below them is a consequence,
/// and so is what it says of the node around one.
struct Known {
    wrong: HashSet<(FileId, String)>,
    around: HashSet<(FileId, String)>,
}

impl Known {
    fn by(found: &[Diagnostic]) -> Self {
        let errors = found.iter().filter(|problem| problem.severity == Severity::Error);
        let places = errors.map(|problem| &problem.location);
        let wrong: HashSet<_> = places.map(|place| (place.file, place.pointer.clone())).collect();
        let around = wrong.iter().map(|(file, pointer)| {
            (*file, Pointer::of(pointer).parent().unwrap_or_default().to_owned())
        });
        Self { around: around.collect(), wrong }
    }

    fn explains(&self, problem: &Diagnostic) -> bool {
        let place = (problem.location.file, problem.location.pointer.clone());
        if self.around.contains(&place) {
            return true;
        }
        let (file, pointer) = place;
        Pointer::of(&pointer).outwards().any(|node| self.wrong.contains(&(file, node.to_owned())))
    }
}
