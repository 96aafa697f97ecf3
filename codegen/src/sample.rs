//! Plain values of types, for where the contract shows no example.

use serde_json::{Map, Value};

use crate::plan::{ENVIRONMENT_ID, Nullability, Plan, Scalar, Shape, Struct, TypeRef};

/// The id that says nothing.
pub(crate) const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// A value with everything that a type requires.
pub(crate) fn value(plan: &Plan, ty: &TypeRef) -> Value {
    below(plan, ty, &mut Vec::new()).unwrap_or_default()
}

/// A value of a parameter: a list has an item, because an empty one is not sent.
pub(crate) fn parameter(plan: &Plan, ty: &TypeRef) -> Value {
    match ty {
        TypeRef::List(item) => Value::Array(vec![value(plan, item)]),
        TypeRef::Map(_) | TypeRef::Json => serde_json::json!({"text": "text"}),
        other => value(plan, other),
    }
}

/// As [`value`]; `None` if it would be inside a value of its own type. `open` are the types around it.
fn below<'p>(plan: &'p Plan, ty: &'p TypeRef, open: &mut Vec<&'p str>) -> Option<Value> {
    Some(match ty {
        TypeRef::Runtime(name) if name == ENVIRONMENT_ID => NIL.into(),
        TypeRef::String | TypeRef::Secret | TypeRef::Runtime(_) => "text".into(),
        TypeRef::Scalar(scalar) => self::scalar(*scalar),
        TypeRef::Nullable(inner) => below(plan, inner, open).unwrap_or_default(),
        TypeRef::Json | TypeRef::Map(_) => Value::Object(Map::new()),
        TypeRef::List(_) => Value::Array(Vec::new()),
        TypeRef::Named(name) if open.contains(&name.as_str()) => return None,
        TypeRef::Named(name) => {
            open.push(name);
            let value = named(plan, name, open);
            open.pop();
            return value;
        }
    })
}

fn scalar(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Bool => true.into(),
        Scalar::Timestamp => "2026-01-01T00:00:00Z".into(),
        Scalar::Date => "2026-01-01".into(),
        Scalar::Uuid => NIL.into(),
        Scalar::Base64 => "dGV4dA==".into(),
        _ => 1.into(),
    }
}

fn named<'p>(plan: &'p Plan, name: &str, open: &mut Vec<&'p str>) -> Option<Value> {
    Some(match plan.types.get(name).map(|item| &item.shape) {
        Some(Shape::Id) => NIL.into(),
        Some(Shape::Enum(known)) => known.values.first().map(|one| one.value.clone()).into(),
        Some(Shape::Text) | None => "text".into(),
        Some(Shape::Struct(object)) => return self::object(plan, object, open),
        Some(Shape::Union(union)) => {
            let made = union.variants.iter().find_map(|variant| {
                let value = below(plan, &variant.ty, open)?;
                Some((variant, value))
            });
            let (variant, mut value) = made?;
            if let (Value::Object(members), Some(tag), Some(wire)) =
                (&mut value, &union.tag, variant.values.first())
            {
                members.insert(tag.clone(), wire.clone().into());
            }
            value
        }
    })
}

fn object<'p>(plan: &'p Plan, object: &'p Struct, open: &mut Vec<&'p str>) -> Option<Value> {
    let constants = object.constants.iter();
    let constants = constants.map(|one| Some((one.wire.clone(), one.value.clone().into())));
    let required = object.required().map(|field| {
        let value = match field.nullability {
            Nullability::NotNull => below(plan, &field.ty, open)?,
            Nullability::Nullable | Nullability::Distinct => {
                below(plan, &field.ty, open).unwrap_or_default()
            }
        };
        Some((field.wire.clone(), value))
    });
    constants.chain(required).collect()
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
