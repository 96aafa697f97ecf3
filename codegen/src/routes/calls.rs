//! A sample call of every operation, for tests that hold for all of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use crate::face::raw_json;
use crate::plan::{Api, Deprecation, Operation, Parameter, Payload, Plan, Shape, TypeRef};
use crate::rustdoc::allow_deprecated;

pub(super) fn items(plan: &Plan) -> TokenStream {
    let calls: Vec<TokenStream> =
        plan.operations().map(|(api, operation)| call(plan, api, operation)).collect();
    let any = |test: fn(&Operation) -> bool| plan.operations().any(|(_, one)| test(one));
    let mut helpers = vec![quote!(Arguments), quote!(Call)];
    helpers.extend(any(|one| one.success.payload != Payload::Empty).then(|| quote!(decode)));
    helpers.extend(any(|_| true).then(|| quote!(outcome)));
    helpers.extend(any(has_samples).then(|| quote!(sample)));
    quote! {
        use pingone_mfa::types;
        use crate::call::{#(#helpers),*};

        #[doc = " A sample call of every operation of the contract, sorted by tag, path and method."]
        pub static CALLS: &[Call] = &[#(#calls),*];
    }
}

fn has_samples(operation: &Operation) -> bool {
    operation.body.is_some() || operation.required_parameters().next().is_some()
}

fn call(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let (handle, verb) = (format_ident!("{}", api.module), format_ident!("{}", operation.verb));
    let scope = api.scope.iter().map(from_path);
    let path = operation.arguments(api).map(from_path);
    let required = operation.required_parameters().map(|one| (one.field.as_str(), &one.ty, None));
    let body = operation
        .body
        .as_ref()
        .map(|body| ("body", &body.ty, body.examples.first().map(|example| example.value.clone())));
    let samples: Vec<_> = required.chain(body).collect();
    let names = samples.iter().map(|(name, ..)| {
        let name = format_ident!("{name}");
        quote!(#name)
    });
    let given = path.chain(names);
    let samples = samples.iter().map(|(name, ty, example)| {
        let value = example.clone().unwrap_or_else(|| plain(plan, ty));
        let (name, ty, json) = (format_ident!("{name}"), path_of(ty), raw_json(&value));
        quote!(let #name: #ty = sample(#json)?;)
    });
    let decode = match &operation.success.payload {
        Payload::Empty => quote!(None),
        Payload::Json(ty) => {
            let ty = path_of(ty);
            quote!(Some(decode::<#ty>))
        }
        Payload::Collection { item, .. } => {
            let item = path_of(item);
            quote!(Some(decode::<pingone_mfa::Collection<#item>>))
        }
    };
    let allow = (operation.deprecation == Deprecation::Deprecated).then(allow_deprecated);
    let allow = allow.iter();
    let arguments = match api.scope.is_empty() && operation.arguments(api).next().is_none() {
        true => quote!(_),
        false => quote!(arguments),
    };
    quote! {
        Call {
            operation_id: #id,
            send: |client, #arguments: Arguments| {
                #(#allow)*
                Box::pin(async move {
                    #(#samples)*
                    let call = client.#handle(#(#scope),*).#verb(#(#given),*);
                    outcome(call.send_with_metadata().await)
                })
            },
            decode: #decode,
        }
    }
}

fn from_path(parameter: &Parameter) -> TokenStream {
    let (wire, ty) = (&parameter.wire, path_of(&parameter.ty));
    quote!(arguments.get::<#ty>(#wire)?)
}

/// A value with everything that a type requires, where the contract shows none.
fn plain(plan: &Plan, ty: &TypeRef) -> Value {
    let named = |name: &String| plan.types.get(name).map(|item| &item.shape);
    match ty {
        TypeRef::Bool => true.into(),
        TypeRef::I32 | TypeRef::I64 | TypeRef::F64 => 1.into(),
        TypeRef::Timestamp => "2026-01-01T00:00:00Z".into(),
        TypeRef::Uuid => uuid(),
        TypeRef::String | TypeRef::Secret | TypeRef::Runtime(_) => "text".into(),
        TypeRef::Json | TypeRef::Map(_) => Value::Object(Map::new()),
        TypeRef::List(_) => Value::Array(Vec::new()),
        TypeRef::Named(name) => match named(name) {
            Some(Shape::Id) => uuid(),
            Some(Shape::Enum(values)) => values.first().map(|one| one.wire.clone()).into(),
            Some(Shape::Text) | None => "text".into(),
            Some(Shape::Struct(object)) => {
                let required = object.required();
                required.map(|field| (field.wire.clone(), plain(plan, &field.ty))).collect()
            }
            Some(Shape::Union(union)) => {
                let Some(variant) = union.variants.first() else { return Value::Null };
                let mut value = plain(plan, &TypeRef::Named(variant.ty.clone()));
                if let Value::Object(members) = &mut value {
                    members.insert(union.tag.clone(), variant.wire.clone().into());
                }
                value
            }
        },
    }
}

fn uuid() -> Value {
    "00000000-0000-0000-0000-000000000007".into()
}

/// The type as another crate names it.
fn path_of(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::String => quote!(String),
        TypeRef::Secret => quote!(pingone_mfa::Secret),
        TypeRef::Bool => quote!(bool),
        TypeRef::I32 => quote!(i32),
        TypeRef::I64 => quote!(i64),
        TypeRef::F64 => quote!(f64),
        TypeRef::Timestamp => quote!(pingone_mfa::jiff::Timestamp),
        TypeRef::Uuid => quote!(pingone_mfa::uuid::Uuid),
        TypeRef::Json => quote!(serde_json::Value),
        TypeRef::Named(name) => {
            let name = format_ident!("{name}");
            quote!(types::#name)
        }
        TypeRef::Runtime(name) => {
            let name = format_ident!("{name}");
            quote!(pingone_mfa::#name)
        }
        TypeRef::List(item) => {
            let item = path_of(item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) if **value == TypeRef::Json => {
            quote!(serde_json::Map<String, serde_json::Value>)
        }
        TypeRef::Map(value) => {
            let value = path_of(value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::plan;

    #[test]
    fn a_call_has_a_value_for_everything_that_is_required() {
        let plan = plan(
            "
    Thing:
      type: object
      required: [name, kind, at]
      properties:
        name: {type: string}
        kind: {type: string, enum: [A, B]}
        at: {type: string, format: date-time}
        note: {type: string}
",
        );
        let value = plain(&plan, &TypeRef::Named("Thing".to_owned()));
        let expected =
            serde_json::json!({"name": "text", "kind": "A", "at": "2026-01-01T00:00:00Z"});
        assert_eq!(value, expected);
        let text = items(&plan).to_string();
        assert!(text.contains("let body : types :: Thing = sample ("), "{text}");
        assert!(text.contains("decode : Some (decode :: < types :: Thing >)"), "{text}");
    }
}
