//! The contract as a tree: YAML files with a place for every node and every `$ref` checked.
//!
//! [`Document::load`] reads the root file and every file a `$ref` reaches, and reports all
//! problems at once. The other stages read the document through [`Cursor`]s.

mod bundle;
mod check;
mod components;
mod cursor;
mod files;
mod json;
mod load;
mod lookup;
mod lower;
mod node;
mod parse;
mod parse_json;
mod percent;
mod recover;
pub(crate) mod rules;
mod scalar;
mod scan;
mod slips;
mod target_text;
#[cfg(test)]
mod tests;
mod version;

use std::collections::HashMap;
use std::path::{MAIN_SEPARATOR_STR, Path};
use std::sync::Arc;

use components::Components;
pub use cursor::{Cursor, Identity, Reference};
pub use files::{FileError, FileSource, Folder, LARGEST_FILE, MemoryFiles};
use load::Loaded;
use lookup::Key;
pub(crate) use lower::Unread;
pub use node::NodeKind;
use node::{NodeId, Tree};

use crate::diagnostic::{Diagnostic, FileId, Location, Report, Severity, Sources, Span};
use crate::pointer;
use crate::target::Target;
pub use parse::Extent;

/// A loaded contract in which every `$ref` leads somewhere.
///
/// # Examples
///
/// ```
/// use codegen::document::{Document, MemoryFiles};
///
/// let files: MemoryFiles = [
///     ("openapi.yaml", "paths:\n  /keys:\n    $ref: keys.yaml#/paths/collection\n"),
///     ("keys.yaml", "paths:\n  collection:\n    summary: All keys\n"),
/// ]
/// .into_iter()
/// .collect();
/// let document = Document::from_files(&files, "openapi.yaml").unwrap();
/// let path = document.root().get("paths").and_then(|paths| paths.get("/keys")).unwrap();
/// assert_eq!(path.pointer(), "/paths/~1keys");
/// assert_eq!(path.resolve().file_name(), "keys.yaml");
/// assert_eq!(document.bundle()["paths"]["/keys"]["summary"], "All keys");
/// ```
#[derive(Debug)]
pub struct Document {
    sources: Sources,
    /// One per file of `sources`.
    trees: Vec<Tree>,
    /// `None` only where loading had problems.
    root: Option<RefTarget>,
    references: HashMap<Key, RefTarget>,
    /// Where chains of references end.
    ends: HashMap<Key, RefTarget>,
    mappings: HashMap<Key, RefTarget>,
    components: Components,
    /// What no stage reads.
    unread: Vec<Unread>,
    /// What makes a client of it one API's.
    client: Target,
}

/// Where a reference leads.
#[derive(Debug, Clone)]
struct RefTarget {
    file: FileId,
    node: NodeId,
    key_span: Option<Span>,
    pointer: Arc<str>,
}

impl RefTarget {
    /// The root of the first file.
    fn root(node: NodeId) -> Self {
        Self { file: FileId::default(), node, key_span: None, pointer: "".into() }
    }
}

/// What could be read of a contract, and what is wrong with the files and references.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reading {
    /// As much as could be read: references without a target are missing.
    pub document: Document,
    /// The problems, in no particular order.
    pub problems: Vec<Diagnostic>,
    /// Whether everything that the files say is in the document.
    pub extent: Extent,
}

impl Reading {
    /// Whether not even the root file could be read.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        let is_root = |problem: &Diagnostic| problem.location.file == FileId::default();
        self.document.sources.text(FileId::default()).is_empty()
            && self.problems.iter().any(|it| is_root(it) && rules::is_unreadable(it.rule))
    }

    /// The whole document, with what it leaves out as warnings.
    ///
    /// # Errors
    /// Everything that is wrong with the files, if that takes something else from the document.
    pub fn into_document(mut self) -> Result<(Document, Report), Report> {
        let is_whole = self.problems.iter().all(|problem| rules::is_harmless(problem.rule));
        if is_whole {
            self.problems.iter_mut().for_each(|problem| problem.severity = Severity::Warning);
        }
        let report = Report::new(self.problems, self.document.sources());
        if is_whole { Ok((self.document, report)) } else { Err(report) }
    }
}

/// The files of the folder around `root`.
fn load_from(root: &Path) -> Loaded {
    let folder = Folder::new(root.parent().unwrap_or(Path::new("")));
    let name = root.file_name().ok_or(FileError::Folder);
    match folder.and_then(|folder| Ok((folder, name?))) {
        Ok((folder, name)) => load::load(&folder, &name.to_string_lossy()),
        Err(error) => {
            let shown = root.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/");
            load::unreadable_root(&shown, &error)
        }
    }
}

impl Document {
    /// Loads the contract whose root is the file `root`. No `$ref` may leave the folder of `root`,
    /// and only files that a `$ref` reaches are read.
    ///
    /// Limits: 16 MiB per file, 100 levels of nesting, 1,000,000 values per file with its aliases
    /// written out, 1,000,000 values with references written out that name no component, and 100
    /// reported problems of YAML per file.
    ///
    /// # Errors
    /// Returns every problem of every file at once.
    pub fn load(root: &Path) -> Result<Self, Report> {
        Self::finish(load_from(root))
    }

    /// Loads the contract whose root is the file `root` of `files`, under the limits of
    /// [`Document::load`].
    ///
    /// # Errors
    /// Returns every problem of every file at once.
    pub fn from_files(files: &dyn FileSource, root: &str) -> Result<Self, Report> {
        Self::finish(load::load(files, root))
    }

