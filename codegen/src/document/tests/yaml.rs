//! Every way in which YAML is refused, and what scalars mean.

use serde_json::json;

use super::{catalogue, load, problems, sound};

#[test]
fn refused_yaml() {
    let found = catalogue(&[
        ("syntax error", "info:\n  title: [a, b\nopenapi: 3.0.3\n"),
        ("tab indentation", "info:\n\ttitle: x\n"),
        ("duplicate key", "info:\n  title: a\n  version: 1\n  title: b\n"),
        ("duplicate key, quoted", "responses:\n  200: {}\n  \"200\": {}\n"),
        ("merge key", "a: &a\n  x: 1\nb:\n  <<: *a\n"),
        ("list as key", "? [a, b]\n: value\n"),
        ("alias as key", "a: &a x\n*a : y\n"),
        ("missing key", "info:\n  : x\n"),
        ("second document", "openapi: 3.0.3\n---\nopenapi: 3.0.3\n"),
        ("empty file", ""),
        ("only comments", "# nothing here\n"),
        ("null document", "---\n~\n"),
        ("unknown tag", "info: !secret x\nmore: !!binary eA==\nlist: !!map []\n"),
        ("core tag that does not fit", "a: !!int x\nb: !!null y\n"),
        ("not a number in JSON", "a: .inf\nb: -.INF\nc: .nan\nd: 1e999\ne: 99999999999999999999\n"),
        ("unknown alias", "a: *nobody\n"),
        ("alias inside its own anchor", "a: &a\n  b: [1, *a]\n"),
        ("control character", "a: b\nc: \u{1}d\n"),
        ("key that carries an escape sequence", "\"\\e[31mred\": 1\n\"\\e[31mred\": 2\n"),
    ]);
    insta::assert_snapshot!(found);
}

#[test]
fn nesting_is_limited() {
    let deep = |levels: usize| format!("a: {}{}\n", "[".repeat(levels), "]".repeat(levels));
    assert!(load(&[("openapi.yaml", &deep(99))]).is_ok());
    assert!(problems(&[("openapi.yaml", &deep(100))]).contains("error[yaml-depth]"));
    assert!(problems(&[("openapi.yaml", &deep(100_000))]).contains("error[yaml-depth]"));
    let aliased = format!("a: &a {0}{1}\nb: {0}*a{1}\n", "[".repeat(60), "]".repeat(60));
    assert!(problems(&[("openapi.yaml", &aliased)]).contains("error[yaml-depth]"));
    let blocks = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<String>();
    assert!(problems(&[("openapi.yaml", &blocks)]).contains("error[yaml-depth]"));
}

#[test]
fn alias_bombs_stop_at_the_alias_that_crosses_the_limit() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let found = problems(&[("openapi.yaml", &text)]);
    insta::assert_snapshot!(found);
}

#[test]
fn shared_nodes_are_shared() {
    let document = sound(&[("openapi.yaml", "a: &a {x: [1, 2]}\nb: *a\nc: [*a, *a]\n")]);
    let shared = json!({"x": [1, 2]});
    assert_eq!(document.root().to_json(), json!({"a": shared, "b": shared, "c": [shared, shared]}));
    let second = document.root().get("c").and_then(|list| list.items().nth(1)).unwrap();
    assert_eq!(second.pointer(), "/c/1");
}

#[test]
fn scalars_follow_the_core_schema() {
    let text = "\
[null, ~, Null, '', \"null\", true, False, yes, no, on, off, y, 12, -7, +3, 007, 0o17, 0x1F, 0x, 0o8,
 18446744073709551615, 1.5, -.5, 1., 1e3, 1.5E-2, .e3, 3.0.3, 1_000, 12:30, '12', .inf2, e5, '-', ...x]
";
    let document = sound(&[("openapi.yaml", text)]);
    assert_eq!(
        document.root().to_json(),
        json!([
            null,
            null,
            null,
            "",
            "null",
            true,
            false,
            "yes",
            "no",
            "on",
            "off",
            "y",
            12,
            -7,
            3,
            7,
            15,
            31,
            "0x",
            "0o8",
            18_446_744_073_709_551_615_u64,
            1.5,
            -0.5,
            1.0,
            1000.0,
            0.015,
            ".e3",
            "3.0.3",
            "1_000",
            "12:30",
            "12",
            ".inf2",
            "e5",
            "-",
            "...x"
        ])
    );
}

#[test]
fn block_and_tagged_scalars() {
    let text = "a: |\n  12\nb: >-\n  true\nc: !!str 12\nd: !!int '12'\ne: !!float 1\nf: ! 5\ng: !!str\nh:\n";
    let document = sound(&[("openapi.yaml", text)]);
    assert_eq!(
        document.root().to_json(),
        json!({"a": "12\n", "b": "true", "c": "12", "d": 12, "e": 1.0, "f": "5", "g": "", "h": null})
    );
}

#[test]
fn plain_scalars_are_text_as_keys() {
    let document = sound(&[("openapi.yaml", "200: a\ntrue: b\nnull: c\n1.0: d\n'<<': e\n")]);
    let root = document.root();
    let keys: Vec<&str> = root.entries().map(|(key, _)| key).collect();
    assert_eq!(keys, ["200", "true", "null", "1.0", "<<"]);
    assert_eq!(root.get("200").and_then(|value| value.as_str()), Some("a"));
}

#[test]
fn a_broken_file_does_not_hide_the_problems_of_others() {
    let found = problems(&[
        (
            "openapi.yaml",
            "paths:\n  /a:\n    $ref: a.yaml#/paths/a\n  /b:\n    $ref: b.yaml#/paths/b\n  /c: [\n",
        ),
        ("a.yaml", "paths:\n  a: {}\n  a: {}\n"),
        ("b.yaml", "paths:\n  c: {}\n  more: {$ref: c.yaml}\n"),
        ("c.yaml", "x: 'unclosed\n"),
    ]);
    insta::assert_snapshot!(found);
}

#[test]
fn problems_of_one_file_are_capped() {
    let text = "a: 1\n".repeat(5_000);
    let report = load(&[("openapi.yaml", &text)]).err().unwrap();
    assert_eq!(report.len(), 100);
    assert_eq!(report.error_count(), 100);
}
