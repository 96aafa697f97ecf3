//! The plan: what the client will be, as plain data, with every name decided once.
//!
//! [`Plan::from_document`] reads the contract and either returns a complete plan or every reason
//! why the contract cannot become a client, each with its place in the spec. The later stages
//! (`wire`, `face`, `routes`) only read the plan: none of them chooses a name or refuses a shape.

mod access;
mod alternatives;
mod answers;
mod branches;
mod calls;
mod collisions;
mod conversions;
mod define;
mod discriminators;
mod docs;
mod encodings;
mod enums;
mod error_bodies;
mod error_types;
mod examples;
mod features;
mod form_encoding;
mod found;
mod left_out;
mod looks;
mod media;
mod members;
mod merge;
pub mod names;
mod node;
#[cfg(test)]
mod object_tests;
mod operations;
mod outcomes;
mod own_headers;
mod paging;
mod parameters;
mod places;
mod planner;
mod properties;
mod recursion;
mod response_headers;
mod route_names;
mod run;
mod schemas;
mod schemes;
mod security;
mod servers;
mod sharing;
mod side;
mod sizes;
mod spelling;
mod success;
mod successors;
mod summaries;
mod tags;
mod templates;
mod types;
mod unions;
mod values;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Location, Report};
use crate::document::Document;
use crate::target::Target;
use found::Found;

pub use features::Feature;
pub use left_out::LeftOut;
pub(crate) use left_out::{Origins, Refusals, Routes};

pub(crate) use crate::openapi::ENVIRONMENT_ID;
pub use crate::openapi::RUNTIME_TYPES;
use crate::refusals as rules;
pub use access::{SchemeKind, Security, SecurityScheme, Server, Variable};
pub(crate) use alternatives::is_union;
pub use answers::{
    ErrorResponse, ErrorType, NextPage, Paging, PagingSource, Payload, ResponseHeader, Success,
};
pub use calls::{
    Argument, Body, Deprecation, Example, Idempotency, Method, Operation, Parameter, Place,
    Presence, Scope,
};
pub use encodings::{Encoding, Marks, Style};
pub(crate) use enums::only_lists;
pub use looks::{Kinds, Look, MemberLook, Openness, Texts};
pub(crate) use media::FILE_DATA;
pub use media::{Choice, Content, Media, Reading, Writing};
pub(crate) use node::lone_all_of;
pub use outcomes::{Outcome, Outcomes};
pub(crate) use own_headers::is_own_header;
pub(crate) use parameters::placeholders;
pub(crate) use templates::{sent, shape};
pub(crate) use types::Notation;
pub use types::{
    Constant, Conversion, Enum, EnumValue, Extra, Field, How, Nullability, Placing, Repr, Rest,
    Scalar, Shape, Source, Struct, Telling, TypeItem, TypeRef, Union, Usage, Variant, Within,
    Writer,
};
pub(crate) use values::is_nullable;

/// Everything the later stages need to know about the client.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Plan {
    /// `info.title` of the contract.
    pub title: String,
    /// The root document's file name, named in every generated file.
    pub source: String,
    /// One entry per tag, sorted by module name.
    pub apis: Vec<Api>,
    /// All types the client defines, sorted by name.
    pub types: BTreeMap<String, TypeItem>,
    /// The types that some of these are other names of, and that have no name of their own for users.
    pub shared: BTreeMap<String, TypeItem>,
    /// The security schemes that operations ask for, if not all of them take the same credential.
    pub schemes: Vec<SecurityScheme>,
    /// Where the contract's tokens come from, if the client asks there.
    pub token_url: Option<String>,
    /// The servers that the contract names: those a client can be built for, and those of operations.
    pub servers: Vec<Server>,
    /// What makes the client one API's.
    pub target: Target,
    /// What breaks a rule and has a meaning nevertheless, as the owner of the contract decided.
    pub notes: Vec<Diagnostic>,
    /// What of the contract the client does not have; nothing unless that was asked for.
    pub left_out: Vec<LeftOut>,
    /// Examples that do not fit their schemas, where that has a meaning: nothing is made of them.
    pub misfits: BTreeSet<Location>,
    found: Found,
}

impl Plan {
    /// Plans the client of `document`.
    ///
    /// # Errors
    /// Returns every problem of the contract at once.
    pub fn from_document(document: &Document) -> Result<Self, Report> {
        run::plan(document, None, run::Examples::Checked).map_err(|refusals| refusals.report)
    }

    /// As [`Plan::from_document`], apart from these operations; tells where planning was as well.
    pub(crate) fn without(document: &Document, routes: Option<&Routes>) -> Result<Self, Refusals> {
        run::plan(document, routes, run::Examples::Checked)
    }

    /// Plans the client of a contract that is being worked on, whose examples may be behind: enough
    /// to compare the API, not to generate.
    pub(crate) fn draft(document: &Document) -> Result<Self, Report> {
        run::plan(document, None, run::Examples::Trusted).map_err(|refusals| refusals.report)
    }

