//! Path, query, header and cookie parameters of an operation.

use std::collections::BTreeSet;

use super::docs;
use super::media;
use super::node::{flag, text};
use super::own_headers::{self, is_own_header};
use super::planner::Planner;
use super::{
    Deprecation, ENVIRONMENT_ID, Encoding, Method, Parameter, Place, Presence, Scope, TypeRef,
    names, rules,
};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::Direction;
use crate::pointer::Pointer;

/// Handwritten types that only parameters have.
const PARAMETER_TYPES: [&str; 3] = [ENVIRONMENT_ID, "SessionId", "TransactionId"];

/// The parameters of one operation by place.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) path: Vec<Parameter>,
    pub(super) query: Vec<Parameter>,
    pub(super) headers: Vec<Parameter>,
    pub(super) cookies: Vec<Parameter>,
}

/// A declared parameter, resolved, with the name of the type that its schema may need.
struct Declared<'d> {
    node: Cursor<'d>,
    hint: String,
    /// Whether it is a header of the client's that chooses a media type.
    is_choice: bool,
}

impl<'d> Planner<'d> {
    /// Plans the parameters of `operation`; its own override those of the path item.
    pub(super) fn parameters(
        &mut self,
        item: &Cursor<'d>,
        operation: &Cursor<'d>,
        (template, method): (&str, Method),
        builder: &str,
    ) -> Parameters {
        let mut found = Parameters::default();
        for parameter in self.declared(item, operation, (template, method), builder) {
            self.parameter(&parameter, &mut found);
        }
        self.match_template(operation, template, &mut found);
        found.query.sort_by(|a, b| a.wire.cmp(&b.wire));
        found.headers.sort_by(|a, b| a.wire.cmp(&b.wire));
        found.cookies.sort_by(|a, b| a.wire.cmp(&b.wire));
        found.tell_apart();
        found
    }

    fn declared(
        &mut self,
        item: &Cursor<'d>,
        operation: &Cursor<'d>,
        (template, method): (&str, Method),
        builder: &str,
    ) -> Vec<Declared<'d>> {
        let mut all: Vec<(Option<String>, Option<String>, Cursor<'d>, &str)> = Vec::new();
        for (owner, around) in [(item, template), (operation, builder)] {
            let inherited = all.len();
            for parameter in owner.get("parameters").iter().flat_map(Cursor::items) {
                let node = parameter.resolve();
                let (name, place) = (text(&node, &["name"]), text(&node, &["in"]));
                let same = all.iter().position(|(n, p, ..)| *n == name && *p == place);
                match same {
                    Some(index) if index < inherited => {
                        all[index] = (name, place, parameter, around);
                    }
                    // Where it is no error, the first one counts, and lint tells it.
                    Some(_) if self.has_meaning(&rules::PARAMETER_TWICE) => {}
                    Some(index) => self.problem(
                        Diagnostic::new(
                            &rules::PARAMETER_TWICE,
                            parameter.location(),
                            format!("parameter `{}` is listed twice", name.unwrap_or_default()),
                        )
                        .related(all[index].2.location(), "first listed here")
                        .help("remove one of them"),
                    ),
                    None => all.push((name, place, parameter, around)),
                }
            }
        }
        let named = all.into_iter().map(|(name, _, parameter, around)| {
            let node = parameter.resolve();
            // A type is named after what it belongs to: the parameter that several operations share, the
            // path, or the operation.
            let component = Pointer::of(&node.pointer()).component("parameters");
            let hint = match component {
                Some(component) => names::nested_type(&component, "Parameter"),
                None => names::nested_type(&names::path_words(around), &name.unwrap_or_default()),
            };
            let is_choice = own_headers::is_choice(&node, operation, method);
            Declared { node, hint: hint.unwrap_or_default(), is_choice }
        });
        named.collect()
    }

