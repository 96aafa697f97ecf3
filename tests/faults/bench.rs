//! A fake with everything in it that an operation needs, and a client whose waits take no time.

use std::time::Duration;

use pingone_mfa::{Client, Error, Limits, Response, RetryPolicy};
use pingone_mfa_testing::{Arguments, CALLS, Call, FakePingOne, Operation, ROUTES, Route};
use serde_json::Value;

use crate::outcome::{LARGEST, Nature};

pub struct Bench {
    pub pingone: FakePingOne,
    pub client: Client,
    pub call: &'static Call,
    pub arguments: Arguments,
}

/// What nobody may show.
const SECRETS: [&str; 2] = ["FAKE", "Bearer "];

pub fn route(call: &Call) -> &'static Route {
    ROUTES.iter().find(|route| route.operation_id == call.operation_id).unwrap()
}

impl Bench {
    pub async fn new(call: &'static Call, patience: Duration) -> Self {
        let pingone = FakePingOne::builder().seed(7).start().await.unwrap();
        let limits = Limits::default().max_response_bytes(LARGEST);
        // Beyond an hour of latency: what is tested is what a token that expired meanwhile comes to.
        let limits = limits.request_timeout(patience).total_timeout(Duration::from_secs(7200));
        let client = pingone
            .client_builder()
            .clock(pingone.clock().skipping())
            .limits(limits)
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
            .build()
            .unwrap();
        let arguments = Arguments::default()
            .with("applicationID", pingone.application_id().to_string())
            .with("userID", pingone.user_id().to_string());
        let mut bench = Self { pingone, client, call, arguments };
        bench.furnish().await;
        let _ = bench.pingone.take_requests();
        bench
    }

    /// Makes what must exist: the application has a push credential, and the member in the path is
    /// there.
    async fn furnish(&mut self) {
        self.make("createPushCredential").await;
        let Some((collection, member)) = route(self.call).template.rsplit_once('/') else { return };
        let Some(parameter) = member.strip_prefix('{').and_then(|name| name.strip_suffix('}'))
        else {
            return;
        };
        let maker =
            ROUTES.iter().find(|route| route.method == "POST" && route.template == collection);
        if let Some(maker) = maker {
            let id = self.make(maker.operation_id).await["id"].as_str().unwrap().to_owned();
            self.arguments = self.arguments.clone().with(parameter, id);
        }
    }

    async fn make(&self, operation: &str) -> Value {
        let call = CALLS.iter().find(|call| call.operation_id == operation).unwrap();
        let made = (call.send)(self.pingone.client(), self.arguments.clone()).await.unwrap();
        made.into_inner()
    }

    pub fn nature(&self) -> Nature {
        let is_idempotent = !["POST", "PATCH"].contains(&route(self.call).method);
        Nature { is_idempotent, has_body: self.call.decode.is_some() }
    }

    pub fn operation(&self) -> Operation {
        Operation::named(self.call.operation_id)
    }

    pub async fn send(&self) -> Result<Response<Value>, Error> {
        let sent = (self.call.send)(self.client.clone(), self.arguments.clone()).await;
        sent.map_err(|error| error.into_call().unwrap())
    }

    /// How often the operation was requested.
    pub fn sent(&self) -> usize {
        self.pingone.requests().of(self.operation()).count()
    }

    pub fn token_requests(&self) -> usize {
        self.pingone.requests().token_requests().count()
    }

    /// What must hold of any outcome.
    pub fn check(&self, outcome: &Result<Response<Value>, Error>, at: &str) {
        let shown = match outcome {
            Ok(response) => format!("{:?}", response.status()),
            Err(error) => {
                assert_eq!(error.operation(), self.call.operation_id, "{at}");
                assert_eq!(error.path_template(), route(self.call).template, "{at}");
                assert_eq!(error.to_string().lines().count(), 1, "{at}: {error}");
                format!("{error} {error:?}")
            }
        };
        for secret in SECRETS {
            assert!(!shown.contains(secret), "{at} shows {secret}: {shown}");
        }
        if !self.nature().is_idempotent {
            self.check_once(at);
        }
    }

    /// An operation that is not idempotent has taken effect at most once.
    fn check_once(&self, at: &str) {
        let requests = self.pingone.requests();
        let turned_away = [Some(429), Some(503), Some(401)];
        let may_count = requests
            .of(self.operation())
            .filter(|request| {
                !turned_away.contains(&request.status().map(|status| status.as_u16()))
            })
            .count();
        assert!(may_count <= 1, "{at}: {:?}", requests.summary());
    }
}

pub fn call(operation: &str) -> &'static Call {
    CALLS.iter().find(|call| call.operation_id == operation).unwrap()
}
