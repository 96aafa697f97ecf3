//! Paging over real loopback HTTP, with servers that mean well and others.

use std::error::Error as _;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::Poll;

use futures_core::Stream;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::pages::MAX_PAGES;
use super::*;
use crate::call::Call;
use crate::collection::Sealed;
use crate::operation::Operation;
use crate::test_server::{Answer, Seen, TestClock, TestServer};
use crate::{Collection, Core, Embedded, Error, ErrorKind, RetryPolicy};

static LIST: Operation = Operation::new("listThings", Method::GET, "/boxes/{boxID}/things");

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Thing(u32);

impl Sealed for Thing {}

impl Embedded for Thing {
    const RELATION: &'static str = "things";
}

/// The request's path and query.
fn asked(seen: &Seen) -> &str {
    seen.head.split(' ').nth(1).unwrap()
}

/// The text of `?page=`; the first page has none.
fn page_of(seen: &Seen) -> &str {
    asked(seen).split_once("?page=").map_or("first", |(_, page)| page)
}

fn ok(body: &Value) -> Answer {
    let headers = ["content-type: application/hal+json", "correlation-id: c-1"];
    Answer::new(200, &headers, &body.to_string())
}

/// The link to a page, absolute as PingOne writes it.
fn link(seen: &Seen, page: &str) -> Value {
    let host = seen.header("host").unwrap();
    json!({"next": {"href": format!("http://{host}/v1/boxes/b/things?page={page}")}})
}

fn page(seen: &Seen, things: &[u32], next: &str) -> Answer {
    ok(&json!({"_links": link(seen, next), "_embedded": {"things": things}}))
}

/// Four pages: one full, one empty, one without `_embedded`, one last.
fn four(seen: &Seen) -> Answer {
    match page_of(seen) {
        "first" => page(seen, &[1, 2], "2"),
        "2" => page(seen, &[], "3"),
        "3" => ok(&json!({"_links": link(seen, "4"), "count": 3})),
        "4" => ok(&json!({"_links": {}, "_embedded": {"things": [3]}})),
        other => panic!("no page {other}"),
    }
}

async fn serving(script: impl Fn(&Seen, usize) -> Answer + Send + Sync + 'static) -> TestServer {
    TestServer::start(script).await
}

fn client(server: &TestServer) -> Core {
    server.builder_without().access_token("t").build().unwrap().core
}

fn pages(client: &Core) -> Pages<Thing> {
    let call = Call::new(&LIST).path("boxID", "b").header("X-Note", "n-1");
    Pages::new(client.clone(), call)
}

async fn all(mut items: Items<Thing>) -> Result<Vec<u32>, Error> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item?.0);
    }
    Ok(found)
}

/// The error that follows a good first page whose link is `href`.
async fn refused(href: impl Into<Value>) -> (Error, TestServer) {
    let href = href.into();
    let server =
        serving(move |_, _| ok(&json!({"_links": {"next": {"href": href}}, "_embedded": {}})))
            .await;
    let mut pages = pages(&client(&server));
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(pages.cursor(), None);
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    (error, server)
}

#[tokio::test]
async fn every_item_of_every_page_comes_once_and_in_order() {
    let server = serving(|seen, _| four(seen)).await;
    assert_eq!(all(pages(&client(&server)).into_items()).await.unwrap(), [1, 2, 3]);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn pages_are_those_of_the_server_and_the_stream_stays_at_its_end() {
    let server = serving(|seen, _| four(seen)).await;
    let mut pages = pages(&client(&server));
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items().len());
    }
    assert_eq!(sizes, [2, 0, 0, 1]);
    assert!(pages.next().await.is_none());
    assert_eq!((server.seen().len(), pages.cursor()), (4, None));
}

