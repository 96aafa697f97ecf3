//! The clients that the fake hands out.

use std::time::Duration;

use pingone_mfa::{Client, ClientBuilder, ClientCredentials, Hosts, RetryPolicy};

use super::places::ENVIRONMENT;

/// A client whose retries do not wait.
pub(super) fn client_builder(hosts: &Hosts, credentials: ClientCredentials) -> ClientBuilder {
    Client::builder(hosts.clone(), ENVIRONMENT)
        .credentials(credentials)
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
}
