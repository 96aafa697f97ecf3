//! Decodes a type from what could be read, without the members that nothing can be made of.

use serde::de::DeserializeSeed;

use super::deserializer::{MAX_PLACES, Step, Watch};
use super::text::unescaped;
use super::{Document, Kind};

/// Values that are visited in all attempts together, their texts included, so that a body takes no more
/// than about a second: every attempt begins anew and ends at the first value that does not fit.
const MAX_VISITS: usize = 8 * 1024 * 1024;

/// What stands for names that are not ours: whoever sent them may have meant to have them shown.
const UNKNOWN: &str = "…";

/// Why nothing could be decoded.
#[derive(Clone, Debug, Default)]
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
pub(crate) fn decode<T>(
    document: &mut Document<'_>,
    held: &[&str],
    seed: impl for<'de> DeserializeSeed<'de, Value = T> + Copy,
) -> Result<(T, Vec<String>), Undecodable> {
    let mut left_out = LeftOut::default();
    let mut visits = 0usize;
    let (mut first, mut cause) = (None, Undecodable::default());
    loop {
        let watch = Watch::new(document);
        let error = match seed.deserialize(watch.root()) {
            Ok(value) => return Ok((value, left_out.and_altered(&watch))),
            Err(error) => error,
        };
        visits = visits.saturating_add(watch.visits.get() + 1);
        let failed = watch.failed.take();
        let (steps, message) = failed.unwrap_or_else(|| (Vec::new(), error.to_string()));
        let failure = Undecodable {
            path: path(document, &steps),
            offset: document.node(target(&steps)).start as usize,
            message: message.clone(),
        };
        let first: &Undecodable = first.get_or_insert_with(|| failure.clone());
        cause = match quoted(&message, "missing field `") {
            // That is only what follows from the cause.
            Some(missing) if left_out.is_last(missing) => cause,
            // Nothing in the body is wrong with it, but with what stood there first.
            Some(_) => first.clone(),
            None => failure,
        };
        if let Some(missing) = quoted(&message, "missing field `").filter(|_| visits < MAX_VISITS) {
            let around = path(document, &steps);
            let dot = if around.is_empty() { "" } else { "." };
            if left_out.takes_time_back(document, &format!("{around}{dot}{missing}")) {
                continue;
            }
        }
        let is_tired = visits >= MAX_VISITS / 2;
        let mut is_mended = false;
        if is_tired && visits < MAX_VISITS {
            let outermost = outermost(document, &steps, held);
            let same_name = left_out.every_member(document, outermost, held);
            visits = visits.saturating_add(same_name.looked_through);
            is_mended = same_name.is_found;
        }
        if !is_mended && visits < MAX_VISITS {
            is_mended = match quoted(&message, "duplicate field `") {
                Some(name) => left_out.duplicates(document, &steps, name, held),
                None => left_out.member(document, &steps, held),
            };
        }
        if !is_mended {
            return Err(cause);
        }
    }
}

/// The name in a message of a derived type that begins like this.
fn quoted<'m>(message: &'m str, start: &str) -> Option<&'m str> {
    message.strip_prefix(start)?.split('`').next()
}

/// The members that were left out: the node of the name, and the path.
#[derive(Default)]
struct LeftOut(Vec<(usize, String)>);

impl LeftOut {
    /// Whether the member with this name was the last one to be left out.
    fn is_last(&self, name: &str) -> bool {
        self.0.last().is_some_and(|(_, path)| path.rsplit('.').next() == Some(name))
    }

    /// Takes a member back if it is a time without its offset, to be read as one of UTC, which is told: it is
    /// required, and more would be lost with it.
    fn takes_time_back(&mut self, document: &mut Document<'_>, missing: &str) -> bool {
        let Some(at) = self.0.iter().rposition(|(_, path)| path == missing) else { return false };
        let Some((name, _)) = self.0.get(at).cloned() else { return false };
        let value = document.node(name + 1);
        let is_time = || {
            let text = unescaped(document.raw(value)).0;
            format!("{text}Z").parse::<jiff::Timestamp>().is_ok()
        };
        if value.kind != Kind::Text || !is_time() {
            return false;
        }
        self.0.remove(at);
        if let Some(node) = document.nodes.get_mut(name) {
            node.left_out = false;
        }
        if let Some(node) = document.nodes.get_mut(name + 1) {
            node.kind = Kind::LocalTime;
        }
        true
    }

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

    /// Leaves out the innermost member that a path leads through, and all others of the same object and
    /// name: there may be any number of them.
    fn every_member(
        &mut self,
        document: &mut Document<'_>,
        steps: &[Step],
        held: &[&str],
    ) -> SameName {
        let is_found = self.member(document, steps, held);
        let Some((Step::Member { name, .. }, around)) = steps.split_last().filter(|_| is_found)
        else {
            return SameName { is_found, looked_through: 0 };
        };
        let text = |name: usize| unescaped(document.raw(document.node(name))).0;
        let wanted = text(*name).into_owned();
        let names: Vec<usize> = document.members(target(around)).map(|(name, _)| name).collect();
        let same: Vec<usize> = names.iter().copied().filter(|name| text(*name) == wanted).collect();
        same.into_iter().for_each(|name| leave_out(document, name));
        SameName { is_found, looked_through: names.len() }
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

/// What came of a search for members of one name.
struct SameName {
    is_found: bool,
    /// How many members there are in all.
    looked_through: usize,
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

/// A path up to the first member that may be left out: where much is odd, all of it goes at once.
fn outermost<'s>(document: &Document<'_>, steps: &'s [Step], held: &[&str]) -> &'s [Step] {
    let may_go = |end: &usize| {
        let is_member = matches!(steps[..*end].last(), Some(Step::Member { .. }));
        is_member && !is_held(document, &steps[..*end], held)
    };
    &steps[..(1..=steps.len()).find(may_go).unwrap_or(steps.len())]
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

#[cfg(test)]
mod tests;
