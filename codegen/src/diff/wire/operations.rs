//! Matches the operations of both versions and compares what they say about themselves.

use std::borrow::Cow;
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
type Shape = (String, &'static str);

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

/// The operations of a version by shape; `path` says what counts of a path.
fn by_shape<'d>(
    root: &Cursor<'d>,
    path: impl Fn(&'d str) -> Cow<'d, str>,
) -> BTreeMap<Shape, OperationObject<'d>> {
    let operations = OperationObject::all(root).into_iter();
    operations.map(|one| ((normalized(&path(one.template)), one.method), one)).collect()
}

impl<'d> Walker<'d> {
    pub(super) fn operations(&mut self) {
        let moved = self.moved.clone();
        let of_base = |path: &'d str| moved.as_ref().map_or(path.into(), |one| one.of_base(path));
        let of_head = |path: &'d str| moved.as_ref().map_or(path.into(), |one| one.of_head(path));
        let mut left = by_shape(&self.base, of_base);
        let mut new = by_shape(&self.head, of_head);
        let both: Vec<Shape> =
            left.keys().filter(|shape| new.contains_key(*shape)).cloned().collect();
        for shape in both {
            if let (Some(old), Some(new)) = (left.remove(&shape), new.remove(&shape)) {
                self.operation(&old, &new);
            }
        }
        self.begun_otherwise(&mut left, &mut new);
        let mut by_id: BTreeMap<&str, Shape> =
            new.iter().filter_map(|(shape, one)| Some((one.id()?, shape.clone()))).collect();
        for old in left.into_values() {
            let moved =
                old.id().and_then(|id| by_id.remove(id)).and_then(|shape| new.remove(&shape));
            match moved {
                Some(new) => self.moved(&old, &new),
                None => self.removed(&old),
            }
        }
        for new in new.values() {
            self.added(new);
        }
    }

    /// All paths that are not the same begin with something else: one change, not one for each.
    fn begun_otherwise(
        &mut self,
        left: &mut BTreeMap<Shape, OperationObject<'d>>,
        new: &mut BTreeMap<Shape, OperationObject<'d>>,
    ) {
        const MOST_SEGMENTS: usize = 3;
        if left.len() < 2 || left.len() != new.len() {
            return;
        }
        let numbers =
            (0..=MOST_SEGMENTS).flat_map(|old| (0..=MOST_SEGMENTS).map(move |new| (old, new)));
        let fits = |(old, fresh): &(usize, usize)| {
            let (base, head) = (tails(left, *old), tails(new, *fresh));
            base.is_some() && base == head
        };
        // The fewest segments that explain all.
        let mut found: Vec<(usize, usize)> = numbers.filter(fits).collect();
        found.sort_by_key(|(old, new)| old + new);
        let Some((from, to)) = found.first().copied() else { return };
        let (old, mut fresh) = (std::mem::take(left), std::mem::take(new));
        let mut by_tail: BTreeMap<Shape, OperationObject<'d>> = BTreeMap::new();
        for (shape, operation) in std::mem::take(&mut fresh) {
            by_tail.insert((begin_and_tail(&shape.0, to).1, shape.1), operation);
        }
        let mut numbers = Vec::new();
        let mut places = None;
        for (shape, old) in old {
            let tail = (begin_and_tail(&shape.0, from).1, shape.1);
            let Some(new) = by_tail.remove(&tail) else { continue };
            numbers.push(self.operation(&old, &new));
            places.get_or_insert_with(|| {
                let begins =
                    (begin_and_tail(old.template, from).0, begin_and_tail(new.template, to).0);
                (begins, old.node.key_location(), new.node.key_location())
            });
        }
        let Some(((before, after), base, head)) = places else { return };
        let count = numbers.len();
        let sentence = match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("{count} routes begin with `{after}` now"),
            (_, true) => format!("{count} routes no longer begin with `{before}`"),
            _ => format!("{count} routes begin with `{after}` now instead of `{before}`"),
        };
        let kind = ChangeKind::OperationPathChanged;
        let mut finding = Finding::new(kind, Ways::REQUEST, "the contract", sentence)
            .at(Some(base), Some(head))
            .about("paths")
            .values(Some(before), Some(after));
        finding.reached_by.requests.extend(numbers);
        self.findings.add(finding);
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
        self.findings.add(finding.written([&new.node]));
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
        self.findings.add(finding.written([&old.node]));
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
        self.matched.push((old.node.key_location(), new.node.key_location()));
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
                (Some(old), Some(new)) if old.to_json_resolved() != new.to_json_resolved() => {
                    (ChangeKind::DescriptionChanged, "is described in other words")
                }
                _ => continue,
            };
            let place = self.operations.get(number).cloned().unwrap_or_default();
            let sentence = format!("the callback `{name}` {word}");
            let at = |node: Option<&Cursor<'_>>| node.map(Cursor::key_location);
            let finding = Finding::new(kind, Ways::RESPONSE, &place, sentence);
            let finding = finding.at(at(old), at(new)).about(name).by_operation(number);
            let text =
                |node: Option<&Cursor<'_>>| node.map(|node| node.to_json_resolved().to_string());
            let finding = finding.values(text(old), text(new));
            self.findings.add(finding);
        }
    }
}

/// The first segments of a path, and the rest.
fn begin_and_tail(path: &str, segments: usize) -> (String, String) {
    let end = path.match_indices('/').nth(segments).map_or(path.len(), |(at, _)| at);
    let (begin, tail) = path.split_at(end);
    (begin.to_owned(), tail.to_owned())
}

/// The paths without their first segments, if these are the same everywhere.
fn tails(
    operations: &BTreeMap<Shape, OperationObject<'_>>,
    segments: usize,
) -> Option<BTreeSet<Shape>> {
    let mut begin = None;
    let mut found = BTreeSet::new();
    for (path, method) in operations.keys() {
        let (first, tail) = begin_and_tail(path, segments);
        if tail.is_empty() || *begin.get_or_insert_with(|| first.clone()) != first {
            return None;
        }
        found.insert((tail, *method));
    }
    Some(found)
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
