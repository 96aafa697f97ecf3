//! Explains one operation of the plan: route, Rust signature, types, and where it comes from.

use std::fmt::Write as _;

use crate::diagnostic::Location;
use crate::document::Document;
use crate::face::{signature, type_text};
use crate::plan::{
    Api, Nullability, Operation, Parameter, Payload, Plan, Presence, Scope, Shape, TypeRef,
};

/// Width of a terminal.
const COLUMNS: usize = 80;

/// The explanation as text for a terminal of 80 columns; only names and routes may be longer.
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
        writeln!(text, "{}", operation.id)?;
        if let Some(summary) = &operation.summary {
            writeln!(text, "  {summary}")?;
        }
        writeln!(text, "  {} {}", operation.method.as_str(), operation.template)?;
        writeln!(text, "  {}", self.place(&operation.location))?;
        if let Some(url) = operation.docs_url.as_ref().or(self.api.docs_url.as_ref()) {
            writeln!(text, "  {url}")?;
        }
        writeln!(text, "\nrust")?;
        for link in signature(self.api, operation) {
            writeln!(text, "  {link}")?;
        }
        self.parameters(text)?;
        self.bodies(text)?;
        if !operation.errors.is_empty() {
            writeln!(text, "\nerrors")?;
        }
        let options = textwrap::Options::new(COLUMNS).subsequent_indent("       ");
        for error in &operation.errors {
            let first = error.description.trim().lines().next().unwrap_or_default();
            let line = format!("  {}  {first}", error.status);
            writeln!(text, "{}", textwrap::fill(&line, &options))?;
        }
        for one in &operation.error_types {
            writeln!(text, "  {}  {}", one.key, type_text(&one.ty))?;
        }
        Ok(())
    }

    fn parameters(&self, text: &mut String) -> std::fmt::Result {
        let operation = self.operation;
        let rows: Vec<(&str, &Parameter)> = operation
            .path
            .iter()
            .map(|parameter| ("path", parameter))
            .chain(operation.parameters().map(|parameter| (parameter.place.name(), parameter)))
            .collect();
        if !rows.is_empty() {
            writeln!(text, "\nparameters")?;
        }
        for (place, parameter) in rows {
            self.row(text, &format!("{} ({place})", parameter.wire), &parameter.location)?;
            writeln!(text, "    {}", self.role(place, parameter))?;
        }
        Ok(())
    }

    /// Who gives the value, and as what.
    fn role(&self, place: &str, parameter: &Parameter) -> String {
        let (field, ty) = (&parameter.field, type_text(&parameter.ty));
        let shared = self.api.scope.iter().any(|shared| shared.wire == parameter.wire);
        match (place, parameter.scope, parameter.presence) {
            (_, Scope::Client, _) => format!("from the client: client.{field}()"),
            ("path", ..) if shared => format!("argument of client.{}: {ty}", self.api.module),
            (_, _, Presence::Required) => format!("argument of .{}: {ty}", self.operation.verb),
            (_, _, Presence::Optional) => format!("setter: .{field}({ty})"),
        }
    }

    /// A line with the place in the spec at its end, or below it where the line is full.
    fn row(&self, text: &mut String, left: &str, location: &Location) -> std::fmt::Result {
        let place = self.place(location);
        let left = format!("  {left}");
        if left.len() + place.len() + 2 > COLUMNS {
            writeln!(text, "{left}\n{place:>COLUMNS$}")
        } else {
            let width = COLUMNS - left.len();
            writeln!(text, "{left}{place:>width$}")
        }
    }

    fn bodies(&self, text: &mut String) -> std::fmt::Result {
        if let Some(body) = &self.operation.body {
            let left_out = match body.presence {
                Presence::Required => "",
                Presence::Optional => ", which may be left out",
            };
            writeln!(text, "\nrequest body{left_out}")?;
            match body.choice() {
                None => self.type_of(text, &body.ty)?,
                Some(choice) => {
                    writeln!(text, "  {}", choice.name)?;
                    for media in &choice.media {
                        let ty = media.ty.as_ref().map(|ty| format!("({})", type_text(ty)));
                        let ty = ty.unwrap_or_default();
                        writeln!(text, "    {}{ty}, sent as `{}`", media.variant, media.name)?;
                    }
                }
            }
        }
        let success = &self.operation.success;
        writeln!(text, "\nresponse {}", success.status)?;
        self.payload(text, &success.payload)
    }

    fn payload(&self, text: &mut String, payload: &Payload) -> std::fmt::Result {
        match payload {
            Payload::Empty => writeln!(text, "  no body"),
            Payload::Json(ty) | Payload::Optional(ty) => self.type_of(text, ty),
            Payload::ByStatus(outcomes) => {
                for case in &outcomes.cases {
                    writeln!(text, "  {}: {}", case.key(), case.variant)?;
                    self.payload(text, &case.payload)?;
                }
                Ok(())
            }
            Payload::Collection { item, relation, .. } => {
                writeln!(text, "  Collection<{}> of `{relation}`", type_text(item))?;
                self.type_of(text, item)
            }
        }
    }

    fn type_of(&self, text: &mut String, ty: &TypeRef) -> std::fmt::Result {
        let TypeRef::Named(wanted) = ty else { return writeln!(text, "  {}", type_text(ty)) };
        let Some(item) = self.plan.types.get(wanted) else { return Ok(()) };
        self.row(text, &item.name, &item.location)?;
        match &item.shape {
            Shape::Struct(object) => {
                for field in &object.fields {
                    let mark = if field.presence == Presence::Optional { "?" } else { "" };
                    let null =
                        if field.nullability == Nullability::NotNull { "" } else { " or null" };
                    writeln!(text, "    {}{mark}: {}{null}", field.name, type_text(&field.ty))?;
                }
            }
            Shape::Union(union) => {
                for variant in &union.variants {
                    writeln!(text, "    {}({})", variant.name, type_text(&variant.ty))?;
                    if let Some(tag) = union.tag.as_ref().filter(|_| !variant.values.is_empty()) {
                        writeln!(text, "      {tag} = {}", variant.values.join(" | "))?;
                    }
                }
            }
            Shape::Enum(values) => {
                let values = values.values.iter().map(|value| value.wire.as_str());
                writeln!(text, "    {} (open)", values.collect::<Vec<_>>().join(" | "))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{contract, document};

    #[test]
    fn an_operation_is_explained_with_route_call_and_types() {
        let schemas = "
    Thing:
      type: object
      required: [name]
      properties: {name: {type: string}, size: {type: integer}}
";
        let document = document(&contract(schemas));
        let plan = Plan::from_document(&document).unwrap();
        let (api, operation) = plan.operation("createThing").unwrap();
        insta::assert_snapshot!(explain(&document, &plan, api, operation), @r"
        createThing
          Make a thing
          POST /tenants/{tenantID}/things
          openapi.yaml:16:5

        rust
          client.things()
              .create(body: impl Into<Thing>)
              .await -> Result<Thing, Error>

        parameters
          tenantID (path)                                              openapi.yaml:10:9
            from the client: client.tenant_id()

        request body
          Thing                                                        openapi.yaml:42:5
            name: String
            size?: i64

        response 201
          Thing                                                        openapi.yaml:42:5
            name: String
            size?: i64
        ");
    }
}
