//! Reads what makes a client one API's: the file [`FILE`] beside the root document.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Cursor, Document, FileError, Files, Folder};
use crate::target::{Envelope, ErrorBodies, Target};

mod rules;

pub(crate) use rules::RULES;

/// The name of the file.
pub const FILE: &str = "client.yaml";

/// Reads the target beside the contract whose root document is `root`; the default if there is
/// no such file.
///
/// # Errors
/// Returns every problem of the file at once.
pub fn load(root: &Path) -> Result<Target, Report> {
    match Folder::new(root.parent().unwrap_or(Path::new(""))) {
        Ok(folder) => from_files(&folder),
        // The contract is in the same folder: its own problems say more.
        Err(_) => Ok(Target::default()),
    }
}

/// Reads the target among these files; the default if there is none.
///
/// # Errors
/// Returns every problem of the file at once.
pub fn from_files(files: &dyn Files) -> Result<Target, Report> {
    if matches!(files.read(FILE), Err(FileError::Missing)) {
        return Ok(Target::default());
    }
    let document = Document::from_files(files, FILE)?;
    let mut reader = Reader { problems: Vec::new() };
    let target = reader.target(&document.root());
    match reader.problems.is_empty() {
        true => Ok(target),
        false => Err(Report::new(reader.problems, document.sources())),
    }
}

/// Reads the file and gathers what is wrong with it.
struct Reader {
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn target(&mut self, root: &Cursor<'_>) -> Target {
        let mut target = Target::default();
        for (key, value) in root.entries() {
            match key {
                "package" => target.package = self.package(&value),
                "test-kit" => target.test_kit = self.flag(&value),
                "terms" => {
                    target.terms = value.items().filter_map(|name| self.text(&name)).collect();
                }
                "modules" => {
                    target.modules = value.items().filter_map(|name| self.text(&name)).collect();
                }
                "api-key" => target.api_key = self.header(&value),
                "errors" => target.errors = self.errors(&value),
                "collections" => target.collections = self.collections(&value),
                _ => self.unknown(
                    key,
                    &value,
                    "package, terms, test-kit, modules, api-key, errors, collections",
                ),
            }
        }
        target
    }

    fn errors(&mut self, node: &Cursor<'_>) -> ErrorBodies {
        let (mut id, mut code, mut message, mut details) = (None, None, None, None);
        for (key, value) in node.entries() {
            match key {
                "id" => id = self.pointer(&value),
                "code" => code = self.pointer(&value),
                "message" => message = self.pointer(&value),
                "details" => details = self.pointer(&value),
                _ => self.unknown(key, &value, "id, code, message, details"),
            }
        }
        ErrorBodies::At { id, code, message, details }
    }

    fn collections(&mut self, node: &Cursor<'_>) -> Envelope {
        let (mut items, mut count, mut offset) = (None, None, None);
        for (key, value) in node.entries() {
            match key {
                "items" => items = self.text(&value),
                "count" => count = self.text(&value),
                "offset" => offset = self.text(&value),
                _ => self.unknown(key, &value, "items, count, offset"),
            }
        }
        match (items, offset) {
            (Some(items), Some(offset)) => Envelope::Flat { items, count, offset },
            _ => {
                self.wrong(node, "a collection needs `items` and `offset`", "add what is missing");
                Envelope::Hal
            }
        }
    }

    fn pointer(&mut self, value: &Cursor<'_>) -> Option<String> {
        let pointer = self.text(value)?;
        let is_plain = pointer.starts_with('/') && !pointer.contains('~');
        if !is_plain {
            self.wrong(value, "this is no JSON Pointer of a member", "such as `/error/code`");
        }
        is_plain.then_some(pointer)
    }

    fn header(&mut self, value: &Cursor<'_>) -> Option<String> {
        let name = self.text(value)?.to_ascii_lowercase();
        let is_name = http::HeaderName::from_bytes(name.as_bytes()).is_ok();
        if !is_name {
            self.wrong(value, "this is no name of a header", "such as `X-Api-Key`");
        }
        is_name.then_some(name)
    }

    fn text(&mut self, value: &Cursor<'_>) -> Option<String> {
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(value, "this is no text", "write a name");
        }
        text.map(str::to_owned)
    }

    fn unknown(&mut self, key: &str, value: &Cursor<'_>, known: &str) {
        let message = format!("`{key}` says nothing about a client");
        let problem = Diagnostic::new(&rules::TARGET_KEY, value.key_location(), message);
        self.problems.push(problem.help(format!("one of {known}")));
    }

    fn wrong(&mut self, value: &Cursor<'_>, message: &str, help: &str) {
        let problem = Diagnostic::new(&rules::TARGET_VALUE, value.location(), message);
        self.problems.push(problem.help(help));
    }

    fn flag(&mut self, value: &Cursor<'_>) -> bool {
        value.as_bool().unwrap_or_else(|| {
            self.wrong(value, "this is neither yes nor no", "`true` or `false`");
            false
        })
    }

    fn package(&mut self, value: &Cursor<'_>) -> Option<String> {
        let name = value.as_str().filter(|name| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        if name.is_none() {
            let help = "small letters, digits and `-`, such as `parcel-api`";
            self.wrong(value, "this is no name of a package", help);
        }
        name.map(str::to_owned)
    }
}
