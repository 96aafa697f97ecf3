//! Looks up what references name, and says what was probably meant where there is nothing.

use std::collections::HashMap;
use std::sync::Arc;

use super::load::{Loaded, LoadedFile};
use super::node::{NodeId, Tree, Value};
use super::parse::Extent;
use super::scan::{Site, SiteKind, SiteTarget};
use super::target_text::{self, TargetText};
use super::{RefTarget, percent, rules};
use crate::diagnostic::{Diagnostic, FileId};
use crate::pointer;
use crate::suggest::nearest;

/// Names a node of a document.
pub(super) type Key = (FileId, NodeId);

/// Most references for which the nearest name is searched: it compares many names.
const MOST_SUGGESTIONS: usize = 100;

/// Most names that are listed where none is near.
const MOST_LISTED: usize = 8;

/// Where every reference leads.
#[derive(Debug, Default)]
pub(super) struct RefTargets {
    pub(super) references: HashMap<Key, RefTarget>,
    pub(super) mappings: HashMap<Key, RefTarget>,
    pub(super) problems: Vec<Diagnostic>,
}

impl RefTargets {
    /// Where every chain of references ends, so that following one takes a single step however long
    /// it is. Endless ones are forgotten before.
    pub(super) fn ends(&self) -> HashMap<Key, RefTarget> {
        let mut ends: HashMap<Key, RefTarget> = HashMap::new();
        for start in self.references.keys() {
            let mut chain = Vec::new();
            let mut key = *start;
            let mut end = None;
            while let Some(next) = self.references.get(&key) {
                if let Some(known) = ends.get(&key) {
                    end = Some(known.clone());
                    break;
                }
                chain.push(key);
                key = (next.file, next.node);
                end = Some(next.clone());
            }
            if let Some(end) = end {
                ends.extend(chain.into_iter().map(|link| (link, end.clone())));
            }
        }
        ends
    }

    /// Forgets the references that lead to nothing but references, so that following one ends.
    pub(super) fn drop_endless(&mut self) {
        let mut ends: HashMap<Key, bool> = HashMap::new();
        for start in self.references.keys() {
            let mut chain = Vec::new();
            let mut key = *start;
            let ending = loop {
                if let Some(known) = ends.get(&key) {
                    break *known;
                }
                let Some(next) = self.references.get(&key) else { break true };
                // Until it is known better, a chain that meets itself does not end.
                ends.insert(key, false);
                chain.push(key);
                key = (next.file, next.node);
            };
            ends.extend(chain.into_iter().map(|link| (link, ending)));
        }
        self.references.retain(|key, _| ends.get(key).copied().unwrap_or(true));
    }
}

pub(super) fn look_up(loaded: &Loaded) -> RefTargets {
    let mut targets = RefTargets::default();
    let mut suggestions = 0;
    for site in &loaded.sites {
        match find(loaded, site) {
            Found::Target(target) => {
                let table = match site.kind {
                    SiteKind::Reference => &mut targets.references,
                    SiteKind::Mapping => &mut targets.mappings,
                };
                table.insert((site.file, site.node), target);
            }
            Found::Unknown => {}
            Found::Nothing(miss) => {
                let problem = miss.diagnostic(site);
                suggestions += 1;
                targets.problems.push(if suggestions <= MOST_SUGGESTIONS {
                    problem.help(miss.help(loaded, site))
                } else {
                    problem
                });
            }
        }
    }
    targets
}

/// The node at `steps` in one tree.
pub(super) fn walk(file: FileId, tree: &Tree, steps: &[String]) -> Result<RefTarget, Stop> {
    let Some(mut node) = tree.root() else { return Err(Stop { step: 0, node: None }) };
    let (mut key_span, mut reached) = (None, String::new());
    for (step, name) in steps.iter().enumerate() {
        let next = match tree.node(node).map(|node| &node.value) {
            Some(Value::Map(map)) => map.get(name).map(|entry| (entry.value, Some(entry.key_span))),
            Some(Value::Sequence(items)) => {
                index(name).and_then(|index| items.get(index)).map(|item| (*item, None))
            }
            _ => None,
        };
        let Some((next, span)) = next else { return Err(Stop { step, node: Some(node) }) };
        (node, key_span) = (next, span);
        reached = pointer::join(&reached, name);
    }
    Ok(RefTarget { file, node, key_span, pointer: Arc::from(reached) })
}

