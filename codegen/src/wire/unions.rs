//! Unions as enums: their variants, how one is read, and what converts into one.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::parse_quote;

use super::TypeCode;
use crate::plan::{
    Deprecation, Kinds, Look, MemberLook, Openness, Plan, Rest, Scalar, Telling, Texts, TypeItem,
    TypeRef, Union, Variant, Writer,
};
use crate::rust_type::stored;
use crate::rustdoc::{allow_deprecated, deprecated, lines};

/// The enum of a union, without derives and documentation.
pub(super) fn code(item: &TypeItem, union: &Union, plan: &Plan) -> TypeCode {
    let name = format_ident!("{}", item.name);
    let tag = union.tag.as_ref().filter(|_| union.writer == Writer::Union);
    let form: syn::Attribute = match tag {
        Some(tag) => parse_quote!(#[serde(tag = #tag)]),
        None => parse_quote!(#[serde(untagged)]),
    };
    let variants = union.variants.iter().map(|one| variant(one, union, plan));
    let rest = (union.rest == Rest::Kept).then(|| rest(union));
    let variants = variants.chain(rest);
    let definition = parse_quote! {
        #form
        pub enum #name { #(#variants),* }
    };
    let mut impls = Vec::new();
    for one in &union.variants {
        impls.push(conversion(item, union, one, plan));
        if one.ty == TypeRef::String && item.usage.is_sent() {
            impls.push(from_str(item, one));
        }
    }
    if tag.is_none() {
        impls.extend(reading(item, union, plan));
    }
    TypeCode { definition, impls }
}

fn variant(variant: &Variant, union: &Union, plan: &Plan) -> syn::Variant {
    let item = variant.ty.name().and_then(|name| plan.types.get(name));
    let docs = lines(variant_docs(variant, item));
    let old = item.and_then(|item| {
        let successor = item.successor.as_deref();
        let successor = successor.map(|ty| union.of_type(ty).map_or(ty, |one| &one.name));
        deprecated(item.deprecation, successor)
    });
    let old = old.iter();
    let name = format_ident!("{}", variant.name);
    let held = held(plan, union, variant);
    // Where no `discriminator` names the tag, the branch is called after its schema and the tag has a value.
    let wire = match variant.values.as_slice() {
        [only] => only,
        _ => &variant.wire,
    };
    match union.writer {
        Writer::Union => parse_quote!(#(#docs)* #(#old)* #[serde(rename = #wire)] #name(#held)),
        Writer::Struct => parse_quote!(#(#docs)* #(#old)* #name(#held)),
    }
}

/// The type inside a variant.
fn held(plan: &Plan, union: &Union, variant: &Variant) -> TokenStream {
    let ty = stored(&variant.ty);
    match plan.is_boxed(union, variant) {
        true => quote!(::std::boxed::Box<#ty>),
        false => ty,
    }
}

fn variant_docs(variant: &Variant, item: Option<&TypeItem>) -> Vec<String> {
    let docs = item.map(|item| item.docs.as_slice()).unwrap_or_default();
    if docs.is_empty() {
        let plain = match &variant.ty {
            TypeRef::String => "A text.",
            TypeRef::Scalar(scalar) => plain_docs(*scalar),
            TypeRef::List(_) => "A list.",
            TypeRef::Map(_) => "An object with any properties.",
            _ => return vec![format!("`{}`.", variant.wire)],
        };
        return vec![plain.to_owned()];
    }
    docs.iter().take_while(|line| !line.is_empty()).cloned().collect()
}

fn plain_docs(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "`true` or `false`.",
        Scalar::F64 => "A number.",
        Scalar::Timestamp => "A point in time.",
        Scalar::Date => "A day.",
        Scalar::Uuid => "A UUID.",
        Scalar::Base64 => "Bytes.",
        _ => "A whole number.",
    }
}

/// What a newer server may send, or what cannot be told apart: kept as it came.
fn rest(union: &Union) -> syn::Variant {
    let docs = match union.telling {
        Telling::Sure => lines(["A variant that this version does not know, as it was received."]),
        Telling::Guessed => lines([
            "A value that fits none of the variants, or several of them equally well, as JSON. Of",
            "several variants, the one is taken that knows all members that another one knows, and",
            "more, or the same and requires more of them; of texts, one with listed values or a",
            "format before any text.",
        ]),
    };
    // Serde tries it last.
    let form: Option<syn::Attribute> =
        (union.writer == Writer::Union).then(|| parse_quote!(#[serde(untagged)]));
    parse_quote!(#(#docs)* #form Unknown(serde_json::Value))
}

fn conversion(item: &TypeItem, union: &Union, variant: &Variant, plan: &Plan) -> syn::ItemImpl {
    let held: syn::Expr = match plan.is_boxed(union, variant) {
        true => parse_quote!(::std::boxed::Box::new(value)),
        false => parse_quote!(value),
    };
    let union = format_ident!("{}", item.name);
    let name = format_ident!("{}", variant.name);
    let ty = stored(&variant.ty);
    let allow = is_old(plan, variant).then(allow_deprecated);
    let allow = allow.iter();
    parse_quote! {
        #(#allow)*
        impl From<#ty> for #union {
            fn from(value: #ty) -> Self {
                Self::#name(#held)
            }
        }
    }
}

fn from_str(item: &TypeItem, variant: &Variant) -> syn::ItemImpl {
    let union = format_ident!("{}", item.name);
    let name = format_ident!("{}", variant.name);
    parse_quote! {
        impl From<&str> for #union {
            fn from(value: &str) -> Self {
                Self::#name(value.to_owned())
            }
        }
    }
}

fn is_old(plan: &Plan, variant: &Variant) -> bool {
    let item = variant.ty.name().and_then(|name| plan.types.get(name));
    item.is_some_and(|item| item.deprecation == Deprecation::Deprecated)
}

/// How a value is read: by the runtime, from what the contract says about each variant.
fn reading(item: &TypeItem, union: &Union, plan: &Plan) -> [syn::ItemImpl; 2] {
    let name = format_ident!("{}", item.name);
    let branches = union.variants.iter().map(|variant| branch(union, &variant.look));
    let last = union.variants.len().saturating_sub(1);
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let variant = format_ident!("{}", variant.name);
        let index = Literal::usize_unsuffixed(index);
        let pattern =
            if index.to_string() == last.to_string() { quote!(_) } else { quote!(#index) };
        quote!(#pattern => Deserialize::deserialize(value).map(Self::#variant))
    });
    let (position, body) = match union.variants.as_slice() {
        [only] => {
            let only = format_ident!("{}", only.name);
            (quote!(_), quote!(Deserialize::deserialize(value).map(Self::#only)))
        }
        _ => (quote!(branch), quote!(match branch { #(#arms,)* })),
    };
    let other = (union.rest == Rest::Kept).then(|| {
        quote! {
            fn other(value: serde_json::Value) -> Option<Self> {
                Some(Self::Unknown(value))
            }
        }
    });
    let old = union.variants.iter().any(|variant| is_old(plan, variant)).then(allow_deprecated);
    let old = old.iter();
    [
        parse_quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    union::read(deserializer)
                }
            }
        },
        parse_quote! {
            #(#old)*
            impl union::Union for #name {
                const BRANCHES: &'static [union::Branch] = &[#(#branches),*];

                fn read<'de, D: Deserializer<'de>>(#position: usize, value: D) -> Result<Self, D::Error> {
                    #body
                }

                #other
            }
        },
    ]
}

/// What the runtime has to know about a variant. A tag that all require says enough.
fn branch(union: &Union, look: &Look) -> TokenStream {
    let tag = union.tag.as_deref().filter(|tag| {
        let mut looks = union.variants.iter().map(|variant| &variant.look);
        union.telling == Telling::Sure && looks.all(|look| tag_of(look, tag).is_some())
    });
    match tag.and_then(|tag| Some((tag, tag_of(look, tag)?))) {
        Some((tag, listed)) => {
            quote!(union::Branch::object(&[union::Member::required(#tag, union::TEXT).one_of(&[#(#listed),*])]))
        }
        None => looks_like(look, union.telling),
    }
}

/// The values of a property that objects must have, and that tells them apart.
fn tag_of<'l>(look: &'l Look, tag: &str) -> Option<&'l [String]> {
    let is_object = look.parts.is_empty() && look.kinds.without(Kinds::NULL) == Kinds::OBJECT;
    let member = look.members.get(tag).filter(|member| is_object && member.is_required)?;
    member.listed()
}

fn looks_like(look: &Look, telling: Telling) -> TokenStream {
    if !look.parts.is_empty() {
        let parts = look.parts.iter().map(|part| looks_like(part, telling));
        return quote!(union::Branch::union(&[#(#parts),*]));
    }
    let kinds = look.kinds.without(Kinds::NULL);
    if kinds == Kinds::TEXT {
        return match &look.texts {
            Texts::Listed(listed) => quote!(union::Branch::listed(&[#(#listed),*])),
            Texts::Timestamp => quote!(union::Branch::timestamp()),
            Texts::Uuid => quote!(union::Branch::uuid()),
            Texts::Any => quote!(union::Branch::of(union::TEXT)),
        };
    }
    if kinds != Kinds::OBJECT {
        let kinds = self::kinds(kinds);
        return quote!(union::Branch::of(#kinds));
    }
    let is_closed = look.openness == Openness::Closed;
    let needs_all = is_closed || telling == Telling::Guessed;
    let is_needed =
        |member: &MemberLook| needs_all || member.is_required || member.listed().is_some();
    let members = look.members.iter().filter(|(_, member)| is_needed(member));
    let members = members.map(|(name, look)| member(name, look));
    let closed = is_closed.then(|| quote!(.closed()));
    quote!(union::Branch::object(&[#(#members),*]) #closed)
}

fn member(name: &str, look: &MemberLook) -> TokenStream {
    let kinds = self::kinds(match look.is_required {
        true => look.kinds,
        false => look.kinds.without(Kinds::NULL),
    });
    let presence = if look.is_required { quote!(required) } else { quote!(optional) };
    let listed = look.listed().map(|listed| quote!(.one_of(&[#(#listed),*])));
    quote!(union::Member::#presence(#name, #kinds) #listed)
}

fn kinds(kinds: Kinds) -> TokenStream {
    if kinds.without(Kinds::NULL) == Kinds::ANY.without(Kinds::NULL) {
        return quote!(union::ANY);
    }
    let mut left = kinds;
    let mut names = Vec::new();
    for (name, kind) in Kinds::NAMED {
        if left.has(kind) {
            left = left.without(kind);
            names.push(format_ident!("{name}"));
        }
    }
    quote!(#(union::#names)|*)
}
