//! The ledger: what became of every node of the contract.
//!
//! Nothing is dropped silently. Every node shows in the client, decides what is sent, is ignored for
//! a stated reason, or makes the contract an error. The ledger is committed beside the contract, so
//! that a review shows what became ignored.

mod fate;
mod items;
mod left_out;
mod text;

use std::collections::{BTreeSet, HashSet};

use crate::diagnostic::{FileId, Location, Span};
use crate::document::{Cursor, Document, Identity};
use crate::openapi::{Below, Object};
use crate::plan::{Plan, is_own_header};
pub use fate::Fate;
use items::Items;
use left_out::{Left, LeftParts};

/// What became of every node of one contract.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Ledger {
    /// In reading order.
    pub entries: Vec<Entry>,
    /// The names of the files, in loading order.
    pub files: Vec<String>,
    /// The operations that the client does not have, by path and method.
    pub left_out: Vec<Left>,
}

/// One node, or a payload as a whole.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Entry {
    /// The file, as an index into [`Ledger::files`].
    pub file: usize,
    /// JSON pointer inside the file.
    pub pointer: String,
    /// First and last line, from 1.
    pub lines: (usize, usize),
    /// What became of it.
    pub fate: Fate,
    /// The Rust items it belongs to; none if it reaches none.
    pub items: Vec<String>,
    /// How many nodes it stands for: payloads are not taken apart.
    pub nodes: usize,
}

impl Ledger {
    /// The ledger of a contract and its plan.
    #[must_use]
    pub fn new(document: &Document, plan: &Plan) -> Self {
        let sources = document.sources();
        let mut walk = Walk {
            document,
            items: Items::new(plan, sources),
            referred: document.referred().collect(),
            left_parts: LeftParts::new(document, plan),
            misfits: &plan.misfits,
            chosen_headers: plan
                .operations()
                .flat_map(|(_, operation)| &operation.headers)
                .map(|header| header.location.clone())
                .collect(),
            aside: None,
            servers: if plan.servers.is_empty() { Access::Handwritten } else { Access::Read },
            schemes: match plan.schemes.is_empty() && plan.token_url.is_none() {
                true => Access::Handwritten,
                false => Access::Read,
            },
            entries: Vec::new(),
        };
        walk.object(&document.root(), Object::Root, Role::Own);
        for part in document.parts() {
            walk.object(&part, Object::Part, Role::Own);
        }
        walk.unread();
        let files = sources.files().map(|file| sources.name(file).to_owned()).collect();
        Self { entries: walk.entries, files, left_out: left_out::list(plan, sources) }
    }

    /// The entries that cover a line of a file, the innermost last.
    #[must_use]
    pub fn at(&self, file: &str, line: usize) -> Vec<&Entry> {
        let covers = |entry: &&Entry| {
            self.files.get(entry.file).is_some_and(|name| name == file)
                && entry.lines.0 <= line
                && line <= entry.lines.1
        };
        let mut found: Vec<&Entry> = self.entries.iter().filter(covers).collect();
        found.sort_by_key(|entry| entry.pointer.len());
        found
    }

    /// The entries that belong to a Rust item, such as `PairingKey` or `PairingKey::status`.
    #[must_use]
    pub fn of(&self, item: &str) -> Vec<&Entry> {
        let belongs = |own: &String| {
            own.strip_prefix(item).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with("::") || rest.starts_with('(')
            })
        };
        self.entries.iter().filter(|entry| entry.items.iter().any(belongs)).collect()
    }
}

/// Where an object stands, as far as its fate depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Where it is looked for.
    Own,
    /// A success response.
    Success,
    /// External documentation that nobody takes over.
    Aside,
}

/// Who decides where calls go and what they are sent with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// The runtime.
    Handwritten,
    /// The contract.
    Read,
}

struct Walk<'d> {
    document: &'d Document,
    items: Items,
    /// What references name.
    referred: HashSet<Identity>,
    left_parts: LeftParts,
    misfits: &'d BTreeSet<Location>,
    /// Headers of the client's whose value the caller chooses.
    chosen_headers: BTreeSet<Location>,
    /// What becomes of everything below the present object, because nothing of it shows in the client.
    aside: Option<Fate>,
    /// What says where the API is.
    servers: Access,
    /// What says who may call it.
    schemes: Access,
    entries: Vec<Entry>,
}

