//! Reads the root file and every file that its references reach.

use std::collections::{HashMap, VecDeque};

use super::files::{FileError, FileSource};
use super::node::Tree;
use super::parse::Extent;
use super::parse_json;
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
    let bytes = wide(&bytes).map(String::into_bytes).unwrap_or(bytes);
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
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
    }
    if text.contains('\r') {
        text = with_line_feeds(text);
    }
    let may_be = text.bytes().any(may_begin_binary);
    let control = may_be.then(|| text.char_indices().find(|(_, c)| is_binary(*c))).flatten();
    // In texts of JSON, some of them are allowed.
    if let Some((offset, c)) = control.filter(|_| parse_json::parse(&text).is_none()) {
        let code = u32::from(c);
        bad =
            Some(format!("this is not text, byte {offset} is the control character U+{code:04X}"));
        text.truncate(offset);
    }
    (text, bad)
}

/// The text with a line feed for each carriage return that is a line break of its own, so that lines are lines
/// for all who count them.
fn with_line_feeds(text: String) -> String {
    let mut bytes = text.into_bytes();
    for at in 0..bytes.len() {
        if bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            bytes[at] = b'\n';
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The text of bytes that begin as UTF-16 does.
fn wide(bytes: &[u8]) -> Option<String> {
    let (mark, read): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, ..] => (2, u16::from_le_bytes),
        [0xfe, 0xff, ..] => (2, u16::from_be_bytes),
        _ => return None,
    };
    let units = bytes.get(mark..)?.chunks(2).map(|pair| Some(read(pair.try_into().ok()?)));
    let units: Vec<u16> = units.collect::<Option<_>>()?;
    String::from_utf16(&units).ok()
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

    #[test]
    fn a_text_is_the_same_in_every_encoding_and_with_every_line_break() {
        let written = "a: 1\nb: '\u{e4}\u{1f980}'\n";
        let wide = |units: fn(u16) -> [u8; 2]| -> Vec<u8> {
            ['\u{feff}']
                .into_iter()
                .chain(written.chars())
                .flat_map(|c| {
                    let mut buffer = [0; 2];
                    c.encode_utf16(&mut buffer).iter().copied().flat_map(units).collect::<Vec<_>>()
                })
                .collect()
        };
        for bytes in [
            written.as_bytes().to_vec(),
            format!("\u{feff}{written}").into_bytes(),
            written.replace('\n', "\r").into_bytes(),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
        ] {
            assert_eq!(text(bytes), (written.to_owned(), None));
        }
        let windows = written.replace('\n', "\r\n");
        assert_eq!(text(windows.clone().into_bytes()), (windows, None));
    }

    #[test]
    fn what_json_allows_in_its_texts_is_text() {
        let json = "[\"\u{7f}\u{ffff}\"]";
        assert_eq!(text(json.as_bytes().to_vec()), (json.to_owned(), None));
        for other in ["a: \u{7f}", "[\"\u{1}\"]", "\0"] {
            assert!(text(other.as_bytes().to_vec()).1.is_some(), "{other:?}");
        }
    }
}
