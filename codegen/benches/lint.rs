//! How long the reviewer waits: reading and linting the shipped contract, and a large one.

use std::fmt::Write as _;
use std::path::Path;

use codegen::diagnostic::Family;
use codegen::document::{Document, MemoryFiles};
use codegen::gate;
use codegen::ledger::Ledger;

fn main() {
    divan::main();
}

fn shipped() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml")
}

#[divan::bench]
fn shipped_contract() -> usize {
    let reading = Document::read(&shipped());
    gate::lint(&reading, &Family::ALL).len()
}

#[divan::bench]
fn shipped_ledger(bencher: divan::Bencher<'_, '_>) {
    let (document, plan) = match codegen::plan(&shipped()) {
        Ok(planned) => planned,
        Err(error) => {
            eprintln!("{error}");
            return;
        }
    };
    bencher.bench(|| Ledger::new(&document, &plan).to_markdown().len());
}

/// A contract of about 39,000 lines, in which every example is wrong.
#[divan::bench]
fn large_contract(bencher: divan::Bencher<'_, '_>) {
    let text = large();
    let files: MemoryFiles = [("openapi.yaml", text)].into_iter().collect();
    bencher.bench(|| {
        let reading = Document::read_from(&files, "openapi.yaml");
        gate::lint(&reading, &Family::ALL).len()
    });
}

fn large() -> String {
    let mut text = String::from("openapi: 3.0.3\ninfo: {title: Large, version: '1'}\npaths:\n");
    let mut schemas = String::from("components:\n  schemas:\n");
    for index in 0..1_500 {
        // Writing to a `String` cannot fail.
        let _ = write!(
            text,
            "  /things{index}/{{id}}:\n    get:\n      operationId: readThing{index}\n      tags: [T]\n      \
             parameters:\n        - name: id\n          in: path\n          required: true\n          \
             schema: {{type: string}}\n      responses:\n        '200':\n          description: It.\n          \
             content:\n            application/json:\n              schema:\n                \
             $ref: '#/components/schemas/Thing{index}'\n              example:\n                name: 7\n"
        );
        let _ = write!(
            schemas,
            "    Thing{index}:\n      type: object\n      properties:\n        name:\n          \
             type: string\n        id:\n          type: integer\n"
        );
    }
    text + &schemas
}
