//! A warning, once for each operation, that PingOne announced its end.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use tracing::warn;

use crate::operation::Operation;
use crate::telemetry::TARGET;

/// An HTTP date has 29 characters. What is longer might be what the server was sent.
const MAX_DATE: usize = 40;

/// The operations whose end PingOne announced; the log gets one warning for each.
#[derive(Default)]
pub(crate) struct DeprecationWarnings(Mutex<BTreeSet<&'static str>>);

impl DeprecationWarnings {
    /// Warns if the response announces an end (`Deprecation`, RFC 9745; `Sunset`, RFC 8594).
    pub(crate) fn note(&self, operation: &Operation, headers: &HeaderMap) {
        let text = |name| {
            headers.get(name).map(|value: &http::HeaderValue| match value.to_str() {
                Ok(date) if date.len() <= MAX_DATE => date.to_owned(),
                _ => "(no date)".to_owned(),
            })
        };
        let (deprecation, sunset) = (text("deprecation"), text("sunset"));
        if deprecation.is_none() && sunset.is_none() {
            return;
        }
        let first = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(operation.id);
        if first {
            warn!(
                target: TARGET,
                operation = operation.id,
                deprecation = deprecation,
                sunset = sunset,
                "PingOne announces the end of an operation; see its documentation"
            );
        }
    }
}
