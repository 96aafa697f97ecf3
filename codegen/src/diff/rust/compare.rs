//! Compares the public API of two clients, item by item.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::aliases::aligned;
use super::renames::{renamed, renames};
use super::surface::{Argument, Growth, Item, ItemKind, Surface};
use super::{Cause, RustChange, RustEffect};
use crate::diagnostic::Location;
use crate::diff::wire::{MovedPrefix, Outcome};
use crate::plan::Deprecation;

/// Every item that is new, gone or another. What belongs to a type that is itself new, gone or of
/// another kind is not told on its own; a type that has another name is the same type, and what only
/// its name does is told apart from the rest.
pub(in crate::diff) fn compare(base: &Surface, head: &Surface, wire: &Outcome) -> Vec<RustChange> {
    let renames = renames(base, head, wire);
    let moved = wire.moved.as_ref();
    if renames.is_empty() {
        return differences(base, head, moved);
    }
    let rest = differences(&renamed(base, &renames), head, moved);
    let told: BTreeSet<(String, RustEffect)> =
        rest.iter().map(|change| (change.item.clone(), change.effect)).collect();
    let by_name = differences(base, head, moved).into_iter().filter_map(|change| {
        let item = renames.item(&change);
        let is_of_name =
            change.effect == RustEffect::Breaking || change.effect == RustEffect::Addition;
        let is_told = told.contains(&(item, change.effect));
        (is_of_name && !is_told).then_some(RustChange { cause: Cause::Name, ..change })
    });
    by_name.chain(rest.iter().cloned()).collect()
}

/// Every item that differs between two surfaces.
pub(super) fn differences(
    base: &Surface,
    head: &Surface,
    moved: Option<&MovedPrefix>,
) -> Vec<RustChange> {
    let (base, head) = aligned(base, head);
    let (base, head) = (&*base, &*head);
    let replaced = replaced(base, head);
    let is_told = |path: &str, item: &Item| {
        let owner = item.owner.as_str();
        let module = owner.split_once("::").map_or(owner, |(module, _)| module);
        let is_part = |of: &str| path != of && replaced.contains(of);
        !is_part(owner) && !is_part(module)
    };
    let mut changes = Vec::new();
    for (path, old) in base.iter().filter(|(path, item)| is_told(path, item)) {
        match head.get(path) {
            None => changes.push(removed(path, old)),
            Some(new) => {
                let mut found = changed(path, old, new);
                if let Some(change) = on_the_wire(path, (old, new), (base, head), moved) {
                    found.push(change);
                }
                changes.extend(found);
            }
        }
    }
    for (path, new) in head.iter().filter(|(path, item)| is_told(path, item)) {
        if !base.contains_key(path) {
            let growth = head.get(&new.owner).map_or(Growth::Closed, |owner| owner.growth);
            changes.push(added(path, new, growth));
        }
    }
    changes
}

/// Types and modules that are new, gone or of another kind.
fn replaced<'s>(base: &'s Surface, head: &'s Surface) -> BTreeSet<&'s str> {
    let is_whole = |item: &Item| matches!(item.kind, ItemKind::Type | ItemKind::Module);
    let differs = |path: &str, item: &Item, other: &Surface| {
        other.get(path).is_none_or(|other| other.signature != item.signature)
    };
    let of = |some: &'s Surface, other: &'s Surface| {
        some.iter()
            .filter(move |(path, item)| is_whole(item) && differs(path, item, other))
            .map(|(path, _)| path.as_str())
    };
    of(base, head).chain(of(head, base)).collect()
}

fn removed(path: &str, old: &Item) -> RustChange {
    let sentence = match old.kind {
        ItemKind::Trait => format!("`{path}` is gone"),
        _ => format!("{} `{path}` is gone", word(old.kind)),
    };
    change(path, Some(old), None, RustEffect::Breaking, sentence)
}

/// Something new; its owner grows as it says.
fn added(path: &str, new: &Item, growth: Growth) -> RustChange {
    let (effect, why) = match (new.kind, growth) {
        (ItemKind::Field, Growth::Open) => {
            (RustEffect::Addition, " (the struct is non_exhaustive)")
        }
        (ItemKind::Variant, Growth::Open) => {
            (RustEffect::Addition, " (the enum is non_exhaustive)")
        }
        (ItemKind::Field | ItemKind::Variant, Growth::Closed) => {
            (RustEffect::Breaking, " (and code may list all that were there)")
        }
        _ => (RustEffect::Addition, ""),
    };
    let sentence = match new.kind {
        ItemKind::Trait => format!("`{path}` is new"),
        kind => format!("{} `{path}` is new{why}", word(kind)),
    };
    change(path, None, Some(new), effect, sentence)
}

fn changed(path: &str, old: &Item, new: &Item) -> Vec<RustChange> {
    let mut found = Vec::new();
    let mut tell = |effect: RustEffect, sentence: String| {
        found.push(change(path, Some(old), Some(new), effect, sentence));
    };
    if old.bare != new.bare {
        tell(RustEffect::Breaking, difference(path, old, new));
    } else if is_reordered(old, new) {
        // The same code compiles and gives each value to another.
        let sentence =
            format!("`{path}` takes its arguments in a different order, of the same types");
        tell(RustEffect::Rerouted, sentence);
    } else if old.signature != new.signature {
        let sentence =
            format!("`{path}` calls its arguments by other names, which code does not use");
        tell(RustEffect::Documentation, sentence);
    }
    match (old.deprecation, new.deprecation) {
        (Deprecation::Current, Deprecation::Deprecated) => {
            tell(RustEffect::Deprecation, format!("`{path}` is deprecated now"));
        }
        (Deprecation::Deprecated, Deprecation::Current) => {
            tell(RustEffect::Undeprecated, format!("`{path}` is no longer deprecated"));
        }
        _ => {}
    }
    if old.docs != new.docs {
        tell(RustEffect::Documentation, format!("the documentation of `{path}` changed"));
    }
    found
}

