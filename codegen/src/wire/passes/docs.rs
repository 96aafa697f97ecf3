//! Pass 7: the plan's documentation on every type.

use crate::GenerateError;
use crate::face::docs::type_lines;
use crate::plan::{Plan, Shape};
use crate::wire::Types;

use super::is_doc;

pub(crate) fn run(types: &mut Types, plan: &Plan) -> Result<(), GenerateError> {
    for item in plan.types.values().filter(|item| !matches!(item.shape, Shape::Enum(_))) {
        let attributes = types.get_mut(&item.name).and_then(|code| match &mut code.definition {
            syn::Item::Struct(definition) => Some(&mut definition.attrs),
            syn::Item::Enum(definition) => Some(&mut definition.attrs),
            _ => None,
        });
        let Some(attributes) = attributes else {
            return Err(GenerateError::internal("a planned type was not generated", &item.name));
        };
        attributes.retain(|attribute| !is_doc(attribute));
        attributes.splice(0..0, type_lines(item));
    }
    Ok(())
}
