//! The types of error bodies, as the contract documents them: for callers who read one themselves.

use std::borrow::Cow;

use super::media::{Kind, kind_of};
use super::node::text;
use super::outcomes;
use super::planner::Planner;
use super::success::{first_body, successes};
use super::{ErrorType, TypeRef, names};
use crate::document::Cursor;
use crate::openapi::Direction;
use crate::pointer::Pointer;

/// The status, the media type and the schema of every JSON body of an error that is not the runtime's own.
pub(super) fn error_schemas<'d>(operation: &Cursor<'d>) -> Vec<(String, String, Cursor<'d>)> {
    let mut found = Vec::new();
    for (key, response) in errors(operation) {
        let response = response.resolve();
        for (name, media) in response.get("content").iter().flat_map(Cursor::entries) {
            let schema = media.get("schema").filter(|_| kind_of(name, &media) == Kind::Json);
            let is_own = |schema: &Cursor<'d>| text(&schema.resolve(), &["x-rust-type"]).is_some();
            if let Some(schema) = schema.filter(|schema| !is_own(schema)) {
                found.push((key.clone(), name.to_owned(), schema));
            }
        }
    }
    found
}

/// The responses of an operation that are errors.
fn errors<'d>(operation: &Cursor<'d>) -> Vec<(String, Cursor<'d>)> {
    let own = successes(operation);
    let responses = operation.get("responses");
    let all = responses.iter().flat_map(Cursor::entries);
    let is_error = |key: &str| key.starts_with(['4', '5']) || key == "default";
    all.filter(|(key, _)| is_error(key) && !own.iter().any(|(own, _)| own == key))
        .map(|(key, response)| (key.to_owned(), response))
        .collect()
}

impl<'d> Planner<'d> {
    /// What the bodies of errors are, by status.
    pub(super) fn error_types(&mut self, operation: &Cursor<'d>, id: &str) -> Vec<ErrorType> {
        let mut types: Vec<ErrorType> = Vec::new();
        for (key, _, schema) in error_schemas(operation) {
            let hint = names::type_name(id).map(|name| names::joined(&name, &part(&key)));
            let planned = self.nullable_type(&schema, Direction::Response, hint.as_deref());
            types.extend(planned.map(|ty| ErrorType { key, ty }));
        }
        for (key, response) in errors(operation) {
            let response = response.resolve();
            let content = response.get("content");
            let mut media = content.iter().flat_map(Cursor::entries);
            if media.any(|(name, media)| kind_of(name, &media) == Kind::Text) {
                types.push(ErrorType { key, ty: TypeRef::String });
            }
        }
        types.sort_by_key(|one| (one.key.clone(), format!("{:?}", one.ty)));
        types.dedup();
        types
    }

    /// What the inline body of a response is named after beside its operation. That of the first success is
    /// the response.
    pub(super) fn response_part(&self, pointer: &str, status: &str) -> Option<String> {
        let steps: Vec<String> = Pointer::of(pointer).steps().map(Cow::into_owned).collect();
        let [_, template, method, ..] = steps.as_slice() else { return None };
        let operation = self.root.get("paths")?.get(template)?.resolve().get(method)?;
        let is_success = successes(&operation).iter().any(|(key, _)| key == status);
        Some(match is_success {
            false => part(status),
            true if first_body(&operation).is_none_or(|first| first == status) => {
                "Response".to_owned()
            }
            true => outcomes::part(status),
        })
    }
}

/// What a status of an error means, in a word (RFC 9110, sections 15.5 and 15.6, and the registry).
fn part(key: &str) -> String {
    let word = match key {
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "402" => "PaymentRequired",
        "403" => "Forbidden",
        "404" => "NotFound",
        "405" => "MethodNotAllowed",
        "406" => "NotAcceptable",
        "408" => "RequestTimeout",
        "409" => "Conflict",
        "410" => "Gone",
        "412" => "PreconditionFailed",
        "413" => "ContentTooLarge",
        "415" => "UnsupportedMediaType",
        "422" => "UnprocessableContent",
        "423" => "Locked",
        "428" => "PreconditionRequired",
        "429" => "TooManyRequests",
        "500" => "InternalServerError",
        "501" => "NotImplemented",
        "502" => "BadGateway",
        "503" => "ServiceUnavailable",
        "504" => "GatewayTimeout",
        _ => match (key.parse::<u16>(), key.chars().next()) {
            (Ok(status), _) => return format!("Status{status}"),
            (Err(_), Some('4')) => "ClientError",
            (Err(_), Some('5')) => "ServerError",
            (Err(_), _) => "Error",
        },
    };
    word.to_owned()
}
