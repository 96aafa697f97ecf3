//! Pages of the contract's own types: what says that a body is one, and how the next one is found.

use super::planner::Planner;
use super::{
    Api, Method, NextPage, Operation, Paging, PagingSource, Payload, Shape, Success, TypeRef, rules,
};
use crate::diagnostic::{Diagnostic, Location};
use crate::document::Cursor;
use crate::openapi::{kind, members};
use crate::target::{Envelope, HAL_ITEMS, HAL_LINKS, NextRule, PagingRule};
use crate::target_file::paging;

/// How the pages of an operation are found, before the types of its items are known.
struct Wish {
    rule: PagingRule,
    place: Location,
    source: PagingSource,
}

impl<'d> Planner<'d> {
    /// How the next page is found, if an operation answers with pages: it says so, the target says so
    /// of its form, or its response has the header `Link`.
    pub(super) fn paging(&mut self, operation: &Cursor<'d>, method: Method, success: &mut Success) {
        if !matches!(success.payload, Payload::Json(_)) {
            self.no_paging(operation, "the response is no page of its own type");
            return;
        }
        let Some(wish) = self.wish(operation, method) else { return };
        let parameters = operation.get("parameters");
        let Wish { rule, place, source } = wish;
        let next = match rule.next {
            NextRule::Offset(parameter) => NextPage::Offset(parameter),
            NextRule::Number { parameter, first } => {
                let first = first.unwrap_or_else(|| first_page(parameters.as_ref(), &parameter));
                NextPage::Number { parameter, first }
            }
            NextRule::Cursor { from, parameter } => NextPage::Cursor { from, parameter },
            NextRule::Url(from) => NextPage::Url(from),
            NextRule::Header => NextPage::Header,
        };
        let PagingRule { items, count, .. } = rule;
        // The type of the items is found when all types are known.
        let item = TypeRef::Json;
        success.paging = Some(Paging { item, items, count, next, source, location: place });
    }

    fn wish(&mut self, operation: &Cursor<'d>, method: Method) -> Option<Wish> {
        if let Some(said) = operation.get("x-paging") {
            if method != Method::Get {
                self.no_paging(operation, "only a GET is repeated for its next page");
                return None;
            }
            return match paging::read(&said) {
                Ok(rule) => {
                    Some(Wish { rule, place: said.location(), source: PagingSource::Operation })
                }
                Err(wrong) => {
                    for paging::Wrong { at, message, help, is_key } in wrong {
                        let place = if is_key { at.key_location() } else { at.location() };
                        self.problem(Diagnostic::new(&rules::PAGING, place, message).help(help));
                    }
                    None
                }
            };
        }
        if method != Method::Get {
            return None;
        }
        let place = operation.location();
        let response = success_of(operation)?;
        let schema = schema_of(&response)?;
        let rule = match &self.target.collections {
            Envelope::Own(rule) if is_array(&schema, &rule.items) => Some(rule.clone()),
            Envelope::Hal => embedded(&schema).or_else(|| linked(&response, &schema)),
            _ => linked(&response, &schema),
        }?;
        Some(Wish { rule, place, source: PagingSource::Response })
    }

    fn no_paging(&mut self, operation: &Cursor<'d>, message: &str) {
        if let Some(said) = operation.get("x-paging") {
            self.unsupported(&rules::PAGING, &said, message, "remove `x-paging`");
        }
    }

    /// Finds the types of the items; what is no page after all is a body like others.
    pub(super) fn name_items(&mut self, apis: &mut [Api]) {
        for operation in apis.iter_mut().flat_map(|api| &mut api.operations) {
            let Some(mut paging) = operation.success.paging.take() else { continue };
            match self.fits(operation, &paging) {
                Ok(item) => {
                    paging.item = item;
                    operation.success.paging = Some(paging);
                }
                Err((message, help)) if paging.source == PagingSource::Operation => {
                    // What was said must fit; what was only found may be something else.
                    let problem = Diagnostic::new(&rules::PAGING, paging.location, message);
                    self.problem(problem.help(help));
                }
                Err(_) => {}
            }
        }
    }

