//! Nothing in the contract is dropped silently: every node is in the ledger, or is an error.

use std::fs;

use codegen::document::{Cursor, Document, MemoryFiles};
use codegen::ledger::{Fate, Ledger};
use codegen::{GenerateError, gate, plan_of};
use pingone_mfa_tests::{frozen_contract, shipped_contract, workspace};

const FILES: [&str; 4] =
    ["openapi.yaml", "common.yaml", "push-credentials.yaml", "pairing-keys.yaml"];

fn texts() -> Vec<String> {
    FILES
        .iter()
        .map(|name| fs::read_to_string(frozen_contract().with_file_name(name)).unwrap())
        .collect()
}

fn document(texts: &[String]) -> Result<Document, GenerateError> {
    let files: MemoryFiles = FILES.iter().copied().zip(texts.iter().cloned()).collect();
    Ok(Document::from_files(&files, "openapi.yaml")?)
}

fn ledger(texts: &[String]) -> Result<Ledger, GenerateError> {
    let document = document(texts)?;
    let plan = plan_of(&document)?;
    Ok(Ledger::new(&document, &plan))
}

fn size(node: &Cursor<'_>) -> usize {
    let members = node.entries().map(|(_, member)| size(&member));
    1 + members.chain(node.items().map(|item| size(&item))).sum::<usize>()
}

fn nodes(ledger: &Ledger) -> usize {
    ledger.entries.iter().map(|entry| entry.nodes).sum()
}

#[test]
fn every_node_is_accounted_for_once() {
    for contract in [shipped_contract(), frozen_contract()] {
        let document = codegen::load_as(&contract, codegen::target::Overrides::default()).unwrap();
        let all: usize =
            size(&document.root()) + document.parts().map(|part| size(&part)).sum::<usize>();
        let ledger = Ledger::new(&document, &plan_of(&document).unwrap());
        assert_eq!(nodes(&ledger), all);
        assert!(!ledger.entries.iter().any(|entry| entry.fate == Fate::Error));
    }
}

#[test]
fn a_key_that_nobody_knows_is_an_error_or_in_the_ledger_wherever_it_stands() {
    let texts = texts();
    let before = nodes(&ledger(&texts).unwrap());
    let (mut refused, mut accounted) = (0, 0);
    for file in 0..FILES.len() {
        let lines: Vec<&str> = texts[file].lines().collect();
        for at in (0..lines.len()).step_by(7).filter(|at| lines[*at].contains(':')) {
            let indent = lines[at].len() - lines[at].trim_start_matches([' ', '-']).len();
            let mut changed = lines.clone();
            let key = format!("{}unheardOf: 1", " ".repeat(indent));
            changed.insert(at + usize::from(lines[at].contains("- ")), &key);
            let mut texts = texts.clone();
            texts[file] = changed.join("\n");
            match ledger(&texts) {
                Ok(ledger) if nodes(&ledger) > before => accounted += 1,
                Ok(_) => {
                    let text = document(&texts).unwrap();
                    let all =
                        size(&text.root()) + text.parts().map(|part| size(&part)).sum::<usize>();
                    assert_eq!(all, before, "{}:{at} is lost", FILES[file]);
                }
                Err(GenerateError::Contract(report)) => {
                    assert!(report.has_errors());
                    refused += 1;
                }
                Err(bug) => panic!("{bug}"),
            }
        }
    }
    assert!(refused > 50 && accounted + refused > 80, "{refused} refused, {accounted} accounted");
}

#[test]
fn a_line_and_an_item_lead_to_each_other() {
    let ledger = ledger(&texts()).unwrap();
    let status = ledger.of("PairingKey::status");
    let place = status.first().unwrap();
    let there = ledger.at(&ledger.files[place.file], place.lines.0);
    assert!(there.iter().any(|entry| entry.items == ["PairingKey::status"]), "{there:?}");
}

#[test]
fn the_rules_of_the_handbook_are_those_that_exist() {
    let page = fs::read_to_string(workspace().join("spec/RULES.md")).unwrap();
    for rule in gate::rules() {
        assert!(page.contains(&format!("### `{}`", rule.id)), "{}", rule.id);
    }
}
