//! Compares the parameters of an operation, those of its path included.

use std::collections::BTreeMap;

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use super::label;
use super::operations::flag;
use super::schema::is_dangling;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

/// Headers that OpenAPI says are described elsewhere.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// A parameter of one version.
#[derive(Debug, Clone)]
struct Parameter<'d> {
    node: Cursor<'d>,
    place: &'d str,
    name: &'d str,
}

/// Place and name; of path parameters, whose names are not sent, the position if the path is the same.
type ParameterKey = (String, String);

/// What tells path parameters apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PathKey {
    Position,
    Name,
}

fn list<'d>(operation: &OperationObject<'d>, by: PathKey) -> BTreeMap<ParameterKey, Parameter<'d>> {
    let mut found = BTreeMap::new();
    for owner in [&operation.path_item, &operation.node] {
        for item in owner.get("parameters").iter().flat_map(Cursor::items) {
            let node = item.resolve();
            let text = |key| node.get(key).and_then(|value| value.as_str());
            let (Some(place), Some(name)) = (text("in"), text("name")) else { continue };
            let key = match place {
                "path" if by == PathKey::Position => {
                    position(operation.template, name).unwrap_or_else(|| name.to_owned())
                }
                "header" => name.to_lowercase(),
                _ => name.to_owned(),
            };
            if place == "header" && IGNORED.contains(&key.as_str()) {
                continue;
            }
            found.insert((place.to_owned(), key), Parameter { node, place, name });
        }
    }
    found
}

/// Whether a parameter is unknown, so that none can be said to be new or gone.
fn has_dangling(operation: &OperationObject<'_>) -> bool {
    [&operation.path_item, &operation.node]
        .into_iter()
        .filter_map(|owner| owner.get("parameters"))
        .any(|parameters| parameters.items().any(|item| is_dangling(&item)))
}

/// Whether what stands around the parameters is the same from the first of them on: something else may
/// stand before all of them.
fn begins_alike(old: &str, new: &str) -> bool {
    let from_first = |path: &str| {
        let literal = |part: &str| part.split_once('}').map_or("", |(_, rest)| rest).to_owned();
        path.split('{').skip(1).map(literal).collect::<Vec<String>>()
    };
    from_first(old) == from_first(new)
}

fn position(template: &str, name: &str) -> Option<String> {
    let wanted = format!("{{{name}}}");
    Some(format!("#{}", template.get(..template.find(&wanted)?)?.matches('{').count()))
}

impl<'d> Parameter<'d> {
    fn is_required(&self) -> bool {
        flag(&self.node, "required")
    }

    fn text(&self) -> String {
        format!("{} parameter `{}`", self.place, self.name)
    }

    /// How the value is written, with OpenAPI's defaults filled in.
    fn style(&self) -> String {
        let default = if matches!(self.place, "query" | "cookie") { "form" } else { "simple" };
        let style = self.node.get("style").and_then(|value| value.as_str()).unwrap_or(default);
        let explode = self.node.get("explode").and_then(|value| value.as_bool());
        let explode = explode.unwrap_or(style == "form");
        let mut text = format!("style {style}, explode {explode}");
        for key in ["allowReserved", "allowEmptyValue"] {
            if flag(&self.node, key) {
                text.push_str(&format!(", {key}"));
            }
        }
        let content = self.node.get("content");
        if let Some((media_type, _)) = content.and_then(|content| content.entries().next()) {
            text = format!("as {media_type}");
        }
        text
    }

    fn schema(&self) -> Option<Cursor<'d>> {
        self.node.get("schema").or_else(|| {
            let (_, media) = self.node.get("content")?.entries().next()?;
            media.get("schema")
        })
    }
}

impl<'d> Walker<'d> {
    pub(super) fn parameters(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let places = [old, new].map(|one| one.template.matches('{').count());
        let is_same = places[0] == places[1] && begins_alike(old.template, new.template);
        let by = if is_same { PathKey::Position } else { PathKey::Name };
        let (mut before, mut after) = (list(old, by), list(new, by));
        let common: Vec<ParameterKey> =
            before.keys().filter(|key| after.contains_key(*key)).cloned().collect();
        for key in common {
            if let (Some(old), Some(new)) = (before.remove(&key), after.remove(&key)) {
                self.parameter(&old, &new, number);
            }
        }
        if [old, new].into_iter().any(has_dangling) {
            return;
        }
        let mut by_name: BTreeMap<String, ParameterKey> =
            after.iter().map(|(key, one)| (one.name.to_lowercase(), key.clone())).collect();
        for old in before.values() {
            let moved = by_name.remove(&old.name.to_lowercase()).and_then(|key| after.remove(&key));
            match moved {
                Some(new) => {
                    self.parameter_moved(old, &new, number);
                    self.parameter(old, &new, number);
                }
                None => self.parameter_removed(old, number),
            }
        }
        for new in after.values() {
            self.parameter_added(new, number);
        }
    }

    fn about_parameter(
        &self,
        kind: ChangeKind,
        old: Option<&Parameter<'d>>,
        new: Option<&Parameter<'d>>,
        number: OperationIndex,
        sentence: String,
    ) -> Finding {
        let at = |one: Option<&Parameter<'d>>| one.map(|one| one.node.location());
        let (base, head) = (at(old), at(new));
        let shared = head.as_ref().or(base.as_ref()).and_then(|at| label::of_pointer(&at.pointer));
        let place = shared.or_else(|| self.operations.get(number).cloned()).unwrap_or_default();
        let subject = new.or(old).map(|one| one.name).unwrap_or_default();
        Finding::new(kind, Ways::REQUEST, &place, sentence)
            .at(base, head)
            .about(subject)
            .by_operation(number)
    }

