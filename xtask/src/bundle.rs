//! `cargo xtask bundle`: the contract as one document, for tools that read no other files.

use std::io::Write as _;
use std::path::PathBuf;

use anstream::eprintln;
use codegen::diagnostic::RenderStyle;
use codegen::document::Document;
use codegen::output::replace;

use crate::failure::Failure;
use crate::regen::default_spec;
use crate::workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask bundle                     to standard output
  cargo xtask bundle --out openapi.json  for Postman, Prism or other generators";

/// Write the contract as one OpenAPI 3.0 document in JSON, with every reference inside of it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The root document of the contract [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The file to write [default: standard output].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let spec = arguments.spec.clone().unwrap_or_else(default_spec);
    let reading = Document::read(&workspace::shown(&spec));
    let (document, left_out) = reading.into_document().map_err(Box::new)?;
    if !left_out.is_empty() {
        eprintln!("{}", left_out.render(RenderStyle::Color));
    }
    let text = document.bundle_text().map_err(|error| Failure::Missing(error.to_string()))?;
    match &arguments.out {
        Some(path) => replace(path, text.as_bytes())
            .map_err(|error| Failure::Missing(format!("{}: {error}", path.display()))),
        None => std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| Failure::Missing(format!("standard output: {error}"))),
    }
}