    fn parameter(&mut self, declared: &Declared<'d>, found: &mut Parameters) {
        let node = &declared.node;
        let (Some(wire), Some(given)) = (text(node, &["name"]), node.get("in")) else {
            self.unsupported(
                &rules::PARAMETER_INCOMPLETE,
                node,
                "a parameter needs `name` and `in`",
                "add them",
            );
            return;
        };
        let place = match given.as_str() {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            Some("cookie") => Place::Cookie,
            _ => {
                self.unsupported(
                    &rules::PARAMETER_PLACE,
                    &given,
                    "this is no place for a parameter",
                    "`path`, `query`, `header` or `cookie`",
                );
                return;
            }
        };
        let is_own = place == Place::Header && is_own_header(node);
        if is_own && !self.leaves_to_caller(declared) {
            return;
        }
        let Some((ty, schema)) = self.parameter_type(declared) else { return };
        let Some(encoding) = self.encoding(node, place, &ty) else { return };
        if let Some(value) = example(node) {
            self.parameter_examples.push((node.location(), value, ty.clone()));
        }
        let Some(field) = self.name_of(node, &wire, names::parameter_name) else { return };
        // A URL has no `null`: what must be there or `null` may be left out.
        let is_null = schema.as_ref().is_some_and(|schema| flag(schema, "nullable"));
        // What the client writes itself has a value already.
        let is_required = flag(node, "required") && !is_null && !is_own;
        let parameter = Parameter {
            field,
            place,
            encoding,
            ty,
            presence: if is_required { Presence::Required } else { Presence::Optional },
            scope: Scope::Call,
            docs: parameter_docs(node, schema.as_ref()),
            deprecation: docs::deprecation_of(node),
            example: example(node).map(|value| value.to_json()),
            location: node.location(),
            wire,
        };
        match place {
            Place::Path => self.path_parameter(node, parameter, found),
            Place::Query => found.query.push(parameter),
            Place::Header => self.header_parameter(node, parameter, found),
            Place::Cookie => found.cookies.push(parameter),
        }
    }

    /// The type of a parameter and the schema that says so.
    fn parameter_type(&mut self, declared: &Declared<'d>) -> Option<(TypeRef, Option<Cursor<'d>>)> {
        let node = &declared.node;
        let schema = match (node.get("schema"), node.get("content")) {
            (Some(schema), _) => schema,
            (None, Some(content)) => {
                let Some((name, media)) = content.entries().next() else {
                    self.incomplete(node);
                    return None;
                };
                match (media::is_json(name), media.get("schema")) {
                    (true, Some(schema)) => schema,
                    (true, None) => return Some((TypeRef::Json, None)),
                    // Any other text is the caller's business.
                    (false, schema) => return Some((TypeRef::String, schema)),
                }
            }
            (None, None) => {
                self.incomplete(node);
                return None;
            }
        };
        // Lint has checked the name.
        let runtime = text(&schema.resolve(), &["x-rust-type"]);
        if let Some(name) = runtime.filter(|name| PARAMETER_TYPES.contains(&name.as_str())) {
            return Some((self.runtime(&name, node.location()), Some(schema)));
        }
        // A parameter is left out instead of being `null`.
        let ty = self.type_ref(&schema, Direction::Request, Some(&declared.hint))?.without_null();
        if ty == TypeRef::Secret {
            let message = "a secret in a URL or a header ends in the logs of others";
            let help = "send it in the request body";
            self.unsupported(&rules::SECRET_IN_PARAMETER, &schema, message, help);
            if !self.has_meaning(&rules::SECRET_IN_PARAMETER) {
                return None;
            }
        }
        let is_foreign = matches!(ty, TypeRef::Runtime(_));
        if is_foreign {
            self.unsupported(
                &rules::PARAMETER_VALUE,
                &schema,
                "this handwritten type is no value of a parameter",
                "use a schema without `x-rust-type`",
            );
            return None;
        }
        Some((ty, Some(schema)))
    }

    /// Whether the caller may replace what the client writes into a header of its own.
    fn leaves_to_caller(&mut self, declared: &Declared<'d>) -> bool {
        let (node, is_choice) = (&declared.node, declared.is_choice);
        let help = match is_choice {
            true => "name each media type in `content`, with the schema of its bodies",
            false => "remove the parameter; OpenAPI ignores it as well",
        };
        let message = "the client writes this header itself";
        self.unsupported(&rules::HEADER_RESERVED, node, message, help);
        is_choice && self.has_meaning(&rules::HEADER_RESERVED)
    }

    fn incomplete(&mut self, node: &Cursor<'d>) {
        self.unsupported(
            &rules::PARAMETER_INCOMPLETE,
            node,
            "a parameter needs a `schema`",
            "add `schema`",
        );
    }

    fn path_parameter(
        &mut self,
        node: &Cursor<'d>,
        mut parameter: Parameter,
        found: &mut Parameters,
    ) {
        // Where it is no error, lint tells it: a path with a gap is another path.
        if parameter.presence == Presence::Optional
            && !self.has_meaning(&rules::PATH_PARAMETER_OPTIONAL)
        {
            self.unsupported(
                &rules::PATH_PARAMETER_OPTIONAL,
                node,
                "a path parameter must be required",
                "add `required: true`",
            );
        }
        parameter.presence = Presence::Required;
        if let Some(scope) = node.get("x-rust-scope") {
            if scope.as_str() != Some("client") {
                self.unsupported(
                    &rules::RUST_SCOPE,
                    &scope,
                    "nothing but the client supplies parameters for all calls",
                    "write `x-rust-scope: client`, or remove it",
                );
                return;
            }
            parameter.scope = Scope::Client;
        }
        found.path.push(parameter);
    }

