//! The page says everything that the contract does, and needs nothing.

use codegen::document::{Document, MemoryFiles};
use codegen::reference;
use pingone_mfa_tests::{fixtures, frozen_contract, workspace};
use scraper::Html;

use crate::page::{self, all, check, frozen, shipped, text};

/// Bytes below which the page of the shipped contract must stay.
const LARGEST: usize = 1_000_000;

#[test]
fn it_is_whole_and_small() {
    let (_, page) = shipped();
    check(&page);
    assert!(page.len() < LARGEST, "{} bytes", page.len());
}

#[test]
fn the_pages_of_all_fixtures_are_whole() {
    for (name, path) in fixtures().unwrap() {
        println!("{name}");
        let (document, plan) = codegen::plan(&path).unwrap();
        check(&reference::page(&document, &plan));
    }
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    assert_eq!(shipped().1, shipped().1);
}

#[test]
fn its_outline_is_the_contract() {
    let html = Html::parse_document(&frozen());
    let outline: Vec<String> = all(&html, "h1, h2, h3")
        .into_iter()
        .map(|heading| {
            let level: usize = heading.value().name()[1..].parse().unwrap();
            format!("{}{}", "  ".repeat(level - 1), text(heading).trim_end_matches(" #"))
        })
        .collect();
    insta::assert_snapshot!(outline.join("\n"));
}

#[test]
fn every_operation_is_there_with_all_its_parts() {
    let (plan, page) = shipped();
    let html = Html::parse_document(&page);
    for (_, operation) in plan.operations() {
        let id = &operation.id;
        let section = format!("section[data-name='{id}']");
        let count = |inside: &str| all(&html, &format!("{section} {inside}")).len();
        let parameters = operation.path.len()
            + operation.query.len()
            + operation.headers.len()
            + operation.cookies.len();
        assert_eq!(count("[data-find=parameter]"), parameters, "{id}");
        assert_eq!(count(".errors > li"), operation.errors.len(), "{id}");
        assert_eq!(count(".todo"), operation.errors.len(), "{id}: what to do");
        let bodies = operation.body.as_ref().map_or(0, |body| body.examples.len());
        let examples = bodies + operation.success.examples.len();
        assert_eq!(count(".example"), examples, "{id}");
        assert_eq!(count(".badge[href^=https]"), 1, "{id}: its source");
        assert!(count(".signature") == 1 && count(".facts") == 1, "{id}");
        let route: String =
            all(&html, &format!("{section} header .route .path")).into_iter().map(text).collect();
        assert_eq!(route, operation.template);
    }
}

#[test]
fn what_is_unconfirmed_is_marked_where_it_is_and_listed() {
    let html = Html::parse_document(&frozen());
    let marked = all(&html, "[id='op.readPairingKey.response.uri'] > .sig .badge.doubt");
    assert_eq!(marked.len(), 1);
    let listed: Vec<String> = all(&html, ".doubts > li > a").into_iter().map(text).collect();
    assert!(listed.contains(&"PairingKey.uri".to_owned()), "{listed:?}");
    let spec = std::fs::read_dir(frozen_contract().parent().unwrap()).unwrap();
    let marks: usize = spec
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .map(|text| {
            text.lines().filter(|line| line.trim_start().starts_with("x-unconfirmed:")).count()
        })
        .sum();
    assert_eq!(all(&html, ".doubts > li").len(), marks);
}

#[test]
fn variants_stand_side_by_side_without_the_tag() {
    let html = Html::parse_document(&frozen());
    let variants =
        all(&html, "section[data-name=createPushCredential] .docs > .body .variant > .sig .name");
    let names: Vec<String> = variants.into_iter().map(text).collect();
    assert_eq!(names, ["type = APNS", "type = FCM", "type = FCM_HTTP_V1", "type = HMS"]);
    assert!(all(&html, "[id='op.createPushCredential.request.variant.APNS.type']").is_empty());
}

#[test]
fn the_map_links_to_every_operation() {
    let (plan, page) = shipped();
    let html = Html::parse_document(&page);
    for (_, operation) in plan.operations() {
        for map in [".map.wide", ".map.narrow"] {
            let links = all(&html, &format!("{map} a[href='#op.{}']", operation.id));
            assert_eq!(links.len(), 1, "{map}: {}", operation.id);
        }
    }
    let html = Html::parse_document(&frozen());
    let resources: Vec<String> = all(&html, ".map.narrow .name").into_iter().map(text).collect();
    assert_eq!(
        resources,
        ["environments", "users", "pairingKeys", "applications", "pushCredentials"]
    );
}

