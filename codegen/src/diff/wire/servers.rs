//! Compares where the API is.

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use super::prefix::MovedPrefix;
use super::schema::without_texts;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

/// A server by its URL in the one spelling that all of the same have.
#[derive(Debug, Clone)]
struct Server<'d> {
    url: &'d str,
    spelling: String,
    node: Cursor<'d>,
}

/// In the order of the contract: clients take the first one unless they are told another.
type Servers<'d> = Vec<Server<'d>>;

fn list<'d>(owner: &Cursor<'d>) -> Option<Servers<'d>> {
    let servers = owner.get("servers").filter(|servers| servers.items().next().is_some())?;
    let found = servers.items().filter_map(|node| {
        let url = node.get("url")?.as_str()?;
        Some(Server { url, spelling: spelling(url), node })
    });
    Some(found.collect())
}

/// What a contract has that names no server.
fn default_server<'d>(root: &Cursor<'d>) -> Servers<'d> {
    vec![Server { url: "/", spelling: spelling("/"), node: root.clone() }]
}

/// The servers of a whole contract.
pub(super) fn spellings(root: &Cursor<'_>) -> Vec<String> {
    let servers = list(root).unwrap_or_else(|| default_server(root));
    servers.into_iter().map(|server| server.spelling).collect()
}

/// A URL whose scheme and host are in lower case, without a default port and a slash at its end.
pub(super) fn spelling(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.trim_end_matches('/').to_owned();
    };
    let scheme = scheme.to_lowercase();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // The names of variables have a case.
    let host = if host.contains('{') { host.to_owned() } else { host.to_lowercase() };
    let port = match scheme.as_str() {
        "https" | "wss" => ":443",
        "http" | "ws" => ":80",
        _ => "",
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    format!("{scheme}://{host}{}", path.trim_end_matches('/'))
}

impl<'d> Walker<'d> {
    /// The servers of the whole contract.
    pub(super) fn servers(&mut self) {
        if let Some(moved) = self.moved.clone() {
            return self.prefix_moved(&moved);
        }
        let before = list(&self.base).unwrap_or_else(|| default_server(&self.base));
        let after = list(&self.head).unwrap_or_else(|| default_server(&self.head));
        self.compare_servers(&before, &after, "the contract", None);
    }

    /// What went from the URLs of the servers into all paths, or back, changes no address.
    fn prefix_moved(&mut self, moved: &MovedPrefix) {
        let sentence = match moved {
            MovedPrefix::IntoPaths(prefix) => {
                format!("`{prefix}` went from the servers into all paths: every address stays")
            }
            MovedPrefix::IntoServers(prefix) => {
                format!("`{prefix}` went from all paths into the servers: every address stays")
            }
        };
        let at = |root: &Cursor<'d>| root.get("servers").unwrap_or_else(|| root.clone()).location();
        let kind = ChangeKind::ServerPrefixMoved;
        self.findings.add(
            Finding::new(kind, Ways::NONE, "the contract", sentence)
                .at(Some(at(&self.base)), Some(at(&self.head)))
                .about("servers"),
        );
    }

    /// Servers that an operation or its path has for itself.
    pub(super) fn operation_servers(
        &mut self,
        old: &OperationObject<'d>,
        new: &OperationObject<'d>,
        number: OperationIndex,
    ) {
        let own = |operation: &OperationObject<'d>| {
            list(&operation.node).or_else(|| list(&operation.path_item))
        };
        let (before, after) = (own(old), own(new));
        if before.is_none() && after.is_none() {
            return;
        }
        let of = |root: &Cursor<'d>| list(root).unwrap_or_else(|| default_server(root));
        let (before, after) =
            (before.unwrap_or_else(|| of(&self.base)), after.unwrap_or_else(|| of(&self.head)));
        let place = self.operations.get(number).cloned().unwrap_or_default();
        self.compare_servers(&before, &after, &place, Some(number));
    }

    fn compare_servers(
        &mut self,
        before: &Servers<'d>,
        after: &Servers<'d>,
        place: &str,
        number: Option<OperationIndex>,
    ) {
        let mut found = Vec::new();
        let same = |list: &'_ [Server<'d>], one: &Server<'d>| {
            list.iter().find(|known| known.spelling == one.spelling).cloned()
        };
        for new in after {
            let Some(old) = same(before, new) else {
                found.push((ChangeKind::ServerAdded, new.url, "is new", None, Some(&new.node)));
                continue;
            };
            if variables(&old.node) != variables(&new.node) {
                let kind = ChangeKind::ServerVariableChanged;
                found.push((
                    kind,
                    new.url,
                    "has other variables",
                    Some(old.node.clone()),
                    Some(&new.node),
                ));
            }
            let its = format!("the server `{}`", new.url);
            let of = number.map(|number| (number, Ways::REQUEST));
            self.node_texts(&["description"], &old.node, &new.node, &its, of);
        }
        for old in before.iter().filter(|old| same(after, old).is_none()) {
            found.push((
                ChangeKind::ServerRemoved,
                old.url,
                "is gone",
                Some(old.node.clone()),
                None,
            ));
        }
        self.order(before, after, place, number);
        for (kind, url, word, old, new) in found {
            let sentence = format!("the server `{url}` {word}");
            let mut finding = Finding::new(kind, Ways::REQUEST, place, sentence)
                .at(old.as_ref().map(Cursor::location), new.map(Cursor::location))
                .values(old.as_ref().and_then(variables), new.and_then(variables))
                .about(url);
            if let Some(number) = number {
                finding = finding.by_operation(number);
            }
            self.findings.add(finding);
        }
    }

    /// Clients that are told no server take the first.
    fn order(
        &mut self,
        before: &Servers<'d>,
        after: &Servers<'d>,
        place: &str,
        number: Option<OperationIndex>,
    ) {
        let common = |some: &Servers<'d>, other: &Servers<'d>| -> Vec<Server<'d>> {
            let is_common =
                |one: &&Server<'d>| other.iter().any(|known| known.spelling == one.spelling);
            some.iter().filter(is_common).cloned().collect()
        };
        let (old, new) = (common(before, after), common(after, before));
        let names =
            |list: &[Server<'d>]| list.iter().map(|one| one.spelling.clone()).collect::<Vec<_>>();
        let (Some(first), Some(now)) = (old.first(), new.first()) else { return };
        if names(&old) == names(&new) {
            return;
        }
        let is_first = first.spelling == now.spelling;
        let sentence = match is_first {
            true => "the servers are listed in another order, with the same one first".to_owned(),
            false => format!("the first server is `{}` now and was `{}`", now.url, first.url),
        };
        let ways = Ways::REQUEST.when(|| !is_first);
        let mut finding = Finding::new(ChangeKind::ServersReordered, ways, place, sentence)
            .at(Some(first.node.location()), Some(now.node.location()))
            .values(Some(names(&old).join(", ")), Some(names(&new).join(", ")))
            .about("order");
        if let Some(number) = number {
            finding = finding.by_operation(number);
        }
        self.findings.add(finding);
    }
}

/// What may stand in a URL; the values of a variable are a set.
fn variables(server: &Cursor<'_>) -> Option<String> {
    let mut variables = without_texts(server.get("variables")?.to_json());
    for variable in variables.as_object_mut().into_iter().flat_map(|map| map.values_mut()) {
        let values = variable.get_mut("enum").and_then(|values| values.as_array_mut());
        values.into_iter().for_each(|values| values.sort_by_key(ToString::to_string));
    }
    Some(variables.to_string())
}
