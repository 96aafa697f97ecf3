//! The list of changes, before everything else: the verdict, a table, and every change in full.

use maud::{Markup, html};

use super::{id, sides};
use crate::diff::render::wire_sentences;
use crate::diff::{Gravity, Impact, Review, RustEffect, Tone, Version};
use crate::reference::anchor;
use crate::reference::context::Context;
use crate::reference::marks::Marked;
use crate::reference::prose::sentence;

/// The section; nothing if the page is no review.
pub(in crate::reference) fn section(context: &Context<'_>) -> Markup {
    let Some(review) = context.marks.review() else { return html! {} };
    let marked = context.marks.all();
    html! {
        section.page id="changes" data-title="Changes" {
            h1 { "Changes to " (context.plan.title) }
            p class=(format!("verdict {}", mood(review))) { (review.verdict()) "." }
            p.note { "From " strong { (review.base.name()) } " to " strong { (review.head.name()) } ". What changed is marked in place; the numbers lead back here." }
            (doubts(review))
            @if !marked.is_empty() {
                (table(review, marked))
                h2 { "Every change in full" }
                ol.changes { @for one in marked { (change(context, one)) } }
            }
        }
    }
}

/// The class of the verdict.
fn mood(review: &Review<'_>) -> &'static str {
    match (review.tone(), review.open.is_empty()) {
        (Tone::Danger, _) => "breaking",
        (Tone::Caution, _) => "minor",
        (Tone::Success, false) => "info",
        (Tone::Success, true) => "none",
    }
}

/// Why the verdict may not be the whole truth.
fn doubts(review: &Review<'_>) -> Markup {
    let broken = [review.base, review.head].into_iter().filter_map(Version::doubt);
    html! {
        @for doubt in broken {
            p.note { (sentence(&doubt)) ": " code { "cargo xtask diff" } " tells what is wrong with it." }
        }
        @if let Some(reason) = &review.diff.rust_unknown {
            p.note { "The effect on Rust is unknown: " (reason) "." }
        }
        @for note in &review.diff.notes { p.note { (sentence(note)) "." } }
        @for entry in &review.stale {
            p.note { "Accepted, but no such change: " code { (entry.fingerprint) } " (" (entry.reason) ")." }
        }
    }
}

/// Every change in a line: the contents of the review.
fn table(review: &Review<'_>, marked: &[Marked<'_>]) -> Markup {
    html! {
        (filter(marked))
        div.wide tabindex="0" role="region" aria-label="Contents of the review" {
            table.toc {
                thead { tr { @for title in ["", "Verdict", "Where", "What", "Installed clients", "Rust code", "Crate version"] {
                    @if title.is_empty() { td {} } @else { th scope="col" { (title) } }
                } } }
                tbody { @for one in marked { (line(review, one)) } }
            }
        }
    }
}

/// Buttons that show the changes of one severity only; the script shows them, because it does the work.
fn filter(marked: &[Marked<'_>]) -> Markup {
    let count = |gravity| marked.iter().filter(|one| one.change.gravity() == gravity).count();
    let all = [Gravity::Breaking, Gravity::Minor, Gravity::Info];
    html! {
        div.filter role="group" aria-label="Show changes by severity" hidden {
            button type="button" data-severity="" aria-pressed="true" { "all " (marked.len()) }
            @for gravity in all {
                @if count(gravity) > 0 {
                    button type="button" data-severity=(gravity.as_str()) aria-pressed="false" { (gravity.as_str()) " " (count(gravity)) }
                }
            }
        }
    }
}

fn line(review: &Review<'_>, one: &Marked<'_>) -> Markup {
    let (number, change) = (one.number, one.change);
    let severity = change.gravity().as_str();
    html! {
        tr class=(severity) {
            td { a href=(anchor::href(&id(number))) aria-label=(format!("Change {number}")) { (number) } }
            td {
                span class=(format!("badge mark {severity}")) { (severity) }
                @if one.accepted.is_some() { " " span.badge { "accepted" } }
            }
            td.place { (sentence(&change.place)) }
            td { (sentence(&change.sentence)) }
            td data-label="Installed clients" { (match change.wire.old_clients {
                Impact::Breaks => "break",
                Impact::Possible => "may break",
                Impact::Safe => "safe",
            }) }
            td data-label="Rust code" { (match (&review.diff.rust_unknown, change.rust.iter().map(|one| one.effect).max()) {
                (Some(_), _) => "unknown",
                (None, effect) => effect.map_or("same", RustEffect::as_str),
            }) }
            td data-label="Crate version" { (review.step(change)) }
        }
    }
}

fn change(context: &Context<'_>, one: &Marked<'_>) -> Markup {
    let change = one.change;
    let severity = change.gravity().as_str();
    let target = change.head.as_ref().and_then(|head| context.targets.find(head));
    html! {
        li class=(format!("change {severity}")) id=(id(one.number)) data-find="change" data-name=(change.sentence.replace('`', "")) data-more=(change.place) {
            div.sig {
                span.label { (one.number) }
                span class=(format!("badge mark {severity}")) { (severity) }
                strong { (sentence(&change.sentence)) }
                @if let Some(target) = target { a href=(anchor::href(&target.id)) { (target.title) } }
                @else { span.place { (sentence(&change.place)) } }
            }
            @if let Some(reason) = one.accepted { p.note { span.label { "Accepted" } " " (reason) } }
            (sides(change))
            (effects(context, one))
        }
    }
}

fn effects(context: &Context<'_>, one: &Marked<'_>) -> Markup {
    let change = one.change;
    let operations: Vec<&str> = change.operations().collect();
    html! {
        dl.effects {
            dt { "Clients" } dd { @for one in wire_sentences(change) { p { (sentence(&one)) "." } } }
            @if !change.rust.is_empty() {
                dt { "Rust" }
                dd { @for one in &change.rust { p { (sentence(&one.sentence)) "." } } }
            }
            @if !change.consequences.is_empty() {
                dt { "So" }
                dd { @for one in &change.consequences { p { (sentence(&one.place)) ": " (sentence(&one.sentence)) "." } } }
            }
            dt { "Version" } dd { (change.semver.bump.as_str()) ": " (sentence(&change.semver.reason)) "." }
            @if !operations.is_empty() {
                dt { "Affects" }
                dd { @for id in operations { (operation(context, id)) " " } }
            }
            @if let Some(at) = &change.head { dt { "In the contract" } dd { (context.place(at)) } }
            dt { "To accept it" } dd { "add " code { (change.fingerprint) } " with the reason to " code { "accepted-changes.toml" } }
        }
    }
}

/// An operation that may be gone.
fn operation(context: &Context<'_>, id: &str) -> Markup {
    html! {
        @if context.plan.operation(id).is_some() {
            a href=(anchor::href(&anchor::operation(id))) { code { (id) } }
        } @else {
            code { (id) }
        }
    }
}
