//! The reference: the contract as one HTML page for people, complete without a network.
//!
//! [`page()`] shows every operation with its route, parameters, bodies, errors, doubts and calls in
//! `curl` and Rust; [`review()`] shows the same page with what changed. Text of the contract cannot
//! become markup: [`maud`] escapes all of it, descriptions pass a renderer of Markdown that drops
//! what could act, and a content security policy allows the page's own script and style only.
//!
//! The samples have the ids and the region that a reader fills in; these stay in the page, which sends
//! nothing and stores nothing. An operation is called confirmed only if its `x-provenance` says so.
//!
//! Texts of the contract that are not Markdown are shown as they are, without characters that
//! nobody sees. The same contract gives the same bytes.

mod access;
mod advice;
mod anchor;
mod answers;
mod calls;
mod code;
mod context;
mod curl;
mod errors;
mod facts;
mod fill;
mod index;
mod left_out;
mod map;
mod marks;
mod operation;
mod overview;
mod page;
mod prose;
mod review;
mod schema;
mod targets;
mod tree;
mod types;
mod values;
mod words;

use crate::diff::Review;
use crate::document::Document;
use crate::plan::Plan;
use context::Context;
use marks::Marks;

/// The page of a contract and its plan, as HTML that ends in a line break.
///
/// # Examples
///
/// ```no_run
/// let (document, plan) = codegen::plan("spec/openapi.yaml".as_ref())?;
/// std::fs::write("reference.html", codegen::reference::page(&document, &plan))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn page(document: &Document, plan: &Plan) -> String {
    page::page(&Context::new(document, plan, Marks::default()))
}

/// The page of the head of a review, with a list of all changes first and every change marked
/// where it is. `None` if the head cannot be planned.
#[must_use]
pub fn review(review: &Review<'_>) -> Option<String> {
    let (document, plan) = (review.head.document()?, review.head.plan().ok()?);
    Some(page::page(&Context::new(document, plan, Marks::of(review))))
}
