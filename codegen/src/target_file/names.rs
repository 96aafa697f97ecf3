//! The places that `names` gives names to, and what is wrong with them.

use std::path::Path;

use super::{FILE, rules};
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Cursor, Document, FileSource, Folder, NodeKind};
use crate::pointer::{self, Pointer};
use crate::suggest::nearest;

/// Where the way to an item ends: at it, or before a step that is not there.
pub(crate) enum Found<'d> {
    /// The item.
    Node(Cursor<'d>),
    /// The last node of the way, and the step that it does not have.
    Nothing(Cursor<'d>, String),
    /// The text is no JSON pointer.
    NoPointer,
}

/// Follows a place, such as `/components/schemas/Thing`, through the contract and its references. A tag
/// is found by its name, as in `/tags/Things`, the value of an enum by itself, and a branch of a union by the
/// name of its schema.
pub(crate) fn find<'d>(root: &Cursor<'d>, place: &str) -> Found<'d> {
    let Some(steps) = pointer::split(place).filter(|steps| !steps.is_empty()) else {
        return Found::NoPointer;
    };
    let mut at = root.clone();
    for step in &steps {
        let Some(next) = child(&at.resolve(), step) else {
            return Found::Nothing(at.resolve(), step.clone());
        };
        at = next;
    }
    // What a reference leads to has names of its own; a property and a branch are named where they stand.
    let around = steps.iter().rev().nth(1).map_or("", String::as_str);
    let is_place = matches!(around, "properties" | "oneOf" | "anyOf");
    Found::Node(if is_place { at } else { at.resolve() })
}

fn child<'d>(node: &Cursor<'d>, step: &str) -> Option<Cursor<'d>> {
    let name = |one: &Cursor<'d>| one.get("name")?.as_str().map(str::to_owned);
    let by_name = || node.items().find(|one| name(one).as_deref() == Some(step));
    let by_index = || node.items().nth(step.parse().ok()?);
    let by_value = || node.items().find(|one| is_called(one, step));
    node.get(step).or_else(by_name).or_else(by_value).or_else(by_index)
}

/// Whether an item is a value that is written so, or a reference to a schema of that name.
fn is_called(item: &Cursor<'_>, step: &str) -> bool {
    if item.reference().is_some() {
        return Pointer::of(&item.resolve().pointer()).name().as_deref() == Some(step);
    }
    match item.kind() {
        NodeKind::Map | NodeKind::Sequence | NodeKind::Null => false,
        NodeKind::String => item.as_str() == Some(step),
        _ => {
            serde_json::from_str(step).is_ok_and(|value: serde_json::Value| value == item.to_json())
        }
    }
}

/// Tells which places of `names` are not in the contract; `root` is the path of its root document.
///
/// # Errors
/// Returns every one at once.
pub fn check_names(root: &Path, document: &Document) -> Result<(), Report> {
    if document.target().names.is_empty() {
        return Ok(());
    }
    match Folder::new(root.parent().unwrap_or(Path::new(""))) {
        Ok(folder) => check_in(&folder, document),
        // The contract is in the same folder: its own problems say more.
        Err(_) => Ok(()),
    }
}

fn check_in(files: &dyn FileSource, document: &Document) -> Result<(), Report> {
    let target = Document::from_files(files, FILE)?;
    let names = target.root().get("names");
    let mut problems = Vec::new();
    for (place, name) in names.iter().flat_map(Cursor::entries) {
        let (message, help) = match find(&document.root(), place) {
            Found::Node(_) => continue,
            Found::NoPointer => (
                format!("`{place}` is no place in the contract"),
                "write a JSON pointer, such as `/components/schemas/Thing`".to_owned(),
            ),
            Found::Nothing(node, step) => {
                let names: Vec<&str> = node.entries().map(|(key, _)| key).collect();
                let help = match nearest(&step, names.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "a `/` within a name is written `~1`".to_owned(),
                };
                (format!("nothing is at `{place}`: there is no `{step}`"), help)
            }
        };
        let problem = Diagnostic::new(&rules::TARGET_VALUE, name.key_location(), message);
        problems.push(problem.help(help));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Report::new(problems, target.sources())),
    }
}
