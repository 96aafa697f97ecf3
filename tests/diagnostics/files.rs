//! Files, YAML and references.

use insta::assert_snapshot;

use crate::spoiled::Spoiled;

fn shown(name: &str, spoiled: &Spoiled) {
    assert_snapshot!(name, spoiled.rendered());
}

#[test]
fn a_misspelt_reference_is_told_with_the_nearest_name() {
    let from = "'#/components/schemas/PairingKeyRequest'";
    let to = "'#/components/schemas/PairingKeyReqest'";
    shown("misspelt_reference", &Spoiled::new().replace("pairing-keys.yaml", from, to));
}

#[test]
fn a_reference_never_leaves_the_folder() {
    let from = "push-credentials.yaml#/paths/item";
    let spoiled = Spoiled::new().replace("openapi.yaml", from, "../elsewhere.yaml#/paths/item");
    let from = "pairing-keys.yaml#/paths/item";
    shown(
        "reference_outside",
        &spoiled.replace("openapi.yaml", from, "https://a.example/b.yaml#/c"),
    );
}

#[test]
fn an_empty_file() {
    shown("empty_file", &Spoiled::new().write("pairing-keys.yaml", ""));
}

#[test]
fn a_binary_file() {
    shown("binary_file", &Spoiled::new().write("common.yaml", b"components:\n  \xff\xfe\x00"));
}

#[test]
fn a_missing_file() {
    shown("missing_file", &Spoiled::new().remove("pairing-keys.yaml"));
    shown("missing_root", &Spoiled::new().remove("openapi.yaml"));
}

#[test]
fn aliases_that_expand_without_end() {
    let mut bomb = String::from("openapi: 3.0.3\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    shown("yaml_bomb", &Spoiled::new().write("openapi.yaml", bomb));
}

#[test]
fn yaml_that_is_not_well_formed_in_two_files_is_told_at_once() {
    let spoiled = Spoiled::new().replace("pairing-keys.yaml", "  collection:\n", "\tcollection:\n");
    let spoiled = spoiled.replace("push-credentials.yaml", "  collection:", "  collection: [");
    let report = spoiled.report();
    let mut files: Vec<String> = report
        .diagnostics()
        .iter()
        .map(|diagnostic| report.sources().line_column(&diagnostic.location).0)
        .collect();
    files.dedup();
    assert_eq!(files.len(), 2, "{}", spoiled.rendered());
}

#[test]
fn a_key_that_is_written_twice() {
    let from = "      summary: Create a pairing key\n";
    let to = "      summary: Create a pairing key\n      summary: Create one\n";
    shown("duplicate_key", &Spoiled::new().replace("pairing-keys.yaml", from, to));
}

#[test]
fn a_key_or_an_extension_that_is_misspelt() {
    let spoiled = Spoiled::new().replace(
        "pairing-keys.yaml",
        "      summary: Create",
        "      sumary: Create",
    );
    let spoiled =
        spoiled.replace("common.yaml", "x-rust-name: session_id", "x-rust-nmae: session_id");
    shown("misspelt_key", &spoiled);
}

#[test]
fn another_version_of_openapi() {
    shown(
        "openapi_version",
        &Spoiled::new().replace("openapi.yaml", "openapi: 3.0.3", "openapi: 4.0.0"),
    );
}

#[test]
fn keys_beside_a_reference_are_not_dropped_silently() {
    let from = "              $ref: '#/components/schemas/PairingKeyRequest'\n";
    let to = "              $ref: '#/components/schemas/PairingKeyRequest'\n              nullable: true\n";
    shown("reference_siblings", &Spoiled::new().replace("pairing-keys.yaml", from, to));
}
