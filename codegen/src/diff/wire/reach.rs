//! Whom a change reaches: operations by requests and by responses, and the types on the way.
//!
//! Sets flow from the operations along the pairs until nothing grows; the sets are bits, so that
//! hundreds of operations over thousands of schemas stay cheap.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::finding::{Finding, PairId, Ways};
use super::pairs::Pairs;
use crate::diff::change::Reach;

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
        self.words_of(pair).iter().all(|word| *word == 0)
    }

    fn words_of(&self, pair: PairId) -> &[u64] {
        let start = pair.0 * self.words;
        self.bits.get(start..start + self.words).unwrap_or_default()
    }

    fn numbers(&self, pair: PairId) -> impl Iterator<Item = usize> + '_ {
        self.words_of(pair).iter().enumerate().flat_map(|(index, word)| {
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
    operations: &[String],
) -> Vec<Finding> {
    let count = pairs.list().len();
    let mut requests = Sets::new(count, operations.len());
    let mut responses = Sets::new(count, operations.len());
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
    let mut requests = Lists::new(&requests, operations);
    let mut responses = Lists::new(&responses, operations);
    let mut types = Lists::new(&types, &names);
    let mut kept = Vec::new();
    let mut numbers = HashMap::new();
    for (number, mut finding) in findings.into_iter().enumerate() {
        let from = &finding.reached_by;
        let is_about_a_schema = !from.pairs.is_empty();
        let is_about_all =
            !is_about_a_schema && from.requests.is_empty() && from.responses.is_empty();
        let of = |way: Ways| if finding.ways.has(way) { from.pairs.as_slice() } else { &[] };
        finding.reach = Reach {
            requests: requests.of(of(Ways::REQUEST), &from.requests),
            responses: responses.of(of(Ways::RESPONSE), &from.responses),
            types: types.of(&from.pairs, &BTreeSet::new()),
        };
        if !is_about_all {
            let request = Ways::REQUEST.when(|| !finding.reach.requests.is_empty());
            let response = Ways::RESPONSE.when(|| !finding.reach.responses.is_empty());
            finding.ways = finding.ways.and(request.or(response));
        }
        if !is_about_a_schema || !finding.ways.is_none() {
            numbers.insert(number, kept.len());
            kept.push(finding);
        }
    }
    for finding in &mut kept {
        finding.parent = finding.parent.and_then(|parent| numbers.get(&parent).copied());
    }
    kept
}

/// Turns sets of numbers into lists of names, each different list once.
struct Lists<'s> {
    sets: &'s Sets,
    names: &'s [String],
    known: HashMap<Vec<u64>, Arc<[String]>>,
}

impl<'s> Lists<'s> {
    fn new(sets: &'s Sets, names: &'s [String]) -> Self {
        Self { sets, names, known: HashMap::new() }
    }

    fn of(&mut self, pairs: &[PairId], more: &BTreeSet<usize>) -> Arc<[String]> {
        let mut union = Sets::new(1, self.names.len());
        for pair in pairs {
            let words = self.sets.words_of(*pair);
            union.bits.iter_mut().zip(words).for_each(|(target, word)| *target |= word);
        }
        more.iter().for_each(|number| union.insert(PairId(0), *number));
        if let Some(known) = self.known.get(&union.bits) {
            return Arc::clone(known);
        }
        let names = union.numbers(PairId(0)).filter_map(|number| self.names.get(number));
        let names: BTreeSet<&String> = names.collect();
        let list: Arc<[String]> = names.into_iter().cloned().collect();
        self.known.insert(union.bits, Arc::clone(&list));
        list
    }
}

/// The components on the way to each pair, itself included.
fn types(pairs: &Pairs<'_>) -> (Vec<String>, Sets) {
    let named = pairs.list().iter().filter_map(|pair| pair.name.clone());
    let names: Vec<String> = named.collect::<BTreeSet<_>>().into_iter().collect();
    let mut sets = Sets::new(pairs.list().len(), names.len());
    for (index, pair) in pairs.list().iter().enumerate() {
        let name = pair.name.as_ref().and_then(|name| names.binary_search(name).ok());
        if let Some(number) = name {
            sets.insert(PairId(index), number);
        }
    }
    sets.spread(pairs, Ways::BOTH);
    (names, sets)
}
