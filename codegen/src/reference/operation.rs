//! One operation: route, parameters, bodies, errors, and code that calls it.

use maud::{Markup, html};

use super::access;
use super::advice::{self, phrase};
use super::anchor;
use super::answers;
use super::calls;
use super::code;
use super::context::Context;
use super::facts::{Facts, body_schema, source, text};
use super::prose::{prose, sentence};
use super::review;
use super::schema::Value;
use super::targets::{parameter_id, parameters};
use super::tree::{self, Findable, Row};
use crate::diagnostic::Location;
use crate::document::Cursor;
use crate::face::{body_text, type_text};
use crate::openapi::Direction;
use crate::plan::{
    Api, Deprecation, ErrorResponse, Idempotency, Operation, Parameter, Presence, Scope,
};

/// One operation with what of the contract its parts need.
struct View<'c, 'a> {
    context: &'c Context<'a>,
    api: &'a Api,
    operation: &'a Operation,
    node: Option<Cursor<'a>>,
    request: Option<Value<'a>>,
    response: Option<Value<'a>>,
}

pub(super) fn section<'a>(context: &Context<'a>, api: &'a Api, operation: &'a Operation) -> Markup {
    let node = context.node(&operation.location);
    let body = node.as_ref().and_then(|node| node.get("requestBody")).map(|body| body.resolve());
    let request = body.as_ref().and_then(body_schema);
    let response = context.success(operation).as_ref().and_then(body_schema);
    let view = View {
        context,
        api,
        operation,
        node,
        request: request.map(|schema| context.tree(&schema, Direction::Request)),
        response: response.map(|schema| context.tree(&schema, Direction::Response)),
    };
    view.section()
}

/// The summary, or the id where there is none.
pub(super) fn title(operation: &Operation) -> &str {
    operation.summary.as_deref().unwrap_or(&operation.id)
}

pub(super) fn method(operation: &Operation) -> Markup {
    html! { span class=(format!("method {}", operation.method.key())) { (operation.method.as_str()) } }
}

/// The path template with its parameters set apart, to be broken between segments.
pub(super) fn route(operation: &Operation) -> Markup {
    html! {
        code.path {
            @for segment in operation.template.split('/').skip(1) {
                "/" wbr;
                @if segment.starts_with('{') { span.s { (segment) } } @else { (segment) }
            }
        }
    }
}

