//! What an operation answers with: its success, the headers of it, and its errors.

use super::{Example, Outcomes, Reading, TypeRef};
use crate::diagnostic::Location;

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

impl Success {
    /// What may come, each with how it is read.
    pub fn cases(&self) -> impl Iterator<Item = (&Payload, Reading)> {
        self.payload.cases(self.reading)
    }

    /// The results of an operation whose result depends on the status.
    #[must_use]
    pub fn outcomes(&self) -> Option<&Outcomes> {
        match &self.payload {
            Payload::ByStatus(outcomes) => Some(outcomes),
            _ => None,
        }
    }
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
    /// One of several: it depends on the status.
    ByStatus(Outcomes),
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

/// A header of a success.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseHeader {
    /// Name on the wire.
    pub wire: String,
    /// The name of the field.
    pub field: String,
    /// The type of its value.
    pub ty: TypeRef,
    /// `description`.
    pub description: Option<String>,
    /// The header object in the spec.
    pub location: Location,
}

/// What the body of an error is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorType {
    /// The status, `4XX`, `5XX` or `default`.
    pub key: String,
    /// Its type.
    pub ty: TypeRef,
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
