//! The plan: what the client will be, as plain data, with every name decided once.
//!
//! [`Plan::from_document`] reads the contract and either returns a complete plan or every reason
//! why the contract cannot become a client, each with its place in the spec. The later stages
//! (`wire`, `face`, `routes`) only read the plan: none of them chooses a name or refuses a shape.

mod alternatives;
mod branches;
mod collisions;
mod conversions;
mod define;
mod discriminators;
mod docs;
mod encoding;
mod encodings;
mod enums;
mod error_bodies;
mod examples;
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
mod paging;
mod parameters;
mod places;
mod planner;
mod properties;
mod recursion;
mod run;
mod schemas;
mod schemes;
mod security;
mod servers;
mod sharing;
mod sizes;
mod spelling;
mod success;
mod successors;
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

pub use left_out::LeftOut;
pub(crate) use left_out::{Origins, Refusals, Routes};

pub(crate) use crate::openapi::ENVIRONMENT_ID;
pub use crate::openapi::RUNTIME_TYPES;
use crate::refusals as rules;
pub(crate) use alternatives::is_union;
pub use encodings::{Encoding, Marks, Style};
pub use looks::{Kinds, Look, MemberLook, Openness, Texts};
pub(crate) use media::FILE_DATA;
pub use media::{Choice, Content, Media, Reading, Writing};
pub(crate) use node::lone_all_of;
pub(crate) use parameters::{is_own_header, placeholders};
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
        self.reaches_secret(ty, &mut BTreeSet::new())
    }

    fn reaches_secret<'p>(&'p self, ty: &'p TypeRef, seen: &mut BTreeSet<&'p str>) -> bool {
        match ty {
            TypeRef::Secret => true,
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                self.reaches_secret(inner, seen)
            }
            TypeRef::Named(name) if seen.insert(name) => {
                match self.types.get(name).map(|item| &item.shape) {
                    Some(Shape::Struct(object)) => {
                        object.types().any(|ty| self.reaches_secret(ty, seen))
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

    /// The types that have code of their own: all but the aliases.
    pub(crate) fn defined(&self) -> impl Iterator<Item = &TypeItem> {
        self.types.values().filter(|item| item.same_as.is_none())
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
    /// Cookies, sorted by name.
    pub cookies: Vec<Parameter>,
    /// Who may call it.
    pub security: Security,
    /// Its server, if it has one of its own.
    pub server: Option<Server>,
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

/// What an operation asks of its callers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// The one credential of the client, which is an access token as a rule.
    Token,
    /// One of these ways, the wanted ones first, each with all schemes that it takes; nothing if there
    /// are none.
    Ways(Vec<Vec<SecurityScheme>>),
}

/// A security scheme of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name in the contract.
    pub name: String,
    /// The constant of the client, e.g. `API_KEY`.
    pub constant: String,
    /// What it takes.
    pub kind: SchemeKind,
    /// `description`.
    pub description: Option<String>,
    /// The scheme in the spec.
    pub location: Location,
}

/// What a security scheme takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// An access token.
    Token,
    /// A user name and a password.
    Login,
    /// A key in this header, in small letters.
    HeaderKey(String),
    /// A key in this query parameter.
    QueryKey(String),
    /// A key in this cookie.
    CookieKey(String),
    /// A certificate of the client.
    Certificate,
}

/// A server of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The constant of the client, e.g. `SERVER_API_EXAMPLE_COM`.
    pub constant: String,
    /// The URL as written, without a slash at its end.
    pub url: String,
    /// The variables in it, sorted by name.
    pub variables: Vec<Variable>,
    /// `description`.
    pub description: Option<String>,
    /// The server in the spec.
    pub location: Location,
}

/// A variable in the URL of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value where none is given.
    pub default: String,
    /// The values that it may have; any if there are none.
    pub values: Vec<String>,
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
        let body = self.body.as_ref().filter(|body| body.is_given());
        path.chain(body.map(Argument::Body)).chain(required)
    }

    /// The module of its builder: one of the same name as the handle's module reads like it.
    #[must_use]
    pub fn module(&self, api: &Api) -> String {
        match self.verb == api.module {
            true => format!("{}_call", self.verb.trim_end_matches('_')),
            false => self.verb.clone(),
        }
    }

    /// The struct that holds what must be given beside the body, if that is too much for a row of arguments.
    #[must_use]
    pub fn group(&self, api: &Api) -> Option<String> {
        let given = api.scope.len() + self.given(api).count();
        (given > MOST_GIVEN && self.grouped(api).next().is_some())
            .then(|| names::joined(&self.builder, "Parameters"))
    }

    /// What stands in the struct that [`group`](Self::group) names.
    pub fn grouped<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = &'a Parameter> {
        self.arguments(api).chain(self.required_parameters())
    }

    /// The item type of a collection that can be read page by page.
    #[must_use]
    pub fn paged(&self) -> Option<&TypeRef> {
        if let Some(paging) = &self.success.paging {
            return Some(&paging.item);
        }
        let Payload::Collection { item, next, .. } = &self.success.payload else { return None };
        let is_found = match next {
            NextPage::Offset(name) => self.query.iter().any(|parameter| parameter.wire == *name),
            _ => true,
        };
        (is_found && self.method == Method::Get).then_some(item)
    }

    /// Query, header and cookie parameters that must be given.
    pub fn required_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters().filter(|parameter| parameter.presence == Presence::Required)
    }

    /// Query, header and cookie parameters that may be given: setters of the builder.
    pub fn optional_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters().filter(|parameter| parameter.presence == Presence::Optional)
    }

    /// What is no part of the path: query, header and cookie parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.query.iter().chain(&self.headers).chain(&self.cookies)
    }
}

