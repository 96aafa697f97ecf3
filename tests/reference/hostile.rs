//! A contract that attacks the reader of its page.

use scraper::Html;

use crate::page::{all, check, of};

/// Text that tries to leave every place it could stand in.
pub(crate) const ATTACK: &str = r#"</script></style></title><script>window.attacked=1</script><img src=x onerror=window.attacked=1> "><svg onload=window.attacked=1> ' onclick='window.attacked=1 [go](javascript:window.attacked=1) ![x](https://evil.example/x.png) <https://evil.example/?a="b"> `$(touch x)` \u202e"#;

/// A contract with the attack in every text that is shown.
pub(crate) fn contract() -> String {
    let attack = serde_json::to_string(&ATTACK.replace("\\u202e", "\u{202e}")).unwrap();
    format!(
        r##"openapi: 3.0.3
info: {{title: {attack}, version: {attack}, description: {attack}, license: {{name: {attack}}}}}
externalDocs: {{url: "javascript:window.attacked=1", description: {attack}}}
servers:
  - {{url: "javascript:window.attacked=1", description: {attack}}}
  - {{url: "https://api.example.com/v1/'$(touch x)'", description: {attack}}}
tags:
  - {{name: Things, description: {attack}, externalDocs: {{url: "https://example.com/things"}}}}
security: [{{{attack}: []}}]
paths:
  /environments/{{environmentID}}/things:
    parameters:
      - name: environmentID
        in: path
        required: true
        x-rust-scope: client
        description: {attack}
        schema: {{$ref: '#/components/schemas/EnvironmentId'}}
      - {{name: q, in: query, required: true, description: {attack}, example: {attack}, schema: {{type: string, default: {attack}}}}}
    post:
      operationId: createThing
      tags: [Things]
      summary: {attack}
      description: {attack}
      requestBody:
        required: true
        description: {attack}
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Thing'}}
            examples: {{{attack}: {{summary: {attack}, value: {{kind: a, {attack}: {attack}}}}}}}
      responses:
        '201':
          description: {attack}
          headers: {{{attack}: {{description: {attack}, schema: {{type: string}}}}}}
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Thing'}}
              example: {{kind: a, {attack}: {attack}}}
        '418': {{description: {attack}, x-unconfirmed: {attack}}}
components:
  securitySchemes:
    {attack}: {{type: http, scheme: {attack}, bearerFormat: {attack}, description: {attack}}}
  schemas:
    EnvironmentId: {{type: string, format: uuid, description: {attack}}}
    Thing:
      type: object
      description: {attack}
      additionalProperties: true
      required: [kind]
      properties:
        kind: {{type: string, description: {attack}, x-extensible-enum: [a, 'b"><script>', {attack_value}]}}
        {attack_name}: {{type: string, x-rust-name: attack, description: {attack}, x-unconfirmed: {attack}, externalDocs: {{url: "https://example.com/\"><script>window.attacked=1</script>", description: {attack}}}}}
"##,
        attack_value =
            serde_json::to_string(&format!("c{}", ATTACK.replace("\\u202e", ""))).unwrap(),
        attack_name = serde_json::to_string(&ATTACK.replace("\\u202e", "")).unwrap(),
    )
}

/// The page of the hostile contract.
pub(crate) fn page() -> String {
    match of(&contract()) {
        Ok(page) => page,
        Err(codegen::GenerateError::Contract(report)) => {
            panic!("{}", report.render(codegen::diagnostic::RenderStyle::Plain))
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn nothing_that_a_contract_says_becomes_markup() {
    let page = page();
    check(&page);
    let html = Html::parse_document(&page);
    assert!(all(&html, "svg:not(.map), [onload], [onerror], [onclick]").is_empty());
    let links = all(&html, "a[href^='javascript' i], a[href*='evil.example/x.png']");
    assert!(links.is_empty(), "{}", links.len());
    assert!(!page.contains('\u{202e}'), "hidden characters would turn texts around");
    assert!(page.contains("&lt;script&gt;window.attacked=1&lt;/script&gt;"), "it is shown, though");
}

#[test]
fn a_command_to_copy_runs_nothing_else() {
    let html = Html::parse_document(&page());
    let command = crate::page::code(&html, "createThing", "curl");
    let words = shell_words::split(&command).unwrap();
    assert!(!words.iter().any(|word| word.starts_with("touch")), "{words:?}");
    let expanded: Vec<&String> =
        words.iter().filter(|word| word.starts_with("authorization: ")).collect();
    let [credential] = expanded.as_slice() else { panic!("{words:?}") };
    // The scheme has no name that a shell could read, but its variable has.
    let variable = credential.strip_prefix("authorization: $").unwrap();
    let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    assert!(!variable.is_empty() && variable.chars().all(is_plain), "{credential}");
    // Outside of single quotes, nothing but the credential is for the shell to expand.
    let mut outside = String::new();
    for (number, part) in command.replace(r"'\''", "").split('\'').enumerate() {
        outside.push_str(if number % 2 == 0 { part } else { "" });
    }
    assert_eq!(outside.matches('$').count(), 1, "{outside}");
    assert!(!outside.contains(['`', ';', '|', '&', '<', '>']), "{outside}");
}
