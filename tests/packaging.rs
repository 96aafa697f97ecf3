//! The client is a crate of its own: packaged, it builds from what is in the package alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use pingone_mfa_tests::{Scratch, workspace};

/// The packages that are published, with their folders, each after those that it depends on.
const PUBLISHED: [(&str, &str); 3] = [
    ("pingone-core", "generated-client/runtime"),
    ("pingone-mfa", "generated-client"),
    ("pingone-mfa-testing", "generated-client/testing"),
];

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

/// Packs everything that is published; the folder with the archives.
fn pack(target: &Path) {
    run(Command::new(env!("CARGO"))
        .args(["package", "--offline", "--allow-dirty", "--no-verify"])
        .args(PUBLISHED.iter().flat_map(|(name, _)| ["--package", name]))
        .arg("--target-dir")
        .arg(target)
        .current_dir(workspace())
        .env("CARGO_TERM_COLOR", "never"));
}

/// Puts a package, unpacked, in the place of the folder that it was made of; returns its manifest.
fn unpack(scratch: &Scratch, name: &str, folder: &str) -> Manifest {
    let package = format!("{name}-{}", env!("CARGO_PKG_VERSION"));
    let archive = scratch.target().join(format!("package/{package}.crate"));
    // As new as this run: the archive gives every file the same old time, and cargo would believe it.
    run(Command::new("tar").arg("-xzmf").arg(archive).arg("-C").arg(scratch.root()));
    scratch.relocate(&format!("copy/{folder}"), &package).unwrap();
    let path = scratch.root().join(&package).join("Cargo.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    // A test is what makes cargo choose the features of the whole workspace.
    let test = format!("//! Links the package.\nuse {} as _;\n", name.replace('-', "_"));
    fs::write(path.with_file_name("packaged.rs"), test).unwrap();
    fs::write(
        &path,
        format!("{manifest}\n[[test]]\nname = \"packaged\"\npath = \"packaged.rs\"\n"),
    )
    .unwrap();
    toml::from_str(&manifest).unwrap()
}

#[derive(serde::Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "dev-dependencies")]
    dev_dependencies: BTreeMap<String, toml::Value>,
}

impl Manifest {
    fn needs(&self, name: &str) -> bool {
        self.dependencies.contains_key(name) || self.dev_dependencies.contains_key(name)
    }
}

#[test]
fn what_is_published_builds_from_its_packages_alone() {
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "packaging").unwrap();
    pack(scratch.target());
    let manifests = PUBLISHED.map(|(name, folder)| unpack(&scratch, name, folder));
    // A package asks the registry for those that it depends on, which are not there yet.
    let mut patches = String::from("\n[patch.crates-io]\n");
    for (name, _) in PUBLISHED {
        if manifests.iter().any(|manifest| manifest.needs(name)) {
            let folder = format!("{name}-{}", env!("CARGO_PKG_VERSION"));
            patches += &format!("{name} = {{ path = \"{folder}\" }}\n");
        }
    }
    let root = fs::read_to_string(scratch.manifest()).unwrap();
    fs::write(scratch.manifest(), root + &patches).unwrap();
    // A package has no dependencies on folders, so the lock file lists fewer.
    run(Command::new(env!("CARGO"))
        .args(["update", "--workspace", "--offline", "--quiet"])
        .current_dir(scratch.root()));
    let said = run(scratch.cargo_test().args(["--no-run", "--test", "packaged"]));
    for (name, _) in PUBLISHED {
        let place = scratch.root().join(format!("{name}-{}", env!("CARGO_PKG_VERSION")));
        let built =
            format!("Compiling {name} v{} ({})", env!("CARGO_PKG_VERSION"), place.display());
        assert!(said.contains(&built), "{built} is not in {said}");
    }
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
        ["codegen", "progenitor", "progenitor-impl", "typify", "prettyplease", "granit-parser"];
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
