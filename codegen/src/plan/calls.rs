//! What an operation is: its parameters, its body, its success and its errors.

use super::{
    Api, Choice, Content, Encoding, ErrorResponse, ErrorType, NextPage, Payload, ResponseHeader,
    Security, Server, Success, TypeRef, names,
};
use crate::diagnostic::Location;
use crate::target::MOST_GIVEN;

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
    /// Documented headers of the successes, sorted by name, but for those that the runtime reads itself.
    pub response_headers: Vec<ResponseHeader>,
    /// Documented error responses, sorted by status.
    pub errors: Vec<ErrorResponse>,
    /// What the bodies of errors are, sorted by status.
    pub error_types: Vec<ErrorType>,
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

    /// The struct that holds the documented headers of its response.
    #[must_use]
    pub fn headers_name(&self) -> Option<String> {
        (!self.response_headers.is_empty()).then(|| names::joined(&self.builder, "Headers"))
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
    /// Whether a call without it compiles.
    pub presence: Presence,
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
