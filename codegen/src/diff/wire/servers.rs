//! Compares where the API is.

use std::collections::BTreeMap;

use super::Walker;
use super::finding::{Finding, OperationIndex, Ways};
use super::schema::without_texts;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::OperationObject;

type Servers<'d> = BTreeMap<&'d str, Cursor<'d>>;

fn list<'d>(owner: &Cursor<'d>) -> Option<Servers<'d>> {
    let servers = owner.get("servers")?;
    Some(servers.items().filter_map(|one| Some((one.get("url")?.as_str()?, one.clone()))).collect())
}

impl<'d> Walker<'d> {
    /// The servers of the whole contract.
    pub(super) fn servers(&mut self) {
        let before = list(&self.base).unwrap_or_default();
        let after = list(&self.head).unwrap_or_default();
        self.compare_servers(&before, &after, "the contract", None);
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
        let before = before.or_else(|| list(&self.base)).unwrap_or_default();
        let after = after.or_else(|| list(&self.head)).unwrap_or_default();
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
        for (url, server) in after {
            match before.get(url) {
                None => found.push((ChangeKind::ServerAdded, *url, "is new", None, Some(server))),
                Some(old) => {
                    let variables = |server: &Cursor<'d>| {
                        server.get("variables").map(|node| without_texts(node.to_json()))
                    };
                    if variables(old) != variables(server) {
                        let kind = ChangeKind::ServerVariableChanged;
                        found.push((kind, url, "has other variables", Some(old), Some(server)));
                    }
                    let its = format!("the server `{url}`");
                    self.node_texts(
                        &["description"],
                        old,
                        server,
                        &its,
                        number.map(|number| (number, Ways::REQUEST)),
                    );
                }
            }
        }
        for (url, server) in before.iter().filter(|(url, _)| !after.contains_key(*url)) {
            found.push((ChangeKind::ServerRemoved, url, "is gone", Some(server), None));
        }
        for (kind, url, word, old, new) in found {
            let sentence = format!("the server `{url}` {word}");
            let mut finding = Finding::new(kind, Ways::REQUEST, place, sentence)
                .at(old.map(Cursor::location), new.map(Cursor::location))
                .about(url);
            if let Some(number) = number {
                finding = finding.by_operation(number);
            }
            self.findings.add(finding);
        }
    }
}
