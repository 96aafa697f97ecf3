//! One YAML text → one tree, with every problem of the text up to its first syntax error.
//!
//! The tree is built from parser events with an explicit stack, so no input makes it recurse.

use std::collections::HashMap;
use std::mem;
use std::ops::ControlFlow;

use granit_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::node::{Map, MapEntry, NodeId, Tree, Value};
use super::rules;
use super::scalar;
use crate::diagnostic::{Diagnostic, FileId, Span};
use merge::Merged;

/// Deepest nesting of lists and mappings, aliases followed.
pub(super) const MOST_LEVELS: usize = 100;

/// Most nodes of a file with every alias written out.
const MOST_NODES: u64 = 1_000_000;

/// Problems beyond this number are not collected: they would drown the first ones.
const MOST_PROBLEMS: usize = 100;

/// What came out of one text.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) tree: Tree,
    pub(super) extent: Extent,
    pub(super) problems: Vec<Diagnostic>,
}

/// Whether a tree holds everything its text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    Whole,
    /// Something in the text is missing from the tree.
    Part,
}

/// Parses a text up to its first syntax error.
pub(super) fn parse_once(file: FileId, text: &str) -> (Parsed, Option<Broken>) {
    let mut builder = Builder::new(file, text);
    let options =
        granit_parser::options! { emit_anchor_events: true, emit_unresolved_aliases: true };
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(event) = parser.next_event() {
        let flow = match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => builder.syntax_error(&error),
        };
        if flow.is_break() {
            builder.extent = Extent::Part;
            break;
        }
    }
    let broken = builder.broken.take();
    let mut parsed = builder.finish(broken.is_some());
    if broken.is_some() {
        parsed.extent = Extent::Part;
    }
    (parsed, broken)
}

/// Where a text stopped being YAML.
pub(super) struct Broken {
    pub(super) problem: Diagnostic,
    /// In the line that has to go so that the rest can be read.
    pub(super) offset: usize,
}

mod aliases;
mod merge;
mod problems;

struct Builder<'t> {
    file: FileId,
    text: &'t str,
    tree: Tree,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Anchor>,
    documents: usize,
    /// Nodes so far with every alias written out.
    nodes: u64,
    extent: Extent,
    broken: Option<Broken>,
    problems: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Copy)]
enum Anchor {
    /// The anchored node is not complete yet.
    Open,
    Complete(NodeId),
}

/// A list or mapping that is not complete yet.
struct Frame {
    content: Content,
    start: usize,
    /// End of the last child's text.
    end: usize,
    /// 0 for none.
    anchor: usize,
}

enum Content {
    Sequence(Vec<NodeId>),
    Map { entries: Vec<MapEntry>, merged: Vec<Merged>, expects: Expects },
}

impl Content {
    fn map() -> Self {
        Self::Map { entries: Vec::new(), merged: Vec::new(), expects: Expects::Key }
    }
}

/// What comes next in a mapping.
enum Expects {
    Key,
    Value(Box<str>, Span),
    /// What a merge key brings in.
    Merge(Span),
    /// A value whose key was refused.
    Nothing,
}

type Flow = ControlFlow<()>;

