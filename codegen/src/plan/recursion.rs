//! Types that contain themselves: which fields hold their value behind a pointer, and which types have no
//! value at all.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::Planner;
use super::{Nullability, Placing, Presence, Shape, TypeItem, rules};
use crate::diagnostic::{Diagnostic, Location};

/// For each type, those that it holds by value, through fields and variants.
type Held<'t> = BTreeMap<&'t str, Vec<&'t str>>;

impl Planner<'_> {
    /// Puts fields behind pointers where values would contain themselves.
    ///
    /// Of each circle of types, the fields that lead from a type to one that does not come behind it in the
    /// alphabet get a `Box`: every circle has one, a type that is in none gets none, and nothing but
    /// the names of the two types and the circle decides.
    pub(super) fn place_fields(&mut self) {
        let held: Held<'_> =
            self.types.iter().map(|(name, item)| (name.as_str(), by_value(&item.shape))).collect();
        let circles = circles(&held);
        let mut boxed: Vec<(String, usize)> = Vec::new();
        for (name, item) in &self.types {
            let Shape::Struct(object) = &item.shape else { continue };
            for (index, field) in object.fields.iter().enumerate() {
                let structs = field.ty.name().map(|ty| self.behind_unions(ty)).unwrap_or_default();
                let leads_back = |ty: &&str| {
                    *ty <= name.as_str() && circles.get(ty) == circles.get(name.as_str())
                };
                if structs.iter().any(leads_back) {
                    boxed.push((name.clone(), index));
                }
            }
        }
        for (name, index) in boxed {
            if let Some(Shape::Struct(object)) =
                self.types.get_mut(&name).map(|item| &mut item.shape)
                && let Some(field) = object.fields.get_mut(index)
            {
                field.placing = Placing::Boxed;
            }
        }
    }

    /// The types that a value of a type is: itself, or of a union those of its variants.
    fn behind_unions<'s>(&'s self, ty: &'s str) -> BTreeSet<&'s str> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![ty];
        let mut seen = BTreeSet::new();
        while let Some(next) = waiting.pop().filter(|next| seen.insert(*next)) {
            match self.types.get(next).map(|item| &item.shape) {
                Some(shape @ Shape::Union(_)) => waiting.extend(by_value(shape)),
                _ => {
                    found.insert(next);
                }
            }
        }
        found
    }

    /// Refuses types without values: those that require a value of themselves.
    pub(super) fn check_values(&mut self) {
        let finite = finite(&self.types);
        let endless: Vec<(String, Location)> = self
            .types
            .iter()
            .filter(|(name, _)| !finite.contains(name.as_str()))
            .map(|(name, item)| (name.clone(), item.location.clone()))
            .collect();
        for (name, place) in endless {
            self.problem(
                Diagnostic::new(
                    &rules::RECURSIVE_TYPE,
                    place,
                    format!("`{name}` requires itself, so no value of it ends"),
                )
                .help("make the property that leads back optional, or an array"),
            );
        }
    }
}

/// The types that have values that end. Whenever one is found, those that hold it are looked at again.
fn finite(types: &BTreeMap<String, TypeItem>) -> BTreeSet<&str> {
    let mut holders: Held<'_> = BTreeMap::new();
    for (name, item) in types {
        for inner in by_value(&item.shape) {
            holders.entry(inner).or_default().push(name);
        }
    }
    let mut finite = BTreeSet::new();
    let mut waiting: Vec<&str> = types.keys().map(String::as_str).collect();
    while let Some(name) = waiting.pop() {
        let is_new = !finite.contains(name);
        if is_new && types.get(name).is_some_and(|item| ends(item, &finite)) {
            finite.insert(name);
            waiting.extend(holders.get(name).into_iter().flatten());
        }
    }
    finite
}

/// Whether a type has values that end, if those of `finite` have.
fn ends(item: &TypeItem, finite: &BTreeSet<&str>) -> bool {
    match &item.shape {
        Shape::Struct(object) => object.fields.iter().all(|field| {
            field.presence == Presence::Optional
                || field.nullability == Nullability::Nullable
                || field.ty.name().is_none_or(|name| finite.contains(name))
        }),
        // One without variants is no type, which is told elsewhere.
        Shape::Union(union) => {
            union.variants.is_empty()
                || union
                    .variants
                    .iter()
                    .any(|one| one.ty.name().is_none_or(|name| finite.contains(name)))
        }
        Shape::Id | Shape::Text | Shape::Enum(_) => true,
    }
}

fn by_value(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Struct(object) => object.fields.iter().filter_map(|field| field.ty.name()).collect(),
        Shape::Union(union) => union.variants.iter().filter_map(|one| one.ty.name()).collect(),
        Shape::Id | Shape::Text | Shape::Enum(_) => Vec::new(),
    }
}

/// The circle that each type is in, as a number: of two types where one holds the other, the other leads back
/// if both have the same. Found in two walks over all types, however many fields ask.
fn circles<'t>(held: &Held<'t>) -> BTreeMap<&'t str, usize> {
    let mut holders: Held<'t> = BTreeMap::new();
    for (owner, inner) in held {
        for ty in inner.iter().filter(|ty| held.contains_key(*ty)) {
            holders.entry(*ty).or_default().push(*owner);
        }
    }
    let mut circles: BTreeMap<&'t str, usize> = BTreeMap::new();
    for (number, start) in innermost_first(held).into_iter().rev().enumerate() {
        let mut waiting = vec![start];
        while let Some(next) = waiting.pop() {
            if !circles.contains_key(next) {
                circles.insert(next, number);
                waiting.extend(holders.get(next).into_iter().flatten());
            }
        }
    }
    circles
}

/// All types, each behind those that it holds, as far as no circle is in the way.
fn innermost_first<'t>(held: &Held<'t>) -> Vec<&'t str> {
    let mut order = Vec::new();
    let mut seen: BTreeSet<&'t str> = BTreeSet::new();
    for start in held.keys() {
        let mut open: Vec<(&'t str, usize)> = Vec::new();
        if seen.insert(*start) {
            open.push((*start, 0));
        }
        while let Some((ty, at)) = open.last_mut() {
            let next = held.get(*ty).and_then(|inner| inner.get(*at)).copied();
            *at += 1;
            match next {
                Some(next) if held.contains_key(next) && seen.insert(next) => open.push((next, 0)),
                Some(_) => {}
                None => {
                    order.push(*ty);
                    open.pop();
                }
            }
        }
    }
    order
}
