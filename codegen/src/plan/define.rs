//! Types that have a name: each is registered once, and what it consists of is planned later.

use super::docs::{deprecation, docs};
use super::node::{NodeKey, component_name, module_of, node_key};
use super::planner::{GivenName, Planner, Unfinished};
use super::side::Side;
use super::{Shape, Struct, TypeItem, TypeRef, Union, names, rules};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::Direction;
use crate::target_file::{Found, find};

/// What `define` is to make of a schema.
pub(super) enum Draft {
    /// The whole type is known.
    Done(Shape),
    /// A struct.
    Object,
    /// An enum with data.
    Union,
}

/// Whose a type name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Nobody's so far.
    New,
    /// The schema's own.
    Known,
}

/// A name that somebody gave to an item.
pub(super) struct OwnName {
    text: String,
    place: Location,
}

impl<'d> Planner<'d> {
    /// Defines the type of `node` once and returns its use. What the type consists of is planned
    /// later, so that neither recursion nor depth of the contract matters here.
    pub(super) fn define(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
        draft: Draft,
    ) -> Option<TypeRef> {
        let name = self.type_name(node, direction, hint)?;
        let claim = self.claim(node, &name)?;
        self.direct_uses.entry(name.clone()).or_insert_with(|| node.location());
        if claim == Claim::New {
            self.register(node, direction, &name, draft);
        }
        Some(TypeRef::Named(name))
    }

