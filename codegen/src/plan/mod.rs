//! The plan: what the client will be, as plain data, with every name decided once.
//!
//! [`Plan::from_document`] reads the contract and either returns a complete plan or every reason
//! why the contract cannot become a client, each with its place in the spec. The later stages
//! (`wire`, `face`, `routes`) only read the plan: none of them chooses a name or refuses a shape.

mod branches;
mod collisions;
mod define;
mod discriminators;
mod docs;
mod error_bodies;
mod examples;
mod looks;
mod media;
pub mod names;
mod node;
mod operations;
mod parameters;
mod planner;
mod properties;
mod run;
mod schemas;
mod sizes;
mod success;
mod successors;
mod templates;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Location, Report};
use crate::document::Document;
use crate::target::Target;

pub(crate) use crate::openapi::ENVIRONMENT_ID;
pub use crate::openapi::RUNTIME_TYPES;
use crate::refusals as rules;
pub(crate) use looks::is_union;
pub use looks::{Kinds, Look, MemberLook, Openness, Texts};
pub(crate) use node::lone_all_of;
pub(crate) use parameters::is_own_header;
pub use types::{
    Constant, EnumValue, Extra, Field, Nullability, Rest, Shape, Struct, Telling, TypeItem,
    TypeRef, Union, Usage, Variant, Writer,
};

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
    /// What makes the client one API's.
    pub target: Target,
    /// What breaks a rule and has a meaning nevertheless, as the owner of the contract decided.
    pub notes: Vec<Diagnostic>,
}

impl Plan {
    /// Plans the client of `document`.
    ///
    /// # Errors
    /// Returns every problem of the contract at once.
    pub fn from_document(document: &Document) -> Result<Self, Report> {
        run::plan(document, run::Examples::Checked)
    }

