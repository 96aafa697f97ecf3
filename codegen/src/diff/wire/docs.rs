//! Texts and examples of everything that is no schema.

use std::collections::BTreeMap;

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;

/// A text without its line breaks: how it is wrapped means nothing.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn sentence(keyword: &str, was_there: bool, is_there: bool) -> String {
    let (subject, is) = match keyword {
        "examples" => ("the examples", "are"),
        "externalDocs" => ("`externalDocs`", "is"),
        "x-replaced-by" => ("the successor", "is"),
        "x-unconfirmed" => ("`x-unconfirmed`", "is"),
        "x-provenance" => ("`x-provenance`", "is"),
        "title" => ("the title", "is"),
        "summary" => ("the summary", "is"),
        "description" => ("the description", "is"),
        _ => ("the example", "is"),
    };
    match (was_there, is_there) {
        (false, _) => format!("{subject} {is} new"),
        (true, false) => format!("{subject} {is} gone"),
        _ => format!("{subject} changed"),
    }
}

/// The declarations of tags by name.
fn tags<'d>(root: &Cursor<'d>) -> BTreeMap<&'d str, Cursor<'d>> {
    let list = root.get("tags");
    let tags = list.iter().flat_map(Cursor::items);
    tags.filter_map(|tag| Some((tag.get("name")?.as_str()?, tag))).collect()
}

impl<'d> Walker<'d> {
    /// The texts of the whole contract and of its tags.
    pub(super) fn contract_texts(&mut self) {
        let (base, head) = (self.base.clone(), self.head.clone());
        self.node_texts(&["externalDocs"], &base, &head, "the contract", None);
        let after = tags(&head);
        for (name, old) in tags(&base) {
            if let Some(new) = after.get(name) {
                let place = format!("the tag `{name}`");
                self.node_texts(&["description", "externalDocs"], &old, new, &place, None);
            }
        }
    }

    /// Compares the texts that two nodes carry under `keywords`, for an operation's requests,
    /// responses or both.
    pub(super) fn node_texts(
        &mut self,
        keywords: &[&str],
        base: &Cursor<'d>,
        head: &Cursor<'d>,
        place: &str,
        of: Option<(OperationIndex, Ways)>,
    ) {
        let ways = of.map_or(Ways::BOTH, |(_, ways)| ways);
        for keyword in keywords {
            let (old, new) = (base.get(keyword), head.get(keyword));
            let kind = match *keyword {
                "example" | "examples" => ChangeKind::ExampleChanged,
                "x-unconfirmed" | "x-provenance" => ChangeKind::ProvenanceChanged,
                _ => ChangeKind::DescriptionChanged,
            };
            let text = |node: &Option<Cursor<'d>>| {
                node.as_ref().map(|node| match node.as_str() {
                    Some(text) => words(text),
                    None => node.to_json_resolved().to_string(),
                })
            };
            let (before, after) = (text(&old), text(&new));
            if before == after {
                continue;
            }
            let sentence = sentence(keyword, before.is_some(), after.is_some());
            let base = old.as_ref().unwrap_or(base).location();
            let head = new.as_ref().unwrap_or(head).location();
            let mut finding = Finding::new(kind, ways, place, sentence)
                .at(Some(base), Some(head))
                .about(*keyword)
                .values(before, after);
            if let Some((operation, _)) = of {
                finding = finding.by_operation(operation);
            }
            self.findings.add(finding);
        }
    }
}
