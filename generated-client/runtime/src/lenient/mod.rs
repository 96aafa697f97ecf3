//! JSON as far as it goes: reads whatever bytes a server sends, and says what it could not read.
//!
//! A body becomes a flat list of nodes that point into it, sixteen bytes each, so that reading costs a
//! small multiple of the body whatever stands there, takes time in proportion, and needs no recursion.

mod budget;
mod decode;
mod deserializer;
mod reader;
mod text;
mod value;

pub(crate) use budget::is_light;
pub(crate) use decode::{Undecodable, decode};
pub(crate) use reader::Mistakes;

use crate::response::Head;

/// Containers inside of each other; deeper ones are not looked into. `serde_json` draws the same line.
const MAX_DEPTH: usize = 127;

/// A body and what was found in it.
#[derive(Debug)]
pub(crate) struct Document<'b> {
    body: &'b [u8],
    /// Every value in the order in which it begins; a member is its name, then its value.
    nodes: Vec<Node>,
    end: End,
}

/// A value or the name of a member.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    /// Whether a member, given by its name, counts as absent.
    left_out: bool,
    /// Where the text of the node begins and ends; that of a string is without its quotes.
    start: u32,
    end: u32,
    /// The first node that is not part of this one.
    after: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    True,
    False,
    Number,
    Text,
    /// A text that is a time without its offset, and is read as one of UTC.
    LocalTime,
    Array,
    Object,
    /// No value of JSON, a number that nothing here can hold, or a container that is too deep.
    Unreadable,
    /// What was cut off before its end.
    Torn,
}

/// How reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Behind the one value that a body has.
    Whole,
    /// Before the end of a value.
    Torn,
    /// There are mistakes about where values begin and end, or something behind the value.
    Broken,
}

impl<'b> Document<'b> {
    pub(crate) fn end(&self) -> End {
        self.end
    }

    fn node(&self, index: usize) -> Node {
        let nothing = Node { kind: Kind::Null, left_out: false, start: 0, end: 0, after: 0 };
        self.nodes.get(index).copied().unwrap_or(nothing)
    }

    /// The text of a node.
    fn raw(&self, node: Node) -> &'b [u8] {
        self.body.get(node.start as usize..node.end as usize).unwrap_or_default()
    }
}

/// Whether a body that could not be read is compressed, because its head says so or because it begins as
/// gzip or Zstandard do. The client asks for no compression.
pub(crate) fn is_compressed(head: &Head, body: &[u8]) -> bool {
    let magic = [&b"\x1f\x8b"[..], b"\x28\xb5\x2f\xfd"];
    head.is_encoded() && !body.is_empty() || magic.iter().any(|magic| body.starts_with(magic))
}

/// More of an error is not looked at; what it says fits many times over.
const MAX_SAID: usize = 64 * 1024;

/// What a server says about a failure, as far as it can be read.
pub(crate) fn said(body: &[u8]) -> serde_json::Value {
    Document::read(&body[..body.len().min(MAX_SAID)], Mistakes::Pass).to_value()
}

/// The same of what is no JSON: its text.
pub(crate) fn text_said(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(MAX_SAID)]).into_owned()
}
