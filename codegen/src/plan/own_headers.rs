//! Headers that the client writes itself and a contract declares as parameters: where they are a choice of
//! the caller.
//!
//! OpenAPI ignores such parameters, and so does the client. But contracts name actions there: of one
//! media type in `content`, the header lists others, and each does something else. And where a response has
//! several media types that are read alike, `Accept` chooses one.

use super::Method;
use super::media::{self, Kind};
use super::node::text;
use super::success::successes;
use crate::document::Cursor;

/// Header names that the client itself writes (compared without case).
const RESERVED_HEADERS: [&str; 5] =
    ["accept", "authorization", "content-length", "content-type", "user-agent"];

/// Whether the caller chooses the value of such a header.
pub(super) fn is_choice(parameter: &Cursor<'_>, operation: &Cursor<'_>, method: Method) -> bool {
    let name = text(parameter, &["name"]).unwrap_or_default();
    let has_body = !matches!(method, Method::Get | Method::Head);
    match name.to_ascii_lowercase().as_str() {
        "content-type" => has_body && names_actions(parameter, operation),
        "accept" => chooses_form(parameter, operation),
        _ => false,
    }
}

/// Whether the header names a media type that `content` does not have, for a body that has one way to be
/// written, or for none.
fn names_actions(parameter: &Cursor<'_>, operation: &Cursor<'_>) -> bool {
    let content = operation.get("requestBody").and_then(|body| body.resolve().get("content"));
    let content: Vec<_> = content.iter().flat_map(Cursor::entries).collect();
    let values = values(parameter);
    match content.as_slice() {
        [] => values.iter().any(|value| media::essence(value) != "application/json"),
        [(name, media)] => {
            // The boundary of parts is a part of their media type, and a file says its own.
            let is_whole = !matches!(media::kind_of(name, media), Kind::Form | Kind::Multipart);
            let is_other = |value: &String| media::essence(value) != media::essence(name);
            is_whole && !name.contains('*') && values.iter().any(is_other)
        }
        // The caller chooses one of these.
        _ => false,
    }
}

/// Whether each value is a documented media type of the success, and all are read alike.
fn chooses_form(parameter: &Cursor<'_>, operation: &Cursor<'_>) -> bool {
    let content: Vec<_> = successes(operation)
        .iter()
        .filter_map(|(_, response)| response.resolve().get("content"))
        .collect();
    let documented: Vec<(String, Kind)> = content
        .iter()
        .flat_map(Cursor::entries)
        .map(|(name, media)| (media::essence(name), media::kind_of(name, &media)))
        .collect();
    let values = values(parameter);
    let kind_of = |value: &String| {
        let essence = media::essence(value);
        documented.iter().find(|(name, _)| *name == essence).map(|(_, kind)| *kind)
    };
    let kinds: Option<Vec<Kind>> = values.iter().map(kind_of).collect();
    let is_raw = |kind: Kind| matches!(kind, Kind::Text | Kind::Bytes);
    documented
        .iter()
        .all(|(_, kind)| is_raw(*kind) && Some(*kind) == documented.first().map(|it| it.1))
        && values.len() > 1
        && kinds.is_some()
}

/// The media types that a parameter lists, or shows as examples.
fn values(parameter: &Cursor<'_>) -> Vec<String> {
    let schema = parameter.get("schema").map(|schema| schema.resolve());
    let lists = ["enum", "x-extensible-enum"].map(|key| schema.as_ref()?.get(key));
    let listed: Vec<String> = lists
        .iter()
        .flatten()
        .flat_map(Cursor::items)
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    let shown = || {
        let named = parameter.get("examples");
        let named = named.iter().flat_map(Cursor::entries).collect::<Vec<_>>();
        let named = named.into_iter().filter_map(|(_, example)| example.resolve().get("value"));
        let own = [parameter.get("example"), schema.as_ref().and_then(|it| it.get("example"))];
        let all = own.into_iter().flatten().chain(named);
        all.filter_map(|value| value.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let all = if listed.is_empty() { shown() } else { listed };
    all.into_iter().filter(|value| media::is_media_name(value)).collect()
}

/// Whether a parameter is a header that the client itself writes.
pub(crate) fn is_own_header(parameter: &Cursor<'_>) -> bool {
    let name = text(parameter, &["name"]).unwrap_or_default().to_ascii_lowercase();
    text(parameter, &["in"]).as_deref() == Some("header")
        && RESERVED_HEADERS.contains(&name.as_str())
}
