//! Where the folders of the workspace are.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The workspace's root folder: the current folder or the nearest one above with `spec/`.
///
/// Falls back to where this program was built, so that `cargo xtask` works from any package.
pub(crate) fn root() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let Ok(current) = std::env::current_dir() else { return built };
    current
        .ancestors()
        .find(|folder| folder.join("spec/openapi.yaml").is_file() && folder.join("xtask").is_dir())
        .map_or(built, Path::to_owned)
}

/// Cargo's folder for what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Where a path leads behind symbolic links, also if its last parts do not exist yet.
pub(crate) fn real(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let known = path.ancestors().find_map(|known| Some((known, fs::canonicalize(known).ok()?)));
    let Some((known, real)) = known else { return Ok(path) };
    let missing = path.strip_prefix(known).unwrap_or(Path::new(""));
    // Nothing is behind what does not exist, so `..` leads to where it stands.
    Ok(missing.components().fold(real, |mut path, part| {
        match part {
            Component::ParentDir => _ = path.pop(),
            part => path.push(part),
        }
        path
    }))
}

/// A path as people type it: relative to the current folder where that is shorter.
pub(crate) fn shown(path: &Path) -> PathBuf {
    std::env::current_dir()
        .ok()
        .and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned))
        .unwrap_or_else(|| path.to_owned())
}
