//! Compares the definitions of credentials, piece by piece: how they are got, and how they are sent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Walker;
use super::finding::{Finding, Ways};
use super::schema::without_texts;
use super::servers::spelling;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;

/// The keys of a scheme and of its flows that hold one value each.
const OF_SCHEME: [&str; 5] = ["type", "in", "name", "scheme", "openIdConnectUrl"];
const OF_FLOW: [&str; 3] = ["tokenUrl", "authorizationUrl", "refreshUrl"];

type Named<'d> = BTreeMap<&'d str, Cursor<'d>>;

fn entries<'d>(node: Option<Cursor<'d>>) -> Named<'d> {
    let entries = node.map(|node| node.entries().collect::<Vec<_>>()).unwrap_or_default();
    entries.into_iter().filter(|(name, _)| !name.starts_with("x-")).collect()
}

fn schemes<'d>(root: &Cursor<'d>) -> Named<'d> {
    let found = entries(root.get("components").and_then(|one| one.get("securitySchemes")));
    found.into_iter().map(|(name, scheme)| (name, scheme.resolve())).collect()
}

/// A value that is sent or called, in the one spelling that all of the same have.
fn value(node: &Cursor<'_>, key: &str) -> Option<String> {
    let found = node.get(key)?;
    let text = found.as_str().map_or_else(|| found.to_json().to_string(), str::to_owned);
    let is_header = node.get("in").is_some_and(|place| place.as_str() == Some("header"));
    Some(match key {
        "scheme" => text.to_lowercase(),
        "name" if is_header => text.to_lowercase(),
        "name" | "type" | "in" => text,
        _ => spelling(&text),
    })
}

/// What a scheme means, whatever it is called.
fn meaning(scheme: &Cursor<'_>) -> Value {
    let pick = |node: &Cursor<'_>, keys: &[&str]| -> Vec<Option<String>> {
        keys.iter().map(|key| value(node, key)).collect()
    };
    let flows = entries(scheme.get("flows"));
    let flows: Vec<Value> = flows
        .iter()
        .map(|(name, flow)| {
            let scopes: Vec<&str> = entries(flow.get("scopes")).into_keys().collect();
            serde_json::json!([name, pick(flow, &OF_FLOW), scopes])
        })
        .collect();
    serde_json::json!([pick(scheme, &OF_SCHEME), flows])
}

/// Schemes of the head that are one of the base under another name, which is not sent: the names of the
/// base by those of the head.
pub(super) fn renamed(base: &Cursor<'_>, head: &Cursor<'_>) -> BTreeMap<String, String> {
    let (old, new) = (schemes(base), schemes(head));
    let mut gone: Vec<(&str, Value)> = old
        .iter()
        .filter(|(name, _)| !new.contains_key(*name))
        .map(|(name, scheme)| (*name, meaning(scheme)))
        .collect();
    let mut found = BTreeMap::new();
    for (name, scheme) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        let meaning = meaning(scheme);
        if let Some(at) = gone.iter().position(|(_, known)| *known == meaning) {
            found.insert((*name).to_owned(), gone.remove(at).0.to_owned());
        }
    }
    found
}

/// A piece of a scheme that is another.
struct Piece<'d> {
    kind: ChangeKind,
    subject: String,
    sentence: String,
    old: Option<Cursor<'d>>,
    new: Option<Cursor<'d>>,
}

impl<'d> Walker<'d> {
    /// The definitions behind the requirements that operations have.
    pub(super) fn security_schemes(&mut self) {
        let (before, after) = (schemes(&self.base), schemes(&self.head));
        for (name, new) in &after {
            let known = self.renamed_schemes.get(*name).cloned();
            let old_name = known.as_deref().unwrap_or(name);
            let Some(old) = before.get(old_name) else { continue };
            let place = format!("security scheme {name}");
            self.node_texts(&["description", "bearerFormat"], old, new, &place, None);
            let mut pieces = pieces(old, new);
            if old_name != *name {
                pieces.push(Piece {
                    kind: ChangeKind::SecuritySchemeRenamed,
                    subject: (*name).to_owned(),
                    sentence: format!("the security scheme `{old_name}` was renamed to `{name}`"),
                    old: Some(old.clone()),
                    new: Some(new.clone()),
                });
            }
            let users = self.scheme_users.get(old_name).cloned().unwrap_or_default();
            for piece in pieces {
                self.piece(piece, &place, (old, new), &users);
            }
        }
    }

