//! The request of an operation as a `curl` command for a POSIX shell.

use super::code::json_text;
use super::fill;
use crate::document::{Cursor, Document};
use crate::markdown::is_hidden;
use crate::plan::{
    Body, Content, FILE_DATA, Media, Operation, Parameter, Plan, Presence, SchemeKind, Security,
    Server, Shape, TypeRef, Writing,
};
use crate::sample::{self, NIL};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Where the requests go if the contract names no server.
const NO_SERVER: &str = "https://api.example.com";

/// What is taken literally in a part of a URL.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The command: the contract's examples as values, and credentials from variables of the shell.
pub(super) fn command(
    document: &Document,
    plan: &Plan,
    operation: &Operation,
    body: Option<&Value>,
) -> String {
    let mut words = vec![format!("curl --request {}", operation.method.as_str())];
    words.push(quoted(&url(document, plan, operation)));
    words.extend(credentials(plan, operation));
    for header in required(&operation.headers) {
        words.push(format!(
            "--header {}",
            quoted(&format!("{}: {}", header.wire, value(plan, header)))
        ));
    }
    if let Some(planned) = &operation.body {
        words.extend(data(plan, planned, body));
    }
    words.join(" \\\n  ")
}

/// What is sent, in the way of its media type; of several, as JSON or else the first.
fn data(plan: &Plan, body: &Body, value: Option<&Value>) -> Vec<String> {
    let media = match &body.content {
        Content::One(media) => Some(media),
        Content::Several(choice) => {
            let json = choice.media.iter().find(|media| media.writing == Writing::Json);
            json.or(choice.media.first())
        }
    };
    let Some(media) = media else { return Vec::new() };
    let first = || body.examples.first().map(|example| example.value.clone());
    let made_up = || media.ty.as_ref().map(|ty| sample::value(plan, ty)).unwrap_or_default();
    let value = value.cloned().or_else(first).unwrap_or_else(made_up);
    let name = if media.name.contains('*') { "application/octet-stream" } else { &media.name };
    let header = format!("--header {}", quoted(&format!("Content-Type: {name}")));
    let members = value.as_object().into_iter().flatten();
    let plain = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.chars().filter(|c| *c == '\n' || !is_hidden(*c)).collect::<String>()
    };
    match &media.writing {
        Writing::Nothing => vec![header],
        Writing::Json => vec![header, format!("--data-raw {}", quoted(&json_text(&value)))],
        Writing::Text => vec![header, format!("--data-raw {}", quoted(&plain(&value)))],
        Writing::Bytes => vec![header, "--data-binary @file".to_owned()],
        // These write the header themselves.
        Writing::Form(_) => members
            .map(|(name, value)| {
                format!("--data-urlencode {}", quoted(&format!("{name}={}", plain(value))))
            })
            .collect(),
        Writing::Multipart => members
            .map(|(name, value)| match is_file(plan, media, name) {
                true => format!("--form {}", quoted(&format!("{name}=@file"))),
                false => format!("--form-string {}", quoted(&format!("{name}={}", plain(value)))),
            })
            .collect(),
    }
}

/// Whether a part is a file.
fn is_file(plan: &Plan, media: &Media, part: &str) -> bool {
    let item = media.ty.as_ref().and_then(TypeRef::name).and_then(|name| plan.types.get(name));
    let Some(Shape::Struct(object)) = item.map(|item| &item.shape) else { return false };
    let field = object.fields.iter().find(|field| field.wire == part);
    field.is_some_and(|field| {
        let mut is_file = false;
        field.ty.visit(&mut |ty| {
            is_file |= matches!(ty, TypeRef::Runtime(name) if name == FILE_DATA);
        });
        is_file
    })
}