#[tokio::test]
async fn every_page_is_a_call_like_the_first_one() {
    let server = TestServer::start(|seen, before| match seen.is_token() {
        true => Answer::token(&format!("token-{before}"), 3600),
        false if page_of(seen) == "2" && seen.head.contains("token-0") => {
            Answer::new(401, &[], "{}")
        }
        false => four(seen),
    })
    .await;
    assert_eq!(all(pages(&server.client()).into_items()).await.unwrap(), [1, 2, 3]);
    let seen = server.seen();
    let calls: Vec<&Seen> = seen.iter().filter(|seen| !seen.is_token()).collect();
    assert!(calls.iter().all(|seen| seen.header("x-note") == Some("n-1")));
    assert!(calls.iter().all(|seen| seen.head.starts_with("GET /v1/boxes/b/things")));
    let tokens = ["token-0", "token-0", "token-1", "token-1", "token-1"];
    assert_eq!(server.authorizations(), tokens.map(|token| format!("Bearer {token}")));
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_asked_for() {
    let server = serving(|seen, _| four(seen)).await;
    let mut items = pages(&client(&server)).into_items();
    assert!(server.seen().is_empty());
    for requests in [1, 1, 4] {
        items.next().await.unwrap().unwrap();
        assert_eq!(server.seen().len(), requests);
    }
    drop(items);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_link_that_leads_elsewhere_is_not_followed() {
    let other = serving(|_, _| panic!("nobody may come here")).await;
    let other = other.hosts().api().to_owned();
    for href in [
        format!("{other}/boxes/b/things"),
        "http://localhost/v1/boxes".to_owned(),
        "https://127.0.0.1/v1/boxes".to_owned(),
        "//evil.example/v1/boxes".to_owned(),
        "/v2/boxes".to_owned(),
        "/v1".to_owned(),
        "/v1/../v2/boxes".to_owned(),
        "/v1/%2e%2e/v2/boxes".to_owned(),
        "https://[".to_owned(),
    ] {
        let (error, server) = refused(href.as_str()).await;
        assert_eq!(error.kind(), ErrorKind::Paging, "{href}");
        assert_eq!((error.attempts(), error.is_retryable()), (0, false));
        assert_eq!(server.seen().len(), 1, "{href}");
    }
}

#[tokio::test]
async fn the_token_goes_neither_to_a_user_of_the_same_host_nor_to_another_port_or_scheme() {
    for (prefix, port) in
        [("http://user@", 0), ("http://user:pass@", 0), ("http://", 1), ("https://", 0)]
    {
        let server = serving(move |seen, _| {
            let (host, own) = seen.header("host").unwrap().split_once(':').unwrap();
            let port = if port == 0 { own.to_owned() } else { port.to_string() };
            let href = format!("{prefix}{host}:{port}/v1/boxes/b/things?page=2");
            ok(&json!({"_links": {"next": {"href": href}}}))
        })
        .await;
        let mut pages = pages(&client(&server));
        assert!(pages.next().await.unwrap().is_ok());
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Paging, 1), "{prefix}");
    }
}

#[tokio::test]
async fn a_refused_link_is_told_with_the_page_that_had_it() {
    let (error, server) = refused("https://u:CANARY@evil.example/v1/x?CANARY").await;
    let base = server.hosts().api().to_owned();
    assert_eq!(
        error.to_string(),
        format!(
            "listThings: GET /boxes/{{boxID}}/things was not continued: the link to the next page \
             leads to `https://evil.example`, which is not below `{base}` (correlation id c-1)"
        )
    );
    assert_eq!((error.status(), error.correlation_id()), (Some(StatusCode::OK), Some("c-1")));
    let (error, _) = refused("https://[").await;
    assert!(error.source().is_some(), "the URL parser says what is wrong");
}

#[tokio::test]
async fn a_relative_link_leads_to_a_page_of_the_same_api() {
    let server = serving(|seen, _| match page_of(seen) {
        "first" => ok(&json!({
            "_links": {"next": {"href": "?page=2"}}, "_embedded": {"things": [1]},
        })),
        "2" => ok(&json!({
            "_links": {"next": {"href": "/v1/boxes/b/things?page=3"}}, "_embedded": {"things": [2]},
        })),
        _ => ok(&json!({"_embedded": {"things": [3]}})),
    })
    .await;
    assert_eq!(all(pages(&client(&server)).into_items()).await.unwrap(), [1, 2, 3]);
}

