//! Discriminated unions: `oneOf` with a `discriminator` becomes a tagged enum.

use super::define::{Claim, Draft};
use super::node::{NodeKey, component_name, node_key, text};
use super::planner::Planner;
use std::collections::BTreeMap;

use super::members::Members;
use super::{TypeRef, Union, Variant, names, rules, variants};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// The entries of a `discriminator.mapping` by the schema that they name.
type Mapping<'d> = BTreeMap<NodeKey, (&'d str, Cursor<'d>)>;

impl<'d> Planner<'d> {
    pub(super) fn union(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let tag =
            node.get("discriminator").and_then(|discriminator| discriminator.get("propertyName"));
        let Some(tag) = tag.as_ref().and_then(Cursor::as_str) else {
            self.unsupported(
                &rules::UNION_UNDECIDABLE,
                node,
                "a `oneOf` without `discriminator.propertyName` cannot be decoded reliably",
                "add a `discriminator` whose property every variant requires",
            );
            return None;
        };
        let beside = ["properties", "allOf", "required", "additionalProperties"];
        if let Some(ignored) = beside.iter().find_map(|key| node.get(key)) {
            self.problem(
                Diagnostic::new(
                    &rules::UNION_SIBLINGS,
                    ignored.key_location(),
                    "what stands beside `oneOf` would be ignored",
                )
                .help("move it into the branches, e.g. with `allOf` and a shared schema"),
            );
            return None;
        }
        if tag.is_empty() || node.get("oneOf").is_none_or(|list| list.items().next().is_none()) {
            self.unsupported(
                &rules::UNION_EMPTY,
                node,
                "a union needs at least one branch",
                "add a `$ref` to `oneOf`",
            );
            return None;
        }
        self.define(node, direction, hint, Draft::Union)
    }

    /// The variants of a union that `union` has accepted.
    pub(super) fn union_shape(&mut self, node: &Cursor<'d>, direction: Direction) -> Option<Union> {
        let tag = text(node, &["discriminator", "propertyName"])?;
        let mapping = self.mapping(node);
        let mut variants = Vec::new();
        let mut seen: BTreeMap<NodeKey, Cursor<'d>> = BTreeMap::new();
        for branch in node.get("oneOf").iter().flat_map(Cursor::items) {
            if let Some(first) = seen.insert(node_key(&branch.resolve()), branch.clone()) {
                self.problem(
                    Diagnostic::new(
                        &rules::BRANCH_TWICE,
                        branch.location(),
                        "this branch is listed twice",
                    )
                    .related(first.location(), "first listed here")
                    .help("remove one of them"),
                );
                continue;
            }
            variants.extend(self.variant(&branch, &tag, &mapping, direction));
        }
        variants.sort_by(|a: &Variant, b| a.wire.cmp(&b.wire));
        self.check_variants(node, &variants);
        Some(Union { tag, variants })
    }

