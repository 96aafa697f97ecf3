//! Which findings follow from which: one edit is one change, with its consequences below it.

use std::collections::HashMap;

use super::finding::{Finding, PairId};
use super::pairs::Pairs;

/// Most places that are named in a sentence.
const MOST_SEATS: usize = 5;

/// Gives every finding that is met only by way of another one its parent.
pub(super) fn tell(findings: &mut [Finding], pairs: &Pairs<'_>) {
    let stories = Stories::of(pairs);
    for (number, finding) in findings.iter_mut().enumerate() {
        let is_of_operations =
            !finding.reached_by.requests.is_empty() || !finding.reached_by.responses.is_empty();
        finding.parent = match finding.heads {
            Some(pair) => stories.around(pair),
            None if is_of_operations => finding.parent,
            None => stories.above(&finding.reached_by.pairs).or(finding.parent),
        };
        finding.parent = finding.parent.filter(|parent| *parent != number);
        if let Some(pair) = finding.heads.and_then(|pair| pairs.get(pair)) {
            add_seats(finding, &pair.seats);
        }
    }
}

/// Every place where one component stands for another now: what is accepted holds for these.
fn add_seats(finding: &mut Finding, seats: &[String]) {
    let mut seats = seats.to_vec();
    seats.sort();
    seats.dedup();
    if seats.len() > 1 {
        let more = match seats.len().saturating_sub(MOST_SEATS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named: Vec<&str> = seats.iter().take(MOST_SEATS).map(String::as_str).collect();
        finding.sentence.push_str(&format!(", at {}{more}", named.join(", ")));
    }
    finding.written.extend(seats);
}

struct Stories {
    /// By pair: whether it is met without way of a finding that explains it.
    is_free: Vec<bool>,
    /// By pair: the finding by way of which it is met.
    under: Vec<Option<usize>>,
    /// By pair: those that lead to it.
    before: HashMap<PairId, Vec<PairId>>,
    is_root: Vec<bool>,
}

impl Stories {
    fn of(pairs: &Pairs<'_>) -> Self {
        let count = pairs.list().len();
        let mut stories = Self {
            is_free: vec![false; count],
            under: vec![None; count],
            before: HashMap::new(),
            is_root: vec![false; count],
        };
        for (number, pair) in pairs.list().iter().enumerate() {
            for (to, _) in &pair.edges {
                stories.before.entry(*to).or_default().push(PairId(number));
            }
        }
        for (_, pair, _) in &pairs.roots {
            stories.is_root.get_mut(pair.0).into_iter().for_each(|is_root| *is_root = true);
        }
        stories.spread_free(pairs);
        stories.spread_owned(pairs);
        stories
    }

    fn spread_free(&mut self, pairs: &Pairs<'_>) {
        let mut waiting: Vec<PairId> = pairs.roots.iter().map(|(_, pair, _)| *pair).collect();
        while let Some(id) = waiting.pop() {
            let Some(pair) = pairs.get(id).filter(|pair| pair.owner.is_none()) else { continue };
            let Some(is_free) = self.is_free.get_mut(id.0).filter(|is_free| !**is_free) else {
                continue;
            };
            *is_free = true;
            waiting.extend(pair.edges.iter().map(|(to, _)| *to));
        }
    }

    fn spread_owned(&mut self, pairs: &Pairs<'_>) {
        let owned = pairs.list().iter().enumerate();
        let owned = owned.filter_map(|(number, pair)| Some((PairId(number), pair.owner?)));
        for (id, owner) in owned.collect::<Vec<_>>() {
            let mut waiting = vec![id];
            while let Some(id) = waiting.pop() {
                let is_owned_elsewhere = |one: Option<usize>| one.is_some_and(|one| one != owner);
                let Some(pair) = pairs.get(id).filter(|pair| !is_owned_elsewhere(pair.owner))
                else {
                    continue;
                };
                let is_free = self.is_free.get(id.0).copied().unwrap_or(true);
                let Some(under) = self.under.get_mut(id.0).filter(|one| one.is_none() && !is_free)
                else {
                    continue;
                };
                *under = Some(owner);
                waiting.extend(pair.edges.iter().map(|(to, _)| *to));
            }
        }
    }

    /// The finding by way of which all of some pairs are met.
    fn above(&self, pairs: &[PairId]) -> Option<usize> {
        let is_free = |pair: &PairId| self.is_free.get(pair.0).copied().unwrap_or(true);
        if pairs.iter().any(is_free) {
            return None;
        }
        pairs.first().and_then(|pair| self.under.get(pair.0).copied().flatten())
    }

    /// The finding by way of which a pair is met that has one of its own.
    fn around(&self, pair: PairId) -> Option<usize> {
        if self.is_root.get(pair.0).copied().unwrap_or(true) {
            return None;
        }
        self.above(self.before.get(&pair)?)
    }
}
