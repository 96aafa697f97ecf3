//! Compares the responses of an operation: statuses, bodies and headers.

use std::collections::BTreeMap;

use super::Walker;
use super::bodies::{Body, media_types};
use super::finding::{Finding, OperationIndex, Ways};
use super::label;
use super::operations::flag;
use super::schema::{is_dangling, without_texts};
use crate::diagnostic::Location;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

type Responses<'d> = BTreeMap<String, Cursor<'d>>;

fn list<'d>(operation: &OperationObject<'d>) -> Responses<'d> {
    let responses = operation.node.get("responses");
    let entries = responses.iter().flat_map(Cursor::entries);
    entries
        .filter(|(status, _)| !status.starts_with("x-"))
        .map(|(status, response)| (status.to_uppercase(), response))
        .collect()
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

impl<'d> Walker<'d> {
    pub(super) fn responses(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let (mut before, mut after) = (list(old), list(new));
        let common: Vec<String> =
            before.keys().filter(|status| after.contains_key(*status)).cloned().collect();
        for status in common {
            if let (Some(old), Some(new)) = (before.remove(&status), after.remove(&status)) {
                self.response(&old, &new, &status, number);
            }
        }
        self.success_changed(&mut before, &mut after, number);
        for (status, new) in &after {
            let kind = if is_success(status) {
                ChangeKind::SuccessStatusAdded
            } else {
                ChangeKind::ErrorStatusAdded
            };
            let mut finding = self.about_status(kind, status, None, Some(new), number, "is new");
            finding.covers.head = self.head_covers(Some(new));
            self.findings.add(finding.written([new]));
        }
        for (status, old) in &before {
            let kind = if is_success(status) {
                ChangeKind::SuccessStatusRemoved
            } else {
                ChangeKind::ErrorStatusRemoved
            };
            let mut finding = self.about_status(kind, status, Some(old), None, number, "is gone");
            finding.covers.base = self.base_covers(Some(old));
            self.findings.add(finding.written([old]));
        }
    }

