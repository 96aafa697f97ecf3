//! From a schema to the Rust type that holds its values.

use super::alternatives::{is_base, union_part};
use super::define::Draft;
use super::merge::{self, Conflict, Merged};
use super::node::{component_name, inferred, kind, limited, lone_all_of, text};
use super::planner::Planner;
use super::{ENVIRONMENT_ID, TypeRef, enums, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// How many schemas may stand inside each other: far beyond any API, far below the stack's end.
const MOST_LEVELS: usize = 64;

/// What the `allOf` of a schema means for its type.
pub(super) enum AllOf<'d> {
    /// There is none, or it only says more of what the schema says itself.
    Absent,
    /// The type is that of one part.
    Part(Cursor<'d>),
    /// An object with the properties of all parts.
    Objects,
}

impl<'d> Planner<'d> {
    /// The type of `schema`; `hint` names it if it is inline and needs a name.
    /// `None` means that a problem was reported.
    pub(super) fn type_ref(
        &mut self,
        schema: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        if self.depth >= MOST_LEVELS {
            self.problem(
                Diagnostic::new(
                    &rules::NESTING,
                    schema.location(),
                    format!("more than {MOST_LEVELS} schemas inside each other"),
                )
                .help("refer to what is deep inside by an id instead"),
            );
            return None;
        }
        self.depth += 1;
        let ty = self.type_of(&schema.resolve(), direction, hint);
        self.depth -= 1;
        ty
    }

    fn type_of(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        if let Some(runtime) = node.get("x-rust-type") {
            return self.runtime_type(&runtime);
        }
        if self.file_parts.contains(&super::node::node_key(node)) {
            return Some(self.file(node.location()));
        }
        self.check_discriminator(node)?;
        match self.all_of(node)? {
            AllOf::Absent => {}
            AllOf::Part(part) => {
                return self
                    .without_cycle(node, |planner| planner.type_ref(&part, direction, hint));
            }
            AllOf::Objects => {
                return self.define(node, direction, hint, Draft::Object);
            }
        }
        if let Some(ignored) = node.get("not") {
            self.problem(
                Diagnostic::new(
                    &rules::NOT_IGNORED,
                    ignored.key_location(),
                    "what `not` forbids is not checked by the client",
                )
                .help("say it in the description as well"),
            );
        }
        self.check_keywords(node)?;
        self.check_secret(node)?;
        if says_union(node) {
            return self.union(node, direction, hint);
        }
        if let (None, Some(values)) = (node.get("type"), enums::values(node)) {
            return self.enum_type(node, &values, direction, hint);
        }
        let Some(kind) = self.kind_of(node)? else { return Some(TypeRef::Json) };
        match kind {
            "string" => self.string(node, direction, hint),
            "integer" | "number" | "boolean" => self.scalar(node, kind, direction, hint),
            "array" => self.without_cycle(node, |planner| planner.array(node, direction, hint)),
            "object" => self.object_type(node, direction, hint),
            _ => {
                self.unsupported(
                    &rules::TYPE_UNKNOWN,
                    &node.get("type").unwrap_or_else(|| node.clone()),
                    "this is not a schema type",
                    "one of string, integer, number, boolean, array, object",
                );
                None
            }
        }
    }

    /// The type that a schema says, or else its keywords; the outer `None` means that a problem was
    /// reported, the inner one that it may be anything.
    fn kind_of(&mut self, node: &Cursor<'d>) -> Option<Option<&'d str>> {
        if let Some(kind) = node.get("type") {
            return Some(Some(kind.as_str().unwrap_or_default()));
        }
        let Some((kind, keyword)) = inferred(node).or_else(|| limited(node)) else {
            return Some(None);
        };
        // Only objects have properties: nothing is guessed.
        let is_guessed = kind != "object" || node.get("minProperties").is_some();
        if is_guessed {
            self.unsupported(
                &rules::TYPE_MISSING,
                &keyword,
                "a schema with this keyword needs a `type`",
                &format!("add `type: {kind}`"),
            );
        }
        (!is_guessed || self.has_meaning(&rules::TYPE_MISSING)).then_some(Some(kind))
    }

    /// What the `allOf` of a schema means for its type; `None` means that a problem was reported.
    pub(super) fn all_of(&mut self, node: &Cursor<'d>) -> Option<AllOf<'d>> {
        let Some(list) = node.get("allOf").filter(|_| !says_union(node)) else {
            return Some(AllOf::Absent);
        };
        let adds = ["properties", "required", "additionalProperties"];
        if adds.iter().any(|key| node.get(key).is_some()) {
            return Some(AllOf::Objects);
        }
        let parts: Vec<Cursor<'d>> = list.items().collect();
        let own = kind(node).filter(|kind| *kind != "object");
        let key = super::node::node_key(node);
        if parts.iter().any(|part| is_base(part, &key)) {
            return Some(AllOf::Objects);
        }
        if let (Some(part), None) = (lone_all_of(node), own) {
            return Some(AllOf::Part(part));
        }
        match (merge::merge(&parts), own) {
            (Ok(Merged::Objects), None) => Some(AllOf::Objects),
            (Ok(Merged::One(part)), None) => Some(AllOf::Part(part)),
            (Ok(Merged::Untyped), None) => Some(AllOf::Objects),
            (Ok(Merged::Untyped), Some(_)) => Some(AllOf::Absent),
            (Ok(Merged::One(part)), Some(own)) if merge::is_of(&part, own) => {
                let says_more = ["enum", "x-extensible-enum", "format", "items"];
                let is_narrower = says_more.iter().any(|key| node.get(key).is_some());
                Some(if is_narrower { AllOf::Absent } else { AllOf::Part(part) })
            }
            (Ok(_), Some(_)) | (Ok(Merged::Lists), None) => {
                let first = parts.first().unwrap_or(node).clone();
                self.contradicting(&Conflict { first, second: node.clone() })
            }
            (Err(conflict), _) => self.contradicting(&conflict),
        }
    }

    /// Parts of an `allOf` for whose values there is no type.
    fn contradicting(&mut self, conflict: &Conflict<'d>) -> Option<AllOf<'d>> {
        self.problem(
            Diagnostic::new(
                &rules::ALL_OF_PART,
                conflict.second.location(),
                "parts of this `allOf` contradict: the client has no type that is all of them",
            )
            .related(conflict.first.location(), "the other one")
            .help(ALL_OF_HELP),
        );
        None
    }

    /// Plans a schema that has no type of its own, unless that is going on already: an array of
    /// itself has no Rust type.
    pub(super) fn without_cycle(
        &mut self,
        node: &Cursor<'d>,
        plan: impl FnOnce(&mut Self) -> Option<TypeRef>,
    ) -> Option<TypeRef> {
        let key = super::node::node_key(node);
        if self.open.contains(&key) {
            self.problem(
                Diagnostic::new(
                    &rules::RECURSIVE_TYPE,
                    node.location(),
                    "this schema is made of nothing but itself",
                )
                .help("put an object with `properties` between the two"),
            );
            return None;
        }
        self.open.push(key);
        let ty = plan(self);
        self.open.pop();
        ty
    }

    fn runtime_type(&mut self, name: &Cursor<'d>) -> Option<TypeRef> {
        match name.as_str() {
            Some(known @ (ENVIRONMENT_ID | "Links")) => Some(self.runtime(known, name.location())),
            Some("ErrorBody") => {
                let help = "refer to this schema in error responses only";
                self.unsupported(
                    &rules::RUST_TYPE_MISPLACED,
                    name,
                    "the client reads error bodies itself",
                    help,
                );
                None
            }
            _ => {
                let help = "refer to this schema in header, query and path parameters only";
                self.unsupported(
                    &rules::RUST_TYPE_MISPLACED,
                    name,
                    "this handwritten type is for parameters",
                    help,
                );
                None
            }
        }
    }

    /// Keywords that say nothing about values of the schema's type are mistakes.
    fn check_keywords(&mut self, node: &Cursor<'d>) -> Option<()> {
        let kind = text(node, &["type"]);
        let of_others: &[&str] = match kind.as_deref() {
            Some("string") => &["properties", "required", "additionalProperties", "items"],
            Some("integer" | "number" | "boolean") => {
                &["properties", "required", "additionalProperties", "items"]
            }
            Some("array") => {
                &["properties", "required", "additionalProperties", "enum", "x-extensible-enum"]
            }
            Some("object") => &["items", "enum", "x-extensible-enum"],
            _ => &[],
        };
        let kind = kind.unwrap_or_default();
        if let Some(key) = of_others.iter().find(|key| node.get(key).is_some()) {
            let place = node.get(key).map_or_else(|| node.location(), |value| value.key_location());
            let message = format!("`{key}` of a schema of type `{kind}` would be ignored");
            self.problem(
                Diagnostic::new(&rules::KEYWORD_IGNORED, place, message)
                    .help("remove it, or change `type`"),
            );
            if !self.has_meaning(&rules::KEYWORD_IGNORED) {
                return None;
            }
        }
        Some(())
    }

    /// Without a list of schemas, a discriminator tells nothing apart.
    pub(super) fn check_discriminator(&mut self, node: &Cursor<'d>) -> Option<()> {
        let Some(lone) = lone_discriminator(node) else { return Some(()) };
        let message = "a `discriminator` without `oneOf` does not say which schemas there are";
        let help = "list the schemas it tells apart in `oneOf`";
        self.unsupported(&rules::DISCRIMINATOR_ALONE, &lone, message, help);
        self.has_meaning(&rules::DISCRIMINATOR_ALONE).then_some(())
    }

    fn array(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let Some(items) = node.get("items") else {
            self.unsupported(
                &rules::ARRAY_ITEMS_MISSING,
                node,
                "an array needs `items`",
                "add `items` with the element schema",
            );
            return None;
        };
        let hint = owner(node, hint).map(|owner| names::of_each(&owner, "Item"));
        let item = self.nullable_type(&items, direction, hint.as_deref())?;
        Some(TypeRef::List(Box::new(item)))
    }

    pub(super) fn object_type(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        if node.get("properties").is_some() || node.get("allOf").is_some() {
            return self.define(node, direction, hint, Draft::Object);
        }
        match node.get("additionalProperties") {
            Some(schema) if schema.as_bool().is_none() => {
                let hint = owner(node, hint).map(|owner| names::of_each(&owner, "Value"));
                self.without_cycle(node, |planner| {
                    let value = planner.nullable_type(&schema, direction, hint.as_deref())?;
                    Some(TypeRef::Map(Box::new(value)))
                })
            }
            _ => Some(TypeRef::Map(Box::new(TypeRef::Json))),
        }
    }
}

const ALL_OF_HELP: &str = "let one part narrow the others, give what differs a property of its own, or \
                          move what is shared into each branch of the `oneOf`";

/// The discriminator of a schema that is no union: of an object that others have as a part.
pub(super) fn lone_discriminator<'d>(node: &Cursor<'d>) -> Option<Cursor<'d>> {
    node.get("discriminator").filter(|_| !says_union(node))
}

fn says_union(node: &Cursor<'_>) -> bool {
    node.get("oneOf").or_else(|| node.get("anyOf")).is_some() || union_part(node).is_some()
}

/// What an anonymous schema inside `node` is named after.
fn owner(node: &Cursor<'_>, hint: Option<&str>) -> Option<String> {
    component_name(node).or_else(|| hint.map(str::to_owned))
}

#[cfg(test)]
mod tests;
