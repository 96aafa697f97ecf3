//! The state of one planning run: the document, the types found so far and the problems met.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use super::node::{NodeKey, children, hides_own, hides_properties, node_key};
use super::schemes::Schemes;
use super::side::Side;
use super::{Origins, Payload, Routes, TypeItem, TypeRef, Usage};
use crate::diagnostic::{Diagnostic, Level, Location, Rule, Severity};
use crate::document::Cursor;
use crate::openapi::Direction;
use crate::target::Target;

/// A registered type whose parts are not planned yet.
pub(super) struct Unfinished<'d> {
    pub(super) node: Cursor<'d>,
    /// More schemas of the same object.
    pub(super) also: Vec<Cursor<'d>>,
    pub(super) direction: Direction,
    pub(super) name: String,
}

/// A name that `client.yaml` gives.
pub(super) struct GivenName {
    pub(super) name: String,
    pub(super) is_used: bool,
    pub(super) place: Location,
}

/// What an example must be.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    /// A value of a type.
    Value(TypeRef),
    /// A page of a collection.
    Collection {
        /// The type of the items.
        item: TypeRef,
        /// The property that holds them.
        relation: String,
    },
}

impl Expected {
    pub(super) fn of(payload: &Payload) -> Option<Self> {
        match payload {
            Payload::Empty | Payload::ByStatus(_) => None,
            Payload::Json(ty) | Payload::Optional(ty) => Some(Self::Value(ty.clone())),
            Payload::Collection { item, relation, .. } => {
                Some(Self::Collection { item: item.clone(), relation: relation.clone() })
            }
        }
    }
}

/// A type of a schema.
pub(super) type SideKey = (NodeKey, Side);

/// The names of places, and those that would have been another's.
#[derive(Default)]
pub(super) struct Places {
    pub(super) names: BTreeMap<SideKey, String>,
    pub(super) yielded: BTreeMap<SideKey, (String, Location)>,
    /// The values of `names`, which every use of a schema asks for.
    pub(super) taken: HashSet<String>,
}

impl Places {
    pub(super) fn insert(&mut self, place: SideKey, name: String) {
        self.taken.insert(name.clone());
        self.names.insert(place, name);
    }
}

