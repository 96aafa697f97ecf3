//! The part of the public API that calls operations: handles, verbs, request builders.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::surface::{Builder, ItemKind, Origin, argument};
use crate::diagnostic::Location;
use crate::face::arguments::{accepted, stored};
use crate::face::operation::output;
use crate::plan::{Api, Operation, Parameter, Presence};

/// A handle with its accessor and its verbs, and a builder for each operation.
pub(super) fn api(builder: &mut Builder, api: &Api) {
    let module = api.module.as_str();
    let places: Vec<Location> =
        api.operations.iter().map(|operation| operation.location.clone()).collect();
    let origin = Origin::plain(&api.location);
    let item = builder.add(ItemKind::Module, module, module.to_owned(), String::new(), &origin);
    item.origins.extend(places.iter().cloned());
    let handle = format!("{module}::{}", api.handle);
    let description: Vec<String> = api.description.iter().chain(&api.docs_url).cloned().collect();
    let origin = Origin { docs: &description, ..Origin::plain(&api.location) };
    let item = builder.add(ItemKind::Type, &handle, handle.clone(), "struct".to_owned(), &origin);
    item.origins.extend(places.iter().cloned());
    builder.traits(&handle, &["Clone", "Debug"], &api.location);
    let scope = api.scope.iter().map(from_parameter).collect();
    let result = format_ident!("{}", api.handle);
    let origin = Origin::plain(&api.location);
    let item = builder.function("Client", module, "&self", scope, &quote!(#result), &origin);
    item.origins.extend(places);
    for one in &api.operations {
        operation(builder, api, &handle, one);
    }
}

fn operation(builder: &mut Builder, api: &Api, handle: &str, operation: &Operation) {
    let docs = docs(operation);
    let route = format!("{} {}", operation.method.as_str(), route(&operation.template));
    let origin = Origin {
        deprecation: operation.deprecation,
        wire: &route,
        ..Origin::plain(&operation.location)
    };
    let name = format_ident!("{}", operation.builder);
    let verb = &operation.verb;
    builder.function(handle, verb, "&self", given(api, operation), &quote!(#name), &origin);
    let plain = Origin::plain(&operation.location);
    let owner = format!("{}::{}", api.module, operation.builder);
    let documented = Origin { docs: &docs, ..Origin::plain(&operation.location) };
    builder.add(ItemKind::Type, &owner, owner.clone(), "struct".to_owned(), &documented);
    builder.traits(&owner, &["Clone", "Debug"], &operation.location);
    let query = operation.query.iter().map(|parameter| ("query", parameter));
    let headers = operation.headers.iter().map(|parameter| ("header", parameter));
    for (place, parameter) in query.chain(headers) {
        if parameter.presence == Presence::Required {
            continue;
        }
        let arguments = vec![from_parameter(parameter)];
        let wire = format!("{place} {}", parameter.wire);
        let origin =
            Origin { docs: &parameter.docs, wire: &wire, ..Origin::plain(&parameter.location) };
        builder.function(&owner, &parameter.field, "mut self", arguments, &quote!(Self), &origin);
    }
    let options = [("timeout", "timeout: Duration"), ("retry", "policy: RetryPolicy")];
    for (name, argument) in options {
        let arguments = vec![(argument.to_owned(), operation.location.clone())];
        builder.function(&owner, name, "mut self", arguments, &quote!(Self), &plain);
    }
    for (name, result) in results(operation) {
        builder.function(&owner, name, "self", Vec::new(), &result, &plain);
    }
    let result = output(&operation.success.payload);
    let path = format!("impl IntoFuture for {owner}");
    let signature = crate::face::spaced(&quote!(Result<#result, Error>).to_string());
    builder.add(ItemKind::Trait, &owner, path, signature, &plain);
}

/// The path without the names of its parameters, which are not sent.
fn route(template: &str) -> String {
    let parts = template.split('/');
    let parts = parts.map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// What sends the request.
fn results(operation: &Operation) -> Vec<(&'static str, TokenStream)> {
    let result = output(&operation.success.payload);
    let mut results = vec![
        ("send", quote!(Result<#result, Error>)),
        ("send_with_metadata", quote!(Result<Response<#result>, Error>)),
    ];
    if let Some(item) = operation.paged() {
        let item = stored(item);
        results.extend([("pages", quote!(Pages<#item>)), ("items", quote!(Items<#item>))]);
    }
    results
}

/// The arguments of the verb, in the order of `face::operation::given`.
fn given(api: &Api, operation: &Operation) -> Vec<(String, Location)> {
    let mut given: Vec<(String, Location)> = operation.arguments(api).map(from_parameter).collect();
    if let Some(body) = &operation.body {
        given.push((argument("body", &accepted(&body.ty)), operation.location.clone()));
    }
    let required = operation
        .query
        .iter()
        .chain(&operation.headers)
        .filter(|parameter| parameter.presence == Presence::Required);
    given.extend(required.map(from_parameter));
    given
}

fn from_parameter(parameter: &Parameter) -> (String, Location) {
    (argument(&parameter.field, &accepted(&parameter.ty)), parameter.location.clone())
}

/// The words of the contract that become documentation of the operation.
fn docs(operation: &Operation) -> Vec<String> {
    let texts =
        [&operation.summary, &operation.description, &operation.docs_url, &operation.successor];
    let errors = operation.errors.iter().map(|one| {
        let doubt = one.unconfirmed.as_deref().unwrap_or_default();
        format!("{} {} {doubt}", one.status, one.description)
    });
    let examples = operation.body.iter().flat_map(|body| &body.examples);
    let examples = examples.map(|example| example.value.to_string());
    texts.into_iter().flatten().cloned().chain(errors).chain(examples).collect()
}
