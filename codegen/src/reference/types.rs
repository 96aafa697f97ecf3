//! The index of types: each once, with its fields, and with the operations that send or return it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::anchor;
use super::context::Context;
use super::tree;
use crate::document::Cursor;
use crate::openapi::Direction;
use crate::plan::{Deprecation, Operation, Plan, Shape, TypeItem, TypeRef, Usage};

/// Operations that one entry names.
const MOST_NAMED: usize = 24;

pub(super) fn section(context: &Context<'_>) -> Markup {
    let users = users(context.plan);
    html! {
        section.page id="types" data-title="Types" {
            h2 { "Types" }
            p.note { "Every type of the Rust client, with the schema it comes from." }
            @for item in context.plan.types.values() { (planned(context, item, users.get(item.name.as_str()))) }
            @for (name, schema) in &context.index.runtime { (runtime(context, name, schema)) }
        }
    }
}

/// The names of all entries, sorted.
pub(super) fn names<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let planned = context.plan.types.keys().map(String::as_str);
    let mut names: Vec<&str> = planned.chain(context.index.runtime.keys().copied()).collect();
    names.sort_unstable();
    names
}

fn planned(context: &Context<'_>, item: &TypeItem, users: Option<&Users<'_>>) -> Markup {
    let direction = match item.usage {
        Usage::Request => Direction::Request,
        _ => Direction::Response,
    };
    let id = anchor::type_item(&item.name);
    let usage = match item.usage {
        Usage::Request => "sent",
        Usage::Response => "returned",
        Usage::Both => "sent and returned",
    };
    html! {
        section.card.type id=(id) data-find="type" data-name=(item.name) data-title=(item.name) {
            h3 { (item.name) " " (tree::self_link(&id, &item.name)) }
            p.limits {
                span { (what(&item.shape)) }
                span { (usage) }
                span { "Rust " code { (context.crate_name) "::types::" wbr; (item.name) } }
                span { "at " (context.place(&item.location)) }
                @if item.deprecation == Deprecation::Deprecated { span class="badge warn" { "deprecated" } }
            }
            @if let Some(schema) = context.document.at(&item.location) {
                (tree::body(context, &context.one_type(&schema, direction), &id))
            }
            @if let Some(users) = users { (users.list()) }
        }
    }
}

fn runtime<'a>(context: &Context<'a>, name: &str, schema: &Cursor<'a>) -> Markup {
    let id = anchor::type_item(name);
    html! {
        section.card.type id=(id) data-find="type" data-name=(name) data-title=(name) {
            h3 { (name) " " (tree::self_link(&id, name)) }
            p.limits {
                span { "written by hand" }
                span { "Rust " code { (context.crate_name) "::" wbr; (name) } }
                span { "at " (context.place(&schema.location())) }
            }
            (tree::body(context, &context.one_type(schema, Direction::Response), &id))
        }
    }
}

fn what(shape: &Shape) -> &'static str {
    match shape {
        Shape::Id => "id",
        Shape::Text => "text",
        Shape::Enum(_) => "open set of values",
        Shape::Struct(_) => "struct",
        Shape::Union(_) => "one of several",
    }
}

/// The operations that use a type.
#[derive(Default)]
struct Users<'p> {
    sending: BTreeSet<&'p str>,
    returning: BTreeSet<&'p str>,
}

impl Users<'_> {
    fn list(&self) -> Markup {
        html! {
            @for (words, operations) in [("Sent by ", &self.sending), ("Returned by ", &self.returning)] {
                @if !operations.is_empty() {
                    p.note {
                        (words)
                        @for (number, id) in operations.iter().take(MOST_NAMED).enumerate() {
                            @if number > 0 { ", " }
                            a href=(anchor::href(&anchor::operation(id))) { (id) }
                        }
                        @if operations.len() > MOST_NAMED { " and " (operations.len() - MOST_NAMED) " more" }
                    }
                }
            }
        }
    }
}

fn users(plan: &Plan) -> BTreeMap<&str, Users<'_>> {
    let mut users: BTreeMap<&str, Users<'_>> = BTreeMap::new();
    for (_, operation) in plan.operations() {
        for name in reached(plan, sent(operation)) {
            users.entry(name).or_default().sending.insert(&operation.id);
        }
        for name in reached(plan, returned(operation)) {
            users.entry(name).or_default().returning.insert(&operation.id);
        }
    }
    users
}

fn sent(operation: &Operation) -> Vec<&TypeRef> {
    let parameters = operation.path.iter().chain(operation.parameters());
    parameters
        .map(|one| &one.ty)
        .chain(operation.body.iter().flat_map(crate::plan::Body::types))
        .collect()
}

fn returned(operation: &Operation) -> Vec<&TypeRef> {
    let errors = operation.error_types.iter().map(|one| &one.ty);
    operation.success.payload.types(operation.success.reading).chain(errors).collect()
}

/// The names of all types inside these.
fn reached<'p>(plan: &'p Plan, start: Vec<&'p TypeRef>) -> BTreeSet<&'p str> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&str> = Vec::new();
    let named = |ty: &'p TypeRef, waiting: &mut Vec<&'p str>| {
        ty.visit(&mut |inner| waiting.extend(inner.name()));
    };
    for ty in start {
        named(ty, &mut waiting);
    }
    while let Some(name) = waiting.pop() {
        if !found.insert(name) {
            continue;
        }
        match plan.types.get(name).map(|item| &item.shape) {
            Some(Shape::Struct(object)) => {
                for field in &object.fields {
                    named(&field.ty, &mut waiting);
                }
            }
            Some(Shape::Union(union)) => {
                for variant in &union.variants {
                    named(&variant.ty, &mut waiting);
                }
            }
            _ => {}
        }
    }
    found
}
