//! Fields for what readers of the page have: their region, environment, client and ids fill every sample.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::context::Context;
use super::facts::text;
use super::{curl, fill};
use crate::document::Cursor;
use crate::plan::Plan;

/// The section, which the script shows: without it, the fields would fill nothing.
pub(super) fn section(context: &Context<'_>) -> Markup {
    let servers = context.document.root().get("servers");
    let servers: Vec<Cursor<'_>> = servers.iter().flat_map(Cursor::items).collect();
    html! {
        section.page id="values" data-title="Your values" hidden {
            h2 { "Your values" }
            p.note {
                "What you write here fills every sample of this page. It stays in the page: it is sent \
                 nowhere, and gone when you leave. Secrets have no field: the samples take them from \
                 variables of your shell, and programs from where you put them."
            }
            div.fields {
                @if servers.len() > 1 {
                    div { label for="value.server" { "Region" } (switch(&servers)) }
                }
                @if super::calls::client(context.plan).is_some() {
                    (field(fill::CLIENT, "Client id"))
                }
                @for wire in parameters(context.plan) { (field(&fill::of_parameter(&wire), &wire)) }
            }
        }
    }
}

fn switch(servers: &[Cursor<'_>]) -> Markup {
    html! {
        select id="value.server" data-value=(fill::SERVER) {
            option value="" { "as the samples say" }
            @for one in servers {
                @let url = curl::expanded(one).unwrap_or_default();
                @let spans = spans(text(one, "description").unwrap_or_default());
                option value=(url) data-region=[spans.iter().find_map(|span| region(span))]
                    data-tokens=[spans.iter().find(|span| is_host(span))] { (url) }
            }
        }
    }
}

fn field(name: &str, words: &str) -> Markup {
    let id = format!("value.{name}");
    html! {
        div {
            label for=(id) { (words) }
            input id=(id) type="text" data-value=(name) autocomplete="off" spellcheck="false";
        }
    }
}

/// The names of all parameters of paths: the one of every operation first.
fn parameters(plan: &Plan) -> Vec<String> {
    let all: BTreeSet<&str> = plan
        .operations()
        .flat_map(|(api, operation)| api.scope.iter().chain(&operation.path))
        .map(|one| one.wire.as_str())
        .collect();
    let own: Vec<&str> = plan.client_scope().into_iter().map(|one| one.wire.as_str()).collect();
    let others = all.into_iter().filter(|wire| !own.contains(wire));
    own.iter().copied().chain(others).map(str::to_owned).collect()
}

/// What a description sets as code: it is there that a contract names the code of a region and its host for
/// tokens. Where it does not, none is made up.
fn spans(description: &str) -> Vec<&str> {
    description.split('`').skip(1).step_by(2).collect()
}

fn is_host(span: &str) -> bool {
    span.contains('.') && span.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

/// The variant of `Region` with this code, such as `Eu`.
fn region(span: &str) -> Option<String> {
    let is_code = (2..=3).contains(&span.len()) && span.chars().all(|c| c.is_ascii_uppercase());
    is_code.then(|| format!("{}{}", &span[..1], span[1..].to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_its_region_and_where_its_tokens_come_from() {
        let said = spans("Canada (`CA`). Tokens come from `auth.example.ca`.");
        assert_eq!(said.iter().find_map(|span| region(span)).as_deref(), Some("Ca"));
        assert_eq!(said.into_iter().find(|span| is_host(span)), Some("auth.example.ca"));
        assert!(spans("A region.").is_empty());
    }
}
