//! Why there is no access token.

use std::error::Error;
use std::fmt;

use http::StatusCode;
use url::Url;

use super::cause::{retold, shows_secret};
use super::decode::COMPRESSED;
use super::refusal::Refusal;
use crate::redact::Redactor;
use crate::response::Head;
use crate::shown::Shown;
use crate::transport::TransportError;

/// Why there is no access token; from [`Error::token_error`](crate::Error::token_error).
///
/// It describes the exchange with the token endpoint, while [`Error::status`](crate::Error::status)
/// describes the one with the API, which was not called.
///
/// It shows no secret that was sent, as an [`Error`](crate::Error) does not.
pub struct TokenError {
    /// The token endpoint; `None` for another source.
    url: Option<Box<str>>,
    head: Option<Box<Head>>,
    reason: Reason,
}

/// What went wrong at the token endpoint, or in another source.
enum Reason {
    /// It was not reached, or the exchange broke off.
    Transport(TransportError),
    /// It refused with an OAuth error.
    Refused(Box<Refusal>),
    /// The assertion could not be signed, so it was not asked.
    #[cfg(feature = "jwt")]
    Unsigned,
    /// It answered something that is neither a token nor an OAuth error.
    NoToken,
    /// Its answer is compressed.
    Compressed,
    /// Its answer is larger than the limit.
    TooLarge,
    /// Its token is too long for a header, or has a character that none can hold.
    Unusable,
    /// A source of the caller's failed.
    Source(Box<dyn Error + Send + Sync>),
}

impl Reason {
    fn shows_secret(&self, redactor: &Redactor) -> bool {
        match self {
            Self::Transport(error) => shows_secret(error.get_ref(), redactor),
            Self::Refused(refusal) => {
                let texts = [Some(&refusal.error), refusal.description.as_ref()];
                texts.into_iter().flatten().any(|text| redactor.finds(text))
            }
            Self::Source(cause) => shows_secret(cause.as_ref(), redactor),
            #[cfg(feature = "jwt")]
            Self::Unsigned => false,
            Self::NoToken | Self::Compressed | Self::TooLarge | Self::Unusable => false,
        }
    }

    /// The same without secrets; of an error that others made, its text.
    fn covered(&self, redactor: &Redactor) -> Self {
        match self {
            Self::Transport(error) => Self::Transport(retold(error, redactor)),
            Self::Refused(refusal) => {
                let mut refusal = refusal.clone();
                redactor.cover(&mut refusal.error);
                refusal.description.iter_mut().for_each(|text| redactor.cover(text));
                Self::Refused(refusal)
            }
            Self::Source(cause) => {
                Self::Source(redactor.text(&cause.to_string()).into_owned().into())
            }
            #[cfg(feature = "jwt")]
            Self::Unsigned => Self::Unsigned,
            Self::NoToken => Self::NoToken,
            Self::Compressed => Self::Compressed,
            Self::TooLarge => Self::TooLarge,
            Self::Unusable => Self::Unusable,
        }
    }
}

