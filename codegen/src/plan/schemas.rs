//! From a schema to the Rust type that holds its values.

use super::planner::{Direction, Planner};
use super::{Deprecation, EnumValue, Shape, Struct, TypeItem, TypeRef, names};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;

/// Handwritten types of the client that `x-rust-type` may name.
pub const RUNTIME_TYPES: [&str; 4] = ["ErrorBody", "Links", "SessionId", "TransactionId"];

impl<'d> Planner<'d> {
    /// The type of `schema`; `hint` names it if it is inline and needs a name.
    /// `None` means that a problem was reported.
    pub(super) fn type_ref(
        &mut self,
        schema: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let node = schema.resolve();
        if let Some(runtime) = node.get("x-rust-type") {
            return self.runtime_type(&runtime);
        }
        if let Some(part) = lone_all_of(&node) {
            return self.type_ref(&part, direction, hint);
        }
        if let Some(unsupported) = ["anyOf", "not"].iter().find_map(|key| node.get(key)) {
            self.unsupported(&unsupported, "`anyOf` and `not` have no Rust type", ONE_OF_HELP);
            return None;
        }
        if node.get("oneOf").is_some() {
            return self.union(&node, direction, hint);
        }
        let Some(kind) = node.get("type") else {
            return self.untyped(&node, direction, hint);
        };
        match kind.as_str() {
            Some("string") => self.string(&node, direction, hint),
            Some("integer") => self.integer(&node),
            Some("number") => Some(TypeRef::F64),
            Some("boolean") => Some(TypeRef::Bool),
            Some("array") => self.array(&node, direction, hint),
            Some("object") => self.object_type(&node, direction, hint),
            _ => {
                self.unsupported(
                    &kind,
                    "this is not a schema type",
                    "one of string, integer, number, boolean, array, object",
                );
                None
            }
        }
    }

