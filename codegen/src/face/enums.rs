//! Open enums: sets of values that may grow, which keep a value they do not know.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::markdown;
use crate::plan::{Enum, EnumValue, Repr, Scalar, TypeItem};
use crate::rust_type;
use crate::rustdoc::{lines, type_lines};

/// The enum with its conversions.
pub(super) fn open_enum(item: &TypeItem, known: &Enum) -> TokenStream {
    let definition = definition(item, known);
    let conversions = match known.repr {
        Repr::Text => of_texts(item, known),
        Repr::Number(scalar) => of_numbers(item, known, scalar),
        Repr::Mixed => of_any(item, known),
    };
    quote!(#definition #conversions)
}

fn definition(item: &TypeItem, known: &Enum) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let docs = type_lines(item);
    let variants = variants(known);
    let variant_docs = known.values.iter().map(|value| {
        let docs = lines(variant_docs(value));
        quote!(#(#docs)*)
    });
    let derives = match known.repr {
        Repr::Text => quote!(Clone, Debug, PartialEq, Eq, Hash),
        Repr::Number(Scalar::F64) => quote!(Clone, Copy, Debug, PartialEq),
        Repr::Number(_) => quote!(Clone, Copy, Debug, PartialEq, Eq, Hash),
        Repr::Mixed => quote!(Clone, Debug, PartialEq),
    };
    let unknown = match known.repr {
        Repr::Text => quote!(UnknownValue),
        Repr::Number(scalar) => {
            let ty = rust_type::scalar(scalar);
            quote!(UnknownValue<#ty>)
        }
        Repr::Mixed => quote!(UnknownValue<serde_json::Value>),
    };
    quote! {
        #(#docs)*
        #[doc = ""]
        #[doc = " The set is open: a value that this version does not know is kept in"]
        #[doc = " [`Unknown`](Self::Unknown) and is written back as it came."]
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            #[doc = " A value that this version does not know."]
            Unknown(#unknown),
        }
    }
}

fn variants(known: &Enum) -> Vec<proc_macro2::Ident> {
    known.values.iter().map(|value| format_ident!("{}", value.variant)).collect()
}

/// The value of a variant, and what the contract says about it.
fn variant_docs(value: &EnumValue) -> Vec<String> {
    let shown = match value.wire.as_str() {
        "" => "The empty text.".to_owned(),
        wire => format!("The value {}.", markdown::code(wire)),
    };
    match value.docs.as_slice() {
        [] => vec![shown],
        docs => docs.iter().cloned().chain([String::new(), shown]).collect(),
    }
}

fn of_texts(item: &TypeItem, known: &Enum) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let variants = variants(known);
    let wires: Vec<&str> = known.values.iter().map(|value| value.wire.as_str()).collect();
    // A variant of that name would be meant as well.
    let failure = match known.values.iter().any(|value| value.variant == "Err") {
        true => quote!(Infallible),
        false => quote!(Self::Err),
    };
    quote! {
        impl #name {
            #[doc = " The values that this version knows."]
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            #[doc = " The value as it stands on the wire."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#wires => Self::#variants,)*
                    _ => Self::Unknown(UnknownValue::new(text)),
                }
            }
        }

        impl FromStr for #name {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, #failure> {
                Ok(Self::from(text))
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
            }
        }
    }
}

fn of_numbers(item: &TypeItem, known: &Enum, scalar: Scalar) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let ty = rust_type::scalar(scalar);
    let variants = variants(known);
    let literals: Vec<TokenStream> =
        known.values.iter().map(|value| literal(value, scalar)).collect();
    let from = match scalar {
        // No pattern: what is equal is the same value.
        Scalar::F64 => quote! {
            #(if number == #literals { return Self::#variants; })*
            Self::Unknown(UnknownValue::of(number))
        },
        _ => quote! {
            match number {
                #(#literals => Self::#variants,)*
                _ => Self::Unknown(UnknownValue::of(number)),
            }
        },
    };
    quote! {
        impl #name {
            #[doc = " The values that this version knows."]
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            #[doc = " The value as it stands on the wire."]
            #[must_use]
            pub fn get(self) -> #ty {
                match self {
                    #(Self::#variants => #literals,)*
                    Self::Unknown(value) => *value.get(),
                }
            }
        }

        impl From<#ty> for #name {
            fn from(number: #ty) -> Self {
                #from
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.get().fmt(f)
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.get().serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #ty::deserialize(deserializer).map(Self::from)
            }
        }
    }
}

/// A number as its type writes it.
fn literal(value: &EnumValue, scalar: Scalar) -> TokenStream {
    let number = &value.value;
    let text = match scalar {
        Scalar::F64 => format!("{:?}", number.as_f64().unwrap_or_default()),
        _ => number.to_string(),
    };
    text.parse().unwrap_or_default()
}

/// Values of several types: each is JSON.
fn of_any(item: &TypeItem, known: &Enum) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let variants = variants(known);
    let values = known.values.iter().map(|value| {
        let json: TokenStream = super::example::json(&value.value).parse().unwrap_or_default();
        quote!(serde_json::json!(#json))
    });
    quote! {
        impl #name {
            #[doc = " The values that this version knows."]
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            #[doc = " The value as it stands on the wire."]
            #[must_use]
            pub fn to_json(&self) -> serde_json::Value {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value.get().clone(),
                }
            }
        }

        impl From<serde_json::Value> for #name {
            fn from(json: serde_json::Value) -> Self {
                let known = Self::KNOWN.iter().find(|known| known.to_json() == json);
                known.cloned().unwrap_or_else(|| Self::Unknown(UnknownValue::of(json)))
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.to_json() {
                    serde_json::Value::String(text) => f.write_str(&text),
                    json => json.fmt(f),
                }
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_json().serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde_json::Value::deserialize(deserializer).map(Self::from)
            }
        }
    }
}
