//! Finds the references of a tree: where `$ref` is a reference, where it is a name, where data.

use std::collections::HashSet;

use super::node::{Map, NodeId, NodeKind, Tree, Value};
use super::rules;
use super::target_text::{self, TargetText};
use crate::diagnostic::{Diagnostic, FileId, Location, Span};
use crate::pointer;

/// One reference that is written in a file.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) file: FileId,
    /// The map with `$ref` in it, or the string in `discriminator.mapping`.
    pub(super) node: NodeId,
    pub(super) kind: SiteKind,
    /// Where the text stands.
    pub(super) location: Location,
    pub(super) text: String,
    pub(super) target: SiteTarget,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SiteKind {
    Reference,
    Mapping,
}

#[derive(Debug)]
pub(super) enum SiteTarget {
    Text(TargetText),
    /// The bare name of a schema component, which `discriminator.mapping` allows.
    SchemaName(String),
}

/// What a position in an OpenAPI document holds, as far as references depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Position {
    /// An object whose keys are keywords. It may be a reference.
    Object,
    /// A map whose keys are names that somebody chose.
    Names(Inner),
    /// As [`Position::Names`], but `x-` keys are extensions.
    ExtensibleNames,
    Components,
    Example,
    Link,
    Discriminator,
    Mapping,
    /// Any JSON: a `$ref` in it means nothing.
    Data,
}

/// What a map of names holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Inner {
    Object,
    Example,
    Link,
}

/// What stands beside a `$ref` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Siblings {
    /// Nothing, as OpenAPI 3.0 says.
    Ignored,
    /// As much as the reference, as OpenAPI 3.1 says of schemas; lowering tells what does not.
    Read,
}

/// All references of a file, and those that cannot be followed.
pub(super) fn scan(
    file: FileId,
    name: &str,
    tree: &Tree,
    siblings: Siblings,
) -> (Vec<Site>, Vec<Diagnostic>) {
    let mut scanner = Scanner {
        file,
        name,
        tree,
        siblings,
        seen: HashSet::new(),
        sites: Vec::new(),
        problems: Vec::new(),
    };
    if let Some(root) = tree.root() {
        scanner.visit(root, Position::Object, "");
    }
    (scanner.sites, scanner.problems)
}

struct Scanner<'t> {
    file: FileId,
    name: &'t str,
    tree: &'t Tree,
    siblings: Siblings,
    /// Aliased nodes are reached several times.
    seen: HashSet<(NodeId, Position)>,
    sites: Vec<Site>,
    problems: Vec<Diagnostic>,
}

