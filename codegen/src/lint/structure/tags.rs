//! Tags: each is declared once, and operations have it.

use std::collections::{BTreeMap, HashSet};

use super::{TAG_TWICE, TAG_UNUSED};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::lint::context::{Context, text};
use crate::suggest::nearest;

pub(super) fn check(context: &mut Context<'_>) {
    let used = used(context);
    let tags = context.document.root().get("tags");
    let mut seen: BTreeMap<&str, Cursor<'_>> = BTreeMap::new();
    for tag in tags.iter().flat_map(Cursor::items) {
        let Some(name) = text(&tag, "name") else { continue };
        let place = tag.get("name").unwrap_or_else(|| tag.clone()).location();
        if let Some(first) = seen.get(name) {
            let message = format!("the tag `{name}` is declared twice");
            let problem = Diagnostic::new(&TAG_TWICE, place, message)
                .related(first.location(), "first declared here")
                .help("remove one of them");
            context.report(problem);
            continue;
        }
        seen.insert(name, tag.get("name").unwrap_or_else(|| tag.clone()));
        if used.as_ref().is_some_and(|used| !used.contains(name)) {
            let message = format!("no operation has the tag `{name}`");
            let problem = Diagnostic::new(&TAG_UNUSED, place, message);
            context.report_absence(problem.help("remove it, or give it to an operation"));
        }
    }
}

/// The tags that operations have; `None` if one that is missing or misspelt may be any.
fn used<'d>(context: &Context<'d>) -> Option<HashSet<&'d str>> {
    let root = context.document.root();
    let declared = root.get("tags");
    let declared: HashSet<&str> =
        declared.iter().flat_map(Cursor::items).filter_map(|tag| text(&tag, "name")).collect();
    let mut used = HashSet::new();
    for operation in context.operations() {
        let tags = operation.node.get("tags")?;
        used.extend(tags.items().filter_map(|tag| tag.as_str()));
    }
    let is_misspelt =
        |tag: &&str| !declared.contains(tag) && nearest(tag, declared.iter().copied()).is_some();
    (!used.is_empty() && !used.iter().any(is_misspelt)).then_some(used)
}
