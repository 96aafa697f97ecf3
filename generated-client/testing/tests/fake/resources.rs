//! Operations that only the contract knows: a resource is served because its operations are in the table.

use std::time::Duration;

use pingone_mfa_testing::route::{Format, Location, Parameter, Presence};
use pingone_mfa_testing::{FakePingOne, Guesses, Route, Shown};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::wire::call;

const REQUEST: &str = r#"{
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": { "type": "string" },
        "pin": { "type": "string", "format": "password" },
        "tags": { "type": "array", "items": { "type": "string" } },
        "id": false
    }
}"#;

const RESPONSE: &str = r##"{
    "$ref": "#/$defs/Thing",
    "$defs": {
        "Thing": {
            "allOf": [{ "$ref": "#/$defs/Base" }],
            "type": "object",
            "required": ["name", "state"],
            "properties": {
                "name": { "type": "string" },
                "state": { "type": "string" },
                "pin": false,
                "tags": { "type": "array", "items": { "type": "string" } },
                "user": { "type": "object", "required": ["id"] }
            }
        },
        "Base": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "_links": { "type": "object" },
                "id": { "type": "string", "format": "uuid" },
                "environment": { "type": "object" },
                "createdAt": { "type": "string", "format": "date-time" },
                "updatedAt": { "type": "string", "format": "date-time" }
            }
        }
    }
}"##;

const LIST: &str = r##"{
    "type": "object",
    "properties": {
        "_links": { "type": "object" },
        "_embedded": {
            "type": "object",
            "properties": { "things": { "type": "array", "items": { "$ref": "#/$defs/Thing" } } }
        },
        "count": { "type": "integer" }
    },
    "$defs": {
        "Thing": {
            "type": "object",
            "required": ["id", "name"],
            "properties": { "id": { "type": "string" }, "name": { "type": "string" } }
        }
    }
}"##;

const EXAMPLE: &str =
    r#"{ "id": "11111111-1111-4111-8111-111111111111", "name": "example", "state": "READY" }"#;

const THINGS: &str = "/environments/{environmentID}/users/{userID}/things";
const THING: &str = "/environments/{environmentID}/users/{userID}/things/{thingID}";
const PARTS: &str = "/environments/{environmentID}/users/{userID}/things/{thingID}/parts";
const LOCK: &str = "/environments/{environmentID}/users/{userID}/things/{thingID}/lock";
const SETTINGS: &str = "/environments/{environmentID}/settings";

const fn route(operation_id: &'static str, method: &'static str, template: &'static str) -> Route {
    Route {
        operation_id,
        tag: "Things",
        method,
        template,
        parameters: &[],
        security: None,
        success: 200,
        request_media: &[],
        request_json: "application/json",
        request_schema: None,
        request_example: None,
        request_bodies: &[],
        request_presence: Presence::Required,
        response_text: None,
        response_schema: Some(RESPONSE),
        response_example: Some(EXAMPLE),
    }
}

