//! Which files are root documents.

use std::fs;
use std::path::{Path, PathBuf};

/// What the name of a contract ends in.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The version stands near the beginning, but perhaps below a long licence.
const BEGINNING: usize = 64 * 1024;

/// The path itself if it is a file; otherwise the root documents somewhere below it, sorted.
pub(super) fn contracts(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found = Vec::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let is_hidden =
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !is_hidden && !path.is_symlink() {
                waiting.push(path);
            } else if is_contract(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether a file says that it is an OpenAPI document.
fn is_contract(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    if !extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
        return false;
    }
    let Ok(content) = fs::read(path) else { return false };
    let beginning = content.get(..BEGINNING).unwrap_or(&content);
    let beginning = String::from_utf8_lossy(beginning);
    let says = |line: &str| {
        let line = line.trim_start_matches(['{', ' ', '\u{feff}']);
        ["openapi:", "\"openapi\":", "\"openapi\" :", "'openapi':", "swagger:", "\"swagger\":"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    beginning.lines().any(says)
        || beginning.starts_with("{\"") && beginning.contains("\"openapi\":")
}
