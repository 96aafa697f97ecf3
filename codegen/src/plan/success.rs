//! Responses: the successes of an operation, HAL collections, and the documented errors.

use super::media::{Kind, Reading, chosen, examples, kind_of};
use super::members::Members;
use super::node::text;
use super::outcomes::{self, Documented, Received, add};
use super::planner::{Expected, Planner};
use super::{ErrorResponse, NextPage, Payload, Success, TypeRef, names, rules};
use crate::document::Cursor;
use crate::openapi::{self, Direction, kind, members};
use crate::target::{Envelope, ErrorBodies, HAL_ITEMS, HAL_LINKS};

/// Properties that a HAL collection may have.
const COLLECTION_PROPERTIES: [&str; 4] = [HAL_ITEMS, HAL_LINKS, "count", "size"];

impl<'d> Planner<'d> {
    pub(super) fn success(
        &mut self,
        operation: &Cursor<'d>,
        id: &str,
        builder: &str,
    ) -> Option<Success> {
        let mut found = successes(operation);
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        if found.is_empty() {
            return self.undocumented_success(operation);
        }
        let mut planned: Vec<Documented> = Vec::new();
        let mut bodies: Vec<(serde_json::Value, Payload)> = Vec::new();
        for (key, response) in found {
            let node = response.resolve();
            // The inline type of the first body is named after the operation alone.
            let part = match bodies.is_empty() {
                true => "Response".to_owned(),
                false => outcomes::part(&key),
            };
            let mut received = self.success_body(&node, &key, &Named { id, part: &part })?;
            if let Some(schema) = body_schema(&node) {
                let said = schema.to_json();
                // What is written twice is one type, if it has no name that says otherwise.
                match bodies.iter().find(|(other, _)| *other == said) {
                    Some((_, payload)) => received.success.payload = payload.clone(),
                    None => bodies.push((said, received.success.payload.clone())),
                }
            }
            let description = text(&node, &["description"]);
            planned.push(Documented { key, description, received });
        }
        let merged = outcomes::merged(planned, builder);
        let accept = self.accept(operation, &merged);
        Some(Success { accept, ..merged.success })
    }

