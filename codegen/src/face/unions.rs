//! What the plan adds to unions: constructors of variants, and ways to look at one.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types::{arguments, is_nullable};
use crate::plan::{
    Deprecation, Field, Plan, Presence, Rest, Scalar, Shape, Struct, Telling, TypeItem, TypeRef,
    Union, Variant,
};
use crate::rust_type::stored;
use crate::rustdoc::{allow_deprecated, deprecated, lines};

/// Everything that belongs to a type, if it is a union.
pub(super) fn additions(plan: &Plan, item: &TypeItem) -> TokenStream {
    let Shape::Union(union) = &item.shape else { return TokenStream::new() };
    let shortcuts = item.usage.is_sent().then(|| shortcuts(plan, item, union));
    let accessors = accessors(plan, item, union);
    quote!(#shortcuts #accessors)
}

/// One constructor per variant with the variant's required fields. One that holds no object converts
/// from its value.
fn shortcuts(plan: &Plan, item: &TypeItem, union: &Union) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let functions: Vec<TokenStream> =
        union.variants.iter().filter_map(|variant| shortcut(plan, union, variant)).collect();
    if functions.is_empty() {
        return TokenStream::new();
    }
    quote!(impl #name { #(#functions)* })
}

fn shortcut(plan: &Plan, union: &Union, variant: &Variant) -> Option<TokenStream> {
    let held = plan.types.get(variant.ty.name()?)?;
    let Shape::Struct(object) = &held.shape else { return None };
    let required = object.arguments();
    let group = held.group().map(|name| format_ident!("{name}"));
    let asked: Vec<&Field> = required
        .iter()
        .copied()
        .filter(|field| tag_text(union, variant, field).is_none())
        .collect();
    let arguments = match &group {
        Some(group) => vec![quote!(required: #group)],
        None => arguments(&asked),
    };
    let passed = required.iter().map(|field| {
        let ident = format_ident!("{}", field.name);
        match tag_text(union, variant, field) {
            Some(text) if group.is_some() => quote!(#ident: #text.into()),
            Some(text) => quote!(#text),
            None => quote!(#ident),
        }
    });
    let passed: Vec<TokenStream> = match &group {
        None => passed.collect(),
        // Whatever was given, the tag is that of the variant.
        Some(group) if asked.len() < required.len() => {
            let tag = passed
                .zip(&required)
                .filter(|(_, field)| tag_text(union, variant, field).is_some());
            let tag = tag.map(|(value, _)| value);
            vec![quote!(#group { #(#tag,)* ..required })]
        }
        Some(_) => vec![quote!(required)],
    };
    let tag = object.optional().find_map(|field| {
        let text = tag_text(union, variant, field)?;
        let setter = format_ident!("{}", field.name);
        Some(quote!(.#setter(#text)))
    });
    let function = format_ident!("{}", variant.constructor);
    let variant_name = format_ident!("{}", variant.name);
    let ty = format_ident!("{}", held.name);
    let mut docs =
        lines([format!("Creates the variant `{}` from its required properties.", variant.wire)]);
    let successor = held.successor.as_deref();
    let successor = successor.map(|ty| union.of_type(ty).map_or(ty, |it| &it.constructor));
    if let Some(old) = deprecated(held.deprecation, successor) {
        docs.extend([old, allow_deprecated()]);
    }
    let made = quote!(#ty::new(#(#passed),*) #tag);
    let made =
        if plan.is_boxed(union, variant) { quote!(::std::boxed::Box::new(#made)) } else { made };
    Some(quote! {
        #(#docs)*
        #[must_use]
        pub fn #function(#(#arguments),*) -> Self {
            Self::#variant_name(#made)
        }
    })
}

/// The only value of a field in a variant, because it is the tag.
fn tag_text<'u>(union: &Union, variant: &'u Variant, field: &Field) -> Option<&'u str> {
    let [value] = variant.values.as_slice() else { return None };
    let is_text = matches!(field.ty, TypeRef::String | TypeRef::Named(_)) && !is_nullable(field);
    (union.tag.as_deref() == Some(field.wire.as_str()) && is_text).then_some(value)
}

/// Ways to look at a union that comes from a server.
fn accessors(plan: &Plan, item: &TypeItem, union: &Union) -> Option<TokenStream> {
    if union.rest == Rest::Refused {
        return None;
    }
    let name = format_ident!("{}", item.name);
    let shared = union.shared.iter().map(|field| shared(plan, union, field));
    let variants = union.variants.iter().map(|variant| accessor(plan, union, variant));
    let is_old = |variant: &Variant| {
        let held = variant.ty.name().and_then(|name| plan.types.get(name));
        held.is_some_and(|held| held.deprecation == Deprecation::Deprecated)
    };
    let old = union.variants.iter().any(is_old).then(allow_deprecated);
    let old = old.iter();
    Some(quote! {
        #(#old)*
        impl #name { #(#shared)* #(#variants)* }
    })
}

fn accessor(plan: &Plan, union: &Union, variant: &Variant) -> TokenStream {
    let name = format_ident!("{}", variant.name);
    let is_boxed = plan.is_boxed(union, variant);
    let ty = stored(&variant.ty);
    let (borrowed, seen) = match &variant.ty {
        _ if is_boxed => (quote!(&#ty), quote!(&**value)),
        TypeRef::String => (quote!(&str), quote!(value.as_str())),
        TypeRef::List(inner) => {
            let inner = stored(inner);
            (quote!(&[#inner]), quote!(value.as_slice()))
        }
        ty if is_plain(ty) => {
            let ty = stored(ty);
            (quote!(#ty), quote!(*value))
        }
        _ => (quote!(&#ty), quote!(value)),
    };
    let taken = if is_boxed { quote!(*value) } else { quote!(value) };
    let [look, take, read] =
        ["as", "into", "to"].map(|word| format_ident!("{}", variant.accessor(word)));
    let wire = format!("`{}`", variant.wire);
    let look_docs = lines([format!("The value, if it is {wire}.")]);
    let take_docs = lines([format!("The value itself, if it is {wire}.")]);
    let reading = (union.telling == Telling::Guessed).then(|| {
        let docs = lines([format!(
            "The value read as {wire}, whichever variant it became, if it can be."
        )]);
        quote! {
            #(#docs)*
            #[must_use]
            pub fn #read(&self) -> Option<#ty> {
                union::read_as(self)
            }
        }
    });
    quote! {
        #(#look_docs)*
        #[must_use]
        pub fn #look(&self) -> Option<#borrowed> {
            match self {
                Self::#name(value) => Some(#seen),
                _ => None,
            }
        }
        #(#take_docs)*
        #[must_use]
        pub fn #take(self) -> Option<#ty> {
            match self {
                Self::#name(value) => Some(#taken),
                _ => None,
            }
        }
        #reading
    }
}

/// Types that are handed out by value.
fn is_plain(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Scalar(scalar) if *scalar != Scalar::Base64)
}

/// A property that all variants have.
fn shared(plan: &Plan, union: &Union, field: &Field) -> TokenStream {
    let ty = stored(&field.ty);
    let ty = match &field.ty {
        TypeRef::String => quote!(&str),
        TypeRef::List(inner) => {
            let inner = stored(inner);
            quote!(&[#inner])
        }
        ty if is_plain(ty) => stored(ty),
        _ => quote!(&#ty),
    };
    let arms = union.variants.iter().filter_map(|variant| {
        let held = plan.types.get(variant.ty.name()?)?;
        let Shape::Struct(object) = &held.shape else { return None };
        let name = format_ident!("{}", variant.name);
        let value = shown(object, &field.wire)?;
        Some(quote!(Self::#name(value) => #value))
    });
    let said = field.said().iter().take_while(|line| !line.is_empty());
    let mut docs: Vec<String> = said.cloned().collect();
    docs.extend([
        String::new(),
        "All variants have it; of another one, it is not known.".to_owned(),
    ]);
    let docs = lines(docs);
    let function = format_ident!("{}", field.name);
    quote! {
        #(#docs)*
        #[must_use]
        pub fn #function(&self) -> Option<#ty> {
            match self {
                #(#arms,)*
                Self::Unknown(_) => None,
            }
        }
    }
}

/// The expression that shows a field of `value`.
fn shown(object: &Struct, wire: &str) -> Option<TokenStream> {
    let field = object.fields.iter().find(|field| field.wire == wire)?;
    let name = format_ident!("{}", field.name);
    let is_required = field.presence == Presence::Required;
    Some(match &field.ty {
        TypeRef::List(_) => quote!(Some(value.#name.as_slice())),
        TypeRef::Map(_) => quote!(Some(&value.#name)),
        TypeRef::String if is_required => quote!(Some(value.#name.as_str())),
        TypeRef::String => quote!(value.#name.as_deref()),
        ty if is_plain(ty) && is_required => quote!(Some(value.#name)),
        ty if is_plain(ty) => quote!(value.#name),
        _ if is_required => quote!(Some(&value.#name)),
        _ => quote!(value.#name.as_ref()),
    })
}
