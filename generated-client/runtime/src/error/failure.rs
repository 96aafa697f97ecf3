//! What went wrong, with its data: the inside of an error.

use std::sync::Arc;
use std::time::Duration;

use super::body::ErrorBody;
use super::decode::DecodeFailure;
use super::kind::ErrorKind;
use super::paging::PagingProblem;
use super::token::TokenError;
use crate::response::Head;
use crate::scheme::Ways;
use crate::server::Server;
use crate::transport::TransportError;

/// What went wrong, with its data.
pub(crate) enum Failure {
    InvalidCall(InvalidCall),
    Auth(Arc<TokenError>),
    Transport {
        base: Box<str>,
        head: Option<Head>,
        error: TransportError,
    },
    /// The total limit passed during an attempt. The head is that of a success whose body did not
    /// come in time.
    Deadline {
        limit: Duration,
        head: Option<Head>,
        waited: Waited,
    },
    TooLarge {
        head: Head,
        limit: u64,
    },
    Status {
        head: Head,
        body: Option<Box<ErrorBody>>,
        /// The body as JSON, or another text as a JSON string, without secrets.
        said: Option<Box<str>>,
        /// Whether there is no body because it is compressed.
        is_compressed: bool,
    },
    Decode {
        head: Head,
        error: DecodeFailure,
    },
    /// The head is that of the page whose link is refused.
    Paging {
        head: Option<Head>,
        problem: PagingProblem,
    },
}

/// What a call was waiting for when its time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    /// An access token; the request was not sent.
    Token,
    /// Its turn under the rate limit; the request was not sent.
    Turn,
    /// A connection, as many as allowed were in use; the request was not sent.
    Connection,
    /// Nothing: the time was up before the request could be sent.
    Nothing,
    /// The API.
    Answer,
}

/// Why a call could not be put together.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum InvalidCall {
    #[error("there is no Tokio runtime; await the call inside of one")]
    NoRuntime,
    #[error("the value of the path parameter `{0}` is empty or a dot segment")]
    Path(&'static str),
    #[error(
        "the value of the parameter `{0}` is empty, or has a mark that stands between its items"
    )]
    Parameter(&'static str),
    #[error("the value of the header `{0}` has a character that headers cannot hold")]
    Header(&'static str),
    #[error("path and query are too long for a URL")]
    Target,
    #[error("its time limit is zero")]
    Timeout,
    #[error(
        "it is served by `{0}`, and the client calls other hosts than the contract's: say where, with \
         `ClientBuilder::serve`"
    )]
    NoServer(Server),
    #[error("it takes credentials that the client was not given: {0}")]
    NoCredentials(Ways),
    #[error("the body cannot be serialised")]
    Body(#[source] Arc<serde_json::Error>),
}

impl Failure {
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::InvalidCall(InvalidCall::NoRuntime) => ErrorKind::NoRuntime,
            Self::InvalidCall(_) => ErrorKind::InvalidCall,
            Self::Auth(_) => ErrorKind::Auth,
            Self::Deadline { .. } => ErrorKind::Timeout,
            Self::Transport { error, .. } => ErrorKind::of_transport(error),
            Self::TooLarge { .. } => ErrorKind::TooLarge,
            Self::Status { .. } => ErrorKind::Status,
            Self::Decode { .. } => ErrorKind::Decode,
            Self::Paging { .. } => ErrorKind::Paging,
        }
    }

    /// The head of the response that ended the call: the API's or the token endpoint's.
    pub(crate) fn last_head(&self) -> Option<&Head> {
        match self {
            Self::Auth(failure) => failure.head(),
            _ => self.head(),
        }
    }

    /// The head of the API's response.
    pub(super) fn head(&self) -> Option<&Head> {
        match self {
            Self::InvalidCall(_) | Self::Auth(_) => None,
            Self::Transport { head, .. }
            | Self::Deadline { head, .. }
            | Self::Paging { head, .. } => head.as_ref(),
            Self::TooLarge { head, .. } | Self::Status { head, .. } | Self::Decode { head, .. } => {
                Some(head)
            }
        }
    }

    /// The same, to be changed.
    pub(super) fn head_mut(&mut self) -> Option<&mut Head> {
        match self {
            Self::InvalidCall(_) | Self::Auth(_) => None,
            Self::Transport { head, .. }
            | Self::Deadline { head, .. }
            | Self::Paging { head, .. } => head.as_mut(),
            Self::TooLarge { head, .. } | Self::Status { head, .. } | Self::Decode { head, .. } => {
                Some(head)
            }
        }
    }

    /// What is below this failure and not part of its message.
    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        use std::error::Error as _;
        match self {
            Self::InvalidCall(invalid) => invalid.source(),
            Self::Auth(failure) => failure.source(),
            Self::Transport { error, .. } => error.source(),
            Self::TooLarge { .. } | Self::Status { .. } | Self::Deadline { .. } => None,
            Self::Decode { error, .. } if error.is_compressed() => None,
            Self::Decode { error, .. } => Some(error),
            Self::Paging { problem, .. } => problem.source(),
        }
    }
}
