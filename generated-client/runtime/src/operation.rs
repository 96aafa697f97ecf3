//! An operation of a contract, as generated code describes it.

use http::Method;

use crate::api::Api;

/// Whether doing something twice comes to the same as doing it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Idempotency {
    /// It does: the call may be repeated although an attempt may have taken effect.
    Idempotent,
    /// It does not: the call is repeated only if PingOne provably did not process it.
    NotIdempotent,
}

/// An operation of the contract.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with `{name}` for each parameter.
    pub template: &'static str,
    /// `x-idempotent`, or else what the method says.
    pub idempotency: Idempotency,
    /// What it has in common with the other operations of its contract.
    pub api: &'static Api,
}

#[cfg(test)]
static API: Api = Api { errors: crate::api::ErrorFormat::PLATFORM };

#[cfg(test)]
impl Operation {
    /// An operation whose method says whether it is idempotent.
    pub(crate) const fn new(id: &'static str, method: Method, template: &'static str) -> Self {
        let idempotency = match method {
            Method::POST | Method::PATCH => Idempotency::NotIdempotent,
            _ => Idempotency::Idempotent,
        };
        Self { id, method, template, idempotency, api: &API }
    }
}
