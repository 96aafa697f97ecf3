//! `cargo xtask explain`: the plan of one operation.

use std::path::PathBuf;

use anstream::println;
use codegen::explain::explain;

use crate::failure::Failure;
use crate::regen::default_spec;
use crate::workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain                     lists the operations
  cargo xtask explain createPairingKey    route, Rust signature, types, places in the spec";

/// Print the plan of one operation: route, types, Rust signature, where in the spec it comes from.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The `operationId`; without it, all operations are listed.
    operation_id: Option<String>,
    /// The root document of the contract [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let spec = arguments.spec.clone().unwrap_or_else(default_spec);
    let (document, plan) = codegen::plan(&workspace::shown(&spec))?;
    let Some(id) = &arguments.operation_id else {
        for (_, operation) in plan.operations() {
            let summary = operation.summary.as_deref().unwrap_or(&operation.template);
            println!("{:<24} {:<6} {summary}", operation.id, operation.method.as_str());
        }
        return Ok(());
    };
    let Some((api, operation)) = plan.operation(id) else {
        let known: Vec<&str> =
            plan.operations().map(|(_, operation)| operation.id.as_str()).collect();
        return Err(Failure::Usage(format!(
            "the spec has no operation `{id}`; it has: {}",
            known.join(", ")
        )));
    };
    print!("{}", explain(&document, &plan, api, operation));
    Ok(())
}