#[tokio::test]
async fn where_no_link_is_the_collection_ends() {
    for links in [
        json!(null),
        json!([]),
        json!({}),
        json!({"next": null}),
        json!({"prev": {"href": 5}, "Next": "?page=2"}),
    ] {
        let body = json!({"_links": links, "_embedded": {"things": [1]}});
        let server = serving(move |_, _| ok(&body)).await;
        assert_eq!(all(pages(&client(&server)).into_items()).await.unwrap(), [1]);
    }
}

#[tokio::test]
async fn a_link_of_another_form_is_not_the_end() {
    for links in [
        json!({"next": "?page=2"}),
        json!({"next": {}}),
        json!({"next": {"href": 5}}),
        json!({"next": {"href": null}}),
        json!({"next": {"url": "?page=2"}}),
        json!({"next": 7}),
        json!({"next": false}),
        json!({"next": []}),
        json!({"next": ["?page=2"]}),
        json!({"next": [{"href": "?page=2"}, {"href": "?page=3"}]}),
        json!([{"rel": "next", "href": "?page=2"}]),
        json!("?page=2"),
        json!(7),
    ] {
        let body = json!({"_links": links, "_embedded": {"things": [1]}});
        let server = serving(move |_, _| ok(&body)).await;
        let mut items = pages(&client(&server)).into_items();
        assert_eq!(items.next().await.unwrap().unwrap(), Thing(1), "{links}");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Paging, "{links}");
        assert!(error.to_string().contains("the link to the next page is not one link"), "{error}");
        assert!(items.next().await.is_none() && server.seen().len() == 1, "{links}");
    }
}

