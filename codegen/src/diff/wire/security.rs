//! Compares who may call: the requirements of operations and the schemes behind them.

use std::collections::{BTreeMap, BTreeSet};

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use super::schema::without_texts;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

/// One way to get in: schemes that are needed together, with their scopes.
type Alternative = BTreeMap<String, BTreeSet<String>>;

fn alternatives(node: &Cursor<'_>) -> BTreeSet<Alternative> {
    node.items()
        .map(|requirement| {
            requirement
                .entries()
                .map(|(scheme, scopes)| {
                    let scopes =
                        scopes.items().filter_map(|scope| Some(scope.as_str()?.to_owned()));
                    (scheme.to_owned(), scopes.collect())
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
        let (base, head) = (
            old.node.get("security").or_else(|| self.base.get("security")),
            new.node.get("security").or_else(|| self.head.get("security")),
        );
        let list = |node: Option<&Cursor<'d>>| node.map(alternatives).unwrap_or_default();
        let (before, after) = (list(base.as_ref()), list(head.as_ref()));
        if before == after {
            return;
        }
        let base_at = base.as_ref().map_or_else(|| old.node.key_location(), Cursor::location);
        let head_at = head.as_ref().map_or_else(|| new.node.key_location(), Cursor::location);
        for (kind, subject, sentence) in changes(&before, &after) {
            let place = match head_at.pointer.starts_with("/security") {
                true => "the contract".to_owned(),
                false => self.operations.get(number).cloned().unwrap_or_default(),
            };
            self.findings.add(
                Finding::new(kind, Ways::REQUEST, &place, sentence)
                    .at(Some(base_at.clone()), Some(head_at.clone()))
                    .about(subject)
                    .by_operation(number),
            );
        }
    }

    /// The definitions behind the requirements.
    pub(super) fn security_schemes(&mut self) {
        let list = |root: &Cursor<'d>| -> BTreeMap<&'d str, Cursor<'d>> {
            let schemes = root.get("components").and_then(|one| one.get("securitySchemes"));
            schemes.iter().flat_map(Cursor::entries).collect()
        };
        let (before, after) = (list(&self.base), list(&self.head));
        for (name, old) in before {
            let Some(new) = after.get(name) else { continue };
            let (old, new) = (old.resolve(), new.resolve());
            let place = format!("security scheme {name}");
            self.node_texts(&["description"], &old, &new, &place, None);
            let meaning = |scheme: &Cursor<'d>| {
                let mut value = without_texts(scheme.to_json_resolved());
                scope_names_only(&mut value);
                value
            };
            let (before, after) = (meaning(&old), meaning(&new));
            if before != after {
                let sentence = format!("the security scheme `{name}` changed");
                self.findings.add(
                    Finding::new(
                        ChangeKind::SecuritySchemeChanged,
                        Ways::REQUEST,
                        &place,
                        sentence,
                    )
                    .at(Some(old.key_location()), Some(new.key_location()))
                    .about(name)
                    .values(Some(before.to_string()), Some(after.to_string())),
                );
            }
        }
    }
}

/// The texts beside scopes are for people.
fn scope_names_only(scheme: &mut serde_json::Value) {
    let flows = scheme.get_mut("flows").and_then(serde_json::Value::as_object_mut);
    for flow in flows.into_iter().flat_map(|flows| flows.values_mut()) {
        if let Some(scopes) = flow.get_mut("scopes").and_then(serde_json::Value::as_object_mut) {
            scopes.values_mut().for_each(|text| *text = serde_json::Value::Null);
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
