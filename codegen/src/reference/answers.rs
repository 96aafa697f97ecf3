//! What the Rust type of an answer is, where the status says it.

use maud::{Markup, html};

use super::prose::sentence;
use crate::face::type_text;
use crate::plan::{Operation, Outcome, Payload};

/// The variants of a result that depends on the status.
pub(super) fn outcomes(operation: &Operation) -> Markup {
    let Some(outcomes) = operation.success.outcomes() else { return html! {} };
    html! {
        p.note { "The status says what comes: " code.rust { (outcomes.name) } }
        ul {
            @for case in &outcomes.cases {
                li {
                    span class="status good" { (case.key()) } " " code.rust { (case.variant) (held(case)) }
                    @if let Some(words) = &case.description { " " (sentence(words)) }
                }
            }
        }
    }
}

fn held(case: &Outcome) -> String {
    match &case.payload {
        Payload::Empty | Payload::ByStatus(_) => String::new(),
        Payload::Json(ty) | Payload::Optional(ty) => format!("({})", type_text(ty)),
        Payload::Collection { item, .. } => format!("(Collection<{}>)", type_text(item)),
    }
}

/// The types of error bodies, by status.
pub(super) fn error_types(operation: &Operation) -> Markup {
    html! {
        @if !operation.error_types.is_empty() {
            p.note { "Bodies of errors, for " code.rust { "Error::body_as" } }
            ul {
                @for one in &operation.error_types {
                    li { span class="status bad" { (one.key) } " " code.rust { (type_text(&one.ty)) } }
                }
            }
        }
    }
}
