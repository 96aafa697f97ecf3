//! Which properties a schema gives an object, through references and compositions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// References and compositions nested deeper than this are not followed, so that a circle of them ends.
const MAX_DEPTH: usize = 16;

/// The properties of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fields {
    /// Every property that may be there, with its schema.
    pub(crate) known: BTreeMap<String, Value>,
    pub(crate) required: BTreeSet<String>,
    /// The schema of every property without a name, where the contract says that there may be some.
    pub(crate) others: Option<Value>,
    /// Names of properties that only bodies of the other direction have.
    absent: BTreeSet<String>,
}

impl Fields {
    /// The properties that a schema document gives its value.
    pub(crate) fn of(document: &Value) -> Fields {
        Fields::of_node(document, document)
    }

    /// The properties that a schema inside a document gives its value.
    pub(crate) fn of_node(document: &Value, node: &Value) -> Fields {
        let mut fields = Fields::default();
        fields.collect(document, node, MAX_DEPTH);
        // A schema of `false` forbids the property: it belongs to bodies of the other direction.
        let is_absent = |schema: &Value| *schema == Value::Bool(false);
        let absent = fields.known.iter().filter(|(_, schema)| is_absent(schema));
        fields.absent = absent.map(|(name, _)| name.clone()).collect();
        fields.known.retain(|_, schema| !is_absent(schema));
        fields.required.retain(|name| fields.known.contains_key(name));
        fields
    }

    /// The schema of a property that has no name in the contract, if it may be there.
    pub(crate) fn other(&self, name: &str) -> Option<&Value> {
        let is_named = self.known.contains_key(name) || self.absent.contains(name);
        self.others.as_ref().filter(|_| !is_named)
    }

    fn collect(&mut self, document: &Value, node: &Value, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for part in referred(document, node).into_iter().chain(composed(node, "allOf")) {
            self.collect(document, part, depth);
        }
        // Of alternatives, no property is required: which one applies is not known here, nor which of their
        // schemas a property has.
        let mut alternatives: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for part in ["oneOf", "anyOf"].into_iter().flat_map(|key| composed(node, key)) {
            let mut alternative = Fields::default();
            alternative.collect(document, part, depth);
            for (name, schema) in alternative.known {
                let schemas = alternatives.entry(name).or_default();
                if !schemas.contains(&schema) {
                    schemas.push(schema);
                }
            }
        }
        for (name, mut schemas) in alternatives {
            let schema = match schemas.len() {
                1 => schemas.remove(0),
                _ => json!({ "anyOf": schemas }),
            };
            self.known.entry(name).or_insert(schema);
        }
        for (name, schema) in node["properties"].as_object().into_iter().flatten() {
            self.known.insert(name.clone(), schema.clone());
        }
        match node.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {}
            Some(schema) => self.others = Some(schema.clone()),
        }
        let required = node["required"].as_array().into_iter().flatten();
        self.required.extend(required.filter_map(Value::as_str).map(str::to_owned));
    }
}

/// What a response says of the members of a collection.
#[derive(Debug, PartialEq)]
pub(crate) struct Members {
    /// The properties that lead to the list of them, from the outside to the inside.
    pub(crate) path: Vec<String>,
    /// What a member has.
    pub(crate) fields: Fields,
}

/// The members of a HAL collection; of several lists, the one named as its path ends, and otherwise the first.
pub(crate) fn embedded(document: &Value, own_name: Option<&str>) -> Option<Members> {
    let collection = Fields::of(document);
    let relations = Fields::of_node(document, collection.known.get("_embedded")?);
    let members = |relation: &str, list: &Value| {
        let items = item_schema(document, list, MAX_DEPTH)?;
        let fields = Fields::of_node(document, items);
        Some(Members { path: vec!["_embedded".to_owned(), relation.to_owned()], fields })
    };
    let known = &relations.known;
    let own = own_name.and_then(|name| members(name, known.get(name)?));
    own.or_else(|| known.iter().find_map(|(relation, list)| members(relation, list)))
}

/// The members of a collection in any envelope: HAL, a bare list, or the only list of objects.
pub(crate) fn listed(document: &Value, own_name: Option<&str>) -> Option<Members> {
    let of_list = |list: &Value| {
        let items = item_schema(document, list, MAX_DEPTH)?;
        Some(Fields::of_node(document, items)).filter(|fields| !fields.known.is_empty())
    };
    if let Some(members) = embedded(document, own_name) {
        return Some(members);
    }
    if let Some(fields) = of_list(document) {
        return Some(Members { path: Vec::new(), fields });
    }
    let properties = Fields::of(document).known;
    let lists = properties.into_iter().filter_map(|(name, list)| Some((name, of_list(&list)?)));
    match <[_; 1]>::try_from(lists.collect::<Vec<_>>()) {
        Ok([(name, fields)]) => Some(Members { path: vec![name], fields }),
        Err(_) => None,
    }
}

