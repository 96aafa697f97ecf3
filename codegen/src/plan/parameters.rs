//! Path, query and header parameters of an operation.

use super::docs::{docs, with_limits};
use super::node::{flag, text};
use super::planner::{Expected, Planner};
use super::{ENVIRONMENT_ID, Parameter, Presence, Scope, TypeRef, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::Direction;

/// Handwritten types that only parameters have.
const PARAMETER_TYPES: [&str; 3] = [ENVIRONMENT_ID, "SessionId", "TransactionId"];

/// Header names that the client itself writes (compared without case).
const RESERVED_HEADERS: [&str; 5] =
    ["accept", "authorization", "content-length", "content-type", "user-agent"];

/// The parameters of one operation by place.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) path: Vec<Parameter>,
    pub(super) query: Vec<Parameter>,
    pub(super) headers: Vec<Parameter>,
}

impl<'d> Planner<'d> {
    /// Plans the parameters of `operation`; its own override those of the path item.
    pub(super) fn parameters(
        &mut self,
        item: &Cursor<'d>,
        operation: &Cursor<'d>,
        template: &str,
    ) -> Parameters {
        let mut found = Parameters::default();
        for parameter in self.declared(item, operation) {
            self.parameter(&parameter, &mut found);
        }
        self.match_template(operation, template, &mut found);
        found.query.sort_by(|a, b| a.wire.cmp(&b.wire));
        found.headers.sort_by(|a, b| a.wire.cmp(&b.wire));
        found
    }

    fn declared(&mut self, item: &Cursor<'d>, operation: &Cursor<'d>) -> Vec<Cursor<'d>> {
        let mut all: Vec<(Option<String>, Option<String>, Cursor<'d>)> = Vec::new();
        for owner in [item, operation] {
            let inherited = all.len();
            for parameter in owner.get("parameters").iter().flat_map(Cursor::items) {
                let node = parameter.resolve();
                let (name, place) = (text(&node, &["name"]), text(&node, &["in"]));
                let same = all.iter().position(|(n, p, _)| *n == name && *p == place);
                match same {
                    Some(index) if index < inherited => all[index].2 = parameter,
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
                    None => all.push((name, place, parameter)),
                }
            }
        }
        all.into_iter().map(|(_, _, parameter)| parameter.resolve()).collect()
    }

    fn parameter(&mut self, node: &Cursor<'d>, found: &mut Parameters) {
        let (Some(wire), Some(place)) = (text(node, &["name"]), node.get("in")) else {
            self.unsupported(
                &rules::PARAMETER_INCOMPLETE,
                node,
                "a parameter needs `name` and `in`",
                "add them",
            );
            return;
        };
        let presence = if flag(node, "required") { Presence::Required } else { Presence::Optional };
        if let Some(style) =
            ["style", "explode", "allowReserved", "content"].iter().find_map(|key| node.get(key))
        {
            self.unsupported(
                &rules::PARAMETER_STYLE,
                &style,
                "parameters are sent in the default style only",
                "remove this key",
            );
            return;
        }
        let Some(ty) = self.parameter_type(node) else { return };
        if let Some(value) = example(node) {
            self.examples.push((value, Expected::Value(ty.clone())));
        }
        let Some(field) = self.name_of(node, &wire, names::parameter_name) else { return };
        let parameter = Parameter {
            field,
            ty,
            presence,
            scope: Scope::Call,
            docs: parameter_docs(node),
            example: example(node).map(|value| value.to_json()),
            location: node.location(),
            wire,
        };
        match place.as_str() {
            Some("path") => self.path_parameter(node, parameter, found),
            Some("query") => found.query.push(parameter),
            Some("header") => self.header_parameter(node, parameter, found),
            Some("cookie") => self.unsupported(
                &rules::COOKIE_PARAMETER,
                &place,
                "cookie parameters are not supported",
                "the client keeps no cookies; use a header",
            ),
            _ => self.unsupported(
                &rules::PARAMETER_PLACE,
                &place,
                "this is no place for a parameter",
                "`path`, `query` or `header`",
            ),
        }
    }

    fn parameter_type(&mut self, node: &Cursor<'d>) -> Option<TypeRef> {
        let Some(schema) = node.get("schema") else {
            self.unsupported(
                &rules::PARAMETER_INCOMPLETE,
                node,
                "a parameter needs a `schema`",
                "add `schema`",
            );
            return None;
        };
        // Lint has checked the name.
        let runtime = text(&schema.resolve(), &["x-rust-type"]);
        if let Some(name) = runtime.filter(|name| PARAMETER_TYPES.contains(&name.as_str())) {
            return Some(self.runtime(&name, node.location()));
        }
        let ty = self.type_ref(&schema, Direction::Request, None)?;
        self.check_never_null(&schema, "a parameter")?;
        let composite = match &ty {
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Json => true,
            TypeRef::Secret => {
                self.unsupported(
                    &rules::SECRET_IN_PARAMETER,
                    &schema,
                    "a secret in a parameter would end in logs",
                    "send it in the request body",
                );
                return None;
            }
            TypeRef::Named(name) => self.types.get(name).is_some_and(|item| {
                matches!(item.shape, super::Shape::Struct(_) | super::Shape::Union(_))
            }),
            TypeRef::Runtime(_) => true,
            _ => false,
        };
        if composite {
            self.unsupported(
                &rules::PARAMETER_VALUE,
                &schema,
                "a parameter holds one plain value",
                "use a string, a number, a boolean or an enum",
            );
            return None;
        }
        Some(ty)
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
        if is_own_header(node) {
            self.unsupported(
                &rules::HEADER_RESERVED,
                node,
                "the client writes this header itself",
                "remove the parameter; OpenAPI ignores it as well",
            );
            return;
        }
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
            ty: TypeRef::String,
            presence: Presence::Required,
            scope: Scope::Call,
            docs: Vec::new(),
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

/// Whether a parameter is a header that the client itself writes.
pub(crate) fn is_own_header(parameter: &Cursor<'_>) -> bool {
    let name = text(parameter, &["name"]).unwrap_or_default().to_ascii_lowercase();
    text(parameter, &["in"]).as_deref() == Some("header")
        && RESERVED_HEADERS.contains(&name.as_str())
}

/// The names in braces of a path template.
pub(crate) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn parameter_docs(node: &Cursor<'_>) -> Vec<String> {
    let lines = text(node, &["description"]).map(|text| markdown::prose(&text)).unwrap_or_default();
    match node.get("schema") {
        Some(schema) if lines.is_empty() => docs(&schema),
        // A handwritten type tells its limits itself.
        Some(schema) if schema.resolve().get("x-rust-type").is_none() => {
            with_limits(lines, &schema)
        }
        _ => lines,
    }
}

fn example<'d>(node: &Cursor<'d>) -> Option<Cursor<'d>> {
    node.get("example").or_else(|| node.get("schema")?.resolve().get("example"))
}
