//! The one line that an error prints, for every documented answer and some that nobody documents.

use pingone_mfa::Error;
use serde_json::json;

use crate::calls::{of, send};
use crate::contract::{bundle, error_examples, plan};
use crate::server::{Answer, Server};

async fn line(server: &Server, answer: &Answer) -> String {
    server.answer(answer);
    let error: Error = send(of("createPairingKey"), &server.client).await.unwrap_err();
    error.to_string()
}

#[tokio::test]
async fn documented_errors() {
    let (plan, bundle, server) = (plan(), bundle(), Server::start().await);
    let (_, operation) = plan.operation("createPairingKey").unwrap();
    let mut lines = Vec::new();
    for error in &operation.errors {
        for said in error_examples(&bundle, &operation.template, "post", error.status) {
            lines.push(line(&server, &Answer::json(error.status, said)).await);
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn other_answers() {
    let server = Server::start().await;
    let html = Answer { content_type: "text/html", ..Answer::json(502, "<html>") };
    let limit = json!({
        "id": "6c796712-0f16-4062-815a-e0a92f4a2143", "code": "REQUEST_FAILED",
        "message": "The request could not be completed.",
        "details": [{
            "code": "LIMIT_EXCEEDED", "message": "There are too many.\nDelete one.",
            "innerError": {"maximumAllowed": 20},
        }],
    });
    let many = json!({
        "code": "BRAND_NEW", "message": "\u{1b}[31mred\u{202e} ".to_owned() + &"x".repeat(500),
        "details": vec![json!({"target": "a.b", "code": "INVALID_VALUE"}); 7],
    });
    let missing =
        json!({"code": "ACCESS_FAILED", "details": [{"code": "INSUFFICIENT_PERMISSIONS"}]});
    let mut lines = Vec::new();
    for answer in [
        html,
        Answer::json(504, ""),
        Answer::json(302, ""),
        Answer::json(400, limit),
        Answer::json(400, many),
        Answer::json(401, missing),
        Answer {
            missing: 9,
            ..Answer::json(500, r#"{"code":"UNEXPECTED_ERROR","message":"cut o"#)
        },
        Answer::json(201, r#"{"id": 7}"#),
        Answer { missing: 9, ..Answer::json(201, "{") },
    ] {
        lines.push(line(&server, &answer).await);
    }
    insta::assert_snapshot!(lines.join("\n"));
}
