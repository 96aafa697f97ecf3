//! The core: what every client, every handle and every request made from it shares.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;
use url::Url;

use crate::auth::Keyring;
use crate::correlation::SessionId;
use crate::deprecation::DeprecationWarnings;
use crate::error::InvalidCall;
use crate::exchange::Exchanges;
use crate::limits::Limits;
use crate::pace::Pace;
use crate::redact::{KnownSecrets, SentSecrets};
use crate::region::Hosts;
use crate::retry::{RetryPolicy, Seams};
use crate::secret::Secret;
use crate::server::{self, Server};

/// What clients of different contracts share: hosts, credentials and the access token, connections,
/// limits, the retry budget and the rate limit.
///
/// A client makes its own ([`Client::builder`]), or is made from one that others use too
/// ([`Client::from_core`]). Cheap to clone; clones share everything.
///
/// [`Client::builder`]: https://docs.rs/pingone-mfa
/// [`Client::from_core`]: https://docs.rs/pingone-mfa
#[derive(Clone)]
pub struct Core(Arc<Parts>);

/// What a core is made of.
pub(crate) struct Parts {
    pub(crate) hosts: Hosts,
    /// The base URL of the API, which ends with a slash.
    pub(crate) base: Url,
    /// Where operations with a server of their own are called.
    pub(crate) routes: Vec<(Server, Hosts)>,
    pub(crate) limits: Limits,
    pub(crate) exchanges: Exchanges,
    pub(crate) keys: Keyring,
    /// The credentials and tokens that were sent, and no text may show.
    pub(crate) sent: Arc<SentSecrets>,
    /// The header that shows who calls.
    pub(crate) authorization: HeaderName,
    pub(crate) retry: RetryPolicy,
    pub(crate) pace: Option<Pace>,
    pub(crate) session_id: Option<SessionId>,
    pub(crate) deprecations: DeprecationWarnings,
    pub(crate) seams: Seams,
}

impl Core {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The hosts of the API and of the token endpoint.
    #[must_use]
    pub fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    /// The base URL of a call, which ends with a slash.
    pub(crate) fn base(&self, own: Option<Server>) -> Result<Cow<'_, Url>, InvalidCall> {
        let Parts { base, hosts, routes, .. } = &*self.0;
        match own {
            None => Ok(Cow::Borrowed(base)),
            Some(server) => {
                let base = server::base_of(&server, hosts, routes);
                base.map(Cow::Owned).ok_or(InvalidCall::NoServer(server))
            }
        }
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// What a server knows from a call with the secrets `own` in its body.
    pub(crate) fn secrets(&self, own: Vec<Secret>) -> KnownSecrets {
        KnownSecrets::new(&self.0.sent, own)
    }

    /// The clock and the jitter, for the waits of handwritten code.
    #[doc(hidden)]
    #[must_use]
    pub fn seams(&self) -> &Seams {
        &self.0.seams
    }

    /// The limit of a call that has none of its own, for handwritten code that limits several calls.
    #[doc(hidden)]
    #[must_use]
    pub fn total_timeout(&self) -> Duration {
        self.0.limits.total_timeout
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("hosts", &self.0.hosts).finish_non_exhaustive()
    }
}
