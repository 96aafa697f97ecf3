//! The places of a response at which PingOne may change something without breaking a client.

use codegen::plan::{Extra, Payload, Plan, Presence, Shape, TypeRef};
use serde_json::Value;

/// A place in a response, as a JSON pointer, and what may happen there.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub pointer: String,
    pub change: Change,
}

/// A compatible change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A member that no client knows is added to the object, which keeps it.
    AddKept,
    /// The same for an object that ignores it.
    AddIgnored,
    /// The member becomes null, which is the same as absent.
    Null,
    /// The member of an enum becomes a value that no client knows.
    OtherValue,
    /// The list gets its first item once more.
    Repeat,
    /// No change: the object may have this member and has it not.
    Absent,
    /// No change: the object must have this member.
    Required,
}

/// Finds the places of an example of a response.
pub struct Finder<'p> {
    plan: &'p Plan,
    found: Vec<Place>,
}

impl<'p> Finder<'p> {
    pub fn find(plan: &'p Plan, payload: &Payload, example: &Value) -> Vec<Place> {
        let mut finder = Self { plan, found: Vec::new() };
        match payload {
            Payload::Json(ty) => finder.value(ty, example, ""),
            Payload::Collection { item, relation, .. } => {
                finder.collection(item, relation, example)
            }
            _ => {}
        }
        finder.found
    }

    fn add(&mut self, pointer: impl Into<String>, change: Change) {
        self.found.push(Place { pointer: pointer.into(), change });
    }

    fn collection(&mut self, item: &TypeRef, relation: &str, example: &Value) {
        self.add("", Change::AddIgnored);
        self.add("/_embedded", Change::AddIgnored);
        for member in ["_links", "count", "size"] {
            if example.get(member).is_some() {
                self.add(format!("/{member}"), Change::Null);
            }
        }
        let pointer = format!("/_embedded/{relation}");
        let items = example.pointer(&pointer).unwrap();
        self.value(&TypeRef::List(Box::new(item.clone())), items, &pointer);
        self.value(&TypeRef::Runtime("Links".to_owned()), &example["_links"], "/_links");
    }

    fn value(&mut self, ty: &TypeRef, value: &Value, at: &str) {
        match ty {
            TypeRef::Named(name) => self.named(name, value, at),
            TypeRef::Runtime(name) if name == "Links" => {
                self.add(at, Change::AddKept);
                for relation in value.as_object().into_iter().flatten() {
                    self.add(format!("{at}/{}", relation.0), Change::AddKept);
                }
            }
            TypeRef::List(item) => {
                self.add(at, Change::Repeat);
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(item, value, &format!("{at}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn named(&mut self, name: &str, value: &Value, at: &str) {
        match &self.plan.types[name].shape {
            Shape::Enum(_) => self.add(at, Change::OtherValue),
            Shape::Struct(object) => {
                let kept =
                    if object.extra == Extra::Kept { Change::AddKept } else { Change::AddIgnored };
                self.add(at, kept);
                for field in &object.fields {
                    let at = format!("{at}/{}", field.wire);
                    match (value.get(&field.wire), field.presence) {
                        (Some(_), Presence::Optional) => self.add(&at, Change::Null),
                        (Some(_), Presence::Required) => self.add(&at, Change::Required),
                        (None, _) => self.add(&at, Change::Absent),
                    }
                    if let Some(value) = value.get(&field.wire) {
                        self.value(&field.ty, value, &at);
                    }
                }
            }
            _ => {}
        }
    }
}
