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
        ("merge of no mapping", "a: &a x\nb:\n  <<: *a\nc: {<<: [{}, 1]}\n"),
        ("list as key", "? [a, b]\n: value\n"),
        ("alias of a number as key", "a: &a 1\n*a : y\n"),
        ("missing key", "info:\n  : x\n"),
        ("second document", "openapi: 3.0.3\n---\nopenapi: 3.0.3\n"),
        ("empty file", ""),
        ("only comments", "# nothing here\n"),
        ("null document", "---\n~\n"),
        ("unknown tag", "info: !secret x\nmore: !!binary eA==\nlist: !!map []\n"),
        ("core tag that does not fit", "a: !!int x\nb: !!null y\n"),
        ("not a number in JSON", "a: .inf\nb: -.INF\nc: .nan\nd: 1e999\n"),
        ("too many digits", "a: 99999999999999999999\n"),
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
fn what_other_parsers_read_is_read() {
    let cases = [
        (
            "a:\n  b: [\n    x,\n    y\n  ]\n  c: {\n  d: 1\n  }\n",
            json!({"a": {"b": ["x", "y"], "c": {"d": 1}}}),
        ),
        ("{\n\t\"a\": [\n\t\ttrue\n\t]\n}", json!({"a": [true]})),
        (
            "a: \"one\ntwo\n\n  three\"\nb: 'four\n  five'\n",
            json!({"a": "one two\nthree", "b": "four five"}),
        ),
        ("a: |\n  \tone\n    two\nb: >\n  \tx\n", json!({"a": "\tone\n  two\n", "b": "\tx\n"})),
        ("a: one\n  two\n  three\nb: 'x' # y\n", json!({"a": "one two three", "b": "x"})),
        ("a: \"\\ud83e\\udd80 \\u00e9 \\/ \\x41\"\n", json!({"a": "🦀 é / A"})),
        ("a:\r\n  b: 1\r\nc: |\r\n  x\r\n  y\r\n", json!({"a": {"b": 1}, "c": "x\ny\n"})),
        ("a:\r  b: 1\rc: |\r  x\r  y\r", json!({"a": {"b": 1}, "c": "x\ny\n"})),
        ("%YAML 1.1\n# first\n---\na: 1\n...\n", json!({"a": 1})),
        ("--- {a: 1}\n", json!({"a": 1})),
        ("a: &x {b: 1}\nc: *x\nd: [*x]\n", json!({"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}]})),
        (
            "a: !!str 1\nb: ! x\nc: !!float 1\nd: !<tag:yaml.org,2002:bool> true\n",
            json!({"a": "1", "b": "x", "c": 1.0, "d": true}),
        ),
        (
            "a: 2001-01-23\nb: 1_000\nc: no\nd: 0o7\n",
            json!({"a": "2001-01-23", "b": "1_000", "c": "no", "d": 7}),
        ),
        ("? a\n: b\n? c\n", json!({"a": "b", "c": null})),
        ("a:\n- 1\n-   - 2\n    - 3\n", json!({"a": [1, [2, 3]]})),
        ("a: [b: 1, c]\n", json!({"a": [{"b": 1}, "c"]})),
        (
            "a: http://x.example/?b=c#d\nb: a#b\nc: -x\n",
            json!({"a": "http://x.example/?b=c#d", "b": "a#b", "c": "-x"}),
        ),
    ];
    for (text, expected) in cases {
        let document = sound(&[("openapi.yaml", text)]);
        assert_eq!(document.root().to_json(), expected, "{text:?}");
    }
}

#[test]
fn merge_keys_bring_in_what_is_not_there() {
    let text = "\
base: &base {type: string, minLength: 1}
more: &more {minLength: 2, maxLength: 3}
one: {<<: *base, minLength: 5}
both:
  title: Both
  <<: [*base, *more]
  description: last
nested: {<<: {<<: *more, a: 1}, b: 2}
*word : text
'<<': a key
"
    .replace("base:", "word: &word other\nbase:");
    let document = sound(&[("openapi.yaml", &text)]);
    let root = document.root();
    let get = |name: &str| root.get(name).unwrap().to_json();
    assert_eq!(get("one"), json!({"type": "string", "minLength": 5}));
    let both = json!({"title": "Both", "type": "string", "minLength": 1, "maxLength": 3,
        "description": "last"});
    assert_eq!(get("both"), both);
    let keys: Vec<&str> = root.get("both").unwrap().entries().map(|(key, _)| key).collect();
    assert_eq!(keys, ["title", "type", "minLength", "maxLength", "description"]);
    assert_eq!(get("nested"), json!({"minLength": 2, "maxLength": 3, "a": 1, "b": 2}));
    assert_eq!((get("other"), get("<<")), (json!("text"), json!("a key")));
    let place = root.get("both").unwrap().get("maxLength").unwrap().location();
    assert_eq!(document.sources().position(place.file, place.span.start), (3, 39));
}

#[test]
fn merges_count_as_aliases() {
    let mut text = "a0: &a0 {k0: [x, x, x, x, x, x, x, x, x, x]}\n".to_owned();
    for level in 1..40 {
        let entries: Vec<String> = (0..10).map(|n| format!("k{n}: *a{}", level - 1)).collect();
        let entries = entries.join(", ");
        text.push_str(&format!("a{level}: &a{level} {{<<: {{{entries}}}}}\n"));
    }
    assert!(problems(&[("openapi.yaml", &text)]).contains("error[yaml-expansion]"));
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
