//! Compares request bodies, and the media types of bodies in general.

use std::collections::BTreeMap;

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use super::label;
use super::operations::flag;
use super::schema::{is_dangling, without_texts};
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

/// What is compared of a body in one of the directions.
pub(super) struct Body<'a, 'd> {
    pub(super) old: &'a Cursor<'d>,
    pub(super) new: &'a Cursor<'d>,
    pub(super) ways: Ways,
    pub(super) place: String,
    pub(super) number: OperationIndex,
    pub(super) added: ChangeKind,
    pub(super) removed: ChangeKind,
    pub(super) replaced: ChangeKind,
}

/// Media types by name, without case and without spaces in parameters.
pub(super) fn media_types<'d>(owner: &Cursor<'d>) -> BTreeMap<String, Cursor<'d>> {
    let content = owner.get("content");
    let entries = content.iter().flat_map(Cursor::entries);
    entries.map(|(name, media)| (one_spelling(name), media)).collect()
}

/// A media type in lower case, without spaces, quotes and the encoding that JSON has anyway.
fn one_spelling(name: &str) -> String {
    let text = name.to_lowercase().replace([' ', '"'], "");
    let mut parts = text.split(';');
    let essence = parts.next().unwrap_or_default();
    let parameters = parts.filter(|one| !(is_json(essence) && *one == "charset=utf-8"));
    parameters.fold(essence.to_owned(), |text, one| format!("{text};{one}"))
}

impl<'d> Walker<'d> {
    pub(super) fn bodies(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let body =
            |operation: &OperationObject<'d>| Some(operation.node.get("requestBody")?.resolve());
        let (before, after) = (body(old), body(new));
        let is_required = |body: &Cursor<'d>| flag(body, "required");
        let (kind, sentence) = match (&before, &after) {
            (None, None) => return,
            (None, Some(new)) if is_required(new) => {
                (ChangeKind::RequestBodyRequiredAdded, "a body must be sent now")
            }
            (None, Some(_)) => (ChangeKind::RequestBodyOptionalAdded, "a body may be sent now"),
            (Some(old), None) if is_required(old) => {
                (ChangeKind::RequestBodyRequiredRemoved, "no body is read any more")
            }
            (Some(_), None) => (ChangeKind::RequestBodyOptionalRemoved, "no body is read any more"),
            (Some(old), Some(new)) => {
                self.body(old, new, number);
                match (is_required(old), is_required(new)) {
                    (false, true) => {
                        (ChangeKind::RequestBodyBecameRequired, "the body must now be sent")
                    }
                    (true, false) => {
                        (ChangeKind::RequestBodyBecameOptional, "the body need no longer be sent")
                    }
                    _ => return,
                }
            }
        };
        let at = |body: Option<&Cursor<'d>>| body.map(Cursor::key_location);
        let place = self.operations.get(number).cloned().unwrap_or_default();
        let mut finding = Finding::new(kind, Ways::REQUEST, &place, sentence.to_owned())
            .at(at(before.as_ref()), at(after.as_ref()))
            .about("body")
            .by_operation(number);
        finding.covers.head = self.head_covers(after.as_ref());
        finding.covers.base = self.base_covers(before.as_ref());
        let (old, new) = (before.as_ref(), after.as_ref());
        let is_whole = old.is_none() || new.is_none();
        self.findings.add(finding.written(old.into_iter().chain(new).filter(|_| is_whole)));
    }

    fn body(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, number: OperationIndex) {
        if is_dangling(old) || is_dangling(new) {
            return;
        }
        let operation = self.operations.get(number).cloned().unwrap_or_default();
        let place =
            label::of_pointer(&new.pointer()).unwrap_or(format!("{operation} request body"));
        self.node_texts(&["description"], old, new, &place, Some((number, Ways::REQUEST)));
        let body = Body {
            old,
            new,
            ways: Ways::REQUEST,
            place,
            number,
            added: ChangeKind::RequestMediaTypeAdded,
            removed: ChangeKind::RequestMediaTypeRemoved,
            replaced: ChangeKind::RequestMediaTypeReplaced,
        };
        self.content(&body);
    }

