//! What a part of the page says of its own changes.

use maud::{Markup, html};

use super::{id, numbers, sides};
use crate::diagnostic::Location;
use crate::diff::Gravity;
use crate::plan::Operation;
use crate::reference::anchor;
use crate::reference::context::Context;
use crate::reference::marks::{Marked, worst};
use crate::reference::prose::sentence;
use crate::reference::schema::{Parts, Value};
use crate::reference::words::counted;

/// The class that sets a part apart that shows these places and changed itself.
pub(in crate::reference) fn bar(
    context: &Context<'_>,
    places: &[Location],
) -> Option<&'static str> {
    worst(&context.marks.at(places)).map(|severity| match severity {
        Gravity::Breaking => "changed breaking",
        Gravity::Minor => "changed minor",
        Gravity::Info => "changed info",
    })
}

/// Whether a value or anything that is shown inside it changed.
pub(in crate::reference) fn holds_change(context: &Context<'_>, value: &Value<'_>) -> bool {
    if !super::is_review(context) {
        return false;
    }
    let is_inside = match &value.parts {
        Parts::None | Parts::Elsewhere => false,
        Parts::Fields(fields) => fields.iter().any(|one| holds_change(context, &one.value)),
        Parts::Variants { variants, .. } => {
            variants.iter().any(|one| holds_change(context, &one.value))
        }
    };
    is_inside || context.marks.is_inside(&value.places)
}

/// The verdict on a part of the page, which stands in the margin where there is one.
pub(in crate::reference) fn verdict(context: &Context<'_>, places: &[Location]) -> Markup {
    let own = context.marks.at(places);
    html! {
        @if let (Some(severity), Some(first)) = (worst(&own), own.first()) {
            a class=(format!("mark {}", severity.as_str())) href=(anchor::href(&id(first.number)))
                title=(titles(&own)) { (severity.as_str()) " " (list(&own)) }
        }
    }
}

/// What changed in a part of the page, old and new side by side.
pub(in crate::reference) fn notes(context: &Context<'_>, places: &[Location]) -> Markup {
    html! {
        @for one in context.marks.at(places) {
            div class=(format!("was {}", one.change.gravity().as_str())) {
                p { a href=(anchor::href(&id(one.number))) { "Change " (one.number) } ": " (sentence(&one.change.sentence)) "." }
                (sides(one.change))
            }
        }
    }
}

fn reached(context: &Context<'_>, operation_id: &str) -> Markup {
    let reaching = context.marks.reaching(operation_id);
    html! {
        @if let Some(severity) = worst(&reaching) {
            span class=(format!("badge mark {}", severity.as_str())) {
                (if reaching.len() == 1 { "reached by change " } else { "reached by changes " }) (numbers(&reaching))
            }
        }
    }
}

/// The mark of something that is gone, with the way to its change.
pub(in crate::reference) fn gone(one: &Marked<'_>) -> Markup {
    html! {
        a class=(format!("mark {}", one.change.gravity().as_str())) href=(anchor::href(&id(one.number))) {
            "gone: change " (one.number)
        }
    }
}

/// The changes that reach an operation, wherever they are; a new one is just that.
pub(in crate::reference) fn of_operation(context: &Context<'_>, operation: &Operation) -> Markup {
    html! {
        @if context.marks.is_new(operation) { span class="badge mark minor" { "new" } }
        (reached(context, &operation.id))
    }
}

/// How many changes reach an operation, for the contents of the page.
pub(in crate::reference) fn count(context: &Context<'_>, operation: &Operation) -> Markup {
    if context.marks.is_new(operation) {
        return html! { span class="mark minor" { "new" } };
    }
    let reaching = context.marks.reaching(&operation.id);
    html! {
        @if let Some(severity) = worst(&reaching) {
            span class=(format!("mark {}", severity.as_str())) aria-label=(format!("reached by {}", counted(reaching.len(), "change"))) role="img" {
                (reaching.len())
            }
        }
    }
}

/// The numbers as words, for a link that leads to the first.
fn list(marked: &[&Marked<'_>]) -> String {
    match marked {
        [one] => one.number.to_string(),
        [one, other] => format!("{}, {}", one.number, other.number),
        [one, ..] => format!("{} and {} more", one.number, marked.len() - 1),
        [] => String::new(),
    }
}

fn titles(marked: &[&Marked<'_>]) -> String {
    let sentences: Vec<&str> =
        marked.iter().take(4).map(|one| one.change.sentence.as_str()).collect();
    sentences.join("; ").replace('`', "")
}
