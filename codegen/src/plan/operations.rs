//! Operations: their names, their parts, and what of them the client cannot have.

use super::error_types::error_schemas;
use super::node::text;
use super::planner::Planner;
use super::response_headers;
use super::route_names::{self, Called};
use super::success::successes;
use super::tags::{Groups, Tag};
use super::{Api, Body, Idempotency, Method, Operation, Presence, docs, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::{Direction, paths};

impl<'d> Planner<'d> {
    /// Marks the schemas of all bodies and parameters with the direction in which they are used.
    pub(super) fn reach_operations(&mut self) {
        for (_, _, item, operation) in self.each_operation() {
            for owner in [&item, &operation] {
                for parameter in owner.get("parameters").iter().flat_map(Cursor::items) {
                    if let Some(schema) = parameter.resolve().get("schema") {
                        self.reach(&schema, Direction::Request);
                    }
                    self.reach_content(&parameter, Direction::Request);
                }
            }
            if let Some(body) = operation.get("requestBody") {
                self.reach_content(&body, Direction::Request);
            }
            for (_, response) in successes(&operation) {
                self.reach_content(&response, Direction::Response);
            }
            for (_, _, schema) in error_schemas(&operation) {
                self.reach(&schema, Direction::Response);
            }
        }
    }

    fn reach_content(&mut self, body: &Cursor<'d>, direction: Direction) {
        for (name, media) in body.resolve().get("content").iter().flat_map(Cursor::entries) {
            if let Some(schema) = media.get("schema") {
                self.reach(&schema, direction);
                self.find_file_parts(name, &schema);
            }
        }
    }

    /// Plans all operations and groups them by tag.
    pub(super) fn apis(&mut self) -> Vec<Api> {
        let mut groups = Groups::default();
        for (template, method, item, operation) in self.each_operation() {
            self.origin = None;
            self.check_path_item(&template, &item);
            self.origin = Some(operation.location());
            let Some(tag) = self.tag(&operation, &template) else { continue };
            if let Some(planned) = self.operation(&template, method, &item, &operation, &tag) {
                groups.add(tag, planned);
            }
        }
        self.origin = None;
        self.grouped(groups)
    }

    /// Every operation of the contract that is not left out: template, method, path item, operation.
    fn each_operation(&self) -> Vec<(String, Method, Cursor<'d>, Cursor<'d>)> {
        let mut found = Vec::new();
        for (template, item) in paths(&self.root) {
            let item = item.resolve();
            for method in Method::ALL {
                let operation = item.get(method.key());
                if let Some(operation) =
                    operation.filter(|_| !self.leaves_out(template, method.key()))
                {
                    found.push((template.to_owned(), method, item.clone(), operation));
                }
            }
        }
        found
    }

    fn check_path_item(&mut self, template: &str, item: &Cursor<'d>) {
        let trace = item.get("trace").filter(|_| !self.leaves_out(template, "trace"));
        if let Some(trace) = trace {
            self.unsupported(
                &rules::METHOD_UNSUPPORTED,
                &trace,
                "no HTTP library sends TRACE, which shows a request to whoever asks",
                "remove it; the client is made without it",
            );
        }
    }

    fn operation(
        &mut self,
        template: &str,
        method: Method,
        item: &Cursor<'d>,
        operation: &Cursor<'d>,
        tag: &Tag<'d>,
    ) -> Option<Operation> {
        let called = self.called(operation, method, template)?;
        let id = called.id.clone();
        let (verb, builder) = match self.own_name(operation) {
            Some(own) => {
                let verb = self.usual(&own, names::value_name)?;
                let builder = names::builder_name(&format!("{verb}_{}", tag.module))?;
                (verb, builder)
            }
            None => (called.verb(&tag.text)?, names::builder_name(&id)?),
        };
        // They stand in one file.
        let is_handle = names::handle_name(&tag.module).is_some_and(|handle| handle == builder);
        let builder = if is_handle { names::joined(&builder, "Call") } else { builder };
        let security = self.security(operation);
        let server = self.own_server(item, operation);
        let parameters = self.parameters(item, operation, (template, method), &builder);
        let body = operation.get("requestBody").map(|body| self.body(&body, method, &builder));
        let mut success = match method {
            // HTTP: an answer to HEAD is the head of one.
            Method::Head => self.success_head(operation, &id, &builder),
            _ => self.success(operation, &id, &builder),
        };
        if let Some(success) = &mut success {
            self.paging(operation, method, success);
        }
        let errors = self.errors(operation);
        let error_types = self.error_types(operation, &id);
        Some(Operation {
            body: match body {
                Some(planned) => Some(planned?),
                None => None,
            },
            success: success?,
            security: security?,
            server,
            errors,
            error_types,
            response_headers: response_headers::documented(operation),
            summary: text(operation, &["summary"]),
            description: text(operation, &["description"]),
            docs_url: self.docs_url(operation),
            deprecation: docs::deprecation(operation),
            successor: text(operation, &["x-replaced-by"]),
            file: operation.file_name().to_owned(),
            id_location: operation
                .get("operationId")
                .map_or_else(|| operation.location(), |id| id.location()),
            location: operation.location(),
            path: parameters.path,
            query: parameters.query,
            headers: parameters.headers,
            cookies: parameters.cookies,
            template: template.to_owned(),
            idempotency: Self::idempotency(operation, method),
            method,
            builder,
            verb,
            id,
        })
    }

    /// RFC 9110, section 9.2.2, unless the contract knows better.
    fn idempotency(operation: &Cursor<'d>, method: Method) -> Idempotency {
        let own = operation.get("x-idempotent");
        let of_method = !matches!(method, Method::Post | Method::Patch);
        match own.and_then(|own| own.as_bool()).unwrap_or(of_method) {
            true => Idempotency::Idempotent,
            false => Idempotency::NotIdempotent,
        }
    }

    /// The page a documentation comment links to.
    pub(super) fn docs_url(&mut self, node: &Cursor<'d>) -> Option<String> {
        let url = node.get("externalDocs")?.get("url")?;
        let address = url.as_str().unwrap_or_default();
        if markdown::is_web_address(address) {
            return Some(address.to_owned());
        }
        self.unsupported(
            &rules::DOCS_URL,
            &url,
            "this is not the address of a page",
            "write `https://…` without spaces and brackets",
        );
        None
    }

    fn called(&mut self, operation: &Cursor<'d>, method: Method, template: &str) -> Option<Called> {
        let route = format!("{} {template}", method.as_str());
        let Some(id) = text(operation, &["operationId"]) else {
            self.problem(
                Diagnostic::new(
                    &rules::OPERATION_ID_MISSING,
                    operation.location(),
                    format!("`{route}` has no `operationId`, so its client method has no name"),
                )
                .help("add `operationId: <verb><Resource>`, e.g. `operationId: readPairingKey`"),
            );
            let is_named = self.has_meaning(&rules::OPERATION_ID_MISSING);
            if !is_named {
                return None;
            }
            let made = route_names::of_route(method, template);
            if made.is_none() {
                let message = format!("no name can be made of `{route}`");
                let help = "write an `operationId` in camel case, e.g. `readPairingKey`";
                self.unsupported(&rules::OPERATION_ID_FORM, operation, &message, help);
            }
            return made;
        };
        let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let is_name = names::value_name(&id).is_some();
        if !is_name || !plain || id.starts_with(|c: char| c.is_ascii_digit()) {
            let place = operation.get("operationId").unwrap_or_else(|| operation.clone());
            self.unsupported(
                &rules::OPERATION_ID_FORM,
                &place,
                &format!("`{id}` is not an identifier"),
                "use letters and digits in camel case, e.g. `readPairingKey`",
            );
            if !self.has_meaning(&rules::OPERATION_ID_FORM) {
                return None;
            }
        }
        // What cannot be spelt at all is as good as missing.
        if is_name { Some(Called::by_id(id)) } else { route_names::of_route(method, template) }
    }

    fn body(&mut self, body: &Cursor<'d>, method: Method, builder: &str) -> Option<Body> {
        let node = body.resolve();
        if matches!(method, Method::Get | Method::Head) {
            self.unsupported(
                &rules::GET_WITH_BODY,
                body,
                "a GET request has no body",
                "remove `requestBody`",
            );
            return None;
        }
        let mut presence = Presence::Required;
        if node.get("required").and_then(|required| required.as_bool()) != Some(true) {
            presence = Presence::Optional;
            self.unsupported(
                &rules::REQUEST_BODY_OPTIONAL,
                body,
                "a request without this body would be valid too",
                "add `required: true` if it would not; where it may be left out, callers pass `None`",
            );
            if !self.has_meaning(&rules::REQUEST_BODY_OPTIONAL) {
                return None;
            }
        }
        let Some(content) = node.get("content") else {
            self.unsupported(
                &rules::CONTENT_MISSING,
                body,
                "a request body needs `content`",
                "add `application/json`",
            );
            return None;
        };
        self.request_content(&content, presence, builder)
    }
}
