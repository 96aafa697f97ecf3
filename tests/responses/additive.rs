//! Changes that PingOne calls compatible break nothing: whatever is added at any place of a response,
//! it still decodes, what is known stays as it is, and what is new is kept.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::anything;
use crate::calls::of;
use crate::contract::plan;
use crate::places::{Change, Finder, Place};

/// A response example with the places at which it may change.
#[derive(Clone, Debug)]
struct Example {
    operation: String,
    value: Value,
    places: Vec<Place>,
}

fn examples() -> Vec<Example> {
    let plan = plan();
    let mut found = Vec::new();
    for (_, operation) in plan.operations() {
        for example in &operation.success.examples {
            let places = Finder::find(&plan, &operation.success.payload, &example.value);
            let (operation, value) = (operation.id.clone(), example.value.clone());
            found.push(Example { operation, value, places });
        }
    }
    found
}

/// An example and some changes of it, each with a name and a value for what is new.
fn changed() -> impl Strategy<Value = (Example, Vec<(Place, String, Value)>)> {
    prop::sample::select(examples()).prop_flat_map(|example| {
        let places = prop::sample::select(example.places.clone());
        // No member of PingOne's ends like this.
        let change = (places, "\\PC{0,8}_new", anything::json());
        (Just(example), prop::collection::vec(change, 1..12))
    })
}

/// Makes a change in what is sent and in what must come out again.
fn apply(place: &Place, name: &str, value: &Value, sent: &mut Value, kept: &mut Value) {
    match (&place.change, sent.pointer_mut(&place.pointer), kept.pointer_mut(&place.pointer)) {
        (Change::AddKept, Some(Value::Object(sent)), Some(Value::Object(kept))) => {
            sent.insert(name.to_owned(), value.clone());
            kept.insert(name.to_owned(), value.clone());
        }
        (Change::AddIgnored, Some(Value::Object(sent)), _) => {
            sent.insert(name.to_owned(), value.clone());
        }
        (Change::OtherValue, Some(sent @ Value::String(_)), Some(kept)) => {
            *sent = name.into();
            *kept = name.into();
        }
        (Change::Repeat, Some(Value::Array(sent)), Some(Value::Array(kept))) => {
            sent.extend(sent.first().cloned());
            kept.extend(kept.first().cloned());
        }
        (Change::Null, Some(sent), Some(_)) => {
            *sent = Value::Null;
            let (parent, member) = place.pointer.rsplit_once('/').unwrap();
            kept.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(member);
        }
        // An earlier change took the place away.
        _ => {}
    }
}

/// The same value can be written in several ways: an empty list or none, `.490Z` or `.49Z`.
fn canonical(value: Value) -> Value {
    match value {
        Value::String(text) => match text.parse::<jiff::Timestamp>() {
            Ok(instant) => instant.to_string().into(),
            Err(_) => text.into(),
        },
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(members) => {
            let empty = |value: &Value| *value == json!([]) || *value == json!({});
            let members = members.into_iter().map(|(name, value)| (name, canonical(value)));
            members.filter(|(_, value)| !empty(value)).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_is_added_anywhere_breaks_nothing((example, changes) in changed()) {
        let (mut sent, mut kept) = (example.value.clone(), example.value);
        for (place, name, value) in &changes {
            apply(place, name, value, &mut sent, &mut kept);
        }
        let encoded = (of(&example.operation).decode.unwrap())(&sent.to_string());
        let encoded = encoded.map_err(|reason| TestCaseError::fail(format!("{reason}: {sent}")))?;
        prop_assert_eq!(canonical(encoded), canonical(kept));
    }
}

#[test]
fn the_examples_have_every_kind_of_place() {
    let places: Vec<Place> = examples().into_iter().flat_map(|example| example.places).collect();
    for (pointer, change) in [
        ("", Change::AddKept),
        ("", Change::AddIgnored),
        ("/error", Change::AddKept),
        ("/user", Change::AddKept),
        ("/applications/0", Change::AddKept),
        ("/_links/self", Change::AddKept),
        ("/_embedded/pushCredentials", Change::Repeat),
        ("/_embedded/pushCredentials/0/type", Change::OtherValue),
        ("/status", Change::OtherValue),
        ("/applications", Change::Null),
        ("/expiresAt", Change::Null),
        ("/size", Change::Null),
    ] {
        let place = Place { pointer: pointer.to_owned(), change };
        assert!(places.contains(&place), "{place:?}");
    }
}
