//! Pass 6: the plan's documentation on every type.

use crate::error::GenerateError;
use crate::plan::{Plan, Shape};
use crate::rustdoc::type_lines;
use crate::wire::Types;

use super::{attributes, is_doc};

pub(crate) fn run(types: &mut Types, plan: &Plan) -> Result<(), GenerateError> {
    let made_here = |shape: &Shape| matches!(shape, Shape::Enum(_) | Shape::Bodies(_));
    for item in plan.defined().filter(|item| !made_here(&item.shape)) {
        let attributes = attributes(types, &item.name)?;
        attributes.retain(|attribute| !is_doc(attribute));
        attributes.splice(0..0, type_lines(item));
    }
    Ok(())
}
