//! From what a response showed to what a request takes, for resources that are read, changed and put back.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::Planner;
use super::{
    Api, Conversion, Extra, Field, How, Method, Nullability, Presence, Shape, Source, Struct,
    TypeItem, TypeRef, Usage, Within,
};
use crate::diagnostic::FileId;

/// The response side of each request side.
type Twins = BTreeMap<String, String>;

impl Planner<'_> {
    /// Finds the request sides that are made of their response sides.
    ///
    /// They are those that a PUT sends, alone or inside of what it sends: it takes all of a resource, which is
    /// what its GET gives. Nothing is dropped but what only the server sets; where something else had to
    /// be, or where a required property cannot be had, there is no conversion.
    pub(super) fn convert(&mut self, apis: &[Api]) {
        let mut twins = self.twins();
        loop {
            let failing: Vec<String> = twins
                .iter()
                .filter(|(to, from)| self.conversion(from, to, &twins).is_none())
                .map(|(to, _)| to.clone())
                .collect();
            if failing.is_empty() {
                break;
            }
            failing.iter().for_each(|name| {
                twins.remove(name);
            });
        }
        let found: Vec<(String, Conversion)> = self
            .put(apis)
            .into_iter()
            .filter_map(|to| {
                let conversion = self.conversion(twins.get(&to)?, &to, &twins)?;
                Some((to, conversion))
            })
            .collect();
        for (to, conversion) in found {
            let item = match self.types.contains_key(&to) {
                true => self.types.get_mut(&to),
                false => self.shared.get_mut(&to),
            };
            if let Some(item) = item {
                item.made_of = Some(conversion);
            }
        }
    }

    /// The structs that are the two sides of one schema. Of those that stand for several places, all places
    /// have the same other side.
    fn twins(&self) -> Twins {
        let place = |item: &TypeItem| (item.location.file, item.location.pointer.clone());
        let sides = |usage: Usage| {
            let of = self.types.values().filter(move |item| item.usage == usage);
            of.filter(|item| matches!(item.shape, Shape::Struct(_)))
        };
        let responses: BTreeMap<(FileId, String), &str> =
            sides(Usage::Response).map(|item| (place(item), self.code_of(&item.name))).collect();
        let mut twins = Twins::new();
        let mut torn = BTreeSet::new();
        for item in sides(Usage::Request) {
            let Some(from) = responses.get(&place(item)) else { continue };
            let to = self.code_of(&item.name).to_owned();
            if twins.insert(to.clone(), (*from).to_owned()).is_some_and(|other| other != *from) {
                torn.insert(to);
            }
        }
        twins.retain(|to, _| !torn.contains(to));
        twins
    }

    /// The types that a PUT sends, alone or inside of what it sends.
    fn put(&self, apis: &[Api]) -> BTreeSet<String> {
        let operations = apis.iter().flat_map(|api| &api.operations);
        let puts = operations.filter(|operation| operation.method == Method::Put);
        let mut waiting: Vec<&str> = Vec::new();
        for body in puts.filter_map(|operation| operation.body.as_ref()) {
            body.ty.visit(&mut |ty| waiting.extend(ty.name()));
        }
        let mut found = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            let name = self.code_of(name);
            if !found.insert(name.to_owned()) {
                continue;
            }
            if let Some(Shape::Struct(object)) = self.coded(name).map(|item| &item.shape) {
                object.types().for_each(|ty| ty.visit(&mut |ty| waiting.extend(ty.name())));
            }
        }
        found
    }

    fn conversion(&self, from: &str, to: &str, twins: &Twins) -> Option<Conversion> {
        let of = |name: &str| match &self.coded(name)?.shape {
            Shape::Struct(object) => Some(object),
            _ => None,
        };
        let (given, made) = (of(from)?, of(to)?);
        let fields = made.fields.iter().map(|field| self.source(given, field, twins));
        let fields = fields.collect::<Option<Vec<Source>>>()?;
        let others = match (&given.extra, &made.extra) {
            (_, Extra::Ignored) | (Extra::Ignored, _) => Source::Absent,
            (Extra::Kept, Extra::Kept) => Source::Given(How::Same, Within::Plain),
            (Extra::Typed(from), Extra::Typed(to)) => {
                let how = match self.how(from, to, twins)? {
                    How::Same => How::Same,
                    other => How::Entries(Box::new(other)),
                };
                Source::Given(how, Within::Plain)
            }
            _ => return None,
        };
        Some(Conversion { from: from.to_owned(), fields, others })
    }

    fn source(&self, given: &Struct, field: &Field, twins: &Twins) -> Option<Source> {
        let Some(from) = given.fields.iter().find(|from| from.wire == field.wire) else {
            return (field.presence == Presence::Optional).then_some(Source::Absent);
        };
        let how = self.how(&from.ty, &field.ty, twins)?;
        let within = match (option(from), option(field)) {
            (false, false) => Within::Plain,
            (true, true) => Within::Option,
            (false, true) => Within::Wrapped,
            (true, false) => return None,
        };
        // What is optional and `null` at once has a form of its own, which must be that of both.
        let both = |field: &Field| {
            field.presence == Presence::Optional && field.nullability == Nullability::Nullable
        };
        (both(from) == both(field)).then_some(Source::Given(how, within))
    }

    /// How a value of one type becomes one of the other; `None` if it does not.
    fn how(&self, from: &TypeRef, to: &TypeRef, twins: &Twins) -> Option<How> {
        if from == to {
            return Some(How::Same);
        }
        let inside = |how: How, of: fn(Box<How>) -> How| match how {
            How::Same => How::Same,
            other => of(Box::new(other)),
        };
        match (from, to) {
            (TypeRef::Named(from), TypeRef::Named(to))
                if self.code_of(from) == self.code_of(to) =>
            {
                Some(How::Same)
            }
            (TypeRef::Named(from), TypeRef::Named(to)) => {
                let twin = twins.get(self.code_of(to)).map(String::as_str);
                (twin == Some(self.code_of(from))).then_some(How::Into)
            }
            (TypeRef::List(from), TypeRef::List(to)) => {
                self.how(from, to, twins).map(|how| inside(how, How::Items))
            }
            (TypeRef::Map(from), TypeRef::Map(to)) => {
                self.how(from, to, twins).map(|how| inside(how, How::Entries))
            }
            _ => None,
        }
    }

    /// A type that is no alias.
    fn coded(&self, name: &str) -> Option<&TypeItem> {
        self.types.get(name).or_else(|| self.shared.get(name))
    }

    /// The name of the type that an alias stands for.
    fn code_of<'n>(&'n self, name: &'n str) -> &'n str {
        self.types.get(name).and_then(|item| item.same_as.as_deref()).unwrap_or(name)
    }
}

/// Whether a field is an `Option`; optional lists and maps are empty instead.
fn option(field: &Field) -> bool {
    let is_list = matches!(field.ty, TypeRef::List(_) | TypeRef::Map(_));
    match field.presence {
        Presence::Optional => !is_list,
        Presence::Required => field.nullability == Nullability::Nullable,
    }
}
