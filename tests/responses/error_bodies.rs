//! Nothing in an error body hides the status: members that are new, missing or of another type.

use std::sync::LazyLock;

use pingone_mfa::{Error, ErrorKind};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::anything;
use pingone_mfa_testing::{CALLS, Call};

use crate::calls::send;
use crate::server::{Answer, Server};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static SERVER: LazyLock<Server> = LazyLock::new(|| RUNTIME.block_on(Server::start()));

fn said() -> Value {
    json!({
        "id": "e-1", "code": "INVALID_DATA", "message": "m",
        "details": [{
            "code": "OUT_OF_RANGE", "target": "t", "message": "d",
            "innerError": {
                "allowedPattern": "^a$", "allowedValues": ["a"], "claim": "c", "existingId": "x",
                "maximumAllowed": 1, "maximumValue": 2, "quotaLimit": 3, "quotaResetTime": "q",
                "rangeMaximumValue": 4, "rangeMinimumValue": 5, "referencedValues": ["r"],
                "retryAfter": "r", "supportedAttributes": ["s"], "supportedOperators": ["o"],
            },
        }],
    })
}

/// The pointers of all members.
fn members(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let at = format!("{at}/{name}");
                self::members(value, &at, found);
                found.push(at);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                members(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn pointers() -> Vec<String> {
    let mut found = Vec::new();
    members(&said(), "", &mut found);
    found
}

/// Makes the call and gets the error, one call at a time.
fn failure(call: &Call, answer: &Answer) -> Error {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock();
    SERVER.answer(answer);
    RUNTIME.block_on(send(call, &SERVER.client)).expect_err("a failure")
}

/// Which call, and a status that is no success.
fn failing() -> impl Strategy<Value = (&'static Call, u16)> {
    (prop::sample::select((0..CALLS.len()).collect::<Vec<_>>()), 300u16..600)
        // 304 has no body.
        .prop_filter("not modified", |(_, status)| *status != 304)
        .prop_map(|(index, status)| (&CALLS[index], status))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_member_of_any_type_hides_nothing(
        (call, status) in failing(),
        changes in prop::collection::vec((prop::sample::select(pointers()), anything::json()), 1..4),
        new in prop::option::of(anything::json()),
    ) {
        let mut body = said();
        for (pointer, value) in &changes {
            if let Some(member) = body.pointer_mut(pointer) {
                *member = value.clone();
            }
        }
        body["brandNew"] = new.into();
        let error = failure(call, &Answer::json(status, &body));
        prop_assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, status));
        prop_assert_eq!(error.id(), body["id"].as_str());
        prop_assert_eq!(error.code().map(|code| code.as_str()), body["code"].as_str());
        prop_assert_eq!(error.message(), body["message"].as_str());
        let shown = error.to_string();
        prop_assert!(!shown.contains(char::is_control) && shown.len() < 8000, "{}", shown);
    }

    #[test]
    fn any_bytes_keep_the_status((call, status) in failing(), body in "\\PC{0,200}", cut in 0usize..9) {
        let error = failure(call, &Answer { missing: cut, ..Answer::json(status, body) });
        prop_assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, status));
        prop_assert_eq!(error.correlation_id(), Some("c-1"));
    }
}