static ROUTES: &[Route] = &[
    Route { success: 201, request_schema: Some(REQUEST), ..route("createThing", "POST", THINGS) },
    Route {
        response_schema: Some(LIST),
        response_example: None,
        parameters: &[Parameter::plain(
            "limit",
            Location::Query,
            Presence::Optional,
            Format::Integer,
        )],
        ..route("listThings", "GET", THINGS)
    },
    route("readThing", "GET", THING),
    Route { request_schema: Some(REQUEST), ..route("replaceThing", "PUT", THING) },
    Route {
        request_schema: Some(r#"{ "type": "object" }"#),
        ..route("updateThing", "PATCH", THING)
    },
    Route {
        success: 204,
        response_schema: None,
        response_example: None,
        ..route("deleteThing", "DELETE", THING)
    },
    Route { success: 201, request_schema: Some(REQUEST), ..route("createPart", "POST", PARTS) },
    Route { request_schema: Some(REQUEST), ..route("replaceSettings", "PUT", SETTINGS) },
    route("readSettings", "GET", SETTINGS),
    Route {
        response_schema: None,
        response_example: None,
        success: 204,
        ..route("deleteSettings", "DELETE", SETTINGS)
    },
    route("readRegion", "GET", "/environments/{environmentID}/regions/{regionID}"),
    Route {
        response_schema: Some(LIST),
        response_example: None,
        ..route("listRegions", "GET", "/environments/{environmentID}/regions")
    },
    Route { response_example: None, ..route("lockThing", "POST", LOCK) },
];

async fn fake() -> FakePingOne {
    FakePingOne::builder().routes(ROUTES).start().await.unwrap()
}

fn things(fake: &FakePingOne) -> String {
    format!("/users/{}/things", fake.user_id())
}

async fn create(fake: &FakePingOne, name: &str) -> Value {
    let body = json!({ "name": name, "pin": "s3cret", "unknown": true });
    let answer = call(fake, "POST", &things(fake), Some(body)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}

#[tokio::test]
async fn a_new_resource_has_an_id_and_what_the_contract_shows_of_it() {
    let fake = fake().await;
    let thing = create(&fake, "one").await;
    let id: Uuid = thing["id"].as_str().unwrap().parse().unwrap();
    let environment = format!("{}/environments/{}", fake.api_base(), fake.environment_id());
    let user = format!("{environment}/users/{}", fake.user_id());
    assert_eq!(
        thing,
        json!({
            "_links": {
                "self": { "href": format!("{user}/things/{id}") },
                "environment": { "href": environment },
                "user": { "href": user },
            },
            "id": id,
            "environment": { "id": fake.environment_id() },
            "user": { "id": fake.user_id() },
            "name": "one",
            "state": "READY",
            "createdAt": thing["createdAt"],
            "updatedAt": thing["createdAt"],
        })
    );
}

#[tokio::test]
async fn a_resource_is_read_listed_replaced_changed_and_deleted() {
    let fake = fake().await;
    let (one, two) = (create(&fake, "one").await, create(&fake, "two").await);
    let path = format!("{}/{}", things(&fake), one["id"].as_str().unwrap());
    assert_eq!(call(&fake, "GET", &path, None).await.json(), one);

    fake.advance(Duration::from_secs(1));
    let body = json!({ "name": "new", "tags": ["a", "b"] });
    let replaced = call(&fake, "PUT", &path, Some(body)).await.json();
    assert_eq!((&replaced["name"], &replaced["tags"]), (&json!("new"), &json!(["a", "b"])));
    assert_eq!(replaced["createdAt"], one["createdAt"]);
    assert_ne!(replaced["updatedAt"], one["updatedAt"]);

    let changed = call(&fake, "PATCH", &path, Some(json!({ "tags": null }))).await.json();
    assert_eq!((&changed["name"], &changed["tags"]), (&json!("new"), &Value::Null));

    let list = call(&fake, "GET", &things(&fake), None).await.json();
    let expected = json!([{ "id": one["id"], "name": "new" }, { "id": two["id"], "name": "two" }]);
    assert_eq!(list["_embedded"]["things"], expected);
    assert_eq!((&list["count"], &list["size"]), (&json!(2), &Value::Null), "as the schema has it");

    assert_eq!(call(&fake, "DELETE", &path, None).await.status, 204);
    for (method, body) in [("GET", None), ("DELETE", None), ("PUT", Some(json!({ "name": "x" })))] {
        let answer = call(&fake, method, &path, body).await;
        assert_eq!(answer.summary(), "404 NOT_FOUND", "{method}");
        assert_eq!(answer.json()["message"], "The thing does not exist.");
    }
}

#[tokio::test]
async fn what_is_below_a_resource_needs_it() {
    let fake = fake().await;
    let thing = create(&fake, "one").await;
    let parts = |id: &str| format!("{}/{id}/parts", things(&fake));
    let body = || Some(json!({ "name": "part" }));
    let there = call(&fake, "POST", &parts(thing["id"].as_str().unwrap()), body()).await;
    assert_eq!(there.status, 201, "{there:?}");
    let nobody = Uuid::nil().to_string();
    let missing = call(&fake, "POST", &parts(&nobody), body()).await;
    assert_eq!(missing.summary(), "404 NOT_FOUND");
}

#[tokio::test]
async fn requests_are_checked_before_anything_happens() {
    let fake = fake().await;
    let refused = call(&fake, "POST", &things(&fake), Some(json!({ "id": "x" }))).await;
    assert_eq!(refused.summary(), "400 INVALID_DATA REQUIRED_VALUE@name INVALID_VALUE@id");
    let refused = call(&fake, "GET", &format!("{}?limit=many", things(&fake)), None).await;
    assert_eq!(refused.summary(), "400 INVALID_REQUEST INVALID_PARAMETER@limit");
    let list = call(&fake, "GET", &format!("{}?limit=5", things(&fake)), None).await;
    assert_eq!(list.json()["_embedded"]["things"], json!([]));
}

#[tokio::test]
async fn what_no_operation_makes_is_the_example_until_it_is_replaced() {
    let fake = fake().await;
    let read = || call(&fake, "GET", "/settings", None);
    assert_eq!(read().await.json()["name"], "example");
    let replaced = call(&fake, "PUT", "/settings", Some(json!({ "name": "mine" }))).await;
    assert_eq!(replaced.json()["name"], "mine");
    assert_eq!(read().await.json(), replaced.json());
    assert_eq!(call(&fake, "DELETE", "/settings", None).await.status, 204);
    assert_eq!(read().await.json()["name"], "example");
}

#[tokio::test]
async fn what_nothing_decides_is_made_up_to_fit_the_contract() {
    let fake = fake().await;
    let region = call(&fake, "GET", &format!("/regions/{}", fake.policy_id()), None).await.json();
    assert_eq!(region["id"], fake.policy_id().to_string());
    assert_eq!(region["name"], "example");
    let regions = call(&fake, "GET", "/regions", None).await;
    assert_eq!((regions.status, regions.json()), (200, json!({})));
    let thing = create(&fake, "one").await;
    let lock = format!("{}/{}/lock", things(&fake), thing["id"].as_str().unwrap());
    let locked = call(&fake, "POST", &lock, None).await;
    assert_eq!((locked.status, &locked.json()["state"]), (200, &json!("fake")), "{locked:?}");
    let nobody = format!("{}/{}/lock", things(&fake), Uuid::nil());
    assert_eq!(call(&fake, "POST", &nobody, None).await.status, 404);
}

#[tokio::test]
async fn any_spelling_of_an_id_finds_the_resource() {
    let fake = fake().await;
    let thing = create(&fake, "one").await;
    let id = thing["id"].as_str().unwrap();
    let spellings = [
        id.to_uppercase(),
        id.replace('-', "%2D"),
        format!("%{:02X}{}", id.as_bytes()[0], &id[1..]),
    ];
    for spelling in spellings {
        let answer = call(&fake, "GET", &format!("{}/{spelling}", things(&fake)), None).await;
        assert_eq!(answer.json()["id"], *id, "{spelling}");
    }
    for wrong in [format!("{{{id}}}"), format!("{id}%00"), "%ff".to_owned(), "..".to_owned()] {
        let answer = call(&fake, "GET", &format!("{}/{wrong}", things(&fake)), None).await;
        assert_eq!(answer.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_and_survive_deletions() {
    let guesses = Guesses::default().page_size(2).count(Shown::Yes);
    let fake = FakePingOne::builder().routes(ROUTES).guesses(guesses).start().await.unwrap();
    for number in 0..5 {
        create(&fake, &number.to_string()).await;
    }
    let (mut names, mut next) = (Vec::new(), things(&fake));
    loop {
        let page = call(&fake, "GET", &next, None).await.json();
        assert_eq!(page["count"], 5);
        let members = page["_embedded"]["things"].as_array().unwrap();
        names.extend(members.iter().map(|each| each["name"].as_str().unwrap().to_owned()));
        let Some(href) = page["_links"]["next"]["href"].as_str() else { break };
        let environment = format!("{}/environments/{}", fake.api_base(), fake.environment_id());
        next = href.strip_prefix(&environment).unwrap().to_owned();
    }
    assert_eq!(names, ["0", "1", "2", "3", "4"]);
    for (query, parameter) in [("cursor=7", "cursor"), ("limit=0", "limit"), ("limit=-1", "limit")]
    {
        let wrong = call(&fake, "GET", &format!("{}?{query}", things(&fake)), None).await;
        let expected = format!("400 INVALID_REQUEST INVALID_PARAMETER@{parameter}");
        assert_eq!(wrong.summary(), expected);
    }
    let limited =
        call(&fake, "GET", &format!("{}?limit=1&%ff=%zz", things(&fake)), None).await.json();
    assert_eq!(limited["_embedded"]["things"].as_array().unwrap().len(), 1);
    let next = limited["_links"]["next"]["href"].as_str().unwrap();
    assert!(next.contains("?limit=1&cursor="), "{next}");
    let own = limited["_links"]["self"]["href"].as_str().unwrap();
    assert!(own.ends_with("/things?limit=1"), "{own}");
}
