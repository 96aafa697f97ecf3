//! What the comparison found, before it is known whom it reaches.

use super::schema::without_texts;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Location;
use crate::diff::change::Reach;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;

/// Requests, responses, or both, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diff) struct Ways(u8);

impl Ways {
    pub(in crate::diff) const NONE: Self = Self(0);
    pub(in crate::diff) const REQUEST: Self = Self(1);
    pub(in crate::diff) const RESPONSE: Self = Self(2);
    pub(in crate::diff) const BOTH: Self = Self(3);

    pub(in crate::diff) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(in crate::diff) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(in crate::diff) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(in crate::diff) fn is_none(self) -> bool {
        self == Self::NONE
    }

    pub(in crate::diff) fn when(self, holds: impl FnOnce() -> bool) -> Self {
        if holds() { self } else { Self::NONE }
    }
}

/// Names a pair of schemas that stand at the same place in both versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diff) struct PairId(pub(super) usize);

/// Names an operation of either version in the list of all.
pub(in crate::diff) type OperationIndex = usize;

/// One difference.
#[derive(Debug, Clone)]
pub(in crate::diff) struct Finding {
    pub(in crate::diff) kind: ChangeKind,
    /// The ways in which it can be noticed at all.
    pub(in crate::diff) ways: Ways,
    pub(in crate::diff) base: Option<Location>,
    pub(in crate::diff) head: Option<Location>,
    /// The place that makes it the same finding when it is met again, and whether that is in the
    /// head; the head's place, or else the base's, if there is none.
    pub(in crate::diff) anchor: Option<(bool, Location)>,
    /// Where, as people say it.
    pub(in crate::diff) place: String,
    /// What exactly: a property, a value, a status.
    pub(in crate::diff) subject: String,
    pub(in crate::diff) before: Option<String>,
    pub(in crate::diff) after: Option<String>,
    pub(in crate::diff) sentence: String,
    /// All that came or went with it, as it is written; what is accepted is no more than this.
    pub(in crate::diff) written: Vec<String>,
    /// The finding that this one follows from.
    pub(in crate::diff) parent: Option<usize>,
    /// The pair of schemas all differences of which follow from this.
    pub(in crate::diff) heads: Option<PairId>,
    /// Nodes that came or went together with it, as pointers of the base and of the head.
    pub(in crate::diff) covers: Covers,
    pub(in crate::diff) reached_by: ReachedBy,
    /// Filled in at the end.
    pub(in crate::diff) reach: Reach,
}

/// Component schemas that only the changed part refers to.
#[derive(Debug, Clone, Default)]
pub(in crate::diff) struct Covers {
    pub(in crate::diff) base: BTreeSet<String>,
    pub(in crate::diff) head: BTreeSet<String>,
}

/// From where a finding is reached.
#[derive(Debug, Clone, Default)]
pub(in crate::diff) struct ReachedBy {
    pub(in crate::diff) pairs: Vec<PairId>,
    pub(in crate::diff) requests: BTreeSet<OperationIndex>,
    pub(in crate::diff) responses: BTreeSet<OperationIndex>,
}

impl Finding {
    pub(in crate::diff) fn new(
        kind: ChangeKind,
        ways: Ways,
        place: &str,
        sentence: String,
    ) -> Self {
        Self {
            kind,
            ways,
            base: None,
            head: None,
            anchor: None,
            place: place.to_owned(),
            subject: String::new(),
            before: None,
            after: None,
            sentence,
            written: Vec::new(),
            parent: None,
            heads: None,
            covers: Covers::default(),
            reached_by: ReachedBy::default(),
            reach: Reach::default(),
        }
    }

    pub(in crate::diff) fn at(mut self, base: Option<Location>, head: Option<Location>) -> Self {
        (self.base, self.head) = (base, head);
        self
    }

    pub(in crate::diff) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    pub(in crate::diff) fn values(mut self, before: Option<String>, after: Option<String>) -> Self {
        (self.before, self.after) = (before, after);
        self
    }

    /// What came or went, as it is written: part of what somebody accepts.
    pub(in crate::diff) fn content(
        mut self,
        before: Option<&Cursor<'_>>,
        after: Option<&Cursor<'_>>,
    ) -> Self {
        let text =
            |node: Option<&Cursor<'_>>| node.map(|node| without_texts(node.to_json()).to_string());
        (self.before, self.after) = (text(before), text(after));
        self
    }

    /// Adds nodes that came or went whole.
    pub(in crate::diff) fn written<'c, 'd: 'c>(
        mut self,
        nodes: impl IntoIterator<Item = &'c Cursor<'d>>,
    ) -> Self {
        let text = |node: &Cursor<'_>| without_texts(node.resolve().to_json()).to_string();
        self.written.extend(nodes.into_iter().map(text));
        self
    }

    pub(in crate::diff) fn by_operation(mut self, operation: OperationIndex) -> Self {
        if self.ways.has(Ways::REQUEST) {
            self.reached_by.requests.insert(operation);
        }
        if self.ways.has(Ways::RESPONSE) {
            self.reached_by.responses.insert(operation);
        }
        self
    }

    pub(in crate::diff) fn by_pair(mut self, pair: PairId) -> Self {
        self.reached_by.pairs.push(pair);
        self
    }
}

type FindingKey = (ChangeKind, Option<(bool, Location)>, String);

/// All findings; one that is met again at the same places only becomes reached by more.
#[derive(Debug, Default)]
pub(in crate::diff) struct Findings {
    list: Vec<Finding>,
    index: HashMap<FindingKey, usize>,
}

impl Findings {
    /// Adds a finding; its number is that of the one that it is the same as, if there is one.
    pub(in crate::diff) fn add(&mut self, finding: Finding) -> usize {
        let at = finding.head.as_ref().map(|head| (true, head));
        let at = at.or_else(|| finding.base.as_ref().map(|base| (false, base)));
        let at = at.map(|(is_head, location)| (is_head, location.clone()));
        let key = (finding.kind, finding.anchor.clone().or(at), finding.subject.clone());
        let number = self.index.get(&key).copied();
        let known = number.and_then(|number| Some((number, self.list.get_mut(number)?)));
        if let Some((number, known)) = known {
            known.ways = known.ways.or(finding.ways);
            let more = finding.reached_by;
            known.reached_by.pairs.extend(more.pairs);
            known.reached_by.requests.extend(more.requests);
            known.reached_by.responses.extend(more.responses);
            return number;
        }
        self.index.insert(key, self.list.len());
        self.list.push(finding);
        self.list.len() - 1
    }

    pub(in crate::diff) fn count(&self) -> usize {
        self.list.len()
    }

    /// Notes that all findings from a number on follow from another one.
    pub(in crate::diff) fn follow(&mut self, parent: usize, first: usize) {
        for finding in self.list.iter_mut().skip(first) {
            finding.parent.get_or_insert(parent);
        }
    }

    /// The only finding of a kind about something; none if there are several.
    pub(in crate::diff) fn find(&self, kind: ChangeKind, subject: &str) -> Option<usize> {
        let mut found = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, one)| one.kind == kind && one.subject == subject);
        let (number, _) = found.next()?;
        found.next().is_none().then_some(number)
    }

    pub(in crate::diff) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}
