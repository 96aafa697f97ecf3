//! Operations and the resource handles (tags) that hold them.

use super::node::text;
use super::planner::Planner;
use std::collections::BTreeMap;

use super::parameters::placeholders;
use super::success::successes;
use super::{Api, Body, Idempotency, Method, Operation, Scope, docs, names, rules};
use crate::diagnostic::{Diagnostic, Location};
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::{Direction, paths};
use crate::suggest::nearest;

impl<'d> Planner<'d> {
    /// Marks the schemas of all bodies and parameters with the direction in which they are used.
    pub(super) fn reach_operations(&mut self) {
        for (_, _, item, operation) in each_operation(&self.root) {
            for owner in [&item, &operation] {
                for parameter in owner.get("parameters").iter().flat_map(Cursor::items) {
                    if let Some(schema) = parameter.resolve().get("schema") {
                        self.reach(&schema, Direction::Request);
                    }
                }
            }
            if let Some(body) = operation.get("requestBody") {
                self.reach_content(&body, Direction::Request);
            }
            for (_, response) in successes(&operation) {
                self.reach_content(&response, Direction::Response);
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
        let mut grouped: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for (template, method, item, operation) in each_operation(&self.root) {
            self.check_path_item(&item);
            let Some(tag) = self.tag(&operation) else { continue };
            if let Some(planned) = self.operation(&template, method, &item, &operation, &tag) {
                grouped.entry(tag).or_default().push(planned);
            }
        }
        let mut apis: Vec<Api> =
            grouped.into_iter().filter_map(|(tag, operations)| self.api(tag, operations)).collect();
        apis.sort_by(|a, b| a.module.cmp(&b.module));
        apis
    }

    fn check_path_item(&mut self, item: &Cursor<'d>) {
        if let Some(servers) = item.get("servers") {
            self.unsupported(
                &rules::OVERRIDE_IGNORED,
                &servers,
                "servers of one path would be ignored",
                "declare servers in the root only",
            );
        }
        for (key, value) in item.entries() {
            if matches!(key, "head" | "options" | "trace") {
                self.unsupported(
                    &rules::METHOD_UNSUPPORTED,
                    &value,
                    "this method is not supported",
                    "GET, POST, PUT, PATCH or DELETE",
                );
            }
        }
    }

    fn tag(&mut self, operation: &Cursor<'d>) -> Option<String> {
        let tags: Vec<Cursor<'d>> = operation.get("tags").iter().flat_map(Cursor::items).collect();
        let [tag] = tags.as_slice() else {
            let place = tags.get(1).unwrap_or(operation);
            self.unsupported(
                &rules::TAG_COUNT,
                place,
                "an operation needs exactly one tag: it names its resource handle",
                "write `tags: [Name]` with a tag declared in the root document",
            );
            return None;
        };
        let name = tag.as_str()?;
        if declared_tag(&self.root, name).is_none() {
            let declared: Vec<Cursor<'d>> =
                self.root.get("tags").iter().flat_map(Cursor::items).collect();
            let names = declared.iter().filter_map(|tag| tag.get("name")?.as_str());
            let help = match nearest(name, names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("add `- name: {name}` below `tags` in the root document"),
            };
            self.problem(
                Diagnostic::new(
                    &rules::TAG_UNDECLARED,
                    tag.location(),
                    format!("the tag `{name}` is not declared"),
                )
                .help(help),
            );
        }
        Some(name.to_owned())
    }

    fn operation(
        &mut self,
        template: &str,
        method: Method,
        item: &Cursor<'d>,
        operation: &Cursor<'d>,
        tag: &str,
    ) -> Option<Operation> {
        let id = self.operation_id(operation, method, template)?;
        let builder = names::type_name(&id)?;
        let verb = names::verb(&id, tag)?;
        for key in ["servers", "callbacks", "security"] {
            if let Some(place) = operation.get(key) {
                self.unsupported(
                    &rules::OVERRIDE_IGNORED,
                    &place,
                    &format!("`{key}` of one operation would be ignored"),
                    "every operation uses the servers and the security of the root document",
                );
            }
        }
        let parameters = self.parameters(item, operation, template);
        let body = operation.get("requestBody").map(|body| self.body(&body, method, &builder));
        let success = self.success(operation, &id);
        let errors = self.errors(operation);
        Some(Operation {
            body: match body {
                Some(planned) => Some(planned?),
                None => None,
            },
            success: success?,
            errors,
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
    fn docs_url(&mut self, node: &Cursor<'d>) -> Option<String> {
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

    fn operation_id(
        &mut self,
        operation: &Cursor<'d>,
        method: Method,
        template: &str,
    ) -> Option<String> {
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
            let made = names::of_route(method, template);
            if made.is_none() {
                let message = format!("no name can be made of `{route}`");
                let help = "write an `operationId` in camel case, e.g. `readPairingKey`";
                self.unsupported(&rules::OPERATION_ID_FORM, operation, &message, help);
            }
            return made;
        };
        let name = names::value_name(&id);
        let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if name.is_none() || !plain {
            let place = operation.get("operationId").unwrap_or_else(|| operation.clone());
            self.unsupported(
                &rules::OPERATION_ID_FORM,
                &place,
                &format!("`{id}` is not an identifier"),
                "use letters and digits in camel case, e.g. `readPairingKey`",
            );
            return None;
        }
        Some(id)
    }

    fn body(&mut self, body: &Cursor<'d>, method: Method, builder: &str) -> Option<Body> {
        let node = body.resolve();
        if method == Method::Get {
            self.unsupported(
                &rules::GET_WITH_BODY,
                body,
                "a GET request has no body",
                "remove `requestBody`",
            );
            return None;
        }
        if node.get("required").and_then(|required| required.as_bool()) != Some(true) {
            self.unsupported(
                &rules::REQUEST_BODY_OPTIONAL,
                body,
                "an optional request body is not supported",
                "add `required: true`; an empty object is a body",
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
        self.request_content(&content, builder)
    }

    fn api(&mut self, tag: String, mut operations: Vec<Operation>) -> Option<Api> {
        let declared = declared_tag(&self.root, &tag);
        if declared.is_none() && !self.has_meaning(&rules::TAG_UNDECLARED) {
            return None;
        }
        // An undeclared tag has no place of its own: its first operation stands for it.
        let place = declared.clone().unwrap_or_else(|| self.root.clone());
        let name = place.get("name").filter(|_| declared.is_some());
        let (Some(module), Some(handle)) = (names::value_name(&tag), names::type_name(&tag)) else {
            self.unsupported(
                &rules::NAME_INVALID,
                &place,
                "no module name can be made of this tag",
                "start it with an ASCII letter",
            );
            return None;
        };
        operations.sort_by(|a, b| (&a.template, a.method).cmp(&(&b.template, b.method)));
        let shared = |wire: &str| {
            !names::is_own_id(wire, &tag)
                && operations
                    .iter()
                    .all(|operation| placeholders(&operation.template).any(|name| name == wire))
        };
        let scope = operations
            .first()
            .iter()
            .flat_map(|operation| &operation.path)
            .filter(|parameter| parameter.scope == Scope::Call && shared(&parameter.wire))
            .cloned()
            .collect();
        Some(Api {
            description: declared.as_ref().and_then(|tag| text(tag, &["description"])),
            docs_url: declared.as_ref().and_then(|tag| self.docs_url(tag)),
            location: match (&declared, name, operations.first()) {
                (Some(tag), Some(name), _) => {
                    Location { pointer: tag.pointer(), ..name.location() }
                }
                (None, _, Some(operation)) => operation.location.clone(),
                _ => place.location(),
            },
            tag,
            module,
            handle,
            scope,
            operations,
        })
    }
}

/// Every operation of the contract: template, method, path item, operation.
fn each_operation<'d>(root: &Cursor<'d>) -> Vec<(String, Method, Cursor<'d>, Cursor<'d>)> {
    let mut found = Vec::new();
    for (template, item) in paths(root) {
        let item = item.resolve();
        for method in Method::ALL {
            if let Some(operation) = item.get(method.key()) {
                found.push((template.to_owned(), method, item.clone(), operation));
            }
        }
    }
    found
}

fn declared_tag<'d>(root: &Cursor<'d>, name: &str) -> Option<Cursor<'d>> {
    root.get("tags")?
        .items()
        .find(|tag| tag.get("name").and_then(|text| text.as_str()) == Some(name))
}
