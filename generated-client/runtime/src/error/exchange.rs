//! Why an HTTP exchange has no response, or not the whole of one.

use crate::response::Head;
use crate::transport::TransportError;

/// Why an exchange did not come to its end.
pub(crate) enum ExchangeError {
    /// There is no response, or only its head.
    Transport { head: Option<Head>, error: TransportError },
    /// The body is larger than the limit.
    TooLarge { head: Head },
    /// The time was up before the request was handed over.
    Unsent,
    /// The caller's deadline passed. The head is that of a success whose body did not come in time.
    Deadline { head: Option<Head> },
}
