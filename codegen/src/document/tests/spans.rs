//! Spans are exact bytes, whatever stands before them.

use super::super::{Cursor, NodeKind};
use super::{Document, sound};

fn text<'d>(document: &'d Document, node: &Cursor<'d>) -> &'d str {
    let location = node.location();
    let span = node.span();
    &document.sources().text(location.file)[span.start..span.end]
}

fn key<'d>(document: &'d Document, node: &Cursor<'d>) -> &'d str {
    let location = node.key_location();
    &document.sources().text(location.file)[location.span.start..location.span.end]
}

const SAMPLE: &str = "\
# Überschrift mit 日本語 und 🦀
title: Grüße 🦀   # Kommentar mit ä
'quoted ü' :   \"zwei\\nZeilen\"
flow: {ä: [ö, 'ü', 🦀], next: 1.5}
block: |
  Zeile ä
  Zeile 🦀

after:
  - first
  -   nested: &anker  wert
      second: *anker
  -
empty:
tail: !!str 12
";

fn check(document: &Document) {
    let root = document.root();
    for (name, node) in root.entries() {
        assert_eq!(key(document, &node).trim_matches('\''), name);
    }
    let get = |name: &str| root.get(name).unwrap();
    assert_eq!(text(document, &get("title")), "Grüße 🦀");
    assert_eq!(text(document, &get("quoted ü")), "\"zwei\\nZeilen\"");
    let flow = get("flow");
    assert_eq!(text(document, &flow), "{ä: [ö, 'ü', 🦀], next: 1.5}");
    assert_eq!(text(document, &flow.get("ä").unwrap()), "[ö, 'ü', 🦀]");
    let items = flow.get("ä").unwrap();
    let items: Vec<&str> = items.items().map(|item| text(document, &item)).collect();
    assert_eq!(items, ["ö", "'ü'", "🦀"]);
    assert_eq!(text(document, &flow.get("next").unwrap()), "1.5");
    let lines: Vec<&str> = text(document, &get("block")).lines().map(str::trim).collect();
    assert_eq!(lines, ["Zeile ä", "Zeile 🦀"]);
    assert!(text(document, &get("after")).starts_with("- first"));
    let nested = get("after").items().nth(1).unwrap();
    assert_eq!(key(document, &nested.get("second").unwrap()), "second");
    assert_eq!(text(document, &nested.get("nested").unwrap()), "&anker  wert");
    let empty = get("empty");
    assert_eq!((empty.kind(), text(document, &empty)), (NodeKind::Null, ""));
    let (_, line, column) = document.sources().line_column(&empty.location());
    assert_eq!((line, column), (14, 7));
    assert_eq!(text(document, &get("tail")), "!!str 12");
    let (path, line, column) =
        document.sources().line_column(&flow.get("next").unwrap().location());
    assert_eq!((path.as_str(), line, column), ("openapi.yaml", 4, 30));
}

#[test]
fn non_ascii_text_does_not_shift_spans() {
    check(&sound(&[("openapi.yaml", SAMPLE)]));
}

#[test]
fn windows_line_ends_do_not_shift_spans() {
    check(&sound(&[("openapi.yaml", &SAMPLE.replace('\n', "\r\n"))]));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let document = sound(&[("openapi.yaml", &format!("\u{feff}{SAMPLE}"))]);
    check(&document);
}

#[test]
fn long_texts_are_indexed_well() {
    let text: String = (0..2_000).map(|n| format!("käy{n}: wört{n}\n")).collect();
    let document = sound(&[("openapi.yaml", &text)]);
    for (name, node) in document.root().entries() {
        assert_eq!(key(&document, &node), name);
        assert_eq!(self::text(&document, &node), name.replace("käy", "wört"));
    }
}

#[test]
fn locations_of_blocks_are_their_keys() {
    let document = sound(&[("openapi.yaml", "a:\n  b:\n    c: 1\n    d: 2\n  e: {f: 1}\n")]);
    let place = |steps: &[&str]| {
        let node = steps.iter().fold(document.root(), |node, step| node.get(step).unwrap());
        let location = node.location();
        (
            document.sources().text(location.file)[location.span.start..location.span.end]
                .to_owned(),
            location.pointer,
        )
    };
    assert_eq!(place(&["a", "b"]), ("b".to_owned(), "/a/b".to_owned()));
    assert_eq!(place(&["a", "b", "d"]), ("2".to_owned(), "/a/b/d".to_owned()));
    assert_eq!(place(&["a", "e"]), ("{f: 1}".to_owned(), "/a/e".to_owned()));
}
