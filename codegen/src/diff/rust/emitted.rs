//! Reads the public items of emitted code, as far as the code itself says what they are.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;

use super::surface::{Argument, Growth, Item, ItemKind, Naming, Surface};
use crate::face::spaced;
use crate::plan::Deprecation;

/// Between the runtime and generated code: other items say what users need of them.
const HIDDEN: [&str; 3] = ["ApiClient", "Sealed", "Secrets"];

/// Reads files, one after the other.
#[derive(Default)]
pub(super) struct CodeReader {
    pub(super) surface: Surface,
    /// The public module of the file that is being read; empty for the root and the types.
    module: String,
}

impl CodeReader {
    /// Reads a file of the client; others have no public items.
    pub(super) fn file(&mut self, path: &str, file: &syn::File) -> syn::Result<()> {
        let Some(path) = path.strip_prefix("src/generated/") else { return Ok(()) };
        self.module = match path.split_once('/') {
            Some(("types", _)) | None => String::new(),
            Some((module, _)) => module.to_owned(),
        };
        file.items.iter().try_for_each(|item| self.item(item))
    }

    fn path(&self, name: &impl ToString) -> String {
        match (self.module.as_str(), name.to_string()) {
            ("", name) => name,
            (_, name) if name == "Client" => name,
            (module, name) => format!("{module}::{name}"),
        }
    }

    fn add(
        &mut self,
        kind: ItemKind,
        owner: &str,
        path: String,
        signature: String,
        attributes: &[syn::Attribute],
    ) -> &mut Item {
        let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
        let deprecation = match has("deprecated") {
            true => Deprecation::Deprecated,
            false => Deprecation::Current,
        };
        let growth = if has("non_exhaustive") { Growth::Open } else { Growth::Closed };
        self.surface.entry(path).or_insert(Item {
            kind,
            owner: owner.to_owned(),
            bare: signature.clone(),
            signature,
            deprecation,
            growth,
            naming: Naming::Public,
            arguments: Vec::new(),
            docs: Vec::new(),
            wire: String::new(),
            origins: Vec::new(),
        })
    }

    /// A type or a module, which belongs to itself.
    fn whole(
        &mut self,
        kind: ItemKind,
        name: &syn::Ident,
        signature: &str,
        attributes: &[syn::Attribute],
    ) -> String {
        let path = self.path(name);
        self.add(kind, &path, path.clone(), signature.to_owned(), attributes);
        path
    }

