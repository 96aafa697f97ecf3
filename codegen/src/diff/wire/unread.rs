//! What is not read: nobody knows what a difference of it means, so that there is one is told.

use std::collections::BTreeMap;

use super::Walker;
use super::finding::{Finding, Ways};
use super::keys::TEXTS;
use super::label;
use super::schemas::Both;
use crate::diagnostic::Location;
use crate::diff::kinds::ChangeKind;
use crate::document::Document;
use crate::pointer::Pointer;

/// What was left out when a version was lowered, by place.
fn left_out(document: &Document) -> BTreeMap<String, (Location, String)> {
    let unread = document.unread().iter().map(|one| &one.place);
    let counts = unread.filter(|place| {
        let name = Pointer::of(&place.pointer).name().unwrap_or_default();
        !TEXTS.contains(&&*name)
    });
    counts
        .map(|place| {
            let file = document.sources().text(place.file);
            let text = file.get(place.span.start..place.span.end).unwrap_or_default();
            // The root may be called otherwise in the other version.
            let name = match place.file.index() {
                0 => String::new(),
                _ => document.sources().line_column(place).0,
            };
            let key = format!("{name}#{}", place.pointer);
            (key, (place.clone(), super::docs::words(text)))
        })
        .collect()
}

impl<'d> Walker<'d> {
    /// Parts of OpenAPI 3.1 that have no form in 3.0.
    pub(super) fn left_out(&mut self, base: &Document, head: &Document) {
        let (old, new) = (left_out(base), left_out(head));
        let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let (before, after) = (old.get(key), new.get(key));
            let text = |one: Option<&(Location, String)>| one.map(|(_, text)| text.clone());
            let (from, to) = (text(before), text(after));
            if from == to {
                continue;
            }
            let at = |one: Option<&(Location, String)>| one.map(|(place, _)| place.clone());
            let pointer = key.split_once('#').map_or("", |(_, pointer)| pointer);
            let place = label::of_pointer(pointer).unwrap_or_else(|| pointer.to_owned());
            let name = Pointer::of(pointer).name().unwrap_or_default();
            let sentence = sentence(&name, from.is_some(), to.is_some());
            // Nobody knows who is concerned.
            let finding = Finding::new(ChangeKind::UnreadChanged, Ways::BOTH, &place, sentence)
                .at(at(before), at(after))
                .about(name)
                .values(from, to);
            self.findings.add(finding);
        }
    }

    /// Keywords of a schema that nothing here reads.
    pub(super) fn unread(&mut self, both: &Both<'_, 'd>) {
        let (base, head) = (&both.base.unread, &both.head.unread);
        let mut keys: Vec<&str> = base.keys().chain(head.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let (old, new) = (base.get(key), head.get(key));
            let text =
                |one: Option<&super::flat::Keyword<'d>>| one.map(|one| one.value.to_string());
            let (before, after) = (text(old), text(new));
            if before == after {
                continue;
            }
            let sentence = sentence(key, before.is_some(), after.is_some());
            let at = (old.map(|one| &one.at), new.map(|one| &one.at));
            let finding = both.finding(ChangeKind::UnreadChanged, at.0, at.1, sentence);
            self.findings.add(finding.about(key).values(before, after));
        }
    }
}

fn sentence(name: &str, was_there: bool, is_there: bool) -> String {
    let word = match (was_there, is_there) {
        (false, _) => "is new",
        (true, false) => "is gone",
        _ => "changed",
    };
    format!("`{name}` {word}, which is not read: nobody knows what it means for clients")
}
