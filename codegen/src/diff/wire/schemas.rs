//! Compares two schemas that stand at the same place.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Walker;
use super::finding::{Finding, PairId, Ways};
use super::flat::Flat;
use super::label;
use super::schema::Schema;
use crate::diagnostic::Location;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;

/// The two meanings that are being compared, and where they stand.
pub(super) struct Both<'a, 'd> {
    pub(super) pair: PairId,
    pub(super) place: &'a str,
    pub(super) base: &'a Flat<'d>,
    pub(super) head: &'a Flat<'d>,
    /// The places of the schemas themselves.
    pub(super) base_at: Option<Location>,
    pub(super) head_at: Option<Location>,
    pub(super) base_node: Option<Cursor<'d>>,
    pub(super) head_node: Option<Cursor<'d>>,
}

/// How the types of two schemas differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Types {
    Same,
    /// One has all values of the other.
    Related,
    /// They have nothing in common, which this finding says; all else follows from it.
    Other(usize),
}

impl Both<'_, '_> {
    /// A finding at two places, or at the schemas themselves where a side has none.
    pub(super) fn finding(
        &self,
        kind: ChangeKind,
        base: Option<&Cursor<'_>>,
        head: Option<&Cursor<'_>>,
        sentence: String,
    ) -> Finding {
        // A side that has nothing to point to is not part of what the finding is.
        let anchor = head.or(base).map(|node| (head.is_some(), node.location()));
        let base = base.map(Cursor::location).or_else(|| self.base_at.clone());
        let head = head.map(Cursor::location).or_else(|| self.head_at.clone());
        let inside = head.as_ref().or(base.as_ref()).and_then(|at| label::of_pointer(&at.pointer));
        let place = inside.as_deref().unwrap_or(self.place);
        let finding = Finding::new(kind, Ways::BOTH, place, sentence).at(base, head);
        Finding { anchor, ..finding }.by_pair(self.pair)
    }
}

impl<'d> Walker<'d> {
    /// Compares every pair that was met, and those that are met on the way.
    pub(super) fn compare_pairs(&mut self) {
        while let Some(pair) = self.pairs.next() {
            let Some(found) = self.pairs.get(pair) else { continue };
            let (base_schema, head_schema) = (found.base.clone(), found.head.clone());
            let place = found.place.clone();
            let (base, head) = (Flat::of(&base_schema), Flat::of(&head_schema));
            if base.is_incomplete || head.is_incomplete {
                continue;
            }
            let both = Both {
                pair,
                place: &place,
                base: &base,
                head: &head,
                base_at: base_schema.definition().map(|node| node.key_location()),
                head_at: head_schema.definition().map(|node| node.key_location()),
                base_node: base_schema.definition(),
                head_node: head_schema.definition(),
            };
            self.names(&both, &base_schema, &head_schema);
            self.texts(&both);
            self.unread(&both);
            if self.unions(&both) {
                let types = self.types(&both);
                let first = self.findings.count();
                // Another type brings another format with it.
                if types == Types::Same {
                    self.format(&both);
                }
                self.values(&both);
                self.keywords(&both);
                self.objects(&both);
                self.items(&both);
                if let Types::Other(number) = types {
                    self.findings.follow(number, first);
                }
            }
        }
    }

    /// How the types differ.
    fn types(&mut self, both: &Both<'_, 'd>) -> Types {
        let none = BTreeSet::new();
        let (base, base_at) =
            both.base.types.as_ref().map_or((&none, None), |(t, at)| (t, at.as_ref()));
        let (head, head_at) =
            both.head.types.as_ref().map_or((&none, None), |(t, at)| (t, at.as_ref()));
        if base == head {
            return Types::Same;
        }
        let (before, after) = (list(base), list(head));
        let kind = if is_within(base, head) {
            ChangeKind::TypeWidened
        } else if is_within(head, base) {
            ChangeKind::TypeNarrowed
        } else {
            ChangeKind::TypeChanged
        };
        let sentence = format!("the type went from {before} to {after}");
        let finding = both.finding(kind, base_at, head_at, sentence);
        let number = self.findings.add(finding.values(Some(before), Some(after)));
        match kind {
            ChangeKind::TypeChanged => Types::Other(number),
            _ => Types::Related,
        }
    }

    fn items(&mut self, both: &Both<'_, 'd>) {
        if let (Some(base), Some(head)) = (&both.base.items, &both.head.items) {
            self.child(both, base.clone(), head.clone(), Ways::BOTH, "[]");
        }
    }