/// One planning run.
pub(super) struct Planner<'d> {
    pub(super) target: &'d Target,
    pub(super) root: Cursor<'d>,
    /// The declared tags by their names.
    pub(super) tags: BTreeMap<&'d str, Cursor<'d>>,
    /// The operations that are to be left out; `None` if nothing may be.
    pub(super) left_out: Option<&'d Routes>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The operation, or the schema of the type, that is being planned.
    pub(super) origin: Option<Location>,
    pub(super) origins: Origins,
    /// The names that `client.yaml` gives, by what has them.
    pub(super) given_names: BTreeMap<NodeKey, GivenName>,
    pub(super) types: BTreeMap<String, TypeItem>,
    /// Types that only aliases name.
    pub(super) shared: BTreeMap<String, TypeItem>,
    /// Nodes reached from request bodies and parameters, and from success responses.
    pub(super) reached: BTreeMap<Direction, BTreeSet<NodeKey>>,
    /// Types that are used other than as a variant, with a place where each is.
    pub(super) direct_uses: BTreeMap<String, Location>,
    /// Schemas without a type of their own that are being planned: meeting one again is a cycle.
    pub(super) open: Vec<NodeKey>,
    /// Names of the types of inline schemas, which references can reach from several places.
    pub(super) inline_names: BTreeMap<(NodeKey, Direction), String>,
    /// Types that several schemas of a property make together, by the schemas.
    pub(super) joined_names: BTreeMap<(Vec<NodeKey>, Direction), Vec<String>>,
    /// The schemas that operations reach.
    pub(super) schemas: BTreeMap<NodeKey, Cursor<'d>>,
    /// Those of them that have a type for each direction.
    pub(super) hiding: BTreeSet<NodeKey>,
    /// Names that follow from places.
    pub(super) places: Places,
    /// How many arrays and maps stand inside each other where planning is.
    pub(super) depth: usize,
    /// Types that are registered but not planned.
    pub(super) drafts: VecDeque<Unfinished<'d>>,
    /// The runtime's types that are used, with a place where each is.
    pub(super) runtime_types: BTreeMap<String, Location>,
    /// The schemas of files in bodies of several parts.
    pub(super) file_parts: BTreeSet<NodeKey>,
    /// How often a page of a collection had another form.
    pub(super) odd_pages: usize,
    /// What the contract says of security.
    pub(super) schemes: Schemes<'d>,
    /// The schemas of the documented error bodies.
    pub(super) error_schemas: Vec<Cursor<'d>>,
    /// The examples of parameters, with the parameter and the type they must have.
    pub(super) parameter_examples: Vec<(Location, Cursor<'d>, TypeRef)>,
    /// Examples with the type they must have; checked when all types are known.
    pub(super) examples: Vec<(Cursor<'d>, Expected)>,
}

impl<'d> Planner<'d> {
    /// Refuses something, or notes it, as the owner of the contract decided about its rule.
    pub(super) fn problem(&mut self, mut diagnostic: Diagnostic) {
        if let Some(severity) = self.target.lint.of(diagnostic.rule).severity() {
            diagnostic.severity = severity;
            self.origins.add(&diagnostic, self.origin.as_ref());
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether an operation is to be left out.
    pub(super) fn leaves_out(&self, template: &str, method: &str) -> bool {
        let route = || (template.to_owned(), method.to_owned());
        self.left_out.is_some_and(|routes| !routes.is_empty() && routes.contains(&route()))
    }

    /// Whether what breaks this rule has a meaning in the client.
    pub(super) fn has_meaning(&self, rule: &Rule) -> bool {
        self.target.lint.of(rule) != Level::Error
    }

    /// The type of the runtime with this name.
    pub(super) fn runtime(&mut self, name: &str, place: Location) -> TypeRef {
        self.runtime_types.entry(name.to_owned()).or_insert(place);
        TypeRef::Runtime(name.to_owned())
    }

    pub(super) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|one| one.severity == Severity::Error)
    }

    /// Whether the schema has a type for each direction: it hides properties in one. Whether it is used in
    /// both does not matter, since a use that is added must not change the name of the other type.
    pub(super) fn splits(&self, schema: &Cursor<'d>) -> bool {
        let key = node_key(&schema.resolve());
        match self.schemas.contains_key(&key) {
            true => self.hiding.contains(&key),
            false => hides_properties(schema),
        }
    }

    /// Which type of a schema is the one of a direction.
    pub(super) fn side(&self, schema: &Cursor<'d>, direction: Direction) -> Side {
        match (self.splits(schema), direction) {
            (false, _) => Side::Whole,
            (true, Direction::Request) => Side::Request,
            (true, Direction::Response) => Side::Response,
        }
    }

    /// Whether a schema is used in a direction.
    pub(super) fn is_reached(&self, schema: &Cursor<'d>, direction: Direction) -> bool {
        let key = node_key(&schema.resolve());
        self.reached.get(&direction).is_some_and(|nodes| nodes.contains(&key))
    }

    /// Finds the schemas that hide a property in one direction, or have one below them that does.
    pub(super) fn find_hiding(&mut self) {
        let mut around: BTreeMap<NodeKey, Vec<&NodeKey>> = BTreeMap::new();
        let mut waiting: Vec<&NodeKey> = Vec::new();
        for (key, schema) in &self.schemas {
            if hides_own(schema) {
                waiting.push(key);
            }
            for child in children(schema, None) {
                around.entry(node_key(&child.resolve())).or_default().push(key);
            }
        }
        let mut hiding = BTreeSet::new();
        while let Some(key) = waiting.pop() {
            if hiding.insert(key.clone()) {
                waiting.extend(around.get(key).into_iter().flatten());
            }
        }
        self.hiding = hiding;
    }

    /// The direction(s) in which a schema that is not split is used.
    pub(super) fn usage(&self, schema: &Cursor<'d>, direction: Direction) -> Usage {
        let key = node_key(&schema.resolve());
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

    /// Marks every schema below `schema` as used in `direction`.
    pub(super) fn reach(&mut self, schema: &Cursor<'d>, direction: Direction) {
        let nodes = self.reached.entry(direction).or_default();
        let mut waiting = vec![schema.clone()];
        while let Some(next) = waiting.pop() {
            let schema = next.resolve();
            let key = node_key(&schema);
            if nodes.insert(key.clone()) {
                self.schemas.entry(key).or_insert_with(|| schema.clone());
                waiting.extend(children(&schema, Some(direction)));
            }
        }
    }
}