impl TokenError {
    /// The failure of a source of your own. The message of `cause` becomes part of this one's; what
    /// caused it is the [`source`](Error::source), and itself it is [`get_ref`](Self::get_ref).
    #[must_use]
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { url: None, head: None, reason: Reason::Source(cause.into()) }
    }

    /// A source gave a token that no header can hold.
    pub(crate) fn no_header() -> Self {
        Self { url: None, head: None, reason: Reason::Unusable }
    }

    fn at(url: &Url, head: Option<Head>, reason: Reason) -> Self {
        Self { url: Some(url.to_string().into()), head: head.map(Box::new), reason }
    }

    pub(crate) fn transport(url: &Url, head: Option<Head>, error: TransportError) -> Self {
        Self::at(url, head, Reason::Transport(error))
    }

    pub(crate) fn refused(url: &Url, head: Head, refusal: Refusal) -> Self {
        Self::at(url, Some(head), Reason::Refused(Box::new(refusal)))
    }

    #[cfg(feature = "jwt")]
    pub(crate) fn unsigned(url: &Url) -> Self {
        Self::at(url, None, Reason::Unsigned)
    }

    pub(crate) fn no_token(url: &Url, head: Head) -> Self {
        Self::at(url, Some(head), Reason::NoToken)
    }

    pub(crate) fn compressed(url: &Url, head: Head) -> Self {
        Self::at(url, Some(head), Reason::Compressed)
    }

    pub(crate) fn too_large(url: &Url, head: Head) -> Self {
        Self::at(url, Some(head), Reason::TooLarge)
    }

    pub(crate) fn unusable(url: &Url, head: Head) -> Self {
        Self::at(url, Some(head), Reason::Unusable)
    }

    /// The same without secrets; `None` if there are none in it.
    pub(crate) fn covered(&self, redactor: &Redactor) -> Option<Self> {
        let mut head = self.head.clone();
        let in_head = head.as_ref().is_some_and(|head| redactor.finds_in(&head.headers));
        if !in_head && !self.reason.shows_secret(redactor) {
            return None;
        }
        if let Some(head) = &mut head {
            redactor.cover_headers(&mut head.headers);
        }
        Some(Self { url: self.url.clone(), head, reason: self.reason.covered(redactor) })
    }

    /// The URL of the token endpoint; `None` if the token comes from a source of your own.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The status of the token endpoint's response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.head().map(|head| head.status)
    }

    /// The OAuth 2.0 error code (`error`), e.g. `invalid_client`. The set is open.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.refusal().map(|refusal| refusal.error.as_str())
    }

    /// The explanation of an OAuth 2.0 error (`error_description`), for developers.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.refusal().and_then(|refusal| refusal.description.as_deref())
    }

    /// Whether a clock that is wrong is the likely cause: the endpoint refused a signed assertion, and
    /// said that its times are wrong or shows a time of its own that is far from this machine's.
    #[must_use]
    pub fn is_clock_skew(&self) -> bool {
        self.refusal().is_some_and(Refusal::is_clock_skew)
    }

    /// Why the token endpoint was not reached, or broke off its answer.
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.reason {
            Reason::Transport(error) => Some(error),
            _ => None,
        }
    }

    /// The failure that a source of your own gave to [`new`](Self::new), e.g. to downcast it; of one
    /// that shows a secret that was sent, its text without it.
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        match &self.reason {
            Reason::Source(cause) => Some(cause.as_ref()),
            _ => None,
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.reason {
            Reason::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn head(&self) -> Option<&Head> {
        self.head.as_deref()
    }

    /// Whether the credentials are at fault, and not the endpoint's condition.
    pub(crate) fn is_refusal(&self) -> bool {
        let codes = ["invalid_client", "invalid_grant", "unauthorized_client", "access_denied"];
        self.status() == Some(StatusCode::UNAUTHORIZED)
            || self.code().is_some_and(|code| codes.contains(&code))
    }

    pub(crate) fn is_timeout(&self) -> bool {
        self.transport_error().is_some_and(TransportError::is_timeout)
    }

    fn write_likely_cause(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.refusal() {
            Some(refusal) if refusal.has_likely_cause() => refusal.write_likely_cause(f),
            _ if self.status() == Some(StatusCode::NOT_FOUND) => {
                f.write_str("; check the worker application's environment and the region")
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url().unwrap_or("the token source"))?;
        if let Some(status) = self.status() {
            write!(f, " answered {status}")?;
        }
        match &self.reason {
            Reason::Transport(error) if self.head.is_some() => {
                write!(f, ", then {error}")
            }
            Reason::Transport(error) => write!(f, " {error}"),
            #[cfg(feature = "jwt")]
            Reason::Unsigned => f.write_str(" was not asked: the assertion could not be signed"),
            Reason::Refused(refusal) => {
                let Refusal { error, description, .. } = &**refusal;
                write!(f, ": {}", Shown(error))?;
                description
                    .iter()
                    .try_for_each(|text| write!(f, ": {}", Shown(text.trim_end_matches('.'))))
            }
            Reason::NoToken => f.write_str(" with something that is no token"),
            Reason::Compressed => write!(f, ", but {COMPRESSED}"),
            Reason::TooLarge => f.write_str(" with a body that exceeds the size limit"),
            Reason::Unusable if self.url.is_none() => {
                f.write_str(" gave a token that a header cannot hold")
            }
            Reason::Unusable => f.write_str(" with a token that a header cannot hold"),
            Reason::Source(cause) => write!(f, " failed: {}", Shown(&cause.to_string())),
        }?;
        self.write_likely_cause(f)
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError")
            .field("url", &self.url)
            .field("status", &self.status())
            .field("code", &self.code())
            .field("description", &self.description())
            .finish_non_exhaustive()
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.reason {
            Reason::Source(cause) => cause.source(),
            _ => None,
        }
    }
}
