//! Requests that no well-behaved client sends: each is answered, and the next one too.

use std::sync::Arc;
use std::time::Duration;

use pingone_mfa_testing::FakePingOne;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::wire::{Answer, call, connect, credentials, keys, request, send};

const MIB: usize = 1024 * 1024;

async fn post(fake: &FakePingOne, headers: &[&str], body: &[u8]) -> Answer {
    let target = format!("/v1/environments/{}{}", fake.environment_id(), keys(fake));
    let bearer = format!("Authorization: Bearer {}", fake.issue_token());
    let headers = [&[bearer.as_str()], headers].concat();
    send(fake, &request("POST", &target, &headers, body)).await
}

async fn still_serves(fake: &FakePingOne) {
    let answer = call(fake, "GET", &credentials(fake), None).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn only_json_is_taken() {
    let fake = FakePingOne::start().await.unwrap();
    let cases: &[(&[&str], u16)] = &[
        (&[], 415),
        (&["Content-Type: text/plain"], 415),
        (&["Content-Type: application/x-www-form-urlencoded"], 415),
        (&["Content-Type: application/jsonp"], 415),
        (&["Content-Type: ;;;\u{fffd}"], 415),
        (&["Content-Type: Q%&"], 415),
        (&["Content-Type:"], 415),
        // Nothing is wrong with the media type of these; the empty fake has no application for a key.
        (&["Content-Type: application/json"], 400),
        (&["Content-Type: APPLICATION/JSON; charset=utf-8"], 400),
    ];
    for (headers, status) in cases {
        let answer = post(&fake, headers, b"{}").await;
        assert_eq!(answer.status, *status, "{headers:?} {answer:?}");
    }
    still_serves(&fake).await;
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused() {
    let fake = FakePingOne::start().await.unwrap();
    let deep = "[".repeat(100_000);
    let bodies: &[&[u8]] = &[
        b"",
        b"{",
        b"{} {}",
        b"\xff\xfe",
        b"\"\xc3\x28\"",
        b"{\"policy\":\"\\ud800\"}",
        deep.as_bytes(),
    ];
    for body in bodies {
        let answer = post(&fake, &["Content-Type: application/json"], body).await;
        let shown = String::from_utf8_lossy(body);
        assert_eq!(answer.summary(), "400 INVALID_DATA INVALID_VALUE@", "{shown:.40}");
    }
    for body in ["null", "[]", "7", "\"text\""] {
        let answer = post(&fake, &["Content-Type: application/json"], body.as_bytes()).await;
        assert_eq!(answer.status, 400, "{body}");
    }
    still_serves(&fake).await;
}

#[tokio::test]
async fn a_huge_body_is_refused_whether_announced_or_not() {
    let fake = FakePingOne::start().await.unwrap();
    let json = "Content-Type: application/json";
    let full = post(&fake, &[json], &vec![b' '; MIB]).await;
    assert_eq!(full.status, 400, "a body at the limit is read");
    let announced = post(&fake, &[json], &vec![b' '; MIB + 1]).await;
    assert_eq!(announced.summary(), "413 INVALID_REQUEST");

    let mut chunked = request("POST", "/", &["Transfer-Encoding: chunked"], b"");
    for _ in 0..3 {
        chunked.extend_from_slice(format!("{:x}\r\n", MIB / 2).as_bytes());
        chunked.resize(chunked.len() + MIB / 2, b' ');
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let answer = send(&fake, &chunked).await;
    assert_eq!(answer.summary(), "413 INVALID_REQUEST");
    still_serves(&fake).await;
}

#[tokio::test]
async fn what_is_not_http_ends_one_connection_only() {
    let fake = FakePingOne::start().await.unwrap();
    let inputs: &[&[u8]] = &[
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        &[b"GET / HTTP/1.1\r\nX: ".as_slice(), &vec![b'x'; MIB]].concat(),
        &b"GET / HTTP/1.1\r\n"
            .iter()
            .copied()
            .chain(b"A: b\r\n".repeat(10_000))
            .collect::<Vec<_>>(),
    ];
    for input in inputs {
        let mut stream = connect(&fake).await;
        // The fake may have hung up before it has read all of it.
        let _sent = stream.write_all(input).await;
        let _ended = stream.shutdown().await;
        let mut received = Vec::new();
        // Closed with an answer, without one, or by a reset: all are fine, as long as it ends.
        let _ended = stream.read_to_end(&mut received).await;
        still_serves(&fake).await;
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_harm() {
    let fake = FakePingOne::start().await.unwrap();
    let mut stream = connect(&fake).await;
    stream.write_all(b"POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{").await.unwrap();
    drop(stream);
    still_serves(&fake).await;
}

#[tokio::test]
async fn many_clients_at_once_are_all_served() {
    let fake = Arc::new(FakePingOne::start().await.unwrap());
    let mut calls = JoinSet::new();
    for number in 0..32 {
        let fake = Arc::clone(&fake);
        calls.spawn(async move {
            let body =
                json!({ "type": "HMS", "clientId": format!("c{number}"), "clientSecret": "x" });
            call(&fake, "POST", &credentials(&fake), Some(body)).await
        });
    }
    for answer in calls.join_all().await {
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let list = call(&fake, "GET", &credentials(&fake), None).await.json();
    assert_eq!(list["count"], 32);
    assert_eq!(fake.requests().len(), 33);
}

#[tokio::test]
async fn one_connection_carries_several_requests() {
    let fake = FakePingOne::start().await.unwrap();
    let mut stream = connect(&fake).await;
    let first = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
    stream.write_all(first).await.unwrap();
    stream.write_all(&request("GET", "/", &[], b"")).await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    assert_eq!(received.matches("HTTP/1.1 404 ").count(), 2, "{received}");
}

#[tokio::test]
async fn a_dropped_fake_closes_its_connections_and_its_port() {
    let fake = FakePingOne::start().await.unwrap();
    let address = fake.auth_base().replace("http://", "");
    let mut open = connect(&fake).await;
    open.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut buffer = [0; 1024];
    assert!(open.read(&mut buffer).await.unwrap() > 0);
    drop(fake);
    let closed = async {
        while let Ok(1..) = open.read(&mut buffer).await {}
        while TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    // A limit for the case of failure only; nothing is measured.
    let limit = Duration::from_secs(30);
    assert!(tokio::time::timeout(limit, closed).await.is_ok());
}

#[tokio::test]
async fn huge_headers_are_refused_like_everything_else() {
    let fake = FakePingOne::start().await.unwrap();
    let fits = format!("X-Padding: {}", "x".repeat(5 * 1024));
    let too_large = format!("X-Padding: {}", "x".repeat(7 * 1024));
    let many: Vec<String> = (0..400).map(|number| format!("X-{number}: 0123456789")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for (headers, expected) in [
        (&[fits.as_str()][..], "404 NOT_FOUND"),
        (&[too_large.as_str()], "431 INVALID_REQUEST"),
        (&many, "431 INVALID_REQUEST"),
    ] {
        let answer = send(&fake, &request("GET", "/", headers, b"")).await;
        assert_eq!(answer.summary(), expected);
    }
    still_serves(&fake).await;
}

#[tokio::test]
async fn odd_methods_and_targets_are_answered() {
    let fake = FakePingOne::start().await.unwrap();
    let path = format!("/v1/environments/{}{}", fake.environment_id(), credentials(&fake));
    let cases = [
        ("OPTIONS", path.clone(), "405 INVALID_REQUEST"),
        ("BREW", path.clone(), "405 INVALID_REQUEST"),
        ("TRACE", path.clone(), "405 INVALID_REQUEST"),
        ("OPTIONS", "*".to_owned(), "404 NOT_FOUND"),
        ("GET", format!("{path}/"), "404 NOT_FOUND"),
        ("GET", format!("{path}//"), "404 NOT_FOUND"),
        ("GET", format!("{path}/../pushCredentials"), "404 NOT_FOUND"),
        ("GET", format!("http://elsewhere.example{path}"), "401 ACCESS_FAILED INVALID_TOKEN@"),
        ("GET", path.replace("push", "p%75sh"), "401 ACCESS_FAILED INVALID_TOKEN@"),
        ("GET", format!("{path}%2F"), "404 NOT_FOUND"),
        ("GET", "/v1%2Fenvironments".to_owned(), "404 NOT_FOUND"),
        ("GET", format!("{path}?%ff=%zz&&=&"), "401 ACCESS_FAILED INVALID_TOKEN@"),
    ];
    for (method, target, expected) in cases {
        let answer = send(&fake, &request(method, &target, &[], b"")).await;
        assert_eq!(answer.summary(), expected, "{method} {target}");
        assert!(answer.header("correlation-id").is_some(), "{method} {target}");
    }
    still_serves(&fake).await;
}

#[tokio::test]
async fn a_client_that_sends_slowly_keeps_nobody_waiting() {
    let fake = FakePingOne::start().await.unwrap();
    let mut slow = connect(&fake).await;
    slow.write_all(b"POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Le").await.unwrap();
    still_serves(&fake).await;
    slow.write_all(b"ngth: 2\r\nConnection: close\r\n\r\n{").await.unwrap();
    still_serves(&fake).await;
    slow.write_all(b"}").await.unwrap();
    let mut received = String::new();
    slow.read_to_string(&mut received).await.unwrap();
    assert!(received.starts_with("HTTP/1.1 404 "), "{received}");
}
