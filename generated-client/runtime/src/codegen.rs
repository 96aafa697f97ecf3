//! The interface for generated code, and for the handwritten code of the same crate.
//!
//! No part of this crate's API. A generated crate depends on the exact version of this crate that
//! it was generated for, so that anything here may change with the generator.
//!
//! | generated code | uses |
//! |---|---|
//! | describes a contract and an operation once | [`Api`], [`ErrorFormat`], [`Operation`], [`Method`] |
//! | puts one call together, and sends it | [`Call`] |
//! | says how a parameter is written that is no plain one | [`ParameterStyle`], [`ParameterMarks`] |
//! | puts a body of several parts together | [`Multipart`] |
//! | gives a builder the methods that all builders have | [`request!`] |
//! | reads a response whose status says what it is | [`Received`] |
//! | makes a client of a core | [`ApiClient`], [`ApiKey`] |
//! | says where a contract's servers are | [`Variable`] |
//! | says who may call | [`Access`] |
//! | says how a collection is made, and that its items are a type of the contract | [`Envelope`], [`NextPage`], [`Paging`], [`Sealed`] |
//! | tells which values of a body are secrets | [`Secrets`] |
//! | shows a server's text in an error | [`Shown`] |
//! | says how the alternatives of a union are told apart, and reads one | [`union`] |
//! | writes members that always have the same text | [`union::Constant`], [`union::Constants`] |
//! | decodes `null` where a list or a map is expected | [`null_as_default`] |
//!
//! Handwritten code of the same crate uses [`Shown`] and, for waits of its own, [`Seams`].

pub use crate::absent::null_as_default;
pub use crate::api::{Api, ErrorFormat};
pub use crate::builder::{Access, ApiClient, ApiKey};
pub use crate::call::{Call, ParameterMarks, ParameterStyle};
pub use crate::collection::{Envelope, NextPage, Sealed};
pub use crate::multipart::Multipart;
pub use crate::operation::Operation;
pub use crate::page::Paging;
pub use crate::received::Received;
pub use crate::request::request;
pub use crate::retry::Seams;
pub use crate::secret::Secrets;
pub use crate::server::Variable;
pub use crate::shown::Shown;
pub use http::Method;

/// How the alternatives of unions are told apart. A module, because its words are names in contracts.
pub mod union {
    pub use crate::union::{
        ANY, BOOLEAN, Branch, Constant, Constants, FRACTION, INTEGER, LIST, Member, NULL, NUMBER,
        OBJECT, TEXT, Union, read, read_as,
    };
}
