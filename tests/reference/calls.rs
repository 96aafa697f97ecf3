//! The code on the page works: Rust is what rustdoc shows and compiles, curl is what the fake takes.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use pingone_mfa_testing::{FakePingOne, ROUTES};
use pingone_mfa_tests::{contents, workspace};
use scraper::Html;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::page::{all, code, codes, shipped, text};

/// The examples in the documentation of the shipped client, by operation: what rustdoc shows.
fn documented() -> HashMap<String, String> {
    let generated = workspace().join("generated-client/src/generated");
    let mut found = HashMap::new();
    for (_, bytes) in contents(&generated).unwrap() {
        let source = String::from_utf8(bytes).unwrap();
        let Some((_, rest)) = source.split_once("    id: \"") else { continue };
        let id = rest.split('"').next().unwrap().to_owned();
        let (_, example) = source.split_once("/// ```no_run\n").unwrap();
        let (example, _) = example.split_once("/// ```\n").unwrap();
        let lines = example.lines().map(|line| line.strip_prefix("/// ").unwrap_or(""));
        let shown: Vec<&str> = lines.filter(|line| !line.starts_with("# ")).collect();
        found.insert(id, shown.join("\n"));
    }
    found
}

#[test]
fn the_rust_code_is_the_compiled_example_of_rustdoc() {
    let (plan, page) = shipped();
    let html = Html::parse_document(&page);
    let documented = documented();
    assert_eq!(documented.len(), plan.operations().count());
    for (_, operation) in plan.operations() {
        assert_eq!(code(&html, &operation.id, "Rust"), documented[&operation.id]);
    }
}

#[test]
fn what_the_documentation_tests_compile_is_what_the_page_shows() {
    let assets = workspace().join("codegen/src/reference/assets");
    let (_, page) = shipped();
    let html = Html::parse_document(&page);
    let errors = std::fs::read_to_string(assets.join("errors.rs.txt")).unwrap();
    let errors = errors.replace("CRATE", "pingone_mfa").trim_end().to_owned();
    for (section, code) in [("authentication", client_in_rustdoc()), ("errors", errors)] {
        let blocks = all(&html, &format!("#{section} code"));
        let blocks: Vec<String> = blocks.into_iter().map(text).collect();
        assert!(blocks.contains(&code), "{section}: {blocks:?}");
    }
}

/// The example of `Client::builder`.
fn client_in_rustdoc() -> String {
    let file = workspace().join("generated-client/src/generated/client.rs");
    let text = std::fs::read_to_string(file).unwrap();
    let docs = text.lines().filter_map(|line| line.trim_start().strip_prefix("///"));
    let docs: Vec<&str> = docs.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let docs = docs.join("\n");
    let code = docs.split("```\n").nth(1).unwrap();
    let shown: Vec<&str> = code.lines().filter(|line| !line.starts_with("# ")).collect();
    shown.join("\n")
}

#[test]
fn a_client_with_a_key_is_made_with_its_key() {
    let contract = workspace().join("tests/fixtures/vendor/openapi.yaml");
    let (document, plan) = codegen::plan(&contract).unwrap();
    let html = Html::parse_document(&codegen::reference::page(&document, &plan));
    let blocks: Vec<String> = all(&html, "#authentication code").into_iter().map(text).collect();
    assert!(blocks.iter().any(|code| code.contains(".api_key(")), "{blocks:?}");
    let whole = text(all(&html, "#authentication").remove(0));
    assert!(!whole.contains("tokens") && !whole.contains("Region"), "{whole}");
}

