//! What PingOne does not document, as settings: each default is a guess and says so.

use crate::behaviour::special::Pages;

/// How the fake answers where PingOne's documentation says nothing.
///
/// Every default is a **guess**. A test that must not depend on a guess runs with each of the alternatives.
///
/// ```
/// use pingone_mfa_testing::{Allowed, Guesses, WhenExpired};
///
/// let guesses = Guesses::default()
///     .expired_key(WhenExpired::NotFound)
///     .delete_claimed_key(Allowed::No);
/// # let _ = guesses;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Guesses {
    pub(super) expired_key: WhenExpired,
    pub(super) delete_claimed_key: Allowed,
    pub(super) key_policy: Shown,
    pub(super) key_uri: Shown,
    pub(super) key_limit_code: String,
    pub(super) same_type_twice: Allowed,
    pub(super) change_type: Allowed,
    pub(super) count: Shown,
    pub(super) size: Shown,
    pub(super) page_size: Option<usize>,
    pub(super) external_ids: Shown,
    pub(super) unknown_environment: WhenUnknown,
}

/// Whether something is done or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// It is done.
    Yes,
    /// It is refused.
    No,
}

/// Whether a value is in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// What becomes of a pairing key after `expiresAt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenExpired {
    /// It stays readable in its last state.
    Readable,
    /// It is not found (404).
    NotFound,
}

/// How a path into an environment that does not exist is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenUnknown {
    /// 404 `NOT_FOUND`.
    NotFound,
    /// 403 `ACCESS_FAILED`, which the provider for Terraform has seen.
    Forbidden,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            expired_key: WhenExpired::Readable,
            delete_claimed_key: Allowed::Yes,
            key_policy: Shown::No,
            key_uri: Shown::No,
            key_limit_code: "LIMIT_EXCEEDED".to_owned(),
            same_type_twice: Allowed::Yes,
            change_type: Allowed::No,
            count: Shown::Yes,
            size: Shown::Yes,
            page_size: None,
            external_ids: Shown::Yes,
            unknown_environment: WhenUnknown::NotFound,
        }
    }
}

impl Guesses {
    /// How collections are answered.
    pub(super) fn pages(&self) -> Pages {
        let members = [("count", self.count), ("size", self.size)];
        let hidden = members.into_iter().filter(|(_, shown)| *shown == Shown::No);
        Pages { size: self.page_size, hidden: hidden.map(|(name, _)| name).collect() }
    }

    /// A pairing key after `expiresAt`. Guess: [`WhenExpired::Readable`].
    pub fn expired_key(mut self, when: WhenExpired) -> Self {
        self.expired_key = when;
        self
    }

    /// Deleting a claimed pairing key; refused is 400 `REQUEST_FAILED`. Guess: [`Allowed::Yes`].
    pub fn delete_claimed_key(mut self, allowed: Allowed) -> Self {
        self.delete_claimed_key = allowed;
        self
    }

    /// `policy` of a pairing key in responses, if the request named one. Guess: [`Shown::No`].
    pub fn key_policy(mut self, shown: Shown) -> Self {
        self.key_policy = shown;
        self
    }

    /// `uri` of a pairing key in responses. Guess: [`Shown::No`].
    pub fn key_uri(mut self, shown: Shown) -> Self {
        self.key_uri = shown;
        self
    }

    /// The code in `details[]` of the 400 `REQUEST_FAILED` that refuses the 21st valid key of a user. Guess:
    /// `LIMIT_EXCEEDED`.
    pub fn key_limit_code(mut self, code: impl Into<String>) -> Self {
        self.key_limit_code = code.into();
        self
    }

    /// A second push credential of one type in one application; refused is 409 `REQUEST_FAILED` with the detail
    /// `UNIQUENESS_VIOLATION`. Guess: [`Allowed::Yes`].
    pub fn same_type_twice(mut self, allowed: Allowed) -> Self {
        self.same_type_twice = allowed;
        self
    }

    /// A PUT that changes the `type` of a push credential; refused is 400 `INVALID_DATA` with the detail `INVALID_VALUE`
    /// for `type`. PingOne documents neither. Guess: [`Allowed::No`].
    pub fn change_type(mut self, allowed: Allowed) -> Self {
        self.change_type = allowed;
        self
    }

    /// `count` of a collection: how many resources the whole collection has. Guess: [`Shown::Yes`].
    pub fn count(mut self, shown: Shown) -> Self {
        self.count = shown;
        self
    }

    /// `size` of a collection: how many resources the answer holds. Guess: [`Shown::Yes`].
    pub fn size(mut self, shown: Shown) -> Self {
        self.size = shown;
        self
    }

    /// Serves collections in pages of this many resources, with `_links.next`; 0 counts as 1. Guess: one page, whatever
    /// its size.
    pub fn page_size(mut self, resources: usize) -> Self {
        self.page_size = Some(resources.max(1));
        self
    }

    /// The `X-Ping-External-*` ids as response headers, sanitised, absent ones made up. Guess: [`Shown::Yes`].
    pub fn external_ids(mut self, shown: Shown) -> Self {
        self.external_ids = shown;
        self
    }

    /// A path into an environment that does not exist. Guess: [`WhenUnknown::NotFound`].
    pub fn unknown_environment(mut self, when: WhenUnknown) -> Self {
        self.unknown_environment = when;
        self
    }
}
