//! How long the maintainer waits for `cargo xtask regen`: the whole, and the stages that the library
//! offers alone. Types, operations and formatting are what remains of the whole.
//!
//! The large contract has 300 operations with a type each; a stage whose share is larger there than
//! in the shipped contract grows faster than the contract.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen::document::{Document, MemoryFiles};
use codegen::ledger::Ledger;
use codegen::plan::Plan;
use codegen::{gate, generate_from, plan_of};
use divan::Bencher;

fn main() {
    divan::main();
}

/// Either contract, by name, as divan shows it.
const CONTRACTS: [&str; 2] = ["shipped", "large"];

#[divan::bench(args = CONTRACTS)]
fn whole(bencher: Bencher<'_, '_>, contract: &str) {
    let text = large();
    bencher
        .bench(|| generate_from(read(contract, &text)).map(|made| made.files.iter().count()).ok());
}

#[divan::bench(args = CONTRACTS)]
fn stage_1_document(bencher: Bencher<'_, '_>, contract: &str) {
    let text = large();
    bencher.bench(|| read(contract, &text));
}

/// Lint and plan, as generation asks for them.
#[divan::bench(args = CONTRACTS)]
fn stage_2_lint_and_plan(bencher: Bencher<'_, '_>, contract: &str) {
    let document = read(contract, &large());
    bencher.bench(|| plan_of(&document).map(|plan| plan.types.len()).ok());
}

#[divan::bench(args = CONTRACTS)]
fn stage_2_plan_alone(bencher: Bencher<'_, '_>, contract: &str) {
    let document = read(contract, &large());
    bencher.bench(|| Plan::from_document(&document).map(|plan| plan.types.len()).ok());
}

#[divan::bench(args = CONTRACTS)]
fn stage_3_ledger(bencher: Bencher<'_, '_>, contract: &str) {
    let document = read(contract, &large());
    let Ok(plan) = plan_of(&document) else {
        eprintln!("the contract `{contract}` is refused");
        return;
    };
    bencher.bench(|| Ledger::new(&document, &plan).to_markdown().len());
}

#[divan::bench]
fn stage_3_rules() -> usize {
    gate::handbook().len()
}

fn read(contract: &str, large: &str) -> Document {
    if contract == "shipped" {
        return Document::read(&shipped()).document;
    }
    let files: MemoryFiles = [("openapi.yaml", large.to_owned())].into_iter().collect();
    Document::read_from(&files, "openapi.yaml").document
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml")
}

/// 300 operations, each with a tag, a path and a type of its own.
fn large() -> String {
    let (mut tags, mut paths, mut schemas) = (String::new(), String::new(), String::new());
    for index in 0..300 {
        // Writing to a `String` cannot fail.
        let _ = writeln!(tags, "  - name: Things{index}");
        let _ = write!(
            paths,
            "  /environments/{{environmentID}}/things{index}:
    parameters:
      - name: environmentID
        in: path
        required: true
        x-rust-scope: client
        schema: {{$ref: '#/components/schemas/EnvironmentId'}}
    post:
      operationId: createThing{index}
      tags: [Things{index}]
      summary: Make a thing
      requestBody:
        required: true
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Thing{index}'}}
            example: {{name: a}}
      responses:
        '201':
          description: Made.
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Thing{index}'}}
"
        );
        let _ = write!(
            schemas,
            "    Thing{index}:
      type: object
      description: A thing.
      required: [name]
      properties:
        name: {{type: string, description: How it is called.}}
        size: {{type: integer, description: How large it is.}}
"
        );
    }
    format!(
        "openapi: 3.0.3\ninfo:\n  title: Large\n  version: 0.1.0\ntags:\n{tags}paths:\n{paths}\
         components:\n  schemas:\n    EnvironmentId:\n      type: string\n      format: uuid\n{schemas}"
    )
}
