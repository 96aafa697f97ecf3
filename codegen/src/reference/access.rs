//! Authentication, permissions and regions, as the contract tells them.

use maud::{Markup, html};

use super::anchor;
use super::calls;
use super::code::{self, Language};
use super::context::Context;
use super::curl;
use super::facts::text;
use super::prose::{is_web, prose};
use super::review;
use crate::diagnostic::Location;
use crate::diff::ChangeKind;
use crate::document::Cursor;
use crate::plan::Api;

/// Words with which contracts speak of permissions.
const PERMISSION_WORDS: [&str; 6] =
    ["role", "roles", "permission", "permissions", "scope", "scopes"];

/// The schemes that let an operation pass, one of which is enough.
pub(super) fn of_operation(context: &Context<'_>, node: Option<&Cursor<'_>>) -> Markup {
    let root = context.document.root();
    let Some(list) = node.and_then(|node| node.get("security")).or_else(|| root.get("security"))
    else {
        return html! { "The contract names no scheme." };
    };
    let alternatives: Vec<Cursor<'_>> = list.items().collect();
    html! {
        @if alternatives.is_empty() { "Without a token." }
        @for (position, one) in alternatives.iter().enumerate() {
            @if position > 0 { " or " }
            @if one.entries().next().is_none() { "nothing" }
            @for (number, (name, scopes)) in one.entries().enumerate() {
                @if number > 0 { " and " }
                a href=(anchor::href(&anchor::scheme(name))) { (name) }
                @for scope in scopes.items().filter_map(|scope| scope.as_str()) { " " code { (scope) } }
            }
        }
    }
}

/// The paragraphs about permissions in the description of an API.
pub(super) fn permissions(api: &Api) -> Vec<&str> {
    let is_about = |paragraph: &&str| {
        let mut words = paragraph.split(|c: char| !c.is_alphanumeric());
        words.any(|word| PERMISSION_WORDS.contains(&word))
    };
    let text = api.description.as_deref().unwrap_or_default();
    text.split("\n\n").filter(is_about).collect()
}

/// The section on tokens and clients.
pub(super) fn authentication(context: &Context<'_>) -> Markup {
    let schemes = schemes(context);
    let security: Vec<Location> =
        context.document.root().get("security").map(|node| node.location()).into_iter().collect();
    html! {
        section.page id="authentication" data-title="Authentication" {
            h2 { "Authentication" }
            (review::notes(context, &security))
            @for (name, scheme) in &schemes { (self::scheme(context, name, scheme)) }
            @if schemes.is_empty() { p { "The contract names no security scheme." } }
            h3 { "In Rust" }
            @match context.plan.target.api_key {
                Some(_) => p { "The client shows its key with every request." }
                None if !context.plan.schemes.is_empty() => {
                    p { "Each call is sent with what its operation takes, and with nothing else:" }
                    @for scheme in &context.plan.schemes {
                        p { code { "Client::" (scheme.constant) } " for " (scheme.name) }
                    }
                }
                None => p { "The client fetches, shares and renews its tokens by itself." }
            }
            @if let Some(code) = calls::client(context.plan) {
                p { "The calls on this page go through this one:" }
                (code::block(&html! { "Rust" }, &code::highlighted(&code, Language::Rust)))
            }
        }
    }
}

/// The schemes of the root document: names repeat in no other place that counts.
fn schemes<'a>(context: &Context<'a>) -> Vec<(&'a str, Cursor<'a>)> {
    let components = context.document.root().get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    schemes.iter().flat_map(Cursor::entries).map(|(name, node)| (name, node.resolve())).collect()
}

fn scheme(context: &Context<'_>, name: &str, node: &Cursor<'_>) -> Markup {
    let word = |key: &str| text(node, key).map(str::to_owned);
    html! {
        div.card id=(anchor::scheme(name)) data-find="scheme" data-name=(name) {
            h3 { (name) }
            p.limits {
                @for key in ["type", "scheme", "bearerFormat", "in", "name"] {
                    @if let Some(value) = word(key) { span { (key) " " code { (value) } } }
                }
            }
            @if let Some(text) = text(node, "description") { (prose(text)) }
            (review::notes(context, &[node.location()]))
            @for (kind, flow) in node.get("flows").iter().flat_map(Cursor::entries) { (self::flow(context, kind, &flow)) }
        }
    }
}

fn flow(context: &Context<'_>, kind: &str, flow: &Cursor<'_>) -> Markup {
    let token_url = text(flow, "tokenUrl").filter(|url| is_web(url));
    html! {
        h4 { "Flow " code { (kind) } }
        @for (scope, meaning) in flow.get("scopes").iter().flat_map(Cursor::entries) {
            p { code { (scope) } " " (meaning.as_str().unwrap_or_default()) }
        }
        @if let Some(url) = token_url.filter(|_| kind == "clientCredentials") {
            (code::block(&html! { "curl" }, &code::highlighted(&curl::token(context.plan, url), Language::Shell)))
        }
    }
}

/// The section on servers.
pub(super) fn servers(context: &Context<'_>) -> Markup {
    let servers = context.document.root().get("servers");
    let list: Vec<Cursor<'_>> = servers.iter().flat_map(Cursor::items).collect();
    html! {
        section.page id="servers" data-title="Servers" {
            h2 { "Servers" }
            @if list.is_empty() { p { "The contract names no server." } }
            ul.servers {
                @for one in &list {
                    @let url = curl::expanded(one).unwrap_or_default();
                    li data-find="server" data-name=(url) id=(anchor::id(&["server", &one.pointer()])) {
                        code { (url) }
                        @if let Some(text) = text(one, "description") { (prose(text)) }
                        (review::notes(context, &[one.location()]))
                    }
                }
                @for one in context.marks.of_kind(ChangeKind::ServerRemoved) {
                    li.gone { del { code { (one.change.subject) } } " " (review::gone(one)) }
                }
            }
        }
    }
}
