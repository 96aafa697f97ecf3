//! Generated tests: every example of the contract decodes and encodes without loss.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::stored;
use super::results::output;
use crate::plan::{Api, Deprecation, Example, Operation, Payload, names};

/// What all tests use.
pub(super) fn helpers() -> TokenStream {
    quote! {
        #[doc = " Decodes the example as `T` and encodes it again: nothing may be lost or added."]
        fn round_trip<T: serde::de::DeserializeOwned + Serialize>(example: &str) {
            let example: serde_json::Value = serde_json::from_str(example).unwrap();
            let decoded: T = serde_json::from_value(example.clone()).unwrap();
            let encoded = serde_json::to_value(decoded).unwrap();
            assert_eq!(canonical(encoded), canonical(example));
        }

        #[doc = " The same value can be written in several ways: `.490Z` and `.49Z`, `2` and `2.0`, an"]
        #[doc = " empty list and none."]
        fn canonical(value: serde_json::Value) -> serde_json::Value {
            match value {
                serde_json::Value::String(text) => match text.parse::<Timestamp>() {
                    Ok(instant) => instant.to_string().into(),
                    Err(_) => text.into(),
                },
                serde_json::Value::Array(items) => items.into_iter().map(canonical).collect(),
                serde_json::Value::Number(number) => number.as_f64().into(),
                serde_json::Value::Object(members) => members
                    .into_iter()
                    .filter(|(_, member)| !is_empty(member))
                    .map(|(name, member)| (name, canonical(member)))
                    .collect(),
                other => other,
            }
        }

        fn is_empty(value: &serde_json::Value) -> bool {
            match value {
                serde_json::Value::Array(items) => items.is_empty(),
                serde_json::Value::Object(members) => members.is_empty(),
                other => other.is_null(),
            }
        }
    }
}

/// The tests of a handle's examples, with names that the file does not have yet.
pub(super) fn of_handle(api: &Api, taken: &mut BTreeSet<String>) -> Vec<TokenStream> {
    api.operations.iter().flat_map(|operation| of_operation(operation, taken)).collect()
}

/// Whether a handle has an example that is tested.
pub(super) fn has_examples(api: &Api) -> bool {
    api.operations.iter().any(|operation| examples(operation).next().is_some())
}

fn of_operation(operation: &Operation, taken: &mut BTreeSet<String>) -> Vec<TokenStream> {
    examples(operation)
        .map(|(side, example, ty)| {
            let name = test_name(operation, side, example, taken);
            test(operation, &name, example, &ty)
        })
        .collect()
}

/// The examples that are tested, each with its side and its type.
fn examples(operation: &Operation) -> impl Iterator<Item = (&'static str, &Example, TokenStream)> {
    let requests = operation.body.iter().flat_map(|body| {
        body.examples.iter().map(|example| ("request", example, stored(&body.ty)))
    });
    let payload = &operation.success.payload;
    let tested = operation.success.examples.iter().filter(|_| *payload != Payload::Empty);
    requests.chain(tested.map(|example| ("response", example, output(payload))))
}

/// The name of the test of an example, which no other test has: examples that differ in case or marks meet,
/// and so may those of two operations.
fn test_name(
    operation: &Operation,
    side: &str,
    example: &Example,
    taken: &mut BTreeSet<String>,
) -> String {
    let words = format!("{} {side} {}", operation.id, example.name);
    // The side alone is a name, whatever the rest is made of.
    let name = names::value_name(&words).unwrap_or_else(|| side.to_owned());
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let names = std::iter::once(name.clone()).chain(numbered);
    let free = names.into_iter().find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}

fn test(operation: &Operation, name: &str, example: &Example, ty: &TokenStream) -> TokenStream {
    let name = format_ident!("{name}");
    let json = super::raw_json(&example.value);
    let allow =
        (operation.deprecation == Deprecation::Deprecated).then(crate::rustdoc::allow_deprecated);
    let allow = allow.iter();
    quote! {
        #(#allow)*
        #[test]
        fn #name() {
            let example = #json;
            round_trip::<#ty>(example);
        }
    }
}

#[cfg(test)]
mod each_example {
    use std::collections::BTreeSet;

    use crate::fixture::{contract, document};
    use crate::plan::Plan;

    #[test]
    fn has_a_test_of_its_own_whatever_its_name_is_made_of() {
        let names = [
            "Error: bad-request",
            "error-bad request",
            "ERROR_BAD_REQUEST",
            "error bad request 2",
            "🦀",
            "名前",
            "größe",
            "type",
            "1st",
            "",
            "!",
            "a/b",
            "request",
            "example",
        ];
        let examples =
            names.map(|name| format!("              {name:?}: {{value: {{name: a}}}}\n"));
        let schema = "            schema:\n              $ref: '#/components/schemas/Thing'\n";
        let contract = contract("    Thing: {type: object, properties: {name: {type: string}}}\n");
        let contract = contract.replacen(
            schema,
            &format!("{schema}            examples:\n{}", examples.concat()),
            1,
        );
        let plan = Plan::from_document(&document(&contract)).unwrap();
        let mut taken = BTreeSet::new();
        let tests: Vec<String> = plan
            .apis
            .iter()
            .flat_map(|api| super::of_handle(api, &mut taken))
            .map(|test| syn::parse2::<syn::ItemFn>(test).unwrap().sig.ident.to_string())
            .collect();
        assert_eq!(tests.len(), names.len(), "{tests:?}");
        assert_eq!(tests.iter().collect::<BTreeSet<_>>().len(), names.len(), "{tests:?}");
    }
}
