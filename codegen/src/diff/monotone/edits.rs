//! Small edits of the contract in `tests/fixtures/diffs`, of as many kinds as there are.

use serde_json::{Value, json};

/// An edit: a name, and what it does.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) name: &'static str,
    steps: &'static [Step],
}

#[derive(Debug)]
enum Step {
    /// Puts JSON at a place.
    Set(&'static str, &'static str),
    Remove(&'static str),
    /// Adds to a list.
    Push(&'static str, &'static str),
    /// Takes out of a list.
    Pull(&'static str, &'static str),
    /// Gives a component schema another name everywhere.
    Rename(&'static str, &'static str),
    /// Exchanges two values.
    Swap(&'static str, &'static str),
}

use Step::{Pull, Push, Remove, Rename, Set, Swap};

/// Short names of places: how their path ends, and what of it.
const ROUTES: [(&str, &str, &str); 5] = [
    ("@list", "/things", "/get"),
    ("@make", "/things", "/post"),
    ("@drop", "/{thingID}", "/delete"),
    ("@shape", "/shapes", "/post"),
    ("@things", "/things", ""),
];

const SCHEMAS: [(&str, &str); 2] =
    [("@thing", "/components/schemas/Thing"), ("@report", "/components/schemas/Report")];

macro_rules! edits {
    ($($name:literal: [$($step:expr),+ $(,)?],)*) => {
        pub(super) const EDITS: &[Edit] = &[$(Edit { name: $name, steps: &[$($step),+] },)*];
    };
}

edits! {
    "an operation is gone": [Remove("@drop")],
    "an operation is new": [Set("@things/put", r#"{"operationId": "putThing", "tags": ["Things"], "summary": "Put", "responses": {"204": {"description": "Done."}}}"#)],
    "an operation is deprecated": [Set("@drop/deprecated", "true")],
    "an operationId is another": [Set("@shape/operationId", "\"makeShape\"")],
    "the operationId of a list is another": [Set("@list/operationId", "\"allThings\"")],
    "a tag has another name": [Set("@list/tags", "[\"Items\"]"), Set("@make/tags", "[\"Items\"]"), Set("@drop/tags", "[\"Items\"]"), Set("/tags/0/name", "\"Items\"")],
    "two operationIds are swapped": [Swap("@make/operationId", "@drop/operationId")],
    "a tag is another": [Set("@shape/tags", "[\"Things\"]")],
    "a summary is another": [Set("@list/summary", "\"All things\"")],
    "a parameter is new": [Push("@list/parameters", r#"{"name": "page", "in": "query", "schema": {"type": "string"}}"#)],
    "a required parameter is new": [Push("@make/parameters", r#"{"name": "mode", "in": "query", "required": true, "schema": {"type": "string"}}"#)],
    "a parameter need not be given": [Remove("@drop/parameters/0/required")],
    "a parameter is a number": [Set("@drop/parameters/0/schema", "{\"type\": \"integer\", \"format\": \"int32\"}")],
    "a parameter allows more": [Set("@list/parameters/0/schema/maximum", "200")],
    "a parameter allows less": [Set("@list/parameters/0/schema/maximum", "50")],
    "a shared parameter is shorter": [Set("/components/parameters/Trace/schema/maxLength", "50")],
    "a body need not be sent": [Set("@shape/requestBody/required", "false")],
    "a body is in another media type": [Swap("@shape/requestBody/content/application~1json", "@shape/requestBody/content/application~1merge-patch+json")],
    "a response is in another media type": [Swap("@list/responses/200/content/application~1json", "@list/responses/200/content/application~1hal+json")],
    "a success has another status": [Swap("@shape/responses/200", "@shape/responses/201")],
    "an error is documented": [Set("@shape/responses/409", "{\"description\": \"It is there already.\"}")],
    "a header need not come": [Remove("@list/responses/200/headers/Total/required")],
    "a header is new": [Set("@list/responses/200/headers/Next", "{\"schema\": {\"type\": \"string\"}}")],
    "a property is new": [Set("@thing/properties/size", "{\"type\": \"integer\", \"format\": \"int32\"}")],
    "a property is gone": [Remove("@thing/properties/note")],
    "a property must be there": [Push("@thing/required", "\"weight\"")],
    "a property need not be there": [Pull("@thing/required", "\"name\"")],
    "a property is deprecated": [Set("@thing/properties/material", r##"{"allOf": [{"$ref": "#/components/schemas/Material"}], "deprecated": true}"##)],
    "a property is described": [Set("@thing/properties/secret/description", "\"Nobody sees it.\"")],
    "a property is read only": [Set("@thing/properties/labels/readOnly", "true")],
    "a text may be longer": [Set("@thing/properties/name/maxLength", "40")],
    "a text may be shorter only": [Set("@thing/properties/name/minLength", "5")],
    "a pattern is another": [Set("@thing/properties/name/pattern", "\"^[a-z0-9]+$\"")],
    "a time is a text": [Remove("@thing/properties/createdAt/format")],
    "a value is one more": [Push("/components/schemas/Color/enum", "\"GREEN\"")],
    "a value is one less": [Pull("/components/schemas/Color/enum", "\"BLUE\"")],
    "a known value is one more": [Push("/components/schemas/Material/x-extensible-enum", "\"STONE\"")],
    "a property of a response is new": [Set("@report/properties/place", "{\"type\": \"string\"}")],
    "a property of a response is gone": [Remove("@report/properties/remark")],
    "a number of a response is wider": [Set("@report/properties/count/format", "\"int64\"")],
    "a value of a response may not be null": [Remove("@report/properties/state/nullable")],
    "a value of a response may be null": [Set("@report/properties/by/nullable", "true")],
    "an inner property is a number": [Set("@report/properties/by/properties/user/type", "\"number\"")],
    "an alternative is gone": [Pull("/components/schemas/Shape/oneOf", r##"{"$ref": "#/components/schemas/Square"}"##), Remove("/components/schemas/Shape/discriminator/mapping/SQUARE"), Remove("/components/schemas/Square")],
    "a property of an alternative is another": [Set("/components/schemas/Round/properties/radius/format", "\"int64\"")],
    "a reference leads elsewhere": [Remove("/components/schemas/ThingReference"), Set("@thing/properties/owner", r##"{"$ref": "#/components/schemas/ThingList"}"##)],
    "an id is a text": [Remove("/components/schemas/ThingReference/properties/id/$ref"), Set("/components/schemas/ThingReference/properties/id/type", "\"string\"")],
    "no credentials are needed": [Set("@shape/security", "[]")],
    "one more scope is needed": [Push("/security/0/login", "\"write\"")],
    "tokens come from elsewhere": [Set("/components/securitySchemes/login/flows/clientCredentials/tokenUrl", "\"https://other.example.test/token\"")],
    "a server is new": [Push("/servers", "{\"url\": \"https://beta.example.test\"}")],
    "a schema is renamed": [Rename("Report", "Account")],
    "a schema with two directions is renamed": [Rename("Thing", "Gadget")],
    "an enum is renamed": [Rename("Color", "Paint")],
    "a union is renamed": [Rename("Shape", "Figure")],
    "two names are too much alike": [Set("@report/properties/Count", "{\"type\": \"string\"}")],
    "a schema takes the name of a type": [Set("/components/schemas/report", "{\"type\": \"object\", \"properties\": {}}"), Set("@report/properties/more", r##"{"$ref": "#/components/schemas/report"}"##)],
    "a keyword is not read": [Set("/components/schemas/ThingList/patternProperties", "{\"^x\": {\"type\": \"string\"}}")],
}

impl Step {
    /// The places that it changes.
    fn places(&self) -> Vec<String> {
        match self {
            Set(place, _) | Remove(place) | Push(place, _) | Pull(place, _) => vec![long(place)],
            Swap(one, other) => vec![long(one), long(other)],
            Rename(old, new) => [old, new].map(|name| format!("/rename/{name}")).to_vec(),
        }
    }
}

impl Edit {
    pub(super) fn is_renaming(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Rename(..)))
    }

    /// Whether no place of one is inside of a place of the other.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let places = |edit: &Self| edit.steps.iter().flat_map(Step::places).collect::<Vec<_>>();
        let others = places(other);
        places(self).iter().all(|one| {
            others.iter().all(|other| !one.starts_with(&**other) && !other.starts_with(&**one))
        })
    }

    pub(super) fn apply(&self, contract: &mut Value) {
        self.steps.iter().for_each(|step| apply(step, contract));
    }
}

fn long(place: &str) -> String {
    let rest = |short: &str| {
        place.strip_prefix(short).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let route = ROUTES.iter().find_map(|(short, end, method)| {
        let rest = rest(short)?;
        let path = super::BASE["paths"].as_object()?.keys().find(|path| path.ends_with(end))?;
        Some(format!("/paths/{}{method}{rest}", path.replace('/', "~1")))
    });
    let schema =
        || SCHEMAS.iter().find_map(|(short, long)| Some(format!("{long}{}", rest(short)?)));
    route.or_else(schema).unwrap_or_else(|| place.to_owned())
}

/// Takes a value out, if it is there.
fn take(contract: &mut Value, place: &str) -> Option<Value> {
    let (outer, name) = place.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    contract.pointer_mut(outer)?.as_object_mut()?.remove(&name)
}

/// Puts a value where its surroundings are still there.
fn put(contract: &mut Value, place: &str, value: Value) {
    let Some((outer, name)) = place.rsplit_once('/') else { return };
    let name = name.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(map)) = contract.pointer_mut(outer) {
        map.insert(name, value);
    }
}

fn apply(step: &Step, contract: &mut Value) {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    match step {
        Set(place, text) => put(contract, &long(place), read(text)),
        Remove(place) => _ = take(contract, &long(place)),
        Push(place, text) => {
            if let Some(Value::Array(list)) = contract.pointer_mut(&long(place)) {
                list.push(read(text));
            }
        }
        Pull(place, text) => {
            if let Some(Value::Array(list)) = contract.pointer_mut(&long(place)) {
                list.retain(|item| *item != read(text));
            }
        }
        Swap(one, other) => {
            let (one, other) = (long(one), long(other));
            let (first, second) = (take(contract, &one), take(contract, &other));
            second.into_iter().for_each(|value| put(contract, &one, value));
            first.into_iter().for_each(|value| put(contract, &other, value));
        }
        Rename(old, new) => {
            let schema = take(contract, &format!("/components/schemas/{old}"));
            schema
                .into_iter()
                .for_each(|it| put(contract, &format!("/components/schemas/{new}"), it));
            let reference = |name: &str| json!(format!("#/components/schemas/{name}"));
            let (from, to) = (reference(old), reference(new));
            let mut waiting = vec![contract];
            while let Some(next) = waiting.pop() {
                match next {
                    Value::Array(items) => waiting.extend(items),
                    Value::Object(map) => waiting.extend(map.values_mut()),
                    value if *value == from => *value = to.clone(),
                    _ => {}
                }
            }
        }
    }
}
