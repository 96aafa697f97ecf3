//! Where the fake is.

use crate::auth::ISSUER_PATH;

/// The URLs of one fake.
pub(crate) struct Address {
    origin: String,
    api_path: &'static str,
    api_base: String,
}

impl Address {
    pub(crate) fn new(origin: String, api_path: &'static str) -> Address {
        Address { api_base: format!("{origin}{api_path}"), api_path, origin }
    }

    /// `http://127.0.0.1:<port>`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The path of the API below its host, which the paths of the contract follow.
    pub(crate) fn api_path(&self) -> &'static str {
        self.api_path
    }

    /// The origin with the path of the API.
    pub(crate) fn api_base(&self) -> &str {
        &self.api_base
    }

    /// The issuer of a tenant's tokens; its token endpoint is at `/token` below.
    pub(crate) fn issuer(&self, tenant: impl std::fmt::Display) -> String {
        format!("{}/{tenant}{ISSUER_PATH}", self.origin)
    }
}
