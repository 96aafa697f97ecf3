//! One call of an operation: its request, and the answers that the contract has for it.

use serde_json::Value;
use uuid::Uuid;

use crate::contract::parameters::canonical_uuid;
use crate::contract::sample;
use crate::contract::table::Entry;
use crate::contract::template::Values;
use crate::refusal::Refusal;
use crate::reply::{Payload, Reply};

/// A request that fits the contract.
pub(crate) struct Call<'c> {
    pub(crate) entry: &'c Entry,
    pub(crate) api_base: &'c str,
    /// The path parameters, ids in their canonical form.
    pub(crate) values: Values,
    pub(crate) query: Option<&'c str>,
    pub(crate) body: &'c Value,
}

impl Call<'_> {
    /// The id that a path parameter holds.
    pub(crate) fn id(&self, parameter: &str) -> Result<Uuid, Refusal> {
        let value = self.values.iter().find(|(name, _)| *name == parameter);
        value.and_then(|(_, value)| canonical_uuid(value)).ok_or_else(|| {
            Refusal::broken_fake(format!(
                "The fake's behaviour needs the path parameter {parameter}, which the contract does not have."
            ))
        })
    }

    /// The path below the API base, in its canonical form.
    pub(crate) fn path(&self) -> String {
        self.entry.template.fill(&self.values)
    }

    /// The URL of a path below the API base.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.api_base)
    }

    /// The answer of a successful operation; a body goes only where the contract has one.
    pub(crate) fn success(&self, body: Value) -> Reply {
        match self.entry.response {
            Some(_) => Reply::json(self.entry.success, body),
            None => self.text(),
        }
    }

    /// The answer that the contract itself shows, or one made up to fit its schema.
    pub(crate) fn example(&self) -> Reply {
        let made_up = || self.entry.response.as_ref().map(|schema| sample::of(schema.document()));
        let body = self.entry.example.clone().or_else(made_up);
        Reply { body, ..self.text() }
    }

    /// The text or the bytes that the contract shows, or a word that stands in; nothing where it has JSON.
    fn text(&self) -> Reply {
        let reply = Reply::empty(self.entry.success);
        match self.entry.route.response_text {
            Some((content_type, text)) => {
                let text = text.to_owned();
                Reply { payload: Payload::Text { text, content_type }, ..reply }
            }
            None => reply,
        }
    }
}