/// As many arguments as a function has beside its own object: one more, and clippy says that they are too
/// many.
const MOST_GIVEN: usize = 6;

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
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
}

impl Method {
    /// The methods an operation may use, in the order in which operations are listed.
    pub const ALL: [Self; 7] =
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head, Self::Options];

    /// The method as OpenAPI spells it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Head => "head",
            Self::Options => "options",
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
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// Among the headers.
    Header,
    /// In the header `Cookie`.
    Cookie,
}

impl Place {
    /// The place as OpenAPI spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A path, query, header or cookie parameter.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Argument, field or setter name.
    pub field: String,
    /// Where it is sent.
    pub place: Place,
    /// How it is written there.
    pub encoding: Encoding,
    /// The Rust type.
    pub ty: TypeRef,
    /// Whether a call without it compiles.
    pub presence: Presence,
    /// Who supplies the value.
    pub scope: Scope,
    /// Description, limits and default, as rustdoc.
    pub docs: Vec<String>,
    /// `deprecated`.
    pub deprecation: Deprecation,
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
    /// The Rust type that is sent; of several media types, any JSON.
    pub ty: TypeRef,
    /// Examples in source order.
    pub examples: Vec<Example>,
    /// As what it is sent.
    pub content: Content,
}

impl Body {
    /// Whether the caller gives it: an action by media type has none.
    #[must_use]
    pub fn is_given(&self) -> bool {
        match &self.content {
            Content::One(media) => media.ty.is_some(),
            Content::Several(_) => true,
        }
    }

    /// The media types of which the caller chooses one.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        match &self.content {
            Content::One(_) => None,
            Content::Several(choice) => Some(choice),
        }
    }

    /// The types of what can be sent.
    pub fn types(&self) -> impl Iterator<Item = &TypeRef> {
        let media = match &self.content {
            Content::One(media) => std::slice::from_ref(media),
            Content::Several(choice) => choice.media.as_slice(),
        };
        media.iter().filter_map(|media| media.ty.as_ref())
    }
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
    /// The first that is documented.
    pub status: u16,
    /// What the body is.
    pub payload: Payload,
    /// How the next page is found of a body that is a page of a type of its own.
    pub paging: Option<Paging>,
    /// Examples in source order.
    pub examples: Vec<Example>,
    /// How the body is read.
    pub reading: Reading,
    /// The media types that the client says it takes, unless that is JSON.
    pub accept: Option<String>,
}

/// How the pages of a collection are found whose page is a type of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The item type.
    pub item: TypeRef,
    /// Where the items stand, as a JSON Pointer; empty for a body that is the array.
    pub items: String,
    /// Where the number of items of the whole collection stands.
    pub count: Option<String>,
    /// How the next page is found.
    pub next: NextPage,
    /// What says so.
    pub source: PagingSource,
    /// Where that stands in the contract.
    pub location: Location,
}

/// What says that a response is a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingSource {
    /// The operation, with `x-paging`.
    Operation,
    /// The form of the response: what `client.yaml` describes, HAL, or the header `Link`.
    Response,
}

/// The body of a success response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload {
    /// No body.
    Empty,
    /// A JSON document, or what [`Reading`] says.
    Json(TypeRef),
    /// A JSON document, or none: it depends on the status.
    Optional(TypeRef),
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
    /// By a query parameter that counts the pages.
    Number {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// By a value of the page, which goes into a query parameter.
    Cursor {
        /// Where the page has it, as a JSON Pointer.
        from: String,
        /// The parameter.
        parameter: String,
    },
    /// By a URL in the page, at this JSON Pointer.
    Url(String),
    /// By the header `Link`.
    Header,
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
