//! Answers that are made to be misread: errors with something broken anywhere, bodies that nobody asked
//! for, compression, and lists that are none.

use codegen::plan::Payload;
use pingone_mfa::{Error, ErrorKind};
use pingone_mfa_testing::Call;
use serde_json::json;

use crate::calls::{of, send};
use crate::contract::plan;
use crate::server::{Answer, Server};

/// What is said, a member each. The rest stands in any order around it.
const SAID: [&str; 3] = [
    r#""code":"REQUEST_LIMITED""#,
    r#""message":"m""#,
    r#""details":[{"target":"t","code":"LIMIT_EXCEEDED","innerError":{"maximumAllowed":20}}]"#,
];

/// Members at which strict readers stop; none says anything.
fn broken() -> Vec<Vec<u8>> {
    let deep = |levels: usize| ["\"x\":", &"[".repeat(levels), &"]".repeat(levels)].concat();
    let deeper = format!("\"x\":{}0{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let mut members: Vec<Vec<u8>> = vec![deep(200).into(), deep(20_000).into(), deeper.into()];
    let broken: [&[u8]; 16] = [
        b"\"x\":1e999",
        b"\"x\":-1e999",
        b"\"x\":01",
        b"\"x\":NaN",
        b"\"x\":None",
        b"\"x\":\"\\ud800\"",
        b"\"x\":\"\\ude00\\ud83d\"",
        b"\"x\":\"\\q\\u12\"",
        b"\"x\":\"a\nb\x00\x1b\"",
        b"\"x\":\"\xff\xfe\"",
        b"\"\\ud800\":1",
        b"\"\xff\":1",
        b"\"x\":1,\"x\":[],\"x\":null",
        b"\"code\":null",
        b"\"code\":7,\"message\":[],\"details\":[]",
        b"\xef\xbb\xbf",
    ];
    members.extend(broken.map(<[u8]>::to_vec));
    members
}

fn check(error: &Error, status: u16, at: &str) {
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, status),
        "{at}"
    );
    assert_eq!(error.code().unwrap().as_str(), "REQUEST_LIMITED", "{at}");
    assert_eq!(error.message(), Some("m"), "{at}");
    let [detail] = error.details() else { panic!("{at}: {error:?}") };
    assert_eq!(detail.code.as_ref().unwrap().as_str(), "LIMIT_EXCEEDED", "{at}");
    assert_eq!(detail.target.as_deref(), Some("t"), "{at}");
    assert_eq!(detail.inner_error.maximum_allowed, Some(20.into()), "{at}");
    let shown = error.to_string();
    assert!(!shown.contains(char::is_control) && shown.len() < 1000, "{at}: {shown}");
}

#[tokio::test]
async fn what_is_broken_in_an_error_hides_nothing_around_it() {
    let server = Server::start().await;
    let call = of("createPairingKey");
    for broken in broken() {
        for place in 0..=SAID.len() {
            let mut members: Vec<&[u8]> = SAID.iter().map(|said| said.as_bytes()).collect();
            members.rotate_left(place % SAID.len());
            members.insert(place, &broken);
            for (start, end, missing) in [
                ("{", "}", 0),
                ("\u{feff} {", "}\u{0}{} <html>", 0),
                ("{", "", 9),
                ("{", ",\"id\":\"ha", 0),
            ] {
                let body = [start.as_bytes(), &members.join(&b","[..]), end.as_bytes()].concat();
                let at = String::from_utf8_lossy(&body).chars().take(300).collect::<String>();
                server.answer(&Answer { missing, ..Answer::bytes(429, body) });
                check(&send(call, &server.client).await.unwrap_err(), 429, &at);
            }
        }
    }
}

#[tokio::test]
async fn what_is_broken_inside_of_a_detail_hides_nothing_around_it() {
    let server = Server::start().await;
    let call = of("readPairingKey");
    for broken in broken().into_iter().filter(|broken| !broken.starts_with(b"\"code\":7")) {
        let (before, after) = SAID[2].split_once('{').unwrap();
        let details = [before.as_bytes(), b"{", &broken, b",", after.as_bytes()].concat();
        let members = [&details, SAID[0].as_bytes(), SAID[1].as_bytes()].join(&b","[..]);
        let body = [b"{", &*members, b"}"].concat();
        let at = String::from_utf8_lossy(&body).chars().take(300).collect::<String>();
        server.answer(&Answer::bytes(400, body));
        check(&send(call, &server.client).await.unwrap_err(), 400, &at);
    }
}

