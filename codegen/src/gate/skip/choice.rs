//! Which operations have to go.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::openapi::{Concern, OperationIndex, OperationObject, Users};
use crate::plan::{LeftOut, Origins, Routes};
use crate::refusals::{NAME_COLLISION, PATH_AMBIGUOUS};

/// What breaks these rules is wrong because of something else: one of the two may stay.
const MEETINGS: [&Rule; 2] = [&NAME_COLLISION, &PATH_AMBIGUOUS];

/// The operations that are left out, with the reasons for each.
pub(super) struct Choice<'d> {
    users: Users<'d>,
    reasons: BTreeMap<OperationIndex, Vec<Diagnostic>>,
}

type Operations = BTreeSet<OperationIndex>;

impl<'d> Choice<'d> {
    pub(super) fn new(users: Users<'d>) -> Self {
        Self { users, reasons: BTreeMap::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.reasons.len()
    }

    /// Whether no operation is left.
    pub(super) fn is_everything(&self) -> bool {
        self.reasons.len() == self.users.operations.len()
    }

    /// What an error concerns: what was being planned, or else what uses its place.
    pub(super) fn concern(&self, error: &Diagnostic, origins: &Origins) -> Concern {
        let mut found = Operations::new();
        for origin in origins.of(error) {
            if let Concern::Operations(operations) = self.users.concern(origin) {
                found.extend(operations);
            }
        }
        match found.is_empty() {
            true => self.users.concern(&error.location),
            false => Concern::Operations(found),
        }
    }

    /// Leaves out what these errors concern.
    pub(super) fn add(&mut self, errors: &[Diagnostic], origins: &Origins) {
        let (meetings, plain): (Vec<_>, Vec<_>) =
            errors.iter().partition(|error| is_meeting(error));
        for error in plain {
            if let Concern::Operations(operations) = self.concern(error, origins) {
                self.leave_out(&operations, error);
            }
        }
        for group in groups(&meetings) {
            self.add_group(&group);
        }
    }

    /// Leaves out every operation that has the tag of one which this error concerns.
    pub(super) fn add_tag(&mut self, error: &Diagnostic, origins: &Origins) {
        let Concern::Operations(operations) = self.concern(error, origins) else { return };
        let of = |index: &OperationIndex| self.users.operations.get(*index).and_then(tag);
        let tags: BTreeSet<&str> = operations.iter().filter_map(of).collect();
        let has_tag = |(_, one): &(usize, &OperationObject<'_>)| {
            tag(one).is_some_and(|name| tags.contains(name))
        };
        let all = self.users.operations.iter().enumerate().filter(has_tag);
        let all = all.map(|(index, _)| index).collect();
        self.leave_out(&all, error);
    }

    /// Of things that meet, one stays: that of the most operations. What needs two of them goes in
    /// any case; perhaps that is enough, so nothing else goes in the same round.
    fn add_group(&mut self, group: &Group<'_>) {
        let sets: Vec<Operations> =
            group.places.iter().map(|place| self.remaining(place)).collect();
        let mut both = Operations::new();
        for (index, set) in sets.iter().enumerate() {
            for other in sets.iter().skip(index + 1) {
                both.extend(set.intersection(other));
            }
        }
        if both.is_empty() {
            let kept = sets.iter().enumerate().max_by_key(|(_, set)| (set.len(), self.rank(set)));
            let kept = kept.map(|(index, _)| index);
            let others = sets.iter().enumerate().filter(|(index, _)| Some(*index) != kept);
            both.extend(others.flat_map(|(_, set)| set));
        }
        if let Some(error) = group.errors.first() {
            self.leave_out(&both, error);
        }
    }

    /// Decides between as many operations on both sides, whatever their order in the document.
    fn rank(&self, set: &Operations) -> std::cmp::Reverse<Option<(&'d str, &'static str)>> {
        let routes = set.iter().filter_map(|index| self.users.operations.get(*index));
        std::cmp::Reverse(routes.map(|one| (one.template, one.method)).min())
    }

    /// The operations that use a place and are still there.
    fn remaining(&self, place: &Location) -> Operations {
        match self.users.concern(place) {
            Concern::Operations(mut found) => {
                found.retain(|index| !self.reasons.contains_key(index));
                found
            }
            Concern::Document => Operations::new(),
        }
    }

    fn leave_out(&mut self, operations: &Operations, reason: &Diagnostic) {
        for index in operations {
            let reasons = self.reasons.entry(*index).or_default();
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
    }

    pub(super) fn routes(&self) -> Routes {
        let operations = self.reasons.keys().filter_map(|index| self.users.operations.get(*index));
        operations.map(|one| (one.template.to_owned(), one.method.to_owned())).collect()
    }

    /// What is left out, sorted by path and method.
    pub(super) fn left_out(self) -> Vec<LeftOut> {
        let mut found: Vec<LeftOut> = Vec::new();
        for (index, reasons) in self.reasons {
            if let Some(operation) = self.users.operations.get(index) {
                found.push(LeftOut {
                    template: operation.template.to_owned(),
                    method: operation.method.to_owned(),
                    id: operation.id().map(str::to_owned),
                    location: operation.node.location(),
                    reasons,
                });
            }
        }
        found.sort_by(|a, b| (&a.template, &a.method).cmp(&(&b.template, &b.method)));
        found
    }
}

fn tag<'d>(operation: &OperationObject<'d>) -> Option<&'d str> {
    operation.node.get("tags")?.items().next()?.as_str()
}

fn is_meeting(error: &Diagnostic) -> bool {
    MEETINGS.contains(&error.rule) && !error.related.is_empty()
}

/// Places of which only one can stay.
struct Group<'e> {
    places: BTreeSet<&'e Location>,
    errors: Vec<&'e Diagnostic>,
}

/// Puts the errors together that share a place.
fn groups<'e>(errors: &[&'e Diagnostic]) -> Vec<Group<'e>> {
    let mut groups: Vec<Group<'e>> = Vec::new();
    for error in errors.iter().copied() {
        let related = error.related.iter().map(|(place, _)| place);
        let mut merged =
            Group { places: related.chain([&error.location]).collect(), errors: vec![error] };
        let (same, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
            group.errors.iter().any(|it| it.rule == error.rule)
                && !group.places.is_disjoint(&merged.places)
        });
        for group in same {
            merged.places.extend(group.places);
            merged.errors.extend(group.errors);
        }
        groups = others;
        groups.push(merged);
    }
    groups
}
