//! Decodes a union: looks at the whole value first, then reads the branch that was chosen.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::branch::{Branch, Forbidden};

/// What a union calls itself where it is read, so that the reader of bodies with mistakes gives it the
/// value twice: whole to choose by, and piece by piece to read.
pub(crate) const NAME: &str = "$pingone_core::Union";

/// A type of the contract with several alternatives.
pub trait Union: Sized {
    /// What values of each variant look like, in the order of the variants.
    const BRANCHES: &'static [Branch];

    /// Reads the variant at this position.
    fn read<'de, D: Deserializer<'de>>(branch: usize, value: D) -> Result<Self, D::Error>;

    /// Keeps what is none of the variants, or could be several; `None` if there is no place for it.
    fn other(_: Value) -> Option<Self> {
        None
    }
}

/// Reads a union.
pub fn read<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_newtype_struct(NAME, Reader(PhantomData))
}

/// Reads a value as another type, as far as JSON goes.
pub fn read_as<T: DeserializeOwned>(value: &impl Serialize) -> Option<T> {
    serde_json::from_value(serde_json::to_value(value).ok()?).ok()
}

/// The branch of a value, if the contract tells.
fn choose<U: Union>(value: &Value) -> Option<usize> {
    choose_of(U::BRANCHES, value, |branch| U::read(branch, value).is_ok())
}

/// The same, of branches of any union.
pub(super) fn choose_of(
    branches: &[Branch],
    value: &Value,
    is_readable: impl Fn(usize) -> bool,
) -> Option<usize> {
    let fitting = |forbidden| -> Vec<(usize, &Branch)> {
        let fits = |(_, branch): &(usize, &Branch)| branch.fits(value, forbidden);
        branches.iter().enumerate().filter(fits).collect()
    };
    let mut found = fitting(Forbidden::Excludes);
    if found.is_empty() {
        found = fitting(Forbidden::Passes);
    }
    if let [] | [_] = found.as_slice() {
        return found.first().map(|(index, _)| *index);
    }
    let readable: Vec<_> = found.iter().copied().filter(|(index, _)| is_readable(*index)).collect();
    if !readable.is_empty() {
        found = readable;
    }
    let is_best = |(index, branch): &&(usize, &Branch)| {
        let mut others = found.iter().filter(|(other, _)| other != index);
        others.all(|(_, other)| branch.is_better(other, value))
    };
    found.iter().find(is_best).map(|(index, _)| *index)
}

struct Reader<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for Reader<U> {
    type Value = U;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("one of several types")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match choose::<U>(&value) {
            Some(branch) => U::read(branch, value).map_err(D::Error::custom),
            None => other(value),
        }
    }

    /// From a reader that gives the value twice.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<U, A::Error> {
        let (branch, again) = access.variant_seed(Choose::<U>(PhantomData))?;
        match branch {
            Some(branch) => again.newtype_variant_seed(Read::<U>(branch, PhantomData)),
            None => other(again.newtype_variant::<Value>()?),
        }
    }
}

fn other<U: Union, E: Error>(value: Value) -> Result<U, E> {
    U::other(value)
        .ok_or_else(|| E::custom("the value is none of the alternatives, or could be several"))
}

struct Choose<U>(PhantomData<U>);

impl<'de, U: Union> DeserializeSeed<'de> for Choose<U> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Ok(choose::<U>(&Value::deserialize(deserializer)?))
    }
}

struct Read<U>(usize, PhantomData<U>);

impl<'de, U: Union> DeserializeSeed<'de> for Read<U> {
    type Value = U;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        U::read(self.0, deserializer)
    }
}
