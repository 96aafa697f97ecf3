//! Generated tests: every example of the contract decodes and encodes without loss.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::stored;
use super::results::output;
use crate::plan::{Deprecation, Example, Operation, Payload, Plan, names};

/// The items of the test file; `None` if the contract has no example.
pub(super) fn items(plan: &Plan) -> Option<TokenStream> {
    let tests: Vec<TokenStream> =
        plan.operations().flat_map(|(_, operation)| of_operation(operation)).collect();
    if tests.is_empty() {
        return None;
    }
    Some(quote! {
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

        #(#tests)*
    })
}

fn of_operation(operation: &Operation) -> Vec<TokenStream> {
    let requests = operation.body.iter().flat_map(|body| {
        body.examples.iter().map(|example| test(operation, "request", example, &stored(&body.ty)))
    });
    let payload = &operation.success.payload;
    let responses = operation
        .success
        .examples
        .iter()
        .filter(|_| *payload != Payload::Empty)
        .map(|example| test(operation, "response", example, &output(payload)));
    requests.chain(responses).collect()
}

fn test(operation: &Operation, side: &str, example: &Example, ty: &TokenStream) -> TokenStream {
    let words = format!("{} {side} {}", operation.id, example.name);
    let Some(name) = names::value_name(&words) else { return TokenStream::new() };
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
