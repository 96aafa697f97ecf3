//! A trait with a method for each operation, which a test implements instead of running a server.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Named;
use super::requests::outside;
use crate::plan::{Payload, Plan};
use crate::rustdoc::lines;

pub(super) fn items(plan: &Plan, named: &[Named<'_>]) -> TokenStream {
    let methods = named.iter().map(|one| method(plan, one));
    let arms = named.iter().map(|Named { constant, ty, method, .. }| {
        quote! {
            Some(Operation::#constant) => encode(request(#ty::of(recorded)).and_then(|request| stub.#method(request))),
        }
    });
    quote! {
        use serde_json::Value;
        use crate::generated::requests::*;
        use crate::recording::RecordedRequest;
        use crate::route::Operation;
        use crate::stub::{StubError, encode, request};

        #[doc = " Answers for the API, without a server: a method for each operation."]
        #[doc = ""]
        #[doc = " Every method has a default, which fails the call and says that the test did not expect it. See"]
        #[doc = " [`stubbed`](crate::stubbed)."]
        pub trait Stub: Send + Sync {
            #(#methods)*
        }

        #[doc = " Lets the method of the request's operation answer."]
        pub(crate) fn answer(
            stub: &dyn Stub,
            recorded: &RecordedRequest,
        ) -> Result<Option<Value>, StubError> {
            match recorded.operation() {
                #(#arms)*
                _ => Err(StubError::unknown()),
            }
        }
    }
}

fn method(plan: &Plan, named: &Named<'_>) -> TokenStream {
    let client = format_ident!("{}", plan.crate_name());
    let Named { operation, constant, ty, method } = named;
    let output = match &operation.success.payload {
        Payload::Empty => quote!(()),
        Payload::ByStatus(_) => quote!(Value),
        Payload::Json(ty) => outside(plan, ty),
        Payload::Optional(ty) => {
            let ty = outside(plan, ty);
            quote!(Option<#ty>)
        }
        Payload::Collection { item, .. } => {
            let item = outside(plan, item);
            quote!(#client::Collection<#item>)
        }
    };
    let doc = lines([
        format!("Answers `{}`.", operation.id),
        String::new(),
        "# Errors".to_owned(),
        "What the API refuses the request with.".to_owned(),
    ]);
    quote! {
        #(#doc)*
        fn #method(&self, request: #ty) -> Result<#output, StubError> {
            let _ = request;
            Err(StubError::unexpected(Operation::#constant))
        }
    }
}