/// The operations that have a body and those that have none.
fn operations(empty: bool) -> Vec<&'static Call> {
    let plan = plan();
    let operations = plan.operations().map(|(_, operation)| operation);
    let wanted =
        operations.filter(|operation| (operation.success.payload == Payload::Empty) == empty);
    let found: Vec<_> = wanted.map(|operation| of(&operation.id)).collect();
    assert!(!found.is_empty());
    found
}

#[tokio::test]
async fn no_body_spoils_the_success_of_an_operation_that_has_none() {
    let server = Server::start().await;
    for call in operations(true) {
        for status in [200, 201, 202, 204] {
            for (body, missing) in [
                (&b"{}"[..], 0),
                (b"<html>", 0),
                (b"{\"code\":\"NOT_FOUND\"}", 0),
                (b"{\"torn\":", 9),
                (b"", 9),
                (b"[", usize::MAX / 4),
                (b"\x1f\x8b\x08\xff", 0),
            ] {
                let answer = Answer { missing, ..Answer::bytes(status, body) };
                server.answer(&answer);
                let response = send(call, &server.client).await;
                let response = response.unwrap_or_else(|error| panic!("{answer:?}: {error}"));
                assert_eq!(response.status().as_u16(), status);
                assert!(response.unread().is_empty() && !response.was_already_gone());
            }
        }
    }
}

#[tokio::test]
async fn a_compressed_body_is_told_as_such() {
    let server = Server::start().await;
    let gzip: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x4c\x4e\x4e\x2d\x2e";
    let header = "application/json\r\ncontent-encoding: gzip";
    for call in operations(false) {
        for content_type in [header, "application/json"] {
            for (status, kind) in [
                (200, ErrorKind::Decode),
                (201, ErrorKind::Decode),
                (400, ErrorKind::Status),
                (502, ErrorKind::Status),
            ] {
                server.answer(&Answer { content_type, ..Answer::bytes(status, gzip) });
                let error = send(call, &server.client).await.unwrap_err();
                assert_eq!((error.kind(), error.status().unwrap().as_u16()), (kind, status));
                let told = "the body is compressed, which was not asked for";
                assert_eq!(error.to_string().matches(told).count(), 1, "{error}");
            }
        }
        // What says that it is compressed and is not can be read.
        let said = r#"{"code":"INVALID_DATA"}"#;
        server.answer(&Answer { content_type: header, ..Answer::json(400, said) });
        assert!(send(call, &server.client).await.unwrap_err().is_invalid_data());
    }
}

#[tokio::test]
async fn a_list_is_not_answered_by_something_else() {
    let (server, plan) = (Server::start().await, plan());
    for (_, operation) in plan.operations() {
        let Payload::Collection { relation, .. } = &operation.success.payload else { continue };
        let item = json!({"id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a", "type": "APNS"});
        for body in [
            item.clone(),
            json!([]),
            json!([item]),
            json!({relation: [item]}),
            json!({"items": [item]}),
            json!({"_embedded": {"others": [item]}}),
            json!({"_embedded": [item]}),
            json!({"_embedded": {relation: item}}),
            json!({"_embedded": {relation: {"0": item}}}),
            json!({"_embedded": {relation: [item, 7]}}),
            json!({"_embedded": {relation: [item, {}]}}),
            json!({"_embedded": {relation: [item, null]}}),
            json!({"_embedded": {relation: "odd"}, "count": 0}),
            json!({"_embedded": 7, "count": 0}),
            json!({"count": 3}),
            json!({"size": 3}),
            json!({"_embedded": {}, "count": 3}),
            json!({"code": "NOT_FOUND", "message": "m"}),
            json!({"error": "invalid_token"}),
        ] {
            // With a byte order mark, the same is read by another reader.
            for start in ["", "\u{feff}"] {
                server.answer(&Answer::json(200, format!("{start}{body}")));
                let listed = send(of(&operation.id), &server.client).await;
                let error = listed.expect_err(&body.to_string());
                assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
            }
        }
        for body in
            [json!({}), json!({"_embedded": {}, "count": 0}), json!({"_embedded": {relation: []}})]
        {
            for start in ["", "\u{feff}"] {
                server.answer(&Answer::json(200, format!("{start}{body}")));
                let _ = send(of(&operation.id), &server.client).await.unwrap();
            }
        }
    }
}
