//! Who may call an operation: its security schemes, and what a request shows of them.

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};
use jiff::Timestamp;
use url::form_urlencoded;

use super::credentials::credentials;
use super::tokens::Tokens;
use crate::refusal::Refusal;
use crate::route::{Credential, Route};

/// A request as far as it shows who sends it.
pub(crate) struct Shown<'r> {
    pub(crate) headers: &'r HeaderMap,
    pub(crate) query: Option<&'r str>,
}

/// Lets a request in that shows what its operation asks for. Where it asks for nothing, credentials are
/// refused: a client that sends them shows them to somebody who must not have them.
pub(crate) fn admit(
    route: &Route,
    shown: &Shown<'_>,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<(), Refusal> {
    let Some(ways) = route.security else { return tokens.authorize(shown.headers, now) };
    if ways.iter().all(Vec::is_empty) {
        return match shown.headers.contains_key(AUTHORIZATION) {
            true => Err(Refusal::unauthorized("The operation takes no credentials.")),
            false => Ok(()),
        };
    }
    let mut refused = None;
    for way in ways {
        let missing = way.iter().find_map(|one| meets(one, shown, tokens, now).err());
        match missing {
            None => return Ok(()),
            Some(refusal) => _ = refused.get_or_insert(refusal),
        }
    }
    Err(refused.unwrap_or_else(|| Refusal::unauthorized("The request has no credentials.")))
}

fn meets(
    wanted: &Credential,
    shown: &Shown<'_>,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<(), Refusal> {
    let is_there = match wanted {
        Credential::Token => return tokens.authorize(shown.headers, now),
        Credential::Certificate => true,
        Credential::Login => credentials(shown.headers, "basic").is_some(),
        Credential::Header(name) => shown.headers.get(name).is_some_and(|value| !value.is_empty()),
        Credential::Query(name) => {
            let mut pairs = form_urlencoded::parse(shown.query.unwrap_or_default().as_bytes());
            pairs.any(|(known, value)| known == *name && !value.is_empty())
        }
        Credential::Cookie(name) => {
            let all = shown.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
            let mut pairs =
                all.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
            pairs.any(|(known, value)| known.trim() == name && !value.is_empty())
        }
    };
    match is_there {
        true => Ok(()),
        false => {
            Err(Refusal::unauthorized("The request lacks credentials that the operation takes."))
        }
    }
}
