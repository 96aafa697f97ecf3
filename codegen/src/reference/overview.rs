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
use crate::diagnostic::Location;
use crate::plan::{Api, Deprecation, Operation};

/// The first section.
pub(super) fn overview(context: &Context<'_>) -> Markup {
    let root = context.document.root();
    let info = root.get("info").map(|info| info.resolve());
    let version = info.as_ref().and_then(|info| text(info, "version"));
    let about: Vec<Location> = ["info", "externalDocs", "security"]
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
                span { (context.plan.operations().count()) " operations" }
                span { (context.plan.types.len()) " types" }
                span { a href="#unconfirmed" { (doubts(context.document).len()) " unconfirmed facts" } }
                @if let Some(name) = licence.as_ref().and_then(|one| text(one, "name")) { span { "licence " (name) } }
                @if let Some(source) = source(&root) { span { a href=(source.url) { (source.title) } } }
            }
            @if let Some(text) = info.as_ref().and_then(|info| text(info, "description")) { (prose(text)) }
            (review::notes(context, &about))
        }
        section.page id="map" data-title="Map" {
            h2 { "Resources" }
            p.note { "What belongs to what, and where each operation acts: above the line on all, below it on one." }
            (map(context.plan))
        }
    }
}

/// An API: what its tag says, and its operations in one table.
pub(super) fn api(context: &Context<'_>, api: &Api) -> Markup {
    let id = anchor::api(&api.module);
    html! {
        header.page id=(id) data-find="api" data-name=(api.tag) {
            h2 { (api.tag) " " (tree::self_link(&id, &api.tag)) }
            @if let Some(text) = &api.description { (prose(text)) }
            (review::notes(context, std::slice::from_ref(&api.location)))
            @if let Some(url) = api.docs_url.as_deref().filter(|url| super::prose::is_web(url)) {
                p.source { a href=(url) { "Source: " (api.tag) } }
            }
            ul.glance { @for operation in &api.operations { (glance(operation)) } }
        }
    }
}

fn glance(operation: &Operation) -> Markup {
    html! {
        li {
            (method(operation))
            div {
                a href=(anchor::href(&anchor::operation(&operation.id))) { (title(operation)) }
                @if operation.deprecation == Deprecation::Deprecated { " " span class="badge warn" { "deprecated" } }
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
                        " " code.note { (context.place(location)) }
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
    html! {
        ul {
            @if is_review { li { a href="#changes" { "Changes" } } }
            li { a href="#overview" { "Overview" } }
            li { a href="#map" { "Resources" } }
            @for api in &context.plan.apis {
                li {
                    a.group href=(anchor::href(&anchor::api(&api.module))) { (api.tag) }
                    ul { @for operation in &api.operations { (entry(context, operation)) } }
                }
            }
            li { a href="#authentication" { "Authentication" } }
            li { a href="#servers" { "Servers" } }
            li { a href="#errors" { "Errors" } }
            li { a href="#unconfirmed" { "Unconfirmed facts" } }
            li { a href="#types" { "Types" } }
        }
    }
}

fn entry(context: &Context<'_>, operation: &Operation) -> Markup {
    html! {
        li {
            a href=(anchor::href(&anchor::operation(&operation.id))) {
                (method(operation)) " " span { (title(operation)) }
                (review::count(context, &operation.id))
            }
        }
    }
}
