//! The texts of a review: for people, for pull requests, for programs, for workflows.

mod coverage;
mod github;
mod human;
mod json;
mod markdown;

pub use coverage::kinds;
pub use github::github;
pub use human::human;
pub use json::json;
pub use markdown::markdown;

use super::effect::{Direction, Impact, WireEffect};
use super::review::Review;
use super::version::Version;
use super::{Change, ChangeKind};
use crate::diagnostic::Location;

/// Most operations or types that are named in a line.
const MOST_NAMES: usize = 20;

/// What happens on the wire, one sentence per side that notices, without final stops.
fn wire_sentences(change: &Change) -> Vec<String> {
    let of = |direction: Direction| change.kind.wire_effect(direction);
    let (mut request, mut response) = (WireEffect::SAFE, WireEffect::SAFE);
    if change.direction.has_request() {
        request = of(Direction::Request);
    }
    if change.direction.has_response() {
        response = of(Direction::Response);
    }
    let old = side(
        "old clients",
        "",
        (request.old_clients, "the new server does not take what they send"),
        (response.old_clients, "they do not expect what the new server sends"),
    );
    let new = side(
        "new clients",
        " with an old server",
        (request.new_clients, "it does not take what they send"),
        (response.new_clients, "they do not expect what it sends"),
    );
    let keeps_unknown =
        matches!(change.kind, ChangeKind::EnumValueAdded | ChangeKind::VariantAdded)
            && change.direction.has_response();
    let old = old.map(|text| match keeps_unknown {
        true => format!("{text} (those that are generated here keep it as unknown)"),
        false => text,
    });
    let mut sentences: Vec<String> = [old, new].into_iter().flatten().collect();
    if sentences.is_empty() {
        sentences.push("nobody breaks".to_owned());
    }
    sentences
}

/// What happens to one side, with the reasons of the worse of the two directions.
fn side(
    who: &str,
    with: &str,
    request: (Impact, &str),
    response: (Impact, &str),
) -> Option<String> {
    let worst = request.0.max(response.0);
    let word = match worst {
        Impact::Breaks => "break",
        Impact::Possible => "may break",
        Impact::Safe => return None,
    };
    let reasons = [request, response].into_iter().filter(|(impact, _)| *impact == worst);
    let reasons: Vec<&str> = reasons.map(|(_, reason)| reason).collect();
    Some(format!("{who} {word}{with}: {}", reasons.join(", and ")))
}

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