/// Every form of a body has its own calls.
#[test]
fn every_form_of_a_body_has_its_curl_its_rust_and_its_json() {
    let (plan, page) = shipped();
    let html = Html::parse_document(&page);
    let count = |id: &str, inside: &str| {
        all(&html, &format!("section[data-name='{id}'] .samples details.call {inside}")).len()
    };
    let (_, create) = plan.operation("createPushCredential").unwrap();
    let forms = create.body.as_ref().unwrap().examples.len();
    assert!(forms > 1);
    // Variants that no example shows have a made-up body.
    assert!(count("createPushCredential", "> summary") >= forms);
    for (_, operation) in plan.operations() {
        let forms = count(&operation.id, "> summary");
        assert_eq!(count(&operation.id, "> figure"), 3 * forms, "curl, Rust and JSON");
    }
    // One is open, with and without the script.
    let open = all(&html, "section[data-name='createPushCredential'] details.call[open]");
    let names = all(&html, "section[data-name='createPushCredential'] details.call[name]");
    assert_eq!((open.len(), names.len()), (1, count("createPushCredential", "> summary")));
}

#[test]
fn every_program_of_the_page_compiles() {
    let (plan, page) = shipped();
    let html = Html::parse_document(&page);
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let scratch = tempfile::tempdir_in(tmp).unwrap();
    let programs = scratch.path().join("src/bin");
    std::fs::create_dir_all(&programs).unwrap();
    for (_, operation) in plan.operations() {
        for (number, program) in codes(&html, &operation.id, "src/main.rs").iter().enumerate() {
            let snippet = &codes(&html, &operation.id, "Rust")[number];
            for line in snippet.lines() {
                assert!(program.contains(line), "{line} is not in {program}");
            }
            let name = format!("{}{number}.rs", operation.id.to_lowercase());
            std::fs::write(programs.join(name), program).unwrap();
        }
    }
    let client = workspace().join("generated-client").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         pingone-mfa = {{ path = {:?} }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
        client.to_string_lossy()
    );
    std::fs::write(scratch.path().join("Cargo.toml"), manifest).unwrap();
    // A copy of this workspace may be a part of another one, which then has the versions.
    let root = workspace().canonicalize().unwrap();
    let lock = root.ancestors().map(|folder| folder.join("Cargo.lock")).find(|it| it.exists());
    std::fs::copy(lock.unwrap(), scratch.path().join("Cargo.lock")).unwrap();
    let run = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--offline", "--quiet", "--target-dir"])
        .arg(tmp.parent().unwrap())
        .current_dir(scratch.path())
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// A request as `curl` would send it.
struct Request {
    method: String,
    url: url::Url,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Reads the command as a shell and curl do.
fn parsed(command: &str, token: &str) -> Request {
    assert!(!command.contains("$(") && !command.contains('`'), "{command}");
    let mut words = shell_words::split(command).unwrap().into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"));
    let (mut method, mut url, mut headers, mut body) = (None, None, Vec::new(), None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--request" => method = words.next(),
            "--header" => {
                let header = words.next().unwrap().replace("$ACCESS_TOKEN", token);
                let (name, value) = header.split_once(": ").unwrap();
                headers.push((name.to_owned(), value.to_owned()));
            }
            "--data-raw" => body = words.next(),
            address => {
                assert!(!address.contains(['{', '}', '[', ']']), "curl would expand {address}");
                assert!(url.replace(address.parse().unwrap()).is_none(), "{address}");
            }
        }
    }
    Request { method: method.unwrap(), url: url.unwrap(), headers, body }
}

fn requests(token: &str) -> Vec<(String, Request)> {
    let (plan, page) = shipped();
    let html = Html::parse_document(&page);
    let ids = plan.operations().map(|(_, operation)| operation.id.clone());
    let of = |id: String| {
        let commands = codes(&html, &id, "curl").into_iter();
        commands.map(|command| (id.clone(), parsed(&command, token))).collect::<Vec<_>>()
    };
    ids.flat_map(of).collect()
}

#[test]
fn every_curl_command_fits_its_row_of_the_routes_table() {
    for (id, request) in requests("token") {
        let route = ROUTES.iter().find(|route| route.operation_id == id).unwrap();
        assert_eq!(request.method, route.method);
        let path = request.url.path().strip_prefix("/v1").unwrap();
        let (given, wanted): (Vec<_>, Vec<_>) =
            (path.split('/').collect(), route.template.split('/').collect());
        assert_eq!(given.len(), wanted.len(), "{path}");
        for (given, wanted) in given.into_iter().zip(wanted) {
            match wanted.starts_with('{') {
                true => assert!(given.parse::<uuid::Uuid>().is_ok(), "{given}"),
                false => assert_eq!(given, wanted),
            }
        }
        assert_eq!(request.body.is_some(), route.request_schema.is_some(), "{id}");
        if let (Some(body), Some(schema)) = (&request.body, route.request_schema) {
            let validator =
                jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
            validator.validate(&serde_json::from_str(body).unwrap()).unwrap();
        }
    }
}

/// Sends a request to the fake, with the ids that exist there, and gives status and body.
async fn send(
    pingone: &FakePingOne,
    request: &Request,
    path: &str,
    body: Option<String>,
) -> (u16, Value) {
    let base: url::Url = pingone.api_base().parse().unwrap();
    let address = (base.host_str().unwrap().to_owned(), base.port().unwrap());
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = body.unwrap_or_default();
    let mut head = format!(
        "{} {}{path} HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n",
        request.method,
        base.path().trim_end_matches('/')
    );
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let json = answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| serde_json::from_str(body).unwrap_or_default());
    (status, json.unwrap_or_default())
}

