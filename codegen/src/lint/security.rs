//! Security: nothing weakens the protection of secrets and calls.

use std::collections::HashSet;

use super::context::{Context, text};
use super::secrets;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::{Cursor, NodeKind};
use crate::openapi::Object;

rules! { Security, Convention Warning;

SERVER_NOT_HTTPS = Error "server-not-https" {
    "Servers are reached by HTTPS."
    why "Everything else shows tokens and secrets to the network."
    Merge(Root)
    bad "servers: [{url: 'http://api.example.com/v1', description: The only one.}]"
    good "servers: [{url: 'https://api.example.com/v1', description: The only one.}]"
}

SECURITY_UNDEFINED = Error "security-undefined" {
    "A security requirement names a declared scheme."
    why "Tools ignore a scheme they do not know, and call without authentication."
    Merge(Root)
    bad "security: [{bearerAuth: []}, {baererAuth: []}]"
    good "security: [{bearerAuth: []}]"
}

SECURITY_MISSING = Warning "security-missing" {
    "Every operation requires authentication."
    why "An empty requirement, or none at all, makes it public."
    Merge(Root)
    bad "security: [{bearerAuth: []}, {}]"
    good "security: [{bearerAuth: []}]"
}

KEY_IN_QUERY = Warning "key-in-query" {
    "No API key is part of a URL."
    why "URLs end in logs, histories and referrers."
    Merge(Root)
    bad "security: [{bearerAuth: []}, {key: []}]\ncomponents: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}"
    good "security: [{bearerAuth: []}, {key: []}]\ncomponents: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
}

HEADER_UNBOUNDED = Warning "header-unbounded" {
    "The text of a header parameter is bounded."
    why "Servers and proxies cut or refuse long headers; the limit has to be known before."
    Merge(Parameter)
    bad "in: header\nname: X-Note\nschema: {maxLength: null}"
    good "in: header\nname: X-Note\nschema: {maxLength: 100}"
}

}

/// Headers that OpenAPI does not take as parameters: their texts are the client's own.
const OWN: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

pub(super) fn check(context: &mut Context<'_>) {
    servers(context);
    let schemes = schemes(context);
    for object in [Object::Root, Object::Operation] {
        for node in context.each(object) {
            requirements(context, &node, &schemes);
        }
    }
    protected(context);
    for scheme in context.each(Object::SecurityScheme) {
        if text(&scheme, "type") == Some("apiKey") && text(&scheme, "in") == Some("query") {
            let problem = Diagnostic::new(
                &KEY_IN_QUERY,
                scheme.key_location(),
                "this key is part of the URL",
            );
            context.report(problem.help("send it in a header"));
        }
    }
    for parameter in context.each(Object::Parameter) {
        header(context, &parameter);
    }
    secrets::check(context);
}

fn servers(context: &mut Context<'_>) {
    for server in context.each(Object::Server) {
        let Some(url) = server.get("url") else { continue };
        let address = url.as_str().unwrap_or_default();
        let host = address.strip_prefix("http://").unwrap_or_default();
        let is_local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| host.starts_with(own));
        if !host.is_empty() && !is_local {
            let problem =
                Diagnostic::new(&SERVER_NOT_HTTPS, url.location(), "this server is not encrypted");
            context.report(problem.help("write `https://`"));
        }
    }
}

fn schemes<'d>(context: &Context<'d>) -> HashSet<&'d str> {
    let all = context.each(Object::Components);
    all.iter()
        .filter_map(|components| components.get("securitySchemes"))
        .flat_map(|schemes| schemes.entries().collect::<Vec<_>>())
        .map(|(name, _)| name)
        .collect()
}

fn requirements(context: &mut Context<'_>, owner: &Cursor<'_>, schemes: &HashSet<&str>) {
    let Some(security) = owner.get("security") else { return };
    for requirement in security.items() {
        if requirement.kind() == NodeKind::Map && requirement.entries().next().is_none() {
            let message = "an empty requirement makes authentication optional";
            let problem = Diagnostic::new(&SECURITY_MISSING, requirement.location(), message);
            context.report(problem.help("remove it"));
        }
        for (name, scopes) in requirement.entries() {
            if schemes.contains(name) {
                continue;
            }
            let help = match crate::suggest::nearest(name, schemes.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "declare it in `components.securitySchemes`".to_owned(),
            };
            let message = format!("no security scheme is called `{name}`");
            let problem = Diagnostic::new(&SECURITY_UNDEFINED, scopes.key_location(), message);
            context.report_absence(problem.help(help));
        }
    }
}

fn protected(context: &mut Context<'_>) {
    let is_empty = |security: &Cursor<'_>| security.items().next().is_none();
    let root = context.document.root().get("security");
    let by_default = root.as_ref().is_some_and(|security| !is_empty(security));
    for operation in context.operations() {
        let own = operation.node.get("security");
        let is_public = own.as_ref().map_or(!by_default, is_empty);
        if is_public {
            let message = format!("`{}` requires no authentication", operation.route());
            let place = own.map_or_else(|| operation.node.key_location(), |own| own.key_location());
            let problem = Diagnostic::new(&SECURITY_MISSING, place, message);
            context.report_absence(problem.help("add `security` to the root document"));
        }
    }
}

fn header(context: &mut Context<'_>, parameter: &Cursor<'_>) {
    let Some(schema) = parameter.get("schema").filter(|_| text(parameter, "in") == Some("header"))
    else {
        return;
    };
    let name = text(parameter, "name").unwrap_or_default();
    if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return;
    }
    let schema = schema.resolve();
    let bounds = ["maxLength", "format", "enum", "pattern", "x-extensible-enum"];
    let is_bounded = bounds.iter().any(|key| schema.get(key).is_some());
    if text(&schema, "type") == Some("string") && !is_bounded {
        let message = "this header may be of any length";
        let problem = Diagnostic::new(&HEADER_UNBOUNDED, schema.location(), message);
        context.report(problem.help("add `maxLength`"));
    }
}
