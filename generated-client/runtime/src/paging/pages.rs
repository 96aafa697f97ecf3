//! A collection page by page.

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::cursor::PageCursor;
use super::link;
use super::offset;
use crate::call::Call;
use crate::collection::{Collection, Embedded, NextPage};
use crate::core::Core;
use crate::error::{Error, Failure, Origin, PagingProblem};
use crate::links::Next;
use crate::response::{Head, Response, Trace};

/// Pages that are read at most, unless [`Pages::max_pages`] says otherwise.
pub(super) const MAX_PAGES: usize = 1000;

/// The pages of a collection, as a stream; made by `pages()` of a request.
///
/// Each page is one call with the headers, limits and retries of the request. Nothing is sent until
/// the stream is polled, and no page is fetched ahead. The stream can be dropped at any time, and
/// so can the future of [`next`](Self::next): no page is lost.
///
/// ```no_run
/// # async fn example(
/// #     client: pingone_mfa::Client, application_id: pingone_mfa::types::ApplicationId,
/// # ) -> Result<(), pingone_mfa::Error> {
/// let mut pages = client.push_credentials(application_id).list().pages();
/// while let Some(page) = pages.next().await {
///     println!("{} items; the next page is {:?}", page?.items().len(), pages.cursor());
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Limits
///
/// At most 1,000 pages are read; see [`max_pages`](Self::max_pages).
///
/// A link is followed only to a page below the API's base URL, same scheme, host, port and base
/// path, and never to a page that was read before.
///
/// # Errors
///
/// A call that fails is an [`Error`] as ever, in place of its page. If it
/// [may succeed later](Error::is_retryable), polling again asks for the same page once more. A second
/// failure in a row ends the stream, and so does any other error. [`cursor`](Self::cursor) still
/// tells the page that failed.
///
/// [`ErrorKind::Paging`](crate::ErrorKind::Paging): there is a further page, but its link is refused
/// or the page limit is reached. It comes after the last page and ends the stream.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    core: Core,
    call: Call,
    max_pages: usize,
    /// The pages that were read, to count them and to notice a loop.
    seen: HashSet<String>,
    /// Whether the last request failed.
    failed: bool,
    state: State<T>,
}

/// The answer to a request for a page.
type Fetch<T> = Pin<Box<dyn Future<Output = Result<Response<Collection<T>>, Error>> + Send>>;

/// Where a stream stands; pages are named by their path and query below the API's base URL.
enum State<T> {
    /// This page comes next.
    Ready(String),
    /// This page is being fetched.
    Fetching(String, Fetch<T>),
    /// There is nothing to read. The error is what the stream yields next.
    Broken(Error),
    /// The stream has ended: after the last page, or because the named page could not be read.
    Ended(Option<String>),
}

