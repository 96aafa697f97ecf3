//! What a page says of its collection: how many items, and where the next page is.

use http::HeaderMap;
use serde_json::Value;

use super::{header, pointed};
use crate::collection::{Collection, NextPage};
use crate::links::Next;
use crate::page::Paging;

/// A page as far as it matters for the next one.
pub(super) struct Found {
    pub(super) items: usize,
    pub(super) count: Option<u64>,
    pub(super) lead: Lead,
}

/// What a page says of the next one.
#[derive(Debug, PartialEq)]
pub(super) enum Lead {
    /// Nothing: there is none, or it is found by counting.
    Nothing,
    /// A URL, or the value of a parameter.
    To(String),
    /// Something that is not one of these.
    Unclear,
}

impl Found {
    pub(super) fn in_collection<T>(page: &Collection<T>) -> Self {
        let lead = match page.next_page() {
            Next::End => Lead::Nothing,
            Next::At(link) => Lead::To(link.href.clone()),
            Next::Unclear => Lead::Unclear,
        };
        Self { items: page.items().len(), count: page.count(), lead }
    }

    pub(super) fn in_body(body: &[u8], headers: &HeaderMap, paging: &Paging) -> Self {
        let lead = match paging.next {
            NextPage::Link | NextPage::Offset(_) | NextPage::Number { .. } => Lead::Nothing,
            NextPage::Cursor { from, .. } | NextPage::Url(from) => lead(pointed::value(body, from)),
            NextPage::Header => match header::next(headers) {
                header::Linked::Nothing => Lead::Nothing,
                header::Linked::To(target) => Lead::To(target),
                header::Linked::Unclear => Lead::Unclear,
            },
        };
        let count = paging.count.and_then(|count| pointed::value(body, count));
        Self {
            items: pointed::length(body, paging.items),
            count: count.as_ref().and_then(crate::collection::whole),
            lead,
        }
    }
}

/// Servers end a collection with nothing, `null`, an empty text or `false`.
fn lead(value: Option<Value>) -> Lead {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => Lead::Nothing,
        Some(Value::String(text)) if text.is_empty() => Lead::Nothing,
        Some(Value::String(text)) => Lead::To(text),
        Some(Value::Number(number)) => Lead::To(number.to_string()),
        Some(Value::Bool(true) | Value::Array(_) | Value::Object(_)) => Lead::Unclear,
    }
}
