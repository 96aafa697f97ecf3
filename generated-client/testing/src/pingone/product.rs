//! PingOne as the engine sees it: what is special about its collections, and how it answers.

use http::header::HeaderName;

use super::claims;
use super::guesses::{Guesses, Shown, WhenUnknown};
use super::pairing_keys::PairingKeys;
use super::places::{API_PATH, ENVIRONMENTS, PAIRING_KEYS, PUSH_CREDENTIALS};
use super::push_credentials::PushCredentials;
use super::settings::KeySettings;
use crate::behaviour::special::{Command, Ordinary, Pages, Product, Special};
use crate::contract::template::Template;
use crate::refusal::Refusal;

/// The ids that a client may send to find its requests again.
static EXTERNAL: [HeaderName; 2] = [
    HeaderName::from_static("x-ping-external-transaction-id"),
    HeaderName::from_static("x-ping-external-session-id"),
];

/// PingOne, as far as its contract does not say it.
pub(crate) struct PingOne {
    pub(super) pairing_keys: PairingKeys,
    push_credentials: PushCredentials,
    pages: Pages,
    guesses: Guesses,
}

impl PingOne {
    pub(super) fn new(guesses: Guesses, settings: KeySettings) -> PingOne {
        PingOne {
            pairing_keys: PairingKeys::new(guesses.clone(), settings),
            push_credentials: PushCredentials::new(guesses.clone()),
            pages: guesses.pages(),
            guesses,
        }
    }
}

impl Product for PingOne {
    fn name(&self) -> &'static str {
        "PingOne"
    }

    fn api_path(&self) -> &'static str {
        API_PATH
    }

    fn tenants(&self) -> &'static str {
        ENVIRONMENTS
    }

    fn members_of(&self, collection: &Template) -> &dyn Special {
        match collection.last_literal() {
            Some(PUSH_CREDENTIALS) => &self.push_credentials,
            Some(PAIRING_KEYS) => &self.pairing_keys,
            _ => &Ordinary,
        }
    }

    fn absent(&self, member: &Template, collection: &str) -> Refusal {
        match self.guesses.unknown_environment {
            WhenUnknown::Forbidden if collection == ENVIRONMENTS => Refusal::forbidden(),
            _ => Refusal::not_found(&format!("The {}", member.spoken())),
        }
    }

    fn pages(&self) -> &Pages {
        &self.pages
    }

    fn echoed(&self) -> &[HeaderName] {
        match self.guesses.external_ids {
            Shown::Yes => &EXTERNAL,
            Shown::No => &[],
        }
    }

    fn commands(&self) -> &'static [Command] {
        &claims::COMMANDS
    }
}
