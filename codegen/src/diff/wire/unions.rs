//! Compares alternatives: matched by tag, by name, by what they look like.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Walker;
use super::finding::Ways;
use super::flat::{Flat, Union};
use super::schema::{Schema, component_name};
use super::schemas::Both;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::pointer::Pointer;

/// One alternative with all that it can be recognised by.
#[derive(Debug)]
struct Branch<'d> {
    node: Cursor<'d>,
    tag: Option<String>,
    name: Option<String>,
    look: String,
}

impl<'d> Branch<'d> {
    fn label(&self) -> String {
        let name = self.tag.clone().or_else(|| self.name.clone());
        name.unwrap_or_else(|| {
            format!("#{}", Pointer::of(&self.node.pointer()).name().unwrap_or_default())
        })
    }
}

impl<'d> Walker<'d> {
    /// Compares the unions of two schemas. Whether the rest of them can be compared, which it
    /// cannot if only one side is a union.
    pub(super) fn unions(&mut self, both: &Both<'_, 'd>) -> bool {
        let (base, head) = (&both.base.unions, &both.head.unions);
        for (base, head) in base.iter().zip(head) {
            self.union(both, base, head);
        }
        if base.len() == head.len() {
            return true;
        }
        let (one, other) = (base.get(head.len()), head.get(base.len()));
        if self.wrapped(both) {
            return false;
        }
        let (at, sentence) = match (one, other) {
            (Some(union), _) => ((Some(&union.at), None), "the union became something else"),
            (_, Some(union)) => ((None, Some(&union.at)), "it became a union"),
            _ => return true,
        };
        let mut finding = both.finding(ChangeKind::UnionReplaced, at.0, at.1, sentence.to_owned());
        finding.covers.base = self.base_covers(at.0);
        finding.covers.head = self.head_covers(at.1);
        let whole = [both.base_node.as_ref(), both.head_node.as_ref()];
        self.findings.add(finding.about("union").written(whole.into_iter().flatten()));
        false
    }

    /// A schema became one of several alternatives, or the only one that was left. Whether it did.
    fn wrapped(&mut self, both: &Both<'_, 'd>) -> bool {
        let (base, head) = (&both.base.unions, &both.head.unions);
        let (union, plain, is_new) = match (base.as_slice(), head.as_slice()) {
            ([], [union]) => (union, both.base, true),
            ([union], []) => (union, both.head, false),
            _ => return false,
        };
        let branches = branches(union);
        let look = look(plain);
        let Some(same) = branches.iter().position(|branch| branch.look == look) else {
            return false;
        };
        let Some(pair) = self.pairs.get(both.pair) else { return false };
        let (old, new) = (pair.base.clone(), pair.head.clone());
        for (number, branch) in branches.iter().enumerate() {
            let alternative = Schema::new(branch.node.clone());
            if number == same {
                let (old, new) =
                    if is_new { (old.clone(), alternative) } else { (alternative, new.clone()) };
                self.child(both, old, new, Ways::BOTH, "");
            } else if is_new {
                self.variant_added(both, None, branch);
            } else {
                self.variant_removed(both, branch, None);
            }
        }
        true
    }

    fn variant_added(&mut self, both: &Both<'_, 'd>, from: Option<&Cursor<'d>>, new: &Branch<'d>) {
        let sentence = format!("the alternative `{}` is new", new.label());
        let kind = ChangeKind::VariantAdded;
        let mut finding = both.finding(kind, from, Some(&new.node), sentence);
        finding.covers.head = self.head_covers(Some(&new.node));
        self.findings.add(finding.about(new.label()).content(None, Some(&new.node)));
    }

    fn variant_removed(&mut self, both: &Both<'_, 'd>, old: &Branch<'d>, to: Option<&Cursor<'d>>) {
        let sentence = format!("the alternative `{}` is gone", old.label());
        let kind = ChangeKind::VariantRemoved;
        let mut finding = both.finding(kind, Some(&old.node), to, sentence);
        finding.covers.base = self.base_covers(Some(&old.node));
        self.findings.add(finding.about(old.label()).content(Some(&old.node), None));
    }

    fn union(&mut self, both: &Both<'_, 'd>, base: &Union<'d>, head: &Union<'d>) {
        if base.keyword != head.keyword {
            let sentence = format!("`{}` became `{}`", base.keyword, head.keyword);
            let kind = ChangeKind::UnionKindChanged;
            self.findings.add(both.finding(kind, Some(&base.at), Some(&head.at), sentence));
        }
        self.discriminator(both, base, head);
        let (old, new) = (branches(base), branches(head));
        let matched = matched(&old, &new);
        for (old, new) in &matched {
            if let (Some(before), Some(after)) = (&old.tag, &new.tag)
                && before != after
            {
                let sentence = format!("the alternative `{before}` is named `{after}` now");
                let kind = ChangeKind::TagValueChanged;
                let finding = both.finding(kind, Some(&old.node), Some(&new.node), sentence);
                let finding =
                    finding.about(after.as_str()).values(Some(before.clone()), Some(after.clone()));
                let number = self.findings.add(finding);
                self.own_tags(number, head, &old.node, &new.node);
            }
            let step = format!("<{}>", new.label());
            let (old, new) = (Schema::new(old.node.clone()), Schema::new(new.node.clone()));
            self.child(both, old, new, Ways::BOTH, &step);
        }
        let known: HashSet<*const Branch<'d>> =
            matched.iter().flat_map(|(old, new)| [std::ptr::from_ref(*old), *new]).collect();
        let is_new = |branch: &&Branch<'d>| !known.contains(&std::ptr::from_ref(*branch));
        for branch in new.iter().filter(is_new) {
            self.variant_added(both, Some(&base.at), branch);
        }
        for branch in old.iter().filter(is_new) {
            self.variant_removed(both, branch, Some(&head.at));
        }
    }

