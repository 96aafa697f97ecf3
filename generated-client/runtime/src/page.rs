//! Where a page of the contract's own type has what paging needs.

use crate::collection::NextPage;

/// Where a page of the contract's own type has what paging needs, as JSON Pointers without escapes.
#[derive(Debug)]
pub struct Paging {
    /// The items, an array; the pointer is empty for a body that is the array.
    pub items: &'static str,
    /// The number of items of the whole collection.
    pub count: Option<&'static str>,
    /// How the next page is found.
    pub next: NextPage,
}

/// The steps of a pointer; none for the whole body. Generated code has none with escapes.
pub(crate) fn steps(pointer: &'static str) -> Vec<&'static str> {
    pointer.split('/').skip(1).collect()
}