fn item_schema<'v>(document: &'v Value, node: &'v Value, depth: usize) -> Option<&'v Value> {
    let depth = depth.checked_sub(1)?;
    let own = node.get("items");
    own.or_else(|| parts(document, node).find_map(|part| item_schema(document, part, depth)))
}

/// Whether a property is, directly or through references, an enumeration that may grow.
pub(crate) fn is_open_enum(document: &Value, node: &Value) -> bool {
    fn search(document: &Value, node: &Value, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        node.get("enum").is_some()
            || node.get("x-extensible-enum").is_some()
            || parts(document, node).any(|part| search(document, part, depth))
    }
    search(document, node, MAX_DEPTH)
}

/// What a schema consists of: the target of its reference and the parts of its composition.
fn parts<'v>(document: &'v Value, node: &'v Value) -> impl Iterator<Item = &'v Value> {
    let compositions = ["allOf", "oneOf", "anyOf"].into_iter();
    referred(document, node).into_iter().chain(compositions.flat_map(|key| composed(node, key)))
}

fn referred<'v>(document: &'v Value, node: &Value) -> Option<&'v Value> {
    document.pointer(node["$ref"].as_str()?.strip_prefix('#')?)
}

fn composed<'v>(node: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    node[key].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn properties_are_found_through_references_and_compositions() {
        let document = json!({
            "$ref": "#/$defs/Thing",
            "$defs": {
                "Thing": {
                    "allOf": [{ "$ref": "#/$defs/Base" }],
                    "properties": { "kind": { "$ref": "#/$defs/Kind" }, "secret": false },
                    "required": ["kind", "secret"],
                },
                "Base": { "properties": { "id": {} }, "allOf": [{ "$ref": "#/$defs/Thing" }] },
                "Kind": { "x-extensible-enum": ["A"] },
            },
        });
        let fields = Fields::of(&document);
        assert_eq!(fields.known.keys().collect::<Vec<_>>(), ["id", "kind"]);
        assert_eq!(fields.required.iter().collect::<Vec<_>>(), ["kind"]);
        assert!(is_open_enum(&document, &fields.known["kind"]));
        assert!(!is_open_enum(&document, &fields.known["id"]));
    }

    #[test]
    fn a_property_of_several_alternatives_has_the_schema_of_any() {
        let tagged = |value: &str| json!({"properties": {"tag": {"enum": [value]}, "n": {}}});
        let fields = Fields::of(&json!({"oneOf": [tagged("a"), tagged("b")]}));
        let either = json!({"anyOf": [{"enum": ["a"]}, {"enum": ["b"]}]});
        assert_eq!((&fields.known["tag"], &fields.known["n"]), (&either, &json!({})));
    }

    #[test]
    fn a_collection_says_where_its_members_are() {
        let list = json!({ "type": "array", "items": { "$ref": "#/$defs/Thing" } });
        let object = |properties: Value| json!({ "properties": properties });
        let cases = [
            (
                object(json!({ "_embedded": object(json!({ "things": list })) })),
                Some("_embedded/things"),
            ),
            (list.clone(), Some("")),
            (json!({ "allOf": [list] }), Some("")),
            (object(json!({ "data": list, "total": { "type": "integer" } })), Some("data")),
            (
                object(json!({ "data": list, "tags": { "items": { "type": "string" } } })),
                Some("data"),
            ),
            (object(json!({ "data": list, "others": list })), None),
            (object(json!({ "id": {} })), None),
        ];
        for (mut document, expected) in cases {
            document["$defs"] = json!({ "Thing": { "properties": { "id": {} } } });
            let members = listed(&document, None);
            let path = members.as_ref().map(|members| members.path.join("/"));
            assert_eq!(path.as_deref(), expected, "{document}");
            assert!(members.is_none_or(|members| members.fields.known.contains_key("id")));
            let is_hal = expected.is_some_and(|path| path.starts_with("_embedded"));
            assert_eq!(embedded(&document, None).is_some(), is_hal, "{document}");
        }
    }
    #[test]
    fn of_several_lists_a_collection_has_the_one_of_its_name() {
        let list = json!({ "items": { "properties": { "id": {} } } });
        let lists = json!({ "properties": { "others": list, "things": list } });
        let document = json!({ "properties": { "_embedded": lists } });
        for (own_name, expected) in
            [(Some("things"), "things"), (Some("parts"), "others"), (None, "others")]
        {
            let members = embedded(&document, own_name).unwrap();
            assert_eq!(members.path, ["_embedded", expected], "{own_name:?}");
        }
    }
}