    /// Plans the client of a contract that is being worked on, whose examples may be behind: enough
    /// to compare the API, not to generate.
    pub(crate) fn draft(document: &Document) -> Result<Self, Report> {
        run::plan(document, run::Examples::Trusted)
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

    /// Whether values of a type have a secret somewhere inside.
    #[must_use]
    pub fn holds_secrets(&self, ty: &TypeRef) -> bool {
        self.reaches_secret(ty, &mut BTreeSet::new())
    }

    fn reaches_secret<'p>(&'p self, ty: &'p TypeRef, seen: &mut BTreeSet<&'p str>) -> bool {
        match ty {
            TypeRef::Secret => true,
            TypeRef::List(inner) | TypeRef::Map(inner) => self.reaches_secret(inner, seen),
            TypeRef::Named(name) if seen.insert(name) => {
                match self.types.get(name).map(|item| &item.shape) {
                    Some(Shape::Struct(object)) => {
                        object.fields.iter().any(|field| self.reaches_secret(&field.ty, seen))
                    }
                    Some(Shape::Union(union)) => {
                        union.variants.iter().any(|one| self.reaches_secret(&one.ty, seen))
                    }
                    _ => false,
                }
            }
            _ => false,
        }
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

/// One HTTP method on one path.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation {
    /// `operationId` as written.
    pub id: String,
    /// Method name on the handle and module name, e.g. `create`.
    pub verb: String,
    /// Type name of the request builder, e.g. `CreatePushCredential`.
    pub builder: String,
    /// The HTTP method.
    pub method: Method,
    /// `x-idempotent`, or else what HTTP says of the method.
    pub idempotency: Idempotency,
    /// Path template as written, e.g. `/tenants/{tenantID}/users`.
    pub template: String,
    /// Path parameters in template order; those with [`Scope::Client`] come from the client.
    pub path: Vec<Parameter>,
    /// Query parameters, sorted by name.
    pub query: Vec<Parameter>,
    /// Header parameters, sorted by name.
    pub headers: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The one documented success response.
    pub success: Success,
    /// Documented error responses, sorted by status.
    pub errors: Vec<ErrorResponse>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs.url`.
    pub docs_url: Option<String>,
    /// `deprecated`.
    pub deprecation: Deprecation,
    /// The method to call instead, such as `PushCredentials::create` (`x-replaced-by`).
    pub successor: Option<String>,
    /// The file of the operation object, relative to the root document's folder.
    pub file: String,
    /// The operation object in the spec.
    pub location: Location,
    /// The `operationId` in the spec.
    pub id_location: Location,
}

/// Whether sending a request twice comes to the same as sending it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idempotency {
    /// It does, so a request whose fate is unknown may be repeated.
    Idempotent,
    /// It does not.
    NotIdempotent,
}

impl Operation {
    /// Path parameters that the verb takes as arguments: neither the client's nor the handle's.
    pub fn arguments<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = &'a Parameter> {
        self.path.iter().filter(|parameter| {
            parameter.scope == Scope::Call
                && !api.scope.iter().any(|shared| shared.wire == parameter.wire)
        })
    }

    /// Everything that the verb takes, in the order in which it takes it.
    pub fn given<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = Argument<'a>> {
        let path = self.arguments(api).map(Argument::Path);
        let required = self.required_parameters().map(Argument::Required);
        path.chain(self.body.as_ref().map(Argument::Body)).chain(required)
    }

    /// The item type of a collection that can be read page by page.
    #[must_use]
    pub fn paged(&self) -> Option<&TypeRef> {
        let Payload::Collection { item, next, .. } = &self.success.payload else { return None };
        let is_found = match next {
            NextPage::Link => true,
            NextPage::Offset(name) => self.query.iter().any(|parameter| parameter.wire == *name),
        };
        (is_found && self.method == Method::Get).then_some(item)
    }

    /// Query and header parameters that must be given.
    pub fn required_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters().filter(|parameter| parameter.presence == Presence::Required)
    }

    /// Query and header parameters that may be given: setters of the builder.
    pub fn optional_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters().filter(|parameter| parameter.presence == Presence::Optional)
    }

    fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.query.iter().chain(&self.headers)
    }
}

/// One argument of a verb.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Argument<'a> {
    /// A path parameter.
    Path(&'a Parameter),
    /// The request body.
    Body(&'a Body),
    /// A query or header parameter.
    Required(&'a Parameter),
}

impl<'a> Argument<'a> {
    /// The type of the value.
    #[must_use]
    pub fn ty(self) -> &'a TypeRef {
        match self {
            Self::Path(parameter) | Self::Required(parameter) => &parameter.ty,
            Self::Body(body) => &body.ty,
        }
    }
}

/// An HTTP method that the client can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The methods an operation may use, in the order in which operations are listed.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The method as OpenAPI spells it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }

    /// The method as HTTP spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A path, query or header parameter.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Argument, field or setter name.
    pub field: String,
    /// The Rust type.
    pub ty: TypeRef,
    /// Whether a call without it compiles.
    pub presence: Presence,
    /// Who supplies the value.
    pub scope: Scope,
    /// Description and limits, as rustdoc.
    pub docs: Vec<String>,
    /// Example value.
    pub example: Option<serde_json::Value>,
    /// The parameter object in the spec.
    pub location: Location,
}

/// Whether a value must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Must be given.
    Required,
    /// May be left out.
    Optional,
}

/// Who supplies the value of a path parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The client's configuration (`x-rust-scope: client`).
    Client,
    /// The caller.
    Call,
}

/// Whether an item is on its way out of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deprecation {
    /// In use.
    Current,
    /// `deprecated: true`.
    Deprecated,
}

/// A request body.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Body {
    /// The Rust type that is sent.
    pub ty: TypeRef,
    /// Examples in source order.
    pub examples: Vec<Example>,
}

/// A named example from the contract.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Example {
    /// Key below `examples`, or `example` for a lone one.
    pub name: String,
    /// `summary`.
    pub summary: Option<String>,
    /// The value, references resolved.
    pub value: serde_json::Value,
    /// Where it stands.
    pub location: Location,
}

/// The success response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Success {
    /// 200, 201, 202 or 204.
    pub status: u16,
    /// What the body is.
    pub payload: Payload,
    /// Examples in source order.
    pub examples: Vec<Example>,
}

/// The body of a success response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload {
    /// No body.
    Empty,
    /// A JSON document.
    Json(TypeRef),
    /// A page of a collection: items of one type in one property.
    Collection {
        /// The item type.
        item: TypeRef,
        /// The property that holds them: of HAL, the relation.
        relation: String,
        /// How the next page is found.
        next: NextPage,
    },
}

/// How the next page of a collection is found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// By a link of the page.
    Link,
    /// By the query parameter of this name, which counts the items before the page.
    Offset(String),
}

/// A documented error response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// Status code.
    pub status: u16,
    /// `description`.
    pub description: String,
    /// `x-unconfirmed`: why no documentation confirms this error.
    pub unconfirmed: Option<String>,
}
