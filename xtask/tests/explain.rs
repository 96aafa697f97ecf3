//! `cargo xtask explain`: from an item of the Rust API to its places in the contract, and back.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::process::Command;

use pingone_mfa_tests::workspace;

fn explain(what: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["explain", what])
        .current_dir(workspace())
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn explain_goes_both_ways() {
    let item = explain("PairingKey::status");
    assert!(
        item.contains(" /components/schemas/PairingKey/properties/status/readOnly\n"),
        "{item}"
    );
    let place =
        item.split_whitespace().find(|word| word.starts_with("pairing-keys.yaml:")).unwrap();
    assert!(explain(place).contains("\n  PairingKey::status\n"), "{}", explain(place));
    assert!(explain("createPairingKey").contains("\nignored\n"));
    assert!(explain("pairing-keys.yaml:99999").contains("holds no node"));
}
