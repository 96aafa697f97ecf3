//! The review as workflow commands, which GitHub shows beside the lines of a pull request.

use std::fmt::Write as _;

use super::wire_sentences;
use crate::diff::effect::Gravity;
use crate::diff::review::{Review, Standing};

/// One command per change that counts, then the verdict; ending in a line break.
#[must_use]
pub fn github(review: &Review<'_>) -> String {
    let mut text = String::new();
    for change in &review.open {
        let level = match change.gravity() {
            Gravity::Breaking => "error",
            Gravity::Minor => "warning",
            Gravity::Info => "notice",
        };
        let place = change.head.as_ref().and_then(|location| {
            let (file, line, column) = review.head.document()?.sources().line_column(location);
            Some(format!("file={},line={line},col={column},", property(&file)))
        });
        let mut lines = vec![format!("{}: {}", change.place, change.sentence)];
        lines.push(format!("Wire: {}.", wire_sentences(change).join("; ")));
        lines.extend(change.rust.iter().map(|one| format!("Rust: {}.", one.sentence)));
        let semver = &change.semver;
        lines.push(format!("Semver: {}, {}.", review.step(change), semver.reason));
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            text,
            "::{level} {}title={}::{}",
            place.unwrap_or_default(),
            property(&change.id()),
            data(&lines.join("\n"))
        );
    }
    for entry in &review.stale {
        let message = format!("accepted, but there is no such change: {}", entry.fingerprint);
        let _ = writeln!(text, "::warning title=accepted-change-stale::{}", data(&message));
    }
    let level = match (review.standing(), review.count(Gravity::Breaking)) {
        (Standing::Refused | Standing::Unread, _) => "error",
        (Standing::WireOnly, _) | (_, 1..) => "warning",
        (Standing::Whole, 0) => "notice",
    };
    let _ = writeln!(text, "::{level} title=contract diff::{}.", data(&review.verdict()));
    text
}

/// What may stand in the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What may stand in a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
