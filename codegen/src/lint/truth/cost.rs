//! How much work a validator has with a value, estimated before it starts: alternatives inside
//! alternatives multiply, and a validator cannot be stopped.

use std::collections::HashMap;

use crate::document::{Cursor, Identity};
use crate::lint::context::members;

/// More steps are not taken for one value.
const MOST_STEPS: u64 = 1_000_000;

/// More schemas inside each other are not followed.
const MOST_LEVELS: usize = 500;

/// The steps that are known; the same part of a value meets the same schema in many ways.
#[derive(Default)]
pub(super) struct Costs {
    known: HashMap<(Identity, Identity), u64>,
    /// Steps for a value that has everything.
    full: HashMap<Identity, u64>,
}

impl Costs {
    /// Whether a value can be validated in reasonable time.
    pub(super) fn is_bearable(&mut self, value: &Cursor<'_>, schema: &Cursor<'_>) -> bool {
        self.steps(value, schema, 0) <= MOST_STEPS
    }

    /// Whether any value at all can be validated in reasonable time.
    pub(super) fn is_small(&mut self, schema: &Cursor<'_>) -> bool {
        self.full_steps(schema, 0) <= MOST_STEPS
    }

    fn full_steps(&mut self, schema: &Cursor<'_>, level: usize) -> u64 {
        if level > MOST_LEVELS {
            return u64::MAX;
        }
        let schema = schema.resolve();
        if let Some(known) = self.full.get(&schema.identity()) {
            return *known;
        }
        self.full.insert(schema.identity(), 1);
        let lists = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key));
        let lists = lists.flat_map(|list| list.items().collect::<Vec<_>>());
        let single = ["not", "items"].into_iter().filter_map(|key| schema.get(key));
        let members = members(&schema).into_iter().map(|(_, member)| member);
        let parts: Vec<Cursor<'_>> = lists.chain(single).chain(members).collect();
        let steps = parts
            .iter()
            .fold(1_u64, |steps, part| steps.saturating_add(self.full_steps(part, level + 1)));
        self.full.insert(schema.identity(), steps);
        steps
    }

    fn steps(&mut self, value: &Cursor<'_>, schema: &Cursor<'_>, level: usize) -> u64 {
        if level > MOST_LEVELS {
            return u64::MAX;
        }
        let schema = schema.resolve();
        let key = (schema.identity(), value.identity());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // A schema that meets itself at the same value goes round once.
        self.known.insert(key, 1);
        let mut steps = 1_u64;
        let mut add = |more: u64| steps = steps.saturating_add(more);
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(key).iter().flat_map(Cursor::items) {
                add(self.steps(value, &part, level + 1));
            }
        }
        if let Some(part) = schema.get("not") {
            add(self.steps(value, &part, level + 1));
        }
        let properties = schema.get("properties");
        let others = schema.get("additionalProperties");
        for (name, member) in value.entries() {
            let own = properties.as_ref().and_then(|properties| properties.get(name));
            if let Some(schema) = own.or_else(|| others.clone()) {
                add(self.steps(&member, &schema, level + 1));
            }
        }
        if let Some(items) = schema.get("items") {
            for item in value.items() {
                add(self.steps(&item, &items, level + 1));
            }
        }
        self.known.insert(key, steps);
        steps
    }
}
