//! Response bodies: whole, or with something wrong on the way.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use tokio::time::Sleep;

use crate::faults::PayloadFault;

/// Bytes that are made at a time for a huge body.
const PIECE: usize = 64 * 1024;

/// A body that does its steps one after the other.
#[derive(Debug)]
pub(crate) struct Body {
    steps: VecDeque<Step>,
    sleep: Option<Pin<Box<Sleep>>>,
}

#[derive(Debug)]
enum Step {
    /// Sends these bytes.
    Bytes(Bytes),
    /// Sends this many letters.
    Letters(u64),
    /// Lets what was sent so far go out.
    Flush,
    /// Waits.
    Pause(Duration),
    /// Never goes on.
    Stall,
    /// Ends the connection.
    Break,
}

/// The body ends early, because of a fault.
#[derive(Debug, thiserror::Error)]
#[error("the body breaks off")]
pub(crate) struct Broken;

impl Body {
    fn of(steps: impl IntoIterator<Item = Step>) -> Body {
        Body { steps: steps.into_iter().collect(), sleep: None }
    }

    /// All at once.
    pub(crate) fn whole(bytes: Bytes) -> Body {
        Body::of((!bytes.is_empty()).then_some(Step::Bytes(bytes)))
    }
}

/// The body of a fault, and the length to announce if that is not the length of what is sent.
pub(crate) fn faulty(fault: PayloadFault, json: &Bytes) -> (Body, Option<u64>) {
    let half = json.slice(..json.len() / 2);
    let announced = Some(json.len().max(1) as u64);
    let head = [Step::Bytes(half.clone()), Step::Flush];
    match fault {
        PayloadFault::Cut => (Body::of(head.into_iter().chain([Step::Break])), announced),
        PayloadFault::Stalled => (Body::of(head.into_iter().chain([Step::Stall])), announced),
        PayloadFault::Truncated => {
            let start = if half.is_empty() { Bytes::from_static(b"{") } else { half };
            (Body::whole(start), None)
        }
        PayloadFault::Invalid => {
            (Body::whole(Bytes::from_static(b"{\"id\": undefined, 'code': NaN,}")), None)
        }
        PayloadFault::Huge(bytes) => {
            let (start, end) = (b"{\"padding\":\"", b"\"}");
            let letters = bytes.saturating_sub((start.len() + end.len()) as u64);
            let steps = [
                Step::Bytes(Bytes::from_static(start)),
                Step::Letters(letters),
                Step::Bytes(Bytes::from_static(end)),
            ];
            (Body::of(steps), None)
        }
        PayloadFault::Dripping { bytes, pause } => {
            let drops = json.chunks(bytes).map(Bytes::copy_from_slice);
            let steps = drops.flat_map(|drop| [Step::Pause(pause), Step::Bytes(drop), Step::Flush]);
            (Body::of(steps), announced)
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        loop {
            if let Some(sleep) = &mut self.sleep {
                std::task::ready!(sleep.as_mut().poll(context));
                self.sleep = None;
            }
            match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Bytes(bytes)) if bytes.is_empty() => {}
                Some(Step::Bytes(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(Step::Letters(0)) => {}
                Some(Step::Letters(left)) => {
                    let now = left.min(PIECE as u64);
                    self.steps.push_front(Step::Letters(left - now));
                    let piece =
                        Bytes::from_static(LETTERS).slice(..usize::try_from(now).unwrap_or(PIECE));
                    return Poll::Ready(Some(Ok(Frame::data(piece))));
                }
                Some(Step::Flush) => {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Step::Pause(pause)) => {
                    self.sleep = Some(Box::pin(tokio::time::sleep(pause)));
                }
                Some(Step::Stall) => {
                    self.steps.push_front(Step::Stall);
                    return Poll::Pending;
                }
                Some(Step::Break) => return Poll::Ready(Some(Err(Broken))),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.steps.is_empty() && self.sleep.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let mut length = 0;
        for step in &self.steps {
            match step {
                Step::Bytes(bytes) => length += bytes.len() as u64,
                _ => return SizeHint::default(),
            }
        }
        SizeHint::with_exact(length)
    }
}

static LETTERS: &[u8] = &[b'x'; PIECE];

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    async fn sent(fault: PayloadFault, json: &'static str) -> Result<usize, Broken> {
        let (body, _) = faulty(fault, &Bytes::from_static(json.as_bytes()));
        Ok(body.collect().await?.to_bytes().len())
    }

    #[tokio::test]
    async fn a_huge_body_has_its_size_and_is_json() {
        for size in [14, 15, 100_000, 1_000_000] {
            let bytes = sent(PayloadFault::Huge(size), "{}").await.unwrap();
            assert_eq!(bytes as u64, size);
        }
    }

    #[tokio::test]
    async fn a_cut_body_breaks_off_and_a_dripping_one_arrives() {
        assert!(sent(PayloadFault::Cut, "{\"a\":1}").await.is_err());
        let fault = PayloadFault::Dripping { bytes: 2, pause: Duration::ZERO };
        assert_eq!(sent(fault, "{\"a\":1}").await.unwrap(), 7);
        assert_eq!(sent(fault, "").await.unwrap(), 0);
    }
}
