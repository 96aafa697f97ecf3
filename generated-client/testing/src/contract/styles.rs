//! Reads the value of a parameter back from what was sent, as its style and its schema say.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::route::{Parameter, Style};

/// The pairs of a query or of cookies: the name decoded, the value as it was sent.
pub(super) type Pairs<'q> = Vec<(String, &'q str)>;

/// How deep references and alternatives are followed.
const DEEPEST: usize = 8;

/// The pairs of a text.
pub(super) fn pairs<'q>(text: &'q str, mark: &str) -> Pairs<'q> {
    let parts = text.split(mark).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), value)
        })
        .collect()
}

/// The value of a query parameter or of a cookie; `others` are the names of the other parameters there.
pub(super) fn of_pairs(
    parameter: &Parameter,
    schema: &Value,
    pairs: &Pairs<'_>,
    others: &[&str],
) -> Option<Value> {
    let name = parameter.name;
    let reader = Reader { root: schema };
    let values: Vec<&str> =
        pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| *value).collect();
    let kind = reader.kind(schema, 0);
    match (parameter.style, kind, parameter.exploded) {
        (Style::DeepObject, Kind::Object, _) => reader.deep(schema, name, pairs),
        (Style::Form | Style::SpaceDelimited | Style::PipeDelimited, Kind::Object, true) => {
            let member = |(name, value): &(String, &str)| {
                let is_own = reader.names(schema, name) && !others.contains(&name.as_str());
                is_own.then(|| {
                    (name.clone(), reader.leaf(reader.member(schema, name), &decoded(value)))
                })
            };
            let members: Map<String, Value> = pairs.iter().filter_map(member).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        (Style::DeepObject, Kind::List, _)
        | (Style::Form, Kind::List, true)
        | (Style::SpaceDelimited | Style::PipeDelimited, Kind::List, true) => {
            let items =
                values.iter().map(|value| reader.leaf(reader.item(schema), &decoded(value)));
            (!values.is_empty()).then(|| items.collect())
        }
        _ => values.first().map(|text| reader.whole(parameter, schema, text)),
    }
}

/// The value of a path parameter or of a header.
pub(super) fn of_text(parameter: &Parameter, schema: &Value, text: &str) -> Value {
    Reader { root: schema }.whole(parameter, schema, text)
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    List,
    Object,
}

pub(super) struct Reader<'s> {
    pub(super) root: &'s Value,
}

impl<'s> Reader<'s> {
    /// A value that is one text.
    fn whole(&self, parameter: &Parameter, schema: &'s Value, text: &str) -> Value {
        let kind = self.kind(schema, 0);
        if parameter.style == Style::Json {
            let text = decoded(text);
            return serde_json::from_str(&text).unwrap_or(Value::String(text));
        }
        let key = format!(";{}=", parameter.name);
        let (text, mark) = match (parameter.style, parameter.exploded, kind) {
            (Style::Label, ..) => (text.strip_prefix('.').unwrap_or(text).to_owned(), "."),
            (Style::Matrix, true, Kind::List) => {
                (text.strip_prefix(&key).unwrap_or(text).replace(&key, ","), ",")
            }
            (Style::Matrix, true, Kind::Object) => {
                (text.strip_prefix(';').unwrap_or(text).to_owned(), ";")
            }
            (Style::Matrix, ..) => (text.strip_prefix(&key).unwrap_or(text).to_owned(), ","),
            (Style::SpaceDelimited, ..) => (text.to_owned(), "%20"),
            (Style::PipeDelimited, ..) => (text.to_owned(), "%7C"),
            _ => (text.to_owned(), ","),
        };
        let parts: Vec<&str> = text.split(mark).collect();
        match kind {
            Kind::Plain => self.leaf(schema, &decoded(&text)),
            Kind::List => {
                parts.iter().map(|part| self.leaf(self.item(schema), &decoded(part))).collect()
            }
            Kind::Object => {
                let pair = |name: String, value: &str| {
                    let value = self.leaf(self.member(schema, &name), &decoded(value));
                    (name, value)
                };
                let members: Map<String, Value> = if parameter.exploded {
                    let halves = parts.iter().filter_map(|part| part.split_once('='));
                    halves.map(|(name, value)| pair(decoded(name), value)).collect()
                } else {
                    let halves =
                        parts.chunks(2).filter_map(|two| Some((two.first()?, two.get(1)?)));
                    halves.map(|(name, value)| pair(decoded(name), value)).collect()
                };
                Value::Object(members)
            }
        }
    }

