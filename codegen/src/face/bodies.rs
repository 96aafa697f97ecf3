//! Request bodies: how a call writes them, and the enum of those whose media type the caller chooses.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::stored;
use crate::markdown;
use crate::plan::{
    Body, BodyFormat, BodyVariant, Plan, Presence, Scalar, Shape, TypeItem, TypeRef,
};
use crate::rustdoc::lines;

/// The links of the chain that write `body` into a call.
pub(super) fn written(plan: &Plan, body: &Body) -> TokenStream {
    let media_type = &body.media_type;
    let has_secrets = body.ty.as_ref().is_some_and(|ty| plan.holds_secrets(ty));
    let secrets = has_secrets.then(|| quote!(.secrets(body)));
    // A range says which bodies fit, and not which one this is.
    let sent = if media_type.contains('*') { "application/octet-stream" } else { media_type };
    match body.format {
        BodyFormat::Json => {
            let said = (media_type != "application/json" && !media_type.contains('*'))
                .then(|| quote!(.content_type(#media_type)));
            match has_secrets {
                true => quote!(.json_with_secrets(body) #said),
                false => quote!(.json(body) #said),
            }
        }
        BodyFormat::Empty => quote!(.content_type(#sent)),
        BodyFormat::Text | BodyFormat::Bytes => quote!(.content(#sent, body.clone())),
        BodyFormat::Form => quote!(.form(body) #secrets),
        BodyFormat::Multipart => {
            let files = files(plan, body);
            quote!(.multipart(body) #files #secrets)
        }
        BodyFormat::Chosen => quote!(.body(body) #secrets),
    }
}

/// The files of a form in parts.
fn files(plan: &Plan, body: &Body) -> TokenStream {
    let Some(Shape::Struct(object)) = body
        .ty
        .as_ref()
        .and_then(TypeRef::name)
        .and_then(|name| Some(&plan.types.get(name)?.shape))
    else {
        return TokenStream::new();
    };
    let files = object.fields.iter().filter_map(|field| {
        let (wire, name) = (&field.wire, format_ident!("{}", field.name));
        let file = TypeRef::Scalar(Scalar::File);
        let is_list = matches!(&field.ty, TypeRef::List(item) if **item == file);
        match (field.ty == file, field.presence) {
            (true, Presence::Required) => Some(quote!(.files(#wire, [&body.#name]))),
            (true, Presence::Optional) => Some(quote!(.files(#wire, &body.#name))),
            (false, _) if is_list => Some(quote!(.files(#wire, &body.#name))),
            (false, _) => None,
        }
    });
    quote!(#(#files)*)
}

/// The enum with a variant for each media type.
pub(super) fn choice(plan: &Plan, item: &TypeItem, variants: &[BodyVariant]) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let docs = lines(["A request body, in the media type of its variant."]);
    let declared = variants.iter().map(|one| {
        let (docs, variant) = (lines(variant_docs(&one.body)), format_ident!("{}", one.name));
        let held = one.body.ty.as_ref().map(|ty| {
            let ty = stored(ty);
            quote!((#ty))
        });
        quote!(#(#docs)* #variant #held)
    });
    let arms = variants.iter().map(|one| {
        let (variant, chain) = (format_ident!("{}", one.name), written(plan, &one.body));
        let held = one.body.ty.as_ref().map(|_| quote!((body)));
        quote!(Self::#variant #held => call #chain,)
    });
    let conversions = variants.iter().filter_map(|one| conversion(item, variants, one));
    quote! {
        #(#docs)*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared,)*
        }

        impl pingone_core::codegen::RequestBody for #name {
            fn write(&self, call: pingone_core::codegen::Call) -> pingone_core::codegen::Call {
                match self {
                    #(#arms)*
                }
            }
        }

        #(#conversions)*
    }
}

fn variant_docs(body: &Body) -> Vec<String> {
    let media_type = markdown::code(&body.media_type);
    match body.format {
        BodyFormat::Empty => vec![format!("{media_type}, which says it all: the body is empty.")],
        _ => vec![format!("{media_type}.")],
    }
}

/// What one variant alone holds makes the body.
fn conversion(item: &TypeItem, all: &[BodyVariant], one: &BodyVariant) -> Option<TokenStream> {
    let ty = one.body.ty.as_ref()?;
    let is_shared = all.iter().filter(|other| other.body.ty.as_ref() == Some(ty)).count() > 1;
    if is_shared || matches!(ty, TypeRef::List(_) | TypeRef::Map(_)) {
        return None;
    }
    let (name, variant) = (format_ident!("{}", item.name), format_ident!("{}", one.name));
    let literal = (*ty == TypeRef::String).then(|| {
        quote! {
            impl From<&str> for #name {
                fn from(body: &str) -> Self {
                    Self::#variant(body.to_owned())
                }
            }
        }
    });
    let ty = stored(ty);
    Some(quote! {
        impl From<#ty> for #name {
            fn from(body: #ty) -> Self {
                Self::#variant(body)
            }
        }

        #literal
    })
}