#[test]
fn what_is_deprecated_is_shown_with_what_replaces_it() {
    let fixture = workspace().join("tests/fixtures/specs/deprecated/openapi.yaml");
    let page = page::of(&std::fs::read_to_string(fixture).unwrap()).unwrap();
    let html = Html::parse_document(&page);
    let badges = all(&html, "section[data-name='changeThing'] .badge.warn");
    assert_eq!(
        badges.into_iter().map(text).collect::<Vec<_>>()[0],
        "deprecated: use Things::replace"
    );
    let section = all(&html, "section[data-name='FormerOwnerReference']");
    assert!(text(section[0]).contains("replaced by OwnerReference"), "{}", text(section[0]));
}

#[test]
fn an_operation_is_confirmed_only_where_the_contract_says_so() {
    let thing = |more: &str| {
        let fixture = workspace().join("tests/fixtures/specs/deprecated/openapi.yaml");
        let contract = std::fs::read_to_string(fixture).unwrap();
        let id = "      operationId: changeThing\n";
        assert!(contract.contains(id));
        let docs = "      externalDocs: {url: https://docs.example/things}\n";
        let html = page::of(&contract.replace(id, &format!("{id}{docs}{more}"))).unwrap();
        let html = Html::parse_document(&html);
        let badges = all(&html, "section[data-name='changeThing'] header .badge");
        let badges = badges.into_iter().filter(|badge| !text(*badge).starts_with("deprecated"));
        badges.map(text).collect::<Vec<_>>()
    };
    assert_eq!(thing(""), ["source: https://docs.example/things"]);
    assert_eq!(
        thing("      x-provenance: confirmed\n"),
        ["confirmed: https://docs.example/things"]
    );
    let derived = thing("      x-provenance: derived\n");
    assert_eq!(derived, ["derived", "source: https://docs.example/things"]);
    let html = Html::parse_document(&shipped().1);
    let confirmed: Vec<&str> = all(&html, "section.op")
        .into_iter()
        .filter(|section| {
            section.select(&scraper::Selector::parse(".badge.sure").unwrap()).count() > 0
        })
        .map(|section| section.attr("data-name").unwrap())
        .collect();
    assert!(!confirmed.is_empty() && !confirmed.contains(&"readPairingKey"), "{confirmed:?}");
}

#[test]
fn places_lead_to_the_repository_where_its_address_is_known() {
    let contract =
        std::fs::read_to_string(workspace().join("tests/fixtures/specs/deprecated/openapi.yaml"))
            .unwrap();
    let links = |target: &str| {
        let files: MemoryFiles =
            [("openapi.yaml", contract.as_str()), ("client.yaml", target)].into_iter().collect();
        let target = codegen::target_file::from_files(&files, &[]).unwrap();
        let document = Document::from_files(&files, "openapi.yaml").unwrap().with_target(target);
        let plan = codegen::plan_of(&document).unwrap();
        let html = Html::parse_document(&codegen::reference::page(&document, &plan));
        let places = all(&html, ".op .facts dd a[href^='https://git.example']");
        places.into_iter().map(|place| place.attr("href").unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(links("package: a\n"), Vec::<String>::new());
    let known = links("repository: https://git.example/a/b/blob/main/spec/\n");
    assert!(
        known
            .iter()
            .all(|link| link.starts_with("https://git.example/a/b/blob/main/spec/openapi.yaml#L")),
        "{known:?}"
    );
    assert!(!known.is_empty());
}

#[test]
fn a_bound_that_is_excluded_is_told_as_one() {
    let fixture = workspace().join("tests/fixtures/specs/deprecated/openapi.yaml");
    let contract = std::fs::read_to_string(fixture).unwrap();
    let parameter = "    parameters:\n";
    assert!(contract.contains(parameter));
    let bounds = |bounds: &str| {
        let more = format!(
            "{parameter}      - {{name: size, in: query, schema: {{type: number, {bounds}}}}}\n"
        );
        let html = page::of(&contract.replacen(parameter, &more, 1)).unwrap();
        let html = Html::parse_document(&html);
        let row = all(&html, "[id='op.createThing.query.size'] .limits span");
        row.into_iter().map(text).skip(1).collect::<Vec<_>>()
    };
    assert_eq!(bounds("minimum: 0, maximum: 9"), ["min 0", "max 9"]);
    assert_eq!(
        bounds("minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true"),
        ["more than 0", "less than 9"]
    );
    assert_eq!(bounds("minimum: 0, exclusiveMinimum: false"), ["min 0"]);
}