/// What the first way in takes, each from a variable of the shell.
fn credentials(plan: &Plan, operation: &Operation) -> Vec<String> {
    // A name of the contract stands within quotes in which the shell looks at nothing.
    let header = |name: &str, variable: &str| {
        format!("--header {}\"${variable}\"", quoted(&format!("{name}: ")))
    };
    let token = || "--header \"Authorization: Bearer $ACCESS_TOKEN\"".to_owned();
    let Security::Ways(ways) = &operation.security else {
        return match &plan.target.api_key {
            Some(name) => vec![header(name, "API_KEY")],
            None => vec![token()],
        };
    };
    let way = ways.first().map(Vec::as_slice).unwrap_or_default();
    let shown = way.iter().map(|scheme| {
        let variable = &scheme.constant;
        match &scheme.kind {
            SchemeKind::Token => token(),
            SchemeKind::Login => format!("--user \"${variable}\""),
            SchemeKind::HeaderKey(name) => header(name, variable),
            SchemeKind::CookieKey(name) => {
                format!("--cookie {}\"${variable}\"", quoted(&format!("{name}=")))
            }
            SchemeKind::QueryKey(name) => {
                format!("--url-query {}\"${variable}\"", quoted(&format!("{name}=")))
            }
            SchemeKind::Certificate => "--cert client.pem".to_owned(),
        }
    });
    shown.collect()
}

/// The commands that fetch a token by client credentials into `$ACCESS_TOKEN`. The nil UUID in an
/// address stands for an environment, so `$ENVIRONMENT_ID` takes its place.
pub(super) fn token(plan: &Plan, url: &str) -> String {
    let url: String = fill::unmarked(url).chars().filter(|c| !is_hidden(*c)).collect();
    let environment = match plan.client_scope().first() {
        Some(one) => fill::slot(&fill::of_parameter(&one.wire), "$ENVIRONMENT_ID"),
        None => "$ENVIRONMENT_ID".to_owned(),
    };
    let mut parts = url.split(NIL).map(quoted);
    let first = parts.next().unwrap_or_default();
    let first = match url.split('/').nth(2).filter(|host| !host.is_empty() && !host.contains('\''))
    {
        Some(host) => first.replacen(host, &fill::slot(fill::TOKENS, host), 1),
        None => first,
    };
    let address: Vec<String> = std::iter::once(first).chain(parts).collect();
    let words = [
        "ACCESS_TOKEN=$(curl --silent --request POST".to_owned(),
        address.join(&format!("\"{environment}\"")),
        format!("--user \"{}:$CLIENT_SECRET\"", fill::slot(fill::CLIENT, "$CLIENT_ID")),
        format!(
            "--data-raw {} | jq --raw-output .access_token)",
            quoted("grant_type=client_credentials")
        ),
    ];
    words.join(" \\\n  ")
}

/// The first server that can be called, with the defaults of its variables.
pub(super) fn server(document: &Document) -> String {
    let servers = document.root().get("servers");
    let urls = servers.iter().flat_map(Cursor::items).filter_map(|server| expanded(&server));
    let mut urls = urls.filter(|url| super::prose::is_web(url));
    urls.next().unwrap_or_else(|| NO_SERVER.to_owned())
}

/// The address of an operation's own server, below that of all if it is relative.
fn own_server(document: &Document, operation: &Operation) -> Option<String> {
    let Server { url, variables, .. } = operation.server.as_ref()?;
    let url = variables.iter().fold(url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    });
    if super::prose::is_web(&url) {
        return Some(url);
    }
    let all = server(document);
    let origin = all.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    url.starts_with('/').then(|| format!("{origin}{url}"))
}

