//! Anchors, and the aliases that stand for what they name.

use super::super::node::Value;
use super::super::rules;
use super::{Anchor, Broken, Builder, Expects, Flow, MOST_LEVELS, MOST_NODES};
use crate::diagnostic::Span;

impl Builder<'_> {
    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> Flow {
        if self.expects_key() {
            self.alias_key(anchor, span);
            return Flow::Continue(());
        }
        let target = match self.anchors.get(&anchor) {
            Some(Anchor::Complete(target)) => *target,
            Some(Anchor::Open) | None => {
                let problem = self
                    .at(span, &rules::YAML_ALIAS, "this alias is inside the node it stands for")
                    .help("a YAML value cannot contain itself; use a `$ref` for recursion");
                self.problem(problem);
                self.tree.add(Value::Null, span)
            }
        };
        let (height, weight) =
            self.tree.node(target).map_or((0, 1), |node| (node.height, node.weight));
        self.nodes = self.nodes.saturating_add(weight);
        if self.nodes > MOST_NODES {
            let problem = self
                .at(
                    span,
                    &rules::YAML_EXPANSION,
                    format!("with aliases, the file has over {MOST_NODES} values"),
                )
                .label("this alias crosses the limit")
                .help("share definitions with `$ref` instead of aliases");
            self.problem(problem);
            return Flow::Break(());
        }
        if self.frames.len() + height > MOST_LEVELS {
            return self.too_deep(span);
        }
        self.attach(target, span.end);
        Flow::Continue(())
    }

    /// An anchor belongs to the node that was told before it, and so does what stands between.
    pub(super) fn anchor(&mut self, anchor: usize, span: Span) {
        match self.anchors.get(&anchor) {
            Some(Anchor::Complete(node)) => self.tree.begin_at(*node, span.start),
            Some(Anchor::Open) | None => {
                if let Some(frame) = self.frames.last_mut().filter(|frame| frame.anchor == anchor) {
                    frame.start = frame.start.min(span.start);
                }
            }
        }
    }

    /// The key that an alias stands for, which has to be text.
    fn alias_key(&mut self, anchor: usize, span: Span) {
        let target = match self.anchors.get(&anchor) {
            Some(Anchor::Complete(node)) => self.tree.text(*node).map(Box::from),
            Some(Anchor::Open) | None => None,
        };
        match target {
            Some(text) => self.expect(Expects::Value(text, span)),
            None => self.refuse_key(span, "an alias of something that is no text cannot be a key"),
        }
    }

    pub(super) fn unknown_alias(&mut self, span: Span) -> Flow {
        let problem = self
            .at(span, &rules::YAML_ALIAS, "no anchor of this name is defined above")
            .help("define it before its first use, with `&name` in front of a value");
        self.broken = Some(Broken { problem, offset: span.start });
        Flow::Break(())
    }
}
