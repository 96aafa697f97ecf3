//! The kinds of failure.

use crate::transport::TransportError;

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call could not be put together; nothing was sent.
    InvalidCall,
    /// The call was awaited outside of a Tokio runtime; nothing was sent.
    NoRuntime,
    /// No access token could be obtained; the API was not called.
    Auth,
    /// No connection could be established, or not in time, or it was closed before it took the request;
    /// nothing was sent.
    Connect,
    /// A time limit passed. Whether PingOne processed the request is unknown, unless the message says that
    /// it was not sent: there was no token, no connection or no turn in time.
    Timeout,
    /// The exchange broke off. Whether PingOne processed the request is unknown.
    Transport,
    /// The response was larger than [`Limits::max_response_bytes`](crate::Limits::max_response_bytes).
    TooLarge,
    /// PingOne answered with a status other than success.
    Status,
    /// PingOne answered with success and a body that is not what the contract says.
    Decode,
    /// There is a further page, but it is not read: the link to it or the cursor leads elsewhere or
    /// back, or the page limit is reached. Nothing was sent; see [`Pages`](crate::Pages).
    Paging,
}

impl ErrorKind {
    /// Its name in spans (`error.type`).
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCall => "invalid_call",
            Self::NoRuntime => "no_runtime",
            Self::Auth => "auth",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::TooLarge => "too_large",
            Self::Status => "status",
            Self::Decode => "decode",
            Self::Paging => "paging",
        }
    }

    pub(crate) fn of_transport(error: &TransportError) -> Self {
        match (error.is_connect(), error.is_timeout()) {
            (true, _) => Self::Connect,
            (false, true) => Self::Timeout,
            (false, false) => Self::Transport,
        }
    }
}
