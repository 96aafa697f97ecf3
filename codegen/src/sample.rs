//! Plain values of types, for where the contract shows no example.

use serde_json::{Map, Value};

use crate::plan::{ENVIRONMENT_ID, Plan, Shape, TypeRef};

/// The id that says nothing.
pub(crate) const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// How many objects stand inside each other at most.
const DEEPEST: usize = 8;

/// A value with everything that a type requires.
pub(crate) fn value(plan: &Plan, ty: &TypeRef) -> Value {
    below(plan, ty, 0)
}

fn below(plan: &Plan, ty: &TypeRef, depth: usize) -> Value {
    match ty {
        TypeRef::Runtime(name) if name == ENVIRONMENT_ID => NIL.into(),
        TypeRef::String | TypeRef::Secret | TypeRef::Runtime(_) => "text".into(),
        TypeRef::Bool => true.into(),
        TypeRef::I32 | TypeRef::I64 | TypeRef::F64 => 1.into(),
        TypeRef::Timestamp => "2026-01-01T00:00:00Z".into(),
        TypeRef::Uuid => NIL.into(),
        TypeRef::Json | TypeRef::Map(_) => Value::Object(Map::new()),
        TypeRef::List(_) => Value::Array(Vec::new()),
        TypeRef::Named(name) => named(plan, name, depth),
    }
}

fn named(plan: &Plan, name: &str, depth: usize) -> Value {
    match plan.types.get(name).map(|item| &item.shape) {
        Some(Shape::Id) => NIL.into(),
        Some(Shape::Enum(values)) => values.first().map(|value| value.wire.clone()).into(),
        Some(Shape::Text) | None => "text".into(),
        Some(Shape::Struct(_) | Shape::Union(_)) if depth >= DEEPEST => Value::Object(Map::new()),
        Some(Shape::Struct(object)) => {
            let constants = object.constants.iter();
            let constants = constants.map(|it| (it.wire.clone(), it.value.clone().into()));
            let required = object.required();
            let required =
                required.map(|field| (field.wire.clone(), below(plan, &field.ty, depth + 1)));
            constants.chain(required).collect()
        }
        Some(Shape::Union(union)) => {
            let Some(variant) = union.variants.first() else { return Value::Null };
            let mut value = below(plan, &variant.ty, depth + 1);
            if let (Value::Object(members), Some(tag), Some(wire)) =
                (&mut value, &union.tag, variant.values.first())
            {
                members.insert(tag.clone(), wire.clone().into());
            }
            value
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::plan;

    #[test]
    fn a_value_has_everything_that_is_required_and_nothing_else() {
        let plan = plan(
            "
    Thing:
      type: object
      required: [name, kind, at, inner]
      properties:
        name: {type: string}
        kind: {type: string, enum: [A, B]}
        at: {type: string, format: date-time}
        inner: {type: object, required: [on], properties: {on: {type: boolean}}}
        note: {type: string}
",
        );
        let expected = serde_json::json!({
            "name": "text", "kind": "A", "at": "2026-01-01T00:00:00Z", "inner": {"on": true},
        });
        assert_eq!(value(&plan, &TypeRef::Named("Thing".to_owned())), expected);
    }
}
