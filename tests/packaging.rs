//! The client is a crate of its own: packaged, it builds from what is in the package alone.

use std::process::Command;

use pingone_mfa_tests::{scratch_target, workspace};

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(workspace()).env_remove("RUSTFLAGS").env("CARGO_TERM_COLOR", "never");
    command
}

#[test]
fn the_packaged_client_builds_by_itself() {
    let packaged = cargo()
        .args(["package", "--offline", "--allow-dirty", "--package", "pingone-mfa"])
        .arg("--target-dir")
        .arg(scratch_target())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&packaged.stderr);
    assert!(packaged.status.success(), "{said}");
    assert!(said.contains("Verifying pingone-mfa"), "the package was not built: {said}");
}

#[test]
fn the_client_depends_on_nothing_of_the_generator() {
    let tree = cargo()
        .args(["tree", "--offline", "--package", "pingone-mfa", "--edges", "normal,build"])
        .args(["--all-features", "--prefix", "none", "--format", "{lib}"])
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let names: Vec<&str> = tree.lines().map(str::trim).collect();
    assert!(names.contains(&"reqwest"), "{names:?}");
    for banned in
        ["codegen", "progenitor", "progenitor_impl", "typify", "prettyplease", "saphyr_parser"]
    {
        assert!(!names.contains(&banned), "{banned} reaches the client");
    }
}
