//! Contracts that are large, deep or endless.

use std::fmt::Write as _;

use codegen::GenerateError;
use scraper::Html;

use crate::page::{all, check, of};

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: Huge, version: 1.0.0}\ntags: [{name: Things}]\npaths:\n";

const SCHEMAS: &str = "components:\n  schemas:\n    EnvironmentId: {type: string, format: uuid}\n";

fn operation(contract: &mut String, name: &str, schema: &str) {
    write!(
        contract,
        "  /environments/{{environmentID}}/{name}:
    parameters:
      - {{name: environmentID, in: path, required: true, x-rust-scope: client, schema: {{$ref: '#/components/schemas/EnvironmentId'}}}}
    post:
      operationId: create{name}
      tags: [Things]
      summary: Make a {name}
      requestBody:
        required: true
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}
      responses:
        '201':
          description: Made.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}
"
    )
    .unwrap();
}

#[test]
fn recursion_ends_with_a_link_to_the_type() {
    let mut contract = HEAD.to_owned();
    operation(&mut contract, "Nodes", "Node");
    contract.push_str(SCHEMAS);
    contract.push_str(
        "    Node:
      type: object
      properties:
        name: {type: string}
        children: {type: array, items: {$ref: '#/components/schemas/Node'}}
",
    );
    let page = of(&contract).unwrap();
    check(&page);
    let html = Html::parse_document(&page);
    let row = "[id='op.createNodes.request.children']";
    assert_eq!(all(&html, &format!("{row} > .sig a[href='#type.Node']")).len(), 1);
    assert!(all(&html, &format!("{row} details")).is_empty(), "the tree ends here");
}

/// Tens of thousands of lines, in which types hold others that hold others.
#[test]
fn a_huge_contract_gives_a_page_of_bounded_size() {
    let mut contract = HEAD.to_owned();
    for number in 0..400_usize {
        operation(&mut contract, &format!("Thing{number}"), &format!("Type{number}"));
    }
    contract.push_str(SCHEMAS);
    for number in 0..400_usize {
        writeln!(contract, "    Type{number}:\n      type: object\n      properties:").unwrap();
        for field in 0..48 {
            writeln!(contract, "        field{field}:\n          type: string\n          description: Field {field}.").unwrap();
        }
        for other in number.saturating_sub(number % 8)..number {
            writeln!(
                contract,
                "        type{other}:\n          $ref: '#/components/schemas/Type{other}'"
            )
            .unwrap();
        }
    }
    assert!(contract.lines().count() > 40_000);
    let page = of(&contract).unwrap();
    check(&page);
    assert!(page.len() < 24_000_000, "{} bytes", page.len());
    let html = Html::parse_document(&page);
    assert_eq!(all(&html, "section.op").len(), 400);
}

#[test]
fn what_the_generator_refuses_has_no_page_but_places() {
    let mut contract = HEAD.to_owned();
    operation(&mut contract, "Things", "Missing");
    let Err(GenerateError::Contract(report)) = of(&contract) else { panic!("it is refused") };
    let rendered = report.render(codegen::diagnostic::RenderStyle::Plain);
    assert!(rendered.contains("openapi.yaml:"), "{rendered}");
}
