//! The public API as the generated files have it: the truth that `surface` is measured by.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;

use super::surface::{ItemKind, Surface};
use crate::face::spaced;
use crate::output::Files;

/// Path, kind, declaration and deprecation of an item.
pub(in crate::diff) type Row = (String, ItemKind, String, bool);

/// The planned items, as far as they can be seen in files.
pub(super) fn planned(surface: &Surface) -> BTreeSet<Row> {
    let rows = surface.iter().map(|(path, item)| {
        let signature = match item.kind {
            ItemKind::Type | ItemKind::Module => String::new(),
            _ => normal(&item.signature),
        };
        let deprecated = item.deprecation == crate::plan::Deprecation::Deprecated;
        (path.clone(), item.kind, signature, deprecated)
    });
    rows.collect()
}

/// The items of the generated files that users can name.
pub(in crate::diff) fn emitted(files: &Files) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for (path, text) in files.iter() {
        let Some(path) = path.strip_prefix("src/generated/") else { continue };
        let file = syn::parse_file(text).unwrap();
        let module = match path.split_once('/') {
            Some(("types", _)) => "",
            Some((module, _)) => module,
            None => {
                modules(&file, &mut rows);
                continue;
            }
        };
        for item in &file.items {
            Reader { module, rows: &mut rows }.item(item);
        }
    }
    rows
}

fn modules(file: &syn::File, rows: &mut BTreeSet<Row>) {
    for item in &file.items {
        if let syn::Item::Mod(module) = item
            && is_public(&module.vis)
            && module.ident != "types"
        {
            rows.insert((module.ident.to_string(), ItemKind::Module, String::new(), false));
        }
    }
}

struct Reader<'r> {
    module: &'r str,
    rows: &'r mut BTreeSet<Row>,
}

impl Reader<'_> {
    fn path(&self, name: &str) -> String {
        match self.module {
            "" => name.to_owned(),
            _ if name == "Client" => name.to_owned(),
            module => format!("{module}::{name}"),
        }
    }

    fn row(&mut self, path: String, kind: ItemKind, signature: &str, attrs: &[syn::Attribute]) {
        let deprecated = attrs.iter().any(|attribute| attribute.path().is_ident("deprecated"));
        self.rows.insert((path, kind, normal(signature), deprecated));
    }

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                let owner = self.path(&item.ident.to_string());
                self.row(owner.clone(), ItemKind::Type, "", &item.attrs);
                self.derives(&owner, &item.attrs);
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    let Some(name) = &field.ident else { continue };
                    let ty = field.ty.to_token_stream().to_string();
                    self.row(format!("{owner}::{name}"), ItemKind::Field, &ty, &field.attrs);
                }
            }
            syn::Item::Enum(item) if is_public(&item.vis) => {
                let owner = self.path(&item.ident.to_string());
                self.row(owner.clone(), ItemKind::Type, "", &item.attrs);
                self.derives(&owner, &item.attrs);
                for variant in &item.variants {
                    let held = variant.fields.to_token_stream().to_string();
                    let path = format!("{owner}::{}", variant.ident);
                    self.row(path, ItemKind::Variant, &held, &variant.attrs);
                }
            }
            syn::Item::Impl(item) => self.implementation(item),
            syn::Item::Macro(item) if item.mac.path.is_ident("request") => {
                let Request { builder, output, pages } = item.mac.parse_body().unwrap();
                let file: syn::File = syn::parse2(expanded(&builder, &output, pages)).unwrap();
                file.items.iter().for_each(|item| self.item(item));
            }
            _ => {}
        }
    }

    fn derives(&mut self, owner: &str, attributes: &[syn::Attribute]) {
        for attribute in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            let names: Punctuated<syn::Path, syn::Token![,]> =
                attribute.parse_args_with(Punctuated::parse_terminated).unwrap();
            for name in names {
                let name = name.to_token_stream().to_string();
                let name = if name == "Deserialize" { "Deserialize<'de>".to_owned() } else { name };
                self.row(format!("impl {name} for {owner}"), ItemKind::Trait, "", &[]);
            }
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        // Hidden: between the runtime and generated code.
        let is_hidden = |path: &syn::Path| path.is_ident("Secrets") || path.is_ident("Sealed");
        if item.trait_.as_ref().is_some_and(|(path, _)| is_hidden(path)) {
            return;
        }
        let target = item.self_ty.to_token_stream().to_string();
        let owner = match target.as_str() {
            "Uuid" | "String" => target,
            _ => self.path(&target),
        };
        if let Some((path, _)) = &item.trait_ {
            let name = path.to_token_stream().to_string().replace(' ', "");
            let name = name.strip_prefix("fmt::").unwrap_or(&name).to_owned();
            let output = item.items.iter().find_map(|one| match one {
                syn::ImplItem::Type(output) if output.ident == "Output" => {
                    Some(output.ty.to_token_stream().to_string())
                }
                _ => None,
            });
            let path = format!("impl {name} for {owner}");
            self.row(path, ItemKind::Trait, &output.unwrap_or_default(), &[]);
            return;
        }
        for one in &item.items {
            match one {
                syn::ImplItem::Fn(function) if is_public(&function.vis) => {
                    let name = &function.sig.ident;
                    let arguments: Vec<String> = function
                        .sig
                        .inputs
                        .iter()
                        .map(|argument| argument.to_token_stream().to_string())
                        .collect();
                    let output = match &function.sig.output {
                        syn::ReturnType::Type(_, ty) => ty.to_token_stream().to_string(),
                        syn::ReturnType::Default => String::new(),
                    };
                    let signature = format!("({}) -> {output}", arguments.join(", "));
                    let path = format!("{owner}::{name}()");
                    self.row(path, ItemKind::Function, &signature, &function.attrs);
                }
                syn::ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let ty = constant.ty.to_token_stream().to_string();
                    let path = format!("{owner}::{}", constant.ident);
                    self.row(path, ItemKind::Function, &ty, &constant.attrs);
                }
                _ => {}
            }
        }
    }
}

/// What `request!` is told.
struct Request {
    builder: syn::Ident,
    output: syn::Type,
    /// Of items of the type.
    pages: bool,
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let builder = input.parse()?;
        input.parse::<syn::Token![->]>()?;
        let word = input.fork().parse::<syn::Ident>();
        let pages = word.is_ok_and(|word| word == "pages") && input.peek2(syn::Ident);
        if pages {
            input.parse::<syn::Ident>()?;
            input.parse::<syn::Ident>()?;
        }
        Ok(Self { builder, output: input.parse()?, pages })
    }
}

/// What `request!` adds to a builder, as `generated-client/runtime/src/request.rs` has it.
fn expanded(builder: &syn::Ident, result: &syn::Type, pages: bool) -> TokenStream {
    let output = if pages { quote!(Collection<#result>) } else { quote!(#result) };
    let streams = pages.then(|| {
        quote! {
            pub fn pages(self) -> Pages<#result> {}
            pub fn items(self) -> Items<#result> {}
        }
    });
    quote! {
        impl #builder {
            #streams
            pub fn timeout(mut self, timeout: Duration) -> Self {}
            pub fn retry(mut self, policy: RetryPolicy) -> Self {}
            pub async fn send(self) -> Result<#output, Error> {}
            pub async fn send_with_metadata(self) -> Result<Response<#output>, Error> {}
        }

        impl IntoFuture for #builder {
            type Output = Result<#output, Error>;
        }
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// Spaces mean nothing.
fn normal(signature: &str) -> String {
    spaced(signature).replace([' ', '\n'], "").replace(",)", ")").replace(",>", ">")
}
