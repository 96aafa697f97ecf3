//! The wire comparison: what the two contracts allow on the wire, whatever they look like.
//!
//! Operations are matched by route, then by `operationId`. Everything below them is compared after
//! following references, merging `allOf` and forgetting the order; pairs of schemas are compared
//! once each, which also ends every recursion. Afterwards `reach` tells whom each finding concerns.

mod bodies;
mod components;
mod docs;
mod finding;
mod flat;
mod keys;
mod label;
mod numbers;
mod objects;
mod operations;
mod pairs;
mod parameters;
mod prefix;
mod reach;
mod responses;
mod schema;
mod schemas;
mod schemes;
mod security;
mod servers;
mod sets;
mod stories;
mod unions;
mod unread;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashSet};

pub(super) use finding::{Finding, Ways};
use finding::{Findings, OperationIndex};
use pairs::Pairs;
pub(super) use prefix::MovedPrefix;
use schema::Schema;

use crate::diagnostic::Location;
use crate::document::{Cursor, Document};

/// The outcome of the comparison.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    /// Whether the comparison gave up before the end.
    pub(super) is_cut: bool,
    pub(super) moved: Option<MovedPrefix>,
    /// The operations that both versions have, by their places.
    pub(super) operations: Vec<(Location, Location)>,
}

/// Compares two documents.
pub(super) fn compare(base: &Document, head: &Document) -> Outcome {
    let mut walker = Walker {
        renamed_schemes: schemes::renamed(&base.root(), &head.root()),
        scheme_users: BTreeMap::new(),
        moved: MovedPrefix::between(
            (&base.root(), &servers::spellings(&base.root())),
            (&head.root(), &servers::spellings(&head.root())),
        ),
        base: base.root(),
        head: head.root(),
        pairs: Pairs::default(),
        findings: Findings::default(),
        operations: Vec::new(),
        matched: Vec::new(),
        base_names: components::names(base),
        head_names: components::names(head),
        base_used: components::used(base),
        head_used: components::used(head),
    };
    walker.info();
    walker.contract_texts();
    walker.servers();
    walker.operations();
    walker.security_schemes();
    walker.compare_pairs();
    walker.unused(base, head);
    walker.left_out(base, head);
    let Walker { pairs, findings, operations, moved, matched, .. } = walker;
    let mut findings = findings.into_list();
    stories::tell(&mut findings, &pairs);
    components::write_covered(&mut findings, base, head);
    let findings = reach::resolve(findings, &pairs, &operations);
    Outcome { findings, is_cut: pairs.is_cut, moved, operations: matched }
}

/// One comparison on its way.
struct Walker<'d> {
    /// What went from the servers into the paths, or back.
    moved: Option<MovedPrefix>,
    /// Names of security schemes in the base by those in the head that mean the same.
    renamed_schemes: BTreeMap<String, String>,
    /// Which operations need a scheme, by its name in the base.
    scheme_users: BTreeMap<String, BTreeSet<usize>>,
    base: Cursor<'d>,
    head: Cursor<'d>,
    pairs: Pairs<'d>,
    findings: Findings,
    operations: Vec<String>,
    /// The operations that both versions have, by their places.
    matched: Vec<(Location, Location)>,
    /// The names of all component schemas.
    base_names: HashSet<String>,
    head_names: HashSet<String>,
    /// The names of those that operations reach.
    base_used: HashSet<String>,
    head_used: HashSet<String>,
}

impl<'d> Walker<'d> {
    /// Lets two schemas that an operation uses be compared.
    fn root_pair(
        &mut self,
        operation: OperationIndex,
        base: Cursor<'d>,
        head: Cursor<'d>,
        ways: Ways,
        place: impl FnOnce() -> String,
    ) {
        let pair = self.pairs.of(Schema::new(base), Schema::new(head), place);
        self.pairs.roots.extend(pair.map(|pair| (operation, pair, ways)));
    }

    /// Title, version and terms.
    fn info(&mut self) {
        let (Some(base), Some(head)) = (self.base.get("info"), self.head.get("info")) else {
            return;
        };
        let (before, after) = (base.to_json(), head.to_json());
        if before == after {
            return;
        }
        let kind = super::kinds::ChangeKind::InfoChanged;
        let sentence = "`info` of the contract changed".to_owned();
        let finding = Finding::new(kind, Ways::NONE, "the contract", sentence)
            .at(Some(base.location()), Some(head.location()))
            .about("info")
            .values(Some(before.to_string()), Some(after.to_string()));
        self.findings.add(finding);
    }
}
