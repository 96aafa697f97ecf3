//! One error is enough: what is wrong with a node makes its surroundings look wrong too.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, FileId, Location, Report, Rule, Severity};
use crate::document::rules::COMPONENT_DUPLICATE;
use crate::lint::structure::contradictions::UNUSED_COMPONENT;
use crate::lint::structure::extensions::UNKNOWN_RUST_TYPE;
use crate::lint::structure::{NOT_AN_OBJECT, REF_KIND, UNKNOWN_KEY};
use crate::lint::truth::{
    DEFAULT_INVALID, EXAMPLE_DIRECTION, EXAMPLE_INVALID, EXAMPLE_MISSPELT, UNION_AMBIGUOUS,
};
use crate::lint::wording::VALUE_UNLISTED;
use crate::pointer::Pointer;
use crate::refusals::{
    ERROR_BODY, PATH_PARAMETER_UNDECLARED, PATH_PARAMETER_UNUSED, UNION_OVERLAP,
};

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

/// What is said of values, and follows from a fault in their schemas.
const OF_VALUES: [&Rule; 5] =
    [&EXAMPLE_INVALID, &EXAMPLE_DIRECTION, &DEFAULT_INVALID, &UNION_AMBIGUOUS, &VALUE_UNLISTED];

/// Drops what is said about values of schemas that are wrong themselves.
pub(super) fn drop_examples(found: &mut Vec<Diagnostic>) {
    let is_example = |problem: &Diagnostic| OF_VALUES.contains(&problem.rule);
    let mut above: HashSet<(FileId, String)> = HashSet::new();
    for problem in found.iter().filter(|it| it.severity == Severity::Error && !is_example(it)) {
        let place = &problem.location;
        let nodes = Pointer::of(&place.pointer).outwards().filter(|node| !node.is_empty());
        above.extend(nodes.map(|node| (place.file, node.to_owned())));
    }
    let torn: HashSet<(FileId, String)> = found
        .iter()
        .filter(|it| it.severity == Severity::Error && !is_example(it))
        .flat_map(|it| it.related.iter().map(|(place, _)| place).chain([&it.location]))
        .map(|place| (place.file, place.pointer.clone()))
        .collect();
    let has_error = |place: &Location| {
        let around = Pointer::of(&place.pointer).parent().unwrap_or_default().to_owned();
        above.contains(&(place.file, place.pointer.clone())) || torn.contains(&(place.file, around))
    };
    found.retain(|problem| {
        !is_example(problem) || !problem.related.iter().any(|(schema, _)| has_error(schema))
    });
}

/// One fault that two rules find at one place is told once: whoever knows what was meant says so.
pub(super) fn join_hints(found: &mut Vec<Diagnostic>) {
    let hints: HashMap<Location, String> = found
        .iter()
        .filter(|problem| *problem.rule == EXAMPLE_MISSPELT)
        .filter_map(|problem| Some((problem.location.clone(), problem.help.clone()?)))
        .collect();
    let mut joined: HashSet<Location> = HashSet::new();
    for problem in found.iter_mut().filter(|problem| *problem.rule != EXAMPLE_MISSPELT) {
        let hint = hints.get(&problem.location).filter(|_| problem.severity == Severity::Error);
        if let Some(hint) = hint {
            problem.help = Some(hint.clone());
            joined.insert(problem.location.clone());
        }
    }
    found.retain(|it| *it.rule != EXAMPLE_MISSPELT || !joined.contains(&it.location));
}

/// Drops what seems to be missing where it stands beside, misspelt or in the wrong place.
pub(super) fn drop_missing(found: &mut Vec<Diagnostic>) {
    let meant: Vec<Meant> = found.iter().filter_map(Meant::of).collect();
    let twice: HashSet<Location> = found
        .iter()
        .filter(|problem| *problem.rule == COMPONENT_DUPLICATE)
        .flat_map(|it| it.related.iter().map(|(place, _)| place).chain([&it.location]))
        .cloned()
        .collect();
    let strays = |problem: &Diagnostic| {
        *problem.rule == REF_KIND
            || *problem.rule == UNKNOWN_KEY && Meant::of(problem).is_some_and(|it| it.key == "$ref")
    };
    // What a reference was to lead to seems to be unused.
    if found.iter().any(strays) {
        found.retain(|problem| *problem.rule != UNUSED_COMPONENT);
    }
    found.retain(|problem| {
        let is_second = *problem.rule == UNUSED_COMPONENT && twice.contains(&problem.location);
        !is_second && !meant.iter().any(|meant| meant.explains(problem))
    });
}

/// Drops that a value fits two branches of a union where the plan says the same of their types.
pub(super) fn drop_ambiguous(found: &mut Vec<Diagnostic>) {
    let overlaps: HashSet<(FileId, String)> = found
        .iter()
        .filter(|problem| *problem.rule == UNION_OVERLAP)
        .flat_map(|it| it.related.iter().map(|(place, _)| place).chain([&it.location]))
        .map(|place| (place.file, place.pointer.clone()))
        .collect();
    found.retain(|problem| {
        let place = &problem.location;
        let mut around = Pointer::of(&place.pointer).outwards();
        *problem.rule != UNION_AMBIGUOUS
            || !around.any(|node| overlaps.contains(&(place.file, node.to_owned())))
    });
}

/// A key that its owner lacks, because it is written otherwise.
struct Meant {
    file: FileId,
    owner: String,
    key: String,
}

impl Meant {
    fn of(problem: &Diagnostic) -> Option<Self> {
        let place = &problem.location;
        let pointer = Pointer::of(&place.pointer);
        let owner = pointer.parent().unwrap_or_default();
        let (owner, key) = if *problem.rule == UNKNOWN_KEY {
            let help = problem.help.as_deref().unwrap_or_default();
            let near = help.strip_prefix("did you mean `").and_then(|rest| rest.split('`').next());
            let below = help.contains("below `schema`").then_some("schema");
            (owner, near.or(below)?.to_owned())
        } else if *problem.rule == NOT_AN_OBJECT && owner.ends_with("/properties") {
            (Pointer::of(owner).parent()?, pointer.name()?.into_owned())
        } else {
            return None;
        };
        Some(Self { file: place.file, owner: owner.to_owned(), key })
    }

    fn explains(&self, problem: &Diagnostic) -> bool {
        let place = &problem.location;
        if place.file != self.file || place.pointer != self.owner {
            return false;
        }
        // A node that is a reference lacks nothing.
        self.key == "$ref"
            || problem.message.ends_with(&format!("no `{}`", self.key))
            || problem.message.ends_with(&format!("needs a `{}`", self.key))
    }
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
        // What is taken for something else is wrong in the eyes of the plan, not in itself.
        let taken = |problem: &&Diagnostic| *problem.rule == REF_KIND;
        let mistaken = errors.clone().filter(taken).flat_map(|problem| &problem.related);
        let mistaken = mistaken.map(|(place, _)| place);
        let places = errors.map(|problem| &problem.location).chain(mistaken);
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