    /// Lets a pair inside this one be compared.
    pub(super) fn child(
        &mut self,
        both: &Both<'_, '_>,
        base: Schema<'d>,
        head: Schema<'d>,
        ways: Ways,
        step: &str,
    ) {
        if ways.is_none() {
            return;
        }
        let child = self.pairs.of(base, head, || format!("{}{step}", both.place));
        if let Some(child) = child {
            self.pairs.link(both.pair, child, ways);
        }
    }

    /// Component names: renamed, extracted, inlined.
    fn names(&mut self, both: &Both<'_, 'd>, base: &Schema<'d>, head: &Schema<'d>) {
        let (before, after) = (base.component(), head.component());
        if before == after {
            return;
        }
        let (kind, subject, sentence) = match (&before, &after) {
            (Some(old), Some(new)) => {
                if self.head_names.contains(old) || self.base_names.contains(new) {
                    return self.replaced(both, base, head);
                }
                let sentence = format!("the schema `{old}` was renamed to `{new}`");
                (ChangeKind::SchemaRenamed, new.clone(), sentence)
            }
            (None, Some(new)) if !self.base_names.contains(new) => {
                let sentence = format!("the inline schema became the component `{new}`");
                (ChangeKind::SchemaExtracted, new.clone(), sentence)
            }
            (Some(old), None) if !self.head_names.contains(old) => {
                let sentence = format!("the component `{old}` was written out in place");
                (ChangeKind::SchemaInlined, old.clone(), sentence)
            }
            _ => return,
        };
        let at = |schema: &Schema<'d>| schema.definition().map(|node| node.key_location());
        let finding = Finding::new(kind, Ways::BOTH, both.place, sentence)
            .at(at(base), at(head))
            .about(subject)
            .values(before, after)
            .by_pair(both.pair);
        self.findings.add(finding);
    }

    /// Another component stands here, and the one that stood here may be what it was.
    fn replaced(&mut self, both: &Both<'_, 'd>, base: &Schema<'d>, head: &Schema<'d>) {
        let Some(pair) = self.pairs.get(both.pair) else { return };
        let (before, after) = (base.component(), head.component());
        let [old, new] = [&before, &after].map(|name| name.clone().unwrap_or_default());
        let sentence = format!("it is a `{new}` now and was a `{old}`");
        let place = pair.seats.first().cloned().unwrap_or_else(|| both.place.to_owned());
        let at = |schema: &Schema<'d>| schema.used().map(Cursor::key_location);
        let finding = Finding::new(ChangeKind::SchemaReplaced, Ways::BOTH, &place, sentence)
            .at(at(base), at(head))
            .about(new)
            .values(before, after)
            .by_pair(both.pair);
        let finding = Finding { heads: Some(both.pair), ..finding };
        let number = self.findings.add(finding);
        self.pairs.own(both.pair, number);
    }

    /// What people read.
    fn texts(&mut self, both: &Both<'_, 'd>) {
        for keyword in ["title", "description", "externalDocs"] {
            let (base, head) = (both.base.keywords.get(keyword), both.head.keywords.get(keyword));
            let words = |text: Option<&super::flat::Keyword<'_>>| {
                text.map(|text| match text.value.as_str() {
                    Some(text) => super::docs::words(text),
                    None => text.value.to_string(),
                })
            };
            let (before, after) = (words(base), words(head));
            if before != after {
                let sentence = super::docs::sentence(keyword, before.is_some(), after.is_some());
                let (base, head) = (base.map(|text| &text.at), head.map(|text| &text.at));
                let finding = both.finding(ChangeKind::DescriptionChanged, base, head, sentence);
                self.findings.add(finding.about(keyword).values(before, after));
            }
        }
        let examples = |flat: &Flat<'_>| -> Vec<Value> {
            flat.examples.iter().map(Cursor::to_json_resolved).collect()
        };
        if examples(both.base) != examples(both.head) {
            let (base, head) = (both.base.examples.first(), both.head.examples.first());
            let sentence = "the example changed".to_owned();
            let finding = both.finding(ChangeKind::ExampleChanged, base, head, sentence);
            let text = |flat: &Flat<'_>| Some(Value::Array(examples(flat)).to_string());
            let finding = finding.values(text(both.base), text(both.head));
            self.findings.add(finding.about("example"));
        }
    }
}

/// Whether every value of the types `some` is one of the types `all`; no type at all means any.
fn is_within(some: &BTreeSet<&str>, all: &BTreeSet<&str>) -> bool {
    let holds = |kind: &&str| all.contains(kind) || (*kind == "integer" && all.contains("number"));
    all.is_empty() || (!some.is_empty() && some.iter().all(holds))
}

fn list(types: &BTreeSet<&str>) -> String {
    if types.is_empty() {
        return "any type".to_owned();
    }
    let quoted: Vec<String> = types.iter().map(|kind| format!("`{kind}`")).collect();
    quoted.join(" or ")
}