    /// The success of a request whose answer has no body.
    pub(super) fn success_head(
        &mut self,
        operation: &Cursor<'d>,
        id: &str,
        builder: &str,
    ) -> Option<Success> {
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
                reading: Reading::Json,
                accept: None,
            }),
            // What is wrong is told there.
            None => self.success(operation, id, builder),
        }
    }

    /// Without a documented success, a call that worked returns nothing; a redirection may be one.
    fn undocumented_success(&mut self, operation: &Cursor<'d>) -> Option<Success> {
        let responses = operation.get("responses");
        let mut documented = responses.iter().flat_map(Cursor::entries);
        let redirects = documented.find(|(status, _)| status.starts_with('3'));
        if redirects.is_none() {
            self.unsupported(
                &rules::SUCCESS_MISSING,
                responses.as_ref().unwrap_or(operation),
                "no success response is documented",
                "add 200, 201, 202 or 204",
            );
            if !self.has_meaning(&rules::SUCCESS_MISSING) {
                return None;
            }
        }
        let status = redirects.as_ref().and_then(|(status, _)| status.parse().ok());
        let reading = if redirects.is_some() { Reading::Redirection } else { Reading::Json };
        Some(Success {
            status: status.unwrap_or(204),
            payload: Payload::Empty,
            paging: None,
            examples: Vec::new(),
            reading,
            accept: None,
        })
    }

    fn success_body(
        &mut self,
        response: &Cursor<'d>,
        status: &str,
        named: &Named<'_>,
    ) -> Option<Received> {
        let code = status.parse().unwrap_or(200);
        let nothing = Received::new(code, Payload::Empty, Reading::Json, "");
        let Some(content) = response.get("content") else { return Some(nothing) };
        for (name, media) in content.entries() {
            self.check_media_name(name, &media)?;
        }
        // Such a body cannot come; lint says so.
        let is_forbidden = matches!(code, 204 | 205);
        let Some((name, media)) = chosen(&content).filter(|_| !is_forbidden) else {
            return Some(nothing);
        };
        match kind_of(name, &media) {
            Kind::Json => self.json_success(code, name, &media, named),
            Kind::Text => {
                Some(Received::new(code, Payload::Json(TypeRef::String), Reading::Text, name))
            }
            Kind::Form | Kind::Multipart | Kind::Bytes => {
                let ty = self.file(media.location());
                Some(Received::new(code, Payload::Json(ty), Reading::File, name))
            }
        }
    }

    fn json_success(
        &mut self,
        status: u16,
        name: &str,
        media: &Cursor<'d>,
        hint: &Named<'_>,
    ) -> Option<Received> {
        let Some(schema) = media.get("schema") else {
            self.schema_missing(media, "any JSON may come, or none")?;
            let any = Payload::Json(TypeRef::Json);
            return Some(Received::new(status, any, Reading::Any, name));
        };
        let node = schema.resolve();
        let named = members(&node);
        let payload = match &self.target.collections {
            Envelope::Hal if named.get(HAL_ITEMS).is_some_and(embeds_list) => {
                self.page(&schema, hint, |planner| planner.collection(&node))?
            }
            Envelope::Flat { items, count, .. } if is_list(named.get(items.as_str())) => self
                .page(&schema, hint, |planner| {
                    planner.flat_collection(&named, items, count.as_deref())
                })?,
            _ => self.whole(&schema, hint)?,
        };
        if let Some(expected) = Expected::of(&payload) {
            self.expect_examples(media, &expected);
        }
        let mut received = Received::new(status, payload, Reading::Json, name);
        received.success.examples = examples(media);
        Some(received)
    }

    /// What the client says it takes: the media type of the success, and those of errors.
    fn accept(&self, operation: &Cursor<'d>, received: &Received) -> Option<String> {
        let mut accepted: Vec<String> = received.media.clone();
        let mut of_errors: Vec<String> = Vec::new();
        for (status, response) in operation.get("responses").iter().flat_map(Cursor::entries) {
            let is_error = status.starts_with(['4', '5']) || status == "default";
            let response = response.resolve();
            let content = response.get("content").filter(|_| is_error);
            for (name, _) in content.iter().flat_map(Cursor::entries) {
                // A range is what else may come, and nothing to ask for.
                if !name.contains('*') && !accepted.iter().any(|known| known == name) {
                    add(&mut of_errors, name);
                }
            }
        }
        of_errors.sort();
        // What only errors have must not be chosen for a success.
        let weight = if accepted.is_empty() { "" } else { ";q=0.5" };
        accepted.extend(of_errors.into_iter().map(|name| name + weight));
        let is_plain = |name: &String| name == "application/json";
        (!accepted.iter().all(is_plain)).then(|| accepted.join(", "))
    }

    /// A body that is no page of a collection.
    fn whole(&mut self, schema: &Cursor<'d>, named: &Named<'_>) -> Option<Payload> {
        let hint = names::type_name(named.id).map(|name| names::joined(&name, named.part));
        let ty = self.nullable_type(schema, Direction::Response, hint.as_deref())?;
        Some(Payload::Json(ty))
    }

    /// A page of a collection; one of another form is a body like others, if that is no error.
    fn page(
        &mut self,
        schema: &Cursor<'d>,
        named: &Named<'_>,
        plan: impl FnOnce(&mut Self) -> Option<Payload>,
    ) -> Option<Payload> {
        let before = self.odd_pages;
        let planned = plan(self);
        let is_odd = self.odd_pages > before;
        match is_odd && self.has_meaning(&rules::COLLECTION_SHAPE) {
            true => self.whole(schema, named),
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

    /// The runtime reads what it can of any error, so no media type is refused.
    fn check_error_body(&mut self, response: &Cursor<'d>) {
        let Some(content) = response.get("content") else { return };
        for (name, media) in content.entries() {
            if self.check_media_name(name, &media).is_none() {
                continue;
            }
            let schema = media.get("schema").filter(|_| kind_of(name, &media) == Kind::Json);
            let runtime = schema.as_ref().and_then(|one| text(&one.resolve(), &["x-rust-type"]));
            let is_own = self.target.errors == ErrorBodies::Platform;
            if (is_own && runtime.as_deref() != Some("ErrorBody")) || schema.is_none() {
                self.unsupported(
                    &rules::ERROR_BODY,
                    schema.as_ref().unwrap_or(&media),
                    "every error body is decoded in the same way",
                    "`$ref` the schema with `x-rust-type: ErrorBody`",
                );
            }
            self.error_schemas.extend(schema);
        }
    }
}

/// What the type of an inline body is named after.
struct Named<'n> {
    id: &'n str,
    part: &'n str,
}

/// The schema of the body that the client takes, if it is JSON.
fn body_schema<'d>(response: &Cursor<'d>) -> Option<Cursor<'d>> {
    let (name, media) = chosen(&response.get("content")?)?;
    media.get("schema").filter(|_| kind_of(name, &media) == Kind::Json)
}

/// The status of the first success with a body whose schema names a type.
pub(super) fn first_body(operation: &Cursor<'_>) -> Option<String> {
    let mut found = successes(operation);
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.into_iter().find(|(_, one)| body_schema(&one.resolve()).is_some()).map(|(key, _)| key)
}

/// The responses of an operation that are successes: of those with a status, or the one for all.
pub(super) fn successes<'d>(operation: &Cursor<'d>) -> Vec<(String, Cursor<'d>)> {
    let responses = operation.get("responses");
    let all: Vec<(&str, Cursor<'d>)> = responses.iter().flat_map(Cursor::entries).collect();
    let of = |test: &dyn Fn(&str) -> bool| -> Vec<(String, Cursor<'d>)> {
        let found = all.iter().filter(|(status, _)| test(status));
        found.map(|(status, response)| ((*status).to_owned(), response.clone())).collect()
    };
    let own = of(&|status| status.starts_with('2'));
    let is_redirected = all.iter().any(|(status, _)| status.starts_with('3'));
    if own.is_empty() && !is_redirected { of(&|status| status == "default") } else { own }
}

/// Whether something that is embedded is a list: one object there is a resource that comes along.
fn embeds_list(embedded: &Cursor<'_>) -> bool {
    members(embedded).values().any(|relation| kind(relation) == Some("array"))
}

fn is_list(property: Option<&Cursor<'_>>) -> bool {
    property.and_then(kind) == Some("array")
}
