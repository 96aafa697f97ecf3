//! The request side of a resource from its response side.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::{
    Conversion, Deprecation, Extra, Field, How, Placing, Plan, Shape, Source, Struct, TypeItem,
    TypeRef, Within,
};
use crate::rustdoc::{allow_deprecated, lines};

const DOCS: &str =
    "What a response showed, to be changed and put back: all but what only the server sets.";

/// The conversion into a type, if there is one.
pub(super) fn conversion(plan: &Plan, item: &TypeItem) -> Option<TokenStream> {
    let conversion = item.made_of.as_ref()?;
    let Shape::Struct(made) = &item.shape else { return None };
    let Shape::Struct(given) = &plan.find(&conversion.from)?.shape else { return None };
    let fields = made.fields.iter().zip(&conversion.fields);
    let fields = fields.map(|(field, source)| taken(given, field, source));
    let others = others(made, conversion);
    let constants = made.own_constants().map(|one| format_ident!("{}", one.name));
    let docs = lines([DOCS]);
    let is_old = |object: &Struct| {
        object.fields.iter().any(|field| field.deprecation == Deprecation::Deprecated)
    };
    let old = (is_old(made) || is_old(given)).then(allow_deprecated);
    let old = old.iter();
    let (name, from) = (format_ident!("{}", item.name), format_ident!("{}", conversion.from));
    let sources = conversion.fields.iter().chain([&conversion.others]);
    let value = match sources.clone().all(|source| *source == Source::Absent) {
        true => quote!(_),
        false => quote!(value),
    };
    Some(quote! {
        #(#docs)*
        #(#old)*
        impl From<#from> for #name {
            fn from(#value: #from) -> Self {
                Self { #(#constants: Default::default(),)* #(#fields,)* #others }
            }
        }
    })
}

/// What converts into a body that may be left out: such a body is an `Option`, and what converts into its
/// type does not convert into that by itself.
pub(super) fn into_optional(plan: &Plan, item: &TypeItem) -> Vec<TokenStream> {
    if !plan.may_be_left_out(&item.name) {
        return Vec::new();
    }
    let variants = match &item.shape {
        Shape::Union(union) => union.variants.as_slice(),
        _ => &[],
    };
    let branches = variants.iter().filter_map(|variant| variant.ty.name());
    let made = item.made_of.as_ref().map(|conversion| conversion.from.as_str());
    let mut from: Vec<&str> = branches.chain(made).collect();
    from.sort_unstable();
    from.dedup();
    from.into_iter().map(|from| optional(plan, from, &item.name)).collect()
}

fn optional(plan: &Plan, from: &str, to: &str) -> TokenStream {
    let is_old =
        |name| plan.types.get(name).is_some_and(|item| item.deprecation == Deprecation::Deprecated);
    let old = (is_old(from) || is_old(to)).then(allow_deprecated);
    let old = old.iter();
    let (from, to) = (format_ident!("{from}"), format_ident!("{to}"));
    quote! {
        #(#old)*
        impl From<#from> for Option<#to> {
            fn from(value: #from) -> Self {
                Some(value.into())
            }
        }
    }
}

fn taken(given: &Struct, field: &Field, source: &Source) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let from = given.fields.iter().find(|from| from.wire == field.wire);
    let (Source::Given(how, within), Some(from)) = (source, from) else {
        let empty = empty(field);
        return quote!(#name: #empty);
    };
    let source = format_ident!("{}", from.name);
    let source = quote!(value.#source);
    let placing = (from.placing, field.placing);
    let is_same = *how == How::Same && placing.0 == placing.1;
    let value = match within {
        Within::Plain | Within::Option if is_same => source,
        Within::Plain => placed(how, placing, &source),
        Within::Wrapped => {
            let value = placed(how, placing, &source);
            quote!(Some(#value))
        }
        Within::Option if *how == How::Into && placing == (Placing::Inline, Placing::Inline) => {
            quote!(#source.map(Into::into))
        }
        Within::Option => {
            let value = placed(how, placing, &quote!(inner));
            quote!(#source.map(|inner| #value))
        }
    };
    quote!(#name: #value)
}

/// A value in or out of its pointer.
fn placed(how: &How, placing: (Placing, Placing), value: &TokenStream) -> TokenStream {
    let value = match placing.0 {
        Placing::Inline => value.clone(),
        Placing::Boxed if *how == How::Same => quote!(*#value),
        Placing::Boxed => quote!((*#value)),
    };
    let value = converted(how, &value);
    match placing.1 {
        Placing::Inline => value,
        Placing::Boxed => quote!(::std::boxed::Box::new(#value)),
    }
}

fn converted(how: &How, value: &TokenStream) -> TokenStream {
    match how {
        How::Same => value.clone(),
        How::Into => quote!(#value.into()),
        How::Items(inner) if **inner == How::Into => {
            quote!(#value.into_iter().map(Into::into).collect())
        }
        How::Items(inner) => {
            let inner = converted(inner, &quote!(item));
            quote!(#value.into_iter().map(|item| #inner).collect())
        }
        How::Entries(inner) => {
            let inner = converted(inner, &quote!(entry));
            quote!(#value.into_iter().map(|(name, entry)| (name, #inner)).collect())
        }
    }
}

/// What a field holds that nothing is known of.
fn empty(field: &Field) -> TokenStream {
    match &field.ty {
        TypeRef::List(_) => quote!(Vec::new()),
        TypeRef::Map(value) if **value == TypeRef::Json => quote!(serde_json::Map::new()),
        TypeRef::Map(_) => quote!(BTreeMap::new()),
        _ => quote!(None),
    }
}

fn others(made: &Struct, conversion: &Conversion) -> Option<TokenStream> {
    let value = match (&conversion.others, &made.extra) {
        (_, Extra::Ignored) => return None,
        (Source::Given(how, _), _) => converted(how, &quote!(value.extra)),
        (Source::Absent, Extra::Kept) => quote!(serde_json::Map::new()),
        (Source::Absent, _) => quote!(BTreeMap::new()),
    };
    Some(quote!(extra: #value))
}
