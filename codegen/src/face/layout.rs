//! Which items stand in which file, with the imports that each file needs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::own::Own;
use super::{client, handle, operation, outcomes, tests, types, unions};
use crate::output::{Job, SourceFile};
use crate::plan::{
    Api, Nullability, Operation, Parameter, Payload, Plan, Repr, Scalar, Shape, Struct, TypeItem,
    TypeRef, Writer,
};
use crate::target::Envelope;
use crate::wire::{self, Types};

/// Types that one job makes: enough that what they share weighs little.
const TYPES_AT_ONCE: usize = 48;

/// Operations that one job makes.
const OPERATIONS_AT_ONCE: usize = 16;

/// What makes the files of the client below `src/generated/`, the longest first.
pub(crate) fn jobs(plan: &Plan) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for module in plan.type_modules() {
        jobs.push(Box::new(move || Ok(vec![type_head(plan, module)])));
        let items: Vec<&TypeItem> = emitted(plan, module);
        for part in items.chunks(TYPES_AT_ONCE) {
            let part = part.to_vec();
            jobs.push(Box::new(move || {
                let code = wire::types_of(plan, &part)?;
                Ok(vec![SourceFile::more(type_path(module), type_items(plan, &code, &part))])
            }));
        }
    }
    jobs.push(Box::new(|| {
        let root = root(plan, &tested(plan));
        Ok([root].into_iter().chain(examples(plan)).collect())
    }));
    jobs.push(Box::new(|| Ok(vec![client_file(plan), types_root(plan)])));
    for api in &plan.apis {
        jobs.push(Box::new(|| Ok(vec![handle_file(plan, api)])));
        for part in api.operations.chunks(OPERATIONS_AT_ONCE) {
            jobs.push(Box::new(move || {
                Ok(part.iter().map(|operation| operation_file(plan, api, operation)).collect())
            }));
        }
    }
    jobs
}

