//! The value of an enum that this version of the client does not know.

use std::fmt;

/// A value of an open enum that this version does not know, as it was received.
///
/// There is no way to make one by hand: convert a value into the enum instead, which picks the
/// known one if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue<T = Box<str>>(T);

impl UnknownValue {
    #[doc(hidden)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text as it stood on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T> UnknownValue<T> {
    #[doc(hidden)]
    #[must_use]
    pub fn of(value: T) -> Self {
        Self(value)
    }

    /// The value as it stood on the wire.
    #[must_use]
    pub fn get(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for UnknownValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
