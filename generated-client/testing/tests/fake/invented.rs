//! A contract that has nothing of PingOne, served from its text alone.

use std::sync::LazyLock;

use pingone_mfa_testing::{Contract, ContractError, FakePingOne, Fault, Guesses, Operation};
use serde_json::{Value, json};

use crate::wire::{Answer, request, send};

static LIBRARY: LazyLock<Contract> = LazyLock::new(|| {
    Contract::read(&library().to_string()).unwrap_or_else(|error| panic!("{error}"))
});

/// Books on shelves, with everything by reference and in the dialect of OpenAPI 3.0.
fn library() -> Value {
    let json = |name: &str| json!({"application/json": {"schema": reference("schemas", name)}});
    let answer = |name: &str| json!({"description": "It.", "content": json(name)});
    json!({
        "openapi": "3.0.3",
        "paths": {
            "/shelves/{shelfId}/books": {
                "parameters": [reference("parameters", "Shelf")],
                "post": {
                    "operationId": "addBook", "tags": ["Books"],
                    "requestBody": {"content": json("Book")},
                    "responses": {"201": answer("Book"), "400": {"description": "No book."}},
                },
                "get": {
                    "operationId": "listBooks", "tags": ["Books"],
                    "responses": {"200": reference("responses", "Books")},
                },
            },
            "/shelves/{shelfId}/books/{bookId}": {
                "parameters": [reference("parameters", "Shelf"), reference("parameters", "Book")],
                "get": {"operationId": "findBook", "responses": {"200": answer("Book")}},
                "put": {
                    "operationId": "rewriteBook",
                    "requestBody": {"content": json("Book")},
                    "responses": {"200": answer("Book")},
                },
                "delete": {"operationId": "burnBook", "responses": {"204": {"description": "Gone."}}},
            },
        },
        "components": {
            "parameters": {"Shelf": parameter("shelfId"), "Book": parameter("bookId")},
            "responses": {"Books": answer("Books")},
            "schemas": {
                "Book": {
                    "type": "object",
                    "required": ["id", "title"],
                    "properties": {
                        "id": {"type": "string", "format": "uuid", "readOnly": true},
                        "title": {"type": "string", "minLength": 1},
                        "subtitle": {"type": "string", "nullable": true},
                        "pages": {"type": "integer", "minimum": 0, "exclusiveMinimum": true},
                        "donor": {"type": "string", "writeOnly": true},
                        "sequel": reference("schemas", "Book"),
                    },
                },
                "Books": {
                    "type": "object",
                    "properties": {"_embedded": {"type": "object", "properties": {
                        "books": {"type": "array", "items": reference("schemas", "Book")},
                    }}},
                },
            },
        },
    })
}

fn reference(section: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{section}/{name}") })
}

fn parameter(name: &str) -> Value {
    json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}})
}

async fn start() -> FakePingOne {
    FakePingOne::builder().contract(&LIBRARY).start().await.unwrap()
}

const SHELF: &str = "/v1/shelves/11111111-1111-4111-8111-111111111111/books";

/// A call of a path that belongs to no environment.
async fn call(fake: &FakePingOne, method: &str, target: &str, body: Option<Value>) -> Answer {
    let bearer = format!("Authorization: Bearer {}", fake.issue_token());
    let headers = [bearer.as_str(), "Content-Type: application/json"];
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    send(fake, &request(method, target, &headers, body.as_bytes())).await
}

