//! The texts of a review: for people, for pull requests, for programs, for workflows.

mod coverage;
mod excerpt;
mod github;
mod human;
mod json;
mod markdown;
#[cfg(test)]
mod tests;
mod wire;

pub use coverage::kinds;
pub use github::github;
pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub(crate) use wire::wire_sentences;

use super::Change;
use super::review::Review;
use super::version::Version;
use crate::diagnostic::Location;

/// Most operations or types that are named in a line.
const MOST_NAMES: usize = 20;

/// Whom a change reaches, in one line; empty if that is nobody in particular.
fn reach(change: &Change) -> String {
    let lists = [
        ("requests of", &change.reach.requests),
        ("responses of", &change.reach.responses),
        ("types", &change.reach.types),
    ];
    let parts: Vec<String> = lists
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| {
            let more = match names.len().saturating_sub(MOST_NAMES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let names: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
            format!("{what} {}{more}", names.join(", "))
        })
        .collect();
    parts.join("; ")
}

/// Where a change stands: the version, the path, line and column. The head where there is one.
fn place<'r>(review: &Review<'r>, change: &'r Change) -> Option<(&'r Version, &'r Location)> {
    let head = change.head.as_ref().map(|location| (review.head, location));
    head.or_else(|| change.base.as_ref().map(|location| (review.base, location)))
}

/// Path, line and column as people write them.
fn position(version: &Version, location: &Location) -> Option<String> {
    let (file, line, column) = version.document()?.sources().line_column(location);
    Some(format!("{file}:{line}:{column}"))
}
