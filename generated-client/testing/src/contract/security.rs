//! The security requirements of a contract's operations.

use serde_json::Value;

use crate::route::Credential;

/// What an operation asks for; `None` if that is an access token, or the contract says nothing at all.
pub(super) fn of(root: &Value, operation: &Value) -> Option<Vec<Vec<Credential>>> {
    let said = operation.get("security").or_else(|| root.get("security"));
    let Some(list) = said.and_then(Value::as_array) else {
        return is_said_of_others(root).then(Vec::new);
    };
    let ways: Vec<Vec<Credential>> = list.iter().map(|one| way(root, one)).collect();
    let is_token = |way: &Vec<Credential>| way.as_slice() == [Credential::Token];
    (ways.is_empty() || !ways.iter().all(is_token)).then_some(ways)
}

/// Whether some operation says what it takes, so that silence means that another one takes nothing.
fn is_said_of_others(root: &Value) -> bool {
    let items = root["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    let operations = items.filter_map(Value::as_object).flat_map(|item| item.values());
    operations.into_iter().any(|operation| operation.get("security").is_some())
}

fn way(root: &Value, requirement: &Value) -> Vec<Credential> {
    let names = requirement.as_object().into_iter().flat_map(|names| names.keys());
    let mut way = Vec::new();
    for name in names {
        let credential = credential(&root["components"]["securitySchemes"][name]);
        // Several schemes of tokens are met by one token.
        if !way.contains(&credential) {
            way.push(credential);
        }
    }
    way
}

fn credential(scheme: &Value) -> Credential {
    let word = |key: &str| scheme[key].as_str().unwrap_or_default();
    let name = || word("name").to_owned();
    match (word("type"), word("in"), word("scheme").to_ascii_lowercase().as_str()) {
        ("apiKey", "query", _) => Credential::Query(name()),
        ("apiKey", "cookie", _) => Credential::Cookie(name()),
        ("apiKey", ..) => Credential::Header(name()),
        ("http", _, "basic") => Credential::Login,
        ("http", _, other) if other != "bearer" => Credential::Header("authorization".to_owned()),
        ("mutualTLS", ..) => Credential::Certificate,
        _ => Credential::Token,
    }
}
