//! Reads the operations of a contract, with what the fake needs to know of each.

use std::sync::OnceLock;

use serde_json::Value;

use super::described::{Body, Checked, Described, Given};
use super::json_schema::{self, Side};
use super::reference::{pointer, resolve, wrong};
use super::security;
use crate::error::ContractError;
use crate::route::{Format, Location, Parameter, Presence, Style};

/// The methods that an operation may have, as OpenAPI and as HTTP spells them, in the order in which
/// operations are listed.
const METHODS: [(&str, &str); 7] = [
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
];

/// The member of the root that names the first example of each body that has several: the order of a JSON
/// object says nothing.
const FIRST_EXAMPLES: &str = "x-first-examples";

/// All operations, sorted by tag, path and method.
pub(super) fn operations(root: &Value) -> Result<Vec<Described>, ContractError> {
    let reader = Reader { root };
    let mut operations = Vec::new();
    if !root["paths"].is_object() {
        return Err(wrong("", "the document has no `paths`"));
    }
    for (template, item) in members(root.get("paths")) {
        let target = reader.resolve(item, &pointer(&["paths", template]))?;
        // Beside its reference, a path item may have what the target does not have.
        let member = |key| item.get(key).or_else(|| target.get(key));
        let shared = member("parameters");
        for method in METHODS {
            if let Some(operation) = member(method.0) {
                operations.push(reader.operation(template, method, shared, operation)?);
            }
        }
    }
    let place = |one: &Described| METHODS.iter().position(|(_, name)| *name == one.method);
    operations
        .sort_by(|a, b| (&a.tag, &a.template, place(a)).cmp(&(&b.tag, &b.template, place(b))));
    Ok(operations)
}

struct Reader<'d> {
    root: &'d Value,
}

