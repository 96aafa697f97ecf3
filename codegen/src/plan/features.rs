//! Features of the client's crate: each handle of a large client can be compiled alone, with the types that it
//! uses.
//!
//! A type that the operations of one handle use and no others stands in a module of this handle, behind its
//! feature. What several use is always there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Operation, Payload, TypeItem, TypeRef};
use crate::target::{self, Features, RUNTIME_FEATURES};

/// A client of more operations than this has a feature for each handle, unless its owner says otherwise.
const MANY_OPERATIONS: usize = 100;

/// What is behind a feature, beside the handle.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feature {
    /// The feature, such as `push-credentials`.
    pub name: String,
    /// The module below `types` with the types that only the handle uses; it may have none.
    pub types: String,
}

/// Gives handles their features, and types to the handle that is alone in using them.
pub(super) fn divide(
    features: Features,
    apis: &mut [Api],
    types: &mut BTreeMap<String, TypeItem>,
    shared: &BTreeMap<String, TypeItem>,
) {
    let count: usize = apis.iter().map(|api| api.operations.len()).sum();
    let is_wanted = match features {
        Features::PerTag => true,
        Features::None => false,
        Features::BySize => count > MANY_OPERATIONS,
    };
    if !is_wanted {
        return;
    }
    let mut taken: BTreeSet<String> = types.values().map(|item| item.module.clone()).collect();
    for api in apis.iter_mut() {
        let mut module = api.module.clone();
        while !taken.insert(module.clone()) {
            module.push('_');
        }
        api.feature = Some(Feature { name: feature_name(&api.module), types: module });
    }
    let mut users: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (number, api) in apis.iter().enumerate() {
        for name in used(types, needed(api)) {
            users.entry(name.to_owned()).or_default().insert(number);
        }
    }
    let common = common(types, shared);
    for (name, users) in users.into_iter().filter(|(name, _)| !common.contains(name)) {
        let mut users = users.into_iter();
        if let (Some(only), None) = (users.next(), users.next())
            && let Some(feature) = apis.get(only).and_then(|api| api.feature.as_ref())
            && let Some(item) = types.get_mut(&name)
        {
            item.module.clone_from(&feature.types);
        }
    }
}

/// The feature of a handle: its module as features are spelt, unless the crate has such a feature anyway.
fn feature_name(module: &str) -> String {
    let name = module.trim_end_matches('_').replace('_', "-");
    let is_taken = name == "default"
        || RUNTIME_FEATURES.contains(&name.as_str())
        || target::DEPENDENCIES.contains(&module);
    if is_taken { format!("{name}-api") } else { name }
}

/// The types that are one for several places, and what these need: always there, since all their places
/// have them from one file.
fn common(
    types: &BTreeMap<String, TypeItem>,
    shared: &BTreeMap<String, TypeItem>,
) -> BTreeSet<String> {
    let places = types
        .values()
        .filter(|item| item.same_as.as_ref().is_some_and(|name| shared.contains_key(name)));
    let inner: Vec<&TypeRef> = shared.values().flat_map(|item| item.shape.types()).collect();
    let mut found: BTreeSet<String> = used(types, inner).into_iter().map(str::to_owned).collect();
    found.extend(places.map(|item| item.name.clone()));
    found
}

/// The types that the code of a handle names.
fn needed(api: &Api) -> Vec<&TypeRef> {
    let scope = api.scope.iter().map(|parameter| &parameter.ty);
    scope.chain(api.operations.iter().flat_map(named)).collect()
}

/// All types that code needs which names these.
fn used<'t>(types: &'t BTreeMap<String, TypeItem>, named: Vec<&'t TypeRef>) -> BTreeSet<&'t str> {
    let mut waiting: Vec<&str> = Vec::new();
    for ty in named {
        ty.visit(&mut |part| waiting.extend(part.name()));
    }
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let Some((name, item)) = types.get_key_value(name) else { continue };
        if found.insert(name.as_str()) {
            waiting.extend(item.same_as.as_deref());
            waiting.extend(item.made_of.iter().map(|conversion| conversion.from.as_str()));
            for ty in item.shape.types() {
                ty.visit(&mut |part| waiting.extend(part.name()));
            }
        }
    }
    found
}

/// The types that the code of an operation names.
fn named(operation: &Operation) -> Vec<&TypeRef> {
    let parameters = operation.path.iter().chain(operation.parameters());
    let mut all: Vec<&TypeRef> = parameters.map(|parameter| &parameter.ty).collect();
    all.extend(operation.body.iter().flat_map(super::Body::types));
    all.extend(operation.body.iter().map(|body| &body.ty));
    all.extend(operation.success.cases().filter_map(|(payload, _)| match payload {
        Payload::Json(ty) | Payload::Optional(ty) | Payload::Collection { item: ty, .. } => {
            Some(ty)
        }
        Payload::Empty | Payload::ByStatus(_) => None,
    }));
    all.extend(operation.success.paging.iter().map(|paging| &paging.item));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_handle_takes_a_feature_that_every_client_has() {
        for (module, name) in [
            ("push_credentials", "push-credentials"),
            ("type_", "type"),
            ("rate_limit", "rate-limit-api"),
            ("default", "default-api"),
            ("serde_json", "serde-json-api"),
        ] {
            assert_eq!(feature_name(module), name);
        }
    }
}
