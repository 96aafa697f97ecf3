//! Responses: the one success of an operation, HAL collections, and the documented errors.

use super::media::{examples, response_media};
use super::members::Members;
use super::node::text;
use super::planner::{Expected, Planner};
use super::{ErrorResponse, NextPage, Payload, Success, TypeRef, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::{self, Direction, kind, members};
use crate::target::{Envelope, ErrorBodies, HAL_ITEMS, HAL_LINKS};

/// Properties that a HAL collection may have.
const COLLECTION_PROPERTIES: [&str; 4] = [HAL_ITEMS, HAL_LINKS, "count", "size"];

impl<'d> Planner<'d> {
    pub(super) fn success(&mut self, operation: &Cursor<'d>, id: &str) -> Option<Success> {
        let Some(responses) = operation.get("responses") else {
            self.unsupported(
                &rules::SUCCESS_MISSING,
                operation,
                "an operation needs `responses`",
                "add the success response",
            );
            return None;
        };
        let mut successes = responses.entries().filter(|(status, _)| status.starts_with('2'));
        let Some((status, response)) = successes.next() else {
            self.unsupported(
                &rules::SUCCESS_MISSING,
                &responses,
                "no success response is documented",
                "add 200, 201, 202 or 204",
            );
            return None;
        };
        if let Some((other, second)) = successes.next() {
            self.problem(
                Diagnostic::new(
                    &rules::SUCCESS_TWICE,
                    second.location(),
                    format!(
                        "`{id}` documents {status} and {other}: its result would have two types"
                    ),
                )
                .related(response.location(), "the other success response")
                .help("keep the one that the server sends"),
            );
            return None;
        }
        let Some(code) =
            status.parse::<u16>().ok().filter(|code| [200, 201, 202, 204].contains(code))
        else {
            self.unsupported(
                &rules::SUCCESS_STATUS,
                &response,
                "this success status is not supported",
                "200, 201, 202 or 204",
            );
            return None;
        };
        self.success_body(&response.resolve(), code, id)
    }

    /// The success of a request whose answer has no body.
    pub(super) fn success_head(&mut self, operation: &Cursor<'d>, id: &str) -> Option<Success> {
        let responses = operation.get("responses");
        let mut all = responses.iter().flat_map(Cursor::entries);
        let known = all.find_map(|(status, _)| {
            status.parse().ok().filter(|code| [200, 201, 202, 204].contains(code))
        });
        match known {
            Some(status) => Some(Success {
                status,
                payload: Payload::Empty,
                paging: None,
                examples: Vec::new(),
            }),
            // What is wrong is told there.
            None => self.success(operation, id),
        }
    }

    fn success_body(&mut self, response: &Cursor<'d>, status: u16, id: &str) -> Option<Success> {
        let Some(content) = response.get("content") else {
            return Some(Success {
                status,
                payload: Payload::Empty,
                paging: None,
                examples: Vec::new(),
            });
        };
        if status == 204 {
            self.unsupported(
                &rules::BODY_FORBIDDEN,
                &content,
                "a 204 response has no body",
                "remove `content`",
            );
            return None;
        }
        let media = self.json_media(&content, response_media)?;
        let schema = media.get("schema")?;
        let node = schema.resolve();
        let named = members(&node);
        let payload = match &self.target.collections {
            Envelope::Hal if named.get(HAL_ITEMS).is_some_and(embeds_list) => {
                self.page(&schema, id, |planner| planner.collection(&node))?
            }
            Envelope::Flat { items, count, .. } if is_list(named.get(items.as_str())) => self
                .page(&schema, id, |planner| {
                    planner.flat_collection(&named, items, count.as_deref())
                })?,
            _ => self.whole(&schema, id)?,
        };
        if let Some(expected) = Expected::of(&payload) {
            self.expect_examples(&media, &expected);
        }
        Some(Success { status, payload, paging: None, examples: examples(&media) })
    }

    /// A body that is no page of a collection.
    fn whole(&mut self, schema: &Cursor<'d>, id: &str) -> Option<Payload> {
        let hint = names::type_name(id).map(|name| names::joined(&name, "Response"));
        let ty = self.nullable_type(schema, Direction::Response, hint.as_deref())?;
        Some(Payload::Json(ty))
    }

    /// A page of a collection; one of another form is a body like others, if that is no error.
    fn page(
        &mut self,
        schema: &Cursor<'d>,
        id: &str,
        plan: impl FnOnce(&mut Self) -> Option<Payload>,
    ) -> Option<Payload> {
        let before = self.odd_pages;
        let planned = plan(self);
        let is_odd = self.odd_pages > before;
        match is_odd && self.has_meaning(&rules::COLLECTION_SHAPE) {
            true => self.whole(schema, id),
            false => planned,
        }
    }

    /// A page does not have the form that the client reads.
    fn odd_page(&mut self, place: &Cursor<'d>, message: &str, help: &str) {
        self.odd_pages += 1;
        self.unsupported(&rules::COLLECTION_SHAPE, place, message, help);
    }

    /// A collection whose items stand in one property.
    fn flat_collection(
        &mut self,
        named: &openapi::Members<'d>,
        items: &str,
        count: Option<&str>,
    ) -> Option<Payload> {
        if let Some((name, count)) = count.and_then(|count| named.get_key_value(count)) {
            self.check_count(name, count);
        }
        self.items(named.get(items)?, items)
    }

    /// A number of items is a whole number, or the client would take it for absent.
    fn check_count(&mut self, wire: &str, property: &Cursor<'d>) {
        if kind(property) != Some("integer") {
            self.odd_page(
                property,
                &format!("`{wire}` of a collection is something else"),
                "write `type: integer`",
            );
        }
    }

    /// A page of the items that this array holds.
    fn items(&mut self, list: &Cursor<'d>, relation: &str) -> Option<Payload> {
        match self.type_ref(list, Direction::Response, None)? {
            TypeRef::List(item) if matches!(*item, TypeRef::Named(_)) => {
                let next = match &self.target.collections {
                    Envelope::Flat { offset, .. } => NextPage::Offset(offset.clone()),
                    Envelope::Hal | Envelope::Own(_) => NextPage::Link,
                };
                Some(Payload::Collection { item: *item, relation: relation.to_owned(), next })
            }
            _ => {
                self.odd_page(
                    list,
                    "the items of a collection must be an array of a named schema",
                    "use `type: array` with `items: {$ref: …}`",
                );
                None
            }
        }
    }

    /// A HAL collection: one array under one relation.
    fn collection(&mut self, node: &Cursor<'d>) -> Option<Payload> {
        let mut members = Members::default();
        self.collect(node, &mut members);
        for (wire, property) in &members.properties {
            if !COLLECTION_PROPERTIES.contains(wire) {
                self.odd_page(
                    property,
                    "a HAL collection has no properties of its own",
                    &format!("keep only {}", COLLECTION_PROPERTIES.join(", ")),
                );
                return None;
            }
            self.check_collection_property(wire, property);
        }
        let embedded = members.properties.get(HAL_ITEMS)?.resolve();
        let mut relations = Members::default();
        self.collect(&embedded, &mut relations);
        let mut relations = relations.properties.into_iter();
        let (Some((relation, list)), None) = (relations.next(), relations.next()) else {
            self.odd_page(
                &embedded,
                &format!("`{HAL_ITEMS}` must hold exactly one relation"),
                "keep one array",
            );
            return None;
        };
        self.items(&list, relation)
    }

    /// The client reads these properties itself, so they must be what it takes them for.
    fn check_collection_property(&mut self, wire: &str, property: &Cursor<'d>) {
        let links = TypeRef::Runtime("Links".to_owned());
        match wire {
            "count" | "size" => self.check_count(wire, property),
            HAL_LINKS if self.type_ref(property, Direction::Response, None) != Some(links) => {
                self.odd_page(
                    property,
                    &format!("`{wire}` of a collection is something else"),
                    "`$ref` the schema with `x-rust-type: Links`",
                );
            }
            _ => {}
        }
    }

    /// The documented errors; their bodies are all made in one way.
    pub(super) fn errors(&mut self, operation: &Cursor<'d>) -> Vec<ErrorResponse> {
        let mut errors = Vec::new();
        for (status, response) in operation.get("responses").iter().flat_map(Cursor::entries) {
            if status.starts_with('2') || status.starts_with("x-") {
                continue;
            }
            let node = response.resolve();
            self.check_error_body(&node);
            match status.parse::<u16>() {
                Ok(code) if (300..600).contains(&code) => errors.push(ErrorResponse {
                    status: code,
                    description: text(&node, &["description"]).unwrap_or_default(),
                    unconfirmed: text(&node, &["x-unconfirmed"]),
                }),
                _ if status == "default" || matches!(status, "4XX" | "5XX") => {}
                _ => self.unsupported(
                    &rules::ERROR_STATUS,
                    &response,
                    "this is not the status of an error",
                    "a status from 300 to 599, `4XX`, `5XX` or `default`",
                ),
            }
        }
        errors.sort_by_key(|error| error.status);
        errors
    }

    fn check_error_body(&mut self, response: &Cursor<'d>) {
        let Some(content) = response.get("content") else { return };
        let Some(media) = self.json_media(&content, response_media) else { return };
        let Some(schema) = media.get("schema") else { return };
        let runtime = text(&schema.resolve(), &["x-rust-type"]);
        if self.target.errors == ErrorBodies::Platform && runtime.as_deref() != Some("ErrorBody") {
            self.unsupported(
                &rules::ERROR_BODY,
                &schema,
                "every error body is decoded in the same way",
                "`$ref` the schema with `x-rust-type: ErrorBody`",
            );
        }
        self.error_schemas.push(schema);
    }
}

/// Whether something below `_embedded` is a list: one object there is a resource that comes along.
fn embeds_list(embedded: &Cursor<'_>) -> bool {
    members(embedded).values().any(|relation| kind(relation) == Some("array"))
}

fn is_list(property: Option<&Cursor<'_>>) -> bool {
    property.and_then(kind) == Some("array")
}
