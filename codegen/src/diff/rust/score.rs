//! How well a change of the contract explains a change of the Rust API.

use std::borrow::Cow;

use super::{Cause, RustChange, RustEffect};
use crate::diagnostic::Location;
use crate::diff::kinds::{Area, ChangeKind};
use crate::diff::wire::Finding;
use crate::pointer::Pointer;

// How well a finding explains a change; with none of these, it does not.
/// The very same node.
const SAME: u32 = 100;
/// A schema was renamed, and so was what the item mentions.
const RENAMED: u32 = 90;
/// The finding is about a part of the node.
const INSIDE: u32 = 60;
/// The schema came or went with the finding.
const COVERED: u32 = 55;
/// The item belongs to an operation that the finding is about.
const OPERATION: u32 = 50;
/// The finding is about something around the node.
const AROUND: u32 = 40;
/// The item's type contains what the finding is about.
const REACHED: u32 = 5;
/// Added where the names agree.
const NAMED: u32 = 30;

/// What a schema whose directions differ adds to the names of its types.
pub(super) const SUFFIXES: [&str; 3] = ["", "Request", "Response"];

/// The parts of a declaration that may be names.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A name without what tells naming conventions apart.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a finding may explain items of the operations that it reaches.
pub(super) fn is_of_operations(finding: &Finding) -> bool {
    matches!(finding.kind.area(), Area::Responses | Area::Unions | Area::Documentation)
        || finding.kind == ChangeKind::SchemaReplaced
        || is_renaming(finding)
}

fn is_renaming(finding: &Finding) -> bool {
    matches!(
        finding.kind,
        ChangeKind::OperationTagChanged
            | ChangeKind::OperationIdChanged
            | ChangeKind::OperationPathChanged
    )
}

/// Whether a finding may explain items of the client itself: its servers and its credentials.
pub(super) fn is_of_client(finding: &Finding) -> bool {
    matches!(finding.kind.area(), Area::Servers | Area::Security) || is_of_all_paths(finding)
}

/// Whether many routes begin with something else by one change.
fn is_of_all_paths(finding: &Finding) -> bool {
    finding.kind == ChangeKind::OperationPathChanged && finding.subject == "paths"
}

fn is_client_item(change: &RustChange, finding: &Finding) -> bool {
    match finding.kind.area() {
        Area::Operations => change.effect == RustEffect::Rerouted,
        Area::Servers => change.item.starts_with("Client::SERVER"),
        _ => change.item.starts_with("impl ") && change.item.ends_with(" for Client"),
    }
}

pub(super) fn is_structural(finding: &Finding) -> bool {
    matches!(
        finding.kind.area(),
        Area::Properties | Area::Unions | Area::Refactoring | Area::Schemas
    )
}

pub(super) fn score_of(change: &RustChange, finding: &Finding) -> u32 {
    let is_text = finding.kind.area() == Area::Documentation;
    if is_text && change.effect != RustEffect::Documentation {
        return 0;
    }
    // What a name does is due to the name, and nothing else is.
    let is_name = matches!(
        finding.kind,
        ChangeKind::SchemaRenamed | ChangeKind::SchemaExtracted | ChangeKind::SchemaInlined
    );
    match change.cause {
        Cause::Name if !is_name && !is_renaming(finding) => return 0,
        Cause::Meaning if finding.kind == ChangeKind::SchemaRenamed => return 0,
        _ => {}
    }
    let base = by_place(&change.base, finding.base.as_ref());
    let head = by_place(&change.head, finding.head.as_ref());
    let mut score = base.max(head);
    if finding.kind == ChangeKind::SchemaRenamed && is_renamed(change, finding) {
        score = score.max(RENAMED);
    }
    let covered = |locations: &[Location], names: &std::collections::BTreeSet<String>| {
        locations.iter().any(|at| {
            let schema = Pointer::of(&at.pointer).schema_around();
            schema.is_some_and(|name| names.contains(&*name))
        })
    };
    if covered(&change.base, &finding.covers.base) || covered(&change.head, &finding.covers.head) {
        score = score.max(COVERED);
    }
    let is_replaced = finding.kind == ChangeKind::SchemaReplaced;
    let is_result = (is_replaced || matches!(finding.kind.area(), Area::Responses | Area::Unions))
        && (change.item.contains("::send") || change.item.starts_with("impl IntoFuture for "));
    // The texts of errors and parameters are part of the operation's page.
    let is_page = is_text && change.effect == RustEffect::Documentation;
    if (is_renaming(finding) || is_result || is_page) && is_of_operation(change, finding) {
        score = score.max(OPERATION);
    }
    if is_of_client(finding) && is_client_item(change, finding) {
        score = score.max(if is_of_all_paths(finding) { RENAMED } else { OPERATION });
    }
    if score == 0 && is_structural(finding) && has(&finding.reach.types, &schema_of(change)) {
        score = REACHED;
    }
    if score > 0 && (change.wire.contains(&finding.subject) || finding.subject == change.owner) {
        score += NAMED;
    }
    score
}

/// The schema that a request or response type is made from.
pub(super) fn schema_of(change: &RustChange) -> Cow<'_, str> {
    let mut places = change.head.iter().chain(&change.base);
    let schema = places.find_map(|at| Pointer::of(&at.pointer).schema_around());
    schema.unwrap_or(Cow::Borrowed(&change.owner))
}

fn by_place(origins: &[Location], place: Option<&Location>) -> u32 {
    let Some(place) = place else { return 0 };
    let one = |origin: &Location| {
        if origin.file != place.file {
            return 0;
        }
        let is_inside = |inner: &str, outer: &str| Pointer::of(inner).below(outer).is_some();
        if origin.pointer == place.pointer {
            SAME
        } else if is_inside(&place.pointer, &origin.pointer) {
            INSIDE
        } else if is_inside(&origin.pointer, &place.pointer) {
            AROUND
        } else {
            0
        }
    };
    origins.iter().map(one).max().unwrap_or(0)
}

/// Whether a sorted list has a name.
fn has(names: &[String], name: &str) -> bool {
    names.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
}

/// Whether an item mentioned the old name, or mentions the new one.
fn is_renamed(change: &RustChange, finding: &Finding) -> bool {
    let mentions = |text: Option<&String>, name: Option<&String>| {
        let (Some(text), Some(name)) = (text, name) else { return false };
        // A schema whose directions differ becomes two types.
        let is_it =
            |word: &str| SUFFIXES.iter().any(|suffix| word.strip_suffix(suffix) == Some(name));
        words(text).any(is_it)
    };
    let (old, new) = (finding.before.as_ref(), finding.after.as_ref());
    mentions(Some(&change.item), old)
        || mentions(Some(&change.item), new)
        || (mentions(change.before.as_ref(), old) && mentions(change.after.as_ref(), new))
}

fn is_of_operation(change: &RustChange, finding: &Finding) -> bool {
    let mut reached = finding.reach.requests.iter().chain(finding.reach.responses.iter());
    let places = [&finding.base, &finding.head];
    let is_near = places.into_iter().flatten().any(|place| {
        change.base.iter().chain(&change.head).any(|origin| {
            let is_inside = Pointer::of(&place.pointer).below(&origin.pointer).is_some();
            origin.pointer.starts_with("/paths/") && is_inside
        })
    });
    is_near
        || reached.any(|name| {
            let words: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            let builder = change.owner.rsplit("::").next().unwrap_or_default();
            builder.eq_ignore_ascii_case(&words)
        })
}
