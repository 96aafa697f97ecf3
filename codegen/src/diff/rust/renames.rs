//! Types that are called by another name now, so that what else changed about them is told as such.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::RustChange;
use super::surface::{Item, ItemKind, Surface};
use crate::diagnostic::{FileId, Location};
use crate::diff::kinds::ChangeKind;
use crate::diff::wire::{Finding, Outcome};
use crate::pointer::Pointer;

/// What is called by another name.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// The names of types in the head by those in the base.
    words: BTreeMap<String, String>,
    /// The same for paths of types and modules of operations.
    paths: BTreeMap<String, String>,
}

impl Renames {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.paths.is_empty()
    }
}

/// What the directions of a schema add to its name.
const DIRECTIONS: [&str; 2] = ["Request", "Response"];

/// The types of schemas that were renamed, extracted or written out in place, and those of operations
/// whose id or tag is another.
pub(super) fn renames(base: &Surface, head: &Surface, wire: &Outcome) -> Renames {
    let mut renames = Renames::default();
    of_schemas(base, head, &wire.findings, &mut renames.words);
    of_operations(base, head, &wire.operations, &mut renames.paths);
    of_modules(base, head, &mut renames.paths);
    for (old, new) in &renames.paths {
        let [old, new] = [old, new].map(|path| path.rsplit("::").next().unwrap_or_default());
        if old != new && old.starts_with(char::is_uppercase) {
            renames.words.insert(old.to_owned(), new.to_owned());
        }
    }
    renames
}

/// The types that only one side has.
fn only(some: &Surface, other: &Surface) -> Vec<(String, Location)> {
    let is_only =
        |(path, item): &(&String, &Item)| item.kind == ItemKind::Type && !other.contains_key(*path);
    let found = some.iter().filter(is_only);
    found.filter_map(|(path, item)| Some((path.clone(), item.origins.first()?.clone()))).collect()
}

fn of_schemas(
    base: &Surface,
    head: &Surface,
    findings: &[Finding],
    renames: &mut BTreeMap<String, String>,
) {
    let types = |list: Vec<(String, Location)>| -> Vec<(String, Location)> {
        list.into_iter().filter(|(path, _)| !path.contains("::")).collect()
    };
    let (old, new) = (types(only(base, head)), types(only(head, base)));
    let mut taken = BTreeSet::new();
    for finding in findings.iter().filter(|finding| is_renaming(finding.kind)) {
        let (Some(from), Some(to)) = (&finding.base, &finding.head) else { continue };
        for (name, rest) in below(&old, from) {
            if renames.contains_key(name) {
                continue;
            }
            let candidates: Vec<&str> = below(&new, to)
                .filter(|(known, other)| *other == rest && !taken.contains(*known))
                .map(|(known, _)| known)
                .collect();
            let same = candidates.iter().find(|known| direction(known) == direction(name));
            if let Some(found) =
                same.or_else(|| candidates.first().filter(|_| candidates.len() == 1))
            {
                taken.insert((*found).to_owned());
                renames.insert(name.to_owned(), (*found).to_owned());
            }
        }
    }
}

/// The builders of operations, and what is named after them.
fn of_operations(
    base: &Surface,
    head: &Surface,
    operations: &[(Location, Location)],
    paths: &mut BTreeMap<String, String>,
) {
    let by_place = |list: Vec<(String, Location)>| {
        let mut found: BTreeMap<(FileId, String), Vec<String>> = BTreeMap::new();
        for (path, at) in list.into_iter().filter(|(path, _)| path.contains("::")) {
            found.entry((at.file, at.pointer.to_string())).or_default().push(path);
        }
        found
    };
    let functions = |some: &Surface, other: &Surface| -> Vec<(String, Location)> {
        let is_route = |(path, item): &(&String, &Item)| {
            item.kind == ItemKind::Function
                && item.wire.contains(" /")
                && !other.contains_key(*path)
        };
        let found = some.iter().filter(is_route);
        found
            .filter_map(|(path, item)| Some((path.clone(), item.origins.first()?.clone())))
            .collect()
    };
    let verbs = (by_place(functions(base, head)), by_place(functions(head, base)));
    let types = (by_place(only(base, head)), by_place(only(head, base)));
    let key = |at: &Location| (at.file, at.pointer.to_string());
    for (from, to) in operations {
        for (old, new) in [&types, &verbs] {
            let (Some(old), Some(new)) = (old.get(&key(from)), new.get(&key(to))) else { continue };
            if old.len() == new.len() {
                paths.extend(old.iter().cloned().zip(new.iter().cloned()));
            }
        }
    }
}

