//! What an operation is called: by its `operationId`, or by its method and path.

use heck::{ToPascalCase, ToSnakeCase};

use super::Method;
use super::names::{singular, value_name, verb};
use super::spelling::spelt;

/// What an operation is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    /// The `operationId`.
    pub(super) id: String,
    /// What of it the method is called after.
    words: String,
    /// Which of these words.
    kept: Kept,
    /// What stands behind the method's name.
    behind: String,
}

/// Which words of an operation are in the name of its method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// Those that its handle does not say.
    WithoutTag,
    All,
}

impl Called {
    /// As the contract says.
    pub(super) fn by_id(id: String) -> Self {
        Self { words: id.clone(), kept: Kept::WithoutTag, behind: String::new(), id }
    }

    /// The method of the handle.
    pub(super) fn verb(&self, tag: &str) -> Option<String> {
        let verb = match self.kept {
            Kept::WithoutTag => verb(&self.words, tag),
            Kept::All => value_name(&self.words),
        };
        match self.behind.as_str() {
            "" => verb,
            behind => verb.map(|verb| format!("{verb}_{behind}").replace("__", "_")),
        }
    }
}

/// The name of an operation without `operationId`, made of nothing but its own method and path, so that no
/// other operation changes it: a verb, the words of the path from its last collection on, and by what that
/// collection is found. A segment before a placeholder only says where something is, unless it is the last
/// one.
///
/// `GET /devices` → `readAllDevices`, `GET /users/{a}/devices/{b}` → `readDeviceByUser`.
#[must_use]
pub(super) fn of_route(method: Method, template: &str) -> Option<Called> {
    let path = template.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_open = |segment: &str| segment.starts_with('{');
    let ends_open = segments.last().is_some_and(|last| is_open(last));
    let last = segments.iter().rposition(|segment| !is_open(segment));
    let leads_on = |at: usize| segments.get(at + 1).is_some_and(|next| is_open(next));
    let closed = || segments.iter().enumerate().filter(|(_, segment)| !is_open(segment));
    let words = closed().filter(|(at, _)| !leads_on(*at) || Some(*at) == last);
    // One thing is acted on where a placeholder ends the path, and one is made of a collection.
    let is_one = |at: usize| Some(at) == last && (ends_open || method == Method::Post);
    let words: String = words
        .filter_map(|(at, segment)| {
            let words = spelt(segment)?.to_snake_case();
            let words = if is_one(at) { singular(&words) } else { words };
            Some(words.to_pascal_case())
        })
        .collect();
    let is_counted = last.and_then(|at| spelt(segments.get(at)?)).is_some_and(|word| {
        let word = word.to_snake_case();
        singular(&word) != word
    });
    let parent = closed().rev().find(|(at, _)| leads_on(*at) && Some(*at) != last);
    let parent = parent.and_then(|(_, segment)| Some(singular(&spelt(segment)?.to_snake_case())));
    let verb = match (method, ends_open) {
        (Method::Get, true) => "read",
        (Method::Get, false) => "readAll",
        (Method::Post, true) => "invoke",
        (Method::Post, false) => "create",
        (Method::Put, _) => "replace",
        (Method::Patch, _) => "update",
        // Not all: what a collection is asked to forget may be its order.
        (Method::Delete, false) => "delete",
        (Method::Delete, true) if is_counted => "delete",
        (Method::Delete, true) => "deleteOne",
        (Method::Head, _) => "head",
        (Method::Options, _) => "options",
    };
    let words = if words.is_empty() { "Root".to_owned() } else { words };
    let words = format!("{verb}{words}");
    let behind = parent.map(|parent| format!("by_{parent}")).unwrap_or_default();
    let id = format!("{words}{}", behind.to_pascal_case());
    // One thing is deleted by `delete` already.
    let kept = if method == Method::Delete && !ends_open { Kept::All } else { Kept::WithoutTag };
    Some(Called { id, words, kept, behind })
}
