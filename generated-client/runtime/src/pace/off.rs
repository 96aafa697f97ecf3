//! Without the feature `rate-limit`, a client has no pace.

/// Nothing can be made of it.
pub(crate) enum Pace {}

impl Pace {
    pub(crate) async fn turn(&self) {
        match *self {}
    }
}
