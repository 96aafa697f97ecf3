//! The page as a whole: its head with the policy of what may run, the contents, and the sections.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::context::Context;
use super::{access, errors, left_out, operation, overview, review, types, values};
use crate::markdown::is_hidden;

const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");

/// The whole text, ending in a line break.
pub(super) fn page(context: &Context<'_>) -> String {
    let title = format!("{} reference", context.plan.title);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content="cargo xtask reference";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body class=[review::is_review(context).then_some("reviewed")] {
                a.skip href="#content" { "Skip to content" }
                (side(context))
                main id="content" tabindex="-1" { (sections(context)) p.said role="status" {} }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    let mut text: String =
        markup.into_string().chars().filter(|c| *c == '\n' || !is_hidden(*c)).collect();
    text.push('\n');
    text
}

/// Nothing is loaded from anywhere, and nothing runs but the script of this page.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT),
    )
}

/// Search and contents. What needs the script is hidden until it runs.
fn side(context: &Context<'_>) -> Markup {
    html! {
        header.side {
            div.top {
                a.title href="#overview" { (context.plan.title) }
                button.theme type="button" hidden aria-label="Dark colours" aria-pressed="false" { "◐" }
            }
            search.find hidden {
                label for="search" { "Search" }
                a.up href="#contents" { "Contents" }
                input id="search" type="search" autocomplete="off" spellcheck="false"
                    placeholder="operation, field, status …" aria-describedby="found" aria-keyshortcuts="/";
                p id="found" role="status" {}
                ul id="results" aria-label="Search results" {}
            }
            nav id="contents" aria-label="Contents" {
                details open { summary { "Contents" } (overview::contents(context)) }
                button.fold type="button" hidden { "Unfold everything" }
            }
        }
    }
}

fn sections(context: &Context<'_>) -> Markup {
    html! {
        (review::section(context))
        (overview::overview(context))
        (access::authentication(context))
        (access::servers(context))
        (values::section(context))
        @for api in context.apis() {
            (overview::api(context, api))
            @for one in context.operations(api) { (operation::section(context, api, one)) }
        }
        (errors::section(context))
        (left_out::section(context))
        (overview::unconfirmed(context))
        (types::section(context))
        footer { p { "Made from " code { (context.plan.source) } " by " code { "cargo xtask reference" } "." } }
    }
}
