//! Several clients over one core: one token, one retry budget, one session, whoever calls.

use std::sync::Arc;

use pingone_mfa::{Client, ClientCredentials, Core, RetryPolicy};
use pingone_mfa_testing::{FakePingOne, Fault};

/// Two clients that share a core, of which one works in an environment of its own.
fn clients(pingone: &FakePingOne, core: &Core) -> [Client; 2] {
    [pingone.environment_id(), pingone.add_environment()]
        .map(|environment_id| Client::from_core(core.clone(), environment_id))
}

fn core(pingone: &FakePingOne, policy: RetryPolicy) -> Core {
    let credentials = ClientCredentials::new(pingone.client_id(), pingone.client_secret());
    let credentials = credentials.environment(pingone.environment_id());
    Core::builder(pingone.hosts()).credentials(credentials).retry(policy).build().unwrap()
}

async fn hundred_reads(pingone: &FakePingOne, clients: &[Client; 2]) -> Vec<bool> {
    let application = pingone.application_id();
    let calls = (0..100).map(|number| {
        let list = clients[number % 2].push_credentials(application).list();
        tokio::spawn(async move { list.await.is_ok() })
    });
    let mut outcomes = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

fn token_requests(pingone: &FakePingOne) -> usize {
    let requests = pingone.take_requests();
    requests.into_iter().filter(|request| request.path().ends_with("/as/token")).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_calls_of_two_clients_need_one_token() {
    let pingone = FakePingOne::start().await.unwrap();
    let clients = clients(&pingone, &core(&pingone, RetryPolicy::never()));
    let outcomes = hundred_reads(&pingone, &clients).await;
    // The other environment has no such application: a clear answer, with the same token.
    assert_eq!(outcomes.iter().filter(|is_ok| **is_ok).count(), 50);
    assert_eq!(token_requests(&pingone), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_costs_two_clients_no_more_retries_than_one() {
    let requests_of = async |shared: bool| {
        let pingone = FakePingOne::start().await.unwrap();
        let client = Arc::new(clients(&pingone, &core(&pingone, RetryPolicy::default())));
        let pair = if shared { (*client).clone() } else { [client[0].clone(), client[0].clone()] };
        // The token first, so that only the API is counted.
        pair[0].push_credentials(pingone.application_id()).list().await.unwrap();
        let _ = pingone.take_requests();
        pingone.inject(Fault::status(503));
        hundred_reads(&pingone, &pair).await;
        pingone.take_requests().into_iter().count()
    };
    let (one, two) = (requests_of(false).await, requests_of(true).await);
    assert!(one < 400, "the budget bounds the retries of one client: {one}");
    assert_eq!(one, two, "and two clients spend the same one");
}