/// Where a pointer stopped fitting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// The step that is not there.
    step: usize,
    /// The node in which it is not there.
    node: Option<NodeId>,
}

enum Found<'l> {
    Target(RefTarget),
    /// The file is not there, or not all of it; that is reported elsewhere.
    Unknown,
    Nothing(Miss<'l>),
}

/// A reference to nothing.
struct Miss<'l> {
    wanted: TargetText,
    file: &'l LoadedFile,
    stop: Stop,
}

fn find<'l>(loaded: &'l Loaded, site: &Site) -> Found<'l> {
    let wanted = match &site.target {
        SiteTarget::Text(wanted) => wanted.clone(),
        SiteTarget::SchemaName(name) => schema_named(loaded, site, name),
    };
    let Some(id) = loaded.by_path.get(&wanted.path).copied() else { return Found::Unknown };
    let Some(file) = loaded.file(id) else { return Found::Unknown };
    let walked = walk(id, &file.tree, &wanted.steps)
        .or_else(|stop| in_own_schema(site, id, &file.tree, &wanted).ok_or(stop));
    match walked {
        Ok(target) => Found::Target(target),
        Err(_) if file.extent == Extent::Part && may_define(loaded, id, &wanted) => Found::Unknown,
        Err(stop) => Found::Nothing(Miss { wanted, file, stop }),
    }
}

/// A definition of the component in which the reference stands: that is where a schema which was written on
/// its own, with its `$id`, looks for it.
fn in_own_schema(site: &Site, file: FileId, tree: &Tree, wanted: &TargetText) -> Option<RefTarget> {
    let is_definition = matches!(wanted.steps.first()?.as_str(), "$defs" | "definitions");
    let mut steps = pointer::split(&site.location.pointer)?;
    let is_inside = steps.first()? == "components" && steps.get(1)? == "schemas";
    if !is_definition || !is_inside || site.file != file {
        return None;
    }
    steps.truncate(3);
    steps.extend(wanted.steps.iter().cloned());
    walk(file, tree, &steps).ok()
}

/// Whether the part of a file that could not be read may hold what is wanted: its name occurs as a
/// key.
fn may_define(loaded: &Loaded, file: FileId, wanted: &TargetText) -> bool {
    let is_unread = loaded.file(file).is_none_or(|file| file.tree.root().is_none());
    let Some(name) = wanted.steps.last().filter(|_| !is_unread) else { return true };
    let text = loaded.sources.text(file);
    text.match_indices(name.as_str()).any(|(at, _)| {
        let behind = text.get(at + name.len()..).unwrap_or_default();
        behind.trim_start_matches(['"', '\'', ' ']).starts_with(':')
    })
}

/// A bare name in a mapping is the schema of that name, in the same file if it is there.
fn schema_named(loaded: &Loaded, site: &Site, name: &str) -> TargetText {
    let steps = ["components", "schemas", name].map(ToOwned::to_owned).to_vec();
    let pointer = pointer::join("/components/schemas", name);
    let has_it = |file: FileId| {
        loaded.file(file).is_some_and(|loaded| walk(file, &loaded.tree, &steps).is_ok())
    };
    let all = (0..loaded.files.len()).map(FileId::from_index);
    let file = std::iter::once(site.file).chain(all).find(|file| has_it(*file));
    let path = loaded.file(file.unwrap_or(site.file)).map(|file| file.path.clone());
    TargetText { path: path.unwrap_or_default(), pointer, steps }
}