#[tokio::test]
async fn its_resources_are_made_listed_read_replaced_and_deleted() {
    let fake = start().await;
    let book = json!({"title": "Emma", "pages": 474, "donor": "me"});
    let added = call(&fake, "POST", SHELF, Some(book)).await;
    assert_eq!(added.status, 201, "{added:?}");
    let added = added.json();
    let id = added["id"].as_str().unwrap();
    // What is only written does not come back, and nothing appears that the schema does not have.
    assert_eq!(added, json!({"id": id, "title": "Emma", "pages": 474}));

    let one = format!("{SHELF}/{id}");
    assert_eq!(call(&fake, "GET", &one, None).await.json(), added);
    let list = call(&fake, "GET", SHELF, None).await.json();
    assert_eq!(list, json!({"_embedded": {"books": [added]}}));
    let other = SHELF.replace('1', "2").replace("/v2", "/v1");
    let other = call(&fake, "GET", &other, None).await.json();
    assert_eq!(other, json!({"_embedded": {"books": []}}), "another shelf has books of its own");

    let replaced = call(&fake, "PUT", &one, Some(json!({"title": "Persuasion"}))).await;
    assert_eq!(replaced.json(), json!({"id": id, "title": "Persuasion"}));
    assert_eq!(call(&fake, "DELETE", &one, None).await.status, 204);
    assert_eq!(call(&fake, "GET", &one, None).await.status, 404);
    assert_eq!(call(&fake, "PATCH", &one, None).await.header("allow"), Some("DELETE, GET, PUT"));
}

#[tokio::test]
async fn its_requests_are_checked_in_the_dialect_of_openapi() {
    let fake = start().await;
    for (body, expected) in [
        (json!({}), "400 INVALID_DATA REQUIRED_VALUE@title"),
        (json!({"title": ""}), "400 INVALID_DATA EMPTY_VALUE@title"),
        (json!({"title": "a", "id": "b"}), "400 INVALID_DATA INVALID_VALUE@id"),
        (json!({"title": "a", "pages": 0}), "400 INVALID_DATA INVALID_VALUE@pages"),
        (json!({"title": "a", "sequel": {}}), "400 INVALID_DATA REQUIRED_VALUE@sequel.title"),
        (json!({"title": "a", "subtitle": null, "pages": 1}), "201"),
    ] {
        let told = body.to_string();
        assert_eq!(call(&fake, "POST", SHELF, Some(body)).await.summary(), expected, "{told}");
    }
    let elsewhere = call(&fake, "GET", "/v1/shelves/first/books", None).await;
    assert_eq!(elsewhere.status, 404, "an id is a UUID because the referenced parameter is");
    let keys =
        format!("/v1/environments/{}/users/{}/pairingKeys", fake.environment_id(), fake.user_id());
    assert_eq!(
        call(&fake, "POST", &keys, Some(json!({}))).await.status,
        404,
        "PingOne is not there"
    );
}

#[tokio::test]
async fn its_requests_are_recorded_under_its_names() {
    let fake = start().await;
    call(&fake, "GET", SHELF, None).await;
    fake.requests().expect(&["listBooks 200"]);
    assert_eq!(fake.requests().of(Operation::named("listBooks")).count(), 1);
}

#[test]
fn what_is_missing_is_told_before_anything_starts() {
    let mut broken = library();
    broken["components"]["schemas"].as_object_mut().unwrap().remove("Book");
    let error = Contract::read(&broken.to_string()).unwrap_err();
    assert!(matches!(error, ContractError::Document { .. }), "{error}");
}

/// Parcels below what the fake has from the start, with names of parameters that nobody has thought of.
fn parcels(parameters: [&str; 3], schema: &Value) -> &'static Contract {
    let [tenant, person, parcel] = parameters;
    let described = |names: &[&str]| -> Value {
        let of =
            |name: &&str| json!({"name": name, "in": "path", "required": true, "schema": schema});
        names.iter().map(of).collect()
    };
    let answer = json!({"description": "It.", "content": {"application/json": {"schema": {
        "type": "object", "properties": {"id": {"type": "string"}},
    }}}});
    let below = |collection: &str| format!("/environments/{{{tenant}}}/{collection}");
    let users = below(&format!("users/{{{person}}}/parcels"));
    let document = json!({"paths": {
        users.clone(): {
            "parameters": described(&[tenant, person]),
            "post": {"operationId": "sendParcel", "responses": {"201": answer}},
        },
        format!("{users}/{{{parcel}}}"): {
            "parameters": described(&[tenant, person, parcel]),
            "get": {"operationId": "trackParcel", "responses": {"200": answer}},
        },
        below(&format!("depots/{{{person}}}")): {
            "parameters": described(&[tenant, person]),
            "get": {"operationId": "findDepot", "responses": {"200": answer}},
        },
    }});
    Box::leak(Box::new(Contract::read(&document.to_string()).unwrap()))
}

