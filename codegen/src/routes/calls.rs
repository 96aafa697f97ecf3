//! A sample call of every operation, for tests that hold for all of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::requests::outside;
use crate::face::raw_json;
use crate::plan::{
    Api, Argument, Body, Choice, Deprecation, Encoding, Operation, Parameter, Payload, Plan,
    Presence, Reading, TypeRef,
};
use crate::rustdoc::allow_deprecated;
use crate::sample;

pub(super) fn items(plan: &Plan) -> TokenStream {
    let calls: Vec<TokenStream> =
        plan.operations().map(|(api, operation)| call(plan, api, operation)).collect();
    let any = |test: fn(&Operation) -> bool| plan.operations().any(|(_, one)| test(one));
    let mut helpers = vec![quote!(Arguments), quote!(Call)];
    helpers.extend(any(is_decoded).then(|| quote!(decode)));
    helpers.extend(any(|_| true).then(|| quote!(outcome)));
    helpers.extend(any(has_samples).then(|| quote!(sample)));
    quote! {
        use crate::call::{#(#helpers),*};

        #[doc = " A sample call of every operation of the contract, sorted by tag, path and method."]
        pub static CALLS: &[Call] = &[#(#calls),*];
    }
}

/// Whether the answer is a value that JSON says.
fn is_decoded(operation: &Operation) -> bool {
    let is_json = matches!(operation.success.reading, Reading::Json | Reading::Any);
    is_json && operation.success.payload != Payload::Empty
}

fn has_samples(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(Body::is_given)
        || operation.required_parameters().next().is_some()
        || operation.path.iter().any(|one| one.encoding != Encoding::Plain)
}

fn call(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let (handle, verb) = (format_ident!("{}", api.module), format_ident!("{}", operation.verb));
    let scope = api.scope.iter().map(|parameter| from_path(plan, parameter));
    let given = given(plan, api, operation);
    let client = format_ident!("{}", plan.crate_name());
    let decode = match &operation.success.payload {
        Payload::Empty | Payload::ByStatus(_) => quote!(None),
        Payload::Json(_) if !is_decoded(operation) => quote!(None),
        Payload::Json(ty) => {
            let ty = outside(plan, ty);
            quote!(Some(decode::<#ty>))
        }
        Payload::Optional(ty) => {
            let ty = outside(plan, ty);
            quote!(Some(decode::<Option<#ty>>))
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
        return operation.given(api).map(|given| argument(plan, api, given)).collect();
    };
    let path = operation.arguments(api).map(Argument::Path);
    let fields = path.chain(operation.required_parameters().map(Argument::Required));
    let fields = operation.grouped(api).zip(fields).map(|(parameter, given)| {
        let (field, value) = (format_ident!("{}", parameter.field), argument(plan, api, given));
        quote!(#field: #value)
    });
    let client = format_ident!("{}", plan.crate_name());
    let (module, group) = (format_ident!("{}", api.module), format_ident!("{group}"));
    let body = operation.body.as_ref().filter(|body| body.is_given());
    let body = body.map(|body| argument(plan, api, Argument::Body(body)));
    let group = quote!(#client::#module::#group { #(#fields),* });
    [group].into_iter().chain(body).collect()
}

/// An argument as an expression, so that no name of a parameter hides one that is needed here.
fn argument(plan: &Plan, api: &Api, given: Argument<'_>) -> TokenStream {
    if let Argument::Body(body) = given
        && let Some(choice) = body.choice()
    {
        return chosen(plan, api, choice);
    }
    let example = match given {
        Argument::Path(parameter) if parameter.encoding == Encoding::Plain => {
            return from_path(plan, parameter);
        }
        Argument::Path(parameter) => Some(sample::parameter(plan, &parameter.ty)),
        Argument::Body(body) => body.examples.first().map(|example| example.value.clone()),
        Argument::Required(parameter) => Some(sample::parameter(plan, &parameter.ty)),
    };
    let value = example.unwrap_or_else(|| sample::value(plan, given.ty()));
    let (ty, json) = (outside(plan, given.ty()), raw_json(&value));
    let sample = quote!(sample::<#ty>(#json)?);
    match given {
        Argument::Body(body) => if_optional(plan, body, sample),
        _ => sample,
    }
}

/// What a body that may be left out is given as, where it is not the value itself.
fn if_optional(plan: &Plan, body: &Body, sample: TokenStream) -> TokenStream {
    let client = format_ident!("{}", plan.crate_name());
    let nullable = quote!(#client::Nullable);
    match (body.presence, &body.ty) {
        // Of what may be `null`, a value is shown.
        (Presence::Optional, TypeRef::Nullable(_)) => {
            quote!(#sample.map_or(#nullable::Null, #nullable::Value))
        }
        _ => sample,
    }
}

/// The first choice of several media types.
fn chosen(plan: &Plan, api: &Api, choice: &Choice) -> TokenStream {
    let (client, module) =
        (format_ident!("{}", plan.crate_name()), format_ident!("{}", api.module));
    let name = format_ident!("{}", choice.name);
    let Some(media) = choice.media.first() else { return TokenStream::new() };
    let variant = format_ident!("{}", media.variant);
    let path = quote!(#client::#module::#name::#variant);
    let Some(ty) = &media.ty else { return path };
    let (json, held) = (raw_json(&sample::value(plan, ty)), outside(plan, ty));
    match ty {
        TypeRef::Named(_) => quote!(#path(Box::new(sample::<#held>(#json)?))),
        _ => quote!(#path(sample::<#held>(#json)?)),
    }
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
