//! The names of secret values, so that output can leave the values out.

use std::collections::BTreeSet;

use serde_json::Value;

/// What is shown in place of a secret.
pub(super) const REDACTED: &str = "<redacted>";

/// Names of properties and form fields whose values are secret.
#[derive(Debug, Default)]
pub(crate) struct SecretNames(BTreeSet<String>);

impl SecretNames {
    /// The secret fields of a token request, and those of the contract.
    pub(crate) fn new<'n>(contract: impl Iterator<Item = &'n String>) -> SecretNames {
        let oauth = ["client_secret", "client_assertion", "access_token"].map(str::to_owned);
        SecretNames(contract.cloned().chain(oauth).collect())
    }

    /// Takes the secrets out of a value.
    pub(super) fn redact(&self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    if self.0.contains(name) {
                        *value = REDACTED.into();
                    } else {
                        self.redact(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            _ => {}
        }
    }

    /// The secrets that two values have differently.
    pub(super) fn differing(&self, one: &Value, other: &Value) -> BTreeSet<String> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        self.collect("", one, &mut ours);
        self.collect("", other, &mut theirs);
        let only_here = ours.iter().filter(|each| !theirs.contains(each));
        let only_there = theirs.iter().filter(|each| !ours.contains(each));
        only_here.chain(only_there).map(|(path, _)| path.clone()).collect()
    }

    fn collect<'v>(&self, path: &str, value: &'v Value, found: &mut Vec<(String, &'v Value)>) {
        let below = |name: &str| match path {
            "" => name.to_owned(),
            _ => format!("{path}.{name}"),
        };
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    if self.0.contains(name) {
                        found.push((below(name), value));
                    } else {
                        self.collect(&below(name), value, found);
                    }
                }
            }
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    self.collect(&below(&position.to_string()), item, found);
                }
            }
            _ => {}
        }
    }
}
