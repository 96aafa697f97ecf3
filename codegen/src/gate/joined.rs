//! One mistake that many places show is told where it is mended.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::document::{Cursor, Document};
use crate::lint::truth::EXAMPLE_MISSPELT;
use crate::lint::wording::VALUE_UNLISTED;
use crate::openapi::OperationObject;
use crate::refusals::TAG_UNDECLARED;

/// Characters that nobody sees, and that change what a name is.
const INVISIBLE: [char; 12] = [
    '\u{a0}', '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}',
    '\u{202e}', '\u{2060}', '\u{2066}', '\u{feff}',
];

/// A tag that many operations have and the root does not declare is one mistake; if the root declares one much
/// like it that nobody has, that one is misspelt.
pub(super) fn tags(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut all: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for problem in found.iter().filter(|problem| *problem.rule == TAG_UNDECLARED) {
        all.entry(problem.message.clone()).or_default().push(problem.clone());
    }
    for (message, mut same) in all.into_iter().filter(|(_, same)| same.len() > 1) {
        same.sort_by(|a, b| a.location.cmp(&b.location));
        let Some(mut first) = same.into_iter().next() else { continue };
        found.retain(|problem| *problem.rule != TAG_UNDECLARED || problem.message != message);
        if let Some((place, meant)) = misspelt(document, &first) {
            let used = first.location.clone();
            first.location = place;
            first = first.related(used, "operations have this one").help(meant);
        }
        found.push(first);
    }
}

/// The place of the declared tag that was meant, if no operation has it, and what to do about it.
fn misspelt(document: &Document, problem: &Diagnostic) -> Option<(Location, String)> {
    let help = problem.help.as_deref()?;
    let name = help.strip_prefix("did you mean `")?.split('`').next()?;
    let root = document.root();
    let operations = OperationObject::all(&root);
    let mut used = operations.iter().filter_map(|operation| operation.node.get("tags"));
    if used.any(|tags| tags.items().any(|tag| tag.as_str() == Some(name))) {
        return None;
    }
    let given = document.at(&problem.location)?.as_str()?;
    let tags = root.get("tags")?;
    let mut names = tags.items().filter_map(|tag| tag.get("name"));
    let declared: Cursor<'_> = names.find(|declared| declared.as_str() == Some(name))?;
    Some((declared.location(), format!("write `{given}` here, as the operations do")))
}

/// A value that is missing in a list is not told again of the examples that have it.
pub(super) fn values(found: &mut Vec<Diagnostic>) {
    let value = |problem: &Diagnostic| problem.message.split('`').nth(1).map(str::to_owned);
    let unlisted: Vec<String> =
        found.iter().filter(|it| *it.rule == VALUE_UNLISTED).filter_map(value).collect();
    found.retain(|problem| {
        let is_known = || value(problem).is_some_and(|value| unlisted.contains(&value));
        *problem.rule != EXAMPLE_MISSPELT || !is_known()
    });
}

/// Names what nobody sees in what a finding quotes.
pub(super) fn name_invisible(found: &mut [Diagnostic]) {
    for problem in found.iter_mut().filter(|problem| problem.message.contains(INVISIBLE)) {
        let shown: String = problem
            .message
            .chars()
            .map(|c| match INVISIBLE.contains(&c) {
                true => format!("\\u{{{:x}}}", u32::from(c)),
                false => c.to_string(),
            })
            .collect();
        problem.message = format!("{shown} (with a character that nobody sees)");
        if problem.help.is_none() || problem.severity == Severity::Error {
            problem.help = Some("write it again, letter by letter".to_owned());
        }
    }
}
