//! Pairs of schemas that stand at the same place in both versions, each compared once.

use std::collections::{HashMap, VecDeque};

use super::finding::{OperationIndex, PairId, Ways};
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
            return Some(*known);
        }
        if self.list.len() >= MOST_PAIRS {
            self.is_cut = true;
            return None;
        }
        let id = PairId(self.list.len());
        let name = head.component().or_else(|| base.component());
        let place = name.clone().unwrap_or_else(place);
        self.list.push(Pair { base, head, place, edges: Vec::new(), name });
        self.index.insert(keys, id);
        self.waiting.push_back(id);
        Some(id)
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
