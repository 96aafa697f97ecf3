//! Aliases as what they stand for: code notices no difference between a type and another name of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;

use super::surface::{Item, ItemKind, Naming, Surface};

/// Two surfaces in which every alias has the items of its type, and a type has one name wherever both use it.
pub(super) fn aligned<'s>(
    base: &'s Surface,
    head: &'s Surface,
) -> (Cow<'s, Surface>, Cow<'s, Surface>) {
    let (old, new) = (aliases(base), aliases(head));
    if old.is_empty() && new.is_empty() {
        return (Cow::Borrowed(base), Cow::Borrowed(head));
    }
    let names = one_name_each(old.iter().chain(&new).copied());
    let (mut base, head) = (expanded(base, &old), expanded(head, &new));
    for (path, item) in &mut base {
        let Some(other) = head.get(path).filter(|_| !matches!(item.kind, ItemKind::Module)) else {
            continue;
        };
        if normal(&item.signature, &names) == normal(&other.signature, &names) {
            item.signature.clone_from(&other.signature);
            item.bare.clone_from(&other.bare);
            for (argument, other) in item.arguments.iter_mut().zip(&other.arguments) {
                argument.text.clone_from(&other.text);
            }
        }
    }
    (Cow::Owned(base), Cow::Owned(head))
}

/// The aliases of a client, and what each stands for.
fn aliases(surface: &Surface) -> Vec<(&str, &str)> {
    let types = surface.iter().filter(|(_, item)| item.kind == ItemKind::Type);
    let known = types.filter_map(|(path, item)| {
        let (target, _) = surface.get_key_value(&item.signature)?;
        Some((path.as_str(), target.as_str()))
    });
    known.collect()
}

/// The types that are one in either client, under one name: the first in the alphabet.
fn one_name_each<'s>(
    pairs: impl Iterator<Item = (&'s str, &'s str)>,
) -> BTreeMap<&'s str, &'s str> {
    // Each name leads to one before it in the alphabet, and the first of them nowhere.
    let mut earlier: BTreeMap<&str, &str> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (alias, target) in pairs {
        all.extend([alias, target]);
        let (one, other) = (first(&mut earlier, alias), first(&mut earlier, target));
        if one != other {
            earlier.insert(one.max(other), one.min(other));
        }
    }
    all.into_iter().map(|name| (name, first(&mut earlier, name))).collect()
}

/// The name that stands for all that are one with this; the way there is shorter afterwards.
fn first<'s>(earlier: &mut BTreeMap<&'s str, &'s str>, name: &'s str) -> &'s str {
    let next = |name: &str| earlier.get(name).copied();
    let found = successors(Some(name), |name| next(name)).last().unwrap_or(name);
    let mut on_the_way = name;
    while let Some(next) = earlier.get(on_the_way).copied().filter(|_| on_the_way != found) {
        earlier.insert(on_the_way, found);
        on_the_way = next;
    }
    found
}

/// Code with one name for each type.
fn normal(code: &str, names: &BTreeMap<&str, &str>) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words = code.split_inclusive(|c| !is_word(c));
    words.fold(String::new(), |text, word| {
        let name = word.trim_end_matches(|c| !is_word(c));
        let rest = &word[name.len()..];
        text + names.get(name).copied().unwrap_or(name) + rest
    })
}

fn expanded(surface: &Surface, aliases: &[(&str, &str)]) -> Surface {
    let mut whole = surface.clone();
    let targets: BTreeSet<&str> = aliases.iter().map(|(_, target)| *target).collect();
    let mut items: BTreeMap<&str, Vec<(&String, &Item)>> = BTreeMap::new();
    for entry in surface.iter().filter(|(_, item)| targets.contains(item.owner.as_str())) {
        items.entry(&entry.1.owner).or_default().push(entry);
    }
    for (alias, target) in aliases {
        for (path, item) in items.get(target).into_iter().flatten().copied() {
            let own = surface.get(*alias).filter(|_| path == target);
            let copy = Item {
                naming: Naming::Public,
                owner: (*alias).to_owned(),
                docs: own.unwrap_or(item).docs.clone(),
                origins: own.unwrap_or(item).origins.clone(),
                ..item.clone()
            };
            whole.insert(renamed(path, target, alias), copy);
        }
    }
    whole.retain(|_, item| item.naming == Naming::Public);
    whole
}

/// The path of an item of a type under another name of the type.
fn renamed(path: &str, target: &str, alias: &str) -> String {
    match path.strip_prefix(target) {
        Some(rest) => format!("{alias}{rest}"),
        // `impl Trait for Type`, or `impl From<Type> for String`.
        None => match path.strip_suffix(&format!(" for {target}")) {
            Some(of_trait) => format!("{of_trait} for {alias}"),
            None => path.replace(&format!("<{target}>"), &format!("<{alias}>")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::rust::compare::differences;
    use crate::fixture::plan;

    const INNER: &str =
        "{type: object, properties: {n: {type: boolean}, kind: {type: string, enum: [a]}}}";

    fn surface(names: &[&str]) -> Surface {
        let properties: String =
            names.iter().map(|name| format!("        {name}: {INNER}\n")).collect();
        let schemas = format!("    Thing:\n      type: object\n      properties:\n{properties}");
        crate::diff::rust::surface(&plan(&schemas)).unwrap()
    }

    #[test]
    fn the_place_that_has_the_type_may_change_without_anybody_noticing() {
        let alone = surface(&["second_note"]);
        let named = surface(&["first_note", "second_note"]);
        assert_eq!(alone["ThingSecondNote"].signature, "struct");
        assert_eq!(named["ThingSecondNote"].signature, "Note");
        let gone =
            |base, head| differences(base, head, None).iter().any(|one| one.before.is_some());
        assert!(!gone(&alone, &named), "{:#?}", differences(&alone, &named, None));
        let changes = differences(&alone, &named, None);
        assert!(changes.iter().any(|change| change.item == "ThingFirstNote"));
        assert!(changes.iter().all(|change| change.item != "Note"), "{changes:#?}");
        let more = surface(&["a_note", "first_note", "second_note", "notes"]);
        assert!(!gone(&named, &more), "{:#?}", differences(&named, &more, None));
        let back = differences(&named, &alone, None);
        assert!(back.iter().all(|change| !change.item.contains("Second")), "{back:#?}");
    }
}
