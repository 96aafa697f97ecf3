//! The compiled routes table: which operation a method and a path belong to.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::error::StartError;
use crate::route::Route;
use crate::schema::Schema;

/// All operations, ready to serve.
#[derive(Debug)]
pub(crate) struct Table {
    entries: Vec<Entry>,
}

/// One operation with everything compiled.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) route: &'static Route,
    pub(crate) success: StatusCode,
    pub(crate) request: Option<Schema>,
    pub(crate) response: Option<Schema>,
    pub(crate) example: Option<Value>,
    method: Method,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
}

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Found<'t, 'p> {
    /// An operation and its path parameters as they stand in the path.
    Operation(&'t Entry, Vec<(&'static str, &'p str)>),
    /// The path is known, but with these methods.
    OtherMethods(String),
    /// No operation has this path.
    Nothing,
}

impl Table {
    /// Compiles the schemas and templates of all routes.
    pub(crate) fn compile(routes: &'static [Route]) -> Result<Table, StartError> {
        let entries = routes.iter().map(Entry::compile).collect::<Result<_, _>>()?;
        Ok(Table { entries })
    }

    /// All operations.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The operation of a method and a path below the API base.
    pub(crate) fn find<'p>(&self, method: &Method, path: &'p str) -> Found<'_, 'p> {
        let matching = |entry: &&Entry| entry.parameters(path).is_some();
        // A literal segment beats a parameter, so `/things/default` is not taken for a `/things/{thingID}`.
        let Some(literals) = self.entries.iter().filter(matching).map(Entry::literals).max() else {
            return Found::Nothing;
        };
        let mut methods = Vec::new();
        for entry in &self.entries {
            let Some(parameters) = entry.parameters(path) else {
                continue;
            };
            if entry.literals() != literals {
                continue;
            }
            if entry.method == *method {
                return Found::Operation(entry, parameters);
            }
            methods.push(entry.method.as_str());
        }
        methods.sort_unstable();
        methods.dedup();
        Found::OtherMethods(methods.join(", "))
    }
}

impl Entry {
    fn compile(route: &'static Route) -> Result<Entry, StartError> {
        let wrong = |part: &'static str, reason: String| StartError::Contract {
            operation_id: route.operation_id,
            part,
            reason,
        };
        let schema = |part, text: Option<&str>| {
            text.map(Schema::compile).transpose().map_err(|reason| wrong(part, reason))
        };
        let example = route
            .response_example
            .map(serde_json::from_str)
            .transpose()
            .map_err(|error| wrong("response example", error.to_string()))?;
        Ok(Entry {
            route,
            success: StatusCode::from_u16(route.success)
                .map_err(|error| wrong("success status", error.to_string()))?,
            request: schema("request schema", route.request_schema)?,
            response: schema("response schema", route.response_schema)?,
            example,
            method: Method::from_bytes(route.method.as_bytes())
                .map_err(|error| wrong("method", error.to_string()))?,
            segments: segments(route.template).map_err(|reason| wrong("template", reason))?,
        })
    }

    fn literals(&self) -> usize {
        let literal = |segment: &&Segment| matches!(segment, Segment::Literal(_));
        self.segments.iter().filter(literal).count()
    }

    /// The path parameters, if the path has the shape of the template.
    fn parameters<'p>(&self, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
        let mut given = path.strip_prefix('/')?.split('/');
        let mut parameters = Vec::new();
        for segment in &self.segments {
            let text = given.next()?;
            match segment {
                Segment::Literal(literal) if *literal == text => {}
                Segment::Parameter(name) if !text.is_empty() => parameters.push((*name, text)),
                _ => return None,
            }
        }
        given.next().is_none().then_some(parameters)
    }
}

fn segments(template: &'static str) -> Result<Vec<Segment>, String> {
    let path = template
        .strip_prefix('/')
        .ok_or_else(|| format!("`{template}` does not begin with `/`"))?;
    path.split('/')
        .map(|text| {
            let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match inner {
                Some(name) => Ok(Segment::Parameter(name)),
                None if text.contains(['{', '}']) => {
                    Err(format!("`{text}` is only partly a parameter"))
                }
                None => Ok(Segment::Literal(text)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn route(
        operation_id: &'static str,
        method: &'static str,
        template: &'static str,
    ) -> Route {
        Route {
            operation_id,
            tag: "Things",
            method,
            template,
            success: 200,
            request_schema: None,
            request_example: None,
            response_schema: None,
            response_example: None,
        }
    }

    static THINGS: &[Route] = &[
        route("readThing", "GET", "/things/{thingID}"),
        route("deleteThing", "DELETE", "/things/{thingID}"),
        route("readDefaultThing", "GET", "/things/default"),
        route("listThings", "GET", "/things"),
    ];

    #[test]
    fn paths_lead_to_operations() {
        let cases = [
            ("GET", "/things", "listThings"),
            ("GET", "/things/1", "readThing thingID=1"),
            ("GET", "/things/default", "readDefaultThing"),
            ("DELETE", "/things/1", "deleteThing thingID=1"),
            ("PUT", "/things/1", "405 DELETE, GET"),
            ("DELETE", "/things/default", "405 GET"),
            ("GET", "/things/", "404"),
            ("GET", "/things/1/", "404"),
            ("GET", "/things/1/2", "404"),
            ("GET", "/Things", "404"),
            ("GET", "things", "404"),
            ("GET", "*", "404"),
            ("GET", "", "404"),
        ];
        let table = Table::compile(THINGS).unwrap();
        for (method, path, expected) in cases {
            let found = match table.find(&method.parse().unwrap(), path) {
                Found::Operation(entry, parameters) => parameters
                    .iter()
                    .fold(entry.route.operation_id.to_owned(), |text, (name, value)| {
                        format!("{text} {name}={value}")
                    }),
                Found::OtherMethods(methods) => format!("405 {methods}"),
                Found::Nothing => "404".to_owned(),
            };
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn a_route_that_cannot_be_served_is_named() {
        static BAD: &[Route] = &[route("readHalf", "GET", "/things/{thingID}.json")];
        let error = Table::compile(BAD).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the template of operation `readHalf` cannot be served: `{thingID}.json` is only partly a parameter"
        );
    }
}
