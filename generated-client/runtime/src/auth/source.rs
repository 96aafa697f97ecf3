//! Where access tokens come from.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use http::HeaderValue;

use crate::error::TokenError;
use crate::future::BoxFuture;
use crate::secret::Secret;

/// The longest token: no server takes a header that is longer, and what quotes a token is searched for
/// all parts of it.
const MAX_TOKEN: usize = 64 * 1024;

/// Something that issues access tokens, e.g. a vault.
///
/// The client asks when it needs a token and keeps what it gets: one request serves all callers, a
/// token is renewed shortly before it expires, and one that PingOne refuses is replaced. A source
/// need not cache anything itself, and is never called twice at the same time by one client.
///
/// ```
/// use std::time::Duration;
/// use pingone_mfa::{AccessToken, BoxFuture, TokenError, TokenSource};
///
/// struct Vault;
///
/// impl TokenSource for Vault {
///     fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
///         Box::pin(async {
///             let text = std::fs::read_to_string("/run/secrets/token").map_err(TokenError::new)?;
///             Ok(AccessToken::new(text.trim()).expires_in(Duration::from_secs(3600)))
///         })
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync {
    /// Issues a token.
    ///
    /// # Errors
    /// When there is none. The call that needed it fails, and the next call asks again.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;
}

/// A closure is a source.
impl<F, T> TokenSource for F
where
    F: Fn() -> T + Send + Sync,
    T: Future<Output = Result<AccessToken, TokenError>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(self())
    }
}

/// An access token as it was issued.
///
/// It is used until shortly before it expires; without a lifetime, until PingOne refuses it.
#[derive(Clone)]
pub struct AccessToken {
    /// What stands before the token in its header.
    prefix: &'static str,
    token: Secret,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that is used until PingOne refuses it.
    #[must_use]
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { prefix: "Bearer ", token: token.into(), lifetime: None }
    }

    /// A key that is sent as it is, and for ever.
    pub(crate) fn api_key(key: Secret) -> Self {
        Self { prefix: "", token: key, lifetime: None }
    }

    /// How long the token is valid, counted from when it was asked for.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.token
    }

    pub(crate) fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    /// The value of its header, marked as sensitive; `None` if the token is empty, longer than any header
    /// or has a character other than visible ASCII, such as the line break at the end of a file.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let text = self.token.expose();
        let is_sendable = (1..=MAX_TOKEN).contains(&text.len());
        if !is_sendable || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let mut header = HeaderValue::try_from(format!("{}{text}", self.prefix)).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}