impl<'a> View<'_, 'a> {
    fn section(&self) -> Markup {
        let operation = self.operation;
        let id = anchor::operation(&operation.id);
        let words = format!(
            "{} {} client.{}().{}()",
            operation.method.as_str(),
            operation.template,
            self.api.module,
            operation.verb
        );
        let kind = format!("{} {}", operation.method.as_str(), operation.id);
        html! {
            section.op id=(id) data-find="operation" data-name=(operation.id) data-title=(operation.id) data-show=(title(operation)) data-kind=(kind) data-more=(words) {
                header {
                    h3 dir="auto" { (title(operation)) " " (tree::self_link(&id, &operation.id)) }
                    p.route { (method(operation)) " " (route(operation)) }
                    p.badges { (self.badges()) (review::of_operation(self.context, operation)) }
                }
                div.columns {
                    div.docs {
                        @if let Some(text) = &operation.description { (prose(text)) }
                        (review::notes(self.context, std::slice::from_ref(&operation.location)))
                        (self.facts())
                        (self.parameters())
                        (self.request())
                    }
                    div.samples {
                        (calls::section(self.context, self.api, operation))
                    }
                }
                div.columns {
                    div.docs { (self.response()) (self.errors()) }
                    div.samples { (self.examples()) }
                }
            }
        }
    }

    fn badges(&self) -> Markup {
        let node = self.node.as_ref();
        let own = node.and_then(source);
        let url = own.map(|source| source.url).or(self.api.docs_url.as_deref());
        let standing = node.and_then(|node| text(node, "x-provenance"));
        let is_confirmed = standing == Some("confirmed")
            && node.is_none_or(|node| text(node, "x-unconfirmed").is_none());
        let doubts: usize =
            [&self.request, &self.response].into_iter().flatten().map(Value::doubts).sum();
        html! {
            @if self.operation.deprecation == Deprecation::Deprecated {
                span class="badge warn" {
                    "deprecated" @if let Some(successor) = &self.operation.successor { ": use " code { (successor) } }
                }
            }
            @if node.is_some_and(|node| text(node, "x-unconfirmed").is_some()) {
                span class="badge doubt" { "unconfirmed" }
            } @else if let Some(standing) = standing.filter(|_| !is_confirmed) {
                span class="badge doubt" { (standing) }
            }
            @if let Some(url) = url.filter(|url| super::prose::is_web(url)) {
                // Documentation that an operation names may be about something near it.
                a class=(if is_confirmed { "badge sure" } else { "badge" }) href=(url) {
                    (if is_confirmed { "confirmed: " } else { "source: " })
                    (own.map_or(self.api.tag.as_str(), |source| source.title))
                }
            } @else if is_confirmed {
                span class="badge sure" { "confirmed" }
            } @else {
                span class="badge" { "no source named" }
            }
            @if doubts > 0 { a class="badge doubt" href="#unconfirmed" { (doubts) " unconfirmed inside" } }
        }
    }

    /// What a reviewer asks first.
    fn facts(&self) -> Markup {
        let (operation, node) = (self.operation, self.node.as_ref());
        let access = access::of_operation(self.context, node);
        let told = access::permissions(self.api);
        html! {
            dl.facts {
                dt { "Operation" } dd { code { (operation.id) } }
                dt { "Access" } dd { (access) }
                @if !told.is_empty() {
                    dt { "Permissions" }
                    dd { @for paragraph in told { (prose(paragraph)) } }
                }
                dt { "Repeating" } dd {
                    @match operation.idempotency {
                        Idempotency::Idempotent => { "Sending it twice comes to the same as sending it once." }
                        Idempotency::NotIdempotent => { "Sending it twice may take effect twice." }
                    }
                }
                dt { "In the contract" } dd { (self.context.place(&operation.location)) }
            }
            @if let Some(reason) = node.and_then(|node| text(node, "x-unconfirmed")) { (tree::doubt(reason)) }
        }
    }

    fn parameters(&self) -> Markup {
        let all: Vec<(&str, &Parameter)> = parameters(self.operation).collect();
        html! {
            @for (place, title) in [("path", "Path parameters"), ("query", "Query parameters"), ("header", "Headers"), ("cookie", "Cookies")] {
                @let here: Vec<&Parameter> = all.iter().filter(|(its, _)| *its == place).map(|(_, one)| *one).collect();
                @if !here.is_empty() {
                    h4 { (title) }
                    (self.rows(place, &here))
                }
            }
        }
    }

    fn rows(&self, place: &str, parameters: &[&Parameter]) -> Markup {
        let described: Vec<(&Parameter, String, Value<'_>)> =
            parameters.iter().filter_map(|one| self.parameter(one)).collect();
        let rows = described.iter().map(|(one, rust, value)| Row {
            id: parameter_id(&self.operation.id, place, &one.wire),
            entry: Findable::Parameter,
            name: &one.wire,
            rust: Some(rust),
            is_required: one.presence == Presence::Required,
            value,
        });
        tree::rows(self.context, rows)
    }

    /// A parameter with its Rust side and its value.
    fn parameter<'p>(&self, one: &'p Parameter) -> Option<(&'p Parameter, String, Value<'a>)> {
        let node = self.context.node(&one.location)?;
        let content = || node.get("content")?.entries().next()?.1.get("schema");
        let schema = node.get("schema").or_else(content)?;
        let mut value = described(self.context, &schema, &node, Direction::Request);
        value.places.push(one.location.clone());
        if let Some(example) = &one.example {
            let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            value.facts.limits.push(("example", text));
        }
        let from = match one.scope {
            Scope::Client => " (from the client)",
            Scope::Call => "",
        };
        Some((one, format!("{}: {}{from}", one.field, type_text(&one.ty)), value))
    }

    fn request(&self) -> Markup {
        let holder =
            self.node.as_ref().and_then(|node| node.get("requestBody")).map(|body| body.resolve());
        let (Some(body), Some(holder)) = (&self.operation.body, holder) else { return html! {} };
        let id = anchor::id(&["op", &self.operation.id, "request"]);
        html! {
            h4 id=(id) { "Request body " code.rust { (body_text(body)) } }
            @if let Some(text) = text(&holder, "description") { (prose(text)) }
            (review::notes(self.context, &[holder.location()]))
            @if let Some(value) = &self.request { (tree::body(self.context, value, &id)) }
        }
    }

    fn response(&self) -> Markup {
        let Some(node) = self.context.success(self.operation) else { return html! {} };
        let status = self.operation.success.status;
        let id = anchor::id(&["op", &self.operation.id, "response"]);
        html! {
            h4 id=(id) data-find="status" data-name=(format!("{status} {}", phrase(status))) {
                "Response " span class="status good" { (status) } " " (phrase(status))
            }
            @if let Some(text) = text(&node, "description") { (prose(text)) }
            (review::notes(self.context, &[node.location()]))
            (headers(self.context, self.operation, &node))
            (answers::outcomes(self.operation))
            @match &self.response {
                Some(value) => { (tree::body(self.context, value, &id)) }
                None => { p.note { "No body." } }
            }
        }
    }

    /// The examples of the response, of which one is open.
    fn examples(&self) -> Markup {
        let success = &self.operation.success;
        let group = anchor::id(&["op", &self.operation.id, "answer"]);
        let several = success.examples.len() > 1;
        html! {
            @for (number, one) in success.examples.iter().enumerate() {
                details.example name=[several.then_some(&group)] open[number == 0] {
                    summary { "Response example, " (success.status) @if several { ": " code { (one.name) } } }
                    (code::block(&sentence(one.summary.as_deref().unwrap_or(&one.name)), &code::json(&one.value)))
                }
            }
        }
    }

    fn errors(&self) -> Markup {
        html! {
            @if !self.operation.errors.is_empty() {
                h4 { "Errors" }
                ul.errors { @for one in &self.operation.errors { (error(self.context, self.operation, one)) } }
            }
            (answers::error_types(self.operation))
        }
    }
}

