//! Where the fake is.

/// The path of the API below its host, which the paths of the contract follow.
pub(crate) const API_PATH: &str = "/v1";

/// The URLs of one fake.
pub(crate) struct Address {
    origin: String,
    api_base: String,
}

impl Address {
    pub(crate) fn new(origin: String) -> Address {
        Address { api_base: format!("{origin}{API_PATH}"), origin }
    }

    /// `http://127.0.0.1:<port>`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The origin with the path of the API.
    pub(crate) fn api_base(&self) -> &str {
        &self.api_base
    }

    /// The issuer of an environment's tokens; its token endpoint is at `/token` below.
    pub(crate) fn issuer(&self, environment: impl std::fmt::Display) -> String {
        format!("{}/{environment}/as", self.origin)
    }
}
