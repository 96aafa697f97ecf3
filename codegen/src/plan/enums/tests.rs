//! Enums and the names of their variants, as a whole contract gives them.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::fixture::{contract, document};
use crate::plan::{Nullability, Plan};

/// The enum of a schema with these keywords, or the rules that it breaks.
fn planned(keywords: &str) -> Result<Enum, Vec<&'static str>> {
    let schemas = format!(
        "
    Thing:
      type: object
      properties:
        kind: {{$ref: '#/components/schemas/Kind'}}
    Kind: {{{keywords}}}
"
    );
    let plan = Plan::from_document(&document(&contract(&schemas)))
        .map_err(|report| report.diagnostics().iter().map(|one| one.rule.id).collect::<Vec<_>>())?;
    match &plan.types["Kind"].shape {
        Shape::Enum(known) => Ok(known.clone()),
        other => panic!("{other:?}"),
    }
}

/// Values with the names of their variants.
fn named(keywords: &str) -> Vec<(Value, String)> {
    let known = planned(keywords).unwrap();
    known.values.into_iter().map(|one| (one.value, one.variant)).collect()
}

#[test]
fn an_enum_holds_what_its_type_says() {
    for (keywords, repr) in [
        ("type: string, enum: [A]", Repr::Text),
        ("enum: [A]", Repr::Text),
        ("x-extensible-enum: [A]", Repr::Text),
        ("type: integer, enum: [1]", Repr::Number(Scalar::I64)),
        ("type: integer, format: uint8, enum: [1]", Repr::Number(Scalar::U8)),
        ("type: number, enum: [1]", Repr::Number(Scalar::F64)),
        ("enum: [1, -1]", Repr::Number(Scalar::I64)),
        ("enum: [1, 18446744073709551615]", Repr::Number(Scalar::U64)),
        ("enum: [1, 1.5]", Repr::Number(Scalar::F64)),
        ("enum: [1, A]", Repr::Mixed),
        ("enum: [true, A]", Repr::Mixed),
        ("nullable: true, enum: [A, null]", Repr::Text),
    ] {
        assert_eq!(planned(keywords).unwrap().repr, repr, "{keywords}");
    }
}

#[test]
fn values_are_sorted_and_named() {
    let name = |name: &str| name.to_owned();
    assert_eq!(
        named("type: integer, enum: [10, 9, -1]"),
        [(json!(-1), name("Minus1")), (json!(9), name("Value9")), (json!(10), name("Value10"))]
    );
    assert_eq!(
        named("enum: [1, '1', 'true', a-b]"),
        [
            (json!(1), name("Value1")),
            (json!("1"), name("Text1")),
            (json!("a-b"), name("AB")),
            (json!("true"), name("TextTrue"))
        ]
    );
    assert_eq!(
        named("type: string, enum: [b, A, a], x-rust-names: {b: Second}"),
        [(json!("A"), name("A")), (json!("a"), name("LowerA")), (json!("b"), name("Second"))]
    );
    assert_eq!(
        named("type: integer, enum: [2, 1], x-enum-varnames: [TWO, ONE]"),
        [(json!(1), name("One")), (json!(2), name("Two"))]
    );
}

#[test]
fn what_has_no_good_name_is_told() {
    for (keywords, rules) in [
        ("type: string, enum: [foo-bar, foo_bar]", vec!["values-alike"]),
        ("type: string, enum: [A, B], x-rust-names: {A: B}", vec!["values-alike"]),
        ("type: string, enum: [A], x-rust-names: {A: a_b}", vec!["rust-name-form"]),
        ("type: string, enum: [A], x-rust-names: {B: B}", vec!["value-name-unused"]),
        ("type: integer, enum: [1], x-enum-varnames: [A, B]", vec!["value-name-unused"]),
        ("type: string, enum: [A, 1]", vec!["enum-value"]),
        ("type: integer, enum: ['1', x]", vec!["enum-value", "enum-value"]),
        ("type: integer, format: int8, enum: [128]", vec!["enum-value"]),
        ("type: string, enum: []", vec!["enum-empty"]),
        ("type: string, format: password, enum: [A]", vec!["secret-enum"]),
    ] {
        assert_eq!(planned(keywords).unwrap_err(), rules, "{keywords}");
    }
}