impl<'d> Reader<'d> {
    fn operation(
        &self,
        template: &str,
        (key, method): (&str, &'static str),
        shared: Option<&'d Value>,
        operation: &'d Value,
    ) -> Result<Described, ContractError> {
        let place = pointer(&["paths", template, key]);
        let id = operation["operationId"].as_str();
        let id = id.ok_or_else(|| wrong(&place, "the operation has no `operationId`"))?;
        let (success, answer) = self.success(operation, &place)?;
        let mut request = match operation.get("requestBody") {
            Some(body) => self.body(id, self.resolve(body, &place)?, Side::Request, &place)?,
            None => Body::default(),
        };
        self.add_actions(&mut request, shared, operation, &place)?;
        Ok(Described {
            id: id.to_owned(),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            method,
            template: template.to_owned(),
            parameters: self.parameters(template, shared, operation, &place)?,
            rows: OnceLock::new(),
            security: security::of(self.root, operation),
            media: OnceLock::new(),
            bodies: OnceLock::new(),
            success,
            request,
            response: match success {
                // An answer to HEAD is the head of one.
                _ if key == "head" => Body::default(),
                // Such an answer has no body, whatever the contract says.
                204 | 205 | 300..400 => Body::default(),
                _ => self.body(id, answer, Side::Response, &place)?,
            },
        })
    }

    /// The first success by status: a range, a redirection or the response to everything if there is no
    /// other, and 204 if there is none at all.
    fn success(
        &self,
        operation: &'d Value,
        place: &str,
    ) -> Result<(u16, &'d Value), ContractError> {
        let rank = |status: &str| match status {
            "default" => Some((3, 200)),
            "2XX" | "2xx" => Some((1, 200)),
            "3XX" | "3xx" => Some((2, 302)),
            exact => match exact.parse().ok()? {
                success @ 200..300 => Some((0, success)),
                redirection @ 300..400 => Some((2, redirection)),
                _ => None,
            },
        };
        let found = members(operation.get("responses"))
            .filter_map(|(status, response)| Some((rank(status)?, response)))
            .min_by_key(|(rank, _)| *rank);
        match found {
            Some(((_, status), response)) => Ok((status, self.resolve(response, place)?)),
            None => Ok((204, &Value::Null)),
        }
    }

    /// What a request or a response holds as JSON.
    fn body(
        &self,
        operation_id: &str,
        holder: &'d Value,
        side: Side,
        place: &str,
    ) -> Result<Body, ContractError> {
        let content: Vec<_> = members(holder.get("content")).collect();
        let names: Vec<String> = content.iter().map(|(name, _)| essence(name)).collect();
        let json = names.iter().position(|name| name == "application/json");
        let json = json.or_else(|| names.iter().position(|name| name.contains("json")));
        let checked = json.map(|at| names[at].clone());
        let mut all = Vec::new();
        for ((_, media), name) in content.iter().zip(&names).filter(|_| side == Side::Request) {
            all.extend(self.checked(media, name, place)?);
        }
        let is_required = holder["required"] == Value::Bool(true);
        let Some((_, media)) = json.map(|at| content[at]) else {
            let is_text = |(name, _): &&(&String, &Value)| name.starts_with("text/");
            let text = content.iter().find(is_text).or(content.first());
            let text = text.filter(|_| side == Side::Response);
            let text = text.map(|(name, media)| (essence(name), shown_text(media)));
            return Ok(Body { media: names, all, is_required, text, ..Body::default() });
        };
        let schema = match media.get("schema") {
            Some(schema) => Some(json_schema::of(self.root, schema, side, place)?.to_string()),
            None => None,
        };
        let first = self.root[FIRST_EXAMPLES][operation_id][side.name()].as_str();
        let first = first.and_then(|name| media.get("examples")?.get(name));
        let named = first.or_else(|| Some(members(media.get("examples")).next()?.1));
        let example = match (media.get("example"), named) {
            (Some(lone), _) => Some(lone),
            (None, Some(named)) => self.resolve(named, place)?.get("value"),
            (None, None) => None,
        };
        let example = example.map(Value::to_string);
        Ok(Body { schema, example, media: names, checked, all, is_required, text: None })
    }

    /// A body that can be checked: JSON, a form or parts.
    fn checked(
        &self,
        media: &'d Value,
        name: &str,
        place: &str,
    ) -> Result<Option<Checked>, ContractError> {
        let Some(schema) = media.get("schema").filter(|_| name.contains("json") || is_form(name))
        else {
            return Ok(None);
        };
        let schema = json_schema::of(self.root, schema, Side::Request, place)?.to_string();
        let encoding = || members(media.get("encoding"));
        let joined = encoding().filter(|(_, one)| one["explode"] == Value::Bool(false));
        let part_media = encoding().filter_map(|(name, one)| {
            Some((name.clone(), one["contentType"].as_str()?.to_ascii_lowercase()))
        });
        Ok(Some(Checked {
            media: name.to_owned(),
            schema,
            joined: joined.map(|(name, _)| name.clone()).collect(),
            part_media: part_media.collect(),
        }))
    }

    /// Contracts name actions in the header `Content-Type`: their bodies are those of the documented media
    /// type.
    fn add_actions(
        &self,
        request: &mut Body,
        shared: Option<&'d Value>,
        operation: &'d Value,
        place: &str,
    ) -> Result<(), ContractError> {
        for parameter in items(operation.get("parameters")).chain(items(shared)) {
            let parameter = self.resolve(parameter, place)?;
            let name = parameter["name"].as_str().unwrap_or_default();
            if parameter["in"] != "header" || !name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let schema = self.resolve(parameter.get("schema").unwrap_or(&Value::Null), place)?;
            let listed = schema["enum"].as_array().into_iter().flatten();
            let values = listed.chain([&parameter["example"]]).filter_map(Value::as_str);
            let known = request.media.clone();
            let new =
                values.map(essence).filter(|value| !known.is_empty() && !known.contains(value));
            for media in new {
                let schema = request.schema.clone().filter(|_| media.contains("json"));
                request.all.extend(schema.map(|schema| Checked {
                    media: media.clone(),
                    schema,
                    joined: Vec::new(),
                    part_media: Vec::new(),
                }));
                request.media.push(media);
            }
        }
        Ok(())
    }

    /// Those in the path in its order, then those of the query, the headers and the cookies by name.
    fn parameters(
        &self,
        template: &str,
        shared: Option<&'d Value>,
        operation: &'d Value,
        place: &str,
    ) -> Result<Vec<Given>, ContractError> {
        let mut found: Vec<Given> = Vec::new();
        // What the operation says replaces what the path says.
        for parameter in items(operation.get("parameters")).chain(items(shared)) {
            let parameter = self.resolve(parameter, place)?;
            let name = parameter["name"].as_str().unwrap_or_default();
            let location = match parameter["in"].as_str() {
                Some("path") => Location::Path,
                Some("query") => Location::Query,
                Some("header") => Location::Header,
                Some("cookie") => Location::Cookie,
                _ => continue,
            };
            let is_known =
                found.iter().any(|known| known.name == name && known.location == location);
            if is_known || location == Location::Header && is_ignored(name) {
                continue;
            }
            found.push(self.given(name, location, parameter, place)?);
        }
        let order = |one: &Given| match one.location {
            Location::Path => (0, template.find(&format!("{{{}}}", one.name)), String::new()),
            Location::Query => (1, None, one.name.clone()),
            Location::Header => (2, None, one.name.clone()),
            Location::Cookie => (3, None, one.name.clone()),
        };
        found.sort_by_key(order);
        Ok(found)
    }

    fn given(
        &self,
        name: &str,
        location: Location,
        parameter: &'d Value,
        place: &str,
    ) -> Result<Given, ContractError> {
        let content = || members(parameter.get("content")).next();
        let schema = parameter.get("schema").or_else(|| content()?.1.get("schema"));
        let schema = schema.unwrap_or(&Value::Null);
        let format = self.format(schema, place)?;
        let is_json = parameter.get("schema").is_none()
            && content().is_some_and(|(media, _)| media.contains("json"));
        let default = Parameter::plain("", location, Presence::Optional, format).style;
        let style = match parameter["style"].as_str() {
            _ if is_json => Style::Json,
            Some("label") => Style::Label,
            Some("matrix") => Style::Matrix,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => default,
        };
        // A URL has no `null`: what must be there or `null` may be left out.
        let may_lack = self.resolve(schema, place)?["nullable"] == Value::Bool(true);
        let is_required = parameter["required"].as_bool() == Some(true) && !may_lack;
        // What has a form that the fake does not know is any text.
        let document = json_schema::of(self.root, schema, Side::Request, place).ok();
        let schema = document.filter(Value::is_object).map(|it| it.to_string());
        Ok(Given {
            name: name.to_owned(),
            location,
            presence: if is_required { Presence::Required } else { Presence::Optional },
            format,
            style,
            exploded: parameter["explode"].as_bool().unwrap_or(style == Style::Form),
            schema,
        })
    }

    /// What the text of a parameter must be; enumerations are open, so they are any text.
    fn format(&self, schema: &'d Value, place: &str) -> Result<Format, ContractError> {
        let schema = self.resolve(schema, place)?;
        if let [lone] = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice) {
            return self.format(lone, place);
        }
        Ok(match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("string"), Some("uuid")) => Format::Uuid,
            (Some("string"), Some("date-time")) => Format::DateTime,
            (Some("string"), Some("date")) => Format::Date,
            (Some("integer"), _) => Format::Integer,
            (Some("number"), _) => Format::Number,
            (Some("boolean"), _) => Format::Boolean,
            _ => Format::Text,
        })
    }

    fn resolve(&self, node: &'d Value, place: &str) -> Result<&'d Value, ContractError> {
        resolve(self.root, node, place)
    }
}

/// The headers that OpenAPI ignores as parameters.
fn is_ignored(name: &str) -> bool {
    ["accept", "authorization", "content-type"].iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// Whether a body is the members of an object.
fn is_form(name: &str) -> bool {
    matches!(name, "application/x-www-form-urlencoded" | "multipart/form-data")
}

/// What stands in for a text or a file of which the contract shows no example.
const STAND_IN: &str = "fake";

/// The example of a text or of a file.
fn shown_text(media: &Value) -> String {
    let named = members(media.get("examples")).find_map(|(_, example)| example["value"].as_str());
    let example = media["example"].as_str().or(named).or(media["schema"]["example"].as_str());
    example.unwrap_or(STAND_IN).to_owned()
}

/// A media type without its parameters.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase()
}

fn members(node: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    node.and_then(Value::as_object).into_iter().flatten()
}

fn items(node: Option<&Value>) -> impl Iterator<Item = &Value> {
    node.and_then(Value::as_array).into_iter().flatten()
}