#[tokio::test]
async fn one_link_in_a_list_is_followed() {
    let server = serving(|seen, _| match page_of(seen) {
        "first" => ok(&json!({
            "_links": {"next": [{"href": "?page=2"}]}, "_embedded": {"things": [1]},
        })),
        _ => ok(&json!({"_embedded": {"things": [2]}})),
    })
    .await;
    assert_eq!(all(pages(&client(&server)).into_items()).await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn a_loop_ends_the_stream() {
    for (second, items) in [("2", vec![1, 2]), ("3", vec![1, 2, 3]), ("first", vec![1])] {
        let server = serving(move |seen, _| match page_of(seen) {
            "first" if second == "first" => ok(&json!({
                "_links": {"next": {"href": "#again"}}, "_embedded": {"things": [1]},
            })),
            "first" => page(seen, &[1], "2"),
            "2" => page(seen, &[2], second),
            _ => page(seen, &[3], "2"),
        })
        .await;
        let mut stream = pages(&client(&server)).into_items();
        let mut found = Vec::new();
        let error = loop {
            match stream.next().await.unwrap() {
                Ok(item) => found.push(item.0),
                Err(error) => break error,
            }
        };
        assert_eq!((found, error.kind()), (items, ErrorKind::Paging));
        assert!(error.to_string().contains("leads to a page that was read before"), "{error}");
        assert!(stream.next().await.is_none() && stream.cursor().is_none());
    }
}

/// Page n has the item n and leads to page n + 1, for ever.
fn endless(seen: &Seen) -> Answer {
    let number: u32 = page_of(seen).parse().unwrap_or(1);
    page(seen, &[number], &(number + 1).to_string())
}

#[tokio::test]
async fn an_endless_collection_ends_at_the_page_limit_and_can_be_continued() {
    let server = serving(|seen, _| endless(seen)).await;
    let client = client(&server);
    let mut items = pages(&client).into_items().max_pages(3);
    for number in 1..=3 {
        assert_eq!(items.next().await.unwrap().unwrap(), Thing(number));
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Paging, 3));
    assert!(
        error.to_string().ends_with("there are more than 3 pages, which is the limit that is set")
    );
    assert!(items.next().await.is_none());

    let mut more = pages(&client).max_pages(0).resume_from(items.cursor().unwrap());
    assert_eq!(more.next().await.unwrap().unwrap().items(), [Thing(4)]);
    assert!(more.next().await.unwrap().is_err() && more.next().await.is_none());
}

#[tokio::test]
async fn a_collection_that_just_fits_the_page_limit_is_no_error() {
    let server = serving(|seen, _| four(seen)).await;
    let items = pages(&client(&server)).into_items();
    assert_eq!(all(items.max_pages(4)).await.unwrap(), [1, 2, 3]);
    assert_eq!(MAX_PAGES, 1000, "as documented");
}

/// Fails the first request for page 3 with this answer.
async fn failing_once(answer: impl Fn() -> Answer + Send + Sync + 'static) -> TestServer {
    let failed = Mutex::new(false);
    serving(move |seen, _| match page_of(seen) {
        "3" if !std::mem::replace(&mut *failed.lock().unwrap(), true) => answer(),
        _ => endless_to_four(seen),
    })
    .await
}

/// Four pages with the items 1 to 4.
fn endless_to_four(seen: &Seen) -> Answer {
    match page_of(seen) {
        "4" => ok(&json!({"_embedded": {"things": [4]}})),
        _ => endless(seen),
    }
}

#[tokio::test]
async fn a_failure_amid_the_stream_is_told_and_the_stream_goes_on_with_the_same_page() {
    for kind in [ErrorKind::Status, ErrorKind::Transport] {
        let server = failing_once(move || match kind {
            ErrorKind::Status => Answer::new(503, &[], "{}"),
            _ => Answer::sized(200, &[], "{\"_embedded\":", 999),
        })
        .await;
        let mut items = pages(&client(&server)).into_items();
        let mut found = Vec::new();
        let mut errors = Vec::new();
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => found.push(item.0),
                Err(error) => errors.push((error.kind(), items.cursor().unwrap().to_string())),
            }
        }
        let failed = format!("{}/boxes/b/things?page=3", server.hosts().api());
        assert_eq!((found, errors), (vec![1, 2, 3, 4], vec![(kind, failed)]));
        assert_eq!(server.seen().len(), 5);
    }
}

#[tokio::test]
async fn a_failure_that_stays_ends_the_stream_and_leaves_the_cursor() {
    let answers: [fn() -> Answer; 2] =
        [|| Answer::new(403, &[], "{}"), || Answer::new(200, &[], "[")];
    for answer in answers {
        let server = failing_once(answer).await;
        let client = client(&server);
        let mut items = pages(&client).into_items();
        for number in 1..=2 {
            assert_eq!(items.next().await.unwrap().unwrap(), Thing(number));
        }
        assert!(!items.next().await.unwrap().unwrap_err().is_retryable());
        assert!(items.next().await.is_none());
        let rest = pages(&client).into_items().resume_from(items.cursor().unwrap());
        assert_eq!(all(rest).await.unwrap(), [3, 4]);
    }
}

#[tokio::test]
async fn the_retries_of_the_client_hide_a_bad_moment() {
    let server = failing_once(|| Answer::new(503, &["retry-after: 3"], "{}")).await;
    let clock = TestClock::default();
    let client = server.builder_without().access_token("t").retry(RetryPolicy::default());
    let client = client.clock(clock.clone()).without_jitter().build().unwrap();
    assert_eq!(all(pages(&client).into_items()).await.unwrap(), [1, 2, 3, 4]);
    assert_eq!(clock.slept().len(), 1);
}

