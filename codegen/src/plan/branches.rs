//! The variants of a union: what each is called, which type it holds, and what all have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::alternatives::{extends, is_union, unwrapped};
use super::define::{Claim, Draft};
use super::discriminators::Tag;
use super::looks::{Kinds, Look, MemberLook, Texts};
use super::node::{component_name, node_key};
use super::planner::Planner;
use super::schemas::AllOf;
use super::{
    Deprecation, Field, Nullability, Rest, Shape, TypeRef, Usage, Variant, Writer, names, rules,
    variants,
};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// As many properties are named in a name that is made of them.
const MOST_WORDS: usize = 3;

/// The direction of a union, its name, the object that stands beside it, and how much has to be said to
/// name its branches.
type Place<'p, 'd> = (Direction, &'p str, Option<&'p Cursor<'d>>, Detail);

/// How much of an anonymous object its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// What it requires.
    Required,
    /// What it may have, because two branches require the same.
    All,
}

impl<'d> Planner<'d> {
    pub(super) fn variant(
        &mut self,
        branch: &Cursor<'d>,
        mut look: Look,
        tag: Option<&Tag<'d>>,
        (direction, owner, around, detail): Place<'_, 'd>,
    ) -> Option<Variant> {
        let own = tag.and_then(|tag| {
            let listed = look.members.get(&tag.property).and_then(MemberLook::listed);
            listed.filter(|listed| listed.len() == 1)?.first().cloned()
        });
        let values = tag.map(|tag| self.tag_values(branch, tag, &mut look)).unwrap_or_default();
        let (wire, whole) = self.branch_called(branch, &look, own, detail)?;
        let ty = self.branch_type(branch, direction, owner, &whole, around)?;
        let is_component = component_name(&unwrapped(branch)).is_some_and(|name| name == wire);
        let is_given = self.given_names.contains_key(&node_key(branch));
        let name = match is_component && !is_given {
            true => names::without_owner(&whole, owner),
            false => whole,
        };
        let constructor = names::constructor_name(&name);
        Some(Variant { wire, values, name, constructor, ty, look, location: branch.location() })
    }

    /// What a branch is called, on the wire and in Rust: by its own tag, by the name of its schema, or
    /// by what it is. Other branches have no say.
    fn branch_called(
        &mut self,
        branch: &Cursor<'d>,
        look: &Look,
        own: Option<String>,
        detail: Detail,
    ) -> Option<(String, String)> {
        let node = unwrapped(branch);
        if let Some(given) = self.given_name(branch) {
            let wire = own.or_else(|| component_name(&node));
            let wire = wire.unwrap_or_else(|| described(&node, look, detail));
            let name = self.usual(&given, |name| Some(variants::name(name)))?;
            return Some((wire, name));
        }
        if let Some(value) = own {
            let name = variants::name(&value);
            return Some((value, name));
        }
        if let Some(component) = component_name(&node) {
            let name = self.name_of(&node, &component, |name| Some(variants::name(name)))?;
            return Some((component, name));
        }
        let said = ["x-rust-name", "title"].iter().find_map(|key| node.get(key));
        let said = said.as_ref().and_then(Cursor::as_str);
        let wire = said.map_or_else(|| described(&node, look, detail), str::to_owned);
        let name = variants::name(&wire);
        Some((wire, name))
    }

    /// The type of a branch. An object is a struct that this union uses; nothing else does so far.
    fn branch_type(
        &mut self,
        branch: &Cursor<'d>,
        direction: Direction,
        owner: &str,
        variant: &str,
        around: Option<&Cursor<'d>>,
    ) -> Option<TypeRef> {
        let node = unwrapped(branch);
        let hint = names::joined(owner, variant);
        if !describes_object(&node) || is_union(&node) {
            if around.is_some() && is_union(&node) {
                self.not_an_object(branch);
                return None;
            }
            return self.type_ref(branch, direction, Some(&hint));
        }
        self.check_discriminator(&node)?;
        if let AllOf::Part(part) = self.all_of(&node)? {
            return self.branch_type(&part, direction, owner, variant, around);
        }
        // A branch that has the union as a part has those members itself.
        let around = around.filter(|around| !extends(&node, &node_key(around)));
        if let Some(around) = around {
            // A struct of its own: it has the members around the union as well.
            if self.claim(branch, &hint)? == Claim::New {
                self.register(branch, direction, &hint, Draft::Object);
                self.draft_also(std::slice::from_ref(around));
            }
            return Some(TypeRef::Named(hint));
        }
        let name = self.type_name(&node, direction, Some(&hint))?;
        if self.claim(&node, &name)? == Claim::New {
            self.register(&node, direction, &name, Draft::Object);
        }
        Some(TypeRef::Named(name))
    }

