//! What every part of the page is made from.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::index::TypeIndex;
use super::marks::Marks;
use super::schema::{Trees, Unfolding, Value};
use super::targets::LinkTargets;
use crate::diagnostic::Location;
use crate::document::{Cursor, Document};
use crate::openapi::Direction;
use crate::plan::{Api, Operation, Plan};

/// What is taken literally in the path of a file.
const IN_A_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Properties that all trees of the page may show together: what keeps the page of a huge contract
/// readable, and below some megabytes.
const ROOM: usize = 12_000;

/// The most properties that one tree shows.
const LARGEST_TREE: usize = 300;

/// The least room of a tree.
const SMALLEST_TREE: usize = 8;

/// The contract with everything that parts of the page look up.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) plan: &'a Plan,
    pub(super) index: TypeIndex<'a>,
    pub(super) targets: LinkTargets,
    pub(super) marks: Marks<'a>,
    /// The name of the client's crate in Rust paths.
    pub(super) crate_name: String,
    room: usize,
}

impl<'a> Context<'a> {
    pub(super) fn new(document: &'a Document, plan: &'a Plan, marks: Marks<'a>) -> Self {
        let trees = plan.operations().count() * 2 + plan.types.len();
        let room = (ROOM / trees.max(1)).clamp(SMALLEST_TREE, LARGEST_TREE);
        let index = TypeIndex::new(document, plan);
        let targets = LinkTargets::new(document, plan);
        let crate_name = plan.crate_name();
        Self { document, plan, index, targets, marks, crate_name, room }
    }

    /// Sample code with the name of the client's crate.
    pub(super) fn named(&self, code: &str) -> String {
        code.trim_end().replace("CRATE", &self.crate_name)
    }

    /// The APIs in the order of the contract's tags.
    pub(super) fn apis(&self) -> Vec<&'a Api> {
        let mut apis: Vec<&Api> = self.plan.apis.iter().collect();
        apis.sort_by_key(|api| api.location.span);
        apis
    }

    /// The operations of an API in the order of the contract.
    pub(super) fn operations(&self, api: &'a Api) -> Vec<&'a Operation> {
        let mut operations: Vec<&Operation> = api.operations.iter().collect();
        operations.sort_by_key(|operation| (operation.location.file, operation.location.span));
        operations
    }

    /// The node at a place of the plan, references followed.
    pub(super) fn node(&self, location: &Location) -> Option<Cursor<'a>> {
        Some(self.document.at(location)?.resolve())
    }

    /// A schema with the types inside it written out.
    pub(super) fn tree(&self, schema: &Cursor<'a>, direction: Direction) -> Value<'a> {
        Trees::new(&self.index, direction, Unfolding::Deep, self.room).value(schema)
    }

    /// A schema with the types inside it named only.
    pub(super) fn one_type(&self, schema: &Cursor<'a>, direction: Direction) -> Value<'a> {
        Trees::new(&self.index, direction, Unfolding::OneType, LARGEST_TREE).value(schema)
    }

    /// File and line of a place, such as `pairing-keys.yaml:12`, with the way there where it is known.
    pub(super) fn place(&self, location: &Location) -> Markup {
        let line = self.document.sources().line(location.file, location.span.start);
        let file = self.document.sources().name(location.file);
        let repository = self.plan.target.repository.as_deref();
        let href = repository.map(|folder| {
            let path = utf8_percent_encode(file, IN_A_PATH);
            format!("{folder}/{path}#L{line}")
        });
        html! {
            @match href {
                Some(href) => { a href=(href) { code { (file) ":" (line) } } }
                None => { code { (file) ":" (line) } }
            }
        }
    }

    /// The success response of an operation.
    pub(super) fn success(&self, operation: &Operation) -> Option<Cursor<'a>> {
        self.response(operation, operation.success.status)
    }

    /// A response of an operation by its status.
    pub(super) fn response(&self, operation: &Operation, status: u16) -> Option<Cursor<'a>> {
        Some(self.documented(operation, status)?.resolve())
    }

    /// The response of an operation as the operation itself says it: perhaps a reference.
    pub(super) fn documented(&self, operation: &Operation, status: u16) -> Option<Cursor<'a>> {
        self.node(&operation.location)?.get("responses")?.get(&status.to_string())
    }
}
