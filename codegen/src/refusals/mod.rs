//! The rules of the plan stage: what it refuses, because the client could not hold it well.

mod calls;
mod choices;
mod loose;
mod names;
mod omissions;
mod paths;
mod schemas;
mod unions;

pub(crate) use calls::*;
pub(crate) use choices::*;
pub(crate) use loose::*;
pub(crate) use names::*;
pub(crate) use omissions::*;
pub(crate) use paths::*;
pub(crate) use schemas::*;
pub(crate) use unions::meant::*;
pub(crate) use unions::*;

use crate::diagnostic::Rule;

/// All of them.
pub(crate) const ALL: [&[&Rule]; 9] = [
    paths::RULES,
    calls::RULES,
    choices::RULES,
    loose::RULES,
    omissions::RULES,
    schemas::RULES,
    unions::RULES,
    unions::meant::RULES,
    names::RULES,
];
