//! One request: read, checked against the contract, answered, recorded.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::request::Parts;
use http::{HeaderMap, Method, Request, Response};
use hyper::body::Incoming;
use serde_json::Value;
use uuid::Uuid;

use super::address::Address;
use super::checks::{check_directory, json_body, keeps_contract, token_endpoint};
use super::ending::{self, Ending};
use super::intake::{self, Intake};
use super::{controls, correlation, start_page};
use crate::auth;
use crate::behaviour::special::Product;
use crate::behaviour::{self, Call};
use crate::contract::parameters::{self, canonical_uuid};
use crate::contract::schema::Schema;
use crate::contract::table::{Entry, Found, Table};
use crate::contract::template::Values;
use crate::faults::Target;
use crate::recording::{Record, RecordedRequest, SecretNames};
use crate::refusal::Refusal;
use crate::reply::Body;
use crate::reply::Reply;
use crate::world::World;

/// What all connections of a fake share.
pub(crate) struct Service {
    table: Arc<Table>,
    product: Arc<dyn Product>,
    secrets: Arc<SecretNames>,
    address: Address,
    extras: Extras,
    world: Mutex<World>,
}

/// What a fake does beside what is asked of it.
#[derive(Default, Clone)]
pub(crate) struct Extras {
    /// Whether `/` is a page for people, and what it offers is there.
    pub(crate) start_page: bool,
    /// Is called with every request, after it was recorded.
    pub(crate) observer: Option<Observer>,
}

/// Is called with requests.
pub(crate) type Observer = Arc<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The connection must be reset.
#[derive(Debug, thiserror::Error)]
#[error("the connection is reset")]
pub(crate) struct Reset;

