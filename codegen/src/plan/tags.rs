//! Tags: the handle of each operation, and what the operations of a handle have in common.

use std::collections::BTreeMap;

use super::node::text;
use super::planner::Planner;
use super::{Api, Operation, Parameter, Scope, names, rules};
use crate::diagnostic::{Diagnostic, Location};
use crate::document::Cursor;
use crate::suggest::nearest;

/// The tag of an operation.
#[derive(Clone)]
pub(super) struct Tag<'d> {
    /// As it is written.
    pub(super) text: String,
    /// The accessor on the client.
    pub(super) module: String,
    /// Its declaration in the root document.
    declared: Option<Cursor<'d>>,
}

/// The operations of each accessor. Tags that become one accessor, such as `Users` and `users`, share it.
#[derive(Default)]
pub(super) struct Groups<'d>(BTreeMap<String, (Tag<'d>, Vec<Operation>)>);

impl<'d> Groups<'d> {
    pub(super) fn add(&mut self, tag: Tag<'d>, operation: Operation) {
        let (known, operations) =
            self.0.entry(tag.module.clone()).or_insert_with(|| (tag.clone(), Vec::new()));
        // Whichever order the operations have, the declared one is told about, or the first by name.
        let rank = |tag: &Tag<'_>| (tag.declared.is_none(), tag.text.clone());
        if rank(&tag) < rank(known) {
            *known = tag;
        }
        operations.push(operation);
    }
}

impl<'d> Planner<'d> {
    /// The tag of an operation: its first one, or else what its path begins with.
    pub(super) fn tag(&mut self, operation: &Cursor<'d>, template: &str) -> Option<Tag<'d>> {
        let tags: Vec<Cursor<'d>> = operation.get("tags").iter().flat_map(Cursor::items).collect();
        if tags.len() != 1 {
            let place = tags.get(1).unwrap_or(operation);
            self.unsupported(
                &rules::TAG_COUNT,
                place,
                "an operation needs exactly one tag: it names its resource handle",
                "write `tags: [Name]` with a tag declared in the root document",
            );
            if !self.has_meaning(&rules::TAG_COUNT) {
                return None;
            }
        }
        let Some(first) = tags.first() else { return self.named(names::of_path(template), None) };
        let name = first.as_str()?;
        let declared = self.tags.get(name).cloned();
        if declared.is_none() {
            self.undeclared(first, name);
            if !self.has_meaning(&rules::TAG_UNDECLARED) {
                return None;
            }
        }
        self.named(name.to_owned(), declared)
    }

    fn undeclared(&mut self, tag: &Cursor<'d>, name: &str) {
        let declared: Vec<Cursor<'d>> =
            self.root.get("tags").iter().flat_map(Cursor::items).collect();
        let names = declared.iter().filter_map(|tag| tag.get("name")?.as_str());
        let help = match nearest(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("add `- name: {name}` below `tags` in the root document"),
        };
        let message = format!("the tag `{name}` is not declared");
        self.problem(Diagnostic::new(&rules::TAG_UNDECLARED, tag.location(), message).help(help));
    }

    /// The tag with its accessor.
    fn named(&mut self, text: String, declared: Option<Cursor<'d>>) -> Option<Tag<'d>> {
        let own = declared.as_ref().and_then(|tag| self.own_name(tag));
        let module = match &own {
            Some(own) => Some(self.usual(own, names::module_name)?),
            None => names::module_name(&text),
        };
        let Some(module) = module else {
            let place = declared.unwrap_or_else(|| self.root.clone());
            self.unsupported(
                &rules::NAME_INVALID,
                &place,
                "no module name can be made of this tag",
                "write a letter, or give it a name with `x-rust-name`",
            );
            return None;
        };
        Some(Tag { text, module, declared })
    }

    /// The handles, sorted by their accessors.
    pub(super) fn grouped(&mut self, groups: Groups<'d>) -> Vec<Api> {
        groups.0.into_values().filter_map(|(tag, operations)| self.api(tag, operations)).collect()
    }

    /// The path parameters that the accessor takes, as `client.yaml` says, in the order of the path. It says
    /// so once for all operations, so that another one cannot change what callers write.
    fn scope(&mut self, tag: &str, operations: &[Operation]) -> Vec<Parameter> {
        // Another spelling of a tag is the same handle.
        let (scopes, module) = (&self.target.scopes, names::module_name(tag));
        let alike = || scopes.iter().find(|(name, _)| names::module_name(name) == module);
        let known = scopes.get(tag).or_else(|| alike().map(|(_, wanted)| wanted));
        let Some(wanted) = known else { return Vec::new() };
        for operation in operations {
            let is_there = |name: &&String| operation.path.iter().any(|one| one.wire == **name);
            if let Some(name) = wanted.iter().find(|name| !is_there(name)) {
                let message =
                    format!("this path has no `{{{name}}}`, which the handle of `{tag}` takes");
                self.problem(
                    Diagnostic::new(&rules::SCOPE_MISSING, operation.location.clone(), message)
                        .help(
                            "give the operation another tag, or correct `scopes` in `client.yaml`",
                        ),
                );
            }
        }
        let first = operations.first().into_iter().flat_map(|operation| &operation.path);
        let is_scope = |parameter: &&Parameter| {
            parameter.scope == Scope::Call && wanted.contains(&parameter.wire)
        };
        first.filter(is_scope).cloned().collect()
    }

    fn api(&mut self, tag: Tag<'d>, mut operations: Vec<Operation>) -> Option<Api> {
        operations.sort_by(|a, b| (&a.template, a.method).cmp(&(&b.template, b.method)));
        let scope = self.scope(&tag.text, &operations);
        let declared = tag.declared.as_ref();
        let name = declared.and_then(|tag| tag.get("name"));
        Some(Api {
            description: declared.and_then(|tag| text(tag, &["description"])),
            feature: None,
            docs_url: declared.and_then(|tag| self.docs_url(tag)),
            location: match (declared, name, operations.first()) {
                (Some(tag), Some(name), _) => {
                    Location { pointer: tag.pointer(), ..name.location() }
                }
                // A tag that is not declared has no place of its own: its first operation stands for it.
                (_, _, Some(operation)) => operation.location.clone(),
                _ => self.root.location(),
            },
            handle: names::handle_name(&tag.module)?,
            tag: tag.text,
            module: tag.module,
            scope,
            operations,
        })
    }
}

/// The tags of the root document by their names; of several with one name, the first.
pub(super) fn declared<'d>(root: &Cursor<'d>) -> BTreeMap<&'d str, Cursor<'d>> {
    let mut tags = BTreeMap::new();
    for tag in root.get("tags").iter().flat_map(Cursor::items) {
        if let Some(name) = tag.get("name").and_then(|name| name.as_str()) {
            tags.entry(name).or_insert(tag);
        }
    }
    tags
}