/// The address of a server with the defaults of its variables.
pub(super) fn expanded(server: &Cursor<'_>) -> Option<String> {
    let mut url = server.get("url")?.as_str()?.trim_end_matches('/').to_owned();
    for (name, variable) in server.get("variables").iter().flat_map(Cursor::entries) {
        if let Some(default) = variable.get("default").and_then(|value| value.as_str()) {
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    Some(url)
}

fn url(document: &Document, plan: &Plan, operation: &Operation) -> String {
    let own = own_server(document, operation);
    let mut url = own.unwrap_or_else(|| fill::slot(fill::SERVER, &server(document)));
    for segment in operation.template.split('/').filter(|segment| !segment.is_empty()) {
        url.push('/');
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let parameter = operation.path.iter().find(|one| Some(one.wire.as_str()) == name);
        let encoded = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
        url.push_str(&match parameter {
            Some(one) => fill::slot(&fill::of_parameter(&one.wire), &encoded(&value(plan, one))),
            None => encoded(segment),
        });
    }
    for (position, parameter) in required(&operation.query).enumerate() {
        url.push(if position == 0 { '?' } else { '&' });
        url.extend(utf8_percent_encode(&parameter.wire, UNRESERVED));
        url.push('=');
        url.extend(utf8_percent_encode(&value(plan, parameter), UNRESERVED));
    }
    url
}

fn required(parameters: &[Parameter]) -> impl Iterator<Item = &Parameter> {
    parameters.iter().filter(|parameter| parameter.presence == Presence::Required)
}

/// The text of a parameter's example, or of a plain value of its type.
fn value(plan: &Plan, parameter: &Parameter) -> String {
    let value = parameter.example.clone().unwrap_or_else(|| sample::value(plan, &parameter.ty));
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fill::unmarked(&text).chars().filter(|c| !is_hidden(*c)).collect()
}

/// A text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{contract, document};

    const THING: &str = "
    Thing:
      type: object
      required: [name, inner, when]
      properties:
        name: {type: string}
        when: {type: string, format: date-time}
        inner: {type: object, required: [on], properties: {on: {type: boolean}}}
        extra: {type: string}
";

    #[test]
    fn a_body_without_an_example_is_made_up_of_what_is_required() {
        let document = document(&contract(THING));
        let plan = Plan::from_document(&document).unwrap();
        let (_, operation) = plan.operation("createThing").unwrap();
        let command = fill::unmarked_values(&command(&document, &plan, operation, None));
        insta::assert_snapshot!(command, @r#"
        curl --request POST \
          'https://api.example.com/tenants/00000000-0000-0000-0000-000000000000/things' \
          --header "Authorization: Bearer $ACCESS_TOKEN" \
          --header 'Content-Type: application/json' \
          --data-raw '{
          "inner": {
            "on": true
          },
          "name": "text",
          "when": "2026-01-01T00:00:00Z"
        }'
        "#);
    }

    #[test]
    fn a_body_is_sent_in_the_way_of_its_media_type() {
        for (media, file, expected) in [
            (
                "application/x-www-form-urlencoded",
                "",
                "--data-urlencode 'file=text' --data-urlencode 'name=text'",
            ),
            (
                "multipart/form-data",
                ", format: binary",
                "--form 'file=@file' --form-string 'name=text'",
            ),
            ("text/csv", "", "--header 'Content-Type: text/csv' --data-raw 'text'"),
            ("image/png", "", "--header 'Content-Type: image/png' --data-binary @file"),
        ] {
            let schemas = format!(
                "    Thing:\n      type: object\n      required: [name, file]\n      properties:\n        \
                 name: {{type: string}}\n        file: {{type: string{file}}}\n"
            );
            let text = contract(&schemas).replacen("application/json", media, 1);
            // The answer of the contract is JSON, which holds no file.
            let text = text.replace("            application/json:", "            text/plain:");
            let document = document(&text);
            let plan = Plan::from_document(&document).unwrap();
            let (_, operation) = plan.operation("createThing").unwrap();
            let body = operation.body.as_ref().unwrap();
            assert_eq!(data(&plan, body, None).join(" "), expected, "{media}");
        }
    }

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(quoted("it's $HOME `id`"), r"'it'\''s $HOME `id`'");
    }

    #[test]
    fn variables_of_a_server_have_their_defaults() {
        let contract = contract("    Thing: {type: object}\n").replace(
            "tags:\n",
            "servers:\n  - url: ftp://x\n  - url: 'https://{region}.example.com/v1/'\n    variables: {region: {default: eu}}\ntags:\n",
        );
        assert_eq!(server(&document(&contract)), "https://eu.example.com/v1");
    }
}
