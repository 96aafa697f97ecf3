//! Unions whose branches share what stands beside them.

use crate::fixture::{contract, document, plan};
use crate::plan::{Plan, Shape, Usage};
use crate::target::{Profile, Target};

#[test]
fn a_branch_that_is_referred_to_goes_the_ways_of_its_union() {
    let plan = plan(
        "
    Thing:
      type: object
      required: [at]
      properties: {at: {type: string}}
      oneOf:
        - $ref: '#/components/schemas/Wait'
        - $ref: '#/components/schemas/Send'
      discriminator: {propertyName: kind}
    Wait:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [WAIT]}, seconds: {type: integer}}
    Send:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [SEND]}, to: {type: string}}
",
    );
    for name in ["Thing", "ThingWait", "ThingSend"] {
        assert_eq!(plan.types[name].usage, Usage::Both, "{name}");
    }
}

#[test]
fn a_union_among_objects_gives_each_branch_what_they_have() {
    let schemas = "
    Thing:
      allOf:
        - $ref: '#/components/schemas/Base'
        - oneOf:
            - $ref: '#/components/schemas/Cat'
            - $ref: '#/components/schemas/Dog'
          discriminator: {propertyName: kind}
    Base:
      type: object
      required: [id]
      properties: {id: {type: string}}
    Cat:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [CAT]}, lives: {type: integer}}
    Dog:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [DOG]}, bark: {type: string}}
";
    for schemas in [
        schemas.to_owned(),
        // The union as a component, and the base beside it.
        schemas.replace(
            "        - oneOf:\n            - $ref: '#/components/schemas/Cat'\n            - $ref: \
                 '#/components/schemas/Dog'\n          discriminator: {propertyName: kind}\n",
            "        - $ref: '#/components/schemas/Animal'\n",
        ) + "    Animal:\n      oneOf: [{$ref: '#/components/schemas/Cat'}, \
                 {$ref: '#/components/schemas/Dog'}]\n      discriminator: {propertyName: kind}\n",
    ] {
        let plan = plan(&schemas);
        let Shape::Union(union) = &plan.types["Thing"].shape else { panic!("a union") };
        assert_eq!(union.tag.as_deref(), Some("kind"));
        for (variant, name) in union.variants.iter().zip(["ThingCat", "ThingDog"]) {
            assert_eq!(variant.ty.name(), Some(name));
            let Shape::Struct(object) = &plan.types[name].shape else { panic!("a struct") };
            assert!(object.fields.iter().any(|field| field.wire == "id"), "{name}");
            assert!(object.constants.iter().any(|one| one.wire == "kind"), "{name}");
        }
    }
}

#[test]
fn branches_of_a_union_among_objects_may_only_restrict_them() {
    let schemas = "
    Thing:
      allOf:
        - type: object
          properties: {a: {type: string}, b: {type: string}}
        - oneOf: [{required: [a]}, {required: [b]}]
";
    let mut target = Target::default();
    target.lint.profile = Profile::Tolerant;
    let document = document(&contract(schemas)).with_target(target);
    let plan = Plan::from_document(&document).unwrap();
    let Shape::Struct(object) = &plan.types["Thing"].shape else { panic!("a struct") };
    assert_eq!(object.fields.len(), 2);
    assert!(plan.notes.iter().any(|note| note.rule.id == "union-restricts"));
}

#[test]
fn a_branch_may_have_nothing_but_what_its_union_has() {
    let plan = plan(
        "
    Thing:
      type: object
      required: [kind]
      properties: {kind: {type: string}, name: {type: string}}
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind}
    Cat:
      allOf: [{$ref: '#/components/schemas/Thing'}]
    Dog:
      allOf:
        - $ref: '#/components/schemas/Thing'
        - {type: object, properties: {bark: {type: string}}}
",
    );
    for (name, fields) in [("Cat", 2), ("Dog", 3)] {
        let Shape::Struct(object) = &plan.types[name].shape else { panic!("a struct") };
        assert_eq!(object.fields.len(), fields, "{name}");
    }
}

#[test]
fn what_stands_beside_unions_of_unions_is_in_every_branch() {
    let plan = plan(
        "
    Thing:
      type: object
      properties: {at: {type: string}}
      oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/C'}]
    One:
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
    A: {type: object, required: [k], properties: {k: {type: string, enum: [a]}}}
    B: {type: object, required: [k], properties: {k: {type: string, enum: [b]}}}
    C: {type: object, required: [k], properties: {k: {type: string, enum: [c]}}}
",
    );
    for name in ["ThingA", "ThingB", "ThingC"] {
        let Shape::Struct(object) = &plan.types[name].shape else { panic!("a struct") };
        assert_eq!(object.fields[0].wire, "at", "{name}");
    }
}

#[test]
fn the_private_field_of_a_constant_yields() {
    let plan = plan(
        "
    Thing:
      type: object
      required: [type]
      additionalProperties: true
      properties:
        type: {type: string, enum: [ONE]}
        extra: {type: string, enum: [TWO]}
        Type_: {type: string, x-rust-name: type_}
",
    );
    let Shape::Struct(object) = &plan.types["Thing"].shape else { panic!("a struct") };
    assert_eq!(object.constants[0].name, "type__");
}