#[test]
fn null_among_the_values_says_that_there_may_be_none() {
    let schemas = "
    Thing:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [A, null]}
        always: {enum: [null]}
";
    let plan = Plan::from_document(&document(&contract(schemas))).unwrap();
    let Shape::Struct(thing) = &plan.types["Thing"].shape else { panic!("no struct") };
    let found: Vec<_> =
        thing.fields.iter().map(|field| (&*field.name, field.nullability)).collect();
    assert_eq!(found, [("always", Nullability::Distinct), ("kind", Nullability::Nullable)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Either the new values are refused, or they rename none that was there before.
    #[test]
    fn a_new_value_renames_nobody(
        values in prop::collection::btree_set("[aAbB][-_ ]?[aAbB1]?|[<>=+*-]{1,2}|[0-9][.]?[0-9]?|[äé]", 2..6),
        split in 1usize..5,
    ) {
        let all: Vec<String> = values.iter().map(|value| json!(value).to_string()).collect();
        let before = &all[..split.min(all.len() - 1)];
        let keywords = |list: &[String]| format!("type: string, enum: [{}]", list.join(", "));
        if let (Ok(old), Ok(new)) = (planned(&keywords(before)), planned(&keywords(&all))) {
            for one in old.values {
                let now = new.values.iter().find(|other| other.wire == one.wire).unwrap();
                prop_assert_eq!(&now.variant, &one.variant);
            }
        }
    }
}

#[test]
fn branches_that_only_list_values_are_one_enum() {
    let wanted = vec![(json!("A"), "A".to_owned()), (json!("B"), "B".to_owned())];
    for keywords in [
        "oneOf: [{type: string, enum: [A]}, {type: string, enum: [B]}]",
        "anyOf: [{type: string, enum: [B]}, {type: string, enum: [A]}]",
        "anyOf: [{type: string, enum: [A, B]}, {type: string, enum: [B]}]",
        "anyOf: [{type: string}, {type: string, enum: [A, B]}]",
        "oneOf: [{enum: [A]}, {enum: [B]}]",
        "anyOf: [{enum: [A, B]}, {enum: [B]}]",
        "oneOf: [{type: string, enum: [A]}, {type: string, enum: [B]}], nullable: true",
    ] {
        assert_eq!(named(keywords), wanted, "{keywords}");
    }
    let numbers =
        "oneOf: [{type: integer, enum: [1], title: Low}, {type: integer, enum: [2], title: High}]";
    assert_eq!(named(numbers), vec![(json!(1), "Low".to_owned()), (json!(2), "High".to_owned())]);
}

#[test]
fn a_branch_of_one_value_describes_it() {
    let known = planned(
        "oneOf: [{type: string, enum: [A], description: The first one.}, {type: string, enum: [B]}]",
    )
    .unwrap();
    let docs: Vec<String> = known.values.iter().map(|one| one.docs.join(" ")).collect();
    assert_eq!(docs, ["The first one.", ""]);
}

#[test]
fn branches_that_say_more_than_values_are_a_union() {
    for keywords in [
        "oneOf: [{type: string, enum: [A]}, {type: integer, enum: [1]}]",
        "oneOf: [{type: string, enum: [A]}, {type: string, format: date-time}]",
        "anyOf: [{$ref: '#/components/schemas/Other'}, {type: string, enum: [A]}]",
    ] {
        let schemas = format!(
            "
    Thing:
      type: object
      properties:
        kind: {{$ref: '#/components/schemas/Kind'}}
    Kind: {{{keywords}}}
    Other: {{type: string, enum: [B]}}
"
        );
        let plan = Plan::from_document(&document(&contract(&schemas))).unwrap();
        assert!(matches!(plan.types["Kind"].shape, Shape::Union(_)), "{keywords}");
    }
}
