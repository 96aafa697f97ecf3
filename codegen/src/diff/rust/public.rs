//! The public API of a client: what its emitted code says, with what only the plan knows.

use std::collections::BTreeSet;

use super::emitted::CodeReader;
use super::origins::Origins;
use super::surface::{Naming, Surface};
use crate::error::GenerateError;
use crate::plan::{Plan, TypeItem};
use crate::{face, wire};

/// The public items of the client of a plan, read from the code before it is formatted.
///
/// # Errors
/// When the generator contradicts itself.
pub(in crate::diff) fn surface(plan: &Plan) -> Result<Surface, GenerateError> {
    let mut reader = CodeReader::default();
    for source in face::layout::api(plan, &wire::types(plan)?) {
        reader
            .file(source.path(), &source.parsed()?)
            .map_err(|error| GenerateError::internal("emitted code cannot be read", error))?;
    }
    let mut surface = reader.surface;
    let origins = Origins::of(plan);
    let groups = plan.shared.values().filter_map(TypeItem::group);
    let aliased: BTreeSet<String> = plan.shared.keys().cloned().chain(groups).collect();
    for (path, item) in &mut surface {
        origins.complete(path, item);
        if aliased.contains(&item.owner) {
            item.naming = Naming::Aliased;
        }
    }
    Ok(surface)
}
