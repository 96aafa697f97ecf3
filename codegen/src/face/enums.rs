//! Open enums: sets of strings that may grow, which keep a value they do not know.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::{EnumValue, TypeItem};
use crate::rustdoc::type_lines;

/// The enum with its conversions.
pub(super) fn open_enum(item: &TypeItem, values: &[EnumValue]) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let docs = type_lines(item);
    let variants: Vec<_> = values.iter().map(|value| format_ident!("{}", value.variant)).collect();
    let wires: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
    let variant_docs = wires.iter().map(|wire| format!(" The value `{wire}`."));
    quote! {
        #(#docs)*
        #[doc = ""]
        #[doc = " The set is open: a value that this version does not know is kept in"]
        #[doc = " [`Unknown`](Self::Unknown) and is written back as it came."]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
            #[doc = " A value that this version does not know."]
            Unknown(UnknownValue),
        }

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

            fn from_str(text: &str) -> Result<Self, Self::Err> {
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
