//! What a later version of PingOne may add to an answer without breaking its clients.

use serde_json::{Value, json};

use crate::contract::fields::is_open_enum;
use crate::contract::table::Entry;

/// Adds properties and links that the contract does not know.
pub(super) fn add_properties(body: &mut Value, entry: Option<&Entry>) {
    for_each_resource(body, entry, |resource| {
        resource["addedLater"] = json!({ "since": "a later version", "list": [1, null, {}] });
        if let Some(links) = resource.get_mut("_links").filter(|links| links.is_object()) {
            links["addedLater"] = json!({ "href": "https://added-later.example/" });
        }
    });
}

/// Gives enumerations a value that the contract does not know.
pub(super) fn add_enum_values(body: &mut Value, entry: Option<&Entry>) {
    let Some(entry) = entry else { return };
    let Some(schema) = &entry.response else { return };
    for_each_resource(body, Some(entry), |resource| {
        for (name, property) in &entry.fields.known {
            let shown = resource.get_mut(name).filter(|value| value.is_string());
            if let Some(value) = shown.filter(|_| is_open_enum(schema.document(), property)) {
                *value = "ADDED_LATER".into();
            }
        }
    });
}

/// Sets the value at a JSON pointer, making the objects on the way; a pointer that leads nowhere changes nothing.
pub(super) fn set(body: &mut Value, pointer: &str, value: &Value) {
    let mut place = body;
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        if place.is_null() {
            *place = json!({});
        }
        let next = match place {
            Value::Object(members) => Some(members.entry(name).or_insert(Value::Null)),
            Value::Array(items) => name.parse().ok().and_then(|at: usize| items.get_mut(at)),
            _ => None,
        };
        let Some(next) = next else { return };
        place = next;
    }
    value.clone_into(place);
}

fn for_each_resource(body: &mut Value, entry: Option<&Entry>, mut change: impl FnMut(&mut Value)) {
    if let Some(path) = entry.and_then(|entry| entry.list.as_ref()) {
        let list = path.iter().try_fold(body, |node, name| node.get_mut(name));
        let members = list.and_then(Value::as_array_mut).into_iter().flatten();
        members.filter(|each| each.is_object()).for_each(change);
    } else if body.is_object() {
        change(body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_through_objects_and_lists() {
        let mut body = json!({ "a": [{ "b": 1 }], "c": "text" });
        set(&mut body, "/a/0/b", &json!(2));
        set(&mut body, "/d/e", &json!(3));
        set(&mut body, "/a/7/b", &json!(4));
        set(&mut body, "/c/x", &json!(5));
        assert_eq!(body, json!({ "a": [{ "b": 2 }], "c": "text", "d": { "e": 3 } }));
        set(&mut body, "", &json!([]));
        assert_eq!(body, json!([]));
    }
}
