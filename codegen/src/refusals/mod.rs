//! The rules of the plan stage: what it refuses, because the client could not hold it well.

mod calls;
mod names;
mod paths;
mod schemas;
mod unions;

pub(crate) use calls::*;
pub(crate) use names::*;
pub(crate) use paths::*;
pub(crate) use schemas::*;
pub(crate) use unions::*;

use crate::diagnostic::Rule;

/// All of them.
pub(crate) const ALL: [&[&Rule]; 5] =
    [paths::RULES, calls::RULES, schemas::RULES, unions::RULES, names::RULES];
