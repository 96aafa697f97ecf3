//! Questions to an error, each with what usually helps when the answer is yes.

use http::StatusCode;

use super::call::Error;
use super::code::ErrorCode;
use super::failure::Failure;
use super::fate::is_transient;

impl Error {
    /// Whether the same call may succeed later. The client has already retried what its
    /// [`RetryPolicy`](crate::RetryPolicy) allows.
    ///
    /// # Troubleshooting
    /// Wait for [`retry_after`](Self::retry_after) if it is there. Before repeating a create
    /// yourself, make sure that it had no effect: PingOne has no idempotency key for it.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        is_transient(&self.0.failure) || matches!(self.0.failure, Failure::Deadline { .. })
    }

    /// Status 400, whatever PingOne's code is.
    ///
    /// # Troubleshooting
    /// [`code`](Self::code) tells the reason: values are not valid
    /// ([`is_invalid_data`](Self::is_invalid_data)), the request cannot be read
    /// ([`InvalidRequest`](crate::ErrorCode::InvalidRequest)), or a well-formed request breaks a rule
    /// ([`RequestFailed`](crate::ErrorCode::RequestFailed)), for instance on how many pairing keys a
    /// user may have. Without a [`body`](Self::body), something between the client and PingOne may
    /// have answered.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// PingOne's code is `INVALID_DATA`: values of the request are missing or not valid.
    ///
    /// # Troubleshooting
    /// [`details`](Self::details) name the fields, and their
    /// [`inner_error`](crate::ErrorDetail::inner_error) what would be accepted.
    #[must_use]
    pub fn is_invalid_data(&self) -> bool {
        self.code() == Some(&ErrorCode::InvalidData)
    }

    /// The API answered 401, or the token endpoint refused the client's credentials: then
    /// [`token_error`](Self::token_error) has the OAuth error.
    ///
    /// # Troubleshooting
    /// The client secret was rotated, the region is the wrong one, the worker application lives in
    /// another environment, or it is configured for another authentication method than the client
    /// uses. An access token that was given instead of credentials has expired. With the detail
    /// [`InsufficientPermissions`](crate::DetailCode::InsufficientPermissions) the token is fine and
    /// a role is missing, as for [`is_forbidden`](Self::is_forbidden). With a signed assertion, this
    /// machine's clock may be wrong: [`TokenError::is_clock_skew`](crate::TokenError::is_clock_skew).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        let refused = matches!(&self.0.failure, Failure::Auth(failure) if failure.is_refusal());
        refused || self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Status 403.
    ///
    /// # Troubleshooting
    /// The worker application lacks a role, the licence does not cover the request
    /// ([`LicenseExceeded`](crate::DetailCode::LicenseExceeded)), or there is no such environment.
    /// Right after an environment was created, it may pass.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Status 404.
    ///
    /// # Troubleshooting
    /// The environment of the client and the ids must belong together, and the region must be that
    /// of the environment. A resource that was created a moment ago may not be visible yet.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Status 409.
    ///
    /// # Troubleshooting
    /// Something with the same key may exist already, or changed meanwhile: read it and decide. If
    /// PingOne says which, it is in [`InnerError::existing_id`](crate::InnerError::existing_id).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Status 429, from the API or from the token endpoint.
    ///
    /// # Troubleshooting
    /// Rate limits are per licence and shared by its environments;
    /// [`retry_after`](Self::retry_after) says how long to wait, and the details may name the quota.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.last_head().is_some_and(|head| head.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// Status 500 to 599, from the API or from the token endpoint.
    ///
    /// # Troubleshooting
    /// Whether the request took effect is not known. If it lasts, give PingOne's support the
    /// [`correlation_id`](Self::correlation_id). Without a [`body`](Self::body), something between
    /// the client and PingOne may have answered, e.g. a proxy.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.last_head().is_some_and(|head| head.status.is_server_error())
    }

    /// A time limit passed, at the API or at the token endpoint; see [`Limits`](crate::Limits).
    ///
    /// # Troubleshooting
    /// With [`ErrorKind::Connect`](crate::ErrorKind::Connect), nothing was sent: look for a proxy, a
    /// firewall or a wrong host. With [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), the request
    /// may have taken effect: read before repeating a create.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.failure {
            Failure::Transport { error, .. } => error.is_timeout(),
            Failure::Auth(failure) => failure.is_timeout(),
            Failure::Deadline { .. } => true,
            _ => false,
        }
    }

    /// Whether the response is a success whose body is not what the contract says.
    ///
    /// # Troubleshooting
    /// [`decode_path`](Self::decode_path) names the place. The request took effect. A newer version
    /// of this crate may know the new shape; a page of HTML comes from something in between.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.failure, Failure::Decode { .. })
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.status() == Some(status)
    }
}
