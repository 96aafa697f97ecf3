//! A sample call of every operation, for tests that hold for all of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::requests::outside;
use crate::face::raw_json;
use crate::plan::{
    Api, Argument, Body, BodyFormat, Deprecation, Encoding, Operation, Parameter, Payload, Plan,
    Shape, TypeRef,
};
use crate::rustdoc::allow_deprecated;
use crate::sample;

pub(super) fn items(plan: &Plan) -> TokenStream {
    let calls: Vec<TokenStream> =
        plan.operations().map(|(api, operation)| call(plan, api, operation)).collect();
    let any = |test: fn(&Operation) -> bool| plan.operations().any(|(_, one)| test(one));
    let mut helpers = vec![quote!(Arguments), quote!(Call)];
    helpers.extend(any(|one| one.success.payload != Payload::Empty).then(|| quote!(decode)));
    helpers.extend(any(|_| true).then(|| quote!(outcome)));
    let has_samples = plan.operations().any(|(_, one)| has_samples(plan, one));
    helpers.extend(has_samples.then(|| quote!(sample)));
    quote! {
        use crate::call::{#(#helpers),*};

        #[doc = " A sample call of every operation of the contract, sorted by tag, path and method."]
        pub static CALLS: &[Call] = &[#(#calls),*];
    }
}

fn has_samples(plan: &Plan, operation: &Operation) -> bool {
    let body = plan
        .bodies(operation)
        .first()
        .is_some_and(|body| !matches!(body.format, BodyFormat::Empty | BodyFormat::Bytes));
    body || operation.required_parameters().next().is_some()
        || operation.path.iter().any(|one| one.encoding != Encoding::Plain)
}

fn call(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let (handle, verb) = (format_ident!("{}", api.module), format_ident!("{}", operation.verb));
    let scope = api.scope.iter().map(|parameter| from_path(plan, parameter));
    let given = given(plan, api, operation);
    let client = format_ident!("{}", plan.crate_name());
    let decode = match &operation.success.payload {
        Payload::Empty => quote!(None),
        Payload::Json(ty) => {
            let ty = outside(plan, ty);
            quote!(Some(decode::<#ty>))
        }
        Payload::Collection { item, .. } => {
            let item = outside(plan, item);
            quote!(Some(decode::<#client::Collection<#item>>))
        }
    };
    let allow = (operation.deprecation == Deprecation::Deprecated).then(allow_deprecated);
    let allow = allow.iter();
    let mut from_path = operation.arguments(api).filter(|one| one.encoding == Encoding::Plain);
    let arguments = match api.scope.is_empty() && from_path.next().is_none() {
        true => quote!(_),
        false => quote!(arguments),
    };
    quote! {
        Call {
            operation_id: #id,
            send: |client, #arguments: Arguments| {
                #(#allow)*
                Box::pin(async move {
                    let call = client.#handle(#(#scope),*).#verb(#(#given),*);
                    outcome(call.send_with_metadata().await)
                })
            },
            decode: #decode,
        }
    }
}

/// What the verb takes.
fn given(plan: &Plan, api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let Some(group) = operation.group(api) else {
        return operation.given(api).map(|given| argument(plan, given)).collect();
    };
    let path = operation.arguments(api).map(Argument::Path);
    let fields = path.chain(operation.required_parameters().map(Argument::Required));
    let fields = operation.grouped(api).zip(fields).map(|(parameter, given)| {
        let (field, value) = (format_ident!("{}", parameter.field), argument(plan, given));
        quote!(#field: #value)
    });
    let client = format_ident!("{}", plan.crate_name());
    let (module, group) = (format_ident!("{}", api.module), format_ident!("{group}"));
    let body = operation.body.as_ref();
    let body = body.and_then(|body| Some(self::body(plan, body, body.ty.as_ref()?)));
    let group = quote!(#client::#module::#group { #(#fields),* });
    [group].into_iter().chain(body).collect()
}

/// An argument as an expression, so that no name of a parameter hides one that is needed here.
fn argument(plan: &Plan, given: Argument<'_>) -> TokenStream {
    match given {
        Argument::Path(parameter) if parameter.encoding == Encoding::Plain => {
            from_path(plan, parameter)
        }
        Argument::Body(body, ty) => self::body(plan, body, ty),
        Argument::Path(parameter) | Argument::Required(parameter) => {
            sampled(plan, &parameter.ty, Some(&sample::parameter(plan, &parameter.ty)))
        }
    }
}

/// The body of the first media type.
fn body(plan: &Plan, body: &Body, ty: &TypeRef) -> TokenStream {
    match body.format {
        BodyFormat::Bytes => {
            let client = format_ident!("{}", plan.crate_name());
            quote!(#client::bytes::Bytes::from_static(b"text"))
        }
        BodyFormat::Chosen => chosen(plan, ty),
        _ => sampled(plan, ty, body.examples.first().map(|example| &example.value)),
    }
}

fn chosen(plan: &Plan, ty: &TypeRef) -> TokenStream {
    let shape = ty.name().and_then(|name| Some(&plan.types.get(name)?.shape));
    let Some(Shape::Bodies(variants)) = shape else { return sampled(plan, ty, None) };
    let Some(first) = variants.first() else { return sampled(plan, ty, None) };
    let (name, variant) = (outside(plan, ty), format_ident!("{}", first.name));
    let held = first.body.ty.as_ref().map(|ty| {
        let held = body(plan, &first.body, ty);
        quote!((#held))
    });
    quote!(#name::#variant #held)
}

/// A value as an expression.
fn sampled(plan: &Plan, ty: &TypeRef, example: Option<&serde_json::Value>) -> TokenStream {
    let value = example.cloned().unwrap_or_else(|| sample::value(plan, ty));
    let (ty, json) = (outside(plan, ty), raw_json(&value));
    quote!(sample::<#ty>(#json)?)
}

fn from_path(plan: &Plan, parameter: &Parameter) -> TokenStream {
    let (wire, ty) = (&parameter.wire, outside(plan, &parameter.ty));
    quote!(arguments.get::<#ty>(#wire)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::plan;

    #[test]
    fn a_call_names_the_types_that_it_sends_and_decodes() {
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
        let text = items(&plan).to_string();
        assert!(text.contains("sample :: < fixture :: types :: Thing > ("), "{text}");
        assert!(text.contains("decode : Some (decode :: < fixture :: types :: Thing >)"), "{text}");
    }
}
