//! Discriminated unions: `oneOf` with a `discriminator` becomes a tagged enum.

use std::collections::BTreeMap;

use super::planner::{Direction, Planner};
use super::properties::Members;
use super::schemas::{component_name, deprecation, docs};
use super::{Shape, Struct, TypeItem, TypeRef, Union, Variant, names};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;

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
                node,
                "a `oneOf` without `discriminator.propertyName` cannot be decoded reliably",
                "add a `discriminator` whose property every variant requires",
            );
            return None;
        };
        self.define(node, direction, hint, |planner, _| {
            let mapping = planner.mapping(node);
            let mut variants = Vec::new();
            for branch in node.get("oneOf").iter().flat_map(Cursor::items) {
                variants.extend(planner.variant(&branch, tag, &mapping, direction));
            }
            variants.sort_by(|a: &Variant, b| a.wire.cmp(&b.wire));
            planner.check_variants(node, &variants);
            Some(Shape::Union(Union { tag: tag.to_owned(), variants }))
        })
    }

    /// `discriminator.mapping`: target pointer → wire value.
    fn mapping(&mut self, node: &Cursor<'d>) -> BTreeMap<(String, String), String> {
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
            let named = target.mapping_target().map(|target| super::planner::node_key(&target));
            match named.filter(|key| {
                branches.iter().any(|branch| super::planner::node_key(branch) == *key)
            }) {
                Some(key) => {
                    found.insert(key, wire.to_owned());
                }
                None => self.problem(
                    Diagnostic::error(
                        "discriminator-mapping",
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
        mapping: &BTreeMap<(String, String), String>,
        direction: Direction,
    ) -> Option<Variant> {
        let schema = branch.resolve();
        let Some(component) = component_name(&schema) else {
            self.unsupported(
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
                Diagnostic::error(
                    "discriminator-missing",
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
        let wire =
            self.tag_value(property, &component, mapping.get(&super::planner::node_key(&schema)))?;
        let Some(name) = names::variant_name(&wire) else {
            self.unsupported(
                property,
                "no variant name can be made of this value",
                "start it with an ASCII letter",
            );
            return None;
        };
        let constructor = names::value_name(&wire)?;
        let ty = self.variant_struct(&schema, &component, tag, direction)?;
        Some(Variant { wire, name, constructor, ty })
    }

    /// The value of the tag: the property's one-value `enum`, which a mapping must agree with.
    fn tag_value(
        &mut self,
        property: &Cursor<'d>,
        component: &str,
        mapped: Option<&String>,
    ) -> Option<String> {
        let property = property.resolve();
        let listed = property.get("enum");
        let values: Vec<Cursor<'d>> = listed.iter().flat_map(Cursor::items).collect();
        let own = match values.as_slice() {
            [one] => one.as_str().map(str::to_owned),
            [] => None,
            [_, second, ..] => {
                self.unsupported(
                    second,
                    "the tag of a variant has exactly one value",
                    "keep one value in `enum`",
                );
                return None;
            }
        };
        if let (Some(own), Some(mapped)) = (&own, mapped)
            && own != mapped
        {
            self.problem(
                Diagnostic::error(
                    "discriminator-mapping",
                    property.location(),
                    format!("`{component}` says `{own}`, but the mapping says `{mapped}`"),
                )
                .help("make the mapping's key equal to the value in `enum`"),
            );
            return None;
        }
        own.or_else(|| mapped.cloned()).or_else(|| Some(component.to_owned()))
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
        self.variant_structs.entry(name.clone()).or_insert_with(|| schema.location());
        if self.types.contains_key(&name) {
            return Some(name);
        }
        let shape = Struct { fields: Vec::new(), extra: super::Extra::Ignored };
        let mut item = TypeItem {
            name: name.clone(),
            module: super::schemas::module_of(schema),
            shape: Shape::Struct(shape),
            usage: self.usage(schema, direction),
            docs: docs(schema),
            deprecation: deprecation(schema),
            file: schema.file_name().to_owned(),
            location: schema.location(),
        };
        self.types.insert(name.clone(), item.clone());
        item.shape = Shape::Struct(self.object(schema, direction, &name, Some(tag)));
        self.types.insert(name.clone(), item);
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
                    Diagnostic::error("name-collision", node.location(), message)
                        .help("give each branch a value of its own"),
                );
            }
        }
    }
}
