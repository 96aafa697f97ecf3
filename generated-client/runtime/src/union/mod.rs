//! Unions: which of several types a value is of, decided by what the contract says about each.
//!
//! 1. The branches remain whose [`Branch`] the value fits. One that takes no other members than its
//!    own is left out if there are others, unless that would leave none: servers may add members.
//! 2. If several remain, those remain whose type can be decoded.
//! 3. If several remain, the most exact one wins: of texts, listed values before a format before any
//!    text; of objects, the branch that knows all members that another one knows, and more, or the
//!    same and requires more of them. So nothing that was sent is lost.
//! 4. If none is the most exact, nothing is decided, and the value is kept as JSON.

mod branch;
mod constant;
mod decode;
#[cfg(test)]
mod tests;

pub use branch::{
    ANY, BOOLEAN, Branch, FRACTION, INTEGER, LIST, Member, NULL, NUMBER, OBJECT, TEXT,
};
pub use constant::{Constant, Constants};
pub(crate) use decode::NAME;
pub use decode::{Union, read, read_as};
