//! The routes stage: plan → the table that drives the fake server.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::face::raw_json;
use crate::output::SourceFile;
use crate::plan::{Api, Example, Operation, Plan};

/// The files of the testing crate.
pub(crate) fn files(plan: &Plan) -> Vec<SourceFile> {
    let routes = plan.operations().map(|(api, operation)| route(api, operation));
    let table = quote! {
        use crate::route::Route;

        #[doc = " Every operation of the contract, sorted by tag, path and method."]
        pub static ROUTES: &[Route] = &[#(#routes),*];
    };
    vec![
        SourceFile::new(
            "testing/src/generated/mod.rs",
            &plan.source,
            "Everything that the contract decides.",
            quote!(
                pub mod calls;
                pub mod routes;
            ),
        ),
        SourceFile::new(
            "testing/src/generated/routes.rs",
            &plan.source,
            "The operations of the contract as the fake serves them.",
            table,
        ),
    ]
}

fn route(api: &Api, operation: &Operation) -> TokenStream {
    let (id, tag, template) = (&operation.id, &api.tag, &operation.template);
    let method = operation.method.as_str();
    let success = proc_macro2::Literal::u16_unsuffixed(operation.success.status);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::plan;

    #[test]
    fn every_operation_is_a_row_with_its_schemas() {
        let plan = plan("    Thing:\n      type: object\n");
        let files = crate::output::Files::new(files(&plan)).unwrap();
        let (path, text) = files.iter().nth(1).unwrap();
        assert_eq!(path, "testing/src/generated/routes.rs");
        for part in [
            r#"operation_id: "createThing""#,
            r#"template: "/environments/{environmentID}/things""#,
            "success: 201",
            "request_example: None",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
}
