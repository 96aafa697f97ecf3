//! The bearer tokens that were issued: which of them count, and until when.

use std::collections::HashMap;
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;

use super::client::Worker;
use super::credentials::credentials;
use crate::clock::later;
use crate::refusal::Refusal;

/// The worker application that may fetch tokens, and the valid tokens.
pub(crate) struct Tokens {
    pub(crate) worker: Worker,
    lifetime: Duration,
    issued: HashMap<String, Timestamp>,
}

impl Tokens {
    pub(crate) fn new(worker: Worker, lifetime: Duration) -> Tokens {
        Tokens { worker, lifetime, issued: HashMap::new() }
    }

    /// How long a token is valid.
    pub(crate) fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Makes a token valid from now on; those that have expired are forgotten.
    pub(crate) fn issue(&mut self, token: String, now: Timestamp) {
        self.issued.retain(|_, expiry| *expiry > now);
        self.issued.insert(token, later(now, self.lifetime));
    }

    /// No token issued so far is valid any longer.
    pub(crate) fn revoke_all(&mut self) {
        self.issued.clear();
    }

    /// The token of this request is no longer valid.
    pub(crate) fn revoke_presented(&mut self, headers: &HeaderMap) {
        if let Some(token) = credentials(headers, "bearer") {
            self.issued.remove(token);
        }
    }

    /// Checks the bearer token of an API request.
    pub(crate) fn authorize(&self, headers: &HeaderMap, now: Timestamp) -> Result<(), Refusal> {
        let token = credentials(headers, "bearer")
            .ok_or_else(|| Refusal::unauthorized("The request has no bearer token."))?;
        match self.issued.get(token) {
            None => Err(Refusal::unauthorized("The bearer token is unknown, expired or revoked.")),
            Some(expiry) if *expiry <= now => {
                Err(Refusal::unauthorized("The bearer token has expired."))
            }
            Some(_) => Ok(()),
        }
    }
}
