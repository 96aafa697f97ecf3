//! What later stages ask of every type, found once for all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Payload, TypeItem, TypeRef};

/// What holds for types because of others, or of operations.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Types whose values have a secret somewhere inside.
    secret: BTreeSet<String>,
    /// The relation under which collections embed a type.
    relations: BTreeMap<String, String>,
}

impl Found {
    pub(super) fn of<'t>(
        types: impl Iterator<Item = (&'t String, &'t TypeItem)>,
        apis: &[Api],
    ) -> Self {
        Self { secret: with_secrets(types), relations: relations(apis) }
    }

    pub(super) fn holds_secrets(&self, ty: &TypeRef) -> bool {
        let mut holds = false;
        ty.visit(&mut |part| holds |= self.is_secret(part));
        holds
    }

    fn is_secret(&self, part: &TypeRef) -> bool {
        match part {
            TypeRef::Secret => true,
            TypeRef::Named(name) => self.secret.contains(name),
            _ => false,
        }
    }

    pub(super) fn relation(&self, name: &str) -> Option<&str> {
        self.relations.get(name).map(String::as_str)
    }
}

/// From the types that have one, to those that hold these.
fn with_secrets<'t>(types: impl Iterator<Item = (&'t String, &'t TypeItem)>) -> BTreeSet<String> {
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for (name, item) in types {
        for ty in item.shape.types() {
            ty.visit(&mut |part| match part {
                TypeRef::Secret => waiting.push(name.as_str()),
                TypeRef::Named(inner) => holders.entry(inner).or_default().push(name),
                _ => {}
            });
        }
    }
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if found.insert(name.to_owned()) {
            waiting.extend(holders.get(name).into_iter().flatten());
        }
    }
    found
}

fn relations(apis: &[Api]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let operations = apis.iter().flat_map(|api| &api.operations);
    for (payload, _) in operations.flat_map(|operation| operation.success.cases()) {
        if let Payload::Collection { item: TypeRef::Named(name), relation, .. } = payload {
            found.entry(name.clone()).or_insert_with(|| relation.clone());
        }
    }
    found
}
