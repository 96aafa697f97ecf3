//! What a body may cost: JSON that no type describes is kept as values, which take many times the memory
//! of their text.

use super::{Document, Kind};

/// Bodies up to this size are not worth a look.
const SMALL: usize = 64 * 1024;

/// How many times its size a body may take when it is simply decoded.
const LIGHT: usize = 24;

/// What an object takes that is kept as a value, whatever its size.
const OBJECT: usize = 1024;

/// What any value takes that is kept, beside its text.
const VALUE: usize = 112;

/// What may be kept as values of any document, and further bytes for each byte of it.
const ROOM: usize = 1024 * 1024;
const ROOM_PER_BYTE: usize = 8;

/// Whether a body may be decoded as it is: even if no type described any of it, it would not take much.
pub(crate) fn is_light(body: &[u8]) -> bool {
    body.len() <= SMALL || most(body) <= LIGHT.saturating_mul(body.len())
}

/// What a body takes at most if all of it is kept as values.
fn most(body: &[u8]) -> usize {
    let count = |wanted: u8| count(body, wanted);
    let values = count(b',') + count(b':') + count(b'[');
    count(b'{').saturating_mul(OBJECT).saturating_add(values.saturating_mul(VALUE))
}

/// How often a byte is there, counted in bytes, which compiles to vector instructions.
fn count(body: &[u8], wanted: u8) -> usize {
    let in_part = |part: &[u8]| part.iter().map(|byte| u8::from(*byte == wanted)).sum::<u8>();
    body.chunks(usize::from(u8::MAX)).map(|part| usize::from(in_part(part))).sum()
}

impl Document<'_> {
    /// What may be kept of this document as values.
    pub(super) fn room(&self) -> usize {
        ROOM.saturating_add(self.body.len().saturating_mul(ROOM_PER_BYTE))
    }

    /// What a node takes if it is kept as a value.
    pub(super) fn cost(&self, index: usize) -> usize {
        let node = self.node(index);
        let inside = self.nodes.get(index..node.after as usize).unwrap_or_default();
        let objects = inside.iter().filter(|node| node.kind == Kind::Object).count();
        let text = (node.end as usize).saturating_sub(node.start as usize);
        let values = inside.len().saturating_mul(VALUE);
        objects.saturating_mul(OBJECT).saturating_add(values).saturating_add(text)
    }
}
