//! The client is a crate of its own: packaged, it builds from what is in the package alone.

use std::collections::BTreeSet;
use std::fs;
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

/// Every package that `name` may lead to, by whatever feature, platform or kind of dependency.
///
/// The lock file knows without a download: `cargo tree` needs the source of each crate, also of those
/// that only another platform or feature builds.
fn reachable(name: &str) -> BTreeSet<String> {
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).unwrap();
    let lock: Lock = toml::from_str(&lock).unwrap();
    let mut found = BTreeSet::new();
    let mut waiting = vec![name.to_owned()];
    while let Some(next) = waiting.pop() {
        if !found.insert(next.clone()) {
            continue;
        }
        let packages = lock.package.iter().filter(|package| package.name == next);
        for dependency in packages.flat_map(|package| &package.dependencies) {
            // A version follows the name where the lock file has several.
            waiting.extend(dependency.split(' ').next().map(str::to_owned));
        }
    }
    found
}

#[derive(serde::Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(serde::Deserialize)]
struct Package {
    name: String,
    #[serde(default)]
    dependencies: Vec<String>,
}

#[test]
fn the_client_depends_on_nothing_of_the_generator() {
    let generator =
        ["codegen", "progenitor", "progenitor-impl", "typify", "prettyplease", "saphyr-parser"];
    let names = reachable("codegen");
    for part in generator {
        assert!(names.contains(part), "{part} is no part of the generator any more");
    }
    let names = reachable("pingone-mfa");
    assert!(names.contains("reqwest"), "{names:?}");
    for banned in generator {
        assert!(!names.contains(banned), "{banned} reaches the client");
    }
}
