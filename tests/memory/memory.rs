//! The memory that a response takes while it is decoded is what `Limits::max_response_bytes` says,
//! whatever the body holds, and a stream takes that of a piece.

use std::fmt::Write as _;
use std::future::{Future, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use pingone_core::codegen::{Api, Call, ErrorFormat, Method, Operation, request};
use pingone_core::{Core, Idempotency};
use pingone_mfa::bytes::Bytes;
use pingone_mfa::http::{Request, Response};
use pingone_mfa::types::{ApplicationId, EnvironmentId, PairingKeyRequest, UserId};
use pingone_mfa::{Body, BoxFuture, Client, Error, Hosts, RetryPolicy, Transport, TransportError};
use pingone_mfa_memory::Counting;
use tokio::runtime::Builder;

#[global_allocator]
static ALLOCATOR: Counting = Counting::new();

const ID: &str = "8b22c502-a607-4b3c-8dad-d9ef2397f19a";

/// As documented.
const FACTOR: usize = 32;
const BASE: usize = 8 * 1024 * 1024;

/// Answers every request with the same body.
struct Canned(Bytes);

impl Transport for Canned {
    fn send(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let response = Response::builder().status(200).body(Body::from(self.0.clone()));
        Box::pin(ready(Ok(response.unwrap())))
    }
}

/// What is repeated, with `#` for a number that makes names differ, and the brackets around all.
const SHAPES: &[(&str, &str, &str)] = &[
    ("[", r#"{"a":0},"#, "]"),
    ("[", "{},", "]"),
    ("[", "[],", "]"),
    ("[", "0,", "]"),
    ("[", r#""","#, "]"),
    ("[", r#""\u0061","#, "]"),
    ("[", "[[[[0]]]],", "]"),
    ("[", r#"{"a":{"a":{"a":0}}},"#, "]"),
    ("[", r#"{"id":"8b22c502-a607-4b3c-8dad-d9ef2397f19a"},"#, "]"),
    ("[", r#"{"href":"h"},"#, "]"),
    ("{", r##""#":0,"##, "}"),
    ("{", r##""#":{},"##, "}"),
    ("{", r##""#":[],"##, "}"),
    ("{", r##""#":{"href":""},"##, "}"),
    ("{", r##""#":[{"href":""}],"##, "}"),
    ("\"", "{[,:", "\""),
];

/// A value of about this many bytes.
fn value((open, repeated, close): (&str, &str, &str), bytes: usize) -> String {
    let mut text = open.to_owned();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        let _ = write!(text, "{}", repeated.replace('#', &number.to_string()));
    }
    if text.ends_with(',') {
        text.pop();
    }
    text + close
}

fn client(body: Bytes) -> Client {
    let hosts = Hosts::new("http://127.0.0.1:9/v1", "http://127.0.0.1:9").unwrap();
    let environment: EnvironmentId = ID.parse().unwrap();
    Client::builder(hosts, environment)
        .access_token("t")
        .retry(RetryPolicy::never())
        .transport(Canned(body))
        .build()
        .unwrap()
}

/// What a call comes to and the memory that it takes at most.
fn measured<T, F: Future<Output = Result<T, Error>>>(
    body: &str,
    call: impl FnOnce(Client) -> F,
) -> (Result<T, Error>, usize) {
    let client = client(Bytes::from(body.to_owned()));
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    ALLOCATOR.peak(|| runtime.block_on(call(client)))
}

fn check(at: &str, body: &str, peak: usize) {
    let most = FACTOR * body.len() + BASE;
    assert!(peak <= most, "{at}: {} bytes take {peak}, which is more than {most}", body.len());
}

/// Creates a pairing key; the answer has this value as this member.
fn check_created(start: &str, member: &str, value: &str, at: &str) {
    let user: UserId = ID.parse().unwrap();
    let body =
        format!(r#"{start}{{"{member}":{value},"id":"{ID}","code":"0","status":"UNCLAIMED"}}"#);
    let create = |client: Client| async move {
        client.pairing_keys(user).create(PairingKeyRequest::new()).await
    };
    let (created, peak) = measured(&body, create);
    check(at, &body, peak);
    let created = created.unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!(created.id.to_string(), ID, "{at}");
}

/// Lists push credentials, and how many there are.
fn check_listed(items: &str, at: &str) -> usize {
    let application: ApplicationId = ID.parse().unwrap();
    let body = format!(r#"{{"_embedded":{{"pushCredentials":[{items}]}}}}"#);
    let list = |client: Client| async move { client.push_credentials(application).list().await };
    let (listed, peak) = measured(&body, list);
    check(at, &body, peak);
    let listed = listed.unwrap_or_else(|error| panic!("{at}: {error}"));
    assert!(listed.items().iter().all(|item| item.id.to_string() == ID), "{at}");
    listed.items().len()
}

#[test]
fn the_documentation_says_how_much() {
    let text = include_str!("../../generated-client/runtime/src/limits.rs");
    let base = BASE / 1024 / 1024;
    let said =
        format!("a response takes at most {FACTOR} times its size in memory, and {base} MiB");
    assert!(text.contains(&said), "{said}");
}

/// One test of what is counted, because the counts are those of the whole process.
#[test]
fn a_response_takes_no_more_memory_than_documented() {
    for bytes in [60 * 1024, 300 * 1024] {
        for shape in SHAPES {
            let value = value(*shape, bytes);
            for member in ["new", "_links", "applications", "user"] {
                let at = format!("{bytes} bytes of {shape:?} as `{member}`");
                check_created("", member, &value, &at);
                let item = format!(r#"{{"{member}":{value},"id":"{ID}","type":"APNS"}}"#);
                assert_eq!(check_listed(&item, &at), 1, "{at}");
            }
            // With a byte order mark, nothing can be decoded plainly.
            check_created("\u{feff}", "new", &value, &format!("{bytes} bytes of {shape:?}"));
        }
        let item = format!(r#"{{"id":"{ID}","type":""}},"#);
        let items = value(("", &item, ""), bytes);
        assert!(check_listed(&items, "items") > bytes / 100);
    }
    let most = 4 * 1024 * 1024 - 1024;
    check_created("", "new", &value(SHAPES[0], most), "as much as is allowed");
    check_streams();
}

/// A download as generated code has it.
#[derive(Debug)]
struct Download {
    core: Core,
    call: Call,
}

request!(Download -> file);

static API: Api = Api { errors: ErrorFormat::PLATFORM };
static DOWNLOAD: Operation = Operation {
    id: "download",
    method: Method::GET,
    template: "/files",
    idempotency: Idempotency::Idempotent,
    api: &API,
};

/// A body of so many pieces, each of them made when it is asked for.
struct Pieces(usize);

const PIECE: usize = 64 * 1024;

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let left = self.0.checked_sub(1);
        self.0 = left.unwrap_or_default();
        Poll::Ready(left.map(|_| Ok(Bytes::from(vec![7; PIECE]))))
    }
}

impl Transport for Pieces {
    fn send(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(ready(Ok(Response::new(Body::stream(Self(self.0))))))
    }
}

/// How many bytes a download has, and how many are in use meanwhile at most.
fn downloaded(pieces: usize) -> (u64, usize) {
    let hosts = Hosts::single("http://127.0.0.1:9").unwrap();
    let core = Core::builder(hosts).access_token("t").transport(Pieces(pieces)).build().unwrap();
    let request = Download { core, call: Call::new(&DOWNLOAD) };
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    ALLOCATOR.peak(|| {
        runtime.block_on(async {
            let stream = request.send_streamed().await.unwrap().into_inner();
            let mut stream = stream.limit(u64::MAX);
            while let Some(piece) = stream.next().await {
                assert_eq!(piece.unwrap().len(), PIECE);
            }
            stream.read()
        })
    })
}

fn check_streams() {
    for pieces in [1, 800] {
        let (read, peak) = downloaded(pieces);
        assert_eq!(read, (pieces * PIECE) as u64);
        assert!(peak < 2 * PIECE, "{pieces} pieces of {PIECE} bytes take {peak}");
    }
}
