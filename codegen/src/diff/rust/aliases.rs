//! Aliases as what they stand for: code notices no difference between a type and another name of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::surface::{Item, ItemKind, Surface};

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

/// The types that are one in either client, under one name.
fn one_name_each<'s>(
    pairs: impl Iterator<Item = (&'s str, &'s str)>,
) -> BTreeMap<&'s str, &'s str> {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (alias, target) in pairs {
        let of = |name: &'s str| names.get(name).copied().unwrap_or(name);
        let (first, second) = (of(alias), of(target));
        let (kept, gone) = (first.min(second), first.max(second));
        names.values_mut().filter(|name| **name == gone).for_each(|name| *name = kept);
        names.extend([(gone, kept), (alias, kept), (target, kept)]);
    }
    names
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
    for (alias, target) in aliases {
        for (path, item) in surface.iter().filter(|(_, item)| item.owner == *target) {
            let own = surface.get(*alias).filter(|_| path == target);
            let copy = Item {
                owner: (*alias).to_owned(),
                docs: own.unwrap_or(item).docs.clone(),
                origins: own.unwrap_or(item).origins.clone(),
                ..item.clone()
            };
            whole.insert(renamed(path, target, alias), copy);
        }
    }
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
        let alone = surface(&["second"]);
        let shared = surface(&["a", "second"]);
        assert_eq!(alone["ThingSecond"].signature, "struct");
        assert_eq!(shared["ThingSecond"].signature, "ThingA");
        let changes = differences(&alone, &shared, None);
        let old: Vec<&str> = changes
            .iter()
            .filter(|change| change.before.is_some())
            .map(|change| change.item.as_str())
            .collect();
        assert_eq!(old, Vec::<&str>::new());
        assert!(changes.iter().any(|change| change.item == "ThingA"));
        let back = differences(&shared, &alone, None);
        let gone = back.iter().filter(|change| change.item.contains("Second")).count();
        assert_eq!(gone, 0);
    }
}