#[tokio::test]
async fn another_process_goes_on_where_this_one_stopped() {
    let server = serving(|seen, _| endless_to_four(seen)).await;
    let client = client(&server);
    let mut first = pages(&client);
    assert_eq!(
        first.cursor().unwrap().to_string(),
        format!("{}/boxes/b/things", server.hosts().api())
    );
    first.next().await.unwrap().unwrap();
    let kept = serde_json::to_string(&first.cursor()).unwrap();
    drop(first);
    let cursor: PageCursor = serde_json::from_str(&kept).unwrap();
    let rest = pages(&client).resume_from(cursor).into_items();
    assert_eq!(all(rest).await.unwrap(), [2, 3, 4]);
}

#[tokio::test]
async fn whoever_stops_amid_a_page_loses_no_item() {
    let server = serving(|seen, _| four(seen)).await;
    let client = client(&server);
    let mut items = pages(&client).into_items();
    items.next().await.unwrap().unwrap();
    let amid = items.cursor().unwrap();
    items.next().await.unwrap().unwrap();
    let after = items.cursor().unwrap();
    assert_eq!(all(pages(&client).into_items().resume_from(amid)).await.unwrap(), [1, 2, 3]);
    assert_eq!(all(pages(&client).into_items().resume_from(after)).await.unwrap(), [3]);
}

#[tokio::test]
async fn a_cursor_is_checked_like_a_link() {
    let server = serving(|_, _| panic!("nothing may be sent")).await;
    let client = client(&server);
    let base = server.hosts().api().to_owned();
    for cursor in [
        "https://evil.example/v1/boxes".to_owned(),
        base.replace("/v1", "/v2/boxes"),
        format!("{base}/../boxes"),
        "/v1/boxes".to_owned(),
        String::new(),
    ] {
        let mut stream = pages(&client).resume_from(cursor.as_str());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Paging, None), "{cursor}");
        assert!(error.to_string().contains("was not continued: the cursor "), "{error}");
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn an_invalid_call_is_an_error_of_the_stream() {
    let server = serving(|_, _| panic!("nothing may be sent")).await;
    let client = client(&server);
    let invalid = || Pages::<Thing>::new(client.clone(), Call::new(&LIST).path("boxID", ".."));
    let cursor = format!("{}/boxes/b/things", server.hosts().api());
    for mut stream in [invalid(), invalid().resume_from(cursor)] {
        assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::InvalidCall);
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn a_dropped_next_loses_nothing() {
    let server = serving(|seen, _| endless_to_four(seen)).await;
    let mut items = pages(&client(&server)).into_items();
    let mut found = Vec::new();
    let mut dropped = 0;
    loop {
        // The first of two polls of each future is thrown away, wherever it stands.
        let once = poll_fn(|context| match Pin::new(&mut items).poll_next(context) {
            Poll::Ready(item) => Poll::Ready(Some(item)),
            Poll::Pending => Poll::Ready(None),
        });
        match once.await {
            Some(None) => break,
            Some(Some(item)) => found.push(item.unwrap().0),
            None => {
                dropped += 1;
                tokio::task::yield_now().await;
            }
        }
    }
    assert_eq!((found, server.seen().len()), (vec![1, 2, 3, 4], 4));
    assert!(dropped > 0);
}

#[tokio::test]
async fn streams_can_be_sent_between_threads_and_show_no_ids() {
    fn stream<S: Stream<Item = Result<I, Error>> + Send + Unpin + 'static, I>(_: &S) {}
    let server = serving(|seen, _| four(seen)).await;
    let client = client(&server);
    stream::<_, Collection<Thing>>(&pages(&client));
    stream::<_, Thing>(&pages(&client).into_items());
    let mut items = pages(&client).into_items();
    let item = tokio::spawn(async move { items.next().await.unwrap().map(|item| item.0) });
    assert_eq!(item.await.unwrap().unwrap(), 1);
    let shown = format!("{:?}", pages(&client).into_items());
    assert!(shown.contains("listThings") && !shown.contains("n-1"), "{shown}");
}

mod of_types;
