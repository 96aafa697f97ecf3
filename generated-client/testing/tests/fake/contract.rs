//! Requests that do not fit the contract, and operations that only the contract knows.

use pingone_mfa_testing::route::Presence;
use pingone_mfa_testing::{FakePingOne, ROUTES, Route};
use serde_json::{Value, json};

use crate::wire::{call, credentials, keys, request, send};

#[tokio::test]
async fn routes_lead_to_operations_or_to_404_and_405() {
    let fake = FakePingOne::start().await.unwrap();
    let credentials = credentials(&fake);
    let keys = keys(&fake);
    let nobody = "99999999-9999-4999-8999-999999999999";
    let cases = [
        ("GET", "/nothing".to_owned(), "404 NOT_FOUND"),
        ("GET", "/".to_owned(), "404 NOT_FOUND"),
        ("GET", format!("{credentials}/"), "404 NOT_FOUND"),
        ("GET", credentials.to_lowercase(), "404 NOT_FOUND"),
        ("PATCH", credentials.clone(), "405 INVALID_REQUEST"),
        ("GET", keys.clone(), "405 INVALID_REQUEST"),
        ("PUT", format!("{keys}/{nobody}"), "405 INVALID_REQUEST"),
        ("GET", format!("{keys}/{nobody}"), "404 NOT_FOUND"),
        ("GET", format!("{keys}/no-uuid"), "404 NOT_FOUND"),
        ("GET", format!("{credentials}/{nobody}"), "404 NOT_FOUND"),
        ("GET", format!("{credentials}/{{{nobody}}}"), "404 NOT_FOUND"),
        ("GET", format!("/applications/{nobody}/pushCredentials"), "404 NOT_FOUND"),
        ("GET", credentials, "200"),
    ];
    for (method, path, expected) in cases {
        let answer = call(&fake, method, &path, None).await;
        assert_eq!(answer.summary(), expected, "{method} {path}");
    }
}

#[tokio::test]
async fn a_405_says_which_methods_there_are() {
    let fake = FakePingOne::start().await.unwrap();
    let one = format!("{}/{}", credentials(&fake), fake.user_id());
    let cases =
        [(credentials(&fake), "GET, POST"), (one, "DELETE, GET, PUT"), (keys(&fake), "POST")];
    for (path, expected) in cases {
        let answer = call(&fake, "PATCH", &path, None).await;
        assert_eq!(answer.header("allow"), Some(expected), "{path}");
    }
}

#[tokio::test]
async fn ids_of_other_environments_and_users_lead_nowhere() {
    let fake = FakePingOne::start().await.unwrap();
    let nobody = "99999999-9999-4999-8999-999999999999";
    let environment = fake.environment_id();
    let user = fake.user_id();
    let targets = [
        format!("/v1/environments/{nobody}/users/{user}/pairingKeys"),
        format!("/v1/environments/{environment}/users/{nobody}/pairingKeys"),
        format!("/environments/{environment}/users/{user}/pairingKeys"),
        format!("/v2/environments/{environment}/users/{user}/pairingKeys"),
    ];
    let bearer = format!("Authorization: Bearer {}", fake.issue_token());
    for target in targets {
        let headers = [bearer.as_str(), "Content-Type: application/json"];
        let answer = send(&fake, &request("POST", &target, &headers, b"{}")).await;
        assert_eq!(answer.summary(), "404 NOT_FOUND", "{target}");
    }
}

#[tokio::test]
async fn bodies_are_checked_against_the_contract() {
    let fake = FakePingOne::start().await.unwrap();
    let cases = [
        (json!({}), "type", "REQUIRED_VALUE"),
        (json!({ "type": "CARRIER_PIGEON" }), "type", "INVALID_VALUE"),
        (json!({ "type": "APNS", "key": "k", "teamId": "t" }), "token", "REQUIRED_VALUE"),
        (json!({ "type": "APNS", "key": 7, "teamId": "t", "token": "x" }), "key", "INVALID_VALUE"),
        (json!({ "type": "HMS", "clientId": "c" }), "clientSecret", "REQUIRED_VALUE"),
        (
            json!({ "type": "FCM_HTTP_V1", "googleServiceAccountCredentials": { "an": "object" } }),
            "googleServiceAccountCredentials",
            "INVALID_VALUE",
        ),
    ];
    for (body, target, code) in cases {
        let answer = call(&fake, "POST", &credentials(&fake), Some(body.clone())).await;
        let expected = format!("400 INVALID_DATA {code}@{target}");
        assert_eq!(answer.summary(), expected, "{body}");
    }
    let body = json!({ "applications": [{ "id": "no-uuid" }] });
    let answer = call(&fake, "POST", &keys(&fake), Some(body)).await;
    assert_eq!(answer.summary(), "400 INVALID_DATA INVALID_VALUE@applications[0].id");
}

