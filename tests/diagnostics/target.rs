//! A target that cannot be written stays as it was.

use std::fs;

use codegen::diagnostic::{Family, Location};
use codegen::{GenerateError, gate, generate};
use pingone_mfa_tests::{contents, shipped_contract, workspace};

#[test]
fn a_target_that_cannot_be_written_is_named_and_stays_as_it_was() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("testing/src")).unwrap();
    // A file where a folder has to be: nobody, root included, can write below it.
    fs::write(scratch.path().join("testing/src/generated"), "in the way").unwrap();
    let before = contents(scratch.path()).unwrap();
    let generated = generate(&shipped_contract()).unwrap();
    let error = match generated.files.compare(scratch.path()) {
        Ok(comparison) => comparison.write().unwrap_err(),
        Err(error) => error,
    };
    assert!(error.to_string().contains("testing/src/generated"), "{error}");
    assert_eq!(contents(scratch.path()).unwrap(), before);
}

/// What lint says about the contract of another vendor with some texts replaced in its two files: the
/// rule, and the line of the contract that it points to.
fn told(contract: &[(&str, &str)], target: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let vendor = workspace().join("tests/fixtures/vendor");
    let scratch = tempfile::tempdir().unwrap();
    for (file, edits) in [("openapi.yaml", contract), ("client.yaml", target)] {
        let mut text = fs::read_to_string(vendor.join(file)).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{file}: {from}");
            text = text.replace(from, to);
        }
        fs::write(scratch.path().join(file), text).unwrap();
    }
    let reading = codegen::read(&scratch.path().join("openapi.yaml")).unwrap();
    let report = gate::lint(&reading, &[Family::Structure, Family::Generation]);
    let sources = reading.document.sources();
    let line = |place: &Location| {
        let (_, line, _) = sources.line_column(place);
        let text = sources.text(place.file).lines().nth(line - 1).unwrap_or_default();
        text.trim().to_owned()
    };
    let problems = report.diagnostics().iter();
    problems.map(|one| (one.rule.id, line(&one.location))).collect()
}

#[test]
fn a_part_of_an_error_stands_where_the_target_says() {
    let none: [(&str, String); 0] = [];
    assert_eq!(told(&[], &[]), none);
    let at = |part: &str, pointer: &str| {
        told(&[], &[("code: /error/type", &format!("{part}: {pointer}"))])
    };
    let whole = "schema:";
    for (part, pointer, line) in [
        ("code", "/type", whole),
        ("code", "/error/kind", whole),
        ("id", "/error/id", whole),
        ("code", "/error/type/deep", "type:"),
        ("code", "/error", "error:"),
        ("details", "/error/type", "type:"),
    ] {
        assert_eq!(at(part, pointer), [("error-pointer", line.to_owned())], "{part} {pointer}");
    }
}

#[test]
fn a_part_of_an_error_may_stand_in_one_of_several_bodies() {
    let problem = "    Problem:\n      type: object\n      description: What went wrong.\n";
    let several = "    Problem:\n      description: What went wrong.\n      anyOf: [{$ref: '#/components/schemas/Free'}, {$ref: '#/components/schemas/Kept'}]\n    Free: {type: object, description: Other., properties: {text: {type: string, description: It.}}}\n    Kept:\n      type: object\n      description: What went wrong.\n";
    let found = told(&[(problem, several)], &[]);
    // Errors have types as well, and an object may fit both of these.
    assert_eq!(found, [("union-overlap", "Problem:".to_owned())]);
    let parts = "    Problem:\n      description: What went wrong.\n      allOf: [{$ref: '#/components/schemas/Kept'}]\n    Kept:\n      type: object\n      description: What went wrong.\n";
    assert!(told(&[(problem, parts)], &[]).is_empty());
    assert_eq!(told(&[(problem, parts)], &[("/error/text", "/error/txt")]).len(), 1);
    // A schema that says nothing may hold anything.
    let open = "    Problem:\n      type: object\n      description: What went wrong.\n    Unused:\n      type: object\n      description: Other.\n";
    let found = told(&[(problem, open)], &[("/error/text", "/anything")]);
    assert!(found.iter().all(|(rule, _)| *rule == "unused-component"), "{found:?}");
}

#[test]
fn a_page_is_read_whole_or_lint_says_what_is_not() {
    let total = "                  total:\n                    type: integer\n                    format: int64\n                    description: How many there are in all.\n";
    let more =
        format!("{total}                  hasMore: {{type: boolean, description: Whether.}}\n");
    let lost =
        [("page-property-lost", "hasMore: {type: boolean, description: Whether.}".to_owned())];
    assert_eq!(told(&[(total, &more)], &[]), lost);
    // Nobody reads the number where the target does not name it.
    let found = told(&[], &[("  count: total\n", "")]);
    let rules: Vec<&str> = found.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["page-property-lost"; 2]);

    let text = total.replace("type: integer\n                    format: int64", "type: string");
    let found = told(&[(total, &text)], &[]);
    assert_eq!(found.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), ["collection-shape"]);
}

#[test]
fn a_page_may_be_made_of_parts() {
    let own = fs::read_to_string(workspace().join("tests/fixtures/vendor/openapi.yaml")).unwrap();
    let start =
        own.find("                type: object\n                description: A page").unwrap();
    let end = start + own[start..].find("              examples:").unwrap();
    let reference = "                $ref: '#/components/schemas/ParcelPage'\n";
    let total = "properties: {total: {type: string, description: Not a number.}}";
    let parts = format!(
        "    ParcelPage:\n      description: A page.\n      allOf:\n        - $ref: '#/components/schemas/Page'\n        \
         - type: object\n          {total}\n    Page:\n      type: object\n      description: A page.\n      properties:\n        \
         data: {{type: array, description: All., items: {{$ref: '#/components/schemas/Parcel'}}}}\n        \
         hasMore: {{type: boolean, description: Whether.}}\n    Problem:\n"
    );
    let found = told(&[(&own[start..end], reference), ("    Problem:\n", &parts)], &[]);
    let (count, more) =
        (total.to_owned(), "hasMore: {type: boolean, description: Whether.}".to_owned());
    assert_eq!(found, [("collection-shape", count), ("page-property-lost", more)]);
}

#[test]
fn a_name_from_outside_is_given_to_something() {
    let named = |names: &str| {
        let vendor = workspace().join("tests/fixtures/vendor");
        let scratch = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(vendor.join("client.yaml")).unwrap();
        fs::write(scratch.path().join("client.yaml"), format!("{text}names: {{{names}}}\n"))
            .unwrap();
        fs::copy(vendor.join("openapi.yaml"), scratch.path().join("openapi.yaml")).unwrap();
        match codegen::plan(&scratch.path().join("openapi.yaml")) {
            Ok((_, plan)) => format!("{:?}", plan.types.keys().collect::<Vec<_>>()),
            Err(GenerateError::Contract(report)) => report.to_string(),
            Err(error) => panic!("{error}"),
        }
    };
    assert!(named("/components/schemas/Parcel: Box_").contains("rust-name-form"), "no usual name");
    assert!(named("/components/schemas/Parcel: Carton").contains("Carton"));
    let unknown = named("/components/schemas/Parcle: Carton");
    assert!(
        unknown.contains("did you mean `Parcel`?") && unknown.contains("client.yaml:"),
        "{unknown}"
    );
    assert!(named("components/schemas/Parcel: Carton").contains("write a JSON pointer"));
    assert!(named("/info: carton").contains("name-unused"));
}
