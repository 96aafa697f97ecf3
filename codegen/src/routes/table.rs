//! The table of all operations.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::parameters;
use crate::face::raw_json;
use crate::plan::{Api, Example, Operation, Plan};

pub(super) fn items(plan: &Plan) -> TokenStream {
    let routes = plan.operations().map(|(api, operation)| route(plan, api, operation));
    let imports = parameters::imports(plan);
    quote! {
        use crate::route::{Route, #(#imports),*};

        #[doc = " Every operation of the contract, sorted by tag, path and method."]
        pub static ROUTES: &[Route] = &[#(#routes),*];
    }
}

fn route(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let (id, tag, template) = (&operation.id, &api.tag, &operation.template);
    let method = operation.method.as_str();
    let success = proc_macro2::Literal::u16_unsuffixed(operation.success.status);
    let parameters = parameters::of(operation, plan);
    let request_schema = optional(operation.body.as_ref().map(|body| &body.schema));
    let request_example = optional(operation.body.as_ref().and_then(|body| first(&body.examples)));
    let response_schema = optional(operation.success.schema.as_ref());
    let response_example = optional(first(&operation.success.examples));
    quote! {
        Route {
            operation_id: #id,
            tag: #tag,
            method: #method,
            template: #template,
            parameters: &[#(#parameters),*],
            success: #success,
            request_schema: #request_schema,
            request_example: #request_example,
            response_schema: #response_schema,
            response_example: #response_example,
        }
    }
}

fn first(examples: &[Example]) -> Option<&Value> {
    examples.first().map(|example| &example.value)
}

fn optional(value: Option<&Value>) -> TokenStream {
    match value {
        Some(value) => {
            let literal = raw_json(value);
            quote!(Some(#literal))
        }
        None => quote!(None),
    }
}
