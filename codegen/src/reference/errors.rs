//! All documented errors: the body that they share, and each status with its examples.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::advice::{advice, phrase};
use super::anchor;
use super::code::{self, Language};
use super::context::Context;
use super::facts::{body_schema, text};
use super::prose::{prose, sentence};
use super::review;
use super::tree;
use crate::document::{Cursor, Identity};
use crate::plan::Idempotency;

/// How an error is told apart; the documentation tests of `tests` compile it.
const ERRORS: &str = include_str!("assets/errors.rs.txt");

/// A response that one or more operations document for a status.
struct Shared<'a> {
    node: Cursor<'a>,
    operations: Vec<&'a str>,
}

pub(super) fn section(context: &Context<'_>) -> Markup {
    let by_status = by_status(context);
    html! {
        section.page id="errors" data-title="Errors" {
            h2 { "Errors" }
            @if context.index.runtime.contains_key("ErrorBody") {
                p { "Every error response of the API has a body of the type " (tree::type_link("ErrorBody")) "." }
            }
            (code::block(&html! { "Rust" }, &code::highlighted(&context.named(ERRORS), Language::Rust)))
            @if by_status.is_empty() { p { "The contract documents no error." } }
            @for (status, responses) in &by_status {
                div.card id=(anchor::status(*status)) data-find="status" data-name=(format!("{status} {}", phrase(*status))) {
                    h3 { span class="status bad" { (status) } " " (phrase(*status)) }
                    @for shared in responses { (response(context, shared, responses.len())) }
                    (what_to_do(*status))
                }
            }
        }
    }
}

fn by_status<'a>(context: &Context<'a>) -> BTreeMap<u16, Vec<Shared<'a>>> {
    let mut found: BTreeMap<u16, BTreeMap<Identity, Shared<'a>>> = BTreeMap::new();
    for (_, operation) in context.plan.operations() {
        for error in &operation.errors {
            let Some(node) = context.response(operation, error.status) else { continue };
            let responses = found.entry(error.status).or_default();
            let shared = responses.entry(node.identity());
            shared
                .or_insert_with(|| Shared { node, operations: Vec::new() })
                .operations
                .push(&operation.id);
        }
    }
    found
        .into_iter()
        .map(|(status, responses)| (status, responses.into_values().collect()))
        .collect()
}

/// What to do, said apart for calls that may be repeated where that makes a difference.
fn what_to_do(status: u16) -> Markup {
    let [repeated, single] = [Idempotency::Idempotent, Idempotency::NotIdempotent]
        .map(|idempotency| advice(status, idempotency));
    html! {
        @if repeated == single {
            p.todo { span.label { "What to do" } " " (sentence(repeated)) }
        } @else {
            p.todo { span.label { "If repeating is safe" } " " (sentence(repeated)) }
            p.todo { span.label { "If not" } " " (sentence(single)) }
        }
    }
}

fn response(context: &Context<'_>, shared: &Shared<'_>, variety: usize) -> Markup {
    let node = &shared.node;
    html! {
        @if let Some(text) = text(node, "description") { (prose(text)) }
        @if let Some(reason) = text(node, "x-unconfirmed") { (tree::doubt(reason)) }
        (review::notes(context, &[node.location()]))
        p.note {
            @if variety == 1 && shared.operations.len() > 12 {
                "Declared by " (shared.operations.len()) " operations."
            } @else {
                "Declared by "
                @for (number, id) in shared.operations.iter().enumerate() {
                    @if number > 0 { ", " }
                    a href=(anchor::href(&anchor::operation(id))) { (id) }
                }
                "."
            }
        }
        @for (name, value) in headers(node) { p.limits { span { "header " code { (name) } } } (prose(&value)) }
        (examples(node))
    }
}

fn headers<'d>(node: &Cursor<'d>) -> Vec<(&'d str, String)> {
    let list = node.get("headers");
    let told =
        |header: &Cursor<'_>| text(&header.resolve(), "description").unwrap_or_default().to_owned();
    list.iter().flat_map(Cursor::entries).map(|(name, header)| (name, told(&header))).collect()
}

fn examples(node: &Cursor<'_>) -> Markup {
    let media = body_schema(node).and_then(|_| node.get("content")?.entries().next());
    let media = media.map(|(_, media)| media.resolve());
    let lone = media.as_ref().and_then(|media| media.get("example"));
    let named = media.as_ref().and_then(|media| media.get("examples"));
    html! {
        @if let Some(value) = lone { (code::block(&html! { "Example" }, &code::json(&value.to_json_resolved()))) }
        @for (name, example) in named.iter().flat_map(Cursor::entries) {
            @let example = example.resolve();
            @if let Some(value) = example.get("value") {
                details.example {
                    summary { (sentence(text(&example, "summary").unwrap_or(name))) }
                    (code::block(&html! { (name) }, &code::json(&value.to_json_resolved())))
                }
            }
        }
    }
}
