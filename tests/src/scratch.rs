//! A scratch workspace: a copy of this one whose builds share what is built here already.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{copy_folder, workspace};

/// A copy of the workspace below `copy/`, with the root manifest above it.
///
/// It is built in the target folder of this workspace, with the same profile and the same features, so
/// that no dependency is compiled twice. The members are compiled anew and beside those of this
/// workspace: cargo tells packages apart by their path below the root, which begins with `copy/` here.
///
/// Only tests may be built in it. A program or an example would replace the one of this workspace, since
/// cargo puts these where their names have no hash.
#[derive(Debug)]
pub struct Scratch {
    root: PathBuf,
    target: PathBuf,
    /// One process at a time has the folder.
    _lock: File,
}

impl Scratch {
    /// Makes the workspace anew in a folder of `tmp`, the `CARGO_TARGET_TMPDIR` of the caller.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub fn new(tmp: &Path, name: &str) -> io::Result<Self> {
        let root = tmp.join(name);
        let target = tmp.parent().unwrap_or(tmp).to_owned();
        let lock = File::create(tmp.join(format!("{name}.lock")))?;
        lock.lock()?;
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        let scratch = Self { root, target, _lock: lock };
        copy_folder(&workspace(), &scratch.copy())?;
        fs::rename(scratch.copy().join("Cargo.toml"), scratch.manifest())?;
        fs::rename(scratch.copy().join("Cargo.lock"), scratch.root.join("Cargo.lock"))?;
        for member in scratch.members()? {
            scratch.relocate(&member, &format!("copy/{member}"))?;
        }
        Ok(scratch)
    }

    /// The folder that holds what this workspace's root holds, except for the manifest.
    #[must_use]
    pub fn copy(&self) -> PathBuf {
        self.root.join("copy")
    }

    /// The scratch workspace's root, which holds the manifest.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The target folder that both workspaces share.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The manifest of the root.
    #[must_use]
    pub fn manifest(&self) -> PathBuf {
        self.root.join("Cargo.toml")
    }

    /// Makes the manifest say that a member lies elsewhere.
    ///
    /// # Errors
    /// When the manifest cannot be read or written.
    pub fn relocate(&self, from: &str, to: &str) -> io::Result<()> {
        let text = fs::read_to_string(self.manifest())?;
        // Members and the paths of dependencies are the strings that name a member.
        fs::write(self.manifest(), text.replace(&format!("\"{from}\""), &format!("\"{to}\"")))
    }

    /// `cargo test` with the features of `cargo test --workspace`; the caller selects the tests.
    ///
    /// The door and the generator are left out. What they need, the others' tests need with more
    /// features, and the door is a program.
    #[must_use]
    pub fn cargo_test(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(["test", "--locked", "--offline", "--workspace"])
            .args(["--exclude", "xtask", "--exclude", "codegen"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never");
        command
    }

    fn members(&self) -> io::Result<Vec<String>> {
        let manifest: Manifest =
            toml::from_str(&fs::read_to_string(self.manifest())?).map_err(io::Error::other)?;
        Ok(manifest.workspace.members)
    }
}

#[derive(serde::Deserialize)]
struct Manifest {
    workspace: Members,
}

#[derive(serde::Deserialize)]
struct Members {
    members: Vec<String>,
}
