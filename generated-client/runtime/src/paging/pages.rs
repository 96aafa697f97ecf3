//! A collection page by page.

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::cursor::PageCursor;
use super::found::{Found, Lead};
use super::reader::{Page, Reader};
use super::{link, query};
use crate::call::Call;
use crate::collection::{Collection, Embedded, NextPage};
use crate::core::Core;
use crate::error::{Error, Failure, Origin, PagingProblem};
use crate::page::Paging;
use crate::response::{Head, Trace};

/// Pages that are read at most, unless [`Pages::max_pages`] says otherwise.
pub(super) const MAX_PAGES: usize = 1000;

/// The pages of a collection, as a stream; made by `pages()` of a request. A page is a [`Collection`]
/// of the items, or a type of the contract.
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
pub struct Pages<T, P = Collection<T>> {
    core: Core,
    call: Call,
    reader: Reader<P>,
    max_pages: usize,
    /// Items that were read, if nothing was passed over before.
    items: Option<u64>,
    /// The pages that were read, to count them and to notice a loop.
    seen: HashSet<String>,
    /// Whether the last request failed.
    failed: bool,
    state: State<P>,
    of: PhantomData<fn() -> T>,
}

/// The answer to a request for a page.
type Fetch<P> = Pin<Box<dyn Future<Output = Result<Page<P>, Error>> + Send>>;

/// Where a stream stands; pages are named by their path and query below the API's base URL.
enum State<P> {
    /// This page comes next.
    Ready(String),
    /// This page is being fetched.
    Fetching(String, Fetch<P>),
    /// There is nothing to read. The error is what the stream yields next.
    Broken(Error),
    /// The stream has ended: after the last page, or because the named page could not be read.
    Ended(Option<String>),
}

impl<T: DeserializeOwned + Embedded + Send + 'static> Pages<T> {
    #[doc(hidden)]
    pub fn new(core: Core, call: Call) -> Self {
        Self::start(core, call, Reader::of_items())
    }
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The items of pages of a type of the contract.
    #[doc(hidden)]
    pub fn items_in(core: Core, call: Call, paging: &'static Paging) -> Self {
        Self::start(core, call, Reader::of_items_in(paging))
    }
}

impl<T, P: DeserializeOwned + Send + 'static> Pages<T, P> {
    /// Pages of a type of the contract.
    #[doc(hidden)]
    pub fn of(core: Core, call: Call, paging: &'static Paging) -> Self {
        Self::start(core, call, Reader::of_pages(paging))
    }
}

impl<T, P: Send + 'static> Pages<T, P> {
    fn start(core: Core, call: Call, reader: Reader<P>) -> Self {
        let operation = call.operation();
        let state = match call.clone().prepare() {
            Ok(first) => State::Ready(first.target),
            Err(invalid) => {
                let failure = Failure::InvalidCall(invalid);
                let secrets = core.secrets(Vec::new());
                State::Broken(Error::new(operation, Trace::default(), failure, &secrets))
            }
        };
        Self {
            core,
            call,
            reader,
            max_pages: MAX_PAGES,
            items: Some(0),
            seen: HashSet::new(),
            failed: false,
            state,
            of: PhantomData,
        }
    }

    /// The next page; `None` at the end of the collection, and after an error that ends the stream.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
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

    fn fetch(&self, page: String) -> Fetch<P> {
        let (core, call) = (self.core.clone(), self.call.clone().at(page));
        let reader = self.reader.clone();
        Box::pin(async move { reader.read(core.execute(call).await?) })
    }

    /// What a request for a page has come to, and what comes next.
    fn settle(&mut self, page: String, fetched: Result<Page<P>, Error>) -> Result<P, Error> {
        match fetched {
            Ok(Page { response, found }) => {
                self.failed = false;
                let (value, head) = response.into_parts();
                self.state = self.after(page, found, head);
                Ok(value)
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
    fn after(&mut self, page: String, found: Found, head: Head) -> State<P> {
        let Found { items, count, lead } = found;
        self.items = self.items.and_then(|read| read.checked_add(u64::try_from(items).ok()?));
        let next = match (self.reader.next, lead) {
            (NextPage::Offset(parameter), _) => query::offset(&page, parameter, items, count)
                .map(|offset| Ok(query::with(&page, parameter, &offset.to_string()))),
            (NextPage::Number { parameter, first }, _) => self
                .number_after(&page, parameter, first, items, count)
                .map(|number| Ok(query::with(&page, parameter, &number.to_string()))),
            (_, Lead::Nothing) => None,
            (_, Lead::Unclear) => Some(Err(PagingProblem::Unclear(Origin::Link))),
            (NextPage::Cursor { parameter, .. }, Lead::To(value)) => {
                Some(Ok(query::with(&page, parameter, &value)))
            }
            (NextPage::Link | NextPage::Url(_) | NextPage::Header, Lead::To(href)) => {
                let base = self.base();
                let next = link::target(&base, &page, &href, Origin::Link);
                // A server may quote a key that stood in the URL, and cursors are shown.
                Some(next.map(|next| self.core.parts().keys.without_keys(next)))
            }
        };
        self.seen.insert(page);
        match next {
            None => State::Ended(None),
            Some(Ok(next)) if self.seen.contains(&next) => {
                State::Broken(self.error(Some(head), PagingProblem::Loop(Origin::Link)))
            }
            Some(Ok(next)) => State::Ready(next),
            Some(Err(problem)) => State::Broken(self.error(Some(head), problem)),
        }
    }

    /// The number of the next page; `None` if this one is the last: it has no items, or all that are
    /// counted were read.
    fn number_after(
        &self,
        page: &str,
        parameter: &str,
        first: u64,
        items: usize,
        count: Option<u64>,
    ) -> Option<u64> {
        let number = query::number(page, parameter).unwrap_or(first);
        // A call may have begun with a page that is not the first.
        let passed = number.checked_sub(first).and_then(|passed| usize::try_from(passed).ok());
        let read = self.items.filter(|_| passed == Some(self.seen.len()));
        let is_end = items == 0 || read.zip(count).is_some_and(|(read, count)| read >= count);
        if is_end { None } else { number.checked_add(1) }
    }
}

impl<T, P> Pages<T, P> {
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
        let (base, cursor) = (self.base(), cursor.into());
        // A call that is invalid for another reason stays so.
        if !matches!(self.state, State::Broken(_)) {
            self.seen.clear();
            self.items = None;
            self.state = match link::target(&base, "", cursor.as_str(), Origin::Cursor) {
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
        format!("{}{page}", self.base()).into()
    }

    /// The base URL of the API, or of the operation's own server, without a trailing slash.
    fn base(&self) -> String {
        let base = self.core.base(self.call.own_server());
        // Without a base nothing is ever sent.
        base.map(|base| base.as_str().trim_end_matches('/').to_owned()).unwrap_or_default()
    }

    fn error(&self, head: Option<Head>, problem: PagingProblem) -> Error {
        let failure = Failure::Paging { head, problem };
        let secrets = self.core.secrets(Vec::new());
        Error::new(self.call.operation(), Trace::default(), failure, &secrets)
    }
}

/// Pages are moved out of the stream, never pinned in it.
impl<T, P> Unpin for Pages<T, P> {}

impl<T, P: Send + 'static> Stream for Pages<T, P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T, P> fmt::Debug for Pages<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("call", &self.call)
            .field("pages_read", &self.seen.len())
            .finish_non_exhaustive()
    }
}