    /// The type of the items, or why there are no pages.
    fn fits(&self, operation: &Operation, paging: &Paging) -> Result<TypeRef, (String, String)> {
        let Payload::Json(page) = &operation.success.payload else {
            return Err(("there is no page".to_owned(), "remove `x-paging`".to_owned()));
        };
        if let NextPage::Offset(wanted)
        | NextPage::Number { parameter: wanted, .. }
        | NextPage::Cursor { parameter: wanted, .. } = &paging.next
            && !operation.query.iter().any(|parameter| parameter.wire == *wanted)
        {
            let message = format!("there is no query parameter `{wanted}`");
            return Err((message, "declare it, or name another one".to_owned()));
        }
        let from = match (&paging.next, paging.source) {
            (NextPage::Cursor { from, .. } | NextPage::Url(from), PagingSource::Operation) => {
                Some(from)
            }
            // The links of HAL may be of any type.
            _ => None,
        };
        for pointer in from.into_iter().chain(&paging.count) {
            if self.at(page, pointer).is_none() {
                let message = format!("the page has no property at `{pointer}`");
                return Err((message, "name a property of the page".to_owned()));
            }
        }
        match self.at(page, &paging.items) {
            Some(TypeRef::List(item)) => Ok(*item),
            _ => {
                let message = match paging.items.as_str() {
                    "" => "the response is no array".to_owned(),
                    items => format!("the page has no array at `{items}`"),
                };
                Err((message, "name the property that holds the items".to_owned()))
            }
        }
    }

    /// The type of a member of a struct, however deep.
    fn at(&self, page: &TypeRef, pointer: &str) -> Option<TypeRef> {
        let mut ty = page.clone();
        for step in pointer.split('/').skip(1) {
            ty = match &ty {
                TypeRef::Named(name) => match &self.types.get(name)?.shape {
                    Shape::Struct(object) => {
                        object.fields.iter().find(|field| field.wire == step)?.ty.clone()
                    }
                    _ => return None,
                },
                TypeRef::Map(value) => TypeRef::clone(value),
                TypeRef::Json => TypeRef::Json,
                _ => return None,
            };
        }
        Some(ty)
    }
}

/// The one success response of an operation, resolved.
fn success_of<'d>(operation: &Cursor<'d>) -> Option<Cursor<'d>> {
    let responses = operation.get("responses")?;
    let mut successes = responses.entries().filter(|(status, _)| status.starts_with('2'));
    successes.next().map(|(_, response)| response.resolve())
}

fn schema_of<'d>(response: &Cursor<'d>) -> Option<Cursor<'d>> {
    let (_, media) = response.get("content")?.entries().next()?;
    media.get("schema")
}

/// A HAL collection that is a type of its own: one array of it holds items, and
/// it has what else it likes.
fn embedded(schema: &Cursor<'_>) -> Option<PagingRule> {
    let mut page = members(schema);
    let relations = members(&page.remove(HAL_ITEMS)?);
    let mut relations = relations.iter();
    let (Some((relation, list)), None) = (relations.next(), relations.next()) else { return None };
    let is_list = kind(list) == Some("array") && !relation.contains(['/', '~']);
    let count = page.get("count").and_then(kind);
    is_list.then(|| PagingRule {
        items: format!("/{HAL_ITEMS}/{relation}"),
        count: (count == Some("integer")).then(|| "/count".to_owned()),
        next: NextRule::Url(format!("/{HAL_LINKS}/next/href")),
    })
}

/// Pages that the header `Link` connects: arrays, or objects with one array.
fn linked(response: &Cursor<'_>, schema: &Cursor<'_>) -> Option<PagingRule> {
    let headers = response.get("headers")?;
    headers.entries().find(|(name, _)| name.eq_ignore_ascii_case("link"))?;
    let items = match kind(schema) {
        Some("array") => String::new(),
        _ => {
            let named = members(schema);
            let mut arrays = named.iter().filter(|(_, property)| kind(property) == Some("array"));
            match (arrays.next(), arrays.next()) {
                (Some((name, _)), None) if !name.contains(['/', '~']) => format!("/{name}"),
                _ => return None,
            }
        }
    };
    Some(PagingRule { items, count: None, next: NextRule::Header })
}

/// Whether a schema has an array at this pointer.
fn is_array(schema: &Cursor<'_>, pointer: &str) -> bool {
    let mut schema = schema.clone();
    for step in pointer.split('/').skip(1) {
        match members(&schema).remove(step) {
            Some(property) => schema = property,
            None => return false,
        }
    }
    kind(&schema) == Some("array")
}

/// The number of the first page: the least that the parameter takes, or its default, or 1.
fn first_page(parameters: Option<&Cursor<'_>>, name: &str) -> u64 {
    let all = parameters.into_iter().flat_map(Cursor::items).map(|parameter| parameter.resolve());
    let mut own =
        all.filter(|parameter| parameter.get("name").and_then(|name| name.as_str()) == Some(name));
    let schema = own.next().and_then(|parameter| parameter.get("schema"));
    let schema = schema.map(|schema| schema.resolve());
    let number = |key: &str| schema.as_ref()?.get(key)?.as_u64();
    number("default").or_else(|| number("minimum")).unwrap_or(1)
}
