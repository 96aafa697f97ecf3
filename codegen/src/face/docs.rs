//! The documentation of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown;
use crate::plan::{Api, Deprecation, Operation};
use crate::rustdoc::lines;

/// The whole documentation of an operation, as on the page of its builder.
pub(super) fn operation(api: &Api, operation: &Operation, example: &[String]) -> TokenStream {
    let mut text = Vec::new();
    text.push(headline(operation));
    text.push(String::new());
    if operation.deprecation == Deprecation::Deprecated {
        text.extend(["Deprecated by PingOne.", ""].map(str::to_owned));
    }
    text.push(format!("`{} {}`", operation.method.as_str(), operation.template));
    if let Some(description) = &operation.description {
        text.push(String::new());
        text.extend(markdown::prose(description));
    }
    text.extend(["", "# Example", ""].map(str::to_owned));
    text.extend(example.iter().cloned());
    text.extend(errors(operation));
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

fn errors(operation: &Operation) -> Vec<String> {
    if operation.errors.is_empty() {
        return Vec::new();
    }
    let mut text: Vec<String> = [
        "",
        "# Errors",
        "",
        "The contract documents these error responses:",
        "",
        "| status | meaning |",
        "|---|---|",
    ]
    .map(str::to_owned)
    .into();
    for error in &operation.errors {
        let mut meaning = cell(&error.description);
        if let Some(doubt) = &error.unconfirmed {
            meaning.push_str(&format!(" **Unconfirmed**: {}", cell(doubt)));
        }
        text.push(format!("| {} | {meaning} |", error.status));
    }
    text
}

/// The first line of a description, for a table.
fn cell(description: &str) -> String {
    let first = description.trim().lines().next().unwrap_or_default();
    markdown::phrase(first).replace('|', "\\|")
}
