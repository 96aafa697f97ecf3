//! A contract that has operations for what the fake has from the start: its users are members like any other.

use std::sync::LazyLock;

use pingone_mfa_testing::{Contract, FakePingOne};
use serde_json::{Value, json};

use crate::wire::{call, request, send};

static USERS: LazyLock<Contract> = LazyLock::new(|| {
    Contract::read(&users().to_string()).unwrap_or_else(|error| panic!("{error}"))
});

/// Users, and devices below them.
fn users() -> Value {
    let parameters = |names: &[&str]| -> Value {
        let schema = json!({"type": "string", "format": "uuid"});
        let of =
            |name: &&str| json!({"name": name, "in": "path", "required": true, "schema": schema});
        names.iter().map(of).collect()
    };
    let schema = json!({
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "string", "format": "uuid", "readOnly": true},
            "name": {"type": "string"},
            "nickname": {"type": "string"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    });
    let body = json!({"content": {"application/json": {"schema": schema}}});
    let answer = json!({"description": "It.", "content": body["content"]});
    let list = json!({"description": "They.", "content": {"application/json": {"schema": {
        "type": "object",
        "properties": {"_embedded": {"type": "object", "properties": {
            "users": {"type": "array", "items": schema},
        }}},
    }}}});
    let below = |schema: &Value| {
        let content = json!({"application/json": {"schema": schema}});
        let answer = json!({"description": "It.", "content": content});
        json!({
            "parameters": parameters(&["environmentID", "userID"]),
            "get": {"responses": {"200": answer}},
            "put": {"requestBody": {"content": content}, "responses": {"200": answer}},
        })
    };
    let named = |mut item: Value, name: &str| {
        item["get"]["operationId"] = format!("read{name}").into();
        item["put"]["operationId"] = format!("write{name}").into();
        item
    };
    let nickname = json!({"type": "object", "properties": {"nickname": {"type": "string"}}});
    let tags = json!({"type": "array", "items": {"type": "string"}});
    let mut search = json!({
        "parameters": parameters(&["environmentID"]),
        "post": {"operationId": "searchTeams", "requestBody": body, "responses": {"200": list}},
        "get": {"operationId": "listTeams", "responses": {"200": list}},
    });
    let needed = |name: &str, place: &str| -> Value {
        json!({"name": name, "in": place, "required": true, "schema": {"type": "string"}})
    };
    search["post"]["parameters"] = json!([needed("sort", "query"), needed("X-Why", "header")]);
    let collection = "/environments/{environmentID}/users";
    json!({"openapi": "3.0.3", "paths": {
        collection: {
            "parameters": parameters(&["environmentID"]),
            "post": {"operationId": "createUser", "requestBody": body, "responses": {"201": answer}},
            "get": {"operationId": "listUsers", "responses": {"200": list}},
        },
        format!("{collection}/{{userID}}"): {
            "parameters": parameters(&["environmentID", "userID"]),
            "get": {"operationId": "readUser", "responses": {"200": answer}},
            "put": {"operationId": "replaceUser", "requestBody": body, "responses": {"200": answer}},
            "delete": {"operationId": "deleteUser", "responses": {"204": {"description": "Gone."}}},
        },
        format!("{collection}/{{userID}}/nickname"): named(below(&nickname), "Nickname"),
        format!("{collection}/{{userID}}/tags"): named(below(&tags), "Tags"),
        "/environments/{environmentID}/teams": search,
        "/environments/{environmentID}/teams/{teamID}": {
            "parameters": parameters(&["environmentID", "teamID"]),
            "get": {"operationId": "readTeam", "responses": {"200": answer}},
        },
        format!("{collection}/{{userID}}/devices"): {
            "parameters": parameters(&["environmentID", "userID"]),
            "post": {"operationId": "pair", "requestBody": body, "responses": {"201": answer}},
        },
    }})
}

async fn start() -> FakePingOne {
    FakePingOne::builder().contract(&USERS).start_page().start().await.unwrap()
}

