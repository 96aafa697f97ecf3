//! The page at `/` for people: what is here, with a command line for each operation.

mod html;
mod page;
mod plain;

use http::StatusCode;
use http::header::ACCEPT;
use http::request::Parts;

use super::address::Address;
use super::controls;
use crate::auth::Worker;
use crate::behaviour::special::Product;
use crate::contract::table::{Entry, Table};
use crate::contract::template::Template;
use crate::reply::Reply;
use crate::route::{Location, Presence};
use crate::world::World;
use page::{Page, Shown};

/// HTML for a browser, plain text for everything else.
pub(super) fn answer(
    address: &Address,
    table: &Table,
    product: &dyn Product,
    head: &Parts,
    world: &mut World,
) -> Reply {
    let now = world.clock.now();
    let token = world.random.token();
    world.tokens.issue(token.clone(), now);
    let tenant = world.directory.members(product.tenants()).and_then(<[_]>::first);
    let token_url = format!("{}/token", address.issuer(tenant.copied().unwrap_or_default()));
    let ids = ids(table, world);
    let operations = table.entries().iter();
    let controls = controls::commands(product);
    let page = Page {
        name: product.name(),
        api_base: address.api_base(),
        token_curl: token_curl(&token_url, &world.tokens.worker),
        token_url,
        client_id: &world.tokens.worker.id,
        client_secret: &world.tokens.worker.secret,
        token: &token,
        controls: controls
            .map(|command| (command.effect, control(address.origin(), command.path, &ids)))
            .collect(),
        operations: operations
            .map(|entry| shown(entry, address.api_base(), &ids, &token))
            .collect(),
        ids,
    };
    let accepted =
        head.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.contains("text/html") {
        Reply::html(StatusCode::OK, html::page(&page))
    } else {
        Reply::text(StatusCode::OK, plain::page(&page))
    }
}

/// An id for each path parameter, as far as there is anything.
fn ids(table: &Table, world: &World) -> Vec<(&'static str, String)> {
    let mut ids: Vec<(&'static str, String)> = Vec::new();
    for member in table.entries().iter().flat_map(|entry| entry.template.members()) {
        let found = member.last_parameter().zip(first_member(&member, &ids, world));
        if let Some(found) = found.filter(|(name, _)| !ids.iter().any(|(known, _)| known == name)) {
            ids.push(found);
        }
    }
    ids
}

/// The id of the first thing that a member template may name.
fn first_member(
    member: &Template,
    ids: &[(&'static str, String)],
    world: &World,
) -> Option<String> {
    let collection = member.collection()?.fill(&ids.to_vec());
    let found = world.directory.members(&collection).and_then(<[_]>::first).copied();
    let made = || world.store.all(&collection).next().map(|resource| resource.id);
    found.or_else(made).map(|id| id.to_string())
}

fn token_curl(url: &str, worker: &Worker) -> String {
    let (id, secret) = (&worker.id, &worker.secret);
    format!("curl -sS '{url}' \\\n  -u '{id}:{secret}' -d grant_type=client_credentials")
}

fn shown(entry: &Entry, api_base: &str, ids: &[(&'static str, String)], token: &str) -> Shown {
    let path = filled(entry.route.template, ids);
    let query = required(entry, Location::Query, "=").join("&");
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let mut curl = format!(
        "curl -sS -X {} '{api_base}{path}{query}' \\\n  -H 'Authorization: Bearer {token}'",
        entry.route.method,
    );
    for header in required(entry, Location::Header, ": ") {
        curl += &format!(" \\\n  -H '{header}'");
    }
    let example = entry
        .route
        .request_example
        .and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    if let Some(body) = example {
        let body = body.to_string().replace('\'', "'\\''");
        curl += &format!(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'");
    }
    Shown {
        id: entry.route.operation_id,
        tag: entry.route.tag,
        method: entry.route.method,
        template: entry.route.template,
        curl,
    }
}

/// The parameters that a request must have, for the reader to fill in.
fn required(entry: &Entry, location: Location, between: &str) -> Vec<String> {
    let parameters = entry.route.parameters.iter();
    parameters
        .filter(|each| each.location == location && each.presence == Presence::Required)
        .map(|each| format!("{name}{between}__{name}__", name = each.name))
        .collect()
}

fn control(origin: &str, path: &str, ids: &[(&'static str, String)]) -> String {
    let path = filled(&path.replace("{seconds}", "60"), ids);
    format!("curl -sS -X POST '{origin}{}{path}'", controls::PATH)
}

/// A path with the ids that there are. What is left is for the reader to fill in.
fn filled(template: &str, ids: &[(&'static str, String)]) -> String {
    let path = ids
        .iter()
        .fold(template.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
    path.replace(['{', '}'], "__")
}