/// Where a request leads.
enum Route<'t> {
    Operation(&'t Entry, Values),
    Token(&'t str),
    StartPage,
    Control(&'t str),
    Refused(Refusal),
}

impl Route<'_> {
    /// The target that a fault must have to apply here.
    fn target(&self) -> Option<Target> {
        match self {
            Route::Operation(entry, _) => Some(Target::Operation(entry.operation())),
            Route::Token(_) => Some(Target::Token),
            _ => None,
        }
    }
}

impl Service {
    pub(crate) fn new(
        table: Arc<Table>,
        product: Arc<dyn Product>,
        origin: String,
        extras: Extras,
        world: World,
    ) -> Service {
        let schemas = table.entries().iter().flat_map(|entry| &entry.request);
        let secrets = Arc::new(SecretNames::new(schemas.flat_map(Schema::secrets)));
        let address = Address::new(origin, product.api_path());
        Service { table, product, secrets, address, extras, world: Mutex::new(world) }
    }

    /// Where the fake is.
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// The state; a panic while it was locked does not make it unusable.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one request.
    pub(crate) async fn serve(
        self: Arc<Service>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Reset> {
        let (head, body) = request.into_parts();
        let payload = intake::read(body).await;
        let (ending, recorded, headers) = self.process(&head, payload);
        if let Some(observer) = &self.extras.observer {
            observer(&recorded);
        }
        match ending {
            Ending::Reset => Err(Reset),
            Ending::Hang => std::future::pending().await,
            Ending::Reply(reply) => {
                let mut response = reply.into_response();
                for (name, value) in &headers {
                    response.headers_mut().entry(name).or_insert_with(|| value.clone());
                }
                Ok(response)
            }
        }
    }

    /// Everything that happens to the world, under one lock.
    fn process(&self, head: &Parts, payload: Intake) -> (Ending, RecordedRequest, HeaderMap) {
        let mut guard = self.world();
        let world = &mut *guard;
        let id = world.random.id("correlation");
        let route = self.route(head);
        let (entry, values) = match &route {
            Route::Operation(entry, values) => (Some(*entry), values.clone()),
            _ => (None, Values::new()),
        };
        let fault = route.target().and_then(|target| {
            let fault = world.faults.pick(target, &head.method, head.uri.path())?;
            Some((target, fault))
        });
        let early = fault
            .as_ref()
            .and_then(|(target, fault)| ending::before(fault, *target, head, world, id));
        let headers = correlation::headers(&head.headers, id, self.product.echoed(), world);
        let ending = early.unwrap_or_else(|| {
            let reply = self.answer(route, head, &payload, world, id);
            match &fault {
                Some((target, fault)) => {
                    ending::after(fault, *target, reply, entry, world.clock.now(), id)
                }
                None => Ending::Reply(Box::new(reply)),
            }
        });
        let recorded = RecordedRequest::from(Record {
            method: head.method.clone(),
            target: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            operation: entry.map(Entry::operation),
            values,
            headers: head.headers.clone(),
            payload: payload.unwrap_or_default(),
            status: ending.reply().map(|reply| reply.status),
            answer: ending.reply().and_then(|reply| reply.body.as_ref()).map(Value::to_string),
            fault: fault.map(|(_, fault)| fault),
            secrets: Arc::clone(&self.secrets),
        });
        world.recorder.add(recorded.clone());
        (ending, recorded, headers)
    }

    fn route<'s>(&'s self, head: &'s Parts) -> Route<'s> {
        let path = head.uri.path();
        if let Some(tenant) = token_endpoint(path) {
            return Route::Token(tenant);
        }
        if self.extras.start_page {
            if path == "/" && matches!(head.method, Method::GET | Method::HEAD) {
                return Route::StartPage;
            }
            if let Some(command) = path.strip_prefix(controls::PATH) {
                return Route::Control(command);
            }
        }
        let found = match path.strip_prefix(self.address.api_path()) {
            Some(path) => self.table.find(&head.method, path, head.uri.query()),
            None => Found::Nothing,
        };
        match found {
            Found::Nothing => Route::Refused(Refusal::not_found("The path")),
            Found::OtherMethods(allow) => Route::Refused(Refusal::method_not_allowed(allow)),
            Found::Operation(entry, values) => Route::Operation(entry, values),
        }
    }

    fn answer(
        &self,
        route: Route<'_>,
        head: &Parts,
        payload: &Intake,
        world: &mut World,
        id: Uuid,
    ) -> Reply {
        let answered = payload.as_ref().map_err(Clone::clone).and_then(|payload| {
            intake::check_headers(&head.headers)?;
            match route {
                Route::Operation(entry, values) => {
                    self.operate(entry, values, head, payload, world)
                }
                Route::Token(tenant) => self.token(head, payload, tenant, world),
                Route::StartPage => {
                    let product = self.product.as_ref();
                    Ok(start_page::answer(&self.address, &self.table, product, head, world))
                }
                Route::Control(command) => {
                    controls::answer(command, &head.method, self.product.as_ref(), world)
                }
                Route::Refused(refusal) => Err(refusal),
            }
        });
        answered.unwrap_or_else(|refusal| refusal.into_reply(id))
    }

    /// Checks the request in the order that the crate's documentation tells, then does what the operation does.
    fn operate(
        &self,
        entry: &Entry,
        mut values: Values,
        head: &Parts,
        payload: &[u8],
        world: &mut World,
    ) -> Result<Reply, Refusal> {
        let now = world.clock.now();
        if let Some(limiter) = &mut world.limiter {
            limiter.admit(now)?;
        }
        let shown = auth::Shown { headers: &head.headers, query: head.uri.query() };
        auth::admit(entry.route, &shown, &world.tokens, now)?;
        parameters::path(entry.route.parameters, &mut values)?;
        check_directory(entry, &values, self.product.as_ref(), world)?;
        let path = head.uri.path().strip_prefix(self.address.api_path()).unwrap_or_default();
        parameters::check(entry, path, head.uri.query(), &head.headers)?;
        let body = json_body(entry, head, payload)?;
        let call = Call {
            entry,
            api_base: self.address.api_base(),
            values,
            query: head.uri.query(),
            body: &body,
        };
        let reply = behaviour::perform(&call, self.product.as_ref(), world)?;
        keeps_contract(entry, &reply)?;
        Ok(reply)
    }

    fn token(
        &self,
        head: &Parts,
        payload: &[u8],
        tenant: &str,
        world: &mut World,
    ) -> Result<Reply, Refusal> {
        if head.method != Method::POST {
            return Err(Refusal::method_not_allowed("POST".to_owned()));
        }
        let tenants = self.product.tenants();
        let known = canonical_uuid(tenant).filter(|id| world.directory.has(tenants, *id));
        let known = known.ok_or_else(|| Refusal::not_found("The token endpoint"))?;
        let issuer = self.address.issuer(known);
        let now = world.clock.now();
        let (tokens, random) = (&mut world.tokens, &mut world.random);
        Ok(auth::answer(&head.headers, payload, &issuer, tokens, random, now))
    }
}
