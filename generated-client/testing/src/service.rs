//! One request: read, checked against the contract, answered, recorded.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::request::Parts;
use http::{Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use serde_json::Value;
use uuid::Uuid;

use crate::behaviour::{self, Call};
use crate::recording::{RecordedRequest, SecretNames};
use crate::refusal::{Detail, Refusal};
use crate::reply::Reply;
use crate::schema::Schema;
use crate::table::{Entry, Found, Table};
use crate::token::is_media_type;
use crate::world::World;
use crate::{correlation, random};

/// Bytes of a request body that the fake reads.
const BODY_LIMIT: usize = 1024 * 1024;
/// Bytes beyond the limit that are thrown away unread, so that a client that is still sending gets to see the 413.
const DRAIN_LIMIT: usize = 15 * 1024 * 1024;

/// What all connections of a fake share.
pub(crate) struct Service {
    table: Table,
    secrets: Arc<SecretNames>,
    origin: String,
    api_base: String,
    world: Mutex<World>,
}

impl Service {
    pub(crate) fn new(table: Table, origin: String, world: World) -> Service {
        let schemas = table.entries().iter().flat_map(|entry| &entry.request);
        let secrets = SecretNames::new(schemas.flat_map(Schema::secrets));
        Service {
            table,
            secrets: Arc::new(secrets),
            api_base: format!("{origin}/v1"),
            origin,
            world: Mutex::new(world),
        }
    }

    /// `http://127.0.0.1:<port>`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The origin with `/v1`.
    pub(crate) fn api_base(&self) -> &str {
        &self.api_base
    }

    /// The state; a request that died with the lock does not take it along.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one request.
    pub(crate) async fn serve(
        self: Arc<Service>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (head, body) = request.into_parts();
        let id = random::id();
        let payload = read(body).await;
        let mut world = self.world();
        let (operation_id, reply) = match &payload {
            Ok(payload) => self.answer(&head, payload, &mut world, id),
            Err(refusal) => (None, refusal.clone().into_reply(id)),
        };
        world.requests.push(RecordedRequest {
            method: head.method,
            target: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            operation_id,
            headers: head.headers.clone(),
            payload: payload.unwrap_or_default(),
            status: reply.status,
            secrets: Arc::clone(&self.secrets),
        });
        drop(world);
        let mut response = reply.into_response();
        correlation::add_headers(&head.headers, id, response.headers_mut());
        Ok(response)
    }

    fn answer(
        &self,
        head: &Parts,
        payload: &[u8],
        world: &mut World,
        id: Uuid,
    ) -> (Option<&'static str>, Reply) {
        let path = head.uri.path();
        if let Some(environment) = token_endpoint(path) {
            return (None, token(head, payload, environment, world, id));
        }
        let found = match path.strip_prefix("/v1") {
            Some(path) => self.table.find(&head.method, path),
            None => Found::Nothing,
        };
        let (operation_id, outcome) = match found {
            Found::Nothing => (None, Err(Refusal::not_found("The path"))),
            Found::OtherMethods(allow) => (None, Err(Refusal::method_not_allowed(allow))),
            Found::Operation(entry, parameters) => (
                Some(entry.route.operation_id),
                self.operate(entry, &parameters, head, payload, world),
            ),
        };
        let reply = outcome.unwrap_or_else(|refusal| refusal.into_reply(id));
        (operation_id, reply)
    }

    /// Checks the request in the order in which PingOne is thought to, then does what the operation does.
    fn operate(
        &self,
        entry: &Entry,
        parameters: &[(&'static str, &str)],
        head: &Parts,
        payload: &[u8],
        world: &mut World,
    ) -> Result<Reply, Refusal> {
        world.tokens.authorize(&head.headers, world.clock.now())?;
        let call = Call {
            success: entry.success,
            api_base: &self.api_base,
            ids: ids(parameters, world)?,
            body: &body(entry, head, payload)?,
        };
        let reply = match behaviour::of(entry.route.operation_id) {
            Some(behaviour) => behaviour(&call, world)?,
            None => Reply { body: entry.example.clone(), ..call.success_empty() },
        };
        keeps_contract(entry, &reply)?;
        Ok(reply)
    }
}

/// The environment in the path of the token endpoint.
fn token_endpoint(path: &str) -> Option<&str> {
    path.strip_prefix('/')?
        .strip_suffix("/as/token")
        .filter(|environment| !environment.contains('/'))
}

fn token(head: &Parts, payload: &[u8], environment: &str, world: &mut World, id: Uuid) -> Reply {
    if head.method != Method::POST {
        return Refusal::method_not_allowed("POST".to_owned()).into_reply(id);
    }
    if canonical_uuid(environment) != Some(world.directory.environment) {
        return Refusal::not_found("The environment").into_reply(id);
    }
    let now = world.clock.now();
    world.tokens.answer(&head.headers, payload, now)
}

/// The ids in the path; one that is no UUID leads to nothing, like one that does not exist.
fn ids(
    parameters: &[(&'static str, &str)],
    world: &World,
) -> Result<Vec<(&'static str, Uuid)>, Refusal> {
    let mut ids = Vec::new();
    for (name, text) in parameters {
        if !name.ends_with("ID") {
            continue;
        }
        let id = canonical_uuid(text)
            .ok_or_else(|| Refusal::not_found(&format!("The resource named by {name}")))?;
        world.directory.check(name, id)?;
        ids.push((*name, id));
    }
    Ok(ids)
}

/// A UUID in its 36-character form only.
fn canonical_uuid(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| text.parse().ok()).flatten()
}

/// The JSON body, null for an operation without one.
fn body(entry: &Entry, head: &Parts, payload: &[u8]) -> Result<Value, Refusal> {
    let Some(schema) = &entry.request else {
        return Ok(Value::Null);
    };
    if !is_media_type(&head.headers, "application/json") {
        return Err(Refusal::unsupported_media_type());
    }
    let body = serde_json::from_slice(payload).map_err(|error| {
        // Only the place: the words of the parser may repeat a part of the body.
        Refusal::invalid_data(vec![Detail::new(
            "INVALID_VALUE",
            "",
            format!("The body is not JSON: line {}, column {}.", error.line(), error.column()),
        )])
    })?;
    let problems = schema.problems(&body);
    if problems.is_empty() { Ok(body) } else { Err(Refusal::invalid_data(problems)) }
}

/// The fake must not lie either: what it says is checked like what it is told.
fn keeps_contract(entry: &Entry, reply: &Reply) -> Result<(), Refusal> {
    let broken = |what: String| {
        Err(Refusal::broken_fake(format!(
            "The fake's answer to {} breaks the contract: {what}.",
            entry.route.operation_id
        )))
    };
    match (&entry.response, &reply.body) {
        (Some(schema), Some(body)) => {
            let problems = schema.problems(body);
            match problems.first() {
                Some(first) => broken(format!(
                    "{}: {}",
                    first.target.as_deref().unwrap_or("body"),
                    first.message
                )),
                None => Ok(()),
            }
        }
        (Some(_), None) => broken("a body is missing".to_owned()),
        (None, Some(_)) => broken("a body is not expected".to_owned()),
        (None, None) => Ok(()),
    }
}

/// Reads a body up to the limit.
async fn read(mut body: Incoming) -> Result<Bytes, Refusal> {
    let announced = body.size_hint().lower();
    if announced > BODY_LIMIT as u64 {
        drain(&mut body).await;
        return Err(Refusal::too_large(BODY_LIMIT));
    }
    let mut payload = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|_| Refusal::invalid_request("The body ended before its end."))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if payload.len() + data.len() > BODY_LIMIT {
            drain(&mut body).await;
            return Err(Refusal::too_large(BODY_LIMIT));
        }
        payload.extend_from_slice(&data);
    }
    Ok(payload.into())
}

async fn drain(body: &mut Incoming) {
    let mut thrown_away = 0;
    while let Some(Ok(frame)) = body.frame().await {
        thrown_away += frame.data_ref().map_or(0, Bytes::len);
        if thrown_away > DRAIN_LIMIT {
            return;
        }
    }
}
