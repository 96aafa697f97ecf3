//! Reads the root file and every file that its references reach.

use std::collections::{HashMap, VecDeque};

use super::files::{FileError, FileSource};
use super::node::Tree;
use super::parse::Extent;
use super::recover;
use super::rules;
use super::scan::{self, Siblings, Site, SiteTarget};
use super::version;
use crate::diagnostic::{Diagnostic, FileId, Location, Rule, SourcesBuilder, Span};
use crate::suggest::nearest;

/// Every file that was reached.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) sources: SourcesBuilder,
    /// One per file of `sources`.
    pub(super) files: Vec<LoadedFile>,
    pub(super) by_path: HashMap<String, FileId>,
    pub(super) sites: Vec<Site>,
    pub(super) problems: Vec<Diagnostic>,
}

#[derive(Debug)]
pub(super) struct LoadedFile {
    pub(super) path: String,
    pub(super) tree: Tree,
    pub(super) extent: Extent,
}

impl Loaded {
    pub(super) fn file(&self, file: FileId) -> Option<&LoadedFile> {
        self.files.get(file.index())
    }
}

/// Loads `root` and what it reaches, breadth first.
pub(super) fn load(files: &dyn FileSource, root: &str) -> Loaded {
    let mut loader = Loader {
        files,
        loaded: Loaded::default(),
        refused: HashMap::new(),
        queue: VecDeque::new(),
    };
    if let Err(absence) = loader.reach(root, None) {
        let file = loader.loaded.sources.add(files.display(root), root.to_owned(), String::new());
        let location = Location::new(file, Span::default(), "");
        loader.loaded.problems.push(absence.diagnostic(location, root));
    }
    while let Some(file) = loader.queue.pop_front() {
        loader.follow(file);
    }
    loader.loaded
}

/// The problem of a root file that cannot even be looked for.
pub(super) fn unreadable_root(display: &str, error: &FileError) -> Loaded {
    let mut loaded = Loaded::default();
    let absence = Absence::new(error, Vec::new());
    let file = loaded.sources.add(display.to_owned(), display.to_owned(), String::new());
    let location = Location::new(file, Span::default(), "");
    loaded.problems.push(absence.diagnostic(location, display));
    loaded
}

struct Loader<'f> {
    files: &'f dyn FileSource,
    loaded: Loaded,
    refused: HashMap<String, Absence>,
    /// Files whose references are to be followed.
    queue: VecDeque<FileId>,
}

/// Why a file is not there.
#[derive(Debug, Clone)]
struct Absence {
    rule: &'static Rule,
    reason: String,
    neighbours: Vec<String>,
}

impl Loader<'_> {
    fn follow(&mut self, file: FileId) {
        let Some(loaded) = self.loaded.file(file) else { return };
        let root = self.loaded.files.first().map(|file| &file.tree);
        let is_newer = version::is_newer(&loaded.tree, root);
        let siblings = if is_newer { Siblings::Read } else { Siblings::Ignored };
        let (sites, problems) = scan::scan(file, &loaded.path, &loaded.tree, siblings);
        self.loaded.problems.extend(problems);
        for site in &sites {
            let SiteTarget::Text(target) = &site.target else { continue };
            if let Err(absence) = self.reach(&target.path, Some(&site.location)) {
                let problem = absence.diagnostic(site.location.clone(), &target.path);
                self.loaded.problems.push(problem);
            }
        }
        self.loaded.sites.extend(sites);
    }

    /// Makes sure that the file is loaded. `from` is the reference that asks for it.
    fn reach(&mut self, path: &str, from: Option<&Location>) -> Result<(), Absence> {
        if self.loaded.by_path.contains_key(path) {
            return Ok(());
        }
        if let Some(absence) = self.refused.get(path) {
            return Err(absence.clone());
        }
        match self.files.read(path) {
            Ok(bytes) => {
                self.add(path, bytes, from);
                Ok(())
            }
            Err(error) => {
                let absence = Absence::new(&error, self.files.neighbours(path));
                self.refused.insert(path.to_owned(), absence.clone());
                Err(absence)
            }
        }
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>, from: Option<&Location>) {
        let (text, bad) = text(bytes);
        let display = self.files.display(path);
        let file = self.loaded.sources.add(display, path.to_owned(), text);
        self.loaded.by_path.insert(path.to_owned(), file);
        if let Some(bad) = bad {
            let end = self.loaded.sources.text(file).len();
            let location = Location::new(file, Span::at(end), "");
            let mut problem = Diagnostic::new(&rules::FILE_NOT_TEXT, location, bad)
                .help("save the file as UTF-8 text");
            if let Some(from) = from {
                problem = problem.related(from.clone(), "the file is reached from here");
            }
            self.loaded.problems.push(problem);
            self.push(path, Tree::default(), Extent::Part);
            return;
        }
        let parsed = recover::parse(file, self.loaded.sources.text(file));
        self.loaded.problems.extend(parsed.problems);
        self.push(path, parsed.tree, parsed.extent);
        self.queue.push_back(file);
    }

    fn push(&mut self, path: &str, tree: Tree, extent: Extent) {
        self.loaded.files.push(LoadedFile { path: path.to_owned(), tree, extent });
    }
}

impl Absence {
    fn new(error: &FileError, neighbours: Vec<String>) -> Self {
        let rule: &Rule = match error {
            FileError::Missing => &rules::FILE_MISSING,
            FileError::Outside => &rules::fence::REF_OUTSIDE,
            FileError::TooLarge => &rules::FILE_TOO_LARGE,
            _ => &rules::FILE_UNREADABLE,
        };
        Self { rule, reason: error.to_string(), neighbours }
    }

    fn diagnostic(&self, location: Location, path: &str) -> Diagnostic {
        let message = format!("`{path}` cannot be used: {}", self.reason);
        let problem = Diagnostic::new(self.rule, location, message);
        let name = path.rsplit('/').next().unwrap_or(path);
        let near = nearest(name, self.neighbours.iter().map(String::as_str));
        match (self.rule.id, near) {
            ("file-missing", Some(near)) => problem.help(format!("did you mean `{near}`?")),
            ("file-missing", None) => problem.help("check the path, or create the file"),
            ("file-too-large", _) => problem.help("split the file"),
            ("ref-outside", _) => problem.help("put the file itself into the folder"),
            _ => problem,
        }
    }
}

/// The text without a byte order mark and, if it is not all text, the part before the first bad
/// byte together with what is wrong.
fn text(bytes: Vec<u8>) -> (String, Option<String>) {
    const MARK: char = '\u{feff}';
    let (mut text, mut bad) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bad = format!("this is not UTF-8 text, byte {offset} does not fit");
            let mut bytes = error.into_bytes();
            bytes.truncate(offset);
            (String::from_utf8(bytes).unwrap_or_default(), Some(bad))
        }
    };
    let may_be = text.bytes().any(may_begin_binary);
    let control = may_be.then(|| text.char_indices().find(|(_, c)| is_binary(*c))).flatten();
    if let Some((offset, c)) = control {
        let code = u32::from(c);
        bad =
            Some(format!("this is not text, byte {offset} is the control character U+{code:04X}"));
        text.truncate(offset);
    }
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
    }
    (text, bad)
}

/// Whether one of the characters that YAML does not allow may begin with this byte: most texts have none.
fn may_begin_binary(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7f | 0xc2 | 0xef)
}

/// Characters that YAML does not allow in a file.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_of_what_is_refused_is_known() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let first = c.encode_utf8(&mut bytes).as_bytes()[0];
            assert!(!is_binary(c) || may_begin_binary(first), "{c:?}");
        }
    }
}
