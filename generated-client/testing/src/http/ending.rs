//! How a fault changes what happens to a request.

use http::header::{CONTENT_TYPE, DATE, LOCATION};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::contract_changes::{add_enum_values, add_properties, set};
use super::correlation::http_date;
use crate::auth;
use crate::contract::table::Entry;
use crate::faults::{Fault, Kind, Moment, Target};
use crate::refusal::Refusal;
use crate::reply::{Payload, Reply};
use crate::world::World;

/// How a request ends.
#[derive(Debug)]
pub(crate) enum Ending {
    /// With an answer.
    Reply(Box<Reply>),
    /// With a reset of the connection.
    Reset,
    /// Not at all.
    Hang,
}

impl Ending {
    /// The answer, if there is one.
    pub(crate) fn reply(&self) -> Option<&Reply> {
        match self {
            Ending::Reply(reply) => Some(reply),
            Ending::Reset | Ending::Hang => None,
        }
    }
}

/// How the request ends without being processed, if the fault comes before that.
pub(crate) fn before(
    fault: &Fault,
    target: Target,
    head: &Parts,
    world: &mut World,
    id: Uuid,
) -> Option<Ending> {
    match &fault.kind {
        Kind::Latency(latency) => {
            world.clock.advance(*latency);
            None
        }
        Kind::Token(_) => {
            world.tokens.revoke_presented(&head.headers);
            Some(ending(fault, target, None, id))
        }
        _ if fault.moment == Moment::Before => Some(ending(fault, target, None, id)),
        _ => None,
    }
}

/// How a request ends that was answered with `reply`.
pub(crate) fn after(
    fault: &Fault,
    target: Target,
    mut reply: Reply,
    entry: Option<&Entry>,
    now: Timestamp,
    id: Uuid,
) -> Ending {
    match &fault.kind {
        Kind::ClockAhead(by) => skew(&mut reply, now, SignedDuration::try_from(*by).ok()),
        Kind::ClockBehind(by) => {
            let by = SignedDuration::try_from(*by).ok();
            skew(&mut reply, now, by.and_then(SignedDuration::checked_neg));
        }
        Kind::ContentType(content_type) => {
            if let Ok(value) = HeaderValue::from_bytes(content_type.as_bytes()) {
                reply.set_header(CONTENT_TYPE, value);
            }
        }
        Kind::Value { pointer, value } => set(reply.body.get_or_insert_default(), pointer, value),
        Kind::AddedProperties => change(&mut reply, |body| add_properties(body, entry)),
        Kind::AddedEnumValues => change(&mut reply, |body| add_enum_values(body, entry)),
        Kind::Payload(payload) => reply.payload = Payload::Faulty(*payload),
        _ => return ending(fault, target, Some(reply), id),
    }
    finished(fault, reply)
}

/// An ending that has nothing to do with what the request would have got, but for the wait.
fn ending(fault: &Fault, target: Target, reply: Option<Reply>, id: Uuid) -> Ending {
    let ordinary = |status| match target {
        Target::Token => auth::refused(status),
        _ => Refusal::of_status(status).into_reply(id),
    };
    let reply = match &fault.kind {
        Kind::Reset => return Ending::Reset,
        Kind::Hang => return Ending::Hang,
        Kind::Status(status) => ordinary(status_of(*status)),
        Kind::Token(reason) => Refusal::unauthorized(reason).into_reply(id),
        Kind::Html(status) => Reply::html(status_of(*status), GATEWAY_PAGE),
        Kind::Redirect(location) => Reply::empty(StatusCode::FOUND).with_header(LOCATION, location),
        _ => reply.unwrap_or_else(|| ordinary(StatusCode::INTERNAL_SERVER_ERROR)),
    };
    finished(fault, reply)
}

const GATEWAY_PAGE: &str = "<html>\r\n<head><title>The gateway had a problem</title></head>\r\n\
    <body>\r\n<h1>The gateway had a problem</h1>\r\n</body>\r\n</html>\r\n";

fn status_of(number: u16) -> StatusCode {
    StatusCode::from_u16(number)
        .ok()
        .filter(|status| !status.is_informational())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn finished(fault: &Fault, mut reply: Reply) -> Ending {
    if let Some(body) = &fault.body {
        reply.body = Some(body.clone());
        reply.payload = match reply.payload {
            faulty @ Payload::Faulty(_) => faulty,
            _ => Payload::Json,
        };
    }
    for (name, value) in fault.headers() {
        reply.set_header(name, value);
    }
    Ending::Reply(Box::new(reply))
}

fn change(reply: &mut Reply, change: impl FnOnce(&mut serde_json::Value)) {
    if let Some(body) = reply.body.as_mut().filter(|_| reply.status.is_success()) {
        change(body);
    }
}

fn skew(reply: &mut Reply, now: Timestamp, by: Option<SignedDuration>) {
    let date = by.and_then(|by| now.checked_add(by).ok()).unwrap_or(now);
    reply.set_header(DATE, http_date(date));
}
