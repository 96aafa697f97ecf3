//! Whether a `pattern` can be used, asked once for each text.

use std::collections::HashMap;

use serde_json::json;

/// The patterns seen so far.
#[derive(Default)]
pub(crate) struct Patterns {
    known: HashMap<String, bool>,
}

impl Patterns {
    /// Whether the validator can compile the pattern.
    pub(crate) fn is_valid(&mut self, pattern: &str) -> bool {
        if let Some(known) = self.known.get(pattern) {
            return *known;
        }
        let is_valid = jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok();
        self.known.insert(pattern.to_owned(), is_valid);
        is_valid
    }
}
