//! Why a further page of a collection is not read.

use std::fmt;

use crate::shown::Shown;

/// Bytes of a link. Links are kept to notice loops, so an endless one would cost memory.
pub(crate) const MAX_LINK: usize = 8 * 1024;

/// Why a further page is not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PagingProblem {
    #[error("{0} is not a URL")]
    NotAUrl(Origin, #[source] Option<url::ParseError>),
    #[error("{0} is longer than {MAX_LINK} bytes")]
    TooLong(Origin),
    #[error("{0} has dot segments, or characters that may stand for them")]
    DotSegments(Origin),
    #[error("{0} is not one link")]
    Unclear(Origin),
    #[error("{from} leads to `{}`, which is not below `{base}`", Shown(.to))]
    Elsewhere { from: Origin, to: String, base: String },
    #[error("{0} leads to a page that was read before")]
    Loop(Origin),
    #[error("there are more than {0} pages, which is the limit that is set")]
    Limit(usize),
}

/// Where the address of a page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `_links.next` of the page before.
    Link,
    /// What the caller kept.
    Cursor,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "the link to the next page",
            Self::Cursor => "the cursor",
        })
    }
}