    fn piece(
        &mut self,
        piece: Piece<'d>,
        place: &str,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
        users: &BTreeSet<usize>,
    ) {
        let text = |node: &Option<Cursor<'d>>| {
            let json = without_texts(node.as_ref()?.to_json());
            Some(json.as_str().map_or_else(|| json.to_string(), str::to_owned))
        };
        let (before, after) = (text(&piece.old), text(&piece.new));
        let base = piece.old.as_ref().map_or_else(|| old.key_location(), Cursor::key_location);
        let head = piece.new.as_ref().map_or_else(|| new.key_location(), Cursor::key_location);
        // What no operation needs is not sent.
        let ways = Ways::REQUEST.when(|| !users.is_empty());
        let mut finding = Finding::new(piece.kind, ways, place, piece.sentence)
            .at(Some(base), Some(head))
            .about(piece.subject)
            .values(before, after);
        finding.reached_by.requests = users.clone();
        // A scope that can be asked for because it is needed is part of that.
        let cause = match piece.kind {
            ChangeKind::SecurityScopeOffered => Some(ChangeKind::SecurityScopeAdded),
            ChangeKind::SecurityScopeWithdrawn => Some(ChangeKind::SecurityScopeRemoved),
            _ => None,
        };
        let scope = finding.subject.split_once(' ').map(|(_, scope)| scope.to_owned());
        finding.parent =
            cause.zip(scope).and_then(|(kind, scope)| self.findings.find(kind, &scope));
        self.findings.add(finding);
    }
}

fn pieces<'d>(old: &Cursor<'d>, new: &Cursor<'d>) -> Vec<Piece<'d>> {
    let mut found = Vec::new();
    values(old, new, &OF_SCHEME, "", &mut found);
    let (before, after) = (entries(old.get("flows")), entries(new.get("flows")));
    for (name, flow) in &after {
        let Some(old) = before.get(name) else {
            found.push(Piece {
                kind: ChangeKind::SecurityFlowAdded,
                subject: (*name).to_owned(),
                sentence: format!("the flow `{name}` is new"),
                old: None,
                new: Some(flow.clone()),
            });
            continue;
        };
        let of = format!(" of the flow `{name}`");
        values(old, flow, &OF_FLOW, &of, &mut found);
        scopes(old, flow, name, &mut found);
    }
    for (name, flow) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        found.push(Piece {
            kind: ChangeKind::SecurityFlowRemoved,
            subject: (*name).to_owned(),
            sentence: format!("the flow `{name}` is gone"),
            old: Some(flow.clone()),
            new: None,
        });
    }
    found
}

fn values<'d>(
    old: &Cursor<'d>,
    new: &Cursor<'d>,
    keys: &[&str],
    of: &str,
    found: &mut Vec<Piece<'d>>,
) {
    for key in keys {
        if value(old, key) == value(new, key) {
            continue;
        }
        let text = |node: &Cursor<'d>| {
            let text = node.get(key).and_then(|value| value.as_str());
            text.map_or_else(|| "nothing".to_owned(), |text| format!("`{text}`"))
        };
        found.push(Piece {
            kind: ChangeKind::SecuritySchemeChanged,
            subject: format!("{key}{of}"),
            sentence: format!("`{key}`{of} went from {} to {}", text(old), text(new)),
            old: old.get(key),
            new: new.get(key),
        });
    }
}

/// Which scopes can be asked for; which are needed is said where they are needed.
fn scopes<'d>(old: &Cursor<'d>, new: &Cursor<'d>, flow: &str, found: &mut Vec<Piece<'d>>) {
    let (before, after) = (entries(old.get("scopes")), entries(new.get("scopes")));
    for (scope, node) in after.iter().filter(|(scope, _)| !before.contains_key(*scope)) {
        found.push(Piece {
            kind: ChangeKind::SecurityScopeOffered,
            subject: format!("{flow} {scope}"),
            sentence: format!("the flow `{flow}` offers the scope `{scope}`"),
            old: None,
            new: Some(node.clone()),
        });
    }
    for (scope, node) in before.iter().filter(|(scope, _)| !after.contains_key(*scope)) {
        found.push(Piece {
            kind: ChangeKind::SecurityScopeWithdrawn,
            subject: format!("{flow} {scope}"),
            sentence: format!("the flow `{flow}` no longer offers the scope `{scope}`"),
            old: Some(node.clone()),
            new: None,
        });
    }
}