    fn header_parameter(
        &mut self,
        node: &Cursor<'d>,
        parameter: Parameter,
        found: &mut Parameters,
    ) {
        if !parameter
            .wire
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
        {
            let message = format!("`{}` is no header name", parameter.wire);
            self.unsupported(&rules::HEADER_NAME, node, &message, "use letters, digits and `-`");
            return;
        }
        found.headers.push(parameter);
    }

    /// The parameters of the template in its order. Where the contract is taken as it is, lint tells what
    /// is not declared, which is a text, and what is not used, which is dropped.
    fn match_template(&mut self, operation: &Cursor<'d>, template: &str, found: &mut Parameters) {
        let mut ordered: Vec<Parameter> = Vec::new();
        for name in placeholders(template) {
            if ordered.iter().any(|parameter| parameter.wire == name) {
                continue;
            }
            match position(&found.path, name, template) {
                Some(index) => {
                    let declared = found.path.swap_remove(index);
                    ordered.push(Parameter { wire: name.to_owned(), ..declared });
                }
                None => ordered.extend(self.undeclared_parameter(operation, name)),
            }
        }
        if !self.has_meaning(&rules::PATH_PARAMETER_UNUSED) {
            for unused in &found.path {
                self.diagnostics.push(
                    Diagnostic::new(
                        &rules::PATH_PARAMETER_UNUSED,
                        unused.location.clone(),
                        format!("`{}` does not occur in the path `{template}`", unused.wire),
                    )
                    .related(operation.location(), "the operation")
                    .help("remove the parameter, or put it into the path"),
                );
            }
        }
        found.path = ordered;
    }

    /// A placeholder about which the contract says nothing: a text.
    fn undeclared_parameter(&mut self, operation: &Cursor<'d>, name: &str) -> Option<Parameter> {
        if !self.has_meaning(&rules::PATH_PARAMETER_UNDECLARED) {
            self.problem(
                Diagnostic::new(
                    &rules::PATH_PARAMETER_UNDECLARED,
                    operation.location(),
                    format!("`{{{name}}}` of the path is not declared as a parameter"),
                )
                .help(format!("add a parameter `name: {name}`, `in: path`, `required: true`")),
            );
            return None;
        }
        Some(Parameter {
            field: names::parameter_name(name)?,
            wire: name.to_owned(),
            place: Place::Path,
            encoding: Encoding::Plain,
            ty: TypeRef::String,
            presence: Presence::Required,
            scope: Scope::Call,
            docs: Vec::new(),
            deprecation: Deprecation::Current,
            example: None,
            location: operation.location(),
        })
    }
}

/// The declaration of a placeholder. One whose letters differ only in their case is meant, if the path has
/// no placeholder that is spelt so.
fn position(declared: &[Parameter], name: &str, template: &str) -> Option<usize> {
    let exact = declared.iter().position(|parameter| parameter.wire == name);
    exact.or_else(|| {
        declared.iter().position(|parameter| {
            parameter.wire.eq_ignore_ascii_case(name)
                && !placeholders(template).any(|other| other == parameter.wire)
        })
    })
}

/// The names in braces of a path template.
pub(crate) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn parameter_docs(node: &Cursor<'_>, schema: Option<&Cursor<'_>>) -> Vec<String> {
    let lines = text(node, &["description"]).map(|text| markdown::prose(&text)).unwrap_or_default();
    let Some(schema) = schema else { return lines };
    match lines.is_empty() {
        true => docs::docs(schema),
        // A handwritten type tells its limits itself.
        false if schema.resolve().get("x-rust-type").is_some() => lines,
        false => docs::with_limits(lines, schema),
    }
}

impl Parameters {
    /// Gives parameters whose names meet different ones: a name belongs to the path first, then to the
    /// query, the headers and the cookies, and the others say where they stand.
    fn tell_apart(&mut self) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for all in [&mut self.path, &mut self.query, &mut self.headers, &mut self.cookies] {
            let before = taken.clone();
            for parameter in all.iter_mut() {
                if before.contains(&parameter.field) {
                    let name = parameter.field.trim_end_matches('_');
                    parameter.field = format!("{name}_in_{}", parameter.place.name());
                }
                taken.insert(parameter.field.clone());
            }
        }
    }
}

pub(super) fn example<'d>(node: &Cursor<'d>) -> Option<Cursor<'d>> {
    let first = || {
        let (_, example) = node.get("examples")?.entries().next()?;
        example.resolve().get("value")
    };
    node.get("example").or_else(first).or_else(|| node.get("schema")?.resolve().get("example"))
}
