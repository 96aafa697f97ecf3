//! Checks on the graph of references: chains without an end, and what bundling would write out.

use std::collections::HashMap;

use super::load::Loaded;
use super::lookup::{Key, RefTargets};
use super::scan::{Site, SiteKind};
use super::{RefTarget, components, rules};
use crate::diagnostic::{Diagnostic, FileId};

/// Most nodes of a bundled document.
const MOST_NODES: u64 = 1_000_000;

/// Most levels of a bundled document, references written out counting as one.
const MOST_LEVELS: usize = 200;

/// Most references of a chain that are shown.
const MOST_LINKS: usize = 8;

/// The references by the node that holds them.
fn sites(loaded: &Loaded) -> HashMap<Key, &Site> {
    let references = loaded.sites.iter().filter(|site| site.kind == SiteKind::Reference);
    references.map(|site| ((site.file, site.node), site)).collect()
}

/// References that lead to each other and to nothing else.
pub(super) fn endless_chains(loaded: &Loaded, targets: &RefTargets) -> Vec<Diagnostic> {
    let sites = sites(loaded);
    // The number of the walk in which a reference was met.
    let mut met: HashMap<Key, usize> = HashMap::new();
    let mut problems = Vec::new();
    for (walk, site) in loaded.sites.iter().enumerate() {
        let mut chain: Vec<Key> = Vec::new();
        let mut key = (site.file, site.node);
        while let Some(target) = targets.references.get(&key) {
            match met.get(&key) {
                None => {}
                Some(other) if *other != walk => break,
                Some(_) => {
                    let start = chain.iter().position(|link| *link == key).unwrap_or(0);
                    problems.extend(endless(chain.get(start..).unwrap_or_default(), &sites));
                    break;
                }
            }
            met.insert(key, walk);
            chain.push(key);
            key = (target.file, target.node);
        }
    }
    problems
}

fn endless(cycle: &[Key], sites: &HashMap<Key, &Site>) -> Option<Diagnostic> {
    let links: Vec<&Site> = cycle.iter().filter_map(|key| sites.get(key).copied()).collect();
    let first = links.iter().min_by_key(|site| &site.location)?;
    let problem = Diagnostic::new(
        &rules::REF_ENDLESS,
        first.location.clone(),
        format!("`$ref` never reaches a definition: {}", chain(&links)),
    )
    .help("let one of them be a definition instead of a `$ref`");
    Some(explain(problem, first, &links))
}

/// The texts of the links, from the first one back to itself; the middle of a long chain is left
/// out.
fn chain(links: &[&Site]) -> String {
    let mut texts: Vec<String> =
        links.iter().take(MOST_LINKS).map(|site| format!("`{}`", site.text)).collect();
    if links.len() > MOST_LINKS {
        texts.push(format!("… {} more …", links.len() - MOST_LINKS));
    }
    texts.extend(links.first().map(|site| format!("`{}`", site.text)));
    texts.join(" → ")
}

fn explain(problem: Diagnostic, first: &Site, links: &[&Site]) -> Diagnostic {
    links
        .iter()
        .filter(|link| link.location != first.location)
        .take(MOST_LINKS)
        .fold(problem, |problem, link| problem.related(link.location.clone(), "leads on from here"))
}

/// `discriminator.mapping` can only name components: there is nothing to write in place of it.
pub(super) fn mappings(loaded: &Loaded, targets: &RefTargets) -> Vec<Diagnostic> {
    let mappings = loaded.sites.iter().filter(|site| site.kind == SiteKind::Mapping);
    mappings
        .filter_map(|site| {
            let target = targets.mappings.get(&(site.file, site.node))?;
            components::name_of(&target.pointer).is_none().then(|| {
                let message = "a mapping must name a component";
                Diagnostic::new(&rules::MAPPING_TARGET, site.location.clone(), message)
                    .help("move the schema to `components/schemas` and name it there")
            })
        })
        .collect()
}

/// Checks that writing out the references which name no component comes to an end, and that the
/// result is not too large.
pub(super) fn expansion(
    loaded: &Loaded,
    targets: &RefTargets,
    components: &components::Components,
) -> Vec<Diagnostic> {
    let mut expander = Expander {
        loaded,
        references: &targets.references,
        sites: sites(loaded),
        states: loaded.files.iter().map(|file| vec![None; file.tree.len()]).collect(),
        last: None,
        problems: Vec::new(),
    };
    let root = loaded.files.first().and_then(|file| file.tree.root());
    let root = root.map(|root| (FileId::default(), root));
    let starts =
        root.into_iter().chain(components.values().map(|target| (target.file, target.node)));
    let mut total = Size::default();
    for start in starts {
        expander.measure(start);
        total.add(expander.size(start));
        if expander.problems.is_empty() && !total.fits() {
            expander.too_large();
        }
    }
    expander.problems
}

