//! What the token endpoint says, whatever is wrong with how it says it.

use http::{Method, StatusCode};

use super::ClientCredentials;
use crate::call::Call;
use crate::operation::Operation;
use crate::test_server::{Answer, TestServer};
use crate::{Error, ErrorKind};

static PING: Operation = Operation::new("ping", Method::GET, "/ping");

/// Answers every token request with these bytes as a body, and makes a call.
async fn call(status: u16, headers: &[&str], body: &[u8]) -> (Result<(), Error>, TestServer) {
    let Answer::Bytes(head) = Answer::sized(status, headers, "", body.len()) else { panic!() };
    let answer = [&head, body].concat();
    let server = TestServer::start(move |seen, _| match seen.is_token() {
        true => Answer::Bytes(answer.clone()),
        false => Answer::new(200, &[], "{}"),
    })
    .await;
    let credentials = ClientCredentials::new("id", "CANARY-secret");
    let client = server.builder_with(credentials).build().unwrap();
    let called = client.execute(Call::new(&PING)).await.map(|_| ());
    (called, server)
}

/// Members that a strict reader stumbles over.
fn broken() -> Vec<Vec<u8>> {
    let deep = ["\"x\":", &"[".repeat(300), &"]".repeat(300)].concat();
    let members: [&[u8]; 9] = [
        b"\"x\":1e999",
        b"\"x\":\"\\ud800\"",
        b"\"x\":\"\\q\"",
        b"\"x\":\"\xff\"",
        b"\"x\":\"a\nb\x00\"",
        b"\"\xff\":NaN",
        b"\"x\":1,\"x\":2",
        b"\xff",
        deep.as_bytes(),
    ];
    members.iter().map(|member| member.to_vec()).collect()
}

#[tokio::test]
async fn an_oauth_error_is_told_whatever_stands_around_it() {
    let said: [&[u8]; 2] =
        [b"\"error\":\"invalid_client\"", b"\"error_description\":\"no CANARY-secret\""];
    for broken in broken() {
        let broken: &[u8] = &broken;
        for members in
            [[broken, said[0], said[1]], [said[1], broken, said[0]], [said[0], said[1], broken]]
        {
            for (start, end) in
                [("{", "}"), ("\u{feff}{", "} <html>"), ("{", ","), ("{", ",\"error\":\"half")]
            {
                let body = [start.as_bytes(), &members.join(&b","[..]), end.as_bytes()].concat();
                // A status of success makes no token of it.
                for status in [400, 401, 200] {
                    let (called, server) = call(status, &[], &body).await;
                    let (error, at) = (called.unwrap_err(), String::from_utf8_lossy(&body));
                    let told = error.token_error().unwrap();
                    assert_eq!(
                        (error.kind(), told.status().unwrap().as_u16()),
                        (ErrorKind::Auth, status)
                    );
                    assert_eq!(told.code(), Some("invalid_client"), "{at}");
                    assert_eq!(told.description(), Some("no [redacted]"), "{at}");
                    assert!(error.is_unauthorized(), "{at}");
                    assert_eq!(server.seen().len(), 1, "{at}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_used_whatever_stands_around_it() {
    for broken in broken() {
        for (start, end) in [("{", "}"), ("\u{feff}{", "}\u{0}")] {
            let token = r#""access_token":"good","token_type":"Bearer","#;
            let body = [start.as_bytes(), token.as_bytes(), &broken, end.as_bytes()].concat();
            let (called, server) = call(200, &[], &body).await;
            called.unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(&body)));
            assert_eq!(server.authorizations(), ["Bearer good"]);
        }
    }
}

#[tokio::test]
async fn a_token_that_is_not_exactly_what_was_sent_is_not_used() {
    let bodies: [&[u8]; 9] = [
        b"{\"access_token\":\"go\xffod\",\"token_type\":\"Bearer\"}",
        b"{\"access_token\":\"go\\ud800od\",\"token_type\":\"Bearer\"}",
        b"{\"access_token\":good,\"token_type\":\"Bearer\"}",
        b"{\"access_token\":1e999,\"token_type\":\"Bearer\"}",
        b"{\"access_token\":\"good\",\"access_token\":\"other\",\"token_type\":\"Bearer\"}",
        b"{\"access_token\":\"good\",\"token_type\":\"Bearer\"",
        b"{\"access_token\":\"good\",\"token_type\":\"Bearer\"} or not",
        b"{\"access_token\":\"good\",\"token_type\":\"\xffBearer\"}",
        b"[{\"access_token\":\"good\",\"token_type\":\"Bearer\"}]",
    ];
    for body in bodies {
        let (called, server) = call(200, &[], body).await;
        let error = called.expect_err(&String::from_utf8_lossy(body));
        assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Auth, 1), "{error}");
        assert_eq!(error.token_error().unwrap().status(), Some(StatusCode::OK));
    }
}

#[tokio::test]
async fn a_compressed_answer_is_told_as_such() {
    let gzip: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x4c\x4e\x4e\x2d\x2e";
    for (headers, body) in [
        (&[][..], gzip),
        (&["content-encoding: gzip"][..], gzip),
        (&["content-encoding: br"][..], b"\x0b\x02\x80{}\x03"),
    ] {
        for status in [200, 400, 401] {
            let (called, _) = call(status, headers, body).await;
            let error = called.unwrap_err();
            let end = ", but the body is compressed, which was not asked for";
            assert!(error.to_string().contains(end), "{error}");
            assert_eq!(error.token_error().unwrap().status().unwrap().as_u16(), status);
        }
    }
    let body = br#"{"access_token":"good","token_type":"Bearer"}"#;
    let (called, _) = call(200, &["content-encoding: gzip"], body).await;
    called.unwrap();
}