#[tokio::test]
async fn null_is_not_there() {
    let fake = FakePingOne::start().await.unwrap();
    let hms = json!({ "type": "HMS", "clientId": "c", "clientSecret": "x" });
    call(&fake, "POST", &credentials(&fake), Some(hms)).await;
    let body = json!({ "applications": null, "policy": null });
    assert_eq!(call(&fake, "POST", &keys(&fake), Some(body)).await.status, 201);
    let body = json!({ "applications": [{ "id": null }] });
    let refused = call(&fake, "POST", &keys(&fake), Some(body)).await;
    assert_eq!(refused.summary(), "400 INVALID_DATA REQUIRED_VALUE@applications[0].id");
}

#[tokio::test]
async fn every_request_example_of_the_contract_is_accepted() {
    let fake = FakePingOne::start().await.unwrap();
    // A pairing key needs an application that has push credentials, whatever the order of the table.
    let hms = json!({ "type": "HMS", "clientId": "c", "clientSecret": "x" });
    call(&fake, "POST", &credentials(&fake), Some(hms)).await;
    for (operation_id, path) in
        [("createPushCredential", credentials(&fake)), ("createPairingKey", keys(&fake))]
    {
        let mut routes = ROUTES.iter();
        let route = routes.find(|route| route.operation_id == operation_id).unwrap();
        let example = serde_json::from_str(route.request_example.unwrap()).unwrap();
        let answer = call(&fake, "POST", &path, Some(example)).await;
        assert_eq!(answer.status, route.success, "{operation_id} {answer:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_without_the_value() {
    let fake = FakePingOne::start().await.unwrap();
    let body = json!({ "type": "APNS", "key": ["s3cret"], "teamId": "t", "token": "x" });
    let answer = call(&fake, "POST", &credentials(&fake), Some(body)).await;
    assert_eq!(answer.status, 400);
    assert!(!answer.text.contains("s3cret"), "{answer:?}");
}

#[tokio::test]
async fn every_answer_can_be_correlated() {
    let fake = FakePingOne::start().await.unwrap();
    let ok = call(&fake, "GET", &credentials(&fake), None).await;
    let refused = call(&fake, "GET", "/nothing", None).await;
    let (first, second) =
        (ok.header("correlation-id").unwrap(), refused.header("correlation-id").unwrap());
    assert_ne!(first, second);
    assert_eq!(refused.json()["id"], second);
}

#[tokio::test]
async fn external_ids_come_back_sanitised() {
    let fake = FakePingOne::start().await.unwrap();
    let headers = [
        "X-Ping-External-Transaction-ID: order 42 <Zürich>",
        "X-Ping-External-Session-ID: a.b-c/d@e=f#g+h_i",
    ];
    let answer = send(&fake, &request("GET", "/", &headers, b"")).await;
    let header = |name| answer.header(name).unwrap();
    assert_eq!(header("x-ping-external-transaction-id"), "order_42__Zürich_");
    assert_eq!(header("x-ping-external-session-id"), "a.b-c/d@e=f#g+h_i");
    let without = send(&fake, &request("GET", "/", &[], b"")).await;
    assert!(without.header("x-ping-external-session-id").is_some());
}

const fn added(response_schema: Option<&'static str>) -> Route {
    Route {
        operation_id: "readMfaSettings",
        tag: "MFA Settings",
        method: "GET",
        template: "/environments/{environmentID}/mfaSettings",
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
        response_schema,
        response_example: Some(r#"{"pairing":{"maxAllowedDevices":5}}"#),
    }
}

async fn serve_added(routes: &'static [Route]) -> (u16, Value) {
    let fake = FakePingOne::builder().routes(routes).start().await.unwrap();
    let answer = call(&fake, "GET", "/mfaSettings", None).await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn an_operation_without_a_behaviour_answers_with_the_example_of_the_contract() {
    static FITTING: &[Route] = &[added(Some(r#"{"required":["pairing"]}"#))];
    let (status, body) = serve_added(FITTING).await;
    assert_eq!(status, 200);
    assert_eq!(body, json!({ "pairing": { "maxAllowedDevices": 5 } }));
}

#[tokio::test]
async fn an_answer_that_breaks_the_contract_is_a_500_that_says_so() {
    static MISSING: &[Route] = &[added(Some(r#"{"required":["lockout"]}"#))];
    static UNEXPECTED: &[Route] = &[added(None)];
    for (routes, expected) in
        [(MISSING, "lockout: The value is required."), (UNEXPECTED, "a body is not expected.")]
    {
        let (status, body) = serve_added(routes).await;
        assert_eq!((status, &body["code"]), (500, &json!("UNEXPECTED_ERROR")));
        let message = body["message"].as_str().unwrap();
        assert!(message.contains("readMfaSettings"), "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[tokio::test]
async fn every_example_of_the_contract_fits_its_own_schema() {
    static NO_ROUTES: &[Route] = &[];
    assert!(FakePingOne::builder().routes(NO_ROUTES).start().await.is_ok());
    for route in ROUTES.iter() {
        for (schema, example) in [
            (route.request_schema, route.request_example),
            (route.response_schema, route.response_example),
        ] {
            let Some(schema) = schema else { continue };
            let schema = serde_json::from_str(schema).unwrap();
            let example = serde_json::from_str(example.unwrap()).unwrap();
            let validator = jsonschema::draft202012::new(&schema).unwrap();
            let errors: Vec<_> = validator.iter_errors(&example).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", route.operation_id);
        }
    }
}