impl<'t> Builder<'t> {
    fn new(file: FileId, text: &'t str) -> Self {
        Self {
            file,
            text,
            tree: Tree::default(),
            frames: Vec::new(),
            anchors: HashMap::new(),
            documents: 0,
            nodes: 0,
            extent: Extent::Whole,
            broken: None,
            problems: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) -> Flow {
        let tag = span.tag_span();
        let mut span = self.span(span);
        if let Some(tag) = tag {
            span.start = span.start.min(self.offset(tag.start));
        }
        match event {
            Event::Anchor(anchor, _) => {
                self.anchor(anchor, span);
                Flow::Continue(())
            }
            Event::UnresolvedAlias(_) => self.unknown_alias(span),
            Event::DocumentStart(..) => self.document_start(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), span);
                Flow::Continue(())
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", span);
                self.open(Content::Sequence(Vec::new()), anchor, span)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", span);
                self.open(Content::map(), anchor, span)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.close(span);
                Flow::Continue(())
            }
            _ => Flow::Continue(()),
        }
    }

    fn document_start(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents == 1 {
            return Flow::Continue(());
        }
        let problem = self
            .at(span, &rules::YAML_DOCUMENTS, "a second YAML document starts here")
            .help("keep one document per file: remove the `---` or `...` line, or use two files");
        self.problem(problem);
        Flow::Break(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) {
        let is_plain = style == ScalarStyle::Plain;
        let expects_key = self.expects_key();
        // What is not written is told as `~`, too.
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        let is_nothing = is_plain && text == "~" && !written.ends_with('~');
        let text = if is_nothing { "" } else { text };
        let span = if is_nothing && written.is_empty() && anchor == 0 {
            self.place_of_nothing(span)
        } else {
            span
        };
        let value = match tag {
            Some(tag) => scalar::tagged(tag, text),
            None if is_plain && !expects_key => scalar::plain(text),
            None => Ok(Value::String(text.into())),
        };
        let value = value.unwrap_or_else(|problem| {
            let instead = problem.instead.clone().map(Value::Number);
            self.scalar_problem(problem, span);
            instead.unwrap_or_else(|| Value::String(text.into()))
        });
        let node = (!expects_key || anchor != 0).then(|| self.tree.add(value, span));
        if let Some(node) = node.filter(|_| anchor != 0) {
            self.anchors.insert(anchor, Anchor::Complete(node));
        }
        if expects_key {
            return self.key(text, is_plain, span);
        }
        self.nodes = self.nodes.saturating_add(1);
        if let Some(node) = node {
            self.attach(node, span.end);
        }
    }

    fn key(&mut self, text: &str, is_plain: bool, span: Span) {
        if is_plain && text == "<<" {
            self.expect(Expects::Merge(span));
        } else if is_plain && text.is_empty() {
            return self.refuse_key(span, "the key is missing");
        } else {
            self.expect(Expects::Value(text.into(), span));
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.end = span.end;
        }
    }

    fn open(&mut self, content: Content, anchor: usize, span: Span) -> Flow {
        if self.frames.len() >= MOST_LEVELS {
            return self.too_deep(span);
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor::Open);
        }
        self.nodes = self.nodes.saturating_add(1);
        self.frames.push(Frame { content, start: span.start, end: span.end, anchor });
        Flow::Continue(())
    }

    /// Ends the innermost list or mapping. A closing bracket has a span; the end of a block has
    /// not, and lies where the next thing starts.
    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let end = if span.end > span.start { span.end } else { frame.end };
        let value = match frame.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Map { entries, merged, .. } => {
                let map = Map::new(entries);
                self.duplicate_keys(&map);
                Value::Map(merge::merge(map, merged))
            }
        };
        let node = self.tree.add(value, Span::new(frame.start, end));
        if frame.anchor != 0 {
            self.anchors.insert(frame.anchor, Anchor::Complete(node));
        }
        self.attach(node, end);
    }

    fn attach(&mut self, node: NodeId, end: usize) {
        let Some(frame) = self.frames.last_mut() else {
            self.tree.set_root(node);
            return;
        };
        frame.end = frame.end.max(end);
        match &mut frame.content {
            Content::Sequence(items) => items.push(node),
            Content::Map { entries, merged, expects } => {
                match mem::replace(expects, Expects::Key) {
                    Expects::Value(key, key_span) => {
                        entries.push(MapEntry { key, key_span, value: node });
                    }
                    Expects::Merge(span) => match merge::read(&self.tree, node, entries.len()) {
                        Some(found) => merged.extend(found),
                        None => self.refuse_merge(span),
                    },
                    Expects::Nothing => self.extent = Extent::Part,
                    Expects::Key => {
                        let span = self.tree.node(node).map_or(Span::at(end), |node| node.span);
                        self.refuse_key(span, "a list or mapping cannot be a key");
                    }
                }
            }
        }
    }

    fn expects_key(&self) -> bool {
        let frame = self.frames.last().map(|frame| &frame.content);
        matches!(frame, Some(Content::Map { expects: Expects::Key, .. }))
    }

    fn expect(&mut self, next: Expects) {
        if let Some(Frame { content: Content::Map { expects, .. }, .. }) = self.frames.last_mut() {
            *expects = next;
        }
    }

    /// Where a value that is not written would stand.
    fn place_of_nothing(&self, span: Span) -> Span {
        let content = self.frames.last().map(|frame| &frame.content);
        let Some(Content::Map { expects: Expects::Value(_, key), .. }) = content else {
            return Span::at(span.end);
        };
        let behind = self.text.get(key.end..).unwrap_or_default();
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let colon = usize::from(behind[blanks..].starts_with(':'));
        Span::at(if colon == 1 { key.end + blanks + 1 } else { key.end })
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let start = self.offset(span.start);
        let end = self.offset(span.end).max(start);
        let written = self.text.get(start..end).unwrap_or_default().trim_end().len();
        Span::new(start, start + written)
    }

    /// The byte of a mark; a parser of text knows all of them.
    fn offset(&self, mark: Marker) -> usize {
        mark.byte_offset().unwrap_or_default().min(self.text.len())
    }

    fn finish(mut self, is_broken: bool) -> Parsed {
        while !self.frames.is_empty() {
            self.close(Span::default());
        }
        let root = self.tree.root().and_then(|root| self.tree.node(root));
        let is_empty = root.is_none_or(|node| matches!(node.value, Value::Null));
        if is_empty && !is_broken && self.problems.is_empty() {
            let problem = self
                .at(Span::default(), &rules::YAML_EMPTY, "the file is empty")
                .help("write an OpenAPI document, or the part of one that another file refers to");
            self.problem(problem);
            return Parsed { tree: self.tree, extent: Extent::Part, problems: self.problems };
        }
        Parsed { tree: self.tree, extent: self.extent, problems: self.problems }
    }
}