    /// The values of the property that names the alternatives follow from their names.
    fn own_tags(&mut self, finding: usize, union: &Union<'d>, old: &Cursor<'d>, new: &Cursor<'d>) {
        let name = union.discriminator.as_ref().and_then(|one| one.get("propertyName"));
        let Some(name) = name.as_ref().and_then(Cursor::as_str) else { return };
        let value =
            |node: &Cursor<'d>| Flat::of(&Schema::new(node.clone())).properties.get(name).cloned();
        if let (Some(old), Some(new)) = (value(old), value(new)) {
            let pair = self.pairs.of(old, new, || name.to_owned());
            pair.into_iter().for_each(|pair| self.pairs.own(pair, finding));
        }
    }

    fn discriminator(&mut self, both: &Both<'_, 'd>, base: &Union<'d>, head: &Union<'d>) {
        let name = |union: &Union<'d>| {
            Some(union.discriminator.as_ref()?.get("propertyName")?.as_str()?.to_owned())
        };
        let (before, after) = (name(base), name(head));
        if before == after {
            return;
        }
        let text = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
        let sentence =
            format!("the discriminator went from `{}` to `{}`", text(&before), text(&after));
        let at =
            |union: &Union<'d>| union.discriminator.clone().unwrap_or_else(|| union.at.clone());
        let kind = ChangeKind::DiscriminatorChanged;
        let finding = both.finding(kind, Some(&at(base)), Some(&at(head)), sentence);
        self.findings.add(finding.about("discriminator").values(before, after));
    }
}

fn branches<'d>(union: &Union<'d>) -> Vec<Branch<'d>> {
    let discriminator = union.discriminator.as_ref();
    let property = discriminator.and_then(|one| one.get("propertyName")?.as_str());
    let mapping = discriminator.and_then(|one| one.get("mapping"));
    let by_node: HashMap<_, _> = mapping
        .iter()
        .flat_map(Cursor::entries)
        .filter_map(|(value, target)| Some((target.mapping_target()?.resolve().identity(), value)))
        .collect();
    union
        .branches
        .iter()
        .map(|node| {
            let end = node.resolve();
            let flat = Flat::of(&Schema::new(node.clone()));
            let name = component_name(&end);
            let constant = property.and_then(|property| only_value(&flat, property));
            let tag = by_node.get(&end.identity()).map(|value| (*value).to_owned()).or(constant);
            let tag = tag.or_else(|| property.and(name.clone()));
            Branch { node: node.clone(), tag, name, look: look(&flat) }
        })
        .collect()
}

/// The only value that a property may have.
fn only_value(flat: &Flat<'_>, property: &str) -> Option<String> {
    let flat = Flat::of(flat.properties.get(property)?);
    let values = flat.values?;
    let (only, None) = (values.by_text.keys().next()?, values.by_text.keys().nth(1)) else {
        return None;
    };
    serde_json::from_str(only).ok()
}

/// What a schema looks like from outside: enough to recognise it under another name.
fn look(flat: &Flat<'_>) -> String {
    let types: Vec<&str> = flat.types.iter().flat_map(|(types, _)| types.iter().copied()).collect();
    let properties: Vec<&str> = flat.properties.keys().copied().collect();
    let values: Vec<&str> =
        flat.values.iter().flat_map(|values| values.by_text.keys().map(String::as_str)).collect();
    format!("{types:?} {properties:?} {values:?} {:?}", flat.text("format"))
}

/// The alternatives that are the same ones in both versions.
fn matched<'a, 'd>(
    base: &'a [Branch<'d>],
    head: &'a [Branch<'d>],
) -> Vec<(&'a Branch<'d>, &'a Branch<'d>)> {
    let mut pairs = Vec::new();
    let mut old: Vec<&Branch<'d>> = base.iter().collect();
    let mut new: Vec<&Branch<'d>> = head.iter().collect();
    let by: [fn(&Branch<'d>) -> Option<String>; 3] = [
        |branch| branch.tag.clone(),
        |branch| branch.name.clone(),
        |branch| Some(branch.look.clone()),
    ];
    for key in by {
        let mut by_key: BTreeMap<String, Vec<&Branch<'d>>> = BTreeMap::new();
        for branch in new.drain(..) {
            by_key
                .entry(key(branch).map_or("-".to_owned(), |key| format!("+{key}")))
                .or_default()
                .push(branch);
        }
        by_key.values_mut().for_each(|list| list.reverse());
        old.retain(|branch| {
            let found = key(branch).and_then(|key| by_key.get_mut(&format!("+{key}"))?.pop());
            pairs.extend(found.map(|found| (*branch, found)));
            found.is_none()
        });
        new = by_key.into_values().flatten().collect();
    }
    // One left on each side: the same one, changed.
    if let ([old], [new]) = (old.as_slice(), new.as_slice())
        && old.tag.is_none()
        && new.tag.is_none()
        && old.name.is_none()
        && new.name.is_none()
    {
        pairs.push((old, new));
    }
    pairs
}
