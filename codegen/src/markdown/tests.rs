//! What becomes of the Markdown of authors.

use proptest::prelude::*;

use super::*;

/// Pieces of Markdown that mean something together.
pub(crate) fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\n"),
        Just("\n\n"),
        Just(" "),
        Just("    "),
        Just("\t"),
        Just("```"),
        Just("~~~"),
        Just("`"),
        Just("``"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("# "),
        Just("|"),
        Just("---"),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("<"),
        Just(">"),
        Just("!"),
        Just("^"),
        Just(":"),
        Just("\\"),
        Just("https://a.example/b"),
        Just("a"),
        Just("word"),
        Just("b>"),
        Just("rust"),
        Just("*"),
        Just("&lt;"),
        Just("<!--"),
        Just("x@y.z"),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn rustdoc_acts_on_nothing_whatever_a_description_says(text in pieces()) {
        let lines = prose(&text).join("\n");
        // Neither does it swallow what stands behind the description.
        prop_assert!(is_harmless(&lines), "{}", lines);
    }

    #[test]
    fn rustdoc_acts_on_nothing_whatever_a_phrase_says(text in pieces()) {
        let line = phrase(&text);
        prop_assert!(!line.contains('\n'));
        prop_assert!(is_harmless(&format!("Creates {line}.")), "{}", line);
    }
}

#[test]
fn what_an_author_means_stays() {
    for line in [
        "Plain words, `code [with] <brackets>` and ``a ` tick``.",
        "- a list",
        "| a | table |",
        "See [the page](https://a.example/b#c) or <https://a.example/>.",
        "größe 名前 🦀",
        "# Heading",
        "   three spaces",
    ] {
        assert_eq!(prose(line), [line.trim()], "{line}");
    }
}

#[test]
fn what_rustdoc_would_act_on_is_escaped() {
    for (line, escaped) in [
        ("[broken] and [also][broken]", r"\[broken\] and \[also\]\[broken\]"),
        ("[`Nope`](nope)", "`Nope` (`nope`)"),
        ("Vec<String> and <b>bold</b>", r"Vec\<String> and \<b>bold\</b>"),
        ("see https://a.example/x.", "see <https://a.example/x>."),
        ("a ` alone [x]", r"a ` alone \[x\]"),
        (r"\[escaped\] already", r"\[escaped\] already"),
        ("bell\u{7} and \u{202e}direction\u{2028}line", "bell and direction line"),
    ] {
        assert_eq!(prose(line), [escaped], "{line}");
    }
}

/// What CommonMark has, as authors write it, and what becomes of it.
const COMMON_MARK: &[(&str, &str)] = &[
    ("Text:\n\n    a: 1\n    b: 2\n\nAfter.", "Text:\n\n```text\na: 1\nb: 2\n```\n\nAfter."),
    ("\tcode", "```text\ncode\n```"),
    ("1. one\n   ```json\n   {}\n   ```\n2. two", "1. one\n   ```text\n   {}\n   ```\n2. two"),
    ("- a\n\n      code\n\n- b", "- a\n\n  ```text\n  code\n  ```\n\n- b"),
    ("- a\n  ~~~\n  code\n  ~~~", "- a\n  ```text\n  code\n  ```"),
    ("> quote\n> ```\n> code\n> ```", "> quote\n>\n> ```text\n> code\n> ```"),
    ("````\n```\ninner\n```\n````", "````text\n```\ninner\n```\n````"),
    // Clippy reads no line that begins elsewhere than its list or quote.
    ("- lazy\nitem", "- lazy\n  item"),
    ("- over\n      indented", "- over\n  indented"),
    ("> lazy\nquote", "> lazy\n> quote"),
    ("- a\n- b\nbehind", "- a\n- b\n  behind"),
    ("+ plus\n    + nested", "+ plus\n   + nested"),
    ("1) one\n2) two", "1) one\n2) two"),
    // Links to the web stay, others are told, addresses become links.
    ("[a](/docs/x), [b](c.md) and [d](#e)", "a (`/docs/x`), b (`c.md`) and d (`#e`)"),
    ("[the `x`][g].\n\n[g]: https://a.example/x", "[the `x`](https://a.example/x)."),
    (
        "[a][], [b]\n\n[a]: https://a.example/a\n[b]: <https://a.example/b> \"T\"",
        "[a](https://a.example/a), [b](https://a.example/b \"T\")",
    ),
    ("[p](https://a.example/a_(b))", "[p](https://a.example/a_(b))"),
    ("<https://a.example/(x)>", "<https://a.example/(x)>"),
    ("<mailto:x@y.z> or <x@y.z>", "mailto:x@y.z or x@y.z"),
    ("xhttps://a.example/b", "xhttps\\://a.example/b"),
    ("![p](https://a.example/p.png), ![l](p.png)", "[p](https://a.example/p.png), l (`p.png`)"),
    ("[![p](https://a.example/p.svg)](https://a.example)", "[p](https://a.example)"),
    ("[a](crate::b) and [Vec] and `[x]`", "a (`crate::b`) and \\[Vec\\] and `[x]`"),
    // HTML is shown.
    ("a<br>b <b>c</b> &amp; <!-- d -->", "a\\<br>b \\<b>c\\</b> &amp; \\<!-- d -->"),
    ("<div>\n*in html*\n</div>", "\\<div> \\*in html\\* \\</div>"),
    // Lines that end where the author wants it.
    ("hard  \nbreak and\\\nanother", "hard\\\nbreak and\\\nanother"),
    ("| a |\n|--:|\n| [z](/y) |", "|a|\n|-:|\n|z (`/y`)|"),
    ("a | b\n--|--\n1 | 2", "a | b\n--|--\n1 | 2"),
    ("Sub\n---\n\ntext", "Sub\n---\n\ntext"),
    ("- [ ] to do\n- [x] done", "- \\[ \\] to do\n- \\[x\\] done"),
    ("[^1] note\n\n[^1]: it", "\\^1 (`it`) note"),
    ("~~gone~~ **b *n* b** __u__ 2 * 3 a_b", "~~gone~~ **b *n* b** __u__ 2 * 3 a_b"),
];

#[test]
fn common_mark_is_kept() {
    for (text, expected) in COMMON_MARK {
        let written = prose(text).join("\n");
        assert_eq!(written, *expected, "{text}");
        assert!(is_harmless(&written), "{written}");
    }
}

#[test]
fn code_blocks_are_never_tests_and_always_end() {
    assert_eq!(prose("a\n```\nlet x: [u8];"), ["a", "```text", "let x: [u8];", "```"]);
    assert_eq!(prose("```json\n{}\n```\nb"), ["```text", "{}", "```", "b"]);
    assert_eq!(prose("~~~~\n```\n~~~\n~~~~"), ["~~~~text", "```", "~~~", "~~~~"]);
    assert_eq!(prose("a\n\n        code"), ["a", "", "```text", "    code", "```"]);
    assert_eq!(phrase("one\n two ``` [x]"), r"one two ''' \[x\]");
    assert_eq!(prose("> ```\n> code"), ["> ```text", "> code", "> ```"]);
    assert_eq!(phrase("```[a]```"), r"'''\[a\]'''");
}
