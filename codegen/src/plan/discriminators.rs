//! Discriminators: which values of a property name which branch of a union.

use std::collections::{BTreeMap, BTreeSet};

use super::alternatives::unwrapped;
use super::looks::{Kinds, Look, MemberLook, Texts};
use super::node::{NodeKey, component_name, node_key, text};
use super::planner::Planner;
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;

/// What a `discriminator` says.
pub(super) struct Tag<'d> {
    /// The property.
    pub(super) property: String,
    /// The values that `mapping` gives a schema.
    mapping: BTreeMap<NodeKey, Vec<(&'d str, Cursor<'d>)>>,
}

impl<'d> Planner<'d> {
    /// The discriminator of a union with these branches.
    pub(super) fn discriminator(
        &mut self,
        node: &Cursor<'d>,
        branches: &[Cursor<'d>],
    ) -> Option<Tag<'d>> {
        let property =
            text(node, &["discriminator", "propertyName"]).filter(|it| !it.is_empty())?;
        let mut mapping: BTreeMap<NodeKey, Vec<(&'d str, Cursor<'d>)>> = BTreeMap::new();
        let listed = node.get("discriminator").and_then(|it| it.get("mapping"));
        for (wire, target) in listed.iter().flat_map(Cursor::entries) {
            let named = target.mapping_target().map(|target| unwrapped(&target));
            let is_branch =
                |key: &NodeKey| branches.iter().any(|it| node_key(&unwrapped(it)) == *key);
            match named.map(|target| node_key(&target)).filter(is_branch) {
                Some(key) => mapping.entry(key).or_default().push((wire, target)),
                None => self.problem(
                    Diagnostic::new(
                        &rules::DISCRIMINATOR_MAPPING,
                        target.location(),
                        format!(
                            "`{wire}` is mapped to a schema that is not a branch of this union"
                        ),
                    )
                    .help("map it to one of the branches, or add the branch to the union"),
                ),
            }
        }
        Some(Tag { property, mapping })
    }

    /// The values of the tag that name a branch, which its look then says, too.
    pub(super) fn tag_values(
        &mut self,
        branch: &Cursor<'d>,
        tag: &Tag<'d>,
        look: &mut Look,
    ) -> Vec<String> {
        if !look.parts.is_empty() {
            return parts_values(look, &tag.property);
        }
        if !look.kinds.has(Kinds::OBJECT) {
            return Vec::new();
        }
        let schema = unwrapped(branch);
        let own = look.members.get(&tag.property);
        if own.is_none_or(|member| !member.is_required) {
            self.untagged_branch(branch, &schema, &tag.property);
        }
        let mapped = tag.mapping.get(&node_key(&schema));
        if let Some(listed) = own.and_then(MemberLook::listed) {
            let listed = listed.to_vec();
            self.check_mapped(&listed, mapped, &schema, &tag.property);
            return listed;
        }
        let values: Vec<String> = match mapped {
            Some(mapped) => mapped.iter().map(|(wire, _)| (*wire).to_owned()).collect(),
            None => component_name(&schema).into_iter().collect(),
        };
        if !values.is_empty() && own.is_none_or(|member| member.kinds.meets(Kinds::TEXT)) {
            let member = look.members.entry(tag.property.clone()).or_insert(MemberLook {
                is_required: false,
                kinds: Kinds::TEXT,
                texts: Texts::Any,
            });
            member.texts = Texts::Listed(values.clone());
        }
        values
    }

    fn untagged_branch(&mut self, branch: &Cursor<'d>, schema: &Cursor<'d>, tag: &str) {
        let named = component_name(schema);
        let named = named.map_or("this branch".to_owned(), |name| format!("`{name}`"));
        self.problem(
            Diagnostic::new(
                &rules::DISCRIMINATOR_MISSING,
                schema.location(),
                format!("{named} does not require the discriminator `{tag}`"),
            )
            .related(branch.location(), "it is a branch of this union")
            .help(format!(
                "add `{tag}` to its `properties` (with a one-value `enum`) and to `required`"
            )),
        );
    }

    fn check_mapped(
        &mut self,
        own: &[String],
        mapped: Option<&Vec<(&'d str, Cursor<'d>)>>,
        schema: &Cursor<'d>,
        tag: &str,
    ) {
        // If a part of the schema has the property, it stands elsewhere.
        let property = schema.get("properties").and_then(|all| all.get(tag));
        let said = property.map_or_else(|| schema.location(), |property| property.key_location());
        for (wire, entry) in mapped.into_iter().flatten() {
            if own.iter().any(|value| value == wire) {
                continue;
            }
            let named = component_name(schema).unwrap_or_default();
            let own = own.join("`, `");
            self.problem(
                Diagnostic::new(
                    &rules::DISCRIMINATOR_MAPPING,
                    entry.key_location(),
                    format!("`{named}` says `{own}`, but the mapping says `{wire}`"),
                )
                .related(said.clone(), format!("`{own}` is said here"))
                .help("make the mapping's key equal to the value in `enum`"),
            );
        }
    }
}

fn parts_values(look: &Look, property: &str) -> Vec<String> {
    let mut values = BTreeSet::new();
    for part in &look.parts {
        values.extend(parts_values(part, property));
        let listed = part.members.get(property).and_then(MemberLook::listed);
        values.extend(listed.unwrap_or_default().iter().cloned());
    }
    values.into_iter().collect()
}

/// The property that tells objects apart without being called a discriminator: all of them require it,
/// and no value of it is one of two. The first by name, if there are several.
pub(super) fn implied<'l>(looks: &[&'l Look]) -> Option<&'l str> {
    let (first, others) = looks.split_first()?;
    let listed = |look: &'l Look, name: &str| -> Option<&'l [String]> {
        let is_object = look.kinds == Kinds::OBJECT && look.parts.is_empty();
        let member = look.members.get(name).filter(|member| is_object && member.is_required)?;
        member.listed()
    };
    let tells_apart = |name: &&'l String| {
        let mut seen = BTreeSet::new();
        looks.iter().all(|look| {
            listed(look, name).is_some_and(|values| values.iter().all(|value| seen.insert(value)))
        })
    };
    if others.is_empty() {
        return None;
    }
    first.members.keys().find(tells_apart).map(String::as_str)
}
