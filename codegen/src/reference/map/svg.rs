//! The map as inline SVG: every operation in it is a link.

use maud::{Markup, html};

use super::layout::{DIVIDER, Edge, HEADER, Layout, Placed, ROW, Way, rows};
use crate::plan::Operation;
use crate::reference::anchor;

/// Characters of a name that fit into a box of the smallest width.
const FITTING: usize = 22;

pub(super) fn picture(layout: &Layout<'_>, class: &str, id: &str) -> Markup {
    let (width, height) = (layout.width, layout.height);
    html! {
        svg class=(class) viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height)
            role="group" aria-labelledby=(id) {
            title id=(id) { "Resources, what belongs to what, and where each operation acts" }
            @for edge in &layout.edges { path.edge d=(line(edge)) {} }
            @for placed in &layout.boxes { (resource(placed)) }
        }
    }
}

fn line(edge: &Edge) -> String {
    let ((x, y), (to_x, to_y)) = (edge.from, edge.to);
    match edge.way {
        Way::Across => {
            let middle = (x + to_x) / 2;
            format!("M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}")
        }
        Way::Down => format!("M{x} {y}V{to_y}H{to_x}"),
    }
}

fn resource(placed: &Placed<'_>) -> Markup {
    let resource = placed.resource;
    let (x, y) = (placed.x, placed.y);
    let all = HEADER;
    let divider = all + ROW * i32::try_from(resource.on_all.len()).unwrap_or(0);
    let one = divider + if resource.parameter.is_some() { DIVIDER } else { 0 };
    let starts = rows(resource).enumerate().map(|(number, operation)| {
        let number = i32::try_from(number).unwrap_or(0);
        let on_all = i32::try_from(resource.on_all.len()).unwrap_or(0);
        let from = if number < on_all { all + number * ROW } else { one + (number - on_all) * ROW };
        (y + from, operation)
    });
    html! {
        g {
            rect.box x=(x) y=(y) width=(placed.width) height=(placed.height) rx="8" {}
            text.name x=(x + 14) y=(y + 24) { (shortened(&resource.name, FITTING + 6)) }
            @if let Some(parameter) = &resource.parameter {
                path.rule d=(format!("M{} {}H{}", x + 1, y + divider + 1, x + placed.width - 1)) {}
                text.parameter x=(x + 14) y=(y + divider + 17) {
                    (shortened(&format!("one: {{{parameter}}}"), FITTING + 8))
                }
            }
            @for (top, operation) in starts { (row(operation, x, top, placed.width)) }
        }
    }
}

fn row(operation: &Operation, x: i32, y: i32, width: i32) -> Markup {
    let method = operation.method.as_str();
    html! {
        a href=(anchor::href(&anchor::operation(&operation.id))) {
            title { (method) " " (operation.template) }
            rect.hit x=(x + 6) y=(y + 2) width=(width - 12) height=(ROW - 4) rx="5" {}
            text class=(format!("method {}", operation.method.key())) x=(x + 14) y=(y + 18) { (method) }
            text.operation x=(x + 70) y=(y + 18) { (shortened(&operation.id, FITTING)) }
        }
    }
}

/// A name that fits, with a sign where it was cut.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    name.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