/// Modules all operations of which went to another one, with their handles.
fn of_modules(base: &Surface, head: &Surface, paths: &mut BTreeMap<String, String>) {
    let module = |path: &str| path.split_once("::").map(|(module, _)| module.to_owned());
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (old, new) in paths.iter() {
        if let (Some(old), Some(new)) = (module(old), module(new)) {
            modules.entry(old).or_default().insert(new);
        }
    }
    for (old, new) in modules {
        let Some(new) = new.first().filter(|one| new.len() == 1 && **one != old) else { continue };
        if head.contains_key(&old) || base.contains_key(new) {
            continue;
        }
        let handle = |surface: &Surface, of: &str, known: &dyn Fn(&str) -> bool| {
            let inside = surface.iter().filter(|(path, item)| {
                item.kind == ItemKind::Type && module(path).as_deref() == Some(of) && !known(path)
            });
            let found: Vec<String> = inside.map(|(path, _)| path.clone()).collect();
            (found.len() == 1).then(|| found.into_iter().next()).flatten()
        };
        let from = handle(base, &old, &|path| paths.contains_key(path));
        let to = handle(head, new, &|path| paths.values().any(|known| known == path));
        paths.extend(from.zip(to));
        paths.insert(old, new.clone());
    }
}

fn is_renaming(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::SchemaRenamed | ChangeKind::SchemaExtracted | ChangeKind::SchemaInlined
    )
}

fn direction(name: &str) -> Option<&'static str> {
    DIRECTIONS.into_iter().find(|direction| name.ends_with(direction))
}

/// The types at a place and inside of it, with the rest of the way.
fn below<'t>(
    types: &'t [(String, Location)],
    place: &'t Location,
) -> impl Iterator<Item = (&'t str, &'t str)> {
    types.iter().filter(|(_, at)| at.file == place.file).filter_map(|(name, at)| {
        let rest = match at.pointer == place.pointer {
            true => "",
            false => Pointer::of(&at.pointer).below(&place.pointer)?,
        };
        Some((name.as_str(), rest))
    })
}

/// A surface in which types have their new names.
pub(super) fn renamed<'s>(surface: &'s Surface, renames: &Renames) -> Cow<'s, Surface> {
    if renames.is_empty() {
        return Cow::Borrowed(surface);
    }
    let items = surface.iter().map(|(path, item)| {
        let owner = renames.path(&item.owner);
        let path = match path.strip_prefix(&item.owner) {
            Some(_) if renames.paths.contains_key(path) => renames.path(path),
            Some(member) if item.kind != ItemKind::Trait => format!("{owner}{member}"),
            _ => words(&path.replace(&item.owner, &owner), renames),
        };
        let (signature, bare) = (words(&item.signature, renames), words(&item.bare, renames));
        let mut item = Item { owner, signature, bare, ..item.clone() };
        for argument in &mut item.arguments {
            argument.text = words(&argument.text, renames);
        }
        (path, item)
    });
    Cow::Owned(items.collect())
}

impl Renames {
    /// The new path of a type or a module.
    fn path(&self, owner: &str) -> String {
        let known = self.paths.get(owner).cloned();
        known.unwrap_or_else(|| match owner.contains("::") {
            true => owner.to_owned(),
            false => words(owner, self),
        })
    }

    /// The new path of any item.
    pub(super) fn item(&self, change: &RustChange) -> String {
        let owner = self.path(&change.owner);
        match change.item.strip_prefix(&change.owner) {
            Some(_) if self.paths.contains_key(&change.item) => self.path(&change.item),
            Some(member) if change.kind != ItemKind::Trait => format!("{owner}{member}"),
            _ => words(&change.item.replace(&change.owner, &owner), self),
        }
    }
}

/// Code in which types have their new names; the name of an associated type is none of them.
pub(super) fn words(code: &str, renames: &Renames) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut text = String::with_capacity(code.len());
    let mut rest = code;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let is_type = !after.starts_with(" = ");
        text.push_str(renames.words.get(name).filter(|_| is_type).map_or(name, String::as_str));
        let next = after.find(is_word).unwrap_or(after.len());
        let (between, following) = after.split_at(next);
        text.push_str(between);
        rest = following;
    }
    text
}
