//! What an example says twice agrees: ids in bodies, links and paths, and the order of times.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{IDS_DISAGREE, TIMES_DISAGREE};
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, NodeKind};
use crate::lint::context::{Context, text};
use crate::lint::edit;
use crate::openapi::OperationObject;
use crate::target::HAL_LINKS;

/// Beginnings of the names of times, each with those that come later.
const LATER: [(&[&str], &[&str]); 4] = [
    (
        &["created", "creation", "issued"],
        &[
            "updated",
            "update",
            "modified",
            "lastmodified",
            "lastupdated",
            "expires",
            "expiry",
            "expiration",
            "deleted",
        ],
    ),
    (
        &["start", "started", "starts", "begin"],
        &["end", "ended", "ends", "finished", "completed", "stopped"],
    ),
    (&["notbefore"], &["notafter"]),
    (&["validfrom", "effectivefrom"], &["validto", "validuntil", "effectiveto"]),
];

/// What may follow such a beginning.
const ENDINGS: [&str; 6] = ["", "at", "on", "date", "time", "datetime"];

pub(super) fn check(context: &mut Context<'_>) {
    for (_, node) in context.objects() {
        for value in ["example", "value"].iter().filter_map(|key| node.get(key)) {
            walk(context, &value, &BTreeMap::new());
        }
    }
    for operation in context.operations() {
        let mut known = of_path(&operation);
        if known.is_empty() {
            continue;
        }
        let values = answers(&operation);
        // Several examples may be of several resources; the path is one of them.
        let mut said = Vec::new();
        values.iter().for_each(|value| addresses(value, &mut said));
        known.retain(|collection, (id, _)| {
            let pairs = said.iter().flat_map(|address| pairs(address));
            !pairs.into_iter().any(|(other, own, _)| other == collection && own == *id)
        });
        values.iter().for_each(|value| links_below(context, value, &known));
    }
}

/// The examples of what an operation answers with.
fn answers<'d>(operation: &OperationObject<'d>) -> Vec<Cursor<'d>> {
    let mut found = Vec::new();
    for (_, response) in operation.responses().filter(|(status, _)| status.starts_with('2')) {
        for (_, media) in response.get("content").iter().flat_map(Cursor::entries) {
            let media = media.resolve();
            let named = media.get("examples");
            let named = named.iter().flat_map(Cursor::entries);
            found.extend(named.filter_map(|(_, example)| example.resolve().get("value")));
            found.extend(media.get("example"));
        }
    }
    found
}

/// The targets of all links in a value.
fn addresses<'d>(value: &Cursor<'d>, found: &mut Vec<&'d str>) {
    found.extend(text(value, "href"));
    for inner in value.items().chain(value.entries().map(|(_, inner)| inner)) {
        addresses(&inner, found);
    }
}

/// Ids by the collection that they are of, each with a place that says so.
type Ids<'d> = BTreeMap<String, (&'d str, Cursor<'d>)>;

/// The ids that the examples of an operation's path parameters say.
fn of_path<'d>(operation: &OperationObject<'d>) -> Ids<'d> {
    let mut examples: BTreeMap<&str, Cursor<'d>> = BTreeMap::new();
    for given in operation.parameters() {
        let parameter = given.resolve();
        if let (Some("path"), Some(name), Some(example)) =
            (text(&parameter, "in"), text(&parameter, "name"), parameter.get("example"))
        {
            examples.insert(name, example);
        }
    }
    let segments: Vec<&str> = operation.template.split('/').collect();
    let pairs = segments.windows(2).filter_map(|pair| {
        let name = pair[1].strip_prefix('{')?.strip_suffix('}')?;
        let example = examples.get(name)?.clone();
        Some((pair[0].to_owned(), (example.as_str().filter(|id| is_id(id))?, example)))
    });
    pairs.collect()
}

fn walk<'d>(context: &mut Context<'d>, value: &Cursor<'d>, none: &Ids<'d>) {
    if value.kind() == NodeKind::Map {
        times(context, value);
        ids(context, value, none, Scope::Whole);
    }
    for inner in value.items().chain(value.entries().map(|(_, inner)| inner)) {
        walk(context, &inner, none);
    }
}