impl<'d> Walk<'d> {
    /// Accounts for an object and what is below it; the depth of a file is limited when it is read.
    fn object(&mut self, node: &Cursor<'d>, object: Object, role: Role) {
        if node.reference().is_some() {
            self.add(node, Fate::Reference, 2);
            for sibling in node.siblings() {
                self.add(&sibling, Fate::Ignored(fate::SIBLING), size(&sibling));
            }
            return;
        }
        self.add(node, Fate::Container, 1);
        let around = self.aside;
        if let Some(rule) = self.left_parts.rule(node, object) {
            self.aside = Some(Fate::LeftOut(rule));
        }
        if object == Object::Schema && node.get("x-rust-type").is_some() {
            self.aside = Some(Fate::Ignored(fate::HANDWRITTEN));
        }
        let is_chosen = || self.chosen_headers.contains(&node.location());
        if object == Object::Parameter && is_own_header(node) && !is_chosen() {
            self.aside = Some(Fate::Ignored(fate::OWN_HEADER));
        }
        for (key, value) in node.entries() {
            let known = object.keys().iter().chain(object.extensions());
            match known.clone().find(|(known, _)| *known == key) {
                Some((_, below)) => self.value(&value, object, key, *below, role),
                None if key.starts_with("x-") => self.foreign(&value),
                None => self.add(&value, Fate::Error, size(&value)),
            }
        }
        self.aside = around;
    }

    fn value(&mut self, value: &Cursor<'d>, object: Object, key: &str, below: Below, role: Role) {
        let inner_role = |key: &str| match (object, key) {
            (Object::Operation | Object::Tag, "externalDocs") => Role::Own,
            (_, "externalDocs") => Role::Aside,
            _ => Role::Own,
        };
        match below {
            Below::One(inner) => self.object(value, inner, inner_role(key)),
            Below::OneOrFlag(inner) if value.as_bool().is_none() => {
                self.object(value, inner, Role::Own);
            }
            Below::List(inner) => {
                self.add(value, Fate::Container, 1);
                value.items().for_each(|item| self.object(&item, inner, Role::Own));
            }
            Below::Map(inner) | Below::Extensible(inner) => {
                self.add(value, Fate::Container, 1);
                for (name, entry) in value.entries() {
                    if matches!(below, Below::Extensible(_)) && name.starts_with("x-") {
                        self.foreign(&entry);
                        continue;
                    }
                    let is_success = inner == Object::Response && name.starts_with('2');
                    let role = if is_success { Role::Success } else { Role::Own };
                    let around = self.aside;
                    if object == Object::Components && !self.is_used(&entry, inner) {
                        self.aside = Some(Fate::Ignored(fate::UNUSED));
                    }
                    self.object(&entry, inner, role);
                    self.aside = around;
                }
            }
            _ => {
                let fate = match self.fate(object, key, role) {
                    Fate::Rust if self.misfits.contains(&value.location()) => {
                        Fate::Ignored(fate::MISFIT)
                    }
                    fate => fate,
                };
                self.add(value, fate, size(value));
            }
        }
    }

    fn foreign(&mut self, value: &Cursor<'d>) {
        self.add(value, Fate::Ignored(fate::FOREIGN), size(value));
    }

    fn fate(&self, object: Object, key: &str, role: Role) -> Fate {
        let access = match object {
            Object::Server | Object::ServerVariable => self.servers,
            _ => self.schemes,
        };
        let read = fate::of_access(object, key).filter(|_| access == Access::Read);
        let fate = read.unwrap_or_else(|| fate::of(object, key));
        match (role, self.aside) {
            (_, Some(fate)) if key != "x-rust-type" || matches!(fate, Fate::LeftOut(_)) => fate,
            (Role::Success, _) => fate::below(object, fate),
            (Role::Aside, _) => Fate::Ignored(fate::ELSEWHERE),
            (Role::Own, _) => fate,
        }
    }

    /// Security schemes are named by requirements, everything else by references.
    fn is_used(&self, component: &Cursor<'d>, object: Object) -> bool {
        object == Object::SecurityScheme || self.referred.contains(&component.identity())
    }

    /// Accounts for what has no form in the version that the generator reads.
    fn unread(&mut self) {
        let sources = self.document.sources();
        for part in self.document.unread() {
            let (file, span) = (part.place.file, part.place.span);
            let first = sources.line(file, span.start);
            let last = sources.line(file, span.end);
            self.entries.push(Entry {
                file: FileId::index(file),
                pointer: part.place.pointer.clone(),
                lines: (first, last),
                fate: Fate::Ignored(part.reason),
                items: Vec::new(),
                nodes: part.nodes,
            });
        }
        if !self.document.unread().is_empty() {
            self.entries.sort_by_key(|entry| (entry.file, entry.lines.0));
        }
    }

    fn add(&mut self, node: &Cursor<'d>, fate: Fate, nodes: usize) {
        let sources = self.document.sources();
        let (file, pointer) = (node.file(), node.pointer());
        let key = node.key_span().unwrap_or_else(|| node.span());
        let span = Span::new(key.start.min(node.span().start), node.span().end);
        let first = sources.line(file, span.start);
        let last = sources.line(file, span.end);
        let items = self.items.of(sources.name(file), &pointer).to_vec();
        let file = FileId::index(file);
        self.entries.push(Entry { file, pointer, lines: (first, last), fate, items, nodes });
    }
}

/// How many nodes a payload has.
fn size(node: &Cursor<'_>) -> usize {
    let members = node.entries().map(|(_, member)| size(&member));
    1 + members.chain(node.items().map(|item| size(&item))).sum::<usize>()
}