    /// Defines the type of a property of `owner` that several parts of an `allOf` make together: it is
    /// of this place only.
    pub(super) fn define_joined(
        &mut self,
        schemas: &[Cursor<'d>],
        direction: Direction,
        owner: &str,
        name: &str,
    ) -> Option<TypeRef> {
        let (node, also) = schemas.split_last()?;
        let mut same: Vec<NodeKey> = schemas.iter().map(|one| node_key(&one.resolve())).collect();
        same.sort_unstable();
        same.dedup();
        // The same schemas once more inside of what they make: a type that contains itself.
        let known = self.joined_names.entry((same, direction)).or_default();
        if let Some(around) = known.iter().find(|around| owner.starts_with(around.as_str())) {
            return Some(TypeRef::Named(around.clone()));
        }
        known.push(name.to_owned());
        if self.claim(node, name)? == Claim::New {
            self.register(node, direction, name, Draft::Object);
            self.draft_also(also);
            let usage = self.types.get(owner).map(|item| item.usage);
            if let (Some(usage), Some(item)) = (usage, self.types.get_mut(name)) {
                item.usage = usage;
            }
        }
        Some(TypeRef::Named(name.to_owned()))
    }

    /// Adds schemas to the object that was registered last.
    pub(super) fn draft_also(&mut self, also: &[Cursor<'d>]) {
        if let Some(draft) = self.drafts.back_mut() {
            draft.also = also.to_vec();
        }
    }

    /// Whether `name` is free for this schema, or its already; `None` if another one has it.
    pub(super) fn claim(&mut self, node: &Cursor<'d>, name: &str) -> Option<Claim> {
        let Some(existing) = self.types.get(name) else { return Some(Claim::New) };
        if existing.location == node.location() {
            return Some(Claim::Known);
        }
        let diagnostic = Diagnostic::new(
            &rules::NAME_COLLISION,
            node.location(),
            format!("two schemas become the type `{name}`"),
        )
        .related(existing.location.clone(), "the other one")
        .help("rename one of them, or give it another name with `x-rust-name`");
        self.problem(diagnostic);
        None
    }

    /// Adds a type whose name is free.
    pub(super) fn register(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        name: &str,
        draft: Draft,
    ) {
        let (shape, is_whole) = match draft {
            Draft::Done(shape) => (shape, true),
            Draft::Object => (Shape::Struct(Struct::empty()), false),
            Draft::Union => (Shape::Union(Union::empty()), false),
        };
        if !is_whole {
            let (node, name) = (node.clone(), name.to_owned());
            self.drafts.push_back(Unfinished { node, also: Vec::new(), direction, name });
        }
        let item = TypeItem {
            name: name.to_owned(),
            module: module_of(node),
            shape,
            usage: self.usage(node, direction),
            docs: docs(node),
            summary: String::new(),
            deprecation: deprecation(node),
            successor: self.successor_type(node, direction),
            same_as: None,
            made_of: None,
            file: node.file_name().to_owned(),
            location: node.location(),
        };
        self.types.insert(name.to_owned(), item);
    }

    /// Plans what the registered types consist of, which may register more.
    pub(super) fn finish_types(&mut self) {
        while let Some(draft) = self.drafts.pop_front() {
            let Unfinished { node, also, direction, name } = draft;
            self.origin = Some(node.location());
            let shape = match self.types.get(&name).map(|item| &item.shape) {
                Some(Shape::Union(_)) => {
                    self.union_shape(&node, direction, &name).map(Shape::Union)
                }
                _ => {
                    let schemas: Vec<_> = also.into_iter().chain([node]).collect();
                    Some(Shape::Struct(self.object(&schemas, direction, &name)))
                }
            };
            if let (Some(shape), Some(item)) = (shape, self.types.get_mut(&name)) {
                item.shape = shape;
            }
        }
        self.origin = None;
    }

    pub(super) fn type_name(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<String> {
        let Some(component) = component_name(node) else {
            if let Some(name) = self.place_name(node, direction) {
                return Some(name);
            }
            let key = (node_key(node), direction);
            if let Some(name) = self.inline_names.get(&key) {
                return Some(name.clone());
            }
            let used = || self.name_of_use(node);
            // A long one has the way to its place in it, of which a part is enough.
            let hint = hint.filter(|hint| hint.len() <= names::LONG_TYPE || !self.has_way(node));
            let Some(name) = hint.map(|hint| self.free_name(hint)).or_else(used) else {
                self.unnameable(node.location(), &node.pointer());
                return None;
            };
            self.inline_names.insert(key, name.clone());
            return Some(name);
        };
        self.component_type_name(node, &component, direction)
    }

    /// The type of a component schema; that of one side of a split schema has a suffix.
    pub(super) fn component_type_name(
        &mut self,
        node: &Cursor<'d>,
        component: &str,
        direction: Direction,
    ) -> Option<String> {
        let name = self.name_of(node, component, names::type_name)?;
        match self.side(node, direction) {
            Side::Whole => Some(name),
            side => self.place_name(node, direction).or(Some(names::of_side(&name, side))),
        }
    }

    /// The name that `x-rust-name` or else the rule gives.
    pub(super) fn name_of(
        &mut self,
        node: &Cursor<'d>,
        wire: &str,
        rule: fn(&str) -> Option<String>,
    ) -> Option<String> {
        if let Some(own) = self.own_name(node) {
            return self.usual(&own, rule);
        }
        if let Some(hidden) = wire.chars().find(|c| markdown::is_hidden(*c)) {
            let message =
                format!("this name has the invisible character {}", hidden.escape_unicode());
            self.problem(
                Diagnostic::new(&rules::NAME_INVALID, node.key_location(), message)
                    .help("remove the character"),
            );
            return None;
        }
        let name = rule(wire);
        if name.is_none() {
            self.unnameable(node.key_location(), wire);
        }
        name
    }

    /// The name that somebody gave to a node, which beats every rule: from outside, or the contract itself.
    pub(super) fn own_name(&mut self, node: &Cursor<'d>) -> Option<OwnName> {
        if let Some(given) = self.given_name(node) {
            return Some(given);
        }
        let own = node.get("x-rust-name")?;
        Some(OwnName { text: own.as_str()?.to_owned(), place: own.location() })
    }

    /// The name that `client.yaml` gives a node.
    pub(super) fn given_name(&mut self, node: &Cursor<'d>) -> Option<OwnName> {
        let given = self.given_names.get_mut(&node_key(node))?;
        given.is_used = true;
        Some(OwnName { text: given.name.clone(), place: node.key_location() })
    }

    /// Finds what `names` in `client.yaml` names.
    pub(super) fn find_names(&mut self) {
        for (place, name) in &self.target.names {
            // What is not there was told when the file was read.
            if let Found::Node(node) = find(&self.root, place) {
                let given =
                    GivenName { name: name.clone(), is_used: false, place: node.location() };
                self.given_names.insert(node_key(&node), given);
            }
        }
    }

    /// Tells which of these names nothing has.
    pub(super) fn check_names(&mut self) {
        let given = std::mem::take(&mut self.given_names);
        for given in given.into_values().filter(|given| !given.is_used) {
            let message =
                format!("`names` in `client.yaml` calls this `{}`, and it has no name", given.name);
            self.problem(
                Diagnostic::new(&rules::NAME_UNUSED, given.place, message)
                    .help("name an operation, a tag, a parameter, a property, a component schema, a value or a branch that is used"),
            );
        }
    }

    /// The given name, if it is one in the usual case, and none that generated code has at its place.
    pub(super) fn usual(
        &mut self,
        own: &OwnName,
        rule: fn(&str) -> Option<String>,
    ) -> Option<String> {
        let Some(name) = rule(&own.text) else {
            self.unnameable(own.place.clone(), &own.text);
            return None;
        };
        if name != own.text {
            let message = "this is not a Rust name in the usual case";
            self.problem(
                Diagnostic::new(&rules::RUST_NAME_FORM, own.place.clone(), message)
                    .help(format!("write `{name}`")),
            );
            return None;
        }
        Some(name)
    }

    fn unnameable(&mut self, place: Location, text: &str) {
        self.problem(
            Diagnostic::new(
                &rules::NAME_INVALID,
                place,
                format!("no Rust name can be made of `{text}`"),
            )
            .help("write a letter, or give it a name with `x-rust-name`"),
        );
    }

    pub(super) fn unsupported(
        &mut self,
        rule: &'static Rule,
        place: &Cursor<'d>,
        message: &str,
        help: &str,
    ) {
        self.problem(Diagnostic::new(rule, place.location(), message).help(help));
    }
}