impl Miss<'_> {
    fn diagnostic(&self, site: &Site) -> Diagnostic {
        let what = match (site.kind, &site.target) {
            (SiteKind::Reference, _) => "`$ref`",
            (SiteKind::Mapping, _) => "the mapping",
        };
        let pointer = &self.wanted.pointer;
        let path = &self.file.path;
        Diagnostic::new(
            &rules::REF_UNRESOLVED,
            site.location.clone(),
            format!("{what} names nothing: `{path}` has no `{pointer}`"),
        )
        .label("not found")
    }

    fn help(&self, loaded: &Loaded, site: &Site) -> String {
        let written = Written { site };
        if let Some(other) = self.elsewhere(loaded, site) {
            return format!("did you mean `{other}`?");
        }
        let Some((node, name)) = self.stop.node.zip(self.wanted.steps.get(self.stop.step)) else {
            return "the file has no content".to_owned();
        };
        let before = self.wanted.steps.get(..self.stop.step).unwrap_or_default();
        let parent = pointer::of_steps(before);
        let tree = &self.file.tree;
        match tree.node(node).map(|node| &node.value) {
            Some(Value::Map(map)) => {
                if let Some(text) = map.get("$ref").and_then(|entry| tree.text(entry.value)) {
                    return format!(
                        "`{parent}` is itself a `$ref` to `{text}`; refer to what that names"
                    );
                }
                let keys = || map.entries().iter().map(|entry| &*entry.key);
                match nearest(name, keys()) {
                    Some(near) => {
                        let mut steps = self.wanted.steps.clone();
                        if let Some(step) = steps.get_mut(self.stop.step) {
                            near.clone_into(step);
                        }
                        format!("did you mean `{}`?", written.with(&steps))
                    }
                    None => list(&parent, &keys().collect::<Vec<_>>()),
                }
            }
            Some(Value::Sequence(items)) => {
                format!("`{parent}` is a list of {} items, counted from 0", items.len())
            }
            _ => format!("`{parent}` is a single value with nothing below it"),
        }
    }

    /// The same pointer in another file.
    fn elsewhere(&self, loaded: &Loaded, site: &Site) -> Option<String> {
        let base = &loaded.file(site.file)?.path;
        loaded.files.iter().enumerate().find_map(|(index, file)| {
            let id = FileId::from_index(index);
            walk(id, &file.tree, &self.wanted.steps)
                .ok()
                .filter(|_| self.wanted.steps.len() > 1)?;
            let path = match &file.path {
                path if path == base => String::new(),
                path => target_text::relative(path, base)?,
            };
            Some(format!("{path}#{}", percent::to_fragment(&self.wanted.pointer)))
        })
    }
}

/// How a site would write another target in the same file.
struct Written<'s> {
    site: &'s Site,
}

impl Written<'_> {
    fn with(&self, steps: &[String]) -> String {
        if let SiteTarget::SchemaName(_) = self.site.target {
            return steps.last().cloned().unwrap_or_default();
        }
        let file = self.site.text.split('#').next().unwrap_or_default();
        let pointer = pointer::of_steps(steps);
        format!("{file}#{}", percent::to_fragment(&pointer))
    }
}

fn list(parent: &str, keys: &[&str]) -> String {
    let place = if parent.is_empty() { "the file" } else { parent };
    if keys.is_empty() {
        return format!("`{place}` is empty");
    }
    let shown: Vec<String> = keys.iter().take(MOST_LISTED).map(|key| format!("`{key}`")).collect();
    let more = if keys.len() > MOST_LISTED { " and more" } else { "" };
    let place = if parent.is_empty() { place.to_owned() } else { format!("`{place}`") };
    format!("{place} has {}{more}", shown.join(", "))
}

/// A list index as JSON pointers write it: no sign, no leading zero.
fn index(step: &str) -> Option<usize> {
    let is_canonical =
        step == "0" || !step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit());
    if is_canonical { step.parse().ok() } else { None }
}
