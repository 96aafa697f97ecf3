//! From a schema to the Rust type that holds its values.

use super::define::Draft;
use super::looks::is_nullable;
use super::node::{component_name, lone_all_of, text};
use super::planner::Planner;
use super::{ENVIRONMENT_ID, EnumValue, Shape, TypeRef, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// How many schemas may stand inside each other: far beyond any API, far below the stack's end.
const MOST_LEVELS: usize = 64;

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
        if let Some(part) = lone_all_of(node) {
            return self.without_cycle(node, |planner| planner.type_ref(&part, direction, hint));
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
        if node.get("oneOf").or_else(|| node.get("anyOf")).is_some() {
            return self.union(node, direction, hint);
        }
        let Some(kind) = node.get("type") else {
            return self.untyped(node, direction, hint);
        };
        match kind.as_str() {
            Some("string") => self.string(node, direction, hint),
            Some("integer") => self.integer(node),
            Some("number") => Some(TypeRef::F64),
            Some("boolean") => Some(TypeRef::Bool),
            Some("array") => {
                self.without_cycle(node, |planner| planner.array(node, direction, hint))
            }
            Some("object") => self.object_type(node, direction, hint),
            _ => {
                self.unsupported(
                    &rules::TYPE_UNKNOWN,
                    &kind,
                    "this is not a schema type",
                    "one of string, integer, number, boolean, array, object",
                );
                None
            }
        }
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

    fn untyped(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        if node.get("properties").is_some() || node.get("allOf").is_some() {
            return self.object_type(node, direction, hint);
        }
        if let Some(constraint) = ["enum", "format", "pattern", "items", "x-extensible-enum"]
            .iter()
            .find_map(|key| node.get(key))
        {
            self.unsupported(
                &rules::TYPE_MISSING,
                &constraint,
                "a schema with this keyword needs a `type`",
                "add `type`",
            );
            return None;
        }
        Some(TypeRef::Json)
    }

    fn string(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let secret = text(node, &["format"]).as_deref() == Some("password");
        if let Some(values) = node.get("x-extensible-enum").or_else(|| node.get("enum")) {
            if secret {
                self.unsupported(
                    &rules::SECRET_ENUM,
                    &values,
                    "a secret has no list of known values",
                    "remove it",
                );
                return None;
            }
            let values = self.enum_values(&values)?;
            return self.define(node, direction, hint, Draft::Done(Shape::Enum(values)));
        }
        let named = component_name(node).is_some();
        let format = node.get("format");
        match format.as_ref().and_then(Cursor::as_str) {
            Some("uuid") if named => self.define(node, direction, hint, Draft::Done(Shape::Id)),
            Some("uuid") => Some(TypeRef::Uuid),
            Some("password") => Some(TypeRef::Secret),
            Some("date-time") => Some(TypeRef::Timestamp),
            Some("byte" | "binary") => {
                let place = format.as_ref().unwrap_or(node);
                self.unsupported(
                    &rules::FORMAT_UNSUPPORTED,
                    place,
                    "binary strings are not supported",
                    "use plain text",
                );
                None
            }
            _ if named => self.define(node, direction, hint, Draft::Done(Shape::Text)),
            _ => Some(TypeRef::String),
        }
    }

    /// Only properties may be `null`: nothing else has a place for it.
    pub(super) fn check_never_null(&mut self, schema: &Cursor<'d>, what: &str) -> Option<()> {
        if !is_nullable(schema) {
            return Some(());
        }
        let place = schema.get("nullable").unwrap_or_else(|| schema.clone());
        self.unsupported(
            &rules::NULLABLE_UNSUPPORTED,
            &place,
            &format!("{what} cannot be `null`"),
            "remove `nullable`",
        );
        None
    }

    /// Keywords that say nothing about values of the schema's type are mistakes.
    fn check_keywords(&mut self, node: &Cursor<'d>) -> Option<()> {
        let kind = text(node, &["type"]);
        let of_others: &[&str] = match kind.as_deref() {
            Some("string") => &["properties", "required", "additionalProperties", "allOf", "items"],
            Some("integer" | "number" | "boolean") => &[
                "properties",
                "required",
                "additionalProperties",
                "allOf",
                "items",
                "enum",
                "x-extensible-enum",
            ],
            Some("array") => &[
                "properties",
                "required",
                "additionalProperties",
                "allOf",
                "enum",
                "x-extensible-enum",
            ],
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
            return None;
        }
        let union = node.get("oneOf").or_else(|| node.get("anyOf"));
        if let (Some(lone), None) = (node.get("discriminator"), union) {
            let message = "a `discriminator` without `oneOf` would be ignored";
            self.unsupported(
                &rules::DISCRIMINATOR_ALONE,
                &lone,
                message,
                "list the schemas it tells apart in `oneOf`",
            );
            return None;
        }
        Some(())
    }

    fn enum_values(&mut self, list: &Cursor<'d>) -> Option<Vec<EnumValue>> {
        let mut values: Vec<(EnumValue, Cursor<'d>)> = Vec::new();
        for item in list.items() {
            let Some(wire) = item.as_str() else {
                self.unsupported(
                    &rules::ENUM_VALUE,
                    &item,
                    "only strings can be enum values here",
                    "quote it: `\"…\"`",
                );
                return None;
            };
            let Some(variant) = names::variant_name(wire) else {
                self.problem(
                    Diagnostic::new(
                        &rules::NAME_INVALID,
                        item.location(),
                        format!("no variant name can be made of `{wire}`"),
                    )
                    .help("a value starts with an ASCII letter; otherwise take the enum out and describe the values"),
                );
                return None;
            };
            if let Some((first, place)) = values.iter().find(|(value, _)| value.variant == variant)
            {
                self.problem(
                    Diagnostic::new(
                        &rules::NAME_COLLISION,
                        item.location(),
                        format!(
                            "`{wire}` and `{}` both become the variant `{variant}`",
                            first.wire
                        ),
                    )
                    .related(place.location(), "the other one")
                    .help("remove one of them"),
                );
                return None;
            }
            values.push((EnumValue { wire: wire.to_owned(), variant }, item));
        }
        if values.is_empty() {
            self.unsupported(
                &rules::ENUM_EMPTY,
                list,
                "an enum needs at least one value",
                "list the known values",
            );
            return None;
        }
        let mut values: Vec<EnumValue> = values.into_iter().map(|(value, _)| value).collect();
        values.sort_by(|a, b| a.wire.cmp(&b.wire));
        Some(values)
    }

    fn integer(&mut self, node: &Cursor<'d>) -> Option<TypeRef> {
        let format = node.get("format");
        match format.as_ref().and_then(Cursor::as_str) {
            Some("int32") => Some(TypeRef::I32),
            Some("int64") | None => Some(TypeRef::I64),
            Some(_) => {
                let place = format.as_ref().unwrap_or(node);
                self.unsupported(
                    &rules::FORMAT_UNSUPPORTED,
                    place,
                    "this is not an integer format",
                    "`int32` or `int64`",
                );
                None
            }
        }
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
        let hint = owner(node, hint).map(|owner| names::joined(&owner, "Item"));
        let item = self.type_ref(&items, direction, hint.as_deref())?;
        self.check_never_null(&items, "an item of an array")?;
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
                let hint = owner(node, hint).map(|owner| names::joined(&owner, "Value"));
                self.without_cycle(node, |planner| {
                    let value = planner.type_ref(&schema, direction, hint.as_deref())?;
                    planner.check_never_null(&schema, "a value of a map")?;
                    Some(TypeRef::Map(Box::new(value)))
                })
            }
            _ => Some(TypeRef::Map(Box::new(TypeRef::Json))),
        }
    }
}

/// What an anonymous schema inside `node` is named after.
fn owner(node: &Cursor<'_>, hint: Option<&str>) -> Option<String> {
    component_name(node).or_else(|| hint.map(str::to_owned))
}

#[cfg(test)]
mod tests;
