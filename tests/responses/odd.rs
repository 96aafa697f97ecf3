//! A success with something odd in it: what is odd is left out and named, and everything else is kept,
//! the id of what was created above all. Only what is required, torn or no JSON is an error.

use pingone_mfa::{Error, ErrorKind, Response};
use serde_json::{Value, json};

use crate::calls::{of, send};
use crate::contract::plan;
use crate::places::{Change, Finder, Place};
use crate::server::{Answer, Server};

/// What a client must not read anywhere: stands for the value of the place under test.
const HERE: &str = "\"@HERE@\"";

/// Values that hardly a place expects, as they stand in a body.
const ODD: &[&[u8]] = &[
    b"7",
    b"-0.5",
    b"true",
    b"\"odd\"",
    b"\"\"",
    b"[]",
    b"[7]",
    b"[null]",
    b"[{}]",
    b"{}",
    b"{\"id\": 7}",
    b"{\"a\": {\"b\": [1]}}",
    b"\"2026-01-02T03:04:05\"",
    b"\"2026-01-02T03:04:05.123456789012Z\"",
    b"\"2026-13-42T03:04:05Z\"",
    b"1767323045000",
    BROKEN[0],
    BROKEN[1],
    BROKEN[2],
    BROKEN[3],
    BROKEN[4],
    BROKEN[5],
    BROKEN[6],
    BROKEN[7],
];

/// Values that no strict reader takes, whatever is expected.
const BROKEN: &[&[u8]] =
    &[b"1e999", b"-1e999", b"\"\\ud800\"", b"\"\\q\"", b"\"\xff\"", b"\"a\x00\nb\"", b"NaN", b"01"];

struct Example {
    operation: String,
    status: u16,
    value: Value,
    places: Vec<Place>,
}

impl Example {
    fn all() -> Vec<Self> {
        let plan = plan();
        let mut found = Vec::new();
        for (_, operation) in plan.operations() {
            let success = &operation.success;
            for example in &success.examples {
                let places = Finder::find(&plan, &success.payload, &example.value);
                let (operation, value) = (operation.id.clone(), example.value.clone());
                found.push(Self { operation, status: success.status, value, places });
            }
        }
        assert!(found.len() > 4);
        found
    }

    fn pointers(&self, wanted: &[Change]) -> Vec<&str> {
        let places = self.places.iter().filter(|place| wanted.contains(&place.change));
        places.map(|place| place.pointer.as_str()).collect()
    }

    /// The body with something else at a place.
    fn with(&self, pointer: &str, odd: &[u8]) -> Vec<u8> {
        let mut value = self.value.clone();
        let (holder, member) = pointer.rsplit_once('/').unwrap();
        value.pointer_mut(holder).unwrap()[member] = json!("@HERE@");
        let text = value.to_string();
        let (before, after) = text.split_once(HERE).unwrap();
        [before.as_bytes(), odd, after.as_bytes()].concat()
    }

    async fn send(&self, server: &Server, body: &[u8]) -> Result<Response<Value>, Error> {
        server.answer(&Answer::bytes(self.status, body));
        send(of(&self.operation), &server.client).await
    }

    /// The same as a strict reader would decode it.
    fn strict(&self, body: &[u8]) -> Option<Value> {
        let text = std::str::from_utf8(body).ok()?;
        (of(&self.operation).decode.unwrap())(text).ok()
    }
}

/// The value without the member at a pointer, and without what may be left out.
fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (holder, member) = pointer.rsplit_once('/').unwrap();
    if let Some(Value::Object(members)) = value.pointer_mut(holder) {
        members.remove(member);
    }
    value
}

/// `/a/0/b` as `a[0].b`.
fn as_path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        match step.parse::<usize>() {
            Ok(index) => path += &format!("[{index}]"),
            Err(_) if path.is_empty() => path += step,
            Err(_) => path += &format!(".{step}"),
        }
    }
    path
}