    fn item(&mut self, item: &syn::Item) -> syn::Result<()> {
        match item {
            // Types are named without it.
            syn::Item::Mod(item) if is_public(&item.vis) && item.ident != "types" => {
                self.whole(ItemKind::Module, &item.ident, "", &item.attrs);
            }
            syn::Item::Use(item) if is_public(&item.vis) => self.reexport(&item.tree),
            syn::Item::Type(item) if is_public(&item.vis) => {
                self.whole(ItemKind::Type, &item.ident, &text(&item.ty), &item.attrs);
            }
            syn::Item::Struct(item) if is_public(&item.vis) => self.object(item)?,
            syn::Item::Enum(item) if is_public(&item.vis) => self.variants(item)?,
            syn::Item::Impl(item) => self.implementation(item),
            syn::Item::Macro(item) if item.mac.path.is_ident("request") => {
                let file: syn::File = syn::parse2(item.mac.parse_body::<Request>()?.expanded())?;
                file.items.iter().try_for_each(|item| self.item(item))?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A type of the runtime that the client has as well.
    fn reexport(&mut self, tree: &syn::UseTree) {
        if let syn::UseTree::Path(path) = tree
            && path.ident != "self"
            && let syn::UseTree::Name(name) = &*path.tree
        {
            self.whole(ItemKind::Type, &name.ident, &text(tree), &[]);
        }
    }

    fn object(&mut self, item: &syn::ItemStruct) -> syn::Result<()> {
        let held = item.fields.iter().find(|field| field.ident.is_none());
        let signature = match held.map(|field| text(&field.ty)).as_deref() {
            Some("Uuid") => "struct (a UUID)",
            Some("String") => "struct (a text)",
            _ => "struct",
        };
        let owner = self.whole(ItemKind::Type, &item.ident, signature, &item.attrs);
        self.derives(&owner, &item.attrs)?;
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let Some(name) = &field.ident else { continue };
            let path = format!("{owner}::{name}");
            self.add(ItemKind::Field, &owner, path, text(&field.ty), &field.attrs);
        }
        Ok(())
    }

    fn variants(&mut self, item: &syn::ItemEnum) -> syn::Result<()> {
        let is_tagged = item.attrs.iter().any(|attribute| attribute.path().is_ident("serde"));
        let signature = if is_tagged { "enum (tagged)" } else { "enum (open)" };
        let owner = self.whole(ItemKind::Type, &item.ident, signature, &item.attrs);
        self.derives(&owner, &item.attrs)?;
        for variant in &item.variants {
            let path = format!("{owner}::{}", variant.ident);
            self.add(ItemKind::Variant, &owner, path, text(&variant.fields), &variant.attrs);
        }
        Ok(())
    }

    fn derives(&mut self, owner: &str, attributes: &[syn::Attribute]) -> syn::Result<()> {
        for attribute in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            let names: Punctuated<syn::Path, syn::Token![,]> =
                attribute.parse_args_with(Punctuated::parse_terminated)?;
            for name in names {
                let name = match text(&name).as_str() {
                    "Deserialize" => "Deserialize<'de>".to_owned(),
                    other => other.to_owned(),
                };
                let path = format!("impl {name} for {owner}");
                self.add(ItemKind::Trait, owner, path, String::new(), &[]);
            }
        }
        Ok(())
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let target = text(&item.self_ty);
        if let Some((path, _)) = &item.trait_ {
            return self.of_trait(item, path, &target);
        }
        let owner = self.path(&target);
        for member in &item.items {
            match member {
                syn::ImplItem::Fn(function) if is_public(&function.vis) => {
                    self.function(&owner, function);
                }
                syn::ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let path = format!("{owner}::{}", constant.ident);
                    let ty = text(&constant.ty);
                    self.add(ItemKind::Function, &owner, path, ty, &constant.attrs);
                }
                _ => {}
            }
        }
    }

    fn of_trait(&mut self, item: &syn::ItemImpl, path: &syn::Path, target: &str) {
        if HIDDEN.iter().any(|name| path.is_ident(name)) {
            return;
        }
        let name = text(path);
        let name = name.strip_prefix("fmt::").unwrap_or(&name);
        let (target, owner) = match (target, name.strip_prefix("From<")) {
            // What is ours becomes something that is not.
            ("Uuid" | "String", Some(ours)) => {
                (target.to_owned(), self.path(&ours.trim_end_matches('>')))
            }
            _ => {
                // What becomes a value that may be left out belongs to the type of the value.
                let inner = target.strip_prefix("Option<").and_then(|it| it.strip_suffix('>'));
                let inner = inner.unwrap_or(target);
                let owner = self.path(&inner);
                (target.replacen(inner, &owner, 1), owner)
            }
        };
        let output = item.items.iter().find_map(|member| match member {
            syn::ImplItem::Type(output) if output.ident == "Output" => Some(text(&output.ty)),
            _ => None,
        });
        let path = format!("impl {name} for {target}");
        self.add(ItemKind::Trait, &owner, path, output.unwrap_or_default(), &[]);
    }

    fn function(&mut self, owner: &str, function: &syn::ImplItemFn) {
        let (mut all, mut bare, mut arguments) = (Vec::new(), Vec::new(), Vec::new());
        for input in &function.sig.inputs {
            match input {
                syn::FnArg::Receiver(receiver) => {
                    all.push(text(receiver));
                    bare.push(text(receiver));
                }
                syn::FnArg::Typed(typed) => {
                    let name = text(&typed.pat);
                    let text = format!("{name}: {}", text(&typed.ty));
                    all.push(text.clone());
                    bare.push(self::text(&typed.ty));
                    arguments.push(Argument { name, text, origin: None });
                }
            }
        }
        let output = match &function.sig.output {
            syn::ReturnType::Type(_, ty) => text(ty),
            syn::ReturnType::Default => "()".to_owned(),
        };
        let signature = format!("({}) -> {output}", all.join(", "));
        let bare = format!("({}) -> {output}", bare.join(", "));
        let path = format!("{owner}::{}()", function.sig.ident);
        let item = self.add(ItemKind::Function, owner, path, signature, &function.attrs);
        (item.arguments, item.bare) = (arguments, bare);
    }
}