#[tokio::test]
async fn what_a_path_goes_through_is_known_by_its_place_and_not_by_its_name() {
    let nobody = "11111111-1111-4111-8111-111111111111";
    let names = [["environmentID", "userID", "parcelID"], ["e", "u", "p"], ["userID", "x-y", "Id"]];
    for schema in [json!({"type": "string", "format": "uuid"}), json!({"type": "string"})] {
        for parameters in names {
            let contract = parcels(parameters, &schema);
            let fake =
                FakePingOne::builder().contract(contract).start_page().start().await.unwrap();
            let (here, me) = (fake.environment_id().to_string(), fake.user_id().to_string());
            let parcels = |environment: &str, user: &str| {
                format!("/v1/environments/{environment}/users/{user}/parcels")
            };
            let sent = call(&fake, "POST", &parcels(&here, &me), None).await;
            assert_eq!(sent.status, 201, "{parameters:?} {sent:?}");
            let id = sent.json()["id"].as_str().unwrap().to_owned();
            let one = format!("{}/{id}", parcels(&here, &me));
            assert_eq!(call(&fake, "GET", &one, None).await.json()["id"], id.as_str());
            for missing in [
                format!("{}/{id}", parcels(nobody, &me)),
                format!("{}/{id}", parcels(&here, nobody)),
                format!("{}/{id}", parcels(&here, "me")),
                format!("{}/{nobody}", parcels(&here, &me)),
            ] {
                let answer = call(&fake, "GET", &missing, None).await;
                assert_eq!(answer.status, 404, "{parameters:?} {missing}");
            }
            // Nothing is known of depots, so there is any.
            let depot = format!("/v1/environments/{here}/depots/{nobody}");
            assert_eq!(call(&fake, "GET", &depot, None).await.status, 200);

            // The start page has a value for every name.
            let page = send(&fake, &request("GET", "/", &[], b"")).await.text;
            for (name, id) in parameters.iter().zip([&here, &me, &id]) {
                assert!(page.contains(&format!("{name:<18}{id}\n")), "{parameters:?} {page}");
            }
        }
    }
}

/// Parcels that are made and listed, with a list of this schema.
fn listed(list: &Value) -> &'static Contract {
    let json = |schema: &Value| json!({"content": {"application/json": {"schema": schema}}});
    let numbers = ["limit", "offset"]
        .map(|name| json!({"name": name, "in": "query", "schema": {"type": "integer"}}));
    let document = json!({
        "paths": {"/parcels": {
            "post": {
                "operationId": "sendParcel",
                "requestBody": json(&reference("schemas", "Parcel")),
                "responses": {"201": json(&reference("schemas", "Parcel"))},
            },
            "get": {
                "operationId": "listParcels",
                "parameters": numbers,
                "responses": {"200": json(list)},
            },
        }},
        "components": {"schemas": {
            "Parcel": {"type": "object", "required": ["to"], "properties": {
                "to": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}},
            }},
            "Parcels": {"type": "array", "items": reference("schemas", "Parcel")},
        }},
    });
    Box::leak(Box::new(Contract::read(&document.to_string()).unwrap()))
}