    pub(super) fn check_variants(&mut self, node: &Cursor<'d>, variants: &[Variant]) {
        let mut seen: BTreeMap<&str, &Variant> = BTreeMap::new();
        for variant in variants {
            if let Some(first) = seen.insert(&variant.name, variant) {
                let message = format!(
                    "`{}` and `{}` both become the variant `{}`",
                    first.wire, variant.wire, variant.name
                );
                self.problem(
                    Diagnostic::new(&rules::NAME_COLLISION, node.location(), message)
                        .related(first.location.clone(), "one branch")
                        .related(variant.location.clone(), "the other one")
                        .help(format!(
                            "give each branch a `title` or a value of its own, or name one of them in \
                             `client.yaml`: `names: {{\"{}\": …}}`",
                            variant.location.pointer
                        )),
                );
            }
        }
    }

    /// The properties that all variants of a union have, with one type.
    pub(super) fn shared_fields(&self, name: &str) -> Vec<Field> {
        let Some(Shape::Union(union)) = self.types.get(name).map(|item| &item.shape) else {
            return Vec::new();
        };
        let fields = |variant: &Variant| match &self.types.get(variant.ty.name()?)?.shape {
            Shape::Struct(object) => Some(object.fields.as_slice()),
            _ => None,
        };
        let all: Option<Vec<&[Field]>> = union.variants.iter().map(fields).collect();
        let Some((first, others)) = all.as_deref().and_then(<[_]>::split_first) else {
            return Vec::new();
        };
        let taken: BTreeSet<String> = union
            .variants
            .iter()
            .flat_map(|it| {
                [it.constructor.clone(), it.accessor("as"), it.accessor("into"), it.accessor("to")]
            })
            .collect();
        // A struct may be behind a pointer, and a `null` may have a meaning of its own.
        let is_simple = |field: &Field| {
            let item = field.ty.name().and_then(|name| self.types.get(name));
            let is_large =
                matches!(item.map(|it| &it.shape), Some(Shape::Struct(_) | Shape::Union(_)));
            !is_large
                && field.nullability == Nullability::NotNull
                && field.deprecation == Deprecation::Current
        };
        let is_shared = |field: &&Field| {
            let same = |it: &Field| {
                it.wire == field.wire && it.name == field.name && it.ty == field.ty && is_simple(it)
            };
            is_simple(field)
                && !taken.contains(&field.name)
                && others.iter().all(|other| other.iter().any(same))
        };
        first.iter().filter(is_shared).cloned().collect()
    }

    /// Decides which unions write the tags of their variants: those that are only sent, whose structs are
    /// in nothing but such unions with the same tag. All other structs write their constants themselves.
    pub(super) fn settle_writers(&mut self) {
        let mut writing: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
        let mut elsewhere: BTreeSet<String> = self.direct_uses.keys().cloned().collect();
        for item in self.types.values() {
            let Shape::Union(union) = &item.shape else { continue };
            let held = || union.variants.iter().filter_map(|it| it.ty.name().map(str::to_owned));
            match &union.tag {
                Some(tag) if item.usage == Usage::Request && self.can_write(union, tag) => {
                    writing.insert(item.name.clone(), (tag.clone(), held().collect()));
                }
                _ => elsewhere.extend(held()),
            }
        }
        let mut holders: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        for (name, (tag, held)) in &writing {
            for held in held {
                holders.entry(held).or_default().insert((tag, name));
            }
        }
        let tags = |held: &str| holders.get(held).into_iter().flatten().map(|(tag, _)| tag);
        let has_several = |held: &&str| tags(held).any(|tag| tags(held).next() != Some(tag));
        let mut lone: Vec<&str> = holders.keys().copied().filter(has_several).collect();
        lone.extend(elsewhere.iter().map(String::as_str));
        // What one union loses, those that hold the same structs lose.
        let mut lost: BTreeSet<&str> = BTreeSet::new();
        while let Some(held) = lone.pop() {
            for (_, union) in holders.get(held).into_iter().flatten() {
                if lost.insert(union) {
                    lone.extend(
                        writing
                            .get(*union)
                            .into_iter()
                            .flat_map(|(_, held)| held)
                            .map(String::as_str),
                    );
                }
            }
        }
        let lost: BTreeSet<String> = lost.into_iter().map(str::to_owned).collect();
        writing.retain(|name, _| !lost.contains(name));
        for (name, (tag, held)) in writing {
            if let Some(Shape::Union(union)) = self.types.get_mut(&name).map(|it| &mut it.shape) {
                union.writer = Writer::Union;
            }
            for held in held {
                let shape = self.types.get_mut(&held).map(|item| &mut item.shape);
                let Some(Shape::Struct(object)) = shape else { continue };
                let constants = object.constants.iter_mut();
                constants.filter(|it| it.wire == tag).for_each(|it| it.writer = Writer::Union);
            }
        }
    }