    /// `name[a][b]=1`.
    fn deep(&self, schema: &'s Value, name: &str, pairs: &Pairs<'_>) -> Option<Value> {
        let mut root = Map::new();
        for (key, value) in pairs {
            let Some(rest) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('[')) else {
                continue;
            };
            let Some(rest) = rest.strip_suffix(']') else { continue };
            let steps: Vec<&str> = rest.split("][").collect();
            self.put(&mut root, schema, &steps, &decoded(value));
        }
        (!root.is_empty()).then_some(Value::Object(root))
    }

    fn put(&self, members: &mut Map<String, Value>, schema: &'s Value, steps: &[&str], text: &str) {
        let Some((first, rest)) = steps.split_first() else { return };
        let below = self.member(schema, first);
        if !rest.is_empty() {
            let inner = members.entry(*first).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                self.put(inner, below, rest, text);
            }
            return;
        }
        if self.kind(below, 0) == Kind::List {
            let items = members.entry(*first).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = items {
                items.push(self.leaf(self.item(below), text));
            }
            return;
        }
        members.insert((*first).to_owned(), self.leaf(below, text));
    }

    /// A text as the first type that it can be; what is nested is JSON.
    pub(super) fn leaf(&self, schema: &'s Value, text: &str) -> Value {
        // Values may be listed without their type.
        let listed = self.resolved(schema)["enum"].as_array().into_iter().flatten();
        let is_text = |value: &&Value| value.as_str().is_some_and(|it| it == text);
        let written = serde_json::from_str::<Value>(text).ok();
        let is_other = |value: &&Value| !value.is_string() && written.as_ref() == Some(*value);
        if let Some(value) = listed.clone().find(is_text).or_else(|| listed.clone().find(is_other))
        {
            return value.clone();
        }
        let mut types = Vec::new();
        self.types(schema, 0, &mut types);
        let has = |name: &str| types.contains(&name);
        let parsed = || serde_json::from_str::<Value>(text).ok();
        if (has("integer") || has("number"))
            && let Some(number @ Value::Number(_)) = parsed()
        {
            return number;
        }
        match (text, parsed()) {
            ("true" | "false", Some(flag)) if has("boolean") => flag,
            (_, Some(value @ Value::Object(_))) if has("object") => value,
            (_, Some(value @ Value::Array(_))) if has("array") => value,
            _ => Value::String(text.to_owned()),
        }
    }

    pub(super) fn kind(&self, schema: &'s Value, depth: usize) -> Kind {
        let mut types = Vec::new();
        self.types(schema, depth, &mut types);
        match () {
            () if types.contains(&"array") => Kind::List,
            () if types.contains(&"object") => Kind::Object,
            () => Kind::Plain,
        }
    }

    /// The types that a schema and its parts name.
    fn types(&self, schema: &'s Value, depth: usize, found: &mut Vec<&'s str>) {
        if depth > DEEPEST {
            return;
        }
        let schema = self.resolved(schema);
        match &schema["type"] {
            Value::String(name) => found.push(name),
            Value::Array(names) => found.extend(names.iter().filter_map(Value::as_str)),
            _ if schema.get("properties").is_some() => found.push("object"),
            _ => {
                let listed = schema["enum"].as_array().into_iter().flatten();
                found.extend(listed.map(|value| -> &'s str { type_of(value) }));
            }
        }
        for part in parts(schema) {
            self.types(part, depth + 1, found);
        }
    }

    fn resolved(&self, schema: &'s Value) -> &'s Value {
        let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
        target.and_then(|pointer| self.root.pointer(pointer)).unwrap_or(schema)
    }

    pub(super) fn item(&self, schema: &'s Value) -> &'s Value {
        &self.resolved(schema)["items"]
    }

    /// The schema of a member.
    pub(super) fn member(&self, schema: &'s Value, name: &str) -> &'s Value {
        let schema = self.resolved(schema);
        if let Some(own) = schema["properties"].get(name) {
            return own;
        }
        let inherited = parts(schema).map(|part| self.member(part, name));
        inherited
            .into_iter()
            .find(|found| !found.is_null())
            .unwrap_or(&schema["additionalProperties"])
    }

    /// Whether an object can have a member of this name.
    fn names(&self, schema: &'s Value, name: &str) -> bool {
        let schema = self.resolved(schema);
        let is_open = schema.get("properties").is_none() && parts(schema).next().is_none();
        let more = &schema["additionalProperties"];
        is_open
            || more.is_object()
            || more == &Value::Bool(true)
            || schema["properties"].get(name).is_some()
            || parts(schema).any(|part| self.names(part, name))
    }
}

/// The type of a value that a schema without `type` lists.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array());
    lists.flatten()
}
