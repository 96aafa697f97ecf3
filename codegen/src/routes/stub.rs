//! A trait with a method for each operation, which a test implements instead of running a server.

use proc_macro2::TokenStream;
use quote::quote;

use super::Named;
use super::requests::outside;
use crate::plan::Payload;
use crate::rustdoc::lines;

pub(super) fn items(named: &[Named<'_>]) -> TokenStream {
    let methods = named.iter().map(method);
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

        #[doc = " Answers for PingOne, without a server: a method for each operation."]
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

fn method(named: &Named<'_>) -> TokenStream {
    let Named { operation, constant, ty, method } = named;
    let output = match &operation.success.payload {
        Payload::Empty => quote!(()),
        Payload::Json(ty) => outside(ty),
        Payload::Collection { item, .. } => {
            let item = outside(item);
            quote!(pingone_mfa::Collection<#item>)
        }
    };
    let doc = lines([
        format!("Answers `{}`.", operation.id),
        String::new(),
        "# Errors".to_owned(),
        "What PingOne refuses the request with.".to_owned(),
    ]);
    quote! {
        #(#doc)*
        fn #method(&self, request: #ty) -> Result<#output, StubError> {
            let _ = request;
            Err(StubError::unexpected(Operation::#constant))
        }
    }
}