    /// Reads as much of the contract at `root` as can be read, under the limits of
    /// [`Document::load`].
    #[must_use]
    pub fn read(root: &Path) -> Reading {
        Self::examine(load_from(root))
    }

    /// Reads as much of the contract whose root is the file `root` of `files` as can be read.
    #[must_use]
    pub fn read_from(files: &dyn FileSource, root: &str) -> Reading {
        Self::examine(load::load(files, root))
    }

    /// The same contract for a client of this kind.
    #[must_use]
    pub fn with_target(self, client: Target) -> Self {
        Self { client, ..self }
    }

    /// What makes a client of the contract one API's.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.client
    }

    /// The whole root file.
    #[must_use]
    pub fn root(&self) -> Cursor<'_> {
        Cursor::root(self)
    }

    /// The files beside the root that references reached, each as a whole, in loading order.
    pub fn parts(&self) -> impl Iterator<Item = Cursor<'_>> {
        self.trees.iter().enumerate().skip(1).filter_map(|(index, tree)| {
            let file = FileId::from_index(index);
            let node = tree.root()?;
            Cursor::new(self, &RefTarget { file, node, key_span: None, pointer: "".into() })
        })
    }

    /// The node at a place of this document; `None` if there is none.
    #[must_use]
    pub fn at(&self, location: &Location) -> Option<Cursor<'_>> {
        let node = self.tree(location.file)?.root()?;
        let whole = RefTarget { file: location.file, node, key_span: None, pointer: "".into() };
        let steps = pointer::split(&location.pointer)?;
        steps.iter().try_fold(Cursor::new(self, &whole)?, |node, step| {
            node.get(step).or_else(|| node.items().nth(step.parse().ok()?))
        })
    }

    /// The component schema of this name, in whichever file it stands.
    pub(crate) fn schema(&self, name: &str) -> Option<Cursor<'_>> {
        let target = self.components.get(&("schemas".to_owned(), name.to_owned()))?;
        Some(Cursor::new(self, target)?.resolve())
    }

    /// The texts of all files.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The parts of a contract in OpenAPI 3.1 that have no form in 3.0.
    pub(crate) fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// Every node that a reference or a mapping names, as often as it is named.
    pub fn referred(&self) -> impl Iterator<Item = Identity> {
        self.references.values().chain(self.mappings.values()).map(Identity::of)
    }

    /// The places of the texts in a file, sorted: a `#` in one begins no comment.
    #[must_use]
    pub fn texts(&self, file: FileId) -> Vec<Span> {
        let mut spans = self.tree(file).map(Tree::texts).unwrap_or_default();
        spans.sort_unstable();
        spans
    }

    /// One self-contained OpenAPI document: the components of all files are below
    /// `#/components/…`, and what a reference to no component names stands in its place.
    #[must_use]
    pub fn bundle(&self) -> serde_json::Value {
        bundle::bundle(self).into()
    }

    /// The same as JSON in the order of the contract, ending in a line break.
    ///
    /// # Errors
    /// When the JSON cannot be written, which is a fault of this crate.
    pub fn bundle_text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(&bundle::bundle(self))? + "\n")
    }

    fn finish(loaded: Loaded) -> Result<Self, Report> {
        let Reading { document, problems, .. } = Self::examine(loaded);
        if problems.is_empty() {
            Ok(document)
        } else {
            Err(Report::new(problems, &document.sources))
        }
    }

    fn examine(mut loaded: Loaded) -> Reading {
        let mut problems = std::mem::take(&mut loaded.problems);
        let mut targets = lookup::look_up(&loaded);
        problems.append(&mut targets.problems);
        let told = lower::lower(&mut loaded, &mut targets.references);
        problems.extend(told.problems);
        problems.extend(check::endless_chains(&loaded, &targets));
        problems.extend(check::mappings(&loaded, &targets));
        targets.drop_endless();
        let (components, conflicts) = components::merge(&loaded, &targets.references);
        problems.extend(conflicts);
        if problems.iter().all(|problem| rules::is_harmless(problem.rule)) {
            problems.extend(check::expansion(&loaded, &targets, &components));
        }
        let is_whole = loaded.files.iter().all(|file| file.extent == Extent::Whole);
        let root = loaded.files.first().and_then(|file| file.tree.root());
        let ends = targets.ends();
        let document = Self {
            ends,
            sources: loaded.sources.finish(),
            trees: loaded.files.into_iter().map(|file| file.tree).collect(),
            root: root.map(RefTarget::root),
            references: targets.references,
            mappings: targets.mappings,
            components,
            unread: told.unread,
            client: Target::default(),
        };
        let extent = if is_whole && document.root.is_some() { Extent::Whole } else { Extent::Part };
        Reading { document, problems, extent }
    }

    fn tree(&self, file: FileId) -> Option<&Tree> {
        self.trees.get(file.index())
    }

    fn reference(&self, file: FileId, node: NodeId) -> Option<&RefTarget> {
        self.references.get(&(file, node))
    }

    fn end(&self, file: FileId, node: NodeId) -> Option<&RefTarget> {
        self.ends.get(&(file, node))
    }

    fn mapping(&self, file: FileId, node: NodeId) -> Option<&RefTarget> {
        self.mappings.get(&(file, node))
    }
}
