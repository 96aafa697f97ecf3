//! The headers that the contract documents of a success, for callers who read them.

use std::collections::{BTreeMap, BTreeSet};

use super::node::text;
use super::success::successes;
use super::{ResponseHeader, Scalar, TypeRef, names};
use crate::document::Cursor;
use crate::openapi::kind;

/// Headers that the runtime reads itself, that say how the body is written, or that are not for logs.
const NOT_SHOWN: [&str; 10] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "correlation-id",
    "retry-after",
    "set-cookie",
    "transfer-encoding",
    "x-ping-external-session-id",
    "x-ping-external-transaction-id",
];

/// The documented headers of all successes, redirections among them if there is no other, sorted by name.
pub(super) fn documented(operation: &Cursor<'_>) -> Vec<ResponseHeader> {
    let mut found: BTreeMap<String, ResponseHeader> = BTreeMap::new();
    let mut responses = successes(operation);
    if responses.is_empty() {
        let all = operation.get("responses");
        let all = all.iter().flat_map(Cursor::entries);
        let redirects = all.filter(|(key, _)| key.starts_with('3'));
        responses = redirects.map(|(key, one)| (key.to_owned(), one)).collect();
    }
    responses.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (_, response) in responses {
        for (wire, header) in response.resolve().get("headers").iter().flat_map(Cursor::entries) {
            let Some(planned) = planned(wire, &header.resolve()) else { continue };
            found
                .entry(wire.to_ascii_lowercase())
                .and_modify(|known| {
                    if known.ty != planned.ty {
                        known.ty = TypeRef::String;
                    }
                })
                .or_insert(planned);
        }
    }
    let mut fields = BTreeSet::new();
    // Names that differ in marks alone are one field, of the first in the alphabet.
    found.into_values().filter(|header| fields.insert(header.field.clone())).collect()
}

fn planned(wire: &str, header: &Cursor<'_>) -> Option<ResponseHeader> {
    if NOT_SHOWN.contains(&wire.to_ascii_lowercase().as_str()) {
        return None;
    }
    let schema = header.get("schema").map(|schema| schema.resolve());
    let kind = schema.as_ref().and_then(kind);
    let format = schema.as_ref().and_then(|schema| text(schema, &["format"]));
    let ty = match (kind, format.as_deref()) {
        // Shown as little as others.
        (_, Some("password")) => return None,
        (Some("integer"), _) => TypeRef::Scalar(Scalar::I64),
        (Some("number"), _) => TypeRef::Scalar(Scalar::F64),
        (Some("boolean"), _) => TypeRef::Scalar(Scalar::Bool),
        (Some("string"), Some("date-time")) => TypeRef::Scalar(Scalar::Timestamp),
        (Some("string"), Some("uuid")) => TypeRef::Scalar(Scalar::Uuid),
        _ => TypeRef::String,
    };
    Some(ResponseHeader {
        wire: wire.to_owned(),
        field: names::field_name(&wire.to_ascii_lowercase())?,
        ty,
        description: text(header, &["description"]),
        location: header.location(),
    })
}
