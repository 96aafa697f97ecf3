//! Takes the secrets of a call out of its failure, before it becomes an error.

use std::sync::Arc;

use super::cause::{retold, shows_secret};
use super::failure::Failure;
use super::paging::PagingProblem;
use crate::redact::{KnownSecrets, Redactor};

impl Failure {
    /// The same failure without secrets. The body of an error is covered when it is read.
    pub(super) fn covered(mut self, secrets: &KnownSecrets) -> Self {
        // Nothing was sent.
        if let Self::InvalidCall(_) = &self {
            return self;
        }
        self.cover(&secrets.redactor());
        self
    }

    fn cover(&mut self, redactor: &Redactor) {
        match self {
            Self::InvalidCall(_)
            | Self::Status { .. }
            | Self::TooLarge { .. }
            | Self::Deadline { .. } => {}
            Self::Auth(failure) => {
                if let Some(covered) = failure.covered(redactor) {
                    *failure = Arc::new(covered);
                }
            }
            Self::Transport { error, .. } => {
                if shows_secret(error.get_ref(), redactor) {
                    *error = retold(error, redactor);
                }
            }
            Self::Decode { error, .. } => error.cover(redactor),
            Self::Paging { problem, .. } => {
                if let PagingProblem::Elsewhere { to, .. } = problem {
                    redactor.cover(to);
                }
            }
        }
        if let Some(head) = self.head_mut() {
            redactor.cover_headers(&mut head.headers);
        }
    }
}
