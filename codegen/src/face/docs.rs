//! The documentation of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown;
use crate::plan::{Api, Deprecation, ErrorResponse, ErrorType, Operation, TypeRef};
use crate::rustdoc::{deprecation_words, lines};

/// The whole documentation of an operation, as on the page of its builder.
pub(super) fn operation(api: &Api, operation: &Operation, example: &[String]) -> TokenStream {
    let mut text = Vec::new();
    text.push(headline(operation));
    text.push(String::new());
    if operation.deprecation == Deprecation::Deprecated {
        text.extend([deprecation_words(operation.successor.as_deref()), String::new()]);
    }
    text.push(format!("`{} {}`", operation.method.as_str(), operation.template));
    if let Some(description) = &operation.description {
        text.push(String::new());
        text.extend(markdown::prose(description));
    }
    text.extend(super::access::words(operation));
    // Others have setters, which have documentation of their own.
    for parameter in operation.required_parameters().filter(|one| !one.docs.is_empty()) {
        text.extend([String::new(), format!("`{}`:", parameter.field), String::new()]);
        text.extend(parameter.docs.iter().cloned());
    }
    text.extend(["", "# Example", ""].map(str::to_owned));
    text.extend(example.iter().cloned());
    text.extend(super::response_headers::docs(operation));
    text.extend(errors(api, operation));
    if let Some(url) = operation.docs_url.as_ref().or(api.docs_url.as_ref()) {
        text.extend(["", "# Source", ""].map(str::to_owned));
        text.push(format!("Operation `{}`, documented at <{url}>.", operation.id));
    }
    let attributes = lines(text);
    quote!(#(#attributes)*)
}

/// The first line of an operation's documentation.
pub(super) fn headline(operation: &Operation) -> String {
    let summary = operation.summary.as_deref().map(markdown::phrase).unwrap_or_default();
    let summary = if summary.is_empty() { format!("`{}`", operation.id) } else { summary };
    format!("{}.", summary.trim_end_matches('.'))
}

/// The errors that only this operation has; those of all operations stand on the handle's page.
fn errors(api: &Api, operation: &Operation) -> Vec<String> {
    let shared = api.shared_errors();
    let own: Vec<&ErrorResponse> =
        operation.errors.iter().filter(|error| !shared.contains(error)).collect();
    let types = error_types(operation);
    if operation.errors.is_empty() {
        let title = ["", "# Errors", ""].map(str::to_owned);
        return types
            .into_iter()
            .flat_map(|words| title.clone().into_iter().chain([words]))
            .collect();
    }
    let others = format!("[Those of every operation](super::{}#errors)", api.handle);
    let introduction = match (shared.is_empty(), own.is_empty()) {
        (false, true) => format!("{others}."),
        (false, false) => format!("{others}, and:"),
        (true, _) => "The API documents these:".to_owned(),
    };
    let mut text = vec![String::new(), "# Errors".to_owned(), String::new(), introduction];
    if !own.is_empty() {
        text.push(String::new());
        text.extend(table(&own));
    }
    if let Some(words) = types {
        text.extend([String::new(), words]);
    }
    text
}

/// The types of error bodies, each with its statuses.
fn error_types(operation: &Operation) -> Option<String> {
    let mut types: Vec<(String, Vec<&str>)> = Vec::new();
    for ErrorType { key, ty } in &operation.error_types {
        let shown = match ty {
            TypeRef::Named(name) => format!("[`{name}`](crate::types::{name})"),
            ty => format!("`{}`", crate::rust_type::stored(ty).to_string().replace(' ', "")),
        };
        match types.iter_mut().find(|(known, _)| *known == shown) {
            Some((_, keys)) => keys.push(key),
            None => types.push((shown, vec![key])),
        }
    }
    let types: Vec<String> =
        types.into_iter().map(|(ty, keys)| format!("{ty} ({})", keys.join(", "))).collect();
    (!types.is_empty()).then(|| {
        let reader = "[`Error::body_as`](pingone_core::Error::body_as)";
        format!("{reader} reads their bodies: {}.", types.join(", "))
    })
}

/// The errors that every operation of an API has, for the page of its handle.
pub(super) fn shared_errors(api: &Api) -> Vec<String> {
    let shared = api.shared_errors();
    if shared.is_empty() {
        return Vec::new();
    }
    let mut text = ["", "# Errors", "", "The API documents these for every operation:", ""]
        .map(str::to_owned)
        .to_vec();
    text.extend(table(&shared));
    text
}

fn table(errors: &[&ErrorResponse]) -> Vec<String> {
    if errors.is_empty() {
        return Vec::new();
    }
    let mut rows = ["| status | meaning |", "|---|---|"].map(str::to_owned).to_vec();
    for error in errors {
        let mut meaning = cell(&error.description);
        if let Some(doubt) = &error.unconfirmed {
            meaning.push_str(&format!(" **Unconfirmed**: {}", cell(doubt)));
        }
        rows.push(format!("| {} | {meaning} |", error.status));
    }
    rows
}

/// The first line of a description, for a table.
fn cell(description: &str) -> String {
    let first = description.trim().lines().next().unwrap_or_default();
    markdown::phrase(first).replace('|', "\\|")
}
