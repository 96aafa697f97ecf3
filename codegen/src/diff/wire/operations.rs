//! Matches the operations of both versions and compares what they say about themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

/// The `operationId`, or else the route.
pub(super) fn name(operation: &OperationObject<'_>) -> String {
    operation.id().map_or_else(|| operation.route(), ToOwned::to_owned)
}

/// Path and method, whatever the path parameters are called.
fn shape(operation: &OperationObject<'_>) -> (String, &'static str) {
    (normalized(operation.template), operation.method)
}

/// A path with nothing between the braces.
fn normalized(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut is_inside = false;
    for c in template.chars() {
        if c == '}' {
            is_inside = false;
        }
        if !is_inside {
            text.push(c);
        }
        if c == '{' {
            is_inside = true;
        }
    }
    text
}

fn list<'d>(root: &Cursor<'d>) -> Vec<OperationObject<'d>> {
    let mut found = OperationObject::all(root);
    found.sort_by_key(shape);
    found
}

impl<'d> Walker<'d> {
    pub(super) fn operations(&mut self) {
        let (base, head) = (list(&self.base), list(&self.head));
        let mut new: BTreeMap<_, OperationObject<'d>> =
            head.into_iter().map(|operation| (shape(&operation), operation)).collect();
        let mut left = Vec::new();
        for old in base {
            match new.remove(&shape(&old)) {
                Some(new) => _ = self.operation(&old, &new),
                None => left.push(old),
            }
        }
        let mut by_id: BTreeMap<&str, (String, &str)> =
            new.values().filter_map(|one| Some((one.id()?, shape(one)))).collect();
        for old in left {
            let moved =
                old.id().and_then(|id| by_id.remove(id)).and_then(|route| new.remove(&route));
            match moved {
                Some(new) => self.moved(&old, &new),
                None => self.removed(&old),
            }
        }
        for new in new.values() {
            self.added(new);
        }
    }

    fn number(&mut self, operation: &OperationObject<'d>) -> OperationIndex {
        self.operations.push(name(operation));
        self.operations.len() - 1
    }

    fn added(&mut self, new: &OperationObject<'d>) {
        let number = self.number(new);
        let sentence = format!("`{}` is new", new.route());
        let mut finding =
            Finding::new(ChangeKind::OperationAdded, Ways::REQUEST, &name(new), sentence)
                .at(None, Some(new.node.key_location()))
                .about(new.route())
                .by_operation(number);
        finding.covers.head = self.head_covers(Some(&new.node));
        self.findings.add(finding);
    }

    fn removed(&mut self, old: &OperationObject<'d>) {
        let number = self.number(old);
        let after = if flag(&old.node, "deprecated") { ", after its deprecation" } else { "" };
        let sentence = format!("`{}` is gone{after}", old.route());
        let mut finding =
            Finding::new(ChangeKind::OperationRemoved, Ways::REQUEST, &name(old), sentence)
                .at(Some(old.node.key_location()), None)
                .about(old.route())
                .by_operation(number);
        finding.covers.base = self.base_covers(Some(&old.node));
        self.findings.add(finding);
    }

    /// The same `operationId` at another route.
    fn moved(&mut self, old: &OperationObject<'d>, new: &OperationObject<'d>) {
        let number = self.operation(old, new);
        let (before, after) = (old.route(), new.route());
        let kind = if old.method == new.method {
            ChangeKind::OperationPathChanged
        } else {
            ChangeKind::OperationMethodChanged
        };
        let sentence = format!("the route went from `{before}` to `{after}`");
        self.findings.add(
            Finding::new(kind, Ways::REQUEST, &name(new), sentence)
                .at(Some(old.node.key_location()), Some(new.node.key_location()))
                .values(Some(before), Some(after))
                .by_operation(number),
        );
    }

    fn operation(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
    ) -> OperationIndex {
        let number = self.number(new);
        self.identity(old, new, number);
        self.deprecation(&old.node, &new.node, &name(new), number);
        self.idempotency(&old.node, &new.node, &name(new), number);
        let texts = ["summary", "description", "externalDocs", "x-provenance", "x-replaced-by"];
        self.node_texts(&texts, &old.node, &new.node, &name(new), Some((number, Ways::BOTH)));
        self.parameters(old, new, number);
        self.bodies(old, new, number);
        self.responses(old, new, number);
        self.security(old, new, number);
        self.operation_servers(old, new, number);
        self.callbacks(old, new, number);
        number
    }

    fn identity(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let id = |operation: &OperationObject<'d>| operation.node.get("operationId");
        if old.id() != new.id() {
            let quoted = |id: Option<&str>| id.map_or("none".to_owned(), |id| format!("`{id}`"));
            let sentence =
                format!("the `operationId` went from {} to {}", quoted(old.id()), quoted(new.id()));
            let at = |node: Option<Cursor<'_>>| node.map(|node| node.location());
            self.findings.add(
                Finding::new(ChangeKind::OperationIdChanged, Ways::REQUEST, &name(new), sentence)
                    .at(
                        at(id(old)).or_else(|| Some(old.node.key_location())),
                        at(id(new)).or_else(|| Some(new.node.key_location())),
                    )
                    .values(old.id().map(str::to_owned), new.id().map(str::to_owned))
                    .by_operation(number),
            );
        }
        self.tags(old, new, number);
    }

