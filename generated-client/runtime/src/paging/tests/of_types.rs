//! Pages of the contract's own types, however the next one is found.

use super::*;
use crate::collection::NextPage;
use crate::page::Paging;

#[derive(Debug, PartialEq, Deserialize)]
struct Rows {
    rows: Option<Vec<Thing>>,
    note: Option<String>,
}

/// Two pages of two items and one of one.
const PAGES: [&[u32]; 3] = [&[1, 2], &[3, 4], &[5]];

fn rows(page: usize, meta: &Value) -> Answer {
    ok(&json!({"rows": PAGES.get(page).unwrap_or(&&[][..]), "note": "kept", "meta": meta}))
}

const fn paging(next: NextPage) -> Paging {
    Paging { items: "/rows", count: Some("/meta/total"), next }
}

fn call() -> Call {
    Call::new(&LIST).path("boxID", "b")
}

/// The query of each page that was asked for.
fn queries(server: &TestServer) -> Vec<String> {
    let query = |seen: &Seen| asked(seen).split_once('?').map_or("", |(_, query)| query).to_owned();
    server.seen().iter().map(query).collect()
}

/// Reads the five items, and tells which pages were asked for.
async fn five(
    paging: &'static Paging,
    script: impl Fn(&Seen, usize) -> Answer + Send + Sync + 'static,
) -> Vec<String> {
    let server = serving(script).await;
    let items = Pages::items_in(client(&server), call(), paging).into_items();
    assert_eq!(all(items).await.unwrap(), [1, 2, 3, 4, 5]);
    queries(&server)
}

#[tokio::test]
async fn a_page_number_is_counted_from_the_first() {
    static FROM_ONE: Paging = paging(NextPage::Number { parameter: "page", first: 1 });
    let asked = five(&FROM_ONE, |_, before| rows(before, &json!({"total": 5}))).await;
    assert_eq!(asked, ["", "page=2", "page=3"]);
    static FROM_ZERO: Paging = paging(NextPage::Number { parameter: "page", first: 0 });
    let asked = five(&FROM_ZERO, |_, before| rows(before, &json!({}))).await;
    assert_eq!(asked, ["", "page=1", "page=2", "page=3"]);
}

#[tokio::test]
async fn a_number_that_the_caller_began_with_is_counted_on() {
    static NUMBER: Paging = paging(NextPage::Number { parameter: "page", first: 1 });
    let server = serving(|_, before| rows(before + 1, &json!({"total": 5}))).await;
    let items = Pages::items_in(client(&server), call().query("page", 2), &NUMBER).into_items();
    assert_eq!(all(items).await.unwrap(), [3, 4, 5]);
    assert_eq!(queries(&server), ["page=2", "page=3", "page=4"]);
}

#[tokio::test]
async fn an_offset_counts_items() {
    static OFFSET: Paging = paging(NextPage::Offset("skip"));
    let asked = five(&OFFSET, |_, before| rows(before, &json!({"total": 5}))).await;
    assert_eq!(asked, ["", "skip=2", "skip=4"]);
}

#[tokio::test]
async fn a_cursor_of_the_body_becomes_a_parameter() {
    static CURSOR: Paging =
        paging(NextPage::Cursor { from: "/meta/next", parameter: "page_token" });
    let ends = [json!({}), json!({"next": null}), json!({"next": ""}), json!({"next": false})];
    for end in ends {
        let asked = five(&CURSOR, move |_, before| match before {
            0 => rows(0, &json!({"next": "a b&c=d"})),
            1 => rows(1, &json!({"next": 7})),
            _ => rows(2, &end),
        });
        assert_eq!(asked.await, ["", "page_token=a%20b%26c%3Dd", "page_token=7"]);
    }
}

#[tokio::test]
async fn a_url_of_the_body_and_the_header_are_followed() {
    static URL: Paging = paging(NextPage::Url("/meta/next"));
    let next = |seen: &Seen, before: usize| {
        let host = seen.header("host").unwrap();
        (before < 2).then(|| format!("http://{host}/v1/boxes/b/things?c={before}"))
    };
    let asked = five(&URL, move |seen, before| rows(before, &json!({"next": next(seen, before)})));
    assert_eq!(asked.await, ["", "c=0", "c=1"]);
    static HEADER: Paging = Paging { items: "", count: None, next: NextPage::Header };
    let asked = five(&HEADER, move |seen, before| {
        let link = next(seen, before).map(|next| format!("link: <{next}>; rel=\"next\""));
        Answer::new(
            200,
            &link.as_deref().into_iter().collect::<Vec<_>>(),
            &json!(PAGES[before]).to_string(),
        )
    });
    assert_eq!(asked.await, ["", "c=0", "c=1"]);
}

#[tokio::test]
async fn pages_are_whole_and_typed() {
    static CURSOR: Paging = paging(NextPage::Cursor { from: "/meta/next", parameter: "after" });
    let server = serving(|_, before| match before {
        0 => rows(0, &json!({"next": "x"})),
        _ => ok(&json!({"rows": null, "note": "the end"})),
    })
    .await;
    let mut pages = Pages::<Thing, Rows>::of(client(&server), call(), &CURSOR);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.rows, Some(vec![Thing(1), Thing(2)]));
    assert!(pages.cursor().unwrap().as_str().ends_with("/things?after=x"));
    let last = pages.next().await.unwrap().unwrap();
    assert_eq!((last.rows, last.note.as_deref()), (None, Some("the end")));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn whatever_repeats_or_leads_elsewhere_ends_the_stream_with_an_error() {
    static CURSOR: Paging = paging(NextPage::Cursor { from: "/meta/next", parameter: "after" });
    static URL: Paging = paging(NextPage::Url("/meta/next"));
    static HEADER: Paging = Paging { items: "", count: None, next: NextPage::Header };
    for (paging, next, requests) in [
        (&CURSOR, json!("same"), 2),
        (&CURSOR, json!(true), 1),
        (&CURSOR, json!(["a"]), 1),
        (&URL, json!("https://elsewhere.example/v1/boxes"), 1),
        (&URL, json!("?c=1"), 2),
        (&HEADER, json!("https://elsewhere.example/v1/boxes"), 1),
    ] {
        let told = next.clone();
        let server = serving(move |_, _| match paging.next {
            NextPage::Header => {
                let link = format!("link: <{}>; rel=next", next.as_str().unwrap());
                Answer::new(200, &[&link], "[1]")
            }
            _ => rows(0, &json!({"next": next})),
        })
        .await;
        let items = Pages::items_in(client(&server), call(), paging).into_items();
        let error = all(items).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Paging, "{told}: {error}");
        assert_eq!(server.seen().len(), requests, "{told}");
    }
}

#[tokio::test]
async fn a_page_without_a_readable_item_is_no_shorter_page() {
    static CURSOR: Paging = paging(NextPage::Cursor { from: "/meta/next", parameter: "after" });
    let server = serving(|_, _| ok(&json!({"rows": [1, "two"], "note": "n"}))).await;
    let items = Pages::items_in(client(&server), call(), &CURSOR).into_items();
    assert_eq!(all(items).await.unwrap_err().kind(), ErrorKind::Decode);
    let mut pages = Pages::<Thing, Rows>::of(client(&server), call(), &CURSOR);
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
}
