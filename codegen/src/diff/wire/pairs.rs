//! Pairs of schemas that stand at the same place in both versions, each compared once.

use std::collections::{HashMap, VecDeque};

use super::finding::{OperationIndex, PairId, Ways};
use super::label;
use super::schema::Schema;
use crate::document::Identity;

/// Most pairs that are compared. A contract has about as many as it has schemas; only one that is
/// made to hurt has more.
const MOST_PAIRS: usize = 200_000;

/// One pair and where it leads.
#[derive(Debug)]
pub(super) struct Pair<'d> {
    pub(super) base: Schema<'d>,
    pub(super) head: Schema<'d>,
    /// The place where it was first met.
    pub(super) place: String,
    pub(super) edges: Vec<(PairId, Ways)>,
    /// The component that it is in the head, or else in the base.
    pub(super) name: Option<String>,
    /// Where it is used, if the sides are different components.
    pub(super) seats: Vec<String>,
    /// The finding that all differences of the two follow from.
    pub(super) owner: Option<usize>,
}

type PairKey = (Vec<Identity>, Vec<Identity>);

/// All pairs, growing while they are compared.
#[derive(Debug, Default)]
pub(super) struct Pairs<'d> {
    list: Vec<Pair<'d>>,
    index: HashMap<PairKey, PairId>,
    waiting: VecDeque<PairId>,
    /// From operations: their bodies, parameters and responses.
    pub(super) roots: Vec<(OperationIndex, PairId, Ways)>,
    pub(super) is_cut: bool,
}

/// Where a schema is used: inside of a component, or else where the comparison met it.
fn seat(head: &Schema<'_>, place: impl FnOnce() -> String) -> String {
    head.used().and_then(|node| label::of_pointer(&node.pointer())).unwrap_or_else(place)
}

impl<'d> Pairs<'d> {
    /// The pair of two schemas; it waits to be compared if it is new.
    pub(super) fn of(
        &mut self,
        base: Schema<'d>,
        head: Schema<'d>,
        place: impl FnOnce() -> String,
    ) -> Option<PairId> {
        let keys = (base.key(), head.key());
        if let Some(known) = self.index.get(&keys) {
            if let Some(pair) = self.list.get_mut(known.0).filter(|pair| !pair.seats.is_empty()) {
                pair.seats.push(seat(&head, place));
            }
            return Some(*known);
        }
        if self.list.len() >= MOST_PAIRS {
            self.is_cut = true;
            return None;
        }
        let id = PairId(self.list.len());
        let (old, new) = (base.component(), head.component());
        let is_another = old.is_some() && new.is_some() && old != new;
        let mut seats = Vec::new();
        let name = new.or(old);
        let place = match &name {
            Some(name) if is_another => {
                seats.push(seat(&head, place));
                name.clone()
            }
            Some(name) => name.clone(),
            None => place(),
        };
        self.list.push(Pair { base, head, place, edges: Vec::new(), name, seats, owner: None });
        self.index.insert(keys, id);
        self.waiting.push_back(id);
        Some(id)
    }

    /// Notes the finding that all differences of a pair follow from.
    pub(super) fn own(&mut self, id: PairId, finding: usize) {
        if let Some(pair) = self.list.get_mut(id.0) {
            pair.owner.get_or_insert(finding);
        }
    }

    pub(super) fn next(&mut self) -> Option<PairId> {
        self.waiting.pop_front()
    }

    pub(super) fn get(&self, id: PairId) -> Option<&Pair<'d>> {
        self.list.get(id.0)
    }

    pub(super) fn link(&mut self, from: PairId, to: PairId, ways: Ways) {
        if let Some(pair) = self.list.get_mut(from.0) {
            pair.edges.push((to, ways));
        }
    }

    pub(super) fn list(&self) -> &[Pair<'d>] {
        &self.list
    }
}