    /// One success went and another came: the same answer under another status.
    fn success_changed(
        &mut self,
        before: &mut Responses<'d>,
        after: &mut Responses<'d>,
        number: OperationIndex,
    ) {
        let only = |responses: &Responses<'d>| {
            let mut found = responses.keys().filter(|status| is_success(status));
            let first = found.next().cloned();
            first.filter(|_| found.next().is_none())
        };
        let (Some(from), Some(to)) = (only(before), only(after)) else { return };
        let (Some(old), Some(new)) = (before.remove(&from), after.remove(&to)) else { return };
        let kind = ChangeKind::SuccessStatusChanged;
        let word = format!("became `{to}`");
        let finding = self.about_status(kind, &from, Some(&old), Some(&new), number, &word);
        self.findings.add(finding.about("status").values(Some(from), Some(to.clone())));
        self.response(&old, &new, &to, number);
    }

    fn about_status(
        &self,
        kind: ChangeKind,
        status: &str,
        old: Option<&Cursor<'d>>,
        new: Option<&Cursor<'d>>,
        number: OperationIndex,
        word: &str,
    ) -> Finding {
        let place = self.operations.get(number).cloned().unwrap_or_default();
        let at = |response: Option<&Cursor<'d>>| response.map(Cursor::key_location);
        Finding::new(kind, Ways::RESPONSE, &place, format!("the status `{status}` {word}"))
            .at(at(old), at(new))
            .about(status)
            .by_operation(number)
    }

    fn response(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        status: &str,
        number: OperationIndex,
    ) {
        if is_dangling(old) || is_dangling(new) {
            return;
        }
        let (old, new) = (old.resolve(), new.resolve());
        let operation = self.operations.get(number).cloned().unwrap_or_default();
        let place =
            label::of_pointer(&new.pointer()).unwrap_or(format!("{operation} response {status}"));
        self.node_texts(
            &["description", "x-unconfirmed"],
            &old,
            &new,
            &place,
            Some((number, Ways::RESPONSE)),
        );
        self.response_body(&old, &new, &place, number);
        self.headers(&old, &new, &place, number);
        let links = |response: &Cursor<'d>| {
            response.get("links").map(|links| without_texts(links.to_json_resolved()))
        };
        if links(&old) != links(&new) {
            let sentence = "the links to other operations changed".to_owned();
            let at = |response: &Cursor<'d>| response.get("links").unwrap_or(response.clone());
            self.findings.add(
                Finding::new(ChangeKind::ResponseLinksChanged, Ways::RESPONSE, &place, sentence)
                    .at(Some(at(&old).location()), Some(at(&new).location()))
                    .values(
                        links(&old).map(|value| value.to_string()),
                        links(&new).map(|value| value.to_string()),
                    )
                    .by_operation(number),
            );
        }
    }

    fn response_body(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        place: &str,
        number: OperationIndex,
    ) {
        let (kind, word) = match (media_types(old).is_empty(), media_types(new).is_empty()) {
            (true, true) => return,
            (true, false) => (ChangeKind::ResponseBodyAdded, "the response has a body now"),
            (false, true) => (ChangeKind::ResponseBodyRemoved, "the response has no body any more"),
            (false, false) => {
                let body = Body {
                    old,
                    new,
                    ways: Ways::RESPONSE,
                    place: place.to_owned(),
                    number,
                    added: ChangeKind::ResponseMediaTypeAdded,
                    removed: ChangeKind::ResponseMediaTypeRemoved,
                    replaced: ChangeKind::ResponseMediaTypeReplaced,
                };
                return self.content(&body);
            }
        };
        let mut finding = Finding::new(kind, Ways::RESPONSE, place, word.to_owned())
            .at(Some(old.key_location()), Some(new.key_location()))
            .by_operation(number);
        finding.covers.head = self.head_covers(Some(new));
        finding.covers.base = self.base_covers(Some(old));
        self.findings.add(finding.written([old, new]));
    }

    fn headers(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, place: &str, number: OperationIndex) {
        let (before, after) = (headers(old), headers(new));
        for (name, header) in &after {
            match before.get(name) {
                Some(old) => self.header(old, header, name, place, number),
                None => {
                    let kind = match flag(&header.resolve(), "required") {
                        true => ChangeKind::ResponseHeaderRequiredAdded,
                        false => ChangeKind::ResponseHeaderOptionalAdded,
                    };
                    let at = (old.key_location(), header.resolve().key_location());
                    self.header_changed(kind, name, "is new", at, place, number);
                }
            }
        }
        for (name, header) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            let kind = if flag(&header.resolve(), "required") {
                ChangeKind::ResponseHeaderRequiredRemoved
            } else {
                ChangeKind::ResponseHeaderOptionalRemoved
            };
            let at = (header.resolve().key_location(), new.key_location());
            self.header_changed(kind, name, "is gone", at, place, number);
        }
    }

    /// A header that both versions have.
    fn header(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        name: &str,
        place: &str,
        number: OperationIndex,
    ) {
        let (old, new) = (old.resolve(), new.resolve());
        let change = match (flag(&old, "required"), flag(&new, "required")) {
            (false, true) => Some((ChangeKind::ResponseHeaderBecameRequired, "always comes now")),
            (true, false) => Some((ChangeKind::ResponseHeaderBecameOptional, "may be absent now")),
            _ => None,
        };
        if let Some((kind, word)) = change {
            let at = (old.key_location(), new.key_location());
            self.header_changed(kind, name, word, at, place, number);
        }
        let place = label::of_pointer(&new.pointer()).unwrap_or(format!("{place} header {name}"));
        self.node_texts(
            &["description", "x-unconfirmed"],
            &old,
            &new,
            &place,
            Some((number, Ways::RESPONSE)),
        );
        if let (Some(old), Some(new)) = (old.get("schema"), new.get("schema")) {
            self.root_pair(number, old, new, Ways::RESPONSE, || place);
        }
    }

    fn header_changed(
        &mut self,
        kind: ChangeKind,
        name: &str,
        word: &str,
        (base, head): (Location, Location),
        place: &str,
        number: OperationIndex,
    ) {
        let sentence = format!("the header `{name}` {word}");
        self.findings.add(
            Finding::new(kind, Ways::RESPONSE, place, sentence)
                .at(Some(base), Some(head))
                .about(name)
                .by_operation(number),
        );
    }
}

/// The headers of a response by their names in lower case.
fn headers<'d>(response: &Cursor<'d>) -> BTreeMap<String, Cursor<'d>> {
    let headers = response.get("headers");
    let entries = headers.iter().flat_map(Cursor::entries);
    entries
        .map(|(name, header)| (name.to_lowercase(), header))
        .filter(|(name, _)| name != "content-type")
        .collect()
}