    /// Compares the media types of a body and the schemas below them.
    pub(super) fn content(&mut self, body: &Body<'_, 'd>) {
        let (before, after) = (media_types(body.old), media_types(body.new));
        if !before.is_empty()
            && !after.is_empty()
            && !before.keys().any(|name| after.contains_key(name))
        {
            return self.media_types_replaced(body, &before, &after);
        }
        for (name, media) in &after {
            match before.get(name) {
                Some(old) => self.media_type(body, old, media),
                None => self.media_type_changed(body, body.added, name, None, Some(media)),
            }
        }
        for (name, media) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            self.media_type_changed(body, body.removed, name, Some(media), None);
        }
    }

    /// Nothing that one side has is known to the other.
    fn media_types_replaced(
        &mut self,
        body: &Body<'_, 'd>,
        before: &BTreeMap<String, Cursor<'d>>,
        after: &BTreeMap<String, Cursor<'d>>,
    ) {
        let names = |list: &BTreeMap<String, Cursor<'d>>| {
            list.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let (old, new) = (names(before), names(after));
        let sentence = format!("the media type went from {old} to {new}");
        let at =
            |list: &BTreeMap<String, Cursor<'d>>| list.values().next().map(Cursor::key_location);
        let mut finding = Finding::new(body.replaced, body.ways, &body.place, sentence)
            .at(at(before), at(after))
            .about("content")
            .values(Some(old), Some(new))
            .by_operation(body.number);
        finding.covers.head = self.head_covers(Some(body.new));
        finding.covers.base = self.base_covers(Some(body.old));
        self.findings.add(finding.written(before.values().chain(after.values())));
        // What is said in another media type may be said in the same way.
        if let (Some(old), Some(new)) = (before.values().next(), after.values().next())
            && before.len() == 1
            && after.len() == 1
            && before.keys().chain(after.keys()).all(|name| is_json(name))
        {
            self.media_type(body, old, new);
        }
    }

    fn media_type_changed(
        &mut self,
        body: &Body<'_, 'd>,
        kind: ChangeKind,
        name: &str,
        old: Option<&Cursor<'d>>,
        new: Option<&Cursor<'d>>,
    ) {
        let word = if new.is_some() { "new" } else { "gone" };
        let sentence = format!("the media type `{name}` is {word}");
        let at = |media: Option<&Cursor<'d>>| media.map(Cursor::key_location);
        let mut finding = Finding::new(kind, body.ways, &body.place, sentence)
            .at(
                at(old).or_else(|| Some(body.old.key_location())),
                at(new).or_else(|| Some(body.new.key_location())),
            )
            .about(name)
            .by_operation(body.number);
        finding.covers.head = self.head_covers(new);
        finding.covers.base = self.base_covers(old);
        self.findings.add(finding.written(old.into_iter().chain(new)));
    }

    fn media_type(&mut self, body: &Body<'_, 'd>, old: &Cursor<'d>, new: &Cursor<'d>) {
        self.node_texts(
            &["example", "examples"],
            old,
            new,
            &body.place,
            Some((body.number, body.ways)),
        );
        let encoding = |media: &Cursor<'d>| {
            media.get("encoding").map(|node| without_texts(node.to_json_resolved()))
        };
        if encoding(old) != encoding(new) {
            let sentence = "the parts of the body are encoded in a different way".to_owned();
            let at = |media: &Cursor<'d>| media.get("encoding").unwrap_or_else(|| media.clone());
            self.findings.add(
                Finding::new(ChangeKind::RequestEncodingChanged, body.ways, &body.place, sentence)
                    .at(Some(at(old).location()), Some(at(new).location()))
                    .values(
                        encoding(old).map(|value| value.to_string()),
                        encoding(new).map(|value| value.to_string()),
                    )
                    .by_operation(body.number),
            );
        }
        if let (Some(old), Some(new)) = (old.get("schema"), new.get("schema")) {
            self.root_pair(body.number, old, new, body.ways, || body.place.clone());
        }
    }
}

fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    essence == "application/json" || essence.ends_with("+json")
}
