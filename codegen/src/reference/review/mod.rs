//! The page as a review: a list of all changes, and marks where they are.

mod list;
mod place;

use maud::{Markup, html};
use serde_json::Value;

pub(super) use list::section;
pub(super) use place::{bar, count, gone, holds_change, notes, of_operation, verdict};

use super::anchor;
use super::code;
use super::context::Context;
use super::marks::Marked;
use crate::diff::Change;

/// Numbers that one line names.
const MOST_NUMBERS: usize = 12;

/// The id of a change in the list.
fn id(number: usize) -> String {
    anchor::id(&["change", &number.to_string()])
}

/// The numbers of these changes, as links to the list.
fn numbers(marked: &[&Marked<'_>]) -> Markup {
    html! {
        @for (position, one) in marked.iter().take(MOST_NUMBERS).enumerate() {
            @if position > 0 { ", " }
            a href=(anchor::href(&id(one.number))) title=(one.change.sentence) { (one.number) }
        }
        @if marked.len() > MOST_NUMBERS { " and " (marked.len() - MOST_NUMBERS) " more" }
    }
}

/// Old and new, side by side; nothing if the change has neither.
fn sides(change: &Change) -> Markup {
    let side = |text: &Option<String>| {
        html! {
            @match text {
                Some(text) => { pre { code { (readable(text)) } } }
                None => { p.note { "nothing" } }
            }
        }
    };
    html! {
        @if change.before.is_some() || change.after.is_some() {
            div.sides {
                div.before { span.label { "before" } (side(&change.before)) }
                div.after { span.label { "after" } (side(&change.after)) }
            }
        }
    }
}

/// JSON with structure on lines of its own, everything else as it is.
fn readable(text: &str) -> Markup {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => code::json(&value),
        _ => html! { (text) },
    }
}

/// Whether the page is a review.
pub(super) fn is_review(context: &Context<'_>) -> bool {
    context.marks.review().is_some()
}
