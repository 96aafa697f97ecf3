//! Which changes belong to which part of the page.

use crate::diagnostic::Location;
use crate::diff::{Change, ChangeKind, Gravity, Review};
use crate::plan::{Api, Operation};
use crate::pointer::Pointer;

/// Keys below which other parts of the page show what is there.
const SHOWN_ELSEWHERE: [&str; 2] = ["schema", "requestBody"];

/// Keys with a child for every part of the page.
const SHOWN_ONE_BY_ONE: [&str; 6] =
    ["properties", "oneOf", "anyOf", "parameters", "headers", "responses"];

/// A change with where it is shown.
pub(super) struct Marked<'a> {
    /// Counted from one: those that count first, then the accepted ones.
    pub(super) number: usize,
    pub(super) change: &'a Change,
    /// Why it was accepted.
    pub(super) accepted: Option<&'a str>,
    /// The place in the head; for what is gone, the nearest place around it that is still there.
    place: Option<Location>,
}

/// The changes to mark; none if the page is no review.
#[derive(Default)]
pub(super) struct Marks<'a> {
    review: Option<&'a Review<'a>>,
    all: Vec<Marked<'a>>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(review: &'a Review<'a>) -> Self {
        let open = review.open.iter().map(|change| (*change, None));
        let accepted = review.accepted.iter().map(|(change, reason)| (*change, Some(*reason)));
        let marked = open.chain(accepted).enumerate().map(|(position, (change, accepted))| {
            let place = change.head.clone().or_else(|| around(change, review));
            Marked { number: position + 1, change, accepted, place }
        });
        Self { review: Some(review), all: marked.collect() }
    }

    /// What the changes are the changes of; none if the page is no review.
    pub(super) fn review(&self) -> Option<&'a Review<'a>> {
        self.review
    }

    pub(super) fn all(&self) -> &[Marked<'a>] {
        &self.all
    }

    /// The changes of a part of the page that shows these places, without those that parts inside
    /// it show.
    pub(super) fn at(&self, places: &[Location]) -> Vec<&Marked<'a>> {
        self.matching(places, is_own)
    }

    /// Whether a part of the page that shows these places holds a change, however deep.
    pub(super) fn is_inside(&self, places: &[Location]) -> bool {
        !self.matching(places, |_| true).is_empty()
    }

    /// The changes that reach an operation.
    pub(super) fn reaching(&self, operation_id: &str) -> Vec<&Marked<'a>> {
        let reaches = |one: &&Marked<'a>| one.change.operations().any(|id| id == operation_id);
        self.all.iter().filter(reaches).collect()
    }

    /// Whether an operation is new.
    pub(super) fn is_new(&self, operation: &Operation) -> bool {
        self.all.iter().any(|one| {
            one.change.kind == ChangeKind::OperationAdded
                && one.place.as_ref().is_some_and(|place| is_same(place, &operation.location))
        })
    }

    /// The operations of an API that are gone, each with its change.
    pub(super) fn removed_operations(&self, api: &Api) -> Vec<(&Marked<'a>, &'a Operation)> {
        let base = self.review.and_then(|review| review.base.plan().ok());
        let same = base.into_iter().flat_map(|plan| &plan.apis).filter(|old| old.tag == api.tag);
        let operations = same.flat_map(|old| &old.operations);
        let gone = |operation: &'a Operation| {
            let is_it = |one: &&Marked<'a>| {
                let place = one.change.base.as_ref();
                one.change.kind == ChangeKind::OperationRemoved
                    && place.is_some_and(|place| is_same(place, &operation.location))
            };
            Some((self.all.iter().find(is_it)?, operation))
        };
        operations.filter_map(gone).collect()
    }

    /// The changes of this kind, such as the removed servers.
    pub(super) fn of_kind(&self, kind: ChangeKind) -> impl Iterator<Item = &Marked<'a>> {
        self.all.iter().filter(move |one| one.change.kind == kind)
    }

    fn matching(&self, places: &[Location], accepts: impl Fn(&str) -> bool) -> Vec<&Marked<'a>> {
        let fits = |one: &&Marked<'a>| {
            let Some(place) = &one.place else { return false };
            places.iter().any(|around| below(place, around).is_some_and(&accepts))
        };
        self.all.iter().filter(fits).collect()
    }
}

/// The most serious of these.
pub(super) fn worst(marked: &[&Marked<'_>]) -> Option<Gravity> {
    marked.iter().map(|one| one.change.gravity()).max()
}

fn is_same(one: &Location, other: &Location) -> bool {
    one.file == other.file && one.pointer == other.pointer
}

/// The way from a place to another one inside it, as a JSON pointer.
fn below<'l>(place: &'l Location, around: &Location) -> Option<&'l str> {
    let rest = Pointer::of(&place.pointer).below(&around.pointer);
    rest.filter(|_| place.file == around.file)
}

/// Whether nothing on this way is shown by a part of its own.
fn is_own(rest: &str) -> bool {
    let mut steps = Pointer::of(rest).steps().peekable();
    while let Some(step) = steps.next() {
        let has_child = steps.peek().is_some();
        if SHOWN_ELSEWHERE.contains(&&*step) || has_child && SHOWN_ONE_BY_ONE.contains(&&*step) {
            return false;
        }
    }
    true
}

/// Where in the head something is missing that the base has.
fn around(change: &Change, review: &Review<'_>) -> Option<Location> {
    let (base, head) = (review.base.document()?, review.head.document()?);
    let gone = change.base.as_ref()?;
    let name = base.sources().name(gone.file);
    let file = head.sources().files().find(|file| head.sources().name(*file) == name)?;
    Pointer::of(&gone.pointer).around().find_map(|pointer| {
        let node = head.at(&Location::new(file, gone.span, pointer))?;
        Some(node.location())
    })
}
