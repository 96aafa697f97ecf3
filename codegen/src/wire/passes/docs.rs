//! Pass 6: the plan's documentation on every type.

use crate::error::GenerateError;
use crate::plan::{Plan, Shape};
use crate::rustdoc::type_lines;
use crate::wire::Types;

use super::{attributes, is_doc};

pub(crate) fn run(types: &mut Types, plan: &Plan) -> Result<(), GenerateError> {
    for item in plan.defined().filter(|item| !matches!(item.shape, Shape::Enum(_))) {
        let attributes = attributes(types, &item.name)?;
        attributes.retain(|attribute| !is_doc(attribute));
        attributes.splice(0..0, type_lines(item));
    }
    Ok(())
}