impl<T: DeserializeOwned + Embedded + Send + 'static> Pages<T> {
    #[doc(hidden)]
    pub fn new(core: Core, call: Call) -> Self {
        let operation = call.operation();
        let state = match call.clone().prepare() {
            Ok(first) => State::Ready(first.target),
            Err(invalid) => {
                let failure = Failure::InvalidCall(invalid);
                let secrets = core.secrets(Vec::new());
                State::Broken(Error::new(operation, Trace::default(), failure, &secrets))
            }
        };
        Self { core, call, max_pages: MAX_PAGES, seen: HashSet::new(), failed: false, state }
    }

    /// The next page; `None` at the end of the collection, and after an error that ends the stream.
    pub async fn next(&mut self) -> Option<Result<Collection<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Collection<T>, Error>>> {
        loop {
            match mem::replace(&mut self.state, State::Ended(None)) {
                State::Ready(page) if self.seen.len() >= self.max_pages => {
                    self.state = State::Ended(Some(page));
                    let problem = PagingProblem::Limit(self.max_pages);
                    return Poll::Ready(Some(Err(self.error(None, problem))));
                }
                State::Ready(page) => {
                    let fetch = self.fetch(page.clone());
                    self.state = State::Fetching(page, fetch);
                }
                State::Fetching(page, mut fetch) => match fetch.as_mut().poll(context) {
                    Poll::Ready(fetched) => return Poll::Ready(Some(self.settle(page, fetched))),
                    Poll::Pending => {
                        self.state = State::Fetching(page, fetch);
                        return Poll::Pending;
                    }
                },
                State::Broken(error) => return Poll::Ready(Some(Err(error))),
                State::Ended(page) => {
                    self.state = State::Ended(page);
                    return Poll::Ready(None);
                }
            }
        }
    }

    fn fetch(&self, page: String) -> Fetch<T> {
        let (core, call) = (self.core.clone(), self.call.clone().at(page));
        Box::pin(async move { core.execute(call).await?.page() })
    }

    /// What a request for a page has come to, and what comes next.
    fn settle(
        &mut self,
        page: String,
        fetched: Result<Response<Collection<T>>, Error>,
    ) -> Result<Collection<T>, Error> {
        match fetched {
            Ok(response) => {
                self.failed = false;
                let (collection, head) = response.into_parts();
                self.state = self.after(page, &collection, head);
                Ok(collection)
            }
            Err(error) => {
                // A second failure in a row ends the stream, or collecting it would never end.
                let again = error.is_retryable() && !std::mem::replace(&mut self.failed, true);
                self.state = if again { State::Ready(page) } else { State::Ended(Some(page)) };
                Err(error)
            }
        }
    }

    /// What comes after a page.
    fn after(&mut self, page: String, collection: &Collection<T>, head: Head) -> State<T> {
        match T::ENVELOPE.next {
            NextPage::Link => self.linked(page, collection.next_page(), head),
            NextPage::Offset(parameter) => {
                let items = collection.items().len();
                let next = offset::next(&page, parameter, items, collection.count());
                self.seen.insert(page);
                next.map_or(State::Ended(None), State::Ready)
            }
        }
    }

    /// Where the links of a page lead.
    fn linked(&mut self, page: String, next: Next<'_>, head: Head) -> State<T> {
        let target = match next {
            Next::End => None,
            Next::At(link) => {
                Some(link::target(self.core.hosts().api(), &page, &link.href, Origin::Link))
            }
            Next::Unclear => Some(Err(PagingProblem::Unclear(Origin::Link))),
        };
        self.seen.insert(page);
        match target {
            None => State::Ended(None),
            Some(Ok(next)) if self.seen.contains(&next) => {
                State::Broken(self.error(Some(head), PagingProblem::Loop(Origin::Link)))
            }
            Some(Ok(next)) => State::Ready(next),
            Some(Err(problem)) => State::Broken(self.error(Some(head), problem)),
        }
    }
}

impl<T> Pages<T> {
    /// Reads at most this many pages; zero counts as one. The default is 1,000.
    ///
    /// If there are more, an error says so, and [`cursor`](Self::cursor) is where they begin.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.max_pages = pages.max(1);
        self
    }

    /// Starts with the page of a cursor instead of the first one.
    ///
    /// The request must be one of the same collection; its query parameters are those of the cursor.
    /// A cursor that leads elsewhere is an error of the stream
    /// ([`ErrorKind::Paging`](crate::ErrorKind::Paging)), and nothing is sent.
    pub fn resume_from(mut self, cursor: impl Into<PageCursor>) -> Self {
        let (base, cursor) = (self.core.hosts().api(), cursor.into());
        // A call that is invalid for another reason stays so.
        if !matches!(self.state, State::Broken(_)) {
            self.seen.clear();
            self.state = match link::target(base, "", cursor.as_str(), Origin::Cursor) {
                Ok(page) => State::Ready(page),
                Err(problem) => State::Broken(self.error(None, problem)),
            };
        }
        self
    }

    /// The page that comes next, to [resume from](Self::resume_from) later: the one being fetched, the
    /// one whose call failed, or the first one beyond the page limit. `None` when there is no more
    /// to read, or its link was refused.
    #[must_use]
    pub fn cursor(&self) -> Option<PageCursor> {
        match &self.state {
            State::Ready(page) | State::Fetching(page, _) | State::Ended(Some(page)) => {
                Some(self.cursor_of(page))
            }
            State::Broken(_) | State::Ended(None) => None,
        }
    }

    fn cursor_of(&self, page: &str) -> PageCursor {
        format!("{}{page}", self.core.hosts().api()).into()
    }

    fn error(&self, head: Option<Head>, problem: PagingProblem) -> Error {
        let failure = Failure::Paging { head, problem };
        let secrets = self.core.secrets(Vec::new());
        Error::new(self.call.operation(), Trace::default(), failure, &secrets)
    }
}

impl<T: DeserializeOwned + Embedded + Send + 'static> Stream for Pages<T> {
    type Item = Result<Collection<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("call", &self.call)
            .field("pages_read", &self.seen.len())
            .finish_non_exhaustive()
    }
}
