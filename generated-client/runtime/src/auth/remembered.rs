//! A source of tokens whose secrets are remembered, so that no error shows them.

use std::sync::Arc;

use super::source::{AccessToken, TokenSource};
use crate::error::TokenError;
use crate::future::BoxFuture;
use crate::redact::{KnownSecrets, SentSecrets};

/// Remembers the tokens of a source, and covers what its errors say of them and of the credentials.
pub(crate) struct Remembered {
    pub(crate) source: Arc<dyn TokenSource>,
    pub(crate) sent: Arc<SentSecrets>,
}

impl TokenSource for Remembered {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            match self.source.token().await {
                Ok(token) => {
                    self.sent.remember(token.secret());
                    Ok(token)
                }
                Err(error) => {
                    let redactor = KnownSecrets::new(&self.sent, Vec::new()).redactor();
                    Err(error.covered(&redactor).unwrap_or(error))
                }
            }
        })
    }
}
