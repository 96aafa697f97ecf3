//! What to use instead of something deprecated (`x-replaced-by`), under its Rust name.
//!
//! Lint says what is wrong with a successor; one that cannot be named is left out here.

use std::collections::BTreeMap;

use super::node::component_name;
use super::planner::Planner;
use super::{Api, Field};
use crate::document::Cursor;
use crate::openapi::Direction;

/// Turns the names of properties into those of fields of the same struct.
pub(super) fn name_fields(fields: &mut [Field]) {
    let names: BTreeMap<String, String> =
        fields.iter().map(|field| (field.wire.clone(), field.name.clone())).collect();
    for field in fields {
        field.successor = field.successor.take().and_then(|wire| names.get(&wire).cloned());
    }
}

/// Turns every `operationId` into the path of its method.
pub(super) fn name_operations(apis: &mut [Api]) {
    let mut methods = BTreeMap::new();
    for api in &*apis {
        let paths = api.operations.iter();
        methods.extend(paths.map(|it| (it.id.clone(), format!("{}::{}", api.handle, it.verb))));
    }
    for operation in apis.iter_mut().flat_map(|api| &mut api.operations) {
        operation.successor = operation.successor.take().and_then(|id| methods.get(&id).cloned());
    }
}

impl<'d> Planner<'d> {
    /// The type that the successor of a component schema has in this direction.
    pub(super) fn successor_type(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
    ) -> Option<String> {
        component_name(node)?;
        let named = node.get("x-replaced-by")?.as_str()?;
        let schema = self.root.document().schema(named)?;
        self.component_type_name(&schema, named, direction)
    }

    /// Forgets the successors of types that the client does not have.
    pub(super) fn name_successor_types(&mut self) {
        let missing: Vec<String> = self
            .types
            .values()
            .filter(|item| item.successor.as_ref().is_some_and(|it| !self.types.contains_key(it)))
            .map(|item| item.name.clone())
            .collect();
        for name in missing {
            if let Some(item) = self.types.get_mut(&name) {
                item.successor = None;
            }
        }
    }
}