#[tokio::test]
async fn an_odd_optional_value_is_left_out_and_named_and_the_rest_is_kept() {
    let server = Server::start().await;
    for example in Example::all() {
        let expected = example.strict(example.value.to_string().as_bytes()).unwrap();
        for pointer in example.pointers(&[Change::Null, Change::Absent]) {
            for odd in ODD {
                let body = example.with(pointer, odd);
                let at = format!("{} {}", example.operation, String::from_utf8_lossy(&body));
                let response = example.send(&server, &body).await;
                let response = response.unwrap_or_else(|error| panic!("{at}: {error}"));
                let read = without(response.value(), pointer);
                assert_eq!(read, without(&expected, pointer), "{at}");
                let unread = response.unread();
                match example.strict(&body) {
                    Some(value) => {
                        assert_eq!(*response.value(), value, "{at}");
                        assert!(unread.is_empty(), "{at}: {unread:?}");
                    }
                    // A raw control character is itself.
                    None if odd.contains(&0) => {}
                    None => {
                        let path = as_path(pointer);
                        let named = |read: &String| read.starts_with(&path) || read.contains('…');
                        assert!(!unread.is_empty() && unread.iter().all(named), "{at}: {unread:?}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_broken_in_a_member_that_nobody_knows_takes_nothing_with_it() {
    let server = Server::start().await;
    let deep = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat().into_bytes();
    let broken = BROKEN.iter().map(|value| value.to_vec()).chain([deep(200), deep(20_000)]);
    let broken: Vec<Vec<u8>> = broken.collect();
    for example in Example::all() {
        let expected = example.strict(example.value.to_string().as_bytes()).unwrap();
        for holder in example.pointers(&[Change::AddKept, Change::AddIgnored]) {
            let pointer = format!("{holder}/SECRET-name");
            for broken in &broken {
                let body = example.with(&pointer, broken);
                let at = format!("{} {}", example.operation, String::from_utf8_lossy(&body));
                let response = example.send(&server, &body).await;
                let response = response.unwrap_or_else(|error| panic!("{at}: {error}"));
                assert_eq!(without(response.value(), &pointer), expected, "{at}");
                let told = response.unread().concat();
                assert!(!told.contains("SECRET"), "{at}: {told}");
            }
        }
    }
}

#[tokio::test]
async fn bytes_that_no_json_has_are_passed_over_around_the_values() {
    let server = Server::start().await;
    for example in Example::all() {
        let whole = example.value.to_string();
        let expected = example.strict(whole.as_bytes()).unwrap();
        let junk: [&[u8]; 5] =
            [b"\xef\xbb\xbf", b"\x00", b"\xff\xfe", b"\x0b", "\u{a0}".as_bytes()];
        for junk in junk {
            let spread = whole.replace('{', "{@").replace(',', "@,@");
            let spread: Vec<&[u8]> = spread.split('@').map(str::as_bytes).collect();
            for body in [
                [junk, whole.as_bytes()].concat(),
                [whole.as_bytes(), junk].concat(),
                [junk, &spread.join(junk), junk].concat(),
                [&whole.as_bytes()[..whole.len() - 1], b",", junk, b"}"].concat(),
            ] {
                let at = format!("{} {}", example.operation, String::from_utf8_lossy(&body));
                let response = example.send(&server, &body).await;
                let response = response.unwrap_or_else(|error| panic!("{at}: {error}"));
                assert_eq!(*response.value(), expected, "{at}");
                assert!(response.unread().is_empty(), "{at}");
            }
        }
    }
}

#[tokio::test]
async fn a_required_value_that_does_not_fit_is_an_error_that_names_it() {
    let server = Server::start().await;
    let wrong: &[&[u8]] = &[b"7", b"true", b"null", b"[]", b"{}", b"1e999", b"NaN"];
    for example in Example::all() {
        for pointer in example.pointers(&[Change::Required]) {
            // Inside of what is optional, that is left out.
            let outer = example.pointers(&[Change::Null]);
            let outer = outer.iter().find(|outer| pointer.starts_with(&format!("{outer}/")));
            for wrong in wrong {
                let body = example.with(pointer, wrong);
                let at = format!("{} {}", example.operation, String::from_utf8_lossy(&body));
                match (outer, example.send(&server, &body).await) {
                    (Some(outer), Ok(response)) => {
                        assert_eq!(response.unread(), [as_path(outer)], "{at}");
                        assert_eq!(response.value().pointer(outer), None, "{at}");
                    }
                    (None, Err(error)) => {
                        assert_eq!(error.kind(), ErrorKind::Decode, "{at}: {error}");
                        assert_eq!(error.status().unwrap().as_u16(), example.status, "{at}");
                        let path = as_path(pointer);
                        assert_eq!(error.decode_path(), Some(path.as_str()), "{at}: {error}");
                    }
                    (_, other) => panic!("{at}: {other:?}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn a_member_that_is_there_twice_counts_if_both_say_the_same() {
    let server = Server::start().await;
    let id = "00000000-0000-0000-0000-00000000000b";
    for example in Example::all() {
        let text = example.value.to_string();
        let Some(own) = example.value["id"].as_str() else { continue };
        let twice = |first: &str| text.replacen('{', &format!(r#"{{"id":"{first}","#), 1);
        let same = example.send(&server, twice(own).as_bytes()).await.unwrap();
        assert_eq!((same.value()["id"].as_str(), same.unread().len()), (Some(own), 0));
        let error = example.send(&server, twice(id).as_bytes()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_whole_is_an_error_wherever_it_ends() {
    let server = Server::start().await;
    for example in Example::all() {
        let whole = example.value.to_string();
        for end in (0..whole.len()).step_by(3).chain([whole.len() - 1]) {
            let torn = whole.as_bytes().get(..end).unwrap();
            let error = example.send(&server, torn).await.expect_err(&whole[..end]);
            assert_eq!(error.kind(), ErrorKind::Decode, "{} {end}", example.operation);
        }
        for body in [
            format!("{whole}{whole}"),
            format!("{whole} SECRET"),
            format!("[{whole}]"),
            format!("{whole}]"),
            whole.replacen(',', " ", 1),
            whole.replacen(',', ",,", 1),
            whole.replacen('{', "{,", 1),
            whole.replacen(':', " ", 1),
            whole.replacen(':', "::", 1),
            whole.replacen(':', " SECRET, \"", 1),
        ] {
            // An object of one member has no comma to spoil.
            if body == whole {
                continue;
            }
            let error = example.send(&server, body.as_bytes()).await.expect_err(&body);
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
            assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
        }
    }
}
