//! The text of a `$ref`: which file and which node it names, or why it is refused.

use super::{percent, rules};
use crate::diagnostic::Rule;
use crate::pointer;

/// What a reference names, not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TargetText {
    /// Path of the file inside the root's folder.
    pub(super) path: String,
    /// Canonical JSON pointer.
    pub(super) pointer: String,
    /// The steps of `pointer`.
    pub(super) steps: Vec<String>,
}

/// Why a reference text is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) rule: &'static Rule,
    pub(super) message: String,
    pub(super) help: String,
}

const INSIDE: &str = "the contract is one folder: put the file into the folder of the root file \
                      and refer to it by a relative path such as `common.yaml#/components/…`";

/// Reads a reference in the file `from`.
pub(super) fn read(text: &str, from: &str) -> Result<TargetText, Refusal> {
    let (file, fragment) = match text.split_once('#') {
        Some((file, fragment)) => (file, Some(fragment)),
        None => (text, None),
    };
    if text.is_empty() {
        return Err(form("`$ref` is empty", "write `#/components/…` or `file.yaml#/components/…`"));
    }
    let decoded = percent::decode(file).ok_or_else(bad_escape)?;
    let path = if decoded.is_empty() { from.to_owned() } else { path(&decoded, from)? };
    let fragment = percent::decode(fragment.unwrap_or_default()).ok_or_else(bad_escape)?;
    let Some(steps) = pointer::split(&fragment) else {
        return Err(bad_pointer(&fragment));
    };
    let pointer = pointer::of_steps(&steps);
    Ok(TargetText { path, pointer, steps })
}

/// The path of `from` that leads from the folder of the file `base`: how a reference is written.
pub(super) fn relative(from: &str, base: &str) -> Option<String> {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    if folder.is_empty() {
        return Some(from.to_owned());
    }
    from.strip_prefix(folder)?.strip_prefix('/').map(ToOwned::to_owned)
}

fn path(file: &str, from: &str) -> Result<String, Refusal> {
    if is_url(file) {
        return Err(outside("`$ref` names a URL, and nothing is loaded from elsewhere"));
    }
    if file.contains('\\') {
        return Err(form("`$ref` has a backslash in its path", "separate folders with `/`"));
    }
    if file.starts_with('/') {
        return Err(outside("`$ref` names an absolute path"));
    }
    if file.chars().any(|c| c.is_control() || matches!(c, '?' | ':')) {
        let message = "`$ref` has a character in its path that a file name cannot have";
        return Err(form(message, "use letters, digits, `-`, `_` and `.` in file names"));
    }
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for segment in file.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.pop().is_none() => {
                return Err(outside("`$ref` leads out of the folder of the root file"));
            }
            ".." => {}
            name => segments.push(name),
        }
    }
    if segments.is_empty() || file.ends_with(['/', '.']) && !is_file_name(file) {
        return Err(form("`$ref` names a folder", "name a file in it"));
    }
    Ok(segments.join("/"))
}

/// Whether the last segment can be a file's name.
fn is_file_name(file: &str) -> bool {
    !matches!(file.rsplit('/').next(), None | Some("" | "." | ".."))
}

/// `scheme:` as in RFC 3986, or a path that starts with a host. A Windows drive looks like a
/// scheme and is refused with it.
fn is_url(file: &str) -> bool {
    let scheme = file.split_once(':').map(|(scheme, _)| scheme);
    file.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

fn bad_pointer(fragment: &str) -> Refusal {
    let help = if fragment.starts_with('/') {
        "`~` is written `~0` and `/` inside a name `~1`; no other `~` may stand there".to_owned()
    } else {
        format!("a pointer starts with `/`, such as `#/components/schemas/{fragment}`")
    };
    form(format!("`#{fragment}` is not a JSON pointer"), help)
}

fn bad_escape() -> Refusal {
    form("`$ref` has a `%` that does not encode a character", "write `%25` for a percent sign")
}

fn form(message: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal { rule: &rules::REF_FORM, message: message.into(), help: help.into() }
}

fn outside(message: &str) -> Refusal {
    Refusal {
        rule: &rules::fence::REF_OUTSIDE,
        message: message.to_owned(),
        help: INSIDE.to_owned(),
    }
}