fn headers<'a>(context: &Context<'a>, operation: &Operation, response: &Cursor<'a>) -> Markup {
    let list = response.get("headers");
    let described: Vec<(&str, Value<'a>)> = list
        .iter()
        .flat_map(Cursor::entries)
        .filter_map(|(name, header)| {
            let node = header.resolve();
            let schema = node.get("schema")?;
            Some((name, described(context, &schema, &node, Direction::Response)))
        })
        .collect();
    let rows = described.iter().map(|(name, value)| Row {
        id: anchor::id(&["op", &operation.id, "response-header", name]),
        entry: Findable::Header,
        name,
        rust: None,
        is_required: false,
        value,
    });
    html! { @if !described.is_empty() { (tree::rows(context, rows)) } }
}

/// The value of a parameter or header, which knows better than its schema what it is for.
fn described<'a>(
    context: &Context<'a>,
    schema: &Cursor<'a>,
    holder: &Cursor<'a>,
    direction: Direction,
) -> Value<'a> {
    let mut value = context.tree(schema, direction);
    value.facts.refine(Facts::of(holder));
    value.places.push(holder.location());
    value
}

fn error(context: &Context<'_>, operation: &Operation, error: &ErrorResponse) -> Markup {
    let status = error.status;
    let response = context.response(operation, status);
    let doubt = response.as_ref().and_then(|node| text(node, "x-unconfirmed"));
    let own = context.documented(operation, status);
    let places: Vec<Location> = own.iter().chain(&response).map(Cursor::location).collect();
    html! {
        li id=(anchor::id(&["op", &operation.id, "error", &status.to_string()])) class=[review::bar(context, &places)] {
            details open[context.marks.is_inside(&places)] {
                summary {
                    span class="status bad" { (status) } " " (phrase(status))
                    @if doubt.is_some() { " " span class="badge doubt" { "unconfirmed" } }
                    (review::verdict(context, &places))
                }
                (prose(&error.description))
                p.todo { span.label { "What to do" } " " (sentence(advice::advice(status, operation.idempotency))) }
                @if let Some(reason) = doubt { (tree::doubt(reason)) }
                (review::notes(context, &places))
                p.note { a href=(anchor::href(&anchor::status(status))) { "Examples of " (status) } }
            }
        }
    }
}
