//! What all addresses begin with: whether it stands in the servers or in the paths is one and the same.

use std::borrow::Cow;

use crate::document::Cursor;

/// A part of all addresses that stands somewhere else in the head.
#[derive(Debug, Clone)]
pub(in crate::diff) enum MovedPrefix {
    /// The servers of the base had it, and the paths of the head have it.
    IntoPaths(String),
    /// The paths of the base had it, and the servers of the head have it.
    IntoServers(String),
}

impl MovedPrefix {
    /// The prefix that the servers of one side have and the paths of the other, if there is one.
    pub(super) fn between(
        (base, old): (&Cursor<'_>, &[String]),
        (head, new): (&Cursor<'_>, &[String]),
    ) -> Option<Self> {
        if has_own_servers(base) || has_own_servers(head) {
            return None;
        }
        let into_paths = more(old, new).filter(|prefix| all_begin(head, prefix));
        into_paths.map(Self::IntoPaths).or_else(|| {
            more(new, old).filter(|prefix| all_begin(base, prefix)).map(Self::IntoServers)
        })
    }

    /// A path or a route of the base, as the head would write it without the prefix.
    pub(in crate::diff) fn of_base<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match self {
            Self::IntoPaths(_) => Cow::Borrowed(path),
            Self::IntoServers(prefix) => without(path, prefix),
        }
    }

    /// The same for the head.
    pub(in crate::diff) fn of_head<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match self {
            Self::IntoPaths(prefix) => without(path, prefix),
            Self::IntoServers(_) => Cow::Borrowed(path),
        }
    }
}

/// A path without its prefix, or a route such as `GET /v1/things`.
fn without<'p>(path: &'p str, prefix: &str) -> Cow<'p, str> {
    match path.split_once(' ') {
        Some((method, path)) => {
            format!("{method} {}", path.strip_prefix(prefix).unwrap_or(path)).into()
        }
        None => path.strip_prefix(prefix).unwrap_or(path).into(),
    }
}

/// What all of `some` end with, and the others, which are the same, do not.
fn more(some: &[String], others: &[String]) -> Option<String> {
    let first = some.first()?.strip_prefix(others.first()?.as_str())?;
    let is_prefix = first.starts_with('/') && !first.contains('{');
    let is_of_all = some.len() == others.len()
        && some
            .iter()
            .zip(others)
            .all(|(one, other)| one.strip_prefix(other.as_str()) == Some(first));
    (is_prefix && is_of_all).then(|| first.to_owned())
}

fn paths<'d>(root: &Cursor<'d>) -> impl Iterator<Item = (&'d str, Cursor<'d>)> {
    let paths = root.get("paths").map(|paths| paths.entries().collect::<Vec<_>>());
    paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/'))
}

fn all_begin(root: &Cursor<'_>, prefix: &str) -> bool {
    paths(root).next().is_some()
        && paths(root)
            .all(|(path, _)| path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/')))
}

fn has_own_servers(root: &Cursor<'_>) -> bool {
    paths(root).any(|(_, item)| {
        let item = item.resolve();
        item.get("servers").is_some() || item.entries().any(|(_, one)| one.get("servers").is_some())
    })
}
