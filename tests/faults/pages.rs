//! Faults between two pages: no item is lost, and none comes twice.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream as _;
use pingone_mfa::types::{PushCredential, PushCredentialRequest};
use pingone_mfa::{Client, Error, ErrorKind, Items};
use pingone_mfa_testing::{FakePingOne, Fault, Operation};
use serde_json::json;

use crate::bench::Bench;
use crate::outcome::{CASES, Outcome, PATIENT};

const LIST: Operation = Operation::LIST_PUSH_CREDENTIALS;

async fn next(items: &mut Items<PushCredential>) -> Option<Result<PushCredential, Error>> {
    poll_fn(|context| Pin::new(&mut *items).poll_next(context)).await
}

/// Makes a second page of the same collection, once.
fn add_page(pingone: &FakePingOne) {
    let collection = format!(
        "{}/environments/{}/applications/{}/pushCredentials?page=2",
        pingone.api_base(),
        pingone.environment_id(),
        pingone.application_id(),
    );
    pingone.inject(Fault::value("/_links/next", json!({ "href": collection })).on(LIST));
}

async fn items(pingone: &FakePingOne, client: &Client) -> Items<PushCredential> {
    let credentials = pingone.client().push_credentials(pingone.application_id());
    credentials.create(PushCredentialRequest::hms("another", "FAKE")).await.unwrap();
    client.push_credentials(pingone.application_id()).list().items()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_at_the_second_page() {
    let call = crate::bench::call(LIST.id());
    for case in CASES {
        let bench = Bench::new(call, case.patience).await;
        let mut items = items(&bench.pingone, &bench.client).await;
        add_page(&bench.pingone);
        bench.pingone.inject((case.fault)().on(LIST).after(1));
        let (mut seen, mut failure) = (Vec::new(), None);
        while let Some(item) = next(&mut items).await {
            match item {
                Ok(item) => seen.push(item.id),
                Err(error) => failure = Some(error.kind()),
            }
        }
        let first: Vec<_> = seen.iter().take(2).collect();
        assert_eq!(first.len(), 2, "{}: the first page has two items", case.name);
        match (case.outcome)(bench.nature()) {
            Outcome::Fails(kind) => {
                assert_eq!((seen.len(), failure), (2, Some(kind)), "{}", case.name);
            }
            Outcome::Repeated | Outcome::Unharmed => {
                // The second page is the first one again.
                assert_eq!((seen.len(), failure), (4, None), "{}", case.name);
                assert_eq!(&seen[2..], [*first[0], *first[1]], "{}", case.name);
            }
        }
    }
}

#[tokio::test]
async fn a_stream_that_failed_goes_on_from_its_cursor() {
    let bench = Bench::new(crate::bench::call(LIST.id()), PATIENT).await;
    let client = &bench.client;
    let _ = items(&bench.pingone, client).await;
    add_page(&bench.pingone);
    bench.pingone.inject(Fault::status(403).on(LIST).after(1));
    let list = || client.push_credentials(bench.pingone.application_id()).list();
    let mut pages = list().pages();
    let page = poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await;
    assert_eq!(page.unwrap().unwrap().items().len(), 2);
    let refused = poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await;
    assert_eq!(refused.unwrap().unwrap_err().kind(), ErrorKind::Status);
    let cursor = pages.cursor().unwrap();
    let mut rest = list().pages().resume_from(cursor);
    let page = poll_fn(|context| Pin::new(&mut rest).poll_next(context)).await;
    assert_eq!(page.unwrap().unwrap().items().len(), 2);
}
