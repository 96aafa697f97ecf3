//! Whom a change reaches: operations by requests and by responses, and the types on the way.
//!
//! Sets flow from the operations along the pairs until nothing grows; the sets are bits, so that
//! hundreds of operations over thousands of schemas stay cheap.

use std::collections::{BTreeSet, VecDeque};

use super::finding::{Finding, PairId, Ways};
use super::pairs::Pairs;

/// One set of small numbers per pair.
struct Sets {
    words: usize,
    bits: Vec<u64>,
}

impl Sets {
    fn new(pairs: usize, numbers: usize) -> Self {
        let words = numbers.div_ceil(64).max(1);
        Self { words, bits: vec![0; pairs * words] }
    }

    fn insert(&mut self, pair: PairId, number: usize) {
        if let Some(word) = self.bits.get_mut(pair.0 * self.words + number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn is_empty(&self, pair: PairId) -> bool {
        self.numbers(pair).next().is_none()
    }

    fn numbers(&self, pair: PairId) -> impl Iterator<Item = usize> + '_ {
        let start = pair.0 * self.words;
        let words = self.bits.get(start..start + self.words).unwrap_or_default();
        words.iter().enumerate().flat_map(|(index, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| index * 64 + bit)
        })
    }

    /// Adds one pair's set to another's; whether that one grew.
    fn flow(&mut self, from: PairId, to: PairId) -> bool {
        let mut grew = false;
        for word in 0..self.words {
            let source = self.bits.get(from.0 * self.words + word).copied().unwrap_or(0);
            if let Some(target) = self.bits.get_mut(to.0 * self.words + word) {
                grew |= source & !*target != 0;
                *target |= source;
            }
        }
        grew
    }

    fn spread(&mut self, pairs: &Pairs<'_>, way: Ways) {
        let mut waiting: VecDeque<PairId> =
            (0..pairs.list().len()).map(PairId).filter(|pair| !self.is_empty(*pair)).collect();
        while let Some(from) = waiting.pop_front() {
            let Some(pair) = pairs.get(from) else { continue };
            for (to, ways) in &pair.edges {
                if !ways.and(way).is_none() && self.flow(from, *to) {
                    waiting.push_back(*to);
                }
            }
        }
    }
}

/// Fills in whom each finding reaches, and drops those that nobody can notice.
pub(super) fn resolve(
    findings: Vec<Finding>,
    pairs: &Pairs<'_>,
    operations: usize,
) -> Vec<Finding> {
    let count = pairs.list().len();
    let mut requests = Sets::new(count, operations);
    let mut responses = Sets::new(count, operations);
    for (operation, pair, ways) in &pairs.roots {
        if ways.has(Ways::REQUEST) {
            requests.insert(*pair, *operation);
        }
        if ways.has(Ways::RESPONSE) {
            responses.insert(*pair, *operation);
        }
    }
    requests.spread(pairs, Ways::REQUEST);
    responses.spread(pairs, Ways::RESPONSE);
    let (names, types) = types(pairs);
    let mut kept = Vec::new();
    for mut finding in findings {
        let mut ways = Ways::NONE;
        let reached = &mut finding.reached_by;
        for pair in &reached.pairs {
            if finding.ways.has(Ways::REQUEST) {
                reached.requests.extend(requests.numbers(*pair));
            }
            if finding.ways.has(Ways::RESPONSE) {
                reached.responses.extend(responses.numbers(*pair));
            }
            let found = types.numbers(*pair).filter_map(|number| names.get(number));
            reached.types.extend(found.map(|name| (*name).to_owned()));
        }
        let is_about_a_schema = !reached.pairs.is_empty();
        let is_about_all =
            !is_about_a_schema && reached.requests.is_empty() && reached.responses.is_empty();
        if is_about_all {
            kept.push(finding);
            continue;
        }
        if !reached.requests.is_empty() {
            ways = ways.or(Ways::REQUEST);
        }
        if !reached.responses.is_empty() {
            ways = ways.or(Ways::RESPONSE);
        }
        finding.ways = finding.ways.and(ways);
        if !is_about_a_schema || !finding.ways.is_none() {
            kept.push(finding);
        }
    }
    kept
}

/// The components on the way to each pair, itself included.
fn types<'p>(pairs: &'p Pairs<'_>) -> (Vec<&'p str>, Sets) {
    let named = pairs.list().iter().filter_map(|pair| pair.name.as_deref());
    let names: Vec<&str> = named.collect::<BTreeSet<_>>().into_iter().collect();
    let mut sets = Sets::new(pairs.list().len(), names.len());
    for (index, pair) in pairs.list().iter().enumerate() {
        let name = pair.name.as_deref().and_then(|name| names.binary_search(&name).ok());
        if let Some(number) = name {
            sets.insert(PairId(index), number);
        }
    }
    sets.spread(pairs, Ways::BOTH);
    (names, sets)
}
