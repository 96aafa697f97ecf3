//! The stages of generation one by one and in one thread, to measure each: [`crate::generate`] runs them
//! together, and formats each part as soon as it is made.

use crate::error::GenerateError;
use crate::face::layout;
use crate::output::{Files, SourceFile};
use crate::plan::Plan;
use crate::{routes, wire};

/// Files that are not formatted yet.
#[derive(Debug)]
pub struct Items(Vec<SourceFile>);

/// The wire stage alone; says how many types have code.
///
/// # Errors
/// When a plan makes no code, which is a mistake of the generator.
pub fn wire(plan: &Plan) -> Result<usize, GenerateError> {
    Ok(wire::types(plan)?.len())
}

/// The face stage, with the types of the wire stage that stand in its files.
///
/// # Errors
/// As for [`wire()`].
pub fn face(plan: &Plan) -> Result<Items, GenerateError> {
    let mut jobs = layout::jobs(plan);
    if plan.target.test_kit {
        jobs.extend(routes::jobs(plan));
    }
    let files: Result<Vec<_>, _> = jobs.iter().map(|job| job()).collect();
    Ok(Items(files?.into_iter().flatten().collect()))
}

/// The output stage.
///
/// # Errors
/// As for [`wire()`].
pub fn output(items: &Items) -> Result<Files, GenerateError> {
    Files::of_sources(&items.0)
}