    fn runtime_type(&mut self, name: &Cursor<'d>) -> Option<TypeRef> {
        match name.as_str().filter(|name| RUNTIME_TYPES.contains(name)) {
            Some(known) => Some(TypeRef::Runtime(known.to_owned())),
            None => {
                let help = format!("one of {}", RUNTIME_TYPES.join(", "));
                self.unsupported(name, "the client has no handwritten type of this name", &help);
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
        if let Some(values) = node.get("x-extensible-enum").or_else(|| node.get("enum")) {
            let values = self.enum_values(&values)?;
            return self.define(node, direction, hint, |_, _| Some(Shape::Enum(values)));
        }
        let named = component_name(node).is_some();
        let format = node.get("format");
        match format.as_ref().and_then(Cursor::as_str) {
            Some("uuid") if named => self.define(node, direction, hint, |_, _| Some(Shape::Id)),
            Some("uuid") => Some(TypeRef::Uuid),
            Some("password") => Some(TypeRef::Secret),
            Some("date-time") => Some(TypeRef::Timestamp),
            Some("byte" | "binary") => {
                let place = format.as_ref().unwrap_or(node);
                self.unsupported(place, "binary strings are not supported", "use plain text");
                None
            }
            _ if named => self.define(node, direction, hint, |_, _| Some(Shape::Text)),
            _ => Some(TypeRef::String),
        }
    }

    fn enum_values(&mut self, list: &Cursor<'d>) -> Option<Vec<EnumValue>> {
        let mut values: Vec<(EnumValue, Cursor<'d>)> = Vec::new();
        for item in list.items() {
            let Some(wire) = item.as_str() else {
                self.unsupported(
                    &item,
                    "only strings can be enum values here",
                    "quote it: `\"…\"`",
                );
                return None;
            };
            let Some(variant) = names::variant_name(wire) else {
                self.unnameable(&item, wire);
                return None;
            };
            if let Some((first, place)) = values.iter().find(|(value, _)| value.variant == variant)
            {
                self.problem(
                    Diagnostic::error(
                        "name-collision",
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
            self.unsupported(list, "an enum needs at least one value", "list the known values");
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
                self.unsupported(place, "this is not an integer format", "`int32` or `int64`");
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
            self.unsupported(node, "an array needs `items`", "add `items` with the element schema");
            return None;
        };
        let hint = owner(node, hint).map(|owner| format!("{owner}Item"));
        let item = self.type_ref(&items, direction, hint.as_deref())?;
        Some(TypeRef::List(Box::new(item)))
    }

    fn object_type(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        if node.get("properties").is_some() || node.get("allOf").is_some() {
            return self.define(node, direction, hint, |planner, name| {
                Some(Shape::Struct(planner.object(node, direction, name, None)))
            });
        }
        let value = match node.get("additionalProperties") {
            Some(schema) if schema.as_bool().is_none() => {
                let hint = owner(node, hint).map(|owner| format!("{owner}Value"));
                self.type_ref(&schema, direction, hint.as_deref())?
            }
            _ => TypeRef::Json,
        };
        Some(TypeRef::Map(Box::new(value)))
    }

    /// Defines the type of `node` once and returns its use.
    pub(super) fn define(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
        shape: impl FnOnce(&mut Self, &str) -> Option<Shape>,
    ) -> Option<TypeRef> {
        let name = self.type_name(node, direction, hint)?;
        self.direct_uses.entry(name.clone()).or_insert_with(|| node.location());
        if let Some(existing) = self.types.get(&name) {
            if existing.location != node.location() {
                let diagnostic = Diagnostic::error(
                    "name-collision",
                    node.location(),
                    format!("two schemas become the type `{name}`"),
                )
                .related(existing.location.clone(), "the other one")
                .help("rename one of them, or give it another name with `x-rust-name`");
                self.problem(diagnostic);
                return None;
            }
            return Some(TypeRef::Named(name));
        }
        // Registered before its parts are planned, so that a recursive schema ends here.
        let item = TypeItem {
            name: name.clone(),
            module: module_of(node),
            shape: Shape::Struct(Struct { fields: Vec::new(), extra: super::Extra::Ignored }),
            usage: self.usage(node, direction),
            docs: docs(node),
            deprecation: deprecation(node),
            file: node.file_name().to_owned(),
            location: node.location(),
        };
        self.types.insert(name.clone(), item);
        let shape = shape(self, &name)?;
        if let Some(item) = self.types.get_mut(&name) {
            item.shape = shape;
        }
        Some(TypeRef::Named(name))
    }

    fn type_name(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<String> {
        let Some(component) = component_name(node) else {
            if hint.is_none() {
                self.unnameable(node, node.pointer().as_str());
            }
            return hint.map(str::to_owned);
        };
        self.component_type_name(node, &component, direction)
    }

    /// The type of a component schema; the request side of a split schema has a suffix.
    pub(super) fn component_type_name(
        &mut self,
        node: &Cursor<'d>,
        component: &str,
        direction: Direction,
    ) -> Option<String> {
        let name = self.name_of(node, component, names::type_name)?;
        let suffixed = self.splits(node) && direction == Direction::Request;
        let name = if suffixed { format!("{name}Request") } else { name };
        if names::RESERVED_TYPES.contains(&name.as_str()) {
            self.problem(
                Diagnostic::error(
                    "name-reserved",
                    node.location(),
                    format!("the type `{name}` would hide one that generated code uses"),
                )
                .help("rename the schema, or give it another name with `x-rust-name`"),
            );
            return None;
        }
        Some(name)
    }

    /// The name that `x-rust-name` or else the rule gives.
    pub(super) fn name_of(
        &mut self,
        node: &Cursor<'d>,
        wire: &str,
        rule: fn(&str) -> Option<String>,
    ) -> Option<String> {
        let own = node.get("x-rust-name");
        let text = own.as_ref().and_then(Cursor::as_str).unwrap_or(wire);
        let name = rule(text);
        match (&name, &own) {
            (None, _) => self.unnameable(own.as_ref().unwrap_or(node), text),
            (Some(name), Some(place)) if name != text => {
                let help = format!("write `x-rust-name: {name}`");
                self.unsupported(place, "this is not a Rust name in the usual case", &help);
                return None;
            }
            _ => {}
        }
        name
    }

    fn unnameable(&mut self, place: &Cursor<'d>, text: &str) {
        self.problem(
            Diagnostic::error(
                "name-invalid",
                place.location(),
                format!("no Rust name can be made of `{text}`"),
            )
            .help("start with an ASCII letter, or give it a name with `x-rust-name`"),
        );
    }

    pub(super) fn unsupported(&mut self, place: &Cursor<'d>, message: &str, help: &str) {
        self.problem(Diagnostic::error("unsupported", place.location(), message).help(help));
    }
}

const ONE_OF_HELP: &str =
    "use `oneOf` with a `discriminator`, or one object with optional properties";

/// The name of a component schema; `None` for an inline one.
pub(super) fn component_name(node: &Cursor<'_>) -> Option<String> {
    let pointer = node.pointer();
    let name = pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| name.to_owned())
}

/// What an anonymous schema inside `node` is named after.
fn owner(node: &Cursor<'_>, hint: Option<&str>) -> Option<String> {
    component_name(node).or_else(|| hint.map(str::to_owned))
}

/// A schema that only wraps one other schema, as OpenAPI 3.0 needs it to describe a `$ref`.
fn lone_all_of<'d>(node: &Cursor<'d>) -> Option<Cursor<'d>> {
    if node.get("properties").is_some() {
        return None;
    }
    let parts = node.get("allOf")?;
    let mut parts = parts.items();
    let first = parts.next()?;
    parts.next().is_none().then_some(first)
}

pub(super) fn module_of(node: &Cursor<'_>) -> String {
    let file = node.file_name();
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or(stem);
    names::value_name(stem).unwrap_or_else(|| "contract".to_owned())
}

pub(super) fn deprecation(schema: &Cursor<'_>) -> Deprecation {
    if super::planner::flag(schema, "deprecated") {
        Deprecation::Deprecated
    } else {
        Deprecation::Current
    }
}

/// The description and limits of a schema as lines of rustdoc.
pub(super) fn docs(schema: &Cursor<'_>) -> Vec<String> {
    let target = described(schema);
    let own = schema.get("description").or_else(|| target.get("description"));
    let mut lines: Vec<String> = own
        .as_ref()
        .and_then(Cursor::as_str)
        .map(|text| text.trim().lines().map(str::to_owned).collect())
        .unwrap_or_default();
    let limits = limits(&target);
    let unconfirmed = schema.get("x-unconfirmed").and_then(|note| {
        note.as_str().map(|note| format!("Not confirmed by PingOne's documentation: {note}"))
    });
    for note in limits.into_iter().chain(unconfirmed) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(note.trim().lines().map(str::to_owned));
    }
    lines
}

/// Follows references and `allOf` wrappers to the schema that carries the limits.
fn described<'d>(schema: &Cursor<'d>) -> Cursor<'d> {
    let node = schema.resolve();
    lone_all_of(&node).map_or(node, |part| part.resolve())
}

fn limits(schema: &Cursor<'_>) -> Option<String> {
    let number = |key: &str| schema.get(key).map(|value| value.to_json().to_string());
    let range = |least: Option<String>, most: Option<String>, unit: &str| match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}{unit}")),
        (Some(least), None) => Some(format!("at least {least}{unit}")),
        (None, Some(most)) => Some(format!("at most {most}{unit}")),
        (None, None) => None,
    };
    let parts: Vec<String> = [
        range(number("minLength"), number("maxLength"), " characters"),
        range(number("minItems"), number("maxItems"), " items"),
        range(number("minimum"), number("maximum"), ""),
        schema
            .get("pattern")
            .and_then(|pattern| pattern.as_str().map(|text| format!("pattern `{text}`"))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("Limits: {}.", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::plan;
    use crate::plan::{Nullability, Presence, Usage};

    #[test]
    fn plain_types_and_their_wrappers() {
        let plan = plan(
            "
    Thing:
      type: object
      required: [id, at]
      properties:
        id: {$ref: '#/components/schemas/ThingId'}
        at: {type: string, format: date-time}
        secret: {type: string, format: password, minLength: 8}
        tags: {type: array, items: {type: string}}
        sizes: {type: object, additionalProperties: {type: integer, format: int32}}
        free: {}
        wrapped: {allOf: [{$ref: '#/components/schemas/ThingId'}], description: An id.}
",
        );
        let Shape::Struct(thing) = &plan.types["Thing"].shape else { panic!("no struct") };
        let types: Vec<(&str, TypeRef)> =
            thing.fields.iter().map(|field| (field.name.as_str(), field.ty.clone())).collect();
        let id = TypeRef::Named("ThingId".to_owned());
        let expected = [
            ("at", TypeRef::Timestamp),
            ("free", TypeRef::Json),
            ("id", id.clone()),
            ("secret", TypeRef::Secret),
            ("sizes", TypeRef::Map(Box::new(TypeRef::I32))),
            ("tags", TypeRef::List(Box::new(TypeRef::String))),
            ("wrapped", id),
        ];
        assert_eq!(types, expected);
        assert_eq!(thing.required().count(), 2);
        assert_eq!(plan.types["Thing"].usage, Usage::Both);
    }

    #[test]
    fn a_schema_that_hides_properties_in_one_direction_becomes_two_types() {
        let plan = plan(
            "
    Thing:
      type: object
      required: [id, name, key]
      properties:
        id: {allOf: [{$ref: '#/components/schemas/ThingId'}], readOnly: true}
        name: {type: string}
        key: {type: string, writeOnly: true}
",
        );
        let fields = |name: &str| match &plan.types[name].shape {
            Shape::Struct(object) => {
                object.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>()
            }
            _ => panic!("{name} is no struct"),
        };
        assert_eq!(fields("ThingRequest"), ["key", "name"]);
        assert_eq!(fields("Thing"), ["id", "name"]);
        assert_eq!(plan.types["ThingRequest"].usage, Usage::Request);
        assert_eq!(plan.types["Thing"].usage, Usage::Response);
    }

    #[test]
    fn nested_schemas_are_named_after_their_owner() {
        let plan = plan(
            "
    Thing:
      type: object
      properties:
        owner:
          type: object
          properties:
            kind: {type: string, enum: [a, b]}
        parts: {type: array, items: {type: object, properties: {n: {type: number}}}}
",
        );
        let names: Vec<&str> = plan.types.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["EnvironmentId", "Thing", "ThingOwner", "ThingOwnerKind", "ThingPartsItem"]
        );
    }

    #[test]
    fn a_required_property_may_be_null() {
        let plan = plan(
            "
    Thing:
      type: object
      required: [note]
      properties:
        note: {type: string, nullable: true}
",
        );
        let Shape::Struct(thing) = &plan.types["Thing"].shape else { panic!("no struct") };
        let note = &thing.fields[0];
        assert_eq!((note.presence, note.nullability), (Presence::Required, Nullability::Nullable));
    }

    #[test]
    fn limits_and_doubts_are_documented() {
        let plan = plan(
            "
    Thing:
      type: object
      properties:
        name: {type: string, description: A name., minLength: 1, maxLength: 20, pattern: '^a'}
        maybe: {type: string, x-unconfirmed: seen once}
",
        );
        let Shape::Struct(thing) = &plan.types["Thing"].shape else { panic!("no struct") };
        let docs = |index: usize| thing.fields[index].docs.join(" ");
        assert_eq!(docs(1), "A name.  Limits: 1 to 20 characters, pattern `^a`.");
        assert_eq!(docs(0), "Not confirmed by PingOne's documentation: seen once");
    }
}
