//! Where the API is: the servers of the contract, of its paths and of its operations.

use std::collections::BTreeMap;

use super::node::text;
use super::planner::Planner;
use super::{Server, Variable, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;

impl<'d> Planner<'d> {
    /// The servers of the root that a client can be built for: a relative one has no host.
    pub(super) fn root_servers(&mut self) -> Vec<Server> {
        let list = self.root.get("servers");
        let all = list.iter().flat_map(Cursor::items).filter_map(|node| server(&node));
        all.filter(|server| server.url.contains("://") || server.url.starts_with('{')).collect()
    }

    /// The server of an operation, if it is another one than that of all: the first of its own, or of
    /// its path.
    pub(super) fn own_server(
        &mut self,
        item: &Cursor<'d>,
        operation: &Cursor<'d>,
    ) -> Option<Server> {
        let list = operation.get("servers").or_else(|| item.get("servers"))?;
        let own = server(&list.items().next()?)?;
        let first = self.root.get("servers").and_then(|list| list.items().next());
        let is_of_all = first.and_then(|first| text(&first, &["url"])) == Some(own.url.clone());
        (!is_of_all && own.url != "/").then_some(own)
    }

    /// All servers, each with a constant of its own.
    pub(super) fn named_servers(&mut self, all: Vec<Server>) -> Vec<Server> {
        let mut found: BTreeMap<String, Server> = BTreeMap::new();
        for server in all {
            match found.get(&server.constant) {
                Some(known) if known.url != server.url || known.variables != server.variables => {
                    let message = format!(
                        "the servers `{}` and `{}` become one constant",
                        known.url, server.url
                    );
                    let problem = Diagnostic::new(&rules::NAME_COLLISION, server.location, message);
                    self.problem(problem.help("write both in one way, or keep one of them"));
                }
                Some(_) => {}
                None => {
                    found.insert(server.constant.clone(), server);
                }
            }
        }
        found.into_values().collect()
    }
}

fn server(node: &Cursor<'_>) -> Option<Server> {
    let url = text(node, &["url"])?.trim_end_matches('/').to_owned();
    let declared = node.get("variables");
    let named = declared.iter().flat_map(Cursor::entries).map(|(name, variable)| Variable {
        name: name.to_owned(),
        default: text(&variable, &["default"]).unwrap_or_default(),
        values: variable
            .get("enum")
            .iter()
            .flat_map(Cursor::items)
            .filter_map(|one| Some(one.as_str()?.to_owned()))
            .collect(),
    });
    let mut variables: Vec<Variable> =
        named.filter(|one| url.contains(&format!("{{{}}}", one.name))).collect();
    for name in url.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        if !variables.iter().any(|one| one.name == name) {
            variables.push(Variable {
                name: name.to_owned(),
                default: String::new(),
                values: Vec::new(),
            });
        }
    }
    variables.sort_by(|one, other| one.name.cmp(&other.name));
    // The scheme says little, unless it is not the usual one.
    let words = url.strip_prefix("https://").unwrap_or(&url);
    let words: String =
        words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let constant = names::static_name(&format!("server {words}"));
    let description = text(node, &["description"]);
    Some(Server { constant, url, variables, description, location: node.location() })
}
