//! The credentials that a client was given, by the scheme that they are for.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use url::Url;

use super::cache::TokenCache;
use crate::call::SEGMENT;
use crate::redact::SentSecrets;
use crate::scheme::{KeyPlace, KeyScheme, LoginScheme, Scheme, Security, TokenScheme};
use crate::secret::Secret;

/// The credentials of a client.
#[derive(Default)]
pub(crate) struct Keyring {
    /// The token for every scheme that takes one and has none of its own.
    pub(crate) tokens: Option<TokenCache>,
    pub(crate) own_tokens: Vec<(TokenScheme, TokenCache)>,
    pub(crate) fixed: Vec<(Scheme, Fixed)>,
}

/// A credential that is the same in every request.
pub(crate) enum Fixed {
    Header(HeaderName, HeaderValue),
    /// A pair of the header `Cookie`.
    Cookie(HeaderValue),
    /// A pair of the query, encoded, and its name.
    Query(&'static str, Secret),
}

/// What a call is sent with.
pub(crate) struct Access<'k> {
    pub(crate) tokens: Option<&'k TokenCache>,
    fixed: Vec<&'k Fixed>,
}

impl Keyring {
    /// What a call is sent with; `None` if the client was given too little. An operation whose contract
    /// says nothing takes the token, if there is one.
    pub(crate) fn access(&self, security: Option<Security>) -> Option<Access<'_>> {
        match security {
            None => Some(Access { tokens: self.tokens.as_ref(), fixed: Vec::new() }),
            Some([]) => Some(Access { tokens: None, fixed: Vec::new() }),
            Some(ways) => ways.iter().find_map(|way| self.way(way)),
        }
    }

    fn way(&self, way: &[Scheme]) -> Option<Access<'_>> {
        let mut access = Access { tokens: None, fixed: Vec::new() };
        for scheme in way {
            match scheme {
                Scheme::Token(scheme) => access.tokens = Some(self.token(scheme)?),
                Scheme::Key(_) | Scheme::Login(_) => {
                    let held = self.fixed.iter().find(|(held, _)| held == scheme);
                    access.fixed.push(&held?.1);
                }
            }
        }
        Some(access)
    }

    fn token(&self, scheme: &TokenScheme) -> Option<&TokenCache> {
        let own = self.own_tokens.iter().find(|(held, _)| held == scheme);
        own.map(|(_, tokens)| tokens).or(self.tokens.as_ref())
    }

    /// The query without the keys that it may have: a server may quote them in its links.
    pub(crate) fn without_keys(&self, target: String) -> String {
        let names = self.fixed.iter().filter_map(|(_, fixed)| match fixed {
            Fixed::Query(name, _) => Some(*name),
            Fixed::Header(..) | Fixed::Cookie(_) => None,
        });
        names.fold(target, |target, name| without(&target, name))
    }
}

impl Access<'_> {
    /// Adds what is the same in every request.
    pub(crate) fn authorise(&self, headers: &mut HeaderMap, url: &mut Url) {
        for fixed in &self.fixed {
            match fixed {
                Fixed::Header(name, value) => {
                    headers.insert(name, value.clone());
                }
                Fixed::Cookie(pair) => {
                    let joined = headers
                        .get(COOKIE)
                        .map(|kept| [kept.as_bytes(), b"; ", pair.as_bytes()].concat());
                    let joined = joined.and_then(|both| HeaderValue::from_bytes(&both).ok());
                    let mut value = joined.unwrap_or_else(|| pair.clone());
                    value.set_sensitive(true);
                    headers.insert(COOKIE, value);
                }
                Fixed::Query(name, pair) => {
                    let query = url.query().map(|query| without(&format!("?{query}"), name));
                    let query = query.as_deref().and_then(|query| query.strip_prefix('?'));
                    let query = match query {
                        Some(query) if !query.is_empty() => format!("{query}&{}", pair.expose()),
                        _ => pair.expose().to_owned(),
                    };
                    url.set_query(Some(&query));
                }
            }
        }
    }
}

/// A path and query without a parameter.
fn without(target: &str, name: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let is_other = |pair: &&str| {
        let parsed = url::form_urlencoded::parse(pair.as_bytes()).next();
        parsed.is_none_or(|(known, _)| known != name)
    };
    let pairs: Vec<&str> = query.split('&').filter(is_other).collect();
    match pairs.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", pairs.join("&")),
    }
}

impl Fixed {
    /// A key, remembered; `None` if it cannot be sent.
    pub(crate) fn key(scheme: KeyScheme, key: &Secret, sent: &Arc<SentSecrets>) -> Option<Self> {
        let text = key.expose();
        sent.remember(key);
        match scheme.place {
            KeyPlace::Header(name) => {
                let is_sendable =
                    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
                let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
                Some(Self::Header(name, is_sendable.then(|| sensitive(text))??))
            }
            KeyPlace::Cookie(name) => {
                let is_value = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
                let is_sendable = !text.is_empty() && text.bytes().all(is_value);
                let pair = format!("{name}={text}");
                Some(Self::Cookie(is_sendable.then(|| sensitive(&pair))??))
            }
            KeyPlace::Query(name) => {
                let encoded = utf8_percent_encode(text, SEGMENT).to_string();
                sent.remember(&encoded.as_str().into());
                let pair = format!("{}={encoded}", utf8_percent_encode(name, SEGMENT));
                (!text.is_empty()).then(|| Self::Query(name, pair.into()))
            }
        }
    }

    /// A user name and a password, remembered; `None` if they cannot be sent.
    pub(crate) fn login(
        _: LoginScheme,
        user: &str,
        password: &Secret,
        sent: &Arc<SentSecrets>,
    ) -> Option<Self> {
        let is_sendable = |text: &str| !text.contains(char::is_control);
        if user.contains(':') || !is_sendable(user) || !is_sendable(password.expose()) {
            return None;
        }
        let pair = STANDARD.encode(format!("{user}:{}", password.expose()));
        sent.remember(password);
        sent.remember(&pair.as_str().into());
        Some(Self::Header(AUTHORIZATION, sensitive(&format!("Basic {pair}"))?))
    }
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
