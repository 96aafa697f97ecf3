//! The one error of the client: what was tried, what came back, and what it means.

mod body;
mod call;
mod cause;
mod code;
mod cover;
mod decode;
mod display;
mod exchange;
mod failure;
mod fate;
mod inner;
mod kind;
mod member;
mod paging;
mod predicates;
mod refusal;
mod token;

pub use body::{ErrorBody, ErrorDetail};
pub use call::Error;
pub use code::{DetailCode, ErrorCode};
pub(crate) use decode::DecodeFailure;
pub(crate) use exchange::ExchangeError;
pub(crate) use failure::{Failure, InvalidCall, Waited};
pub(crate) use fate::{is_transient, may_have_been_processed};
pub use inner::InnerError;
pub use kind::ErrorKind;
pub(crate) use paging::{MAX_LINK, Origin, PagingProblem};
#[cfg(feature = "jwt")]
pub(crate) use refusal::ASSERTION_LIFETIME;
pub(crate) use refusal::{ClockGap, Refusal};
pub use token::TokenError;
