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
mod node;
mod offsets;
mod parse;
mod pointer;
mod scalar;
mod scan;
mod suggest;
mod target_text;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{MAIN_SEPARATOR_STR, Path};
use std::sync::Arc;

use components::Components;
pub(crate) use cursor::NodeKey;
pub use cursor::{Cursor, Reference};
pub use files::{FileError, Files, Folder, LARGEST_FILE, MemoryFiles};
use load::Loaded;
use lookup::Key;
pub use node::NodeKind;
use node::{NodeId, Tree};

use crate::diagnostic::{FileId, Report, Sources, Span};

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
    root: Target,
    references: HashMap<Key, Target>,
    mappings: HashMap<Key, Target>,
    components: Components,
}

/// Where a reference leads.
#[derive(Debug, Clone)]
struct Target {
    file: FileId,
    node: NodeId,
    key_span: Option<Span>,
    pointer: Arc<str>,
}

impl Document {
    /// Loads the contract whose root is the file `root`. No `$ref` may leave the folder of `root`,
    /// and only files that a `$ref` reaches are read.
    ///
    /// Limits: 4 MiB per file, 100 levels of nesting, 100,000 values per file with its aliases
    /// written out, 1,000,000 values with references written out that name no component, and 100
    /// reported problems of YAML per file.
    ///
    /// # Errors
    /// Returns every problem of every file at once.
    pub fn load(root: &Path) -> Result<Self, Report> {
        let folder = Folder::new(root.parent().unwrap_or(Path::new("")));
        let name = root.file_name().ok_or(FileError::Folder);
        match folder.and_then(|folder| Ok((folder, name?))) {
            Ok((folder, name)) => Self::from_files(&folder, &name.to_string_lossy()),
            Err(error) => {
                let shown = root.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/");
                Self::finish(load::unreadable_root(&shown, &error))
            }
        }
    }

    /// Loads the contract whose root is the file `root` of `files`, under the limits of
    /// [`Document::load`].
    ///
    /// # Errors
    /// Returns every problem of every file at once.
    pub fn from_files(files: &dyn Files, root: &str) -> Result<Self, Report> {
        Self::finish(load::load(files, root))
    }

    /// Loads what can be read of the contract whose root is the file `root` of `files`, for tools
    /// that look at broken contracts too. There is no document if not even the root can be read.
    ///
    /// Of a document with problems, a `$ref` that leads nowhere is a plain value, and
    /// [`Document::bundle`] must not be used.
    pub fn from_files_lenient(files: &dyn Files, root: &str) -> (Option<Self>, Report) {
        Self::assemble(load::load(files, root))
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
            Cursor::new(self, &Target { file, node, key_span: None, pointer: "".into() })
        })
    }

    /// The texts of all files.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// One self-contained OpenAPI document: the components of all files are below
    /// `#/components/…`, and what a reference to no component names stands in its place.
    #[must_use]
    pub fn bundle(&self) -> serde_json::Value {
        bundle::bundle(self)
    }

    fn finish(loaded: Loaded) -> Result<Self, Report> {
        match Self::assemble(loaded) {
            (Some(document), report) if report.is_empty() => Ok(document),
            (_, report) => Err(report),
        }
    }

    fn assemble(mut loaded: Loaded) -> (Option<Self>, Report) {
        let mut problems = std::mem::take(&mut loaded.problems);
        let mut targets = lookup::look_up(&loaded);
        problems.append(&mut targets.problems);
        problems.extend(check::endless_chains(&loaded, &targets));
        problems.extend(check::mappings(&loaded, &targets));
        check::forget_endless(&mut targets);
        let (components, conflicts) = components::merge(&loaded, &targets.references);
        problems.extend(conflicts);
        if problems.is_empty() {
            problems.extend(check::expansion(&loaded, &targets, &components));
        }
        let root = loaded.files.first().and_then(|file| file.tree.root());
        let sources = loaded.sources.finish();
        let report = Report::new(problems, &sources);
        let Some(node) = root else { return (None, report) };
        let root = Target { file: FileId::default(), node, key_span: None, pointer: "".into() };
        let document = Self {
            sources,
            trees: loaded.files.into_iter().map(|file| file.tree).collect(),
            root,
            references: targets.references,
            mappings: targets.mappings,
            components,
        };
        (Some(document), report)
    }

    fn tree(&self, file: FileId) -> Option<&Tree> {
        self.trees.get(file.index())
    }

    fn reference(&self, file: FileId, node: NodeId) -> Option<&Target> {
        self.references.get(&(file, node))
    }

    fn mapping(&self, file: FileId, node: NodeId) -> Option<&Target> {
        self.mappings.get(&(file, node))
    }
}
