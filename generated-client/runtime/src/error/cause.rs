//! Errors that others made, looked through for secrets.

use std::error::Error;
use std::iter;

use crate::redact::Redactor;
use crate::transport::TransportError;

/// Whether an error or one of its sources shows a secret, in whatever way it is looked at.
pub(super) fn shows_secret(error: &(dyn Error + 'static), redactor: &Redactor) -> bool {
    chain(error).any(|error| {
        [error.to_string(), format!("{error:?}"), format!("{error:#?}")]
            .iter()
            .any(|text| redactor.finds(text))
    })
}

/// A failure of the transport as text without secrets, in place of the causes that show them.
pub(super) fn retold(error: &TransportError, redactor: &Redactor) -> TransportError {
    let root = chain(error.get_ref()).last().map(ToString::to_string).unwrap_or_default();
    error.retold(redactor.text(&root).into_owned())
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}
