//! The schemas of 3.1: a reference and what stands beside it, and one keyword after the other.

use super::super::node::{Map, MapEntry, Value};
use super::edit::Draft;
use super::{Lowering, Visit, constants, definitions, keywords, types, unions};
use crate::diagnostic::Span;

const SAME: &str = "the schema that `$ref` names says it as well";

impl Lowering<'_> {
    pub(super) fn schema(&mut self, visit: &Visit) {
        self.boolean(visit);
        let Some(mut draft) = Draft::new(self, visit) else { return };
        reference(&mut draft);
        definitions::identity(&mut draft);
        unions::nulls(&mut draft);
        constants::constant(&mut draft);
        types::types(&mut draft);
        keywords::lower(&mut draft);
        draft.finish();
    }

    /// `true` allows any value, `false` none.
    fn boolean(&mut self, visit: &Visit) {
        let Some(tree) = self.tree_mut(visit.file) else { return };
        let Some(node) = tree.node(visit.node) else { return };
        let (Value::Bool(allows), span) = (&node.value, node.span) else { return };
        let entries = if *allows {
            Vec::new()
        } else {
            let value = tree.add(Value::Map(Map::default()), span);
            vec![MapEntry { key: "not".into(), key_span: span, value }]
        };
        tree.replace(visit.node, Value::Map(Map::new(entries)));
    }
}

/// What stands beside a `$ref` holds together with what it names.
fn reference(draft: &mut Draft<'_, '_>) {
    let key = (draft.visit.file, draft.visit.node);
    let Some(target) = draft.lowering.references.get(&key).cloned() else { return };
    repeated_type(draft, &target);
    if draft.entries.len() == 1 {
        return;
    }
    let Some(entry) = draft.take("$ref") else { return };
    let span = Span::new(entry.key_span.start, draft.span_of(entry.value).end);
    let part = draft.add(Value::Map(Map::new(vec![entry])), span);
    let lowering = &mut *draft.lowering;
    lowering.references.remove(&key);
    lowering.references.insert((key.0, part), target);
    lowering.moved.insert(key, part);
    draft.also(part, span);
}

/// `type` beside a `$ref` mostly repeats what the target says.
fn repeated_type(draft: &mut Draft<'_, '_>, target: &super::super::RefTarget) {
    let text = |kind: &MapEntry, draft: &Draft<'_, '_>| draft.text(kind.value).map(str::to_owned);
    let Some(own) = draft.get("type").and_then(|kind| text(&kind, draft)) else { return };
    let mut end = target.clone();
    // Chains that never end are reported elsewhere.
    for _ in 0..16 {
        match draft.lowering.references.get(&(end.file, end.node)) {
            Some(next) => end = next.clone(),
            None => break,
        }
    }
    let tree = draft.lowering.tree(end.file);
    let theirs = tree.and_then(|tree| tree.text(tree.map(end.node)?.get("type")?.value));
    if theirs == Some(own.as_str()) {
        draft.pass_over("type", SAME);
    }
}
