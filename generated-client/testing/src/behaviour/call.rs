//! One call of an operation: its request, and the answers that the contract has for it.

use serde_json::Value;
use uuid::Uuid;

use crate::contract::parameters::canonical_uuid;
use crate::contract::sample;
use crate::contract::table::Entry;
use crate::contract::template::Values;
use crate::refusal::Refusal;
use crate::reply::Reply;

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
            None => Reply::empty(self.entry.success),
        }
    }

    /// The answer that the contract itself shows, or one made up to fit its schema.
    pub(crate) fn example(&self) -> Reply {
        let made_up = || self.entry.response.as_ref().map(|schema| sample::of(schema.document()));
        let body = self.entry.example.clone().or_else(made_up);
        Reply { body, ..Reply::empty(self.entry.success) }
    }
}