#[derive(Debug, Clone, Copy, Default)]
struct Size {
    nodes: u64,
    levels: usize,
}

impl Size {
    fn add(&mut self, part: Size) {
        self.nodes = self.nodes.saturating_add(part.nodes);
        self.levels = self.levels.max(part.levels);
    }

    fn fits(self) -> bool {
        self.nodes <= MOST_NODES && self.levels <= MOST_LEVELS
    }
}

#[derive(Debug, Clone, Copy)]
enum State {
    Open,
    Done(Size),
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Go to a node, possibly through a reference.
    Enter(Key, Option<Key>),
    Leave(Key),
}

struct Expander<'l> {
    loaded: &'l Loaded,
    references: &'l HashMap<Key, RefTarget>,
    sites: HashMap<Key, &'l Site>,
    /// By file and node.
    states: Vec<Vec<Option<State>>>,
    /// The reference that was written out last.
    last: Option<Key>,
    problems: Vec<Diagnostic>,
}

impl Expander<'_> {
    /// Visits everything below `start` once, with a stack of its own.
    fn measure(&mut self, start: Key) {
        let mut stack = vec![Step::Enter(start, None)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Leave(key) => self.leave(key),
                Step::Enter(key, through) => match self.state(key) {
                    Some(State::Done(_)) => {}
                    Some(State::Open) => self.cycle(key, through, &stack),
                    None => {
                        self.set(key, State::Open);
                        stack.push(Step::Leave(key));
                        let through = self.target(key).map(|_| key);
                        stack.extend(self.below(key).map(|child| Step::Enter(child, through)));
                    }
                },
            }
        }
    }

    /// The nodes that are written below or in place of this one.
    fn below(&self, key: Key) -> impl Iterator<Item = Key> + use<'_> {
        let target = self.target(key);
        let inline = target
            .filter(|target| components::name_of(&target.pointer).is_none())
            .map(|target| (target.file, target.node));
        let node = self.loaded.file(key.0).and_then(|file| file.tree.node(key.1));
        let children = node.filter(|_| target.is_none());
        let children = children.into_iter().flat_map(|node| node.value.children());
        inline.into_iter().chain(children.map(move |child| (key.0, child)))
    }

    fn leave(&mut self, key: Key) {
        let mut size = Size::default();
        for child in self.below(key) {
            size.add(self.size(child));
        }
        size.add(Size { nodes: 1, levels: size.levels + 1 });
        self.set(key, State::Done(size));
        if self.target(key).is_some() {
            self.last = Some(key);
        }
        if !size.fits() && self.problems.is_empty() {
            self.too_large();
        }
    }

    fn state(&self, (file, node): Key) -> Option<State> {
        *self.states.get(file.index())?.get(node.index())?
    }

    fn set(&mut self, (file, node): Key, state: State) {
        let states = self.states.get_mut(file.index());
        if let Some(slot) = states.and_then(|states| states.get_mut(node.index())) {
            *slot = Some(state);
        }
    }

    /// Where a node leads if it is a reference; only maps can be.
    fn target(&self, key: Key) -> Option<&RefTarget> {
        self.loaded.file(key.0)?.tree.map(key.1)?;
        self.references.get(&key)
    }

    fn size(&self, key: Key) -> Size {
        match self.state(key) {
            Some(State::Done(size)) => size,
            Some(State::Open) | None => Size::default(),
        }
    }

    /// The path from `key` back to itself goes over the open references on the stack.
    fn cycle(&mut self, key: Key, through: Option<Key>, stack: &[Step]) {
        let open: Vec<Key> = stack
            .iter()
            .filter_map(|step| match step {
                Step::Leave(open) => Some(*open),
                Step::Enter(..) => None,
            })
            .collect();
        let start = open.iter().position(|open| *open == key).unwrap_or(0);
        let links: Vec<&Site> =
            open.iter().skip(start).filter_map(|open| self.sites.get(open).copied()).collect();
        let Some(last) = through.and_then(|through| self.sites.get(&through)) else { return };
        let problem = Diagnostic::new(
            &rules::REF_INLINE_CYCLE,
            last.location.clone(),
            format!("this part contains itself: {}", chain(&links)),
        )
        .help(
            "only components may be recursive: move the target to `components` and refer to it \
             there",
        );
        self.problems.push(explain(problem, last, &links));
    }

    fn too_large(&mut self) {
        let site = self.last.and_then(|key| self.sites.get(&key));
        let location = site.map(|site| site.location.clone()).unwrap_or_else(|| {
            crate::diagnostic::Location::new(FileId::default(), Default::default(), "")
        });
        let message = format!(
            "with references written out, the contract has over {MOST_NODES} values or \
             {MOST_LEVELS} levels"
        );
        let problem = Diagnostic::new(&rules::REF_EXPANSION, location, message)
            .label("this reference crosses the limit")
            .help("move what it names to `components`: components are written once");
        self.problems.push(problem);
    }
}
