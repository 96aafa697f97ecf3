//! Compares who may call: the requirements of operations and the schemes behind them.

use std::collections::{BTreeMap, BTreeSet};

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

/// One way to get in: schemes that are needed together, with their scopes.
type Alternative = BTreeMap<String, BTreeSet<String>>;

fn alternatives(node: &Cursor<'_>, renamed: &BTreeMap<String, String>) -> BTreeSet<Alternative> {
    node.items()
        .map(|requirement| {
            requirement
                .entries()
                .map(|(scheme, scopes)| {
                    let scopes =
                        scopes.items().filter_map(|scope| Some(scope.as_str()?.to_owned()));
                    let name = renamed.get(scheme).map_or(scheme, String::as_str);
                    (name.to_owned(), scopes.collect())
                })
                .collect()
        })
        .collect()
}

fn schemes(alternative: &Alternative) -> Vec<&str> {
    alternative.keys().map(String::as_str).collect()
}

fn text(alternative: &Alternative) -> String {
    if alternative.is_empty() {
        return "no credentials".to_owned();
    }
    schemes(alternative).join(" with ")
}

impl<'d> Walker<'d> {
    pub(super) fn security(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let own = (old.node.get("security"), new.node.get("security"));
        // What holds for all that say nothing is one change.
        let is_shared = own.0.is_none() && own.1.is_none();
        let base = own.0.or_else(|| self.base.get("security"));
        let head = own.1.or_else(|| self.head.get("security"));
        let none = BTreeMap::new();
        let list = |node: Option<&Cursor<'d>>, renamed: &BTreeMap<String, String>| {
            node.map(|node| alternatives(node, renamed)).unwrap_or_default()
        };
        let (before, after) =
            (list(base.as_ref(), &none), list(head.as_ref(), &self.renamed_schemes));
        for scheme in before.iter().chain(&after).flat_map(BTreeMap::keys) {
            self.scheme_users.entry(scheme.clone()).or_default().insert(number);
        }
        if before == after {
            return;
        }
        let at = |node: &Option<Cursor<'d>>, root: &Cursor<'d>, own: &Cursor<'d>| match node {
            Some(node) => node.location(),
            None if is_shared => root.location(),
            None => own.key_location(),
        };
        let base_at = at(&base, &self.base, &old.node);
        let head_at = at(&head, &self.head, &new.node);
        let place = match is_shared {
            true => "the contract".to_owned(),
            false => self.operations.get(number).cloned().unwrap_or_default(),
        };
        for (kind, subject, sentence) in changes(&before, &after) {
            self.findings.add(
                Finding::new(kind, Ways::REQUEST, &place, sentence)
                    .at(Some(base_at.clone()), Some(head_at.clone()))
                    .about(subject)
                    .by_operation(number),
            );
        }
    }
}

/// What changed between two sets of alternatives.
fn changes(
    before: &BTreeSet<Alternative>,
    after: &BTreeSet<Alternative>,
) -> Vec<(ChangeKind, String, String)> {
    let is_open = |set: &BTreeSet<Alternative>| set.is_empty() || set.contains(&Alternative::new());
    let mut found = Vec::new();
    match (is_open(before), is_open(after)) {
        (true, false) => {
            let sentence = "credentials are needed now".to_owned();
            return vec![(ChangeKind::SecurityAdded, "security".to_owned(), sentence)];
        }
        (false, true) => {
            let sentence = "no credentials are needed any more".to_owned();
            return vec![(ChangeKind::SecurityRemoved, "security".to_owned(), sentence)];
        }
        _ => {}
    }
    let mut new: Vec<&Alternative> = after.difference(before).collect();
    for old in before.difference(after) {
        let same = new.iter().position(|one| schemes(one) == schemes(old));
        match same.map(|position| new.remove(position)) {
            Some(new) => scopes(old, new, &mut found),
            None => found.push((
                ChangeKind::SecurityAlternativeRemoved,
                text(old),
                format!("`{}` is no longer accepted", text(old)),
            )),
        }
    }
    for new in new {
        let sentence = format!("`{}` is accepted too", text(new));
        found.push((ChangeKind::SecurityAlternativeAdded, text(new), sentence));
    }
    found
}

fn scopes(old: &Alternative, new: &Alternative, found: &mut Vec<(ChangeKind, String, String)>) {
    for (scheme, scopes) in new {
        let before = old.get(scheme).cloned().unwrap_or_default();
        for scope in scopes.difference(&before) {
            let sentence = format!("`{scheme}` needs the scope `{scope}`");
            found.push((ChangeKind::SecurityScopeAdded, scope.clone(), sentence));
        }
        for scope in before.difference(scopes) {
            let sentence = format!("`{scheme}` no longer needs the scope `{scope}`");
            found.push((ChangeKind::SecurityScopeRemoved, scope.clone(), sentence));
        }
    }
}
