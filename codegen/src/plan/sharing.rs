//! Inline schemas that say the same at several places: one type, and for every other place an alias.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::Planner;
use super::{Extra, Shape, TypeItem, TypeRef, Usage};
use crate::pointer::Pointer;

impl Planner<'_> {
    /// Makes aliases of the types of inline schemas whose code would be the same.
    ///
    /// The type is that of the place with the shortest name, and of those the first in the alphabet. Every
    /// place keeps its name, and all code goes on to use it; so whatever is added or removed, and
    /// whichever of the places has the type, nothing that users write changes. Types that operations
    /// name stay as they are: traits are implemented for them. So do variants, which convert to
    /// their union.
    pub(super) fn share(&mut self, named_by_operations: &BTreeSet<String>) {
        let variants: BTreeSet<String> =
            self.types.values().flat_map(|item| variants(&item.shape)).map(str::to_owned).collect();
        let is_free = |item: &&TypeItem| {
            Pointer::of(&item.location.pointer).schema().is_none()
                && !named_by_operations.contains(&item.name)
                && !variants.contains(&item.name)
                && !matches!(item.shape, Shape::Union(_))
        };
        let inline: Vec<String> =
            self.types.values().filter(is_free).map(|item| item.name.clone()).collect();
        // Types of which others are made come first in later rounds, so that their owners are alike then.
        let mut same: BTreeMap<String, String> = BTreeMap::new();
        loop {
            let found = self.same_code(&inline, &same);
            if found == same {
                break;
            }
            same = found;
        }
        for (name, shared) in same {
            let usage = self.types.get(&name).map(|item| item.usage);
            if let (Some(item), Some(usage)) = (self.types.get_mut(&shared), usage)
                && item.usage != usage
            {
                item.usage = Usage::Both;
            }
            if let Some(item) = self.types.get_mut(&name) {
                item.same_as = Some(shared);
            }
        }
    }

    /// Which types are others, if these are known to be.
    fn same_code(
        &self,
        inline: &[String],
        same: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for item in inline.iter().filter_map(|name| self.types.get(name)) {
            groups.entry(code(item, same)).or_default().push(&item.name);
        }
        let mut found = BTreeMap::new();
        for mut names in groups.into_values() {
            names.sort_by_key(|name| (name.len(), *name));
            let Some((shared, others)) = names.split_first() else { continue };
            found.extend(others.iter().map(|name| ((*name).to_owned(), (*shared).to_owned())));
        }
        found
    }
}

/// All that decides the code of a type but its name and its description, which an alias has of its own.
fn code(item: &TypeItem, same: &BTreeMap<String, String>) -> String {
    let mut shape = item.shape.clone();
    if let Shape::Struct(object) = &mut shape {
        for field in &mut object.fields {
            field.location = item.location.clone();
            rename(&mut field.ty, same);
        }
        for constant in &mut object.constants {
            constant.location = item.location.clone();
        }
        if let Extra::Typed(ty) = &mut object.extra {
            rename(ty, same);
        }
    }
    format!("{:?} {:?} {shape:?}", item.deprecation, item.successor)
        .replace(&format!("{:?}", item.location), "")
}

fn rename(ty: &mut TypeRef, same: &BTreeMap<String, String>) {
    match ty {
        TypeRef::Named(name) => {
            if let Some(shared) = same.get(name) {
                name.clone_from(shared);
            }
        }
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            rename(inner, same);
        }
        TypeRef::String
        | TypeRef::Secret
        | TypeRef::Scalar(_)
        | TypeRef::Json
        | TypeRef::Runtime(_) => {}
    }
}

/// The types that a union holds.
fn variants(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Union(union) => union.variants.iter().filter_map(|one| one.ty.name()).collect(),
        _ => Vec::new(),
    }
}
