//! The operations that the client does not have, and why.

use maud::{Markup, html};

use super::context::Context;
use super::words::counted;

/// Nothing if the client has all operations.
pub(super) fn section(context: &Context<'_>) -> Markup {
    let left_out = &context.plan.left_out;
    html! {
        @if !left_out.is_empty() {
            section.page id="left-out" data-title="Left out" {
                h2 { "Left out" }
                p.note {
                    "The contract has " (counted(left_out.len(), "more operation"))
                    ", of which no client can be generated as it is."
                }
                dl {
                    @for one in left_out {
                        dt { code { (one.route()) } }
                        @for reason in &one.reasons {
                            dd {
                                (reason.message) " (" code { (reason.rule.id) } ", " (context.place(&reason.location)) ")"
                            }
                        }
                    }
                }
            }
        }
    }
}
