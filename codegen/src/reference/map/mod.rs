//! The map of resources: what contains what, and where each operation acts, as a picture.

mod layout;
mod resources;
mod svg;

use maud::{Markup, html};

use crate::plan::Plan;

/// Levels of resources that stand side by side; deeper ones are shown below each other only.
const WIDEST: usize = 4;

/// The picture, for wide and for narrow pages.
pub(super) fn map(plan: &Plan) -> Markup {
    let forest = resources::forest(plan);
    let wide = layout::columns(&forest);
    let narrow = layout::stack(&forest);
    let is_wide = resources::depth(&forest) <= WIDEST;
    html! {
        @if is_wide { (svg::picture(&wide, "map wide", "map-wide")) }
        (svg::picture(&narrow, if is_wide { "map narrow" } else { "map" }, "map-narrow"))
    }
}
