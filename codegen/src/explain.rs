//! Explains one operation of the plan: route, Rust signature, types, and where it comes from.

use std::fmt::Write as _;

use crate::diagnostic::Location;
use crate::document::Document;
use crate::face::signature;
use crate::plan::{Api, Operation, Parameter, Payload, Plan, Scope, Shape, TypeRef};

/// The explanation as text for a terminal, at most 100 columns where names allow.
#[must_use]
pub fn explain(document: &Document, plan: &Plan, api: &Api, operation: &Operation) -> String {
    let mut text = String::new();
    let explanation = Explanation { document, plan, api, operation };
    // Writing to a `String` cannot fail.
    let _ = explanation.write(&mut text);
    text
}

struct Explanation<'a> {
    document: &'a Document,
    plan: &'a Plan,
    api: &'a Api,
    operation: &'a Operation,
}

impl Explanation<'_> {
    fn write(&self, text: &mut String) -> std::fmt::Result {
        let operation = self.operation;
        let summary = operation.summary.as_deref().unwrap_or_default();
        writeln!(text, "{}  {summary}", operation.id)?;
        writeln!(text, "  {:<9}{}", "spec", self.place(&operation.location))?;
        writeln!(text, "  {:<9}{} {}", "route", operation.method.as_str(), operation.template)?;
        if let Some(url) = operation.docs_url.as_ref().or(self.api.docs_url.as_ref()) {
            writeln!(text, "  {:<9}{url}", "docs")?;
        }
        let [accessor, verb] = signature(self.api, operation);
        writeln!(text, "\nrust\n  {accessor}\n  {verb}")?;
        self.parameters(text)?;
        self.bodies(text)?;
        if !operation.errors.is_empty() {
            writeln!(text, "\nerrors")?;
            for error in &operation.errors {
                let first = error.description.trim().lines().next().unwrap_or_default();
                writeln!(text, "  {}  {first}", error.status)?;
            }
        }
        Ok(())
    }

    fn parameters(&self, text: &mut String) -> std::fmt::Result {
        let operation = self.operation;
        let rows: Vec<(&str, &Parameter)> = operation
            .path
            .iter()
            .map(|parameter| ("path", parameter))
            .chain(operation.query.iter().map(|parameter| ("query", parameter)))
            .chain(operation.headers.iter().map(|parameter| ("header", parameter)))
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(text, "\nparameters")?;
        for (place, parameter) in rows {
            let role = self.role(place, parameter);
            let wire = &parameter.wire;
            writeln!(text, "  {place:<7} {wire:<31} {role}  {}", self.place(&parameter.location))?;
        }
        Ok(())
    }

    fn role(&self, place: &str, parameter: &Parameter) -> String {
        let ty = name(&parameter.ty);
        let field = &parameter.field;
        let in_scope = self.api.scope.iter().any(|shared| shared.wire == parameter.wire);
        match (place, parameter.scope) {
            (_, Scope::Client) => format!("client.{field}()"),
            ("path", _) if in_scope => format!("argument of client.{}: {ty}", self.api.module),
            ("path", _) => format!("argument: {ty}"),
            _ if parameter.presence == crate::plan::Presence::Required => format!("argument: {ty}"),
            _ => format!("setter .{field}({ty})"),
        }
    }

    fn bodies(&self, text: &mut String) -> std::fmt::Result {
        if let Some(body) = &self.operation.body {
            writeln!(text, "\nrequest body")?;
            self.type_of(text, &body.ty)?;
        }
        let success = &self.operation.success;
        writeln!(text, "\nresponse {}", success.status)?;
        match &success.payload {
            Payload::Empty => writeln!(text, "  no body"),
            Payload::Json(ty) => self.type_of(text, ty),
            Payload::Collection { item, relation } => {
                writeln!(text, "  Collection<{}>  from _embedded.{relation}", name(item))?;
                self.type_of(text, item)
            }
        }
    }

    fn type_of(&self, text: &mut String, ty: &TypeRef) -> std::fmt::Result {
        let TypeRef::Named(wanted) = ty else { return writeln!(text, "  {}", name(ty)) };
        let Some(item) = self.plan.types.get(wanted) else { return Ok(()) };
        writeln!(text, "  {}  {}", item.name, self.place(&item.location))?;
        match &item.shape {
            Shape::Struct(object) => {
                for field in &object.fields {
                    let optional =
                        if field.presence == crate::plan::Presence::Optional { "?" } else { "" };
                    writeln!(text, "    {}{optional}: {}", field.name, name(&field.ty))?;
                }
            }
            Shape::Union(union) => {
                for variant in &union.variants {
                    writeln!(
                        text,
                        "    {}({})  {} = {}",
                        variant.name, variant.ty, union.tag, variant.wire
                    )?;
                }
            }
            Shape::Enum(values) => {
                let values: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
                writeln!(text, "    {} (open)", values.join(" | "))?;
            }
            Shape::Id => writeln!(text, "    a UUID")?,
            Shape::Text => writeln!(text, "    a text")?,
        }
        Ok(())
    }

    fn place(&self, location: &Location) -> String {
        let (file, line, column) = self.document.sources().line_column(location);
        format!("{file}:{line}:{column}")
    }
}

fn name(ty: &TypeRef) -> String {
    crate::face::arguments::stored(ty).to_string().replace(' ', "")
}
