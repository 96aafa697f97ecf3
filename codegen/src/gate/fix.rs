//! Applies the repairs that need no judgement, leaving every other byte of the files as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lint;
use crate::diagnostic::{Diagnostic, Edit, Family, FileId, Report, Sources};
use crate::document::{Document, MemoryFiles, Reading};
use crate::replace::replace;

/// A repair can uncover another one; more rounds than this mean that two of them fight.
const MOST_ROUNDS: usize = 10;

/// The repaired files of a contract, in memory.
#[derive(Debug)]
#[non_exhaustive]
pub struct Repairs {
    /// New texts by path inside the root's folder; only files that change.
    pub files: BTreeMap<String, String>,
    /// What was done, in reading order.
    pub changes: Vec<Repair>,
}

/// One repair that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// The file as the user knows it.
    pub path: String,
    /// The line before the repair, from 1.
    pub line: usize,
    /// The rule that was broken.
    pub rule: &'static str,
    /// What was done about it.
    pub title: String,
}

/// A file that could not be written. What was written before it stays.
#[derive(Debug, thiserror::Error)]
#[error("`{}` cannot be written: {source}", path.display())]
#[non_exhaustive]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// Repairs what can be repaired mechanically in these families. The result needs no second run.
#[must_use]
pub fn repair(reading: &Reading, families: &[Family]) -> Repairs {
    let sources = reading.document.sources();
    let original = texts(sources);
    let root = sources.name(FileId::default()).to_owned();
    let mut repairs = Repairs { files: BTreeMap::new(), changes: Vec::new() };
    let mut texts = original.clone();
    let mut report = lint(reading, families);
    let mut problems = reading.problems.len();
    for _ in 0..MOST_ROUNDS {
        let Some((next, changes)) = round(&report, &texts) else { break };
        let files: MemoryFiles = next.iter().map(|(name, text)| (name, text.as_str())).collect();
        let mut read = Document::read_from(&files, &root);
        read.document = read.document.with_target(reading.document.target().clone());
        let reading = read;
        // A repair that damages the file is no repair.
        if reading.problems.len() > problems {
            break;
        }
        problems = reading.problems.len();
        report = lint(&reading, families);
        texts = next;
        let shown = |mut change: Repair| {
            change.path = display(sources, &change.path);
            change
        };
        repairs.changes.extend(changes.into_iter().map(shown));
    }
    repairs.files =
        texts.into_iter().filter(|(name, text)| original.get(name) != Some(text)).collect();
    repairs
}

fn texts(sources: &Sources) -> BTreeMap<String, String> {
    let pair = |file| (sources.name(file).to_owned(), sources.text(file).to_owned());
    sources.files().map(pair).collect()
}

/// The path that a user would type for a file of the contract.
fn display(sources: &Sources, name: &str) -> String {
    let file = sources.files().find(|file| sources.name(*file) == name);
    file.map_or_else(|| name.to_owned(), |file| sources.path(file).to_owned())
}

/// All repairs of one report that do not touch each other; `None` if there are none.
fn round(
    report: &Report,
    texts: &BTreeMap<String, String>,
) -> Option<(BTreeMap<String, String>, Vec<Repair>)> {
    let sources = report.sources();
    let mut taken: Vec<&Edit> = Vec::new();
    let mut changes = Vec::new();
    for problem in report.diagnostics() {
        let Some(fix) = &problem.fix else { continue };
        if fix.edits.iter().any(|edit| taken.iter().any(|other| overlap(edit, other))) {
            continue;
        }
        taken.extend(&fix.edits);
        changes.push(change(problem, &fix.title, sources));
    }
    if taken.is_empty() {
        return None;
    }
    taken.sort_by_key(|edit| std::cmp::Reverse((edit.file, edit.span)));
    let mut next = texts.clone();
    for edit in taken {
        if let Some(text) = next.get_mut(sources.name(edit.file))
            && text.get(edit.span.start..edit.span.end).is_some()
        {
            text.replace_range(edit.span.start..edit.span.end, &edit.replacement);
        }
    }
    Some((next, changes))
}

/// Whether two edits touch; insertions at one place do.
fn overlap(a: &Edit, b: &Edit) -> bool {
    a.file == b.file && a.span.start <= b.span.end && b.span.start <= a.span.end
}

fn change(problem: &Diagnostic, title: &str, sources: &Sources) -> Repair {
    let place = &problem.location;
    let (line, _) = sources.position(place.file, place.span.start);
    let path = sources.name(place.file).to_owned();
    Repair { path, line, rule: problem.rule.id, title: title.to_owned() }
}

impl Repairs {
    /// Writes the files below `folder`, each replaced in one step. A byte order mark, links and
    /// permissions stay.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        for (name, text) in &self.files {
            let path = folder.join(name);
            rewrite(&path, text).map_err(|source| WriteError { path, source })?;
        }
        Ok(())
    }
}

/// Replaces a file's text; a byte order mark stays.
fn rewrite(path: &Path, text: &str) -> io::Result<()> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mark = if fs::read(path)?.starts_with(MARK) { MARK } else { b"" };
    replace(path, &[mark, text.as_bytes()].concat())
}