#[tokio::test]
async fn those_who_were_there_from_the_start_have_children_and_are_listed_read_and_replaced() {
    let fake = start().await;
    let added = fake.add_user();
    for user in [fake.user_id(), added] {
        let one = format!("/users/{user}");
        let devices = format!("{one}/devices");
        let device = call(&fake, "POST", &devices, Some(json!({"name": "d"})));
        assert_eq!(device.await.status, 201);
        assert_eq!(call(&fake, "GET", &one, None).await.json()["id"], user.to_string());
        let replaced = call(&fake, "PUT", &one, Some(json!({"name": "n"}))).await.json();
        assert_eq!(replaced, json!({"id": user.to_string(), "name": "n"}));
        assert_eq!(call(&fake, "GET", &one, None).await.json(), replaced);
    }
    let list = call(&fake, "GET", "/users", None).await.json();
    assert_eq!(list["_embedded"]["users"].as_array().unwrap().len(), 2, "{list}");
    let page = send(&fake, &request("GET", "/", &[], b"")).await.text;
    assert!(page.contains(&fake.user_id().to_string()), "{page}");
}

#[tokio::test]
async fn whoever_is_deleted_is_gone_however_they_came() {
    let fake = start().await;
    let made = call(&fake, "POST", "/users", Some(json!({"name": "made"}))).await.json();
    let ids = [fake.user_id().to_string(), made["id"].as_str().unwrap().to_owned()];
    for id in ids {
        let one = format!("/users/{id}");
        assert_eq!(call(&fake, "GET", &one, None).await.status, 200);
        assert_eq!(call(&fake, "DELETE", &one, None).await.status, 204);
        assert_eq!(call(&fake, "GET", &one, None).await.status, 404);
        let devices = format!("{one}/devices");
        let device = call(&fake, "POST", &devices, Some(json!({"name": "d"})));
        assert_eq!(device.await.status, 404);
    }
    let taken = fake.add_user();
    let one = format!("/users/{taken}");
    assert_eq!(call(&fake, "GET", &one, None).await.status, 200);
    fake.remove_user(taken);
    assert_eq!(call(&fake, "GET", &one, None).await.status, 404);
    let list = call(&fake, "GET", "/users", None).await.json();
    assert_eq!(list["_embedded"]["users"], json!([]));
}

#[tokio::test]
async fn what_is_written_below_a_member_is_read_there_and_shows_in_it() {
    let fake = start().await;
    let one = format!("/users/{}", fake.user_id());
    for (name, value) in [("nickname", json!({"nickname": "n"})), ("tags", json!(["a", "b"]))] {
        let path = format!("{one}/{name}");
        let put = call(&fake, "PUT", &path, Some(value.clone())).await;
        assert_eq!((put.status, put.json()), (200, value.clone()));
        assert_eq!(call(&fake, "GET", &path, None).await.json(), value);
        let member = call(&fake, "GET", &one, None).await.json();
        assert_eq!(member[name], *value.get(name).unwrap_or(&value), "{member}");
    }
}

#[tokio::test]
async fn a_post_that_answers_several_makes_none() {
    let fake = start().await;
    let bearer = format!("Authorization: Bearer {}", fake.issue_token());
    let headers = [bearer.as_str(), "Content-Type: application/json", "X-Why: because"];
    let target = format!("/v1/environments/{}/teams?sort=name", fake.environment_id());
    let found = send(&fake, &request("POST", &target, &headers, b"{\"name\":\"n\"}")).await;
    assert_eq!(found.status, 200, "{found:?}");
    assert!(found.json().get("name").is_none(), "{found:?}");
}

#[tokio::test]
async fn the_page_has_what_a_request_must_have() {
    let page = send(&start().await, &request("GET", "/", &[], b"")).await.text;
    assert!(page.contains("/teams?sort=__sort__'"), "{page}");
    assert!(page.contains("-H 'X-Why: __X-Why__'"), "{page}");
}