    /// What generated files say that they are made from: a contract with a test kit is in the folder
    /// `spec`, beside both crates; of another one, the name of the file is all that holds elsewhere.
    pub(crate) fn origin(&self, file: &str) -> String {
        if self.target.test_kit { format!("spec/{file}") } else { file.to_owned() }
    }

    /// The name of the client's crate.
    #[must_use]
    pub fn package(&self) -> String {
        self.target.package(&self.title)
    }

    /// The name of the client's crate in Rust paths.
    #[must_use]
    pub fn crate_name(&self) -> String {
        self.target.crate_name(&self.title)
    }

    /// All operations with the API they belong to, in the order of the generated files.
    pub fn operations(&self) -> impl Iterator<Item = (&Api, &Operation)> {
        self.apis
            .iter()
            .flat_map(|api| api.operations.iter().map(move |operation| (api, operation)))
    }

    /// Whether a type of this name is a request body that may be left out.
    #[must_use]
    pub fn may_be_left_out(&self, name: &str) -> bool {
        self.operations().filter_map(|(_, operation)| operation.body.as_ref()).any(|body| {
            body.presence == Presence::Optional
                && matches!(&body.ty, TypeRef::Named(known) if known == name)
        })
    }

    /// The operation with this `operationId`, if there is one.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<(&Api, &Operation)> {
        self.operations().find(|(_, operation)| operation.id == id)
    }

    /// The path parameters that the client supplies, sorted by name on the wire.
    #[must_use]
    pub fn client_scope(&self) -> Vec<&Parameter> {
        let all = self.operations().flat_map(|(_, operation)| &operation.path);
        let own = all.filter(|parameter| parameter.scope == Scope::Client);
        let by_name: BTreeMap<&str, &Parameter> =
            own.map(|parameter| (parameter.wire.as_str(), parameter)).collect();
        by_name.into_values().collect()
    }

    /// Whether the client works in one environment and needs nothing else, so that the environment
    /// variables of the platform configure it, and its regions.
    #[must_use]
    pub fn is_configured_by_environment(&self) -> bool {
        let is_environment =
            |ty: &TypeRef| matches!(ty, TypeRef::Runtime(name) if name == ENVIRONMENT_ID);
        matches!(self.client_scope().as_slice(), [only] if is_environment(&only.ty))
    }

    /// Whether values of a type have a secret somewhere inside.
    #[must_use]
    pub fn holds_secrets(&self, ty: &TypeRef) -> bool {
        self.found.holds_secrets(ty)
    }

    /// The relation under which collections embed a type, if one does.
    pub(crate) fn relation(&self, name: &str) -> Option<&str> {
        self.found.relation(name)
    }

    /// The types that have code of their own: all but the aliases.
    pub(crate) fn defined(&self) -> impl Iterator<Item = &TypeItem> {
        let named = self.types.values().filter(|item| item.same_as.is_none());
        named.chain(self.shared.values())
    }

    /// A type by the name that emitted code has for it.
    pub(crate) fn find(&self, name: &str) -> Option<&TypeItem> {
        self.types.get(name).or_else(|| self.shared.get(name))
    }

    /// The handle that is alone in using the types of a module below `types`, if there is one.
    pub(crate) fn user_of(&self, module: &str) -> Option<&Api> {
        self.apis.iter().find(|api| api.feature.as_ref().is_some_and(|it| it.types == module))
    }

    /// The modules below `types`, sorted: one per spec file that defines a type.
    #[must_use]
    pub fn type_modules(&self) -> Vec<&str> {
        let mut modules: Vec<&str> = self.types.values().map(|item| item.module.as_str()).collect();
        modules.sort_unstable();
        modules.dedup();
        modules
    }
}

/// One tag of the contract: a resource handle with its operations.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Api {
    /// The tag as written, e.g. `Push Credentials`.
    pub tag: String,
    /// Module and accessor name, e.g. `push_credentials`.
    pub module: String,
    /// Type name of the handle, e.g. `PushCredentials`.
    pub handle: String,
    /// The tag in the root document; its name is what is underlined.
    pub location: Location,
    /// The tag's description.
    pub description: Option<String>,
    /// The tag's `externalDocs.url`.
    pub docs_url: Option<String>,
    /// The feature of the crate that the handle is behind, if it can be compiled alone.
    pub feature: Option<Feature>,
    /// Path parameters shared by all operations: the arguments of the accessor.
    pub scope: Vec<Parameter>,
    /// Sorted by path template, then by method.
    pub operations: Vec<Operation>,
}

impl Api {
    /// The errors that every operation has, with the same words.
    #[must_use]
    pub fn shared_errors(&self) -> Vec<&ErrorResponse> {
        let Some((first, others)) = self.operations.split_first() else { return Vec::new() };
        let has_all = |error: &&ErrorResponse| {
            others.iter().all(|operation| operation.errors.contains(error))
        };
        first.errors.iter().filter(has_all).collect()
    }
}
