//! Where the folders of the workspace are.

use std::path::{Path, PathBuf};

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

/// A path as people type it: relative to the current folder where that is shorter.
pub(crate) fn shown(path: &Path) -> PathBuf {
    std::env::current_dir()
        .ok()
        .and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned))
        .unwrap_or_else(|| path.to_owned())
}
