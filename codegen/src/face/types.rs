//! What the plan adds to progenitor's types: constructors, setters, shortcuts.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::arguments::{accepted, converted, is_converted, stored};
use super::conversions::{conversion, into_optional};
use super::enums::open_enum;
use crate::plan::names::EXTRA;
use crate::plan::{
    Deprecation, Extra, Field, Nullability, Placing, Plan, Rest, Shape, Struct, TypeItem, TypeRef,
};
use crate::rustdoc::{allow_deprecated, deprecated, lines, type_lines};
use crate::target::Envelope;

/// Everything that belongs to one type beside its definition and typify's conversions.
pub(super) fn additions(plan: &Plan, item: &TypeItem) -> TokenStream {
    let embedded = embedded(plan, item);
    let own = match &item.shape {
        Shape::Enum(known) => open_enum(item, known),
        Shape::Struct(object) if item.usage.is_sent() => constructors(item, object),
        _ => TokenStream::new(),
    };
    let secrets = secrets(plan, item);
    let conversion = conversion(plan, item);
    let optional = into_optional(plan, item);
    quote!(#own #conversion #(#optional)* #secrets #embedded)
}

/// Another name of a type.
pub(super) fn alias(item: &TypeItem, shared: &TypeItem) -> TokenStream {
    let docs = type_lines(item);
    let groups = item.group().zip(shared.group()).map(|(group, shared)| {
        let docs = lines([format!("What [`{}::new`] must be given.", item.name)]);
        let (group, shared) = (format_ident!("{group}"), format_ident!("{shared}"));
        quote!(#(#docs)* pub type #group = #shared;)
    });
    let (name, shared) = (format_ident!("{}", item.name), format_ident!("{}", shared.name));
    quote! {
        #(#docs)*
        pub type #name = #shared;
        #groups
    }
}

/// Points out the secrets inside the type, if it is sent and has any.
fn secrets(plan: &Plan, item: &TypeItem) -> Option<TokenStream> {
    let holds = |ty: &TypeRef| plan.holds_secrets(ty);
    if !item.usage.is_sent() || !holds(&TypeRef::Named(item.name.clone())) {
        return None;
    }
    let body = match &item.shape {
        Shape::Struct(object) => {
            let fields = object.fields.iter().filter(|field| holds(&field.ty));
            let others = object.extra.typed().filter(|ty| holds(ty)).map(|_| EXTRA);
            let fields = fields.map(|field| field.name.as_str()).chain(others);
            let fields = fields.map(|field| format_ident!("{field}"));
            quote!(#(self.#fields.secrets(each);)*)
        }
        Shape::Union(union) => {
            let holding = union.variants.iter().filter(|variant| holds(&variant.ty));
            let names: Vec<_> = holding.map(|one| format_ident!("{}", one.name)).collect();
            let is_partial = names.len() < union.variants.len() || union.rest == Rest::Kept;
            match (names.as_slice(), is_partial) {
                ([name], true) => quote!(if let Self::#name(value) = self { value.secrets(each); }),
                (names, true) => {
                    quote!(match self { #(Self::#names(value) => value.secrets(each),)* _ => {} })
                }
                (names, false) => {
                    quote!(match self { #(Self::#names(value) => value.secrets(each),)* })
                }
            }
        }
        Shape::Id | Shape::Text | Shape::Enum(_) => return None,
    };
    let name = format_ident!("{}", item.name);
    let old = has_deprecated_part(plan, item).then(allow_deprecated);
    let old = old.iter();
    Some(quote! {
        #(#old)*
        impl Secrets for #name {
            fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
                #body
            }
        }
    })
}

/// Whether code about the type names something that is deprecated.
fn has_deprecated_part(plan: &Plan, item: &TypeItem) -> bool {
    let is_old = |deprecation: Deprecation| deprecation == Deprecation::Deprecated;
    match &item.shape {
        Shape::Struct(object) => object.fields.iter().any(|field| is_old(field.deprecation)),
        Shape::Union(union) => union
            .variants
            .iter()
            .filter_map(|variant| plan.types.get(variant.ty.name()?))
            .any(|held| is_old(held.deprecation)),
        _ => false,
    }
}

/// `new` with the required fields and a setter for each optional one.
fn constructors(item: &TypeItem, object: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let required = object.arguments();
    let group = item.group().map(|name| format_ident!("{name}"));
    let arguments = match &group {
        Some(group) => vec![quote!(required: #group)],
        None => arguments(&required),
    };
    let values = required.iter().map(|field| {
        let ident = format_ident!("{}", field.name);
        match stored_value(field).filter(|_| group.is_none()) {
            Some(value) => quote!(#ident: #value),
            None if group.is_some() => {
                let value = placed(field, quote!(required.#ident));
                quote!(#ident: #value)
            }
            None => quote!(#ident),
        }
    });
    let constants = object.own_constants().map(|constant| {
        let ident = format_ident!("{}", constant.name);
        quote!(#ident: Default::default())
    });
    let empty: Vec<TokenStream> = constants.chain(empty_fields(object)).collect();
    let body = if required.is_empty() {
        quote!(<Self as Default>::default())
    } else {
        quote!(Self { #(#values,)* #(#empty,)* })
    };
    let doc = if required.is_empty() {
        " Creates a value with no property set."
    } else {
        " Creates a value from its required properties."
    };
    let outdated = deprecated(item.deprecation, item.successor.as_deref());
    let outdated = outdated.iter();
    let setters = object.optional().map(setter);
    let reference = reference_shortcut(item, object);
    let old = object.fields.iter().any(|field| field.deprecation == Deprecation::Deprecated);
    let allow = old.then(allow_deprecated);
    let allow = allow.iter();
    let group = group.map(|group| self::group(item, &group, &required));
    quote! {
        #group
        #(#allow)*
        impl #name {
            #[doc = #doc]
            #(#outdated)*
            #[must_use]
            pub fn new(#(#arguments),*) -> Self { #body }
            #(#setters)*
        }
        #reference
    }
}

/// The struct of what a constructor must be given, where that is too much for a row.
fn group(item: &TypeItem, name: &Ident, required: &[&Field]) -> TokenStream {
    let fields = required.iter().map(|field| {
        let ident = format_ident!("{}", field.name);
        let docs = lines(field.said());
        let stored = stored(&field.ty);
        let ty = if is_nullable(field) { quote!(Option<#stored>) } else { stored };
        quote!(#(#docs)* pub #ident: #ty)
    });
    let docs = lines([format!("What [`{}::new`] must be given.", item.name)]);
    quote! {
        #(#docs)*
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name {
            #(#fields,)*
        }
    }
}

pub(super) fn arguments(fields: &[&Field]) -> Vec<TokenStream> {
    fields
        .iter()
        .map(|field| {
            let ident = format_ident!("{}", field.name);
            let ty = accepted_field(field);
            quote!(#ident: #ty)
        })
        .collect()
}

/// A required field that may be `null` is an `Option`; all others come in as their type.
pub(crate) fn accepted_field(field: &Field) -> TokenStream {
    if is_nullable(field) {
        let ty = stored(&field.ty);
        return quote!(Option<#ty>);
    }
    accepted(&field.ty)
}

pub(super) fn is_nullable(field: &Field) -> bool {
    field.nullability == Nullability::Nullable
}

/// The converting expression; `None` if the argument is stored as it is.
fn stored_value(field: &Field) -> Option<TokenStream> {
    let ident = format_ident!("{}", field.name);
    if is_nullable(field) {
        let is_boxed = field.placing == Placing::Boxed;
        return is_boxed.then(|| quote!(#ident.map(::std::boxed::Box::new)));
    }
    is_converted(&field.ty).then(|| placed(field, converted(&field.ty, &quote!(#ident))))
}

/// A value where its field holds it.
fn placed(field: &Field, value: TokenStream) -> TokenStream {
    match field.placing {
        Placing::Boxed if is_nullable(field) => quote!(#value.map(::std::boxed::Box::new)),
        Placing::Inline => value,
        Placing::Boxed => quote!(::std::boxed::Box::new(#value)),
    }
}

/// Initialisers of the fields a constructor leaves empty.
fn empty_fields(object: &Struct) -> Vec<TokenStream> {
    let mut fields: Vec<TokenStream> = object
        .optional()
        .map(|field| {
            let ident = format_ident!("{}", field.name);
            match &field.ty {
                _ if field.nullability == Nullability::Distinct => quote!(#ident: Nullable::Absent),
                TypeRef::List(_) => quote!(#ident: Vec::new()),
                TypeRef::Map(value) if **value == TypeRef::Json => {
                    quote!(#ident: serde_json::Map::new())
                }
                TypeRef::Map(_) => quote!(#ident: BTreeMap::new()),
                _ => quote!(#ident: None),
            }
        })
        .collect();
    match object.extra {
        Extra::Ignored => {}
        Extra::Kept => fields.push(quote!(extra: serde_json::Map::new())),
        Extra::Typed(_) => fields.push(quote!(extra: BTreeMap::new())),
    }
    fields
}

fn setter(field: &Field) -> TokenStream {
    let ident = format_ident!("{}", field.name);
    let ty = accepted(&field.ty);
    let value = placed(field, converted(&field.ty, &quote!(#ident)));
    let value = match &field.ty {
        _ if field.nullability == Nullability::Distinct => quote!(Nullable::Value(#value)),
        TypeRef::List(_) | TypeRef::Map(_) => value,
        _ => quote!(Some(#value)),
    };
    let mut docs = lines(match field.docs.is_empty() {
        true => vec![format!("Sets {}", field.summary)],
        false => field.docs.clone(),
    });
    let old = deprecated(field.deprecation, field.successor.as_deref());
    docs.extend(old.clone());
    let null = null_setter(field, old.as_ref());
    quote! {
        #(#docs)*
        #[must_use]
        pub fn #ident(mut self, #ident: #ty) -> Self {
            self.#ident = #value;
            self
        }
        #null
    }
}

/// Sends `null`, where that is another thing than leaving the property out.
fn null_setter(field: &Field, old: Option<&syn::Attribute>) -> Option<TokenStream> {
    let (ident, setter) = (format_ident!("{}", field.name), field.null_setter()?);
    let setter = format_ident!("{setter}");
    let docs = lines([format!("Sends `null` for the property `{}`.", field.wire)]);
    let old = old.iter();
    Some(quote! {
        #(#docs)*
        #(#old)*
        #[must_use]
        pub fn #setter(mut self) -> Self {
            self.#ident = Nullable::Null;
            self
        }
    })
}

/// A reference (`{id: …}`) can be made from the id alone.
fn reference_shortcut(item: &TypeItem, object: &Struct) -> Option<TokenStream> {
    let [only] = object.fields.as_slice() else { return None };
    let TypeRef::Named(id) = &only.ty else { return None };
    if only.wire != "id" || only.presence != crate::plan::Presence::Required || is_nullable(only) {
        return None;
    }
    let name = format_ident!("{}", item.name);
    let id = format_ident!("{id}");
    let old = (item.deprecation == Deprecation::Deprecated).then(allow_deprecated);
    let old = old.iter();
    Some(quote! {
        #(#old)*
        impl From<#id> for #name {
            fn from(id: #id) -> Self {
                Self::new(id)
            }
        }
    })
}

/// The relation under which a collection embeds the type.
fn embedded(plan: &Plan, item: &TypeItem) -> Option<TokenStream> {
    let relation = plan.relation(&item.name)?;
    let name = format_ident!("{}", item.name);
    let envelope = match &plan.target.collections {
        Envelope::Hal | Envelope::Own(_) => None,
        Envelope::Flat { count, offset, .. } => {
            let count = count.as_ref().map_or_else(|| quote!(None), |count| quote!(Some(#count)));
            Some(quote! {
                const ENVELOPE: &'static Envelope = &Envelope {
                    around: None,
                    links: None,
                    count: #count,
                    size: None,
                    next: NextPage::Offset(#offset),
                };
            })
        }
    };
    Some(quote! {
        impl Sealed for #name {}

        impl Embedded for #name {
            const RELATION: &'static str = #relation;
            #envelope
        }
    })
}
