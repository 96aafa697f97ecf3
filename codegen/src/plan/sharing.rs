//! Inline schemas that say the same at several places: one type, and for every other place an alias.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::Planner;
use super::{Extra, Shape, TypeItem, TypeRef, Usage, names};
use crate::pointer::Pointer;

impl Planner<'_> {
    /// Makes aliases of the types of inline schemas whose code would be the same and whose names end alike:
    /// equal objects that are called otherwise have nothing to do with each other.
    ///
    /// The type is called what all their names end with, and nobody can name it: every place keeps its
    /// name, and all code goes on to use it; so whatever is added or removed, nothing that users write changes.
    /// Where another type is called so, or they are of several files, the type is that of the place with the
    /// shortest name, and of those the first in the alphabet. Types that operations name stay as they
    /// are: traits are implemented for them. So do variants, which convert to their union.
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
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, first) in same {
            groups.entry(first.clone()).or_insert_with(|| vec![first]).push(name);
        }
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        for (first, names) in groups {
            let usages: Vec<Usage> =
                names.iter().filter_map(|name| Some(self.types.get(name)?.usage)).collect();
            let common = self.common_name(&names);
            let Some(item) = self.types.get_mut(&first) else { continue };
            if usages.iter().any(|usage| *usage != item.usage) {
                item.usage = Usage::Both;
            }
            let shared = common.unwrap_or_else(|| first.clone());
            if shared != first {
                let docs = vec!["What several places of the contract have in common.".to_owned()];
                let shape = item.clone();
                let made = TypeItem { name: shared.clone(), docs, ..shape };
                self.shared.insert(shared.clone(), made);
            }
            let aliases = names.iter().filter(|name| **name != shared);
            for name in aliases {
                if let Some(item) = self.types.get_mut(name) {
                    item.same_as = Some(shared.clone());
                }
                renamed.insert(name.clone(), shared.clone());
            }
        }
        for item in self.shared.values_mut() {
            let Shape::Struct(object) = &mut item.shape else { continue };
            object.fields.iter_mut().for_each(|field| rename(&mut field.ty, &renamed));
            if let Extra::Typed(ty) = &mut object.extra {
                rename(ty, &renamed);
            }
        }
    }

    /// What the names of types of one file end with, if that says something and is no other name.
    fn common_name(&self, names: &[String]) -> Option<String> {
        let modules: BTreeSet<&str> =
            names.iter().filter_map(|name| Some(self.types.get(name)?.module.as_str())).collect();
        let common = names.iter().map(|name| words(name)).reduce(|one, other| {
            let same = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b);
            let count = same.count();
            one[one.len() - count..].to_vec()
        })?;
        let name = common.concat();
        let is_taken = |name: &str| self.types.contains_key(name) || self.shared.contains_key(name);
        let is_group = |item: &TypeItem| item.group().is_some_and(|group| group == name);
        let stem = name.strip_suffix("Required").and_then(|stem| self.types.get(stem));
        let says_nothing = SAY_NOTHING.contains(&name.as_str()) || name.is_empty();
        let is_free = modules.len() == 1
            && !says_nothing
            && !is_taken(&name)
            && !is_taken(&names::joined(&name, "Required"))
            && !names::RESERVED_TYPES.contains(&name.as_str())
            && !self.runtime_types.contains_key(&name)
            && !stem.is_some_and(is_group);
        is_free.then_some(name)
    }

    /// Which types are others, if these are known to be.
    fn same_code(
        &self,
        inline: &[String],
        same: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        let mut groups: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
        for item in inline.iter().filter_map(|name| self.types.get(name)) {
            groups.entry((end(&item.name), code(item, same))).or_default().push(&item.name);
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

/// Ends of names that say where a type stands, and not what it is.
const SAY_NOTHING: [&str; 7] =
    ["Body", "Item", "Property", "Request", "Response", "Schema", "Value"];

/// The end of a name from the last word on that says what a type is.
fn end(name: &str) -> &str {
    let words = words(name);
    let telling = words.iter().rposition(|word| !SAY_NOTHING.contains(word)).unwrap_or_default();
    let length: usize = words.iter().skip(telling).map(|word| word.len()).sum();
    name.get(name.len() - length..).unwrap_or(name)
}

/// The words of a name.
fn words(name: &str) -> Vec<&str> {
    let starts: Vec<usize> = name.match_indices(char::is_uppercase).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([name.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| name.get(*start..end)).collect()
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
