//! Types that are called by another name now, so that what else changed about them is told as such.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::surface::{Item, ItemKind, Surface};
use crate::diagnostic::Location;
use crate::diff::kinds::ChangeKind;
use crate::diff::wire::Finding;
use crate::pointer::Pointer;

/// The names of types in the head by those in the base.
pub(super) type Renames = BTreeMap<String, String>;

/// What the directions of a schema add to its name.
const DIRECTIONS: [&str; 2] = ["Request", "Response"];

/// The types of schemas that were renamed, extracted or written out in place.
pub(super) fn renames(base: &Surface, head: &Surface, findings: &[Finding]) -> Renames {
    let only = |some: &Surface, other: &Surface| -> Vec<(String, Location)> {
        let is_only = |(path, item): &(&String, &Item)| {
            item.kind == ItemKind::Type && !other.contains_key(*path) && !path.contains("::")
        };
        let found = some.iter().filter(is_only);
        found
            .filter_map(|(path, item)| Some((path.clone(), item.origins.first()?.clone())))
            .collect()
    };
    let (old, new) = (only(base, head), only(head, base));
    let mut renames = Renames::new();
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
    renames
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
        let owner = words(&item.owner, renames);
        let path = match path.strip_prefix(&item.owner) {
            Some(member) if item.kind != ItemKind::Trait => format!("{owner}{member}"),
            _ => words(path, renames),
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

/// Code in which types have their new names; the name of an associated type is none of them.
pub(super) fn words(code: &str, renames: &Renames) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut text = String::with_capacity(code.len());
    let mut rest = code;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let is_type = !after.starts_with(" = ");
        text.push_str(renames.get(name).filter(|_| is_type).map_or(name, String::as_str));
        let next = after.find(is_word).unwrap_or(after.len());
        let (between, following) = after.split_at(next);
        text.push_str(between);
        rest = following;
    }
    text
}
