//! A place in a collection, to go on from later.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A page of a collection: where to go on, also in another process.
///
/// Made by [`Pages::cursor`](crate::Pages::cursor) and given back to
/// [`Pages::resume_from`](crate::Pages::resume_from), which checks it as strictly as a link, so that
/// it may be kept anywhere. The text is the URL of the page; it holds ids, and no secret. How long
/// PingOne accepts it is not documented.
///
/// ```
/// use pingone_mfa::PageCursor;
///
/// let cursor: PageCursor = serde_json::from_str("\"https://api.pingone.eu/v1/things?cursor=2\"")?;
/// assert_eq!(cursor, PageCursor::from("https://api.pingone.eu/v1/things?cursor=2"));
/// assert_eq!(cursor.to_string(), cursor.as_str());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageCursor(String);

impl PageCursor {
    /// The cursor as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PageCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for PageCursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for PageCursor {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl FromStr for PageCursor {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}
