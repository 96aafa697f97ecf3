//! The public API of a client, item by item, from its plan.
//!
//! What stands here is what `face` and `wire` emit; a test compares the two on every fixture.

use super::operations;
use super::surface::{Builder, Surface};
use crate::plan::Plan;

pub(super) fn of(plan: &Plan) -> Surface {
    let mut builder = Builder::default();
    for item in plan.types.values() {
        builder.type_item(plan, item);
    }
    for api in &plan.apis {
        operations::api(&mut builder, api);
    }
    builder.surface
}