    /// `discriminator.mapping`: target pointer → wire value.
    fn mapping(&mut self, node: &Cursor<'d>) -> Mapping<'d> {
        let Some(mapping) = node.get("discriminator").and_then(|d| d.get("mapping")) else {
            return BTreeMap::new();
        };
        let branches: Vec<Cursor<'d>> = node
            .get("oneOf")
            .iter()
            .flat_map(Cursor::items)
            .map(|branch| branch.resolve())
            .collect();
        let mut found = BTreeMap::new();
        for (wire, target) in mapping.entries() {
            let named = target.mapping_target().map(|target| node_key(&target));
            match named.filter(|key| branches.iter().any(|branch| node_key(branch) == *key)) {
                Some(key) => {
                    let first = found.insert(key, (wire, target.clone()));
                    if let Some((first, _)) = first {
                        self.problem(
                            Diagnostic::new(
                                &rules::DISCRIMINATOR_MAPPING,
                                target.location(),
                                format!("`{wire}` and `{first}` are mapped to the same schema"),
                            )
                            .help("give each value a schema of its own"),
                        );
                    }
                }
                None => self.problem(
                    Diagnostic::new(
                        &rules::DISCRIMINATOR_MAPPING,
                        target.location(),
                        format!(
                            "`{wire}` is mapped to a schema that is not a branch of this `oneOf`"
                        ),
                    )
                    .help("map it to one of the branches, or add the branch to `oneOf`"),
                ),
            }
        }
        found
    }

    fn variant(
        &mut self,
        branch: &Cursor<'d>,
        tag: &str,
        mapping: &Mapping<'d>,
        direction: Direction,
    ) -> Option<Variant> {
        let schema = branch.resolve();
        let is_object = text(&schema, &["type"]).is_none_or(|kind| kind == "object");
        if !is_object || schema.get("oneOf").is_some() || schema.get("x-rust-type").is_some() {
            self.unsupported(
                &rules::UNION_BRANCH,
                branch,
                "a branch of a union must be an object",
                "list the objects themselves; a union cannot hold another one",
            );
            return None;
        }
        let Some(component) = component_name(&schema) else {
            self.unsupported(
                &rules::UNION_BRANCH,
                branch,
                "a branch of a union must be a named schema",
                "move it to `components.schemas` and `$ref` it",
            );
            return None;
        };
        let mut members = Members::default();
        self.collect(&schema, &mut members);
        let Some(property) = members.properties.get(tag).filter(|_| members.requires(tag)) else {
            self.problem(
                Diagnostic::new(
                    &rules::DISCRIMINATOR_MISSING,
                    schema.location(),
                    format!("`{component}` does not require the discriminator `{tag}`"),
                )
                .related(branch.location(), "it is a branch of this union")
                .help(format!(
                    "add `{tag}` to its `properties` (with a one-value `enum`) and to `required`"
                )),
            );
            return None;
        };
        let wire = self.tag_value(property, &component, mapping.get(&node_key(&schema)))?;
        let name = variants::name(&wire);
        let constructor = names::constructor_name(&name);
        let ty = self.variant_struct(&schema, &component, tag, direction)?;
        Some(Variant { wire, name, constructor, ty })
    }

    /// The value of the tag: the property's one-value `enum`, which a mapping must agree with.
    fn tag_value(
        &mut self,
        property: &Cursor<'d>,
        component: &str,
        mapped: Option<&(&'d str, Cursor<'d>)>,
    ) -> Option<String> {
        let property = property.resolve();
        let listed = property.get("enum");
        let values: Vec<Cursor<'d>> = listed.iter().flat_map(Cursor::items).collect();
        let kind = property.get("type").filter(|kind| kind.as_str() != Some("string"));
        let value = values.first().filter(|value| value.as_str().is_none());
        if let Some(place) = kind.as_ref().or(value) {
            self.unsupported(
                &rules::DISCRIMINATOR_VALUE,
                place,
                "the tag of a variant is a string",
                "use `type: string`",
            );
            return None;
        }
        let own = match values.as_slice() {
            [one] => one.as_str().map(str::to_owned),
            [] => None,
            [_, second, ..] => {
                self.unsupported(
                    &rules::DISCRIMINATOR_VALUE,
                    second,
                    "the tag of a variant has exactly one value",
                    "keep one value in `enum`",
                );
                return None;
            }
        };
        if let (Some(own), Some((mapped, entry))) = (&own, mapped)
            && own != mapped
        {
            self.problem(
                Diagnostic::new(
                    &rules::DISCRIMINATOR_MAPPING,
                    entry.key_location(),
                    format!("`{component}` says `{own}`, but the mapping says `{mapped}`"),
                )
                .related(property.location(), format!("`{own}` is said here"))
                .help("make the mapping's key equal to the value in `enum`"),
            );
            return None;
        }
        own.or_else(|| mapped.map(|(wire, _)| (*wire).to_owned()))
            .or_else(|| Some(component.to_owned()))
    }

    /// Plans the struct of a variant, which does not contain the tag.
    fn variant_struct(
        &mut self,
        schema: &Cursor<'d>,
        component: &str,
        tag: &str,
        direction: Direction,
    ) -> Option<String> {
        let name = self.component_type_name(schema, component, direction)?;
        let claim = self.claim(schema, &name)?;
        if claim == Claim::New {
            let skip = Some(tag.to_owned());
            self.register(schema, direction, &name, Draft::Object { skip });
        }
        let (_, first) = self
            .variant_structs
            .entry(name.clone())
            .or_insert_with(|| (schema.location(), tag.to_owned()));
        if first != tag {
            let message = format!(
                "`{component}` is a variant by `{first}` in one union and by `{tag}` in another"
            );
            self.problem(
                Diagnostic::new(&rules::VARIANT_TWICE, schema.location(), message)
                    .help("give each union schemas of its own"),
            );
            return None;
        }
        Some(name)
    }

    fn check_variants(&mut self, node: &Cursor<'d>, variants: &[Variant]) {
        let mut seen: BTreeMap<&str, &Variant> = BTreeMap::new();
        for variant in variants {
            if let Some(first) = seen.insert(&variant.name, variant) {
                let message = format!(
                    "`{}` and `{}` both become the variant `{}`",
                    first.wire, variant.wire, variant.name
                );
                self.problem(
                    Diagnostic::new(&rules::NAME_COLLISION, node.location(), message)
                        .help("give each branch a value of its own"),
                );
            }
        }
    }
}
