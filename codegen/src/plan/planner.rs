//! The state of one planning run: the document, the types found so far and the problems met.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::define::Unfinished;
use super::examples::Expected;
use super::{Plan, TypeItem, Usage};
use crate::diagnostic::{Diagnostic, Location, Report, Severity};
use crate::document::{Cursor, Document};
use crate::target::Target;

/// In which direction a schema's values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// Client to server.
    Request,
    /// Server to client.
    Response,
}

impl Direction {
    /// The keyword that takes a property out of this direction.
    pub(crate) fn hidden_by(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }

    /// Whether a type of this usage travels so.
    pub(crate) fn fits(self, usage: Usage) -> bool {
        match usage {
            Usage::Both => true,
            Usage::Request => self == Self::Request,
            Usage::Response => self == Self::Response,
        }
    }
}

/// A resolved node's identity: file and JSON pointer.
pub(super) type NodeKey = (String, String);

pub(super) fn node_key(cursor: &Cursor<'_>) -> NodeKey {
    (cursor.file_name().to_owned(), cursor.pointer())
}

/// One planning run.
pub(super) struct Planner<'d> {
    pub(super) target: &'d Target,
    pub(super) root: Cursor<'d>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) types: BTreeMap<String, TypeItem>,
    /// Nodes reached from request bodies and parameters, and from success responses.
    pub(super) reached: BTreeMap<Direction, BTreeSet<NodeKey>>,
    /// Structs that are union variants with their tag, which they lack: nothing else may use them.
    pub(super) variant_structs: BTreeMap<String, (Location, String)>,
    pub(super) direct_uses: BTreeMap<String, Location>,
    /// Schemas without a type of their own that are being planned: meeting one again is a cycle.
    pub(super) open: Vec<NodeKey>,
    /// Names of the types of inline schemas, which references can reach from several places.
    pub(super) inline_names: BTreeMap<(NodeKey, Direction), String>,
    /// How many arrays and maps stand inside each other where planning is.
    pub(super) depth: usize,
    /// Types that are registered but not planned.
    pub(super) drafts: VecDeque<Unfinished<'d>>,
    /// Examples with the type they must have; checked when all types are known.
    pub(super) examples: Vec<(Cursor<'d>, Expected)>,
}

/// Whether examples must fit their schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Examples {
    /// They must: the client's documentation is made from them.
    Checked,
    /// They may be behind: they decide nothing about the API of the client.
    Trusted,
}

pub(super) fn plan(document: &Document, examples: Examples) -> Result<Plan, Report> {
    let mut planner = Planner {
        target: document.target(),
        root: document.root(),
        diagnostics: Vec::new(),
        types: BTreeMap::new(),
        reached: BTreeMap::new(),
        variant_structs: BTreeMap::new(),
        direct_uses: BTreeMap::new(),
        open: Vec::new(),
        inline_names: BTreeMap::new(),
        depth: 0,
        drafts: VecDeque::new(),
        examples: Vec::new(),
    };
    planner.reach_operations();
    planner.check_templates();
    let apis = planner.apis();
    planner.finish_types();
    planner.check_types();
    planner.check_apis(&apis);
    if examples == Examples::Checked && !planner.has_errors() {
        // Types that could not be planned would make examples look wrong.
        planner.check_examples();
    }
    let report = Report::new(planner.diagnostics, document.sources());
    if report.has_errors() {
        return Err(report);
    }
    let root = document.root();
    Ok(Plan {
        title: text(&root, &["info", "title"]).unwrap_or_default(),
        source: root.file_name().to_owned(),
        apis,
        types: planner.types,
        target: document.target().clone(),
    })
}

impl<'d> Planner<'d> {
    pub(super) fn problem(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|one| one.severity == Severity::Error)
    }

    /// Whether the schema becomes two types: it travels both ways and hides properties in one.
    pub(super) fn splits(&self, schema: &Cursor<'d>) -> bool {
        let key = node_key(schema);
        let travels =
            |direction| self.reached.get(&direction).is_some_and(|nodes| nodes.contains(&key));
        travels(Direction::Request) && travels(Direction::Response) && hides_properties(schema)
    }

    /// The direction(s) in which a schema that is not split travels.
    pub(super) fn usage(&self, schema: &Cursor<'d>, direction: Direction) -> Usage {
        let key = node_key(schema);
        let other = match direction {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
        };
        let also = self.reached.get(&other).is_some_and(|nodes| nodes.contains(&key));
        match (also && !self.splits(schema), direction) {
            (true, _) => Usage::Both,
            (false, Direction::Request) => Usage::Request,
            (false, Direction::Response) => Usage::Response,
        }
    }

    /// Marks every schema below `schema` as travelling in `direction`.
    pub(super) fn reach(&mut self, schema: &Cursor<'d>, direction: Direction) {
        let nodes = self.reached.entry(direction).or_default();
        let mut waiting = vec![schema.clone()];
        while let Some(next) = waiting.pop() {
            let schema = next.resolve();
            if nodes.insert(node_key(&schema)) {
                waiting.extend(children(&schema, direction.hidden_by()));
            }
        }
    }
}

/// The schemas directly inside a schema, except properties marked with `hidden`.
fn children<'d>(schema: &Cursor<'d>, hidden: &str) -> Vec<Cursor<'d>> {
    let mut found = Vec::new();
    if let Some(properties) = schema.get("properties") {
        found.extend(
            properties
                .entries()
                .map(|(_, property)| property)
                .filter(|property| !flag(property, hidden)),
        );
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(list) = schema.get(key) {
            found.extend(list.items());
        }
    }
    for key in ["items", "additionalProperties", "not"] {
        found.extend(schema.get(key).filter(|child| child.entries().next().is_some()));
    }
    found
}

/// Whether a schema or one below it has a property that travels in one direction only.
fn hides_properties(schema: &Cursor<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![schema.clone()];
    while let Some(next) = waiting.pop() {
        let schema = next.resolve();
        if !seen.insert(node_key(&schema)) {
            continue;
        }
        let mut properties =
            schema.get("properties").into_iter().flat_map(|properties| properties.entries());
        if properties.any(|(_, one)| flag(&one, "readOnly") || flag(&one, "writeOnly")) {
            return true;
        }
        waiting.extend(children(&schema, ""));
    }
    false
}

/// A boolean keyword, read on the node itself or on what it refers to.
pub(super) fn flag(cursor: &Cursor<'_>, key: &str) -> bool {
    if key.is_empty() {
        return false;
    }
    let read = |node: &Cursor<'_>| node.get(key).and_then(|value| value.as_bool());
    read(cursor).or_else(|| read(&cursor.resolve())).unwrap_or(false)
}

/// The string at a path of keys.
pub(super) fn text(cursor: &Cursor<'_>, path: &[&str]) -> Option<String> {
    let mut node = cursor.clone();
    for key in path {
        node = node.resolve().get(key)?;
    }
    node.as_str().map(str::to_owned)
}
