//! How long a maintainer waits: each stage and the whole, for contracts of 10 to 5,000 operations, for the shipped
//! one, and for real contracts where there are some.
//!
//! A stage whose time for 5,000 operations is more than 50 times that for 100 grows faster than the contract. The
//! folder of real contracts is the one that `XTASK_CORPUS` names.

mod scaled;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen::diagnostic::Family;
use codegen::diff::{Version, compare};
use codegen::document::{Document, Reading};
use codegen::ledger::Ledger;
use codegen::plan::Plan;
use codegen::{gate, generate_from, plan_of, reference, stages};
use divan::Bencher;
use serde_json::Value;

fn main() {
    divan::main();
}

/// What is measured, by the name that divan shows.
#[derive(Debug, Clone)]
enum Contract {
    Shipped,
    Scaled(usize),
    Real(PathBuf),
}

impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shipped => f.write_str("shipped"),
            Self::Scaled(operations) => write!(f, "{operations}"),
            Self::Real(path) => write!(f, "{}", path.file_stem().unwrap_or_default().display()),
        }
    }
}

impl Contract {
    fn reading(&self) -> Reading {
        match self {
            Self::Shipped => {
                Document::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml"))
            }
            Self::Scaled(operations) => scaled::document(of_size(*operations)),
            Self::Real(path) => scaled::tolerant(Document::read(path)),
        }
    }

    fn document(&self) -> Document {
        self.reading().document
    }

    /// Measures what is made of the plan, if there is one.
    fn planned<T>(&self, bencher: Bencher<'_, '_>, work: impl Fn(&Document, &Plan) -> T + Sync) {
        let document = self.document();
        match plan_of(&document) {
            Ok(plan) => bencher.bench(|| work(&document, &plan)),
            Err(refused) => eprintln!("{self}: {refused}"),
        }
    }
}

/// The text of a contract of this size, which is made once.
fn of_size(operations: usize) -> &'static Value {
    static MADE: [OnceLock<Value>; scaled::SIZES.len()] =
        [const { OnceLock::new() }; scaled::SIZES.len()];
    let place = scaled::SIZES.iter().position(|size| *size == operations).unwrap_or_default();
    MADE[place].get_or_init(|| scaled::contract(operations))
}

fn contracts() -> Vec<Contract> {
    let mut all = vec![Contract::Shipped];
    all.extend(scaled::SIZES.map(Contract::Scaled));
    let folder = std::env::var_os("XTASK_CORPUS").map(PathBuf::from);
    let files = folder.and_then(|folder| folder.read_dir().ok()).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        files.map(|file| file.path()).filter(|path| is_contract(path)).collect();
    files.sort();
    all.extend(files.into_iter().map(Contract::Real));
    all
}

fn is_contract(path: &Path) -> bool {
    ["json", "yaml", "yml"].iter().any(|wanted| path.extension().is_some_and(|it| it == *wanted))
}

#[divan::bench(args = contracts())]
fn whole(bencher: Bencher<'_, '_>, contract: &Contract) {
    bencher.bench(|| generate_from(contract.document()).map(|made| made.files.iter().count()).ok());
}

#[divan::bench(args = contracts())]
fn stage_1_document(bencher: Bencher<'_, '_>, contract: &Contract) {
    bencher.bench(|| contract.document());
}

/// As a reviewer waits for it: with what the plan would refuse.
#[divan::bench(args = contracts())]
fn stage_2_lint(bencher: Bencher<'_, '_>, contract: &Contract) {
    let reading = contract.reading();
    bencher.bench(|| gate::lint(&reading, &Family::ALL).len());
}

#[divan::bench(args = contracts())]
fn stage_3_plan(bencher: Bencher<'_, '_>, contract: &Contract) {
    let document = contract.document();
    bencher.bench(|| Plan::from_document(&document).map(|plan| plan.types.len()).ok());
}

#[divan::bench(args = contracts())]
fn stage_4_wire(bencher: Bencher<'_, '_>, contract: &Contract) {
    contract.planned(bencher, |_, plan| stages::wire(plan).ok());
}

/// With the types of the stage before it, which stand in its files.
#[divan::bench(args = contracts())]
fn stage_5_face(bencher: Bencher<'_, '_>, contract: &Contract) {
    contract.planned(bencher, |_, plan| stages::face(plan).ok());
}

#[divan::bench(args = contracts())]
fn stage_6_output(bencher: Bencher<'_, '_>, contract: &Contract) {
    let document = contract.document();
    let items = plan_of(&document).and_then(|plan| stages::face(&plan));
    match items {
        Ok(items) => bencher.bench_local(|| stages::output(&items).ok()),
        Err(refused) => eprintln!("{contract}: {refused}"),
    }
}

#[divan::bench(args = contracts())]
fn stage_7_ledger(bencher: Bencher<'_, '_>, contract: &Contract) {
    contract.planned(bencher, |document, plan| Ledger::new(document, plan).to_markdown().len());
}

#[divan::bench]
fn stage_7_rules() -> usize {
    gate::handbook().len()
}

#[divan::bench(args = contracts())]
fn reference_page(bencher: Bencher<'_, '_>, contract: &Contract) {
    contract.planned(bencher, |document, plan| reference::page(document, plan).len());
}

/// The versions are read and planned before; what is measured with them is [`diff_version`].
#[divan::bench(args = scaled::SIZES)]
fn diff_of_two_versions(bencher: Bencher<'_, '_>, operations: usize) {
    let contract = of_size(operations);
    let base = Version::from_document("base", scaled::document(contract).document);
    let later = scaled::changed(contract.clone());
    let head = Version::from_document("head", scaled::document(&later).document);
    bencher.bench(|| compare(&base, &head).changes().len());
}

#[divan::bench(args = contracts())]
fn diff_version(bencher: Bencher<'_, '_>, contract: &Contract) {
    bencher
        .with_inputs(|| contract.document())
        .bench_values(|document| Version::from_document("head", document).plan().is_ok());
}
