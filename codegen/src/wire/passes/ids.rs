//! Pass 3: finishes newtypes: a private value, and for ids `Copy` and no way to treat them as text.

use super::trait_name;
use crate::plan::{Plan, Shape};
use crate::wire::{TypeCode, Types};

/// Conversions that are dropped: `Deref` would make ids of different kinds alike again, and the
/// others say twice what `FromStr` says.
const DROPPED: [&str; 3] = ["Deref", "TryFrom<String>", "TryFrom<&String>"];

pub(crate) fn run(types: &mut Types, plan: &Plan) {
    for item in plan.defined() {
        if matches!(item.shape, Shape::Id | Shape::Text)
            && let Some(code) = types.get_mut(&item.name)
        {
            finish(code);
        }
    }
}

fn finish(code: &mut TypeCode) {
    if let syn::Item::Struct(definition) = &mut code.definition {
        for field in &mut definition.fields {
            field.vis = syn::Visibility::Inherited;
        }
    }
    code.impls
        .retain(|block| trait_name(block).is_none_or(|name| !DROPPED.contains(&name.as_str())));
}