/// What `request!` is told.
pub(super) struct Request {
    builder: syn::Ident,
    output: syn::Type,
    paging: Paging,
    /// Whether the body can be had while it arrives.
    is_streamed: bool,
}

/// Whether a call results in pages.
enum Paging {
    /// Of items of the type.
    Pages,
    /// Of the type, with items of another one.
    Of(Box<syn::Type>),
    Whole,
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let builder = input.parse()?;
        input.parse::<syn::Token![->]>()?;
        let word = input.fork().parse::<syn::Ident>();
        let is_streamed = word.as_ref().is_ok_and(|word| word == "text" || word == "file");
        let mut paging = Paging::Whole;
        if word.is_ok_and(|word| word == "pages") && input.peek2(syn::Ident) {
            input.parse::<syn::Ident>()?;
            input.parse::<syn::Ident>()?;
            paging = Paging::Pages;
        }
        let output = output(input)?;
        if input.parse::<Option<syn::Token![,]>>()?.is_some() {
            input.parse::<syn::Ident>()?;
            input.parse::<syn::Ident>()?;
            paging = Paging::Of(Box::new(input.parse()?));
            input.parse::<TokenStream>()?;
        }
        Ok(Self { builder, output, paging, is_streamed })
    }
}

/// The type that a word stands for, or the one that is written.
fn output(input: ParseStream<'_>) -> syn::Result<syn::Type> {
    let word = input.fork().parse::<syn::Ident>().map(|word| word.to_string()).unwrap_or_default();
    let output = match word.as_str() {
        "text" => quote!(String),
        "file" => quote!(FileData),
        "any" => quote!(serde_json::Value),
        "redirection" => quote!(()),
        "page" if input.peek2(syn::Ident) => {
            input.parse::<syn::Ident>()?;
            input.parse::<syn::Ident>()?;
            let item: syn::Type = input.parse()?;
            return syn::parse2(quote!(Collection<#item>));
        }
        "by_status" => {
            input.parse::<syn::Ident>()?;
            return input.parse();
        }
        "optional" => {
            input.parse::<syn::Ident>()?;
            let ty: syn::Type = input.parse()?;
            return syn::parse2(quote!(Option<#ty>));
        }
        _ => return input.parse(),
    };
    input.parse::<syn::Ident>()?;
    syn::parse2(output)
}

impl Request {
    /// What the macro adds to a builder, as `generated-client/runtime/src/request.rs` has it.
    pub(super) fn expanded(&self) -> TokenStream {
        let Self { builder, output: given, paging, is_streamed } = self;
        let streamed = is_streamed.then(|| {
            quote!(
                pub async fn send_streamed(self) -> Result<Response<ByteStream>, Error> {}
            )
        });
        let (output, streams) = match paging {
            Paging::Whole => (quote!(#given), None),
            Paging::Pages => {
                let streams = quote! {
                    pub fn pages(self) -> Pages<#given> {}
                    pub fn items(self) -> Items<#given> {}
                };
                (quote!(Collection<#given>), Some(streams))
            }
            Paging::Of(item) => {
                let streams = quote! {
                    pub fn pages(self) -> Pages<#item, #given> {}
                    pub fn items(self) -> Items<#item> {}
                };
                (quote!(#given), Some(streams))
            }
        };
        quote! {
            impl #builder {
                #streams
                pub fn timeout(mut self, timeout: Duration) -> Self {}
                pub fn retry(mut self, policy: RetryPolicy) -> Self {}
                pub async fn send(self) -> Result<#output, Error> {}
                pub async fn send_with_metadata(self) -> Result<Response<#output>, Error> {}
                #streamed
            }

            impl IntoFuture for #builder {
                type Output = Result<#output, Error>;
            }
        }
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// Code as it is written, without the commas at the ends of lists that formatting may add.
fn text(code: &impl ToTokens) -> String {
    let code = spaced(&code.to_token_stream().to_string());
    code.replace("& ", "&").replace(",)", ")").replace(",>", ">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_comes_at_once_is_a_collection_without_streams() {
        let request: Request = syn::parse_str("ReplaceThings -> page of Thing").unwrap();
        let text = request.expanded().to_string();
        assert!(text.contains("Result < Collection < Thing > , Error >"), "{text}");
        assert!(!text.contains("pages"), "{text}");
    }
}
