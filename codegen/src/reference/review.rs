//! The page as a review: a list of what changed, and marks where it did.

use maud::{Markup, html};

use super::anchor;
use super::context::Context;
use crate::diagnostic::Location;
use crate::diff::{Change, Review};

/// The changes to mark; none if the page is no review.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks<'a> {
    review: Option<&'a Review<'a>>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(review: &'a Review<'a>) -> Self {
        Self { review: Some(review) }
    }

    /// All changes with their numbers: those that count first, then the accepted ones.
    fn changes(self) -> impl Iterator<Item = (usize, &'a Change)> {
        let open = self.review.into_iter().flat_map(|review| review.open.iter().copied());
        let accepted =
            self.review.into_iter().flat_map(|review| &review.accepted).map(|(one, _)| *one);
        open.chain(accepted).enumerate().map(|(number, change)| (number + 1, change))
    }

    /// The changes at these places or inside them.
    fn at<'p>(
        self,
        places: &'p [Location],
    ) -> impl Iterator<Item = (usize, &'a Change)> + use<'a, 'p> {
        let is_inside = |change: &Change, place: &Location| {
            change.head.as_ref().is_some_and(|head| {
                let rest = head.pointer.strip_prefix(&*place.pointer);
                head.file == place.file
                    && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        self.changes()
            .filter(move |(_, change)| places.iter().any(|place| is_inside(change, place)))
    }

    pub(super) fn is_marked(self, places: &[Location]) -> bool {
        self.at(places).next().is_some()
    }

    /// Links to the changes at these places.
    pub(super) fn badges(self, places: &[Location]) -> Markup {
        links(self.at(places))
    }

    /// Links to the changes that reach an operation.
    pub(super) fn of_operation(self, operation_id: &'a str) -> Markup {
        links(self.changes().filter(move |(_, one)| one.operations().any(|id| id == operation_id)))
    }

    /// The list of changes, before everything else.
    pub(super) fn section(self, context: &Context<'_>) -> Markup {
        let Some(review) = self.review else { return html! {} };
        html! {
            section.page id="changes" data-title="Changes" {
                h2 { "Changes" }
                p.lead { (review.verdict()) "." }
                p.note { "From " strong { (review.base.name()) } " to " strong { (review.head.name()) } ". What changed is marked in place." }
                @if let Some(reason) = &review.diff.rust_unknown {
                    p.note { "The effect on Rust is unknown: " (reason) "." }
                }
                @for note in &review.diff.notes { p.note { (note) "." } }
                ol.changes { @for (number, one) in self.changes() { (change(context, number, one, self.reason(one))) } }
            }
        }
    }

    /// Why a change was accepted.
    fn reason(self, change: &Change) -> Option<&'a str> {
        let mut accepted = self.review?.accepted.iter();
        accepted.find(|(one, _)| one.fingerprint == change.fingerprint).map(|(_, reason)| *reason)
    }

    pub(super) fn is_review(self) -> bool {
        self.review.is_some()
    }
}

fn id(number: usize) -> String {
    anchor::id(&["change", &number.to_string()])
}

fn links<'a>(changes: impl Iterator<Item = (usize, &'a Change)>) -> Markup {
    html! {
        @for (number, change) in changes {
            a class=(format!("mark {}", change.severity().as_str())) href=(anchor::href(&id(number)))
                title=(change.sentence) { "changed (" (number) ")" }
        }
    }
}

fn change(context: &Context<'_>, number: usize, change: &Change, accepted: Option<&str>) -> Markup {
    let target = change.head.as_ref().and_then(|head| context.targets.find(head));
    html! {
        li.change id=(id(number)) data-find="change" data-name=(change.place) {
            div.sig {
                span class=(format!("mark {}", change.severity().as_str())) { (change.severity().as_str()) }
                strong { (change.sentence) }
                @if let Some(target) = target { a href=(anchor::href(&target.id)) { (target.title) } }
                @else { code { (change.place) } }
            }
            @if let Some(reason) = accepted { p.note { span.label { "Accepted" } " " (reason) } }
            @if change.before.is_some() || change.after.is_some() { (sides(change)) }
            dl.effects {
                dt { "Old clients, new server" } dd { (change.wire.old_clients.as_str()) }
                dt { "New clients, old server" } dd { (change.wire.new_clients.as_str()) }
                dt { "Crate version" } dd { (change.semver.bump.as_str()) ": " (change.semver.reason) }
                @if !change.rust.is_empty() {
                    dt { "Rust" }
                    dd { ul { @for one in &change.rust { li { (one.sentence) } } } }
                }
                @let operations: Vec<&str> = change.operations().collect();
                @if !operations.is_empty() {
                    dt { "Reaches" }
                    dd { @for id in operations { (operation(context, id)) " " } }
                }
            }
        }
    }
}

/// Old and new, side by side.
fn sides(change: &Change) -> Markup {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "(nothing)".to_owned());
    html! {
        div.sides {
            div.before { span.label { "before" } pre { code { (side(&change.before)) } } }
            div.after { span.label { "after" } pre { code { (side(&change.after)) } } }
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