    /// Whether every variant is a struct that always has one value of the tag.
    fn can_write(&self, union: &super::Union, tag: &str) -> bool {
        union.rest == Rest::Refused
            && union.variants.iter().all(|variant| {
                let item = variant.ty.name().and_then(|name| self.types.get(name));
                let Some(Shape::Struct(object)) = item.map(|item| &item.shape) else {
                    return false;
                };
                let [value] = variant.values.as_slice() else { return false };
                object.constants.iter().any(|it| it.wire == tag && it.value == *value)
            })
    }
}

impl Variant {
    /// The name of the accessor that begins with this word.
    pub(crate) fn accessor(&self, word: &str) -> String {
        let name = self.constructor.trim_end_matches('_');
        match name {
            // `as_ref` is a function of the standard library.
            "ref" | "mut" => format!("{word}_{name}_"),
            _ => format!("{word}_{name}"),
        }
    }
}

/// Whether a schema becomes a struct.
pub(super) fn describes_object(node: &Cursor<'_>) -> bool {
    let is_object = node.get("type").is_none_or(|kind| kind.as_str() == Some("object"));
    let has = |key: &str| node.get(key).is_some();
    let has_members = has("properties") || has("allOf");
    is_object && has_members && !has("x-rust-type") && !has("oneOf") && !has("anyOf")
}

/// Whether what the anonymous branches require is enough to name them.
pub(super) fn detail(branches: &[(Cursor<'_>, Look)]) -> Detail {
    let mut names = BTreeSet::new();
    let is_free = |(branch, look): &(Cursor<'_>, Look)| {
        let node = unwrapped(branch);
        let is_named = component_name(&node).is_some() || node.get("title").is_some();
        is_named || names.insert(described(&node, look, Detail::Required))
    };
    if branches.iter().all(is_free) { Detail::Required } else { Detail::All }
}

/// What an anonymous branch without a title is.
fn described(node: &Cursor<'_>, look: &Look, detail: Detail) -> String {
    let kind = node.get("type");
    let text = || match look.texts {
        Texts::Timestamp => "Timestamp",
        Texts::Uuid => "Uuid",
        Texts::Listed(_) => "Text",
        Texts::Any if node.get("x-extensible-enum").is_some() => "Text",
        Texts::Any => "String",
    };
    let plain = match kind.as_ref().and_then(Cursor::as_str) {
        Some("array") => {
            let item = node.get("items").map(|items| of_item(&items)).unwrap_or_default();
            return format!("{item}List");
        }
        Some("string") => text(),
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("boolean") => "Boolean",
        _ => return described_object(node, look, detail),
    };
    plain.to_owned()
}

/// An object by a value that it always has, or by its properties.
fn described_object(node: &Cursor<'_>, look: &Look, detail: Detail) -> String {
    let constants = look.members.values().filter(|member| member.is_required);
    let constants = constants.filter_map(|it| it.listed().filter(|listed| listed.len() == 1));
    let mut constants = constants.filter_map(<[String]>::first);
    if let Some(value) = constants.next() {
        return value.clone();
    }
    let requires = look.members.values().any(|member| member.is_required);
    let members =
        look.members.iter().filter(|(_, it)| it.is_required || !requires || detail == Detail::All);
    let members: Vec<&String> = members.map(|(name, _)| name).collect();
    // Nearly every object has these.
    let says_little = |name: &str| {
        matches!(name, "id" | "type" | "url" | "_links")
            || name.ends_with("_id")
            || name.ends_with("Id")
    };
    let telling: Vec<&String> = members.iter().copied().filter(|name| !says_little(name)).collect();
    let chosen = if telling.is_empty() { members } else { telling };
    let words = chosen.into_iter().take(MOST_WORDS).map(|name| match detail {
        Detail::Required => name.clone(),
        Detail::All => format!("{}{name}", item_words(node, name)),
    });
    let words: Vec<String> = words.collect();
    let is_object = look.kinds.without(Kinds::NULL) == Kinds::OBJECT;
    match (words.as_slice(), look.parts.as_slice()) {
        ([], []) if is_object => "Object".to_owned(),
        ([], []) => "Json".to_owned(),
        ([], _) => "Choice".to_owned(),
        (words, _) => format!("With {}", words.join(" and ")),
    }
}

/// What the items of a property are, if it is an array.
fn item_words(node: &Cursor<'_>, name: &str) -> String {
    let property = node.get("properties").and_then(|all| all.get(name)).map(|it| unwrapped(&it));
    let items = property.and_then(|property| property.get("items"));
    items.map(|items| format!("{} ", of_item(&items))).unwrap_or_default()
}

/// What the items of an array are.
fn of_item(items: &Cursor<'_>) -> String {
    let node = unwrapped(items);
    if let Some(component) = component_name(&node) {
        return component;
    }
    let kind = node.get("type");
    match kind.as_ref().and_then(Cursor::as_str) {
        Some("string") => "String",
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("boolean") => "Boolean",
        Some("array") => "List",
        Some("object") => "Object",
        _ => "Json",
    }
    .to_owned()
}

#[cfg(test)]
mod tests;
