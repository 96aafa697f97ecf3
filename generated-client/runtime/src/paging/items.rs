//! Collections item by item, over all their pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::cursor::PageCursor;
use super::pages::Pages;
use crate::error::Error;

/// The items of a collection over all its pages, as a stream; made by `items()` of a request.
///
/// Items come in the order in which they were received, each of them once; pages without items are
/// passed over. Limits, errors and what happens after them are those of [`Pages`].
///
/// ```no_run
/// # async fn example(
/// #     client: pingone_mfa::Client, application_id: pingone_mfa::types::ApplicationId,
/// # ) -> Result<(), pingone_mfa::Error> {
/// let mut items = client.push_credentials(application_id).list().items();
/// while let Some(item) = items.next().await {
///     println!("{}", item?.id);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Items<T> {
    pages: Pages<T>,
    /// The page that `items` are of.
    reading: Option<PageCursor>,
    items: std::vec::IntoIter<T>,
}

impl<T: Send + 'static> Pages<T> {
    /// The items of the pages, one by one.
    pub fn into_items(self) -> Items<T> {
        Items { pages: self, reading: None, items: Vec::new().into_iter() }
    }
}

impl<T: Send + 'static> Items<T> {
    /// The next item; `None` at the end of the collection, and after an error that ends the stream.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            self.reading = self.pages.cursor();
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Items<T> {
    /// Reads at most this many pages; see [`Pages::max_pages`].
    pub fn max_pages(self, pages: usize) -> Self {
        Self { pages: self.pages.max_pages(pages), ..self }
    }

    /// Starts with the page of a cursor instead of the first one; see [`Pages::resume_from`].
    pub fn resume_from(self, cursor: impl Into<PageCursor>) -> Self {
        let items = Vec::new().into_iter();
        Self { pages: self.pages.resume_from(cursor), reading: None, items }
    }

    /// The page of the next item, to [resume from](Self::resume_from) later.
    ///
    /// A cursor names a page, so resuming in the middle of one yields its items from the first one
    /// again, and none is lost. To get each of them once, read [`Pages`].
    #[must_use]
    pub fn cursor(&self) -> Option<PageCursor> {
        match self.items.len() {
            0 => self.pages.cursor(),
            _ => self.reading.clone(),
        }
    }
}

/// Items are moved out of the stream, never pinned in it.
impl<T> Unpin for Items<T> {}

impl<T: Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("items_left_of_page", &self.items.len())
            .finish()
    }
}
