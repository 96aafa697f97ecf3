//! Decodes a type from what could be read, without the members that nothing can be made of.

use serde::de::DeserializeOwned;

use super::Document;
use super::deserializer::{MAX_PLACES, Step, Watch};
use super::text::unescaped;

/// Nodes that are looked at in all attempts together.
const MAX_WORK: usize = 4 * 1024 * 1024;

/// What stands for names that are not ours: whoever sent them may have meant to have them shown.
const UNKNOWN: &str = "…";

/// Why nothing could be decoded.
#[derive(Debug)]
pub(crate) struct Undecodable {
    /// The JSON path, empty for the whole body.
    pub(crate) path: String,
    /// The message of the type that did not fit.
    pub(crate) message: String,
    /// Where that is in the body.
    pub(crate) offset: usize,
}

/// Decodes a document, and tells the places of which the value does not have what was sent.
///
/// A value that does not fit leaves out the member that it belongs to, and if that was required, the
/// member around it. Members on the path `held` are not left out.
pub(crate) fn decode<T: DeserializeOwned>(
    document: &mut Document<'_>,
    held: &[&str],
) -> Result<(T, Vec<String>), Undecodable> {
    let mut left_out = LeftOut::default();
    let mut first = None;
    let attempts = (MAX_WORK / document.nodes.len().max(1)).clamp(8, 4096);
    for _ in 0..attempts {
        let watch = Watch::new(document);
        let error = match T::deserialize(watch.root()) {
            Ok(value) => return Ok((value, left_out.and_altered(&watch))),
            Err(error) => error,
        };
        let failed = watch.failed.take();
        let (steps, message) = failed.unwrap_or_else(|| (Vec::new(), error.to_string()));
        let mended = match duplicate(&message) {
            Some(name) => left_out.duplicates(document, &steps, name, held),
            None => left_out.member(document, &steps, held),
        };
        first.get_or_insert_with(|| Undecodable {
            path: path(document, &steps),
            message,
            offset: document.node(target(&steps)).start as usize,
        });
        if !mended {
            break;
        }
    }
    let nothing = || Undecodable { path: String::new(), message: String::new(), offset: 0 };
    Err(first.unwrap_or_else(nothing))
}

/// The name that a type found twice.
fn duplicate(message: &str) -> Option<&str> {
    message.strip_prefix("duplicate field `")?.split('`').next()
}

/// The members that were left out: the node of the name, and the path.
#[derive(Default)]
struct LeftOut(Vec<(usize, String)>);

impl LeftOut {
    /// Leaves out the innermost member that a path leads through; `false` if there is none.
    fn member(&mut self, document: &mut Document<'_>, steps: &[Step], held: &[&str]) -> bool {
        let is_member = |step: &Step| matches!(step, Step::Member { .. });
        let Some(last) = steps.iter().rposition(is_member) else { return false };
        let steps = &steps[..=last];
        match steps.last() {
            Some(Step::Member { name, .. }) if !is_held(document, steps, held) => {
                self.name(document, *name, path(document, steps));
                true
            }
            _ => false,
        }
    }

    /// Leaves out a member that an object has several times: all but one of them if they say the
    /// same, or else all, because any of them may be wrong.
    fn duplicates(
        &mut self,
        document: &mut Document<'_>,
        steps: &[Step],
        wanted: &str,
        held: &[&str],
    ) -> bool {
        let text = |name: usize| unescaped(document.raw(document.node(name))).0;
        let is_left = |name: &usize| !document.node(*name).left_out && text(*name) == wanted;
        let names = document.members(target(steps)).map(|(name, _)| name);
        let found: Vec<usize> = names.filter(is_left).collect();
        let Some((last, others)) = found.split_last() else { return false };
        let value = |name: usize| {
            let node = document.node(name + 1);
            (node.kind, document.raw(node))
        };
        let is_same = others.iter().all(|name| value(*name) == value(*last));
        let member = Step::Member { name: *last, is_ours: true };
        let steps: Vec<Step> = steps.iter().copied().chain([member]).collect();
        if others.is_empty() || !is_same && is_held(document, &steps, held) {
            return false;
        }
        others.iter().for_each(|name| leave_out(document, *name));
        if !is_same {
            let path = path(document, &steps);
            self.name(document, *last, path);
        }
        true
    }

    fn name(&mut self, document: &mut Document<'_>, name: usize, path: String) {
        let inside = name..document.node(name + 1).after as usize;
        self.0.retain(|(other, _)| !inside.contains(other));
        self.0.push((name, path));
        leave_out(document, name);
    }

    /// The paths of what was left out, and of what is not as it was sent, once each.
    fn and_altered(self, watch: &Watch<'_>) -> Vec<String> {
        let altered = watch.altered.take();
        let altered = altered.iter().map(|steps| path(watch.document, steps));
        let mut paths = Vec::new();
        for path in self.0.into_iter().map(|(_, path)| path).chain(altered) {
            if paths.len() < MAX_PLACES && !paths.contains(&path) {
                paths.push(path);
            }
        }
        paths
    }
}

fn leave_out(document: &mut Document<'_>, name: usize) {
    if let Some(node) = document.nodes.get_mut(name) {
        node.left_out = true;
    }
}

/// The node to which a path leads.
fn target(steps: &[Step]) -> usize {
    match steps.last() {
        None => 0,
        Some(Step::Member { name, .. }) => name + 1,
        Some(Step::Item { index, .. }) => *index,
    }
}

/// Whether a path is one along members that must not be left out.
fn is_held(document: &Document<'_>, steps: &[Step], held: &[&str]) -> bool {
    steps.len() <= held.len()
        && steps.iter().zip(held).all(|(step, held)| match step {
            Step::Member { name, .. } => unescaped(document.raw(document.node(*name))).0 == *held,
            Step::Item { .. } => false,
        })
}

/// A path as people write it, without names that are not ours.
fn path(document: &Document<'_>, steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Item { position, .. } => path.push_str(&format!("[{position}]")),
            Step::Member { name, is_ours } => {
                if !path.is_empty() {
                    path.push('.');
                }
                match is_ours {
                    true => path.push_str(&unescaped(document.raw(document.node(*name))).0),
                    false => path.push_str(UNKNOWN),
                }
            }
        }
    }
    path
}