#[tokio::test]
async fn the_fake_takes_every_curl_command() {
    let pingone = FakePingOne::start().await.unwrap();
    let (plan, _) = shipped();
    let mut requests = requests(&pingone.issue_token());
    // What must exist is made first (a pairing key needs the push credentials of an application),
    // and what is deleted is deleted last.
    let order = ["POST", "GET", "PUT", "PATCH", "DELETE"];
    requests.sort_by_key(|(_, request)| {
        let of_a_user = request.url.path().contains("/users/");
        (order.iter().position(|one| *one == request.method), of_a_user)
    });
    let mut made: HashMap<String, String> = HashMap::new();
    for (id, request) in &requests {
        // A form of a body replaces what was made of the same form.
        let form = |body: &str| Some(serde_json::from_str::<Value>(body).ok()?["type"].to_string());
        let form = request.body.as_deref().and_then(form).unwrap_or_default();
        let (_, operation) = plan.operation(id).unwrap();
        let exists = |(segment, shown): (&str, &str)| match segment {
            "{environmentID}" => pingone.environment_id().to_string(),
            "{applicationID}" => pingone.application_id().to_string(),
            "{userID}" => pingone.user_id().to_string(),
            other => {
                let own = made.get(&format!("{other}{form}")).or_else(|| made.get(other));
                own.map_or_else(|| shown.to_owned(), Clone::clone)
            }
        };
        let shown = request.url.path().trim_start_matches("/v1").split('/');
        let path: Vec<String> = operation.template.split('/').zip(shown).map(exists).collect();
        let body = request.body.as_ref().map(|body| {
            let mut body: Value = serde_json::from_str(body).unwrap();
            for application in body["applications"].as_array_mut().into_iter().flatten() {
                application["id"] = pingone.application_id().to_string().into();
            }
            if body.get("policy").is_some() {
                body["policy"]["id"] = pingone.policy_id().to_string().into();
            }
            body.to_string()
        });
        let (status, answer) = send(&pingone, request, &path.join("/"), body).await;
        // What the API no longer takes is shown, because the contract has it.
        let is_former = form == "\"FCM\"";
        let expected = if is_former { 400 } else { operation.success.status };
        assert_eq!(status, expected, "{id}: {answer}");
        if request.method == "POST" && !is_former {
            let of_it =
                |one: &str| one.strip_prefix(&*operation.template)?.get(1..).map(str::to_owned);
            let one = plan.operations().find_map(|(_, one)| of_it(&one.template));
            let id = answer["id"].as_str().map(str::to_owned);
            if let Some((one, id)) = one.zip(id) {
                made.insert(format!("{one}{form}"), id.clone());
                made.insert(one, id);
            }
        }
    }
}