    fn tags(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let tags = |operation: &OperationObject<'d>| -> BTreeSet<&'d str> {
            let tags = operation.node.get("tags");
            tags.iter().flat_map(Cursor::items).filter_map(|tag| tag.as_str()).collect()
        };
        let (before, after) = (tags(old), tags(new));
        if before == after {
            return;
        }
        let renamed = self.renamed_tag(&before, &after);
        let text = |tags: &BTreeSet<&str>| {
            tags.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ")
        };
        let (before, after) = (text(&before), text(&after));
        let at = |operation: &OperationObject<'d>| {
            operation
                .node
                .get("tags")
                .map_or_else(|| operation.node.key_location(), |at| at.location())
        };
        let (place, sentence, at) = match renamed {
            Some((base, head)) => (
                "the contract".to_owned(),
                format!("the tag {before} was renamed to {after}"),
                (base.location(), head.location()),
            ),
            None => {
                (name(new), format!("the tags went from {before} to {after}"), (at(old), at(new)))
            }
        };
        self.findings.add(
            Finding::new(ChangeKind::OperationTagChanged, Ways::REQUEST, &place, sentence)
                .at(Some(at.0), Some(at.1))
                .values(Some(before), Some(after))
                .by_operation(number),
        );
    }

    /// Where the only tag of an operation is declared, if it is known under another name now.
    fn renamed_tag(
        &self,
        before: &BTreeSet<&str>,
        after: &BTreeSet<&str>,
    ) -> Option<(Cursor<'d>, Cursor<'d>)> {
        let declared = |root: &Cursor<'d>, name: &str| {
            let is_it = |tag: &Cursor<'d>| {
                tag.get("name").and_then(|tag| tag.as_str()).is_some_and(|tag| tag == name)
            };
            root.get("tags").and_then(|tags| tags.items().find(is_it))
        };
        let (Some(old), None) = (before.first(), before.iter().nth(1)) else { return None };
        let (Some(new), None) = (after.first(), after.iter().nth(1)) else { return None };
        let is_gone = declared(&self.head, old).is_none();
        let is_new = declared(&self.base, new).is_none();
        if !(is_gone && is_new) {
            return None;
        }
        Some((declared(&self.base, old)?, declared(&self.head, new)?))
    }

    /// `x-idempotent`: nothing that a server notices by itself, but clients repeat requests by it.
    fn idempotency(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        place: &str,
        number: OperationIndex,
    ) {
        let said = |node: &Cursor<'d>| node.get("x-idempotent").and_then(|flag| flag.as_bool());
        let (old_says, new_says) = (said(old), said(new));
        if old_says == new_says {
            return;
        }
        let sentence = match new_says {
            Some(true) => "clients may send a request twice now",
            Some(false) => "clients no longer send a request twice",
            None => "the method alone says whether clients may send a request twice",
        };
        let at = |node: &Cursor<'d>| match node.get("x-idempotent") {
            Some(flag) => flag.location(),
            None => node.key_location(),
        };
        self.findings.add(
            Finding::new(ChangeKind::IdempotencyChanged, Ways::REQUEST, place, sentence.to_owned())
                .at(Some(at(old)), Some(at(new)))
                .by_operation(number),
        );
    }

    fn deprecation(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        place: &str,
        number: OperationIndex,
    ) {
        let (kind, word) = match (flag(old, "deprecated"), flag(new, "deprecated")) {
            (false, true) => (ChangeKind::OperationDeprecated, "is deprecated now"),
            (true, false) => (ChangeKind::OperationUndeprecated, "is no longer deprecated"),
            _ => return,
        };
        let at = |node: &Cursor<'d>| match node.get("deprecated") {
            Some(flag) => flag.location(),
            None => node.key_location(),
        };
        self.findings.add(
            Finding::new(kind, Ways::REQUEST, place, format!("the operation {word}"))
                .at(Some(at(old)), Some(at(new)))
                .by_operation(number),
        );
    }

    /// Callbacks are compared as a whole: nothing is generated from them.
    fn callbacks(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let callbacks = |operation: &OperationObject<'d>| -> BTreeMap<&'d str, Cursor<'d>> {
            operation.node.get("callbacks").iter().flat_map(Cursor::entries).collect()
        };
        let (before, after) = (callbacks(old), callbacks(new));
        let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        for name in names {
            let (old, new) = (before.get(name), after.get(name));
            let meaning = |node: &Cursor<'_>| super::schema::without_texts(node.to_json_resolved());
            let (kind, word) = match (old, new) {
                (None, Some(_)) => (ChangeKind::CallbackAdded, "is new"),
                (Some(_), None) => (ChangeKind::CallbackRemoved, "is gone"),
                (Some(old), Some(new)) if meaning(old) != meaning(new) => {
                    (ChangeKind::CallbackChanged, "changed")
                }
                _ => continue,
            };
            let place = self.operations.get(number).cloned().unwrap_or_default();
            let sentence = format!("the callback `{name}` {word}");
            let at = |node: Option<&Cursor<'_>>| node.map(Cursor::key_location);
            let finding = Finding::new(kind, Ways::RESPONSE, &place, sentence);
            let finding = finding.at(at(old), at(new)).about(name).by_operation(number);
            self.findings.add(finding);
        }
    }
}

/// Whether a flag is set.
pub(super) fn flag(node: &Cursor<'_>, name: &str) -> bool {
    node.get(name).and_then(|value| value.as_bool()) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn the_names_of_path_parameters_do_not_matter() {
        assert_eq!(normalized("/a/{b}/c-{d}"), normalized("/a/{x}/c-{y}"));
        assert_ne!(normalized("/a/{b}/c"), normalized("/a/c/{b}"));
    }
}