impl Scanner<'_> {
    /// Visits a node and what is below it; the depth of a tree is limited when it is built.
    fn visit(&mut self, id: NodeId, position: Position, pointer: &str) {
        let tree = self.tree;
        if position == Position::Data || !self.seen.insert((id, position)) {
            return;
        }
        match tree.node(id).map(|node| &node.value) {
            Some(Value::Map(map)) => self.visit_map(id, map, position, pointer),
            Some(Value::Sequence(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(*item, position, &pointer::join(pointer, &index.to_string()));
                }
            }
            Some(Value::String(text)) if position == Position::Mapping => {
                self.mapping(id, text, pointer);
            }
            _ => {}
        }
    }

    fn visit_map(&mut self, id: NodeId, map: &Map, position: Position, pointer: &str) {
        if let Some(entry) = map.get("$ref") {
            let is_text = self.tree.text(entry.value).is_some();
            match position {
                Position::Object | Position::Example | Position::Link => {
                    self.reference(id, map, pointer);
                    if self.siblings == Siblings::Ignored {
                        return;
                    }
                }
                Position::Names(_) | Position::ExtensibleNames | Position::Components
                    if is_text =>
                {
                    let help = "put a `$ref` into each entry instead";
                    let message = "a `$ref` cannot stand for a whole map of names";
                    let location = self.location(entry.key_span, &pointer::join(pointer, "$ref"));
                    self.problems
                        .push(Diagnostic::new(&rules::REF_POSITION, location, message).help(help));
                    return;
                }
                _ => {}
            }
        }
        for entry in map.entries() {
            let kind = self.tree.node(entry.value).map(|node| node.value.kind());
            let inner = position.below(&entry.key, kind);
            if inner != Position::Data {
                self.visit(entry.value, inner, &pointer::join(pointer, &entry.key));
            }
        }
    }

    fn reference(&mut self, id: NodeId, map: &Map, pointer: &str) {
        let ignored = map.entries().iter().filter(|entry| &*entry.key != "$ref");
        for entry in ignored.filter(|_| self.siblings == Siblings::Ignored) {
            let location = self.location(entry.key_span, &pointer::join(pointer, &entry.key));
            self.problems.push(
                Diagnostic::new(
                    &rules::ignored::REF_SIBLINGS,
                    location,
                    format!("`{}` is ignored beside `$ref`", entry.key),
                )
                .help("OpenAPI 3.0 reads nothing but `$ref` there: move it to the target, or wrap the \
                     reference in `allOf`"),
            );
        }
        let Some(entry) = map.get("$ref") else { return };
        let span = self.tree.node(entry.value).map_or(entry.key_span, |node| node.span);
        let location = self.location(span, &pointer::join(pointer, "$ref"));
        let Some(text) = self.tree.text(entry.value) else {
            let problem =
                Diagnostic::new(&rules::REF_FORM, location, "the value of `$ref` is not text")
                    .help("write `#/components/…` or `file.yaml#/components/…` in quotes: behind a blank, `#` begins a comment");
            self.problems.push(problem);
            return;
        };
        self.site(id, SiteKind::Reference, text, location);
    }

    fn mapping(&mut self, id: NodeId, text: &str, pointer: &str) {
        let span = self.tree.node(id).map_or(Span::default(), |node| node.span);
        let location = self.location(span, pointer);
        let is_reference = text.contains(['#', '/'])
            || [".yaml", ".yml", ".json"].iter().any(|extension| text.ends_with(extension));
        if is_reference {
            return self.site(id, SiteKind::Mapping, text, location);
        }
        self.sites.push(Site {
            file: self.file,
            node: id,
            kind: SiteKind::Mapping,
            location,
            text: text.to_owned(),
            target: SiteTarget::SchemaName(text.to_owned()),
        });
    }

    fn site(&mut self, node: NodeId, kind: SiteKind, text: &str, location: Location) {
        match target_text::read(text, self.name) {
            Ok(target) => self.sites.push(Site {
                file: self.file,
                node,
                kind,
                location,
                text: text.to_owned(),
                target: SiteTarget::Text(target),
            }),
            Err(refusal) => self
                .problems
                .push(Diagnostic::new(refusal.rule, location, refusal.message).help(refusal.help)),
        }
    }

    fn location(&self, span: Span, pointer: &str) -> Location {
        Location::new(self.file, span, pointer)
    }
}

impl Position {
    /// What stands below `key`, the value there being of this kind.
    fn below(self, key: &str, kind: Option<NodeKind>) -> Self {
        let is_map = kind == Some(NodeKind::Map);
        match self {
            Self::Names(Inner::Object) => Self::Object,
            Self::Names(Inner::Example) => Self::Example,
            Self::Names(Inner::Link) => Self::Link,
            Self::Mapping => Self::Mapping,
            _ if key.starts_with("x-") => Self::Data,
            Self::ExtensibleNames => Self::Object,
            Self::Object => Self::below_keyword(key, is_map),
            Self::Components => match key {
                "examples" => Self::Names(Inner::Example),
                "links" => Self::Names(Inner::Link),
                _ => Self::Names(Inner::Object),
            },
            Self::Link if key == "server" => Self::Object,
            Self::Discriminator if key == "mapping" => Self::Mapping,
            Self::Example | Self::Link | Self::Discriminator | Self::Data => Self::Data,
        }
    }

    fn below_keyword(key: &str, is_map: bool) -> Self {
        match key {
            "components" => Self::Components,
            "paths" | "responses" => Self::ExtensibleNames,
            "properties" | "patternProperties" | "dependentSchemas" | "definitions" | "$defs"
            | "schemas" | "headers" | "requestBodies" | "securitySchemes" | "callbacks"
            | "content" | "encoding" | "variables" => Self::Names(Inner::Object),
            "parameters" if is_map => Self::Names(Inner::Object),
            "examples" if is_map => Self::Names(Inner::Example),
            "links" if is_map => Self::Names(Inner::Link),
            "example" | "examples" | "default" | "enum" | "const" => Self::Data,
            "discriminator" => Self::Discriminator,
            _ => Self::Object,
        }
    }
}
