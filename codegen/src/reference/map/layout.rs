//! Where the boxes of the map stand: side by side by level, or below each other.

use super::resources::Resource;
use crate::plan::Operation;

const BOX_WIDTH: i32 = 250;
const COLUMN_GAP: i32 = 56;
const ROW_GAP: i32 = 24;
const STACK_WIDTH: i32 = 330;
const STACK_GAP: i32 = 12;
const INDENT: i32 = 18;

/// Height of the line with the name.
pub(super) const HEADER: i32 = 36;
/// Height of the line with the parameter.
pub(super) const DIVIDER: i32 = 26;
/// Height of an operation's line.
pub(super) const ROW: i32 = 28;
const PADDING: i32 = 8;

/// A drawing.
#[derive(Default)]
pub(super) struct Layout<'r> {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) boxes: Vec<Placed<'r>>,
    pub(super) edges: Vec<Edge>,
}

/// A resource at its place.
pub(super) struct Placed<'r> {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) resource: &'r Resource<'r>,
}

/// A line from a resource to one that belongs to it.
pub(super) struct Edge {
    pub(super) from: (i32, i32),
    pub(super) to: (i32, i32),
    pub(super) way: Way,
}

/// How a line runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To the right.
    Across,
    /// Down, then to the right.
    Down,
}

/// The operations of a box in the order of its lines.
pub(super) fn rows<'r>(resource: &'r Resource<'r>) -> impl Iterator<Item = &'r Operation> {
    resource.on_all.iter().chain(&resource.on_one).copied()
}

fn height(resource: &Resource<'_>) -> i32 {
    let rows = i32::try_from(rows(resource).count()).unwrap_or(i32::MAX / ROW / 2);
    let divider = if resource.parameter.is_some() { DIVIDER } else { 0 };
    let padding = if rows > 0 { PADDING } else { 0 };
    HEADER + divider + rows.saturating_mul(ROW) + padding
}

/// One column for each level.
pub(super) fn columns<'r>(forest: &'r [Resource<'r>]) -> Layout<'r> {
    let mut layout = Layout::default();
    let mut y = 1;
    for resource in forest {
        y += layout.column(resource, 1, y).0 + ROW_GAP;
    }
    layout.height = y - ROW_GAP + 1;
    layout.width += 1;
    layout
}

/// One box below the other, indented by level.
pub(super) fn stack<'r>(forest: &'r [Resource<'r>]) -> Layout<'r> {
    let mut layout = Layout::default();
    let mut y = 1;
    for resource in forest {
        y = layout.pile(resource, 1, y);
    }
    layout.height = y - STACK_GAP + 1;
    layout.width = STACK_WIDTH + 2;
    layout
}

impl<'r> Layout<'r> {
    /// Places a resource and what belongs to it; gives the height of all and the middle of its box.
    fn column(&mut self, resource: &'r Resource<'r>, x: i32, y: i32) -> (i32, i32) {
        let own = height(resource);
        let next = x + BOX_WIDTH + COLUMN_GAP;
        let mut below = y;
        let mut targets = Vec::new();
        for child in &resource.children {
            let (used, middle) = self.column(child, next, below);
            targets.push(middle);
            below += used + ROW_GAP;
        }
        let children = (below - ROW_GAP - y).max(0);
        let used = own.max(children);
        let top = y + (used - own) / 2;
        let middle = top + own / 2;
        self.width = self.width.max(x + BOX_WIDTH);
        self.boxes.push(Placed { x, y: top, width: BOX_WIDTH, height: own, resource });
        let edges = targets.into_iter().map(|target| Edge {
            from: (x + BOX_WIDTH, middle),
            to: (next, target),
            way: Way::Across,
        });
        self.edges.extend(edges);
        (used, middle)
    }

    /// Places a resource and what belongs to it; gives the place of what comes next.
    fn pile(&mut self, resource: &'r Resource<'r>, x: i32, y: i32) -> i32 {
        let own = height(resource);
        let width = (STACK_WIDTH - x).max(STACK_WIDTH / 2);
        self.boxes.push(Placed { x, y, width, height: own, resource });
        let mut below = y + own + STACK_GAP;
        for child in &resource.children {
            let to = (x + INDENT, below + HEADER / 2);
            self.edges.push(Edge { from: (x + INDENT / 2, y + own), to, way: Way::Down });
            below = self.pile(child, x + INDENT, below);
        }
        below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(name: &str, children: Vec<Resource<'static>>) -> Resource<'static> {
        Resource { name: name.to_owned(), children, ..Resource::default() }
    }

    fn overlap(a: &Placed<'_>, b: &Placed<'_>) -> bool {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }

    #[test]
    fn no_box_hides_another_or_leaves_the_picture() {
        let twigs = || vec![resource("a", vec![]), resource("b", vec![resource("c", vec![])])];
        let forest = [resource("x", twigs()), resource("y", vec![resource("z", twigs())])];
        for layout in [columns(&forest), stack(&forest)] {
            assert_eq!(layout.boxes.len(), 9);
            for (position, one) in layout.boxes.iter().enumerate() {
                assert!(one.x >= 0 && one.x + one.width <= layout.width, "{}", one.resource.name);
                assert!(one.y >= 0 && one.y + one.height <= layout.height, "{}", one.resource.name);
                assert!(!layout.boxes.iter().skip(position + 1).any(|other| overlap(one, other)));
            }
        }
    }
}