/// The files that users can name something of: all but the tests.
pub(crate) fn api(plan: &Plan, code: &Types) -> Vec<SourceFile> {
    let mut files = vec![root(plan, &[]), client_file(plan), types_root(plan)];
    for module in plan.type_modules() {
        let items: Vec<&TypeItem> = emitted(plan, module);
        let (_, uses) = type_imports(plan, module);
        let items = type_items(plan, code, &items);
        files.push(SourceFile::more(type_path(module), quote!(#uses #items)));
    }
    for api in &plan.apis {
        files.push(handle_file(plan, api));
        files.extend(api.operations.iter().map(|operation| operation_file(plan, api, operation)));
    }
    files
}

fn root(plan: &Plan, tested: &[&Api]) -> SourceFile {
    let features: BTreeSet<_> =
        tested.iter().filter_map(|api| Some(&api.feature.as_ref()?.name)).collect();
    let features = features.into_iter();
    let condition = match features.len() {
        0 => quote!(test),
        _ => quote!(all(test, any(#(feature = #features),*))),
    };
    let examples = (!tested.is_empty()).then(|| {
        quote!(
            #[cfg(#condition)]
            mod examples;
        )
    });
    let modules = plan.apis.iter().map(|api| {
        let module = format_ident!("{}", api.module);
        let feature = feature(Some(api));
        quote!(#feature pub mod #module;)
    });
    let items = quote! {
        mod client;
        #(#modules)*
        pub mod types;

        pub use self::client::{Client, ClientBuilder};

        #examples
    };
    SourceFile::new(
        "src/generated/mod.rs",
        &plan.origin(&plan.source),
        "Everything that the contract decides.",
        items,
    )
}

fn client_file(plan: &Plan) -> SourceFile {
    let mut imports = Imports::default();
    imports.runtime.extend(["Core", "Hosts"].map(str::to_owned));
    imports.seam.insert("ApiClient");
    if plan.apis.iter().all(|api| api.feature.is_none()) {
        imports.seam.extend(["Api", "ErrorFormat"]);
    }
    imports.seam.extend(plan.target.api_key.as_ref().map(|_| "ApiKey"));
    for parameter in plan.client_scope() {
        imports.of_type(&parameter.ty);
    }
    if plan.is_configured_by_environment() {
        imports.runtime.insert("EnvError".to_owned());
    }
    let uses = imports.tokens();
    let items = client::items(plan);
    let doc = "The client: a core, and what every operation needs beside it.";
    let source = plan.origin(&plan.source);
    SourceFile::new("src/generated/client.rs", &source, doc, quote!(#uses #items))
}

fn types_root(plan: &Plan) -> SourceFile {
    let modules: Vec<_> = plan.type_modules();
    let idents: Vec<_> = modules.iter().map(|module| format_ident!("{module}")).collect();
    let features: Vec<_> = modules.iter().map(|module| feature(plan.user_of(module))).collect();
    let names = modules.iter().map(|module| {
        let names = in_module(plan, module)
            .flat_map(|item| [item.name.clone()].into_iter().chain(item.group()));
        let names: BTreeSet<String> = names.collect();
        let names = names.iter().map(|name| format_ident!("{name}"));
        quote!({ #(#names),* })
    });
    let environment = plan.is_configured_by_environment().then(|| {
        quote!(
            pub use pingone_core::EnvironmentId;
        )
    });
    let items = quote! {
        #(#features mod #idents;)*
        #(#features pub use self::#idents::#names;)*
        #environment
    };
    let source = plan.origin(&plan.source);
    SourceFile::new("src/generated/types/mod.rs", &source, "The types of the contract.", items)
}

/// What an item of this handle is behind, if it is behind anything.
fn feature(api: Option<&Api>) -> Option<TokenStream> {
    let name = &api?.feature.as_ref()?.name;
    Some(quote!(#[cfg(feature = #name)]))
}

fn in_module<'p>(plan: &'p Plan, module: &'p str) -> impl Iterator<Item = &'p TypeItem> {
    plan.types.values().filter(move |item| item.module == module)
}

/// The types of a module, with those that only their aliases name.
fn emitted<'p>(plan: &'p Plan, module: &'p str) -> Vec<&'p TypeItem> {
    let shared = plan.shared.values().filter(|item| item.module == module);
    let mut items: Vec<&TypeItem> = in_module(plan, module).chain(shared).collect();
    items.sort_by_key(|item| &item.name);
    items
}

fn type_path(module: &str) -> String {
    format!("src/generated/types/{module}.rs")
}

/// What a file of types begins with.
fn type_head(plan: &Plan, module: &str) -> SourceFile {
    let (source, uses) = type_imports(plan, module);
    let doc = match plan.user_of(module) {
        Some(api) => format!("Types that only “{}” uses.", crate::markdown::phrase(&api.tag)),
        None => format!("Types of `{source}`."),
    };
    SourceFile::new(type_path(module), &plan.origin(source), &doc, uses)
}

/// The file of the contract that a module is made from, and what its types import.
fn type_imports<'p>(plan: &'p Plan, module: &'p str) -> (&'p str, TokenStream) {
    let mut imports = Imports::default();
    let mut source = &plan.source;
    for item in emitted(plan, module) {
        source = &item.file;
        if let Some(shared) = item.same_as.as_deref().and_then(|name| plan.find(name)) {
            imports.of_alias(shared, module);
            continue;
        }
        imports.of_item(plan, item, module);
    }
    (source, imports.tokens())
}

fn type_items(plan: &Plan, code: &Types, items: &[&TypeItem]) -> TokenStream {
    let mut body = TokenStream::new();
    for item in items {
        if let Some(shared) = item.same_as.as_deref().and_then(|name| plan.find(name)) {
            types::alias(item, shared).to_tokens(&mut body);
            continue;
        }
        if let Some(code) = code.get(&item.name) {
            code.definition.to_tokens(&mut body);
            for block in &code.impls {
                block.to_tokens(&mut body);
            }
        }
        unions::additions(plan, item).to_tokens(&mut body);
        types::additions(plan, item).to_tokens(&mut body);
    }
    body
}

fn handle_file(plan: &Plan, api: &Api) -> SourceFile {
    let mut sorted: Vec<&Operation> = api.operations.iter().collect();
    sorted.sort_by_key(|operation| operation.module(api));
    let verbs: Vec<_> = sorted.iter().map(|one| format_ident!("{}", one.module(api))).collect();
    let exported = sorted.iter().map(|one| {
        let builder = format_ident!("{}", one.builder);
        let choice = one.body.as_ref().and_then(|body| body.choice());
        let others = choice.map(|choice| choice.name.clone()).into_iter().chain(one.group(api));
        let others = others.chain(one.success.outcomes().map(|outcomes| outcomes.name.clone()));
        let others = others.chain(one.headers_name());
        let others: Vec<_> = others.map(|name| format_ident!("{name}")).collect();
        match others.is_empty() {
            false => quote!({#builder, #(#others),*}),
            true => quote!(#builder),
        }
    });
    let mut imports = Imports { client: true, ..Imports::default() };
    for operation in &api.operations {
        match operation.group(api) {
            Some(_) => imports.of_body(api, operation),
            None => imports.of_arguments(api, operation),
        }
    }
    let own = Own::of_handle(api);
    imports.types.retain(|name| !own.contains(name));
    let uses = imports.tokens();
    let items = handle::items(plan, api);
    let source = api.operations.first().map_or(&plan.source, |operation| &operation.file);
    let path = format!("src/generated/{}/mod.rs", api.module);
    let doc = format!("The operations of “{}”.", crate::markdown::phrase(&api.tag));
    let tokens = quote! {
        #(mod #verbs;)*
        #(pub use self::#verbs::#exported;)*
        #uses
        #items
    };
    SourceFile::new(path, &plan.origin(source), &doc, tokens)
}

fn operation_file(plan: &Plan, api: &Api, planned: &Operation) -> SourceFile {
    let mut imports = Imports { client: true, api: true, ..Imports::default() };
    imports.seam.extend(["Call", "Method", "Operation", "request"]);
    imports.runtime.extend(["Core", "Idempotency"].map(str::to_owned));
    imports.of_arguments(api, planned);
    for parameter in planned.optional_parameters() {
        imports.of_type(&parameter.ty);
    }
    let set: Vec<_> = planned.path.iter().chain(planned.parameters()).collect();
    let any = |test: fn(&Parameter) -> bool| set.iter().any(|parameter| test(parameter));
    imports.seam.extend(any(operation::names_style).then_some("ParameterStyle"));
    imports.seam.extend(any(operation::names_marks).then_some("ParameterMarks"));
    for ty in planned.success.payload.types(planned.success.reading) {
        imports.of_type(ty);
    }
    planned.response_headers.iter().for_each(|header| imports.of_type(&header.ty));
    outcomes::imports(planned, &mut imports.runtime);
    if let Some(body) = &planned.body {
        body.types().for_each(|ty| imports.of_type(ty));
        imports.seam.extend(super::bodies::seam(body));
    }
    if let Some(paging) = &planned.success.paging {
        imports.seam.insert("NextPage");
        imports.of_type(&paging.item);
    }
    let own = Own::of_operation(api, planned);
    imports.types.retain(|name| !own.contains(name));
    let uses = imports.tokens();
    let items = operation::items(plan, api, planned);
    let path = format!("src/generated/{}/{}.rs", api.module, planned.module(api));
    let doc = format!("`{}`: `{} {}`.", planned.id, planned.method.as_str(), planned.template);
    SourceFile::new(path, &plan.origin(&planned.file), &doc, quote!(#uses #items))
}

/// The tests of all examples: one file, or one for each feature.
fn examples(plan: &Plan) -> Vec<SourceFile> {
    let doc = "Every example of the contract, decoded and encoded.";
    let path = "src/generated/examples.rs";
    let source = plan.origin(&plan.source);
    let mut imports = Imports { timestamp: true, ..Imports::default() };
    imports.serde.insert("Serialize");
    let helpers = tests::helpers();
    let tested = tested(plan);
    if tested.is_empty() {
        return Vec::new();
    }
    if plan.apis.iter().all(|api| api.feature.is_none()) {
        tested.iter().for_each(|api| imports.of_examples(api));
        let mut taken = BTreeSet::new();
        let tests = tested.iter().flat_map(|api| tests::of_handle(api, &mut taken));
        let uses = imports.tokens();
        let items = quote!(#uses #helpers #(#tests)*);
        return vec![SourceFile::new(path, &source, doc, items)];
    }
    let modules = tested.iter().map(|api| {
        let (feature, module) = (feature(Some(api)), format_ident!("{}", api.module));
        quote!(#feature mod #module;)
    });
    let uses = imports.tokens();
    let head = SourceFile::new(path, &source, doc, quote!(#(#modules)* #uses #helpers));
    let parts = tested.iter().map(|api| {
        let mut imports = Imports::default();
        imports.of_examples(api);
        let (uses, tests) = (imports.tokens(), tests::of_handle(api, &mut BTreeSet::new()));
        let doc = format!("The examples of “{}”.", crate::markdown::phrase(&api.tag));
        let path = format!("src/generated/examples/{}.rs", api.module);
        let items = quote!(use super::round_trip; #uses #(#tests)*);
        SourceFile::new(path, &source, &doc, items)
    });
    std::iter::once(head).chain(parts).collect()
}

/// The handles with an example that can be tested.
fn tested(plan: &Plan) -> Vec<&Api> {
    plan.apis.iter().filter(|api| tests::has_examples(api)).collect()
}

/// What a type imports of serde if it derives the traits.
const DERIVED: [&str; 2] = ["Deserialize", "Serialize"];

/// What a file imports.
#[derive(Default)]
struct Imports {
    /// Items of the runtime.
    runtime: BTreeSet<String>,
    /// Items of the runtime's module for generated code.
    seam: BTreeSet<&'static str>,
    types: BTreeSet<String>,
    timestamp: bool,
    uuid: bool,
    parse: bool,
    infallible: bool,
    map: bool,
    display: bool,
    serde: BTreeSet<&'static str>,
    client: bool,
    /// What the operations have in common.
    api: bool,
}

impl Imports {
    fn of_type(&mut self, ty: &TypeRef) {
        ty.visit(&mut |part| match part {
            TypeRef::Secret => {
                self.runtime.insert("Secret".to_owned());
            }
            TypeRef::Runtime(name) => {
                self.runtime.insert(name.clone());
            }
            TypeRef::Named(name) => {
                self.types.insert(name.clone());
            }
            TypeRef::Scalar(Scalar::Timestamp) => self.timestamp = true,
            TypeRef::Scalar(Scalar::Uuid) => self.uuid = true,
            TypeRef::Map(value) if **value != TypeRef::Json => self.map = true,
            _ => {}
        });
    }

    fn of_examples(&mut self, api: &Api) {
        for operation in &api.operations {
            if let Some(body) = operation.body.as_ref().filter(|body| !body.examples.is_empty()) {
                self.of_type(&body.ty);
            }
            if operation.success.examples.is_empty() {
                continue;
            }
            match &operation.success.payload {
                Payload::Empty | Payload::ByStatus(_) => {}
                Payload::Json(ty) | Payload::Optional(ty) => self.of_type(ty),
                Payload::Collection { item, .. } => {
                    self.runtime.insert("Collection".to_owned());
                    self.of_type(item);
                }
            }
        }
    }

    fn of_arguments(&mut self, api: &Api, operation: &Operation) {
        for parameter in &api.scope {
            self.of_type(&parameter.ty);
        }
        for given in operation.given(api) {
            self.of_type(given.ty());
        }
        self.of_states(operation);
    }

    /// What a body is given as that may be `null` or be left out.
    fn of_states(&mut self, operation: &Operation) {
        if operation.body.as_ref().is_some_and(super::bodies::has_three_states) {
            self.runtime.insert("Nullable".to_owned());
        }
    }

    /// What the handle names of an operation whose parameters are a struct.
    fn of_body(&mut self, api: &Api, operation: &Operation) {
        for parameter in &api.scope {
            self.of_type(&parameter.ty);
        }
        if let Some(body) = &operation.body {
            self.of_type(&body.ty);
        }
        self.of_states(operation);
    }

    fn of_item(&mut self, plan: &Plan, item: &TypeItem, module: &str) {
        match &item.shape {
            Shape::Enum(values) => {
                self.serde.extend(["Deserialize", "Deserializer", "Serialize", "Serializer"]);
                self.display = true;
                self.parse |= values.repr == Repr::Text;
                self.infallible |= values.repr == Repr::Text;
                self.runtime.insert("UnknownValue".to_owned());
            }
            Shape::Id | Shape::Text => {
                self.serde.extend(DERIVED);
                self.display = true;
                self.parse = true;
                self.uuid |= matches!(item.shape, Shape::Id);
                self.infallible |= matches!(item.shape, Shape::Text);
            }
            Shape::Struct(object) => {
                self.serde.extend(DERIVED);
                if object.own_constants().next().is_some() {
                    self.seam.insert("union");
                }
                for field in &object.fields {
                    self.of_type(&field.ty);
                    if field.nullability == Nullability::Distinct {
                        self.runtime.insert("Nullable".to_owned());
                    }
                }
                if let Some(ty) = object.extra.typed() {
                    self.of_type(ty);
                    self.map = true;
                }
            }
            Shape::Union(union) => {
                self.serde.extend(DERIVED);
                if union.writer == Writer::Struct {
                    self.serde.insert("Deserializer");
                    self.seam.insert("union");
                }
                for variant in &union.variants {
                    self.of_type(&variant.ty);
                    let held = variant.ty.name().and_then(|name| plan.types.get(name));
                    if let Some(held) = held.filter(|_| item.usage.is_sent())
                        && let Shape::Struct(object) = &held.shape
                    {
                        self.of_constructor(held, object);
                    }
                }
                for field in &union.shared {
                    self.of_type(&field.ty);
                }
            }
        }
        self.types.extend(item.made_of.iter().map(|conversion| conversion.from.clone()));
        if plan.relation(&item.name).is_some() {
            self.runtime.insert("Embedded".to_owned());
            self.seam.insert("Sealed");
            if let Envelope::Flat { .. } = plan.target.collections {
                self.seam.extend(["Envelope", "NextPage"]);
            }
        }
        if item.usage.is_sent() && plan.holds_secrets(&TypeRef::Named(item.name.clone())) {
            self.runtime.insert("Secret".to_owned());
            self.seam.insert("Secrets");
        }
        let own: BTreeSet<String> = emitted(plan, module)
            .into_iter()
            .flat_map(|item| [item.name.clone()].into_iter().chain(item.group()))
            .collect();
        self.types.retain(|name| !own.contains(name));
    }

    /// What the constructor of a variant takes.
    fn of_constructor(&mut self, held: &TypeItem, object: &Struct) {
        match held.group() {
            Some(group) => {
                self.types.insert(group);
            }
            None => object.required().for_each(|field| self.of_type(&field.ty)),
        }
    }

    fn of_alias(&mut self, shared: &TypeItem, module: &str) {
        if shared.module != module {
            self.types.insert(shared.name.clone());
            self.types.extend(shared.group());
        }
    }

    fn tokens(&self) -> TokenStream {
        let std_map = self.map.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let infallible = self.infallible.then(|| {
            quote!(
                use std::convert::Infallible;
            )
        });
        let fmt = self.display.then(|| {
            quote!(
                use std::fmt;
            )
        });
        let parse = self.parse.then(|| {
            quote!(
                use std::str::FromStr;
            )
        });
        let uuid = self.uuid.then(|| {
            quote!(
                use uuid::Uuid;
            )
        });
        let jiff = self.timestamp.then(|| {
            quote!(
                use jiff::Timestamp;
            )
        });
        let serde = self.serde.iter().map(|name| format_ident!("{name}"));
        let serde = (!self.serde.is_empty()).then(|| quote!(use serde::{#(#serde),*};));
        let names = self.types.iter().map(|name| format_ident!("{name}"));
        let types = (!self.types.is_empty()).then(|| quote!(use crate::types::{#(#names),*};));
        let client = self.client.then(|| {
            quote!(
                use crate::Client;
            )
        });
        let api = self.api.then(|| {
            quote!(
                use crate::generated::client::API;
            )
        });
        let runtime = self.runtime.iter().map(|name| format_ident!("{name}"));
        let runtime =
            (!self.runtime.is_empty()).then(|| quote!(use pingone_core::{#(#runtime),*};));
        let seam = self.seam.iter().map(|name| format_ident!("{name}"));
        let seam =
            (!self.seam.is_empty()).then(|| quote!(use pingone_core::codegen::{#(#seam),*};));
        quote!(#std_map #infallible #fmt #parse #jiff #seam #runtime #serde #uuid #client #api #types)
    }
}
