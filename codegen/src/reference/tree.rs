//! Schemas, parameters and headers as foldable trees.

use maud::{Markup, html};

use super::anchor;
use super::context::Context;
use super::facts::{Facts, Mark};
use super::prose::prose;
use super::review;
use super::schema::{Parts, Property, Value, Variant};

/// What readers search for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Findable {
    Field,
    Parameter,
    Header,
}

impl Findable {
    fn text(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Parameter => "parameter",
            Self::Header => "header",
        }
    }
}

/// One line of a tree with everything below it.
pub(super) struct Row<'r, 'd> {
    pub(super) id: String,
    pub(super) entry: Findable,
    pub(super) name: &'r str,
    pub(super) rust: Option<&'r str>,
    pub(super) is_required: bool,
    pub(super) value: &'r Value<'d>,
}

/// A body: what it is, and its parts.
pub(super) fn body(context: &Context<'_>, value: &Value<'_>, id: &str) -> Markup {
    html! {
        // On paper, a type stands once: where it has its own entry.
        div class=(if is_elsewhere(value, id) { "body elsewhere" } else { "body" }) {
            div.sig { (type_of(value, id)) (badges(&value.facts)) (review::verdict(context, &value.places)) }
            (facts(&value.facts, None))
            (review::notes(context, &value.places))
            (parts(context, &value.parts, id))
        }
    }
}

/// Whether a value is written out at its type as well, and this is not it.
fn is_elsewhere(value: &Value<'_>, id: &str) -> bool {
    value.named.as_ref().is_some_and(|name| anchor::type_item(name) != id)
}

/// A list of lines.
pub(super) fn rows<'r>(
    context: &Context<'_>,
    rows: impl IntoIterator<Item = Row<'r, 'r>>,
) -> Markup {
    html! { ul.tree { @for one in rows { (row(context, &one)) } } }
}

fn row(context: &Context<'_>, row: &Row<'_, '_>) -> Markup {
    let value = row.value;
    html! {
        li id=(row.id) data-find=(row.entry.text()) data-name=(row.name)
            data-more=[more(row)]
            class=[review::bar(context, &value.places)] {
            div.sig {
                code.name { (row.name) }
                (type_of(value, &row.id))
                @if row.is_required { span.must { "required" } }
                (badges(&value.facts))
                (review::verdict(context, &value.places))
            }
            (facts(&value.facts, row.rust))
            (review::notes(context, &value.places))
            @if has_fold(&value.parts) {
                details class=[value.named.is_some().then_some("named")] open[review::holds_change(context, value)] { summary { (summary(&value.parts)) } (parts(context, &value.parts, &row.id)) }
            } @else {
                (parts(context, &value.parts, &row.id))
            }
        }
    }
}

/// What else people may look for: the Rust side and the known values.
fn more(row: &Row<'_, '_>) -> Option<String> {
    let words: Vec<&str> =
        row.rust.into_iter().chain(row.value.facts.values.iter().map(String::as_str)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn has_fold(parts: &Parts<'_>) -> bool {
    matches!(parts, Parts::Fields(_) | Parts::Variants { .. })
}

fn summary(parts: &Parts<'_>) -> String {
    match parts {
        Parts::Fields(fields) if fields.len() == 1 => "1 field".to_owned(),
        Parts::Fields(fields) => format!("{} fields", fields.len()),
        Parts::Variants { variants, .. } => format!("{} variants", variants.len()),
        _ => String::new(),
    }
}

fn parts(context: &Context<'_>, parts: &Parts<'_>, id: &str) -> Markup {
    match parts {
        Parts::None | Parts::Elsewhere => html! {},
        Parts::Fields(fields) => properties(context, fields, id),
        Parts::Variants { tag, variants } => html! {
            p.note {
                "One of " (variants.len()) " variants, told apart by "
                @match tag { Some(tag) => { code { (tag) } } None => { "what they are" } } ":"
            }
            div.variants { @for one in variants { (variant(context, tag.as_deref(), one, id)) } }
        },
    }
}

fn properties(context: &Context<'_>, fields: &[Property<'_>], id: &str) -> Markup {
    rows(
        context,
        fields.iter().map(|field| Row {
            id: anchor::below(id, field.wire),
            entry: Findable::Field,
            name: field.wire,
            rust: field.rust.as_deref(),
            is_required: field.is_required,
            value: &field.value,
        }),
    )
}

fn variant(context: &Context<'_>, tag: Option<&str>, variant: &Variant<'_>, id: &str) -> Markup {
    // A tag and a property may share a name, so the variant has a level of its own.
    let id = anchor::below(&anchor::below(id, "variant"), &variant.wire);
    let value = &variant.value;
    html! {
        @let bar = review::bar(context, &value.places).unwrap_or_default();
        div class=(format!("variant {bar}").trim_end()) id=(id)
            data-find="variant" data-name=(variant.wire) {
            div.sig {
                code.name {
                    @if let Some(tag) = tag.filter(|_| variant.is_tag) { (tag) " = " }
                    (variant.wire)
                }
                @if let Some(name) = &value.named { (type_link(name)) }
                (badges(&value.facts))
                (review::verdict(context, &value.places))
            }
            (facts(&value.facts, None))
            (review::notes(context, &value.places))
            (parts(context, &value.parts, &id))
        }
    }
}

/// What a value is, with the way to its type, unless that is where the reader is.
fn type_of(value: &Value<'_>, id: &str) -> Markup {
    html! {
        span.kind { (value.kind) }
        @match &value.named {
            Some(name) if anchor::type_item(name) == id => {}
            Some(name) => { (type_link(name)) }
            None if matches!(value.parts, Parts::Elsewhere) => { span.note { "not written out here" } }
            None => {}
        }
    }
}

/// A link to the entry of a type.
pub(super) fn type_link(name: &str) -> Markup {
    html! { a.type href=(anchor::href(&anchor::type_item(name))) { (name) } }
}

fn badges(facts: &Facts<'_>) -> Markup {
    html! {
        @for mark in &facts.marks {
            span class=(match mark {
                Mark::Secret => "badge secret",
                Mark::Deprecated => "badge warn",
                _ => "badge",
            }) { (mark.text()) }
        }
        @if facts.unconfirmed.is_some() { span class="badge doubt" { "unconfirmed" } }
    }
}

/// The Rust item, limits, known values, description, doubt and source.
fn facts(facts: &Facts<'_>, rust: Option<&str>) -> Markup {
    html! {
        @if rust.is_some() || !facts.limits.is_empty() {
            p.limits {
                @if let Some(rust) = rust { span { "Rust " code { (rust) } } }
                @for (words, value) in &facts.limits { span { (words) " " code { (super::code::whole(value)) } } }
            }
        }
        @if !facts.values.is_empty() {
            p.values { span.label { "Known values" } @for value in &facts.values { code { (value) } } }
        }
        @if let Some(text) = facts.description { (prose(text)) }
        @if let Some(reason) = facts.unconfirmed { (doubt(reason)) }
        @if let Some(source) = &facts.source {
            p.source { a href=(source.url) { "Source: " (source.title) } }
        }
    }
}

/// Why something is not confirmed.
pub(super) fn doubt(reason: &str) -> Markup {
    html! { div.doubtful { span.label { "Not confirmed" } (prose(reason)) } }
}

/// The sign behind a title that leads to the title itself.
pub(super) fn self_link(id: &str, name: &str) -> Markup {
    html! { a.self href=(anchor::href(id)) aria-label=(format!("Link to {name}")) { "#" } }
}
