//! Members of an object that always have the same text: no caller sets them, and no field shows them.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An object with members of one text each.
pub trait Constants {
    /// Their texts.
    const TEXTS: &'static [&'static str];
}

/// The member of `T` with the text at position `N`. What a server sent instead is kept.
pub struct Constant<T, const N: usize> {
    other: Option<Box<str>>,
    owner: PhantomData<fn() -> T>,
}

impl<T: Constants, const N: usize> Constant<T, N> {
    fn text(&self) -> &str {
        match &self.other {
            Some(other) => other,
            None => Self::known(),
        }
    }

    fn known() -> &'static str {
        T::TEXTS.get(N).copied().unwrap_or_default()
    }
}

impl<T, const N: usize> Default for Constant<T, N> {
    fn default() -> Self {
        Self { other: None, owner: PhantomData }
    }
}

impl<T, const N: usize> Clone for Constant<T, N> {
    fn clone(&self) -> Self {
        Self { other: self.other.clone(), owner: PhantomData }
    }
}

impl<T, const N: usize> PartialEq for Constant<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.other == other.other
    }
}

impl<T: Constants, const N: usize> fmt::Debug for Constant<T, N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(formatter)
    }
}

impl<T: Constants, const N: usize> Serialize for Constant<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl<'de, T: Constants, const N: usize> Deserialize<'de> for Constant<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Box<str> = Deserialize::deserialize(deserializer)?;
        let other = (*text != *Self::known()).then_some(text);
        Ok(Self { other, owner: PhantomData })
    }
}
