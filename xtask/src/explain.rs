//! `cargo xtask explain`: an operation, a type or a line of the spec, and what became of it.

use std::path::PathBuf;

use anstream::{print, println};
use codegen::diagnostic::{RenderStyle, Report};
use codegen::document::Document;
use codegen::explain::explain;
use codegen::ledger::{Entry, Fate, Ledger};
use codegen::plan::{LeftOut, Plan};

use crate::failure::Failure;
use crate::profile::ProfileArguments;
use crate::regen::default_spec;
use crate::workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain                        lists the operations
  cargo xtask explain createPairingKey       route, Rust signature, types, its
                                             places, and what is ignored of it
  cargo xtask explain PairingKey             where a type or a field comes from
  cargo xtask explain pairing-keys.yaml:120  what became of a line of the spec";

/// Print what became of an operation, a Rust type or a line of the spec.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An `operationId`, a Rust type or field, or `FILE:LINE`; without it, all operations are
    /// listed.
    what: Option<String>,
    /// The root document of the contract [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    profile: ProfileArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let spec = arguments.spec.clone().unwrap_or_else(default_spec);
    let document = codegen::load_as(&workspace::shown(&spec), arguments.profile.given())?;
    let plan = codegen::plan_of(&document)?;
    let Some(what) = &arguments.what else {
        for (_, operation) in plan.operations() {
            let summary = operation.summary.as_deref().unwrap_or(&operation.template);
            println!("{:<24} {:<6} {summary}", operation.id, operation.method.as_str());
        }
        for left in &plan.left_out {
            let name = left.id.clone().unwrap_or_else(|| left.route());
            println!("{name:<24} left out: {}", left.rule());
        }
        return Ok(());
    };
    let ledger = Ledger::new(&document, &plan);
    if let Some((file, line)) = place(what) {
        return line_of(&ledger, file, line);
    }
    if plan.operation(what).is_some() {
        operation(&document, &plan, &ledger, what);
        return Ok(());
    }
    if let Some(left) = plan.left_out.iter().find(|one| one.id.as_deref() == Some(what)) {
        left_out(&document, left);
        return Ok(());
    }
    item(&ledger, &plan, what)
}

/// Why the client does not have an operation.
fn left_out(document: &Document, left: &LeftOut) {
    println!("{}\n  is left out of the client:", left.route());
    let reasons = Report::new(left.reasons.clone(), document.sources());
    println!("\n{}", reasons.render(RenderStyle::Color).trim_end());
}

/// `FILE:LINE`.
fn place(what: &str) -> Option<(&str, usize)> {
    let (file, line) = what.rsplit_once(':')?;
    // The folder may be typed as well.
    let name = file.strip_prefix("spec/").unwrap_or(file);
    Some((name, line.parse().ok()?))
}

fn operation(document: &Document, plan: &Plan, ledger: &Ledger, id: &str) {
    let Some((api, operation)) = plan.operation(id) else { return };
    print!("{}", explain(document, plan, api, operation));
    let method = format!("{}::{}", api.handle, operation.verb);
    let ignored: Vec<&Entry> =
        ledger.of(&method).into_iter().filter(|it| matches!(it.fate, Fate::Ignored(_))).collect();
    if !ignored.is_empty() {
        println!("\nignored");
    }
    for entry in ignored {
        if let Fate::Ignored(reason) = entry.fate {
            let key = entry.pointer.rsplit('/').next().unwrap_or_default();
            let file = ledger.files.get(entry.file).map_or("", String::as_str);
            println!("  {file}:{} {key}\n    {reason}", entry.lines.0);
        }
    }
}

/// What a Rust item comes from.
fn item(ledger: &Ledger, plan: &Plan, what: &str) -> Result<(), Failure> {
    let entries = ledger.of(what);
    if entries.is_empty() {
        let operations = plan.operations().map(|(_, operation)| operation.id.as_str());
        let known: Vec<&str> = operations.chain(plan.types.keys().map(String::as_str)).collect();
        return Err(Failure::Usage(format!(
            "the spec has no operation or type `{what}`; it has: {}",
            known.join(", ")
        )));
    }
    for entry in entries.into_iter().filter(|entry| entry.fate != Fate::Container) {
        print!("{}", entry.describe(&ledger.files));
    }
    Ok(())
}

/// What became of a line.
fn line_of(ledger: &Ledger, file: &str, line: usize) -> Result<(), Failure> {
    let entries = ledger.at(file, line);
    let Some(innermost) = entries.last() else {
        let help = match ledger.files.iter().any(|name| name == file) {
            true => format!("line {line} of `{file}` holds no node"),
            false => format!("the spec has no file `{file}`; it has: {}", ledger.files.join(", ")),
        };
        return Err(Failure::Usage(help));
    };
    print!("{}", innermost.describe(&ledger.files));
    Ok(())
}
