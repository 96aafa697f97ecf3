//! The review for programs.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::diagnostic::Location;
use crate::diff::effect::{Bump, WireEffect};
use crate::diff::review::{Review, Standing};
use crate::diff::version::Version;
use crate::diff::{Change, Reach};

/// The review as JSON. `format` counts up if a field changes its meaning or goes; the `reach` of a
/// change is a position in `reaches`, because many changes reach the same.
#[must_use]
pub fn json(review: &Review<'_>) -> Value {
    let mut reaches = Reaches::default();
    let open = review.open.iter();
    let changes: Vec<Value> =
        open.map(|change| one(review, change, None, reaches.index(&change.reach))).collect();
    let accepted: Vec<Value> = review
        .accepted
        .iter()
        .map(|(change, reason)| one(review, change, Some(reason), reaches.index(&change.reach)))
        .collect();
    let all = review.open.iter().fold(WireEffect::SAFE, |worst, one| worst.worst(one.wire));
    let stale: Vec<&str> = review.stale.iter().map(|entry| entry.fingerprint.as_str()).collect();
    json!({
        "format": 1,
        "base": version(review.base, review.head),
        "head": version(review.head, review.base),
        "verdict": review.verdict(),
        "standing": standing(review.standing()),
        "semver": review.bump().map(Bump::as_str),
        "wire": (review.standing() != Standing::Unread).then(|| wire(all)),
        "rustUnknown": review.diff.rust_unknown,
        "notes": review.diff.notes,
        "changes": changes,
        "accepted": accepted,
        "reaches": reaches.list,
        "staleAccepted": stale,
    })
}

/// Whom changes reach, each set once.
#[derive(Default)]
struct Reaches {
    list: Vec<Value>,
    /// By the addresses of the shared lists.
    known: HashMap<[*const String; 3], usize>,
}

impl Reaches {
    fn index(&mut self, reach: &Reach) -> usize {
        let lists = [&reach.requests, &reach.responses, &reach.types];
        let next = self.list.len();
        let index = *self.known.entry(lists.map(|list| list.as_ptr())).or_insert(next);
        if index == next {
            self.list.push(json!({
                "requests": &*reach.requests,
                "responses": &*reach.responses,
                "types": &*reach.types,
            }));
        }
        index
    }
}

/// A version with how many faults it has, and those that the other one has not.
fn version(version: &Version, other: &Version) -> Value {
    let problems: Vec<Value> = version
        .problems_beside(other)
        .map(|problem| {
            let (file, line, column) = version.problems().sources().line_column(&problem.location);
            json!({
                "rule": problem.rule.id,
                "message": problem.message,
                "file": file,
                "line": line,
                "column": column,
            })
        })
        .collect();
    json!({
        "name": version.name(),
        "doubt": version.doubt(),
        "refusal": version.refusal(),
        "faults": version.problems().len(),
        "problems": problems,
    })
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Whole => "whole",
        Standing::WireOnly => "wire-only",
        Standing::Refused => "refused",
        Standing::Unread => "unread",
    }
}

fn wire(effect: WireEffect) -> Value {
    json!({
        "oldClients": effect.old_clients.as_str(),
        "newClients": effect.new_clients.as_str(),
    })
}

fn location(version: &Version, location: Option<&Location>) -> Value {
    let (Some(document), Some(location)) = (version.document(), location) else {
        return Value::Null;
    };
    let (file, line, column) = document.sources().line_column(location);
    json!({ "file": file, "line": line, "column": column, "pointer": location.pointer })
}

fn one(review: &Review<'_>, change: &Change, reason: Option<&str>, reach: usize) -> Value {
    let rust: Vec<Value> = change
        .rust
        .iter()
        .map(|one| {
            json!({
                "item": one.item,
                "effect": one.effect.as_str(),
                "before": one.before,
                "after": one.after,
                "sentence": one.sentence,
            })
        })
        .collect();
    let consequences: Vec<Value> = change
        .consequences
        .iter()
        .map(|one| {
            json!({
                "id": one.id(),
                "place": one.place,
                "sentence": one.sentence,
                "wire": wire(one.wire),
            })
        })
        .collect();
    let mut value = json!({
        "consequences": consequences,
        "id": change.id(),
        "kind": change.kind.id(),
        "area": change.kind.area().title(),
        "direction": change.direction.as_str(),
        "severity": change.gravity().as_str(),
        "place": change.place,
        "subject": change.subject,
        "sentence": change.sentence,
        "before": change.before,
        "after": change.after,
        "baseLocation": location(review.base, change.base.as_ref()),
        "headLocation": location(review.head, change.head.as_ref()),
        "reach": reach,
        "wire": wire(change.wire),
        "rust": rust,
        "semver": review.diff.rust_unknown.is_none().then(|| change.semver.bump.as_str()),
        "semverReason": change.semver.reason,
        "fingerprint": change.fingerprint.as_str(),
    });
    if let (Some(reason), Some(fields)) = (reason, value.as_object_mut()) {
        fields.insert("acceptedBecause".to_owned(), json!(reason));
    }
    value
}
