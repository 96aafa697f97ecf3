//! Unions: `oneOf` and `anyOf` become an enum with data, unless they say less than that.

use super::alternatives::{branches, is_null, only_restricts, surrounds, union_part, unwrapped};
use super::branches::{describes_object, detail};
use super::define::Draft;
use super::looks::Look;
use super::node::{NodeKey, node_key};
use super::planner::Planner;
use super::{Rest, Shape, Telling, TypeRef, Union, Variant, Writer, discriminators, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

impl<'d> Planner<'d> {
    /// The type of a schema with `oneOf` or `anyOf`.
    pub(super) fn union(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let all = branches(node);
        if !all.is_empty() && all.iter().all(|branch| only_restricts(node, branch)) {
            self.restricted(node);
            return self.object_type(node, direction, hint);
        }
        let distinct = self.distinct(node)?;
        let around = surrounds(node);
        match distinct.as_slice() {
            [] => {
                self.unsupported(
                    &rules::UNION_EMPTY,
                    node,
                    "a union needs at least one branch",
                    "add a `$ref` to `oneOf`",
                );
                None
            }
            [one] if !around && listing(node).get("discriminator").is_none() => {
                self.without_cycle(node, |planner| planner.type_ref(one, direction, hint))
            }
            [one] if around && describes_object(&unwrapped(one)) => {
                let name = self.type_name(node, direction, hint)?;
                let is_new = !self.types.contains_key(&name);
                let ty = self.define(node, direction, hint, Draft::Object)?;
                if is_new {
                    self.draft_also(std::slice::from_ref(one));
                }
                Some(ty)
            }
            several => {
                if let Some(scalar) = self.one_scalar(several, direction) {
                    return Some(scalar);
                }
                let has_enum = !around && node.get("discriminator").is_none();
                match has_enum.then(|| self.one_enum(node, several, direction, hint)).flatten() {
                    Some(values) => Some(values),
                    None => self.define(node, direction, hint, Draft::Union),
                }
            }
        }
    }

    /// The branches that are not `null`, once each.
    fn distinct(&mut self, node: &Cursor<'d>) -> Option<Vec<Cursor<'d>>> {
        if let (Some(_), Some(second)) = (node.get("oneOf"), node.get("anyOf")) {
            self.unsupported(
                &rules::UNION_TWICE,
                &second,
                "`oneOf` and `anyOf` beside each other are two unions in one",
                "keep one of them, and describe the other one",
            );
            return None;
        }
        let mut seen: Vec<(NodeKey, Cursor<'d>)> = Vec::new();
        for branch in branches(node).into_iter().filter(|branch| !is_null(branch)) {
            let key = node_key(&branch.resolve());
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == key) {
                let first = first.location();
                self.problem(
                    Diagnostic::new(
                        &rules::BRANCH_TWICE,
                        branch.location(),
                        "this branch is listed twice",
                    )
                    .related(first, "first listed here")
                    .help("remove one of them"),
                );
                continue;
            }
            seen.push((key, branch));
        }
        Some(seen.into_iter().map(|(_, branch)| branch).collect())
    }

    /// The type of branches that differ in nothing that Rust expresses, such as texts of two patterns.
    fn one_scalar(&mut self, branches: &[Cursor<'d>], direction: Direction) -> Option<TypeRef> {
        let mut found: Option<TypeRef> = None;
        for branch in branches {
            let node = unwrapped(branch);
            let is_plain = super::node::component_name(&node).is_none()
                && ["enum", "x-extensible-enum", "x-rust-type", "oneOf", "anyOf", "not"]
                    .iter()
                    .all(|key| node.get(key).is_none());
            let kind = node.get("type");
            let is_scalar = matches!(
                kind.as_ref().and_then(Cursor::as_str),
                Some("string" | "integer" | "number" | "boolean")
            );
            if !is_plain || !is_scalar {
                return None;
            }
            let ty = self.type_ref(branch, direction, None)?;
            if found.as_ref().is_some_and(|first| *first != ty) {
                return None;
            }
            found = Some(ty);
        }
        found
    }

    /// Tells that a union says only which values of an object go together.
    fn restricted(&mut self, node: &Cursor<'d>) {
        let list = ["oneOf", "anyOf"].iter().find_map(|key| node.get(key));
        let place = list.map_or_else(|| node.location(), |list| list.key_location());
        self.problem(
            Diagnostic::new(
                &rules::UNION_RESTRICTS,
                place,
                "which properties go together is not checked by the client",
            )
            .help(
                "say it in the description as well, or make branches with properties of their own",
            ),
        );
    }

    /// The variants of a union that `union` has accepted.
    pub(super) fn union_shape(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        owner: &str,
    ) -> Option<Union> {
        let look = Look::of(node, direction);
        let all = branches(node);
        let lists = listing(node);
        let tag = self.discriminator(&lists, &all);
        let mut seen: Vec<NodeKey> = Vec::new();
        let mut kept: Vec<(Cursor<'d>, Look)> = Vec::new();
        for (branch, look) in all.into_iter().zip(look.parts) {
            let key = node_key(&branch.resolve());
            if is_null(&branch) || seen.contains(&key) {
                continue;
            }
            seen.push(key);
            if self.leads_back(node, &branch) {
                return None;
            }
            kept.push((branch, look));
        }
        let around = surrounds(node).then_some(node);
        let detail = detail(&kept);
        let mut variants: Vec<Variant> = Vec::new();
        for (branch, look) in kept {
            let place = (direction, owner, around, detail);
            let variant = self.variant(&branch, look, tag.as_ref(), place);
            if let Some(variant) = variant {
                add(&mut variants, variant);
            }
        }
        variants.sort_by(|a, b| (&a.wire, &a.name).cmp(&(&b.wire, &b.name)));
        self.check_variants(node, &variants);
        let overlaps = self.check_overlaps(node, &variants);
        let looks: Vec<&Look> = variants.iter().map(|variant| &variant.look).collect();
        let implied = discriminators::implied(&looks).filter(|_| tag.is_none()).map(str::to_owned);
        if let Some(implied) = &implied {
            for variant in &mut variants {
                let listed = variant.look.members.get(implied).and_then(|it| it.listed());
                variant.values = listed.unwrap_or_default().to_vec();
            }
        }
        let (rest, telling) = match overlaps {
            true => (Rest::Kept, Telling::Guessed),
            false => (Rest::Refused, Telling::Sure),
        };
        let tag = tag.map(|tag| tag.property).or(implied);
        Some(Union { tag, writer: Writer::Struct, rest, telling, variants, shared: Vec::new() })
    }

    /// Whether a branch is a union that has this one as a branch, with nothing between the two.
    fn leads_back(&mut self, node: &Cursor<'d>, branch: &Cursor<'d>) -> bool {
        let wanted = node_key(node);
        let mut seen = Vec::new();
        let mut waiting = vec![branch.clone()];
        while let Some(next) = waiting.pop() {
            let next = unwrapped(&next);
            let key = node_key(&next);
            if key == wanted {
                self.problem(
                    Diagnostic::new(
                        &rules::RECURSIVE_TYPE,
                        branch.location(),
                        "this branch leads back to the union it belongs to",
                    )
                    .help("put an object with `properties` between the two"),
                );
                return true;
            }
            if !seen.contains(&key) {
                seen.push(key);
                waiting.extend(branches(&next));
            }
        }
        false
    }

    /// Tells of branches that have values in common; whether there are any.
    fn check_overlaps(&mut self, node: &Cursor<'d>, variants: &[Variant]) -> bool {
        let mut pairs = Vec::new();
        for (index, one) in variants.iter().enumerate() {
            let others = variants.iter().skip(index + 1);
            let others = others.filter(|other| !one.look.excludes(&other.look));
            pairs.extend(others.map(|other| (one, other)));
        }
        let Some((one, other)) = pairs.first() else { return false };
        let more = match pairs.len() - 1 {
            0 => String::new(),
            1 => ", and so with another pair of branches".to_owned(),
            more => format!(", and so with {more} other pairs of branches"),
        };
        let message =
            format!("a value may fit both `{}` and `{}` of this union{more}", one.wire, other.wire);
        self.problem(
            Diagnostic::new(&rules::UNION_OVERLAP, node.location(), message)
                .related(one.location.clone(), "one branch")
                .related(other.location.clone(), "the other one")
                .help("give each branch a required property with a value of its own, in a one-value `enum`"),
        );
        true
    }

    /// What can only be decided when all types are known: who writes tags, and what variants share.
    pub(super) fn settle_unions(&mut self) {
        let received: Vec<String> = self
            .types
            .values()
            .filter(|item| item.usage.includes(Direction::Response))
            .map(|item| item.name.clone())
            .collect();
        for name in received {
            let shared = self.shared_fields(&name);
            if let Some(Shape::Union(union)) = self.types.get_mut(&name).map(|item| &mut item.shape)
            {
                union.rest = Rest::Kept;
                union.shared = shared;
            }
        }
        self.settle_writers();
    }
}

/// The schema that lists the branches: a union itself, or one of its parts.
fn listing<'d>(node: &Cursor<'d>) -> Cursor<'d> {
    let mut node = node.clone();
    while let Some(part) = union_part(&node) {
        node = part;
    }
    node
}

/// Adds a variant; one that holds the same type as another one is the same.
fn add(variants: &mut Vec<Variant>, variant: Variant) {
    match variants.iter_mut().find(|known| known.ty == variant.ty) {
        Some(known) => {
            let look = known.look.clone();
            known.look.parts = vec![look, variant.look];
        }
        None => variants.push(variant),
    }
}
