//! What the page begins with: what the API is, its resources, and all operations at a glance.

use maud::{Markup, html};

use super::anchor;
use super::context::Context;
use super::facts::{source, text};
use super::map::map;
use super::operation::{method, route, title};
use super::prose::prose;
use super::review;
use super::targets::doubts;
use super::tree;
use super::words::counted;
use crate::diagnostic::Location;
use crate::plan::{Api, Deprecation, Operation};

/// With more operations than this, the map would stand in the way.
const MOST_IN_SIGHT: usize = 40;

/// The first section.
pub(super) fn overview(context: &Context<'_>) -> Markup {
    let root = context.document.root();
    let info = root.get("info").map(|info| info.resolve());
    let version = info.as_ref().and_then(|info| text(info, "version"));
    let about: Vec<Location> = ["info", "externalDocs"]
        .into_iter()
        .filter_map(|key| root.get(key))
        .map(|node| node.location())
        .collect();
    let licence = info.as_ref().and_then(|info| info.get("license"));
    html! {
        section.page id="overview" data-title="Overview" {
            @if review::is_review(context) { h2 { (context.plan.title) } } @else { h1 { (context.plan.title) } }
            p.limits {
                @if let Some(version) = version { span { "version " code { (version) } } }
                span { (counted(context.plan.operations().count(), "operation")) }
                span { (counted(super::types::names(context).len(), "type")) }
                span { a href="#unconfirmed" { (counted(doubts(context.document).len(), "unconfirmed fact")) } }
                @if let Some(name) = licence.as_ref().and_then(|one| text(one, "name")) { span { "licence " (name) } }
                @if let Some(source) = source(&root) { span { a href=(source.url) { (source.title) } } }
            }
            @if let Some(text) = info.as_ref().and_then(|info| text(info, "description")) { (prose(text)) }
            (review::notes(context, &about))
        }
        section.page id="map" data-title="Map" {
            h2 { "Resources" }
            p.note { "What belongs to what, and where each operation acts: above the line on all, below it on one." }
            @if context.plan.operations().count() > MOST_IN_SIGHT {
                details { summary { "The map" } (map(context.plan)) }
            } @else {
                (map(context.plan))
            }
        }
    }
}

/// An API: what its tag says, and its operations in one table.
pub(super) fn api<'a>(context: &Context<'a>, api: &'a Api) -> Markup {
    let id = anchor::api(&api.module);
    html! {
        header.page id=(id) data-find="api" data-name=(api.tag) {
            h2 { (api.tag) " " (tree::self_link(&id, &api.tag)) }
            @if let Some(text) = &api.description { (prose(text)) }
            (review::notes(context, std::slice::from_ref(&api.location)))
            @if let Some(url) = api.docs_url.as_deref().filter(|url| super::prose::is_web(url)) {
                p.source { a href=(url) { "Source: " (api.tag) } }
            }
            ul.glance {
                @for operation in context.operations(api) { (glance(context, operation)) }
                @for (change, operation) in context.marks.removed_operations(api) {
                    li.gone {
                        (method(operation))
                        div { del { (title(operation)) } " " (review::gone(change)) p { (route(operation)) } }
                    }
                }
            }
        }
    }
}

fn glance(context: &Context<'_>, operation: &Operation) -> Markup {
    html! {
        li {
            (method(operation))
            div {
                a href=(anchor::href(&anchor::operation(&operation.id))) { (title(operation)) }
                @if operation.deprecation == Deprecation::Deprecated { " " span class="badge warn" { "deprecated" } }
                " " (review::count(context, operation))
                p { (route(operation)) }
            }
        }
    }
}

/// Everything that no documentation confirms.
pub(super) fn unconfirmed(context: &Context<'_>) -> Markup {
    let doubts = doubts(context.document);
    html! {
        section.page id="unconfirmed" data-title="Unconfirmed" {
            h2 { "Unconfirmed facts" }
            @if doubts.is_empty() { p { "The contract marks nothing as unconfirmed." } }
            @else { p.note { "The contract marks these as not confirmed by any documentation. Do not rely on them." } }
            ul.doubts {
                @for (location, reason) in &doubts {
                    li {
                        @match context.targets.find(location) {
                            Some(target) => { a href=(anchor::href(&target.id)) { (target.title) } }
                            None => { code { (location.pointer) } }
                        }
                        " " span.note { (context.place(location)) }
                        (prose(reason))
                    }
                }
            }
        }
    }
}

/// The contents of the page.
pub(super) fn contents(context: &Context<'_>) -> Markup {
    let is_review = review::is_review(context);
    let types = super::types::names(context);
    html! {
        ul {
            @if is_review { li { a href="#changes" { "Changes" } } }
            li { a href="#overview" { "Overview" } }
            li { a href="#map" { "Resources" } }
            li { a href="#authentication" { "Authentication" } }
            li { a href="#servers" { "Servers" } }
            li hidden { a href="#values" { "Your values" } }
            @for api in context.apis() {
                li {
                    a.group href=(anchor::href(&anchor::api(&api.module))) { (api.tag) }
                    ul {
                        @for operation in context.operations(api) { (entry(context, operation)) }
                        @for (change, operation) in context.marks.removed_operations(api) {
                            li.gone { (method(operation)) " " del { (title(operation)) } " " (review::gone(change)) }
                        }
                    }
                }
            }
            li { a.group href="#errors" { "Errors" } }
            @if !context.plan.left_out.is_empty() { li { a href="#left-out" { "Left out" } } }
            li { a href="#unconfirmed" { "Unconfirmed facts" } }
            li {
                a href="#types" { "Types" }
                details.more { summary { (counted(types.len(), "type")) } ul { @for name in &types { li { (tree::type_link(name)) } } } }
            }
        }
    }
}

fn entry(context: &Context<'_>, operation: &Operation) -> Markup {
    html! {
        li {
            a href=(anchor::href(&anchor::operation(&operation.id))) {
                (method(operation)) " " span { (title(operation)) }
                (review::count(context, operation))
            }
        }
    }
}
