//! Puts the samples of rules into a small contract that is clean, so that the data tests itself.

use serde_json::{Map, Value};

use crate::diagnostic::{Family, Part, Report, Sample};
use crate::document::{Document, MemoryFiles, Reading};

const CONTRACT: &str = include_str!("sample.yaml");

/// What a `$ref` to another file finds.
const COMMON: &str = "\
components:
  schemas:
    Shared:
      type: string
      description: What the files share.
      maxLength: 9
";

/// The findings of all families in one text of the sample contract.
pub(super) fn lint(text: &str) -> Report {
    super::lint(&read(text), &Family::ALL)
}

/// The text after the repairs that need no judgement.
pub(super) fn repair(text: &str) -> String {
    let mut repairs = super::repair(&read(text), &Family::ALL);
    repairs.files.remove("openapi.yaml").unwrap_or_else(|| text.to_owned())
}

pub(super) fn read(text: &str) -> Reading {
    let files: MemoryFiles =
        [("openapi.yaml", text), ("common.yaml", COMMON)].into_iter().collect();
    Document::read_from(&files, "openapi.yaml")
}

/// The sample contract with the bad and with the good version of a sample.
pub(crate) fn texts(sample: &Sample) -> Option<[String; 2]> {
    let merged = |part: Part, text: &str, merge: fn(&mut Value, Value)| {
        let mut contract = json(CONTRACT);
        merge(contract.pointer_mut(pointer(part)).unwrap(), json(text));
        serde_json::to_string_pretty(&contract).unwrap()
    };
    match sample {
        Sample::Merge { part, bad, good } => Some([bad, good].map(|it| merged(*part, it, patch))),
        Sample::Replace { part, bad, good } => {
            Some([bad, good].map(|it| merged(*part, it, |place, new| *place = new)))
        }
        Sample::PathItem { bad, good } => Some([bad, good].map(|it| with_path(it))),
        Sample::Lines { bad, good } => Some([bad, good].map(|it| format!("{CONTRACT}{it}\n"))),
        Sample::Words { .. } => None,
    }
}

/// The contract with one more path, of which the text has the operations.
fn with_path(operations: &str) -> String {
    let operations: String = operations.lines().map(|line| format!("    {line}\n")).collect();
    let path = format!(
        "paths:\n  /tenants/{{tenantID}}/others:\n    parameters:\n      - \
         $ref: '#/components/parameters/TenantIdInPath'\n{operations}"
    );
    CONTRACT.replacen("paths:\n", &path, 1)
}

fn pointer(part: Part) -> &'static str {
    match part {
        Part::Root => "",
        Part::Operation => "/paths/~1tenants~1{tenantID}~1things/post",
        Part::Parameter => "/paths/~1tenants~1{tenantID}~1things/post/parameters/0",
        Part::RequestBody => "/paths/~1tenants~1{tenantID}~1things/post/requestBody",
        Part::Media => {
            "/paths/~1tenants~1{tenantID}~1things/post/requestBody/content/application~1json"
        }
        Part::Response => "/paths/~1tenants~1{tenantID}~1things/post/responses/201",
        Part::Components => "/components",
        Part::Schema => "/components/schemas/Thing",
        Part::Property => "/components/schemas/Thing/properties/note",
    }
}

/// A text as it is written: below a key, no version in it has a meaning.
fn json(text: &str) -> Value {
    let text: String = text.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("sample:\n{text}");
    let files: MemoryFiles = [("sample.yaml", text.as_str())].into_iter().collect();
    let document = Document::read_from(&files, "sample.yaml").document;
    document.root().get("sample").map(|sample| sample.to_json()).unwrap_or_default()
}

/// RFC 7396.
fn patch(target: &mut Value, changes: Value) {
    let Value::Object(changes) = changes else {
        *target = changes;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    for (key, change) in changes {
        let Some(members) = target.as_object_mut() else { return };
        if change.is_null() {
            members.remove(&key);
        } else {
            patch(members.entry(key).or_insert(Value::Null), change);
        }
    }
}