#[tokio::test]
async fn a_collection_is_listed_in_the_envelope_of_its_contract() {
    let list = reference("schemas", "Parcels");
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let [a, b, c] = ["a", "b", "c"].map(|to| json!({"to": to}));
    let whole = json!([a, b, c]);
    let mut strict =
        object(json!({"items": list, "total": {"type": "integer"}, "version": {"enum": [7]}}));
    strict["required"] = json!(["items", "total", "version"]);
    strict["additionalProperties"] = json!(false);
    let cases = [
        (list.clone(), "", whole.clone()),
        (json!({"allOf": [list], "description": "All."}), "", whole.clone()),
        (object(json!({"data": list})), "/data", json!({"data": whole})),
        (strict, "/items", json!({"items": whole, "total": 3, "version": 7})),
        (
            object(
                json!({"_embedded": object(json!({"parcels": list})), "count": {"type": "integer"}}),
            ),
            "/_embedded/parcels",
            json!({"_embedded": {"parcels": whole}, "count": 3}),
        ),
    ];
    for (schema, place, expected) in cases {
        // Without links there is one page, whatever the size of pages.
        let guesses = Guesses::default().page_size(2);
        let fake = FakePingOne::builder().contract(listed(&schema)).guesses(guesses);
        let fake = fake.start().await.unwrap();
        for parcel in [&a, &b, &c] {
            let sent = call(&fake, "POST", "/v1/parcels", Some(parcel.clone())).await;
            assert_eq!((sent.status, sent.json()), (201, parcel.clone()), "{schema}");
        }
        assert_eq!(call(&fake, "GET", "/v1/parcels", None).await.json(), expected, "{schema}");
        for (query, part) in [
            ("limit=2", json!([a, b])),
            ("offset=1&limit=1", json!([b])),
            ("offset=2", json!([c])),
            ("offset=9", json!([])),
        ] {
            let page = call(&fake, "GET", &format!("/v1/parcels?{query}"), None).await.json();
            assert_eq!(page.pointer(place), Some(&part), "{query} {schema}");
        }
        for wrong in ["limit=0", "limit=-1", "offset=-1", "offset=x"] {
            let refused = call(&fake, "GET", &format!("/v1/parcels?{wrong}"), None).await;
            assert_eq!(refused.status, 400, "{wrong}");
        }
        // What a later version adds, it adds to each member.
        fake.inject(Fault::added_properties());
        let changed = call(&fake, "GET", "/v1/parcels", None).await.json();
        let members = changed.pointer(place).and_then(Value::as_array).unwrap();
        assert!(members.len() == 3 && members.iter().all(|each| each.get("addedLater").is_some()));
    }
}

#[tokio::test]
async fn what_was_sent_comes_back_only_where_the_response_has_the_same() {
    let json = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
    let object = |price: Value, note: Value, required: &[&str]| {
        json!({"type": "object", "required": required, "properties": {
            "to": {"type": "string"}, "price": price, "note": note, "createdAt": {"type": "integer"},
        }})
    };
    let request = object(json!({"type": "string"}), json!({"type": "string"}), &["to"]);
    let price = reference("schemas", "Price");
    let response = object(price, json!({"type": "integer"}), &["to", "price"]);
    let mut shown = json(response.clone());
    shown["content"]["application/json"]["example"] = json!({"to": "x", "price": {"amount": 9}});
    let document = json!({
        "paths": {
            "/parcels": {
                "post": {"operationId": "send", "requestBody": json(request.clone()), "responses": {"201": json(response.clone())}},
                "get": {"operationId": "list", "responses": {"200": json(json!({"type": "array", "items": response}))}},
            },
            "/draft": {
                "put": {"operationId": "draft", "requestBody": json(request), "responses": {"200": shown}},
            },
            "/depot": {
                "put": {"operationId": "furnish", "requestBody": json(json!({"type": "string"})), "responses": {"200": json(json!({"type": "integer"}))}},
            },
        },
        "components": {"schemas": {"Price": {
            "type": "object", "required": ["amount"], "properties": {"amount": {"type": "integer", "minimum": 3}},
        }}},
    });
    let contract: &'static Contract =
        Box::leak(Box::new(Contract::read(&document.to_string()).unwrap()));
    let fake = FakePingOne::builder().contract(contract).start().await.unwrap();
    let sent = json!({"to": "a", "price": "5", "note": "fragile"});
    let shown = json!({"to": "a", "price": {"amount": 3}});
    let made = call(&fake, "POST", "/v1/parcels", Some(sent.clone())).await;
    assert_eq!((made.status, made.json()), (201, shown.clone()));
    assert_eq!(call(&fake, "GET", "/v1/parcels", None).await.json(), json!([shown]));
    let draft = call(&fake, "PUT", "/v1/draft", Some(sent)).await;
    assert_eq!((draft.status, draft.json()), (200, json!({"to": "a", "price": {"amount": 9}})));
    let depot = call(&fake, "PUT", "/v1/depot", Some(json!("b"))).await;
    assert_eq!((depot.status, depot.json()), (200, json!(0)));
}