fn links_below<'d>(context: &mut Context<'d>, value: &Cursor<'d>, known: &Ids<'d>) {
    if value.kind() == NodeKind::Map {
        ids(context, value, known, Scope::Path);
    }
    for inner in value.items().chain(value.entries().map(|(_, inner)| inner)) {
        links_below(context, &inner, known);
    }
}

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// An object with its links.
    Whole,
    /// The links of an object with the path that answers with it.
    Path,
}

/// Compares the ids of an object and of its links.
fn ids<'d>(context: &mut Context<'d>, object: &Cursor<'d>, known: &Ids<'d>, scope: Scope) {
    let Some(links) = object.get(HAL_LINKS) else { return };
    let mut seen = known.clone();
    if scope == Scope::Whole {
        for (name, member) in object.entries() {
            let id = member.get("id").filter(|_| name != HAL_LINKS);
            if let Some((text, place)) = id.and_then(|id| Some((id.as_str()?, id))) {
                seen.insert(format!("{name}s"), (text, place));
            }
        }
    }
    for (relation, link) in links.entries() {
        let Some(href) = link.get("href") else { continue };
        let Some(address) = href.as_str() else { continue };
        let own = (relation == "self" && scope == Scope::Whole).then(|| object.get("id")).flatten();
        for (collection, id, is_last) in pairs(address) {
            let is_own = is_last && own.is_some();
            let is_named = relation.strip_suffix('s').unwrap_or(relation) == singular(collection);
            if is_last && !is_own && !is_named {
                continue;
            }
            let expected = match own.as_ref().filter(|_| is_own) {
                Some(own) => own.as_str().map(|text| (text, own.clone())),
                None => seen.get(collection).cloned(),
            };
            match expected {
                Some((other, place)) if other != id => {
                    let message =
                        format!("`{collection}/{id}` is `{other}` elsewhere in this example");
                    let problem = Diagnostic::new(&IDS_DISAGREE, edit::within(&href, id), message)
                        .related(place.location(), "here")
                        .help("write the same id in the path, in the body and in all links");
                    context.report(problem);
                    return;
                }
                Some(_) => {}
                None if scope == Scope::Path => {}
                None => {
                    seen.insert(collection.to_owned(), (id, href.clone()));
                }
            }
        }
    }
}

fn singular(collection: &str) -> &str {
    collection.strip_suffix('s').unwrap_or(collection)
}

/// The collections of an address with the ids behind them, and whether one is the last.
fn pairs(address: &str) -> Vec<(&str, &str, bool)> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').collect();
    let count = segments.len();
    let pairs = segments.windows(2).enumerate();
    pairs
        .filter(|(_, pair)| is_id(pair[1]) && !is_id(pair[0]))
        .map(|(index, pair)| (pair[0], pair[1], index + 2 == count))
        .collect()
}

fn is_id(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok() && text.len() == 36
}

/// A moment, or a day.
#[derive(PartialEq, PartialOrd)]
enum Time {
    Moment(Timestamp),
    Day(Date),
}

impl Time {
    fn of(text: &str) -> Option<Self> {
        match text.len() {
            10 => text.parse().ok().map(Self::Day),
            _ => text.parse().ok().map(Self::Moment),
        }
    }
}

fn times(context: &mut Context<'_>, object: &Cursor<'_>) {
    let known: Vec<(String, &str, Time, Cursor<'_>)> = object
        .entries()
        .filter_map(|(name, value)| {
            let folded = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            Some((folded.to_ascii_lowercase(), name, Time::of(value.as_str()?)?, value))
        })
        .collect();
    let is_called = |name: &str, stems: &[&str]| {
        stems
            .iter()
            .any(|stem| name.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending)))
    };
    for (first, later) in LATER {
        for (_, name, time, place) in known.iter().filter(|(folded, ..)| is_called(folded, first)) {
            for (_, other, end, value) in known.iter().filter(|(it, ..)| is_called(it, later)) {
                if end < time {
                    let message = format!("`{other}` is before `{name}`");
                    let problem = Diagnostic::new(&TIMES_DISAGREE, value.location(), message)
                        .related(place.location(), "this comes first")
                        .help(format!("write a time that is not before `{name}`"));
                    context.report(problem);
                }
            }
        }
    }
}
