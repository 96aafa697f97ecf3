//! Schemas and the Rust types they become.

use super::*;
use crate::fixture::{contract, document, plan};
use crate::plan::{Nullability, Plan, Presence, Scalar, Shape, Usage};

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
        ("at", TypeRef::Scalar(Scalar::Timestamp)),
        ("free", TypeRef::Json),
        ("id", id.clone()),
        ("secret", TypeRef::Secret),
        ("sizes", TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::I32)))),
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
    assert_eq!(names, ["EnvironmentId", "Thing", "ThingOwner", "ThingOwnerKind", "ThingPartsItem"]);
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
    assert_eq!(docs(0), "Not confirmed by the documentation: seen once");
}

#[test]
fn a_schema_may_take_the_name_of_a_type_of_the_runtime_that_is_not_used() {
    let thing =
        "    Thing: {type: object, properties: {place: {$ref: '#/components/schemas/Place'}}}\n";
    let own = "    Place: {type: string, format: uuid}\n";
    let runtime = "    Place: {type: string, format: uuid, x-rust-type: EnvironmentId}\n";
    // The contract of the fixtures has a schema `EnvironmentId`.
    assert!(plan(&format!("{thing}{own}")).types.contains_key("EnvironmentId"));
    let document = document(&contract(&format!("{thing}{runtime}")));
    let report = Plan::from_document(&document).unwrap_err();
    let problems: Vec<&str> = report.diagnostics().iter().map(|one| one.rule.id).collect();
    assert_eq!(problems, ["name-reserved"], "{report}");
}
