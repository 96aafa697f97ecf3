//! Reads the answer to a request for a page.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::found::Found;
use super::pointed::{At, Items};
use crate::collection::{Collection, Embedded, NextPage};
use crate::error::Error;
use crate::page::{Paging, steps};
use crate::received::Received;
use crate::response::Response;

/// A page, and what it says of its collection.
pub(super) struct Page<P> {
    pub(super) response: Response<P>,
    pub(super) found: Found,
}

type Read<P> = dyn Fn(Received) -> Result<Page<P>, Error> + Send + Sync;

/// How pages are read, and how the next one is found.
pub(super) struct Reader<P> {
    pub(super) next: NextPage,
    read: Arc<Read<P>>,
}

impl<P> Clone for Reader<P> {
    fn clone(&self) -> Self {
        Self { next: self.next, read: Arc::clone(&self.read) }
    }
}

impl<P> Reader<P> {
    pub(super) fn read(&self, received: Received) -> Result<Page<P>, Error> {
        (self.read)(received)
    }
}

impl<T: DeserializeOwned + Embedded> Reader<Collection<T>> {
    /// Pages whose form the type of their items says.
    pub(super) fn of_items() -> Self {
        let read = |received: Received| {
            let response = received.page::<T>()?;
            let found = Found::in_collection(response.value());
            Ok(Page { response, found })
        };
        Self { next: T::ENVELOPE.next, read: Arc::new(read) }
    }
}

impl<P: DeserializeOwned> Reader<P> {
    /// Pages of a type of the contract.
    pub(super) fn of_pages(paging: &'static Paging) -> Self {
        let read = |received: Received| {
            let found = Found::in_body(&received.body, &received.head.headers, paging);
            Ok(Page { response: received.page_of(paging)?, found })
        };
        Self { next: paging.next, read: Arc::new(read) }
    }
}

impl<T: DeserializeOwned> Reader<Collection<T>> {
    /// The items of such pages, without the rest.
    pub(super) fn of_items_in(paging: &'static Paging) -> Self {
        let read = |received: Received| {
            let found = Found::in_body(&received.body, &received.head.headers, paging);
            let steps = steps(paging.items);
            let at = At { steps: &steps, what: Items::<T>::SEED };
            let count = found.count;
            let items = received.decoded(at, &steps)?;
            let response = items.map(|items| Collection::of(items.unwrap_or_default(), count));
            Ok(Page { response, found })
        };
        Self { next: paging.next, read: Arc::new(read) }
    }
}