    fn parameter_added(&mut self, new: &Parameter<'d>, number: OperationIndex) {
        let (kind, word) = if new.is_required() {
            (ChangeKind::ParameterRequiredAdded, "required")
        } else {
            (ChangeKind::ParameterOptionalAdded, "optional")
        };
        let sentence = format!("the {word} {} is new", new.text());
        let mut finding = self.about_parameter(kind, None, Some(new), number, sentence);
        finding.covers.head = self.head_covers(Some(&new.node));
        self.findings.add(finding.content(None, Some(&new.node)));
    }

    fn parameter_removed(&mut self, old: &Parameter<'d>, number: OperationIndex) {
        let (kind, word) = if old.is_required() {
            (ChangeKind::ParameterRequiredRemoved, "required")
        } else {
            (ChangeKind::ParameterOptionalRemoved, "optional")
        };
        let sentence = format!("the {word} {} is gone", old.text());
        let mut finding = self.about_parameter(kind, Some(old), None, number, sentence);
        finding.covers.base = self.base_covers(Some(&old.node));
        self.findings.add(finding.content(Some(&old.node), None));
    }

    fn parameter_moved(
        &mut self,
        old: &Parameter<'d>,
        new: &Parameter<'d>,
        number: OperationIndex,
    ) {
        let sentence = format!("the {} is a {} now", old.text(), new.text());
        let kind = ChangeKind::ParameterLocationChanged;
        let finding = self.about_parameter(kind, Some(old), Some(new), number, sentence);
        let (before, after) = (old.place.to_owned(), new.place.to_owned());
        self.findings.add(finding.values(Some(before), Some(after)));
    }

    fn parameter(&mut self, old: &Parameter<'d>, new: &Parameter<'d>, number: OperationIndex) {
        let flags = flags(old, new).map(|(kind, sentence)| (kind, sentence, None, None));
        let facts: Vec<Fact> = flags.chain(names(old, new)).chain(style(old, new)).collect();
        for (kind, sentence, before, after) in facts {
            let finding = self.about_parameter(kind, Some(old), Some(new), number, sentence);
            self.findings.add(finding.values(before, after));
        }
        let operation = self.operations.get(number).cloned().unwrap_or_default();
        // A shared parameter is known by its own name.
        let shared = label::of_pointer(&new.node.pointer());
        let place = shared.unwrap_or_else(|| format!("{operation} {}", new.text()));
        let texts = ["description", "example", "examples"];
        self.node_texts(&texts, &old.node, &new.node, &place, Some((number, Ways::REQUEST)));
        if let (Some(old), Some(new)) = (old.schema(), new.schema()) {
            self.root_pair(number, old, new, Ways::REQUEST, || place);
        }
    }
}

/// What changed about a parameter: kind, sentence, value before and after.
type Fact = (ChangeKind, String, Option<String>, Option<String>);

/// `required` and `deprecated`.
fn flags<'d>(
    old: &Parameter<'d>,
    new: &Parameter<'d>,
) -> impl Iterator<Item = (ChangeKind, String)> + use<'d> {
    let required = match (old.is_required(), new.is_required()) {
        (false, true) => Some((ChangeKind::ParameterBecameRequired, "must now be given")),
        (true, false) => Some((ChangeKind::ParameterBecameOptional, "need no longer be given")),
        _ => None,
    };
    let deprecated = match (flag(&old.node, "deprecated"), flag(&new.node, "deprecated")) {
        (false, true) => Some((ChangeKind::ParameterDeprecated, "is deprecated now")),
        (true, false) => Some((ChangeKind::ParameterUndeprecated, "is no longer deprecated")),
        _ => None,
    };
    let text = new.text();
    let found = required.into_iter().chain(deprecated);
    found.map(move |(kind, word)| (kind, format!("the {text} {word}")))
}

/// The name on the wire, and what the extensions say about Rust.
fn names(old: &Parameter<'_>, new: &Parameter<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let is_same = match new.place {
        "header" => old.name.eq_ignore_ascii_case(new.name),
        _ => old.name == new.name,
    };
    if !is_same {
        let sentence = format!("the {} was renamed to `{}`", old.text(), new.name);
        let (before, after) = (Some(old.name.to_owned()), Some(new.name.to_owned()));
        facts.push((ChangeKind::ParameterRenamed, sentence, before, after));
    }
    for key in ["x-rust-name", "x-rust-scope"] {
        let value =
            |one: &Parameter<'_>| one.node.get(key).map(|value| value.to_json().to_string());
        let (before, after) = (value(old), value(new));
        if before != after {
            let sentence = format!("`{key}` of the {} changed", new.text());
            facts.push((ChangeKind::RustNameChanged, sentence, before, after));
        }
    }
    facts
}

/// How the value is written.
fn style(old: &Parameter<'_>, new: &Parameter<'_>) -> Option<Fact> {
    let (before, after) = (old.style(), new.style());
    if old.place != new.place || before == after {
        return None;
    }
    let text = new.text();
    let sentence = format!("the {text} is serialized differently: {before} became {after}");
    Some((ChangeKind::ParameterStyleChanged, sentence, Some(before), Some(after)))
}