/// Whether an argument stands elsewhere.
fn is_reordered(old: &Item, new: &Item) -> bool {
    let place = |item: &Item, name: &str| item.arguments.iter().position(|one| one.name == name);
    let moved = |one: &Argument| {
        place(new, &one.name).is_some_and(|now| Some(now) != place(old, &one.name))
    };
    old.arguments.iter().any(moved)
}

/// What an item is on the wire: another route, or what another name stood for, is a trap.
fn on_the_wire(
    path: &str,
    (old, new): (&Item, &Item),
    (base, head): (&Surface, &Surface),
    moved: Option<&MovedPrefix>,
) -> Option<RustChange> {
    let before = moved.map_or(Cow::Borrowed(old.wire.as_str()), |one| one.of_base(&old.wire));
    let after = moved.map_or(Cow::Borrowed(new.wire.as_str()), |one| one.of_head(&new.wire));
    let is_header = before.starts_with("header ") && before.eq_ignore_ascii_case(&after);
    if before == after || is_header {
        return None;
    }
    let stands_elsewhere = |surface: &Surface, wire: &str| {
        let mut others = surface.iter().filter(|(other, item)| {
            *other != path && item.owner == old.owner && item.kind == old.kind && item.wire == wire
        });
        others.any(|(other, _)| base.contains_key(other) || head.contains_key(other))
    };
    let is_route = |wire: &str| wire.split_once(' ').is_some_and(|(_, path)| path.starts_with('/'));
    let is_trap = (is_route(&before) && is_route(&after))
        || (!after.is_empty() && stands_elsewhere(base, &new.wire))
        || (!before.is_empty() && stands_elsewhere(head, &old.wire));
    let effect = if is_trap { RustEffect::Rerouted } else { RustEffect::Behaviour };
    let sentence = format!("`{path}` is `{}` on the wire and was `{}`", new.wire, old.wire);
    Some(change(path, Some(old), Some(new), effect, sentence))
}

/// What is different about a declaration.
fn difference(path: &str, old: &Item, new: &Item) -> String {
    let texts = |item: &Item| -> Vec<String> {
        item.arguments.iter().map(|argument| argument.text.clone()).collect()
    };
    let (before, after) = (texts(old), texts(new));
    let quoted = |list: Vec<&String>| {
        list.into_iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
    };
    let more: Vec<&String> = after.iter().filter(|text| !before.contains(text)).collect();
    let less: Vec<&String> = before.iter().filter(|text| !after.contains(text)).collect();
    match (old.kind, more.len(), less.len()) {
        (ItemKind::Function, 1.., 0) => {
            format!("`{path}` takes {}: {}", count(more.len(), "more"), quoted(more))
        }
        (ItemKind::Function, 0, 1..) => {
            format!("`{path}` takes {}: {}", count(less.len(), "less"), quoted(less))
        }
        (ItemKind::Function, 1.., 1..) => {
            format!("`{path}` takes {} instead of {}", quoted(more), quoted(less))
        }
        (ItemKind::Function, 0, 0) if before != after => {
            format!("`{path}` takes its arguments in a different order")
        }
        (ItemKind::Field, ..) => {
            format!("field `{path}` is `{}` and was `{}`", new.signature, old.signature)
        }
        _ => format!("`{path}` is `{}` and was `{}`", new.signature, old.signature),
    }
}

fn count(number: usize, word: &str) -> String {
    match (number, word) {
        (1, "more") => "one more argument".to_owned(),
        (1, _) => "one argument less".to_owned(),
        (_, "more") => format!("{number} more arguments"),
        _ => format!("{number} arguments less"),
    }
}

fn word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Module => "module",
        ItemKind::Type => "type",
        ItemKind::Field => "field",
        ItemKind::Variant => "variant",
        ItemKind::Function => "function",
        ItemKind::Trait => "trait",
    }
}

fn change(
    path: &str,
    old: Option<&Item>,
    new: Option<&Item>,
    effect: RustEffect,
    sentence: String,
) -> RustChange {
    let kind = new.or(old).map_or(ItemKind::Type, |item| item.kind);
    let owner = new.or(old).map(|item| item.owner.clone()).unwrap_or_default();
    let declaration = |item: Option<&Item>| item.map(|item| item.signature.clone());
    let wires: BTreeSet<String> =
        [old, new].into_iter().flatten().map(|item| item.wire.clone()).collect();
    let (base, head) = origins(old, new);
    RustChange {
        kind,
        item: path.to_owned(),
        owner,
        before: declaration(old),
        after: declaration(new),
        effect,
        sentence,
        cause: Cause::Meaning,
        wire: wires.into_iter().filter(|wire| !wire.is_empty()).collect(),
        base,
        head,
    }
}

/// Where the change comes from: the arguments that differ, or else the item.
fn origins(old: Option<&Item>, new: Option<&Item>) -> (Vec<Location>, Vec<Location>) {
    let differing = |some: Option<&Item>, other: Option<&Item>| -> Vec<Location> {
        let (Some(some), Some(other)) = (some, other) else { return Vec::new() };
        let is_same = |one: &Argument| other.arguments.iter().any(|known| known.text == one.text);
        let differing = some.arguments.iter().filter(|one| !is_same(one));
        differing.filter_map(|one| one.origin.clone()).collect()
    };
    let (base, head) = (differing(old, new), differing(new, old));
    if !base.is_empty() || !head.is_empty() {
        return (base, head);
    }
    let of = |item: Option<&Item>| item.map(|item| item.origins.clone()).unwrap_or_default();
    (of(old), of(new))
}
