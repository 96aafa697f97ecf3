//! The words of the contract as rustdoc attributes, for every stage that emits items.

use syn::parse_quote;

use crate::markdown;
use crate::plan::{Deprecation, TypeItem};

/// Columns of prose: with indentation and `/// ` a line stays below 100.
const WIDTH: usize = 90;

/// One `#[doc]` attribute per line, which prints as `/// line`; prose is wrapped.
pub(crate) fn lines<S: AsRef<str>>(text: impl IntoIterator<Item = S>) -> Vec<syn::Attribute> {
    let mut lines = Vec::new();
    for part in text {
        match part.as_ref() {
            "" => lines.push(String::new()),
            part => lines.extend(part.lines().map(|line| line.trim_end().to_owned())),
        }
    }
    let text: Vec<String> = lines;
    let whole = markdown::whole_lines(&text.join("\n"));
    let mut wrapped = Vec::new();
    for (number, line) in text.iter().enumerate() {
        if whole.contains(&number) || line.starts_with(['|', '#']) {
            wrapped.push(line.clone());
        } else {
            wrapped.extend(wrap(line));
        }
    }
    if !markdown::says_the_same(&wrapped.join("\n"), &text.join("\n")) {
        wrapped = text;
    }
    wrapped
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            parse_quote!(#[doc = #line])
        })
        .collect()
}

/// Wraps a line of Markdown, unless that would make a list or a heading of its middle.
fn wrap(line: &str) -> Vec<String> {
    // The first half of such a span would open a block of code.
    if line.contains("```") || line.contains("~~~") {
        return vec![line.to_owned()];
    }
    let indent = continuation(line);
    let options = textwrap::Options::new(WIDTH)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let parts: Vec<String> =
        textwrap::wrap(line, options).into_iter().map(std::borrow::Cow::into_owned).collect();
    let starts_block = |part: &String| {
        let part = part.strip_prefix(indent.as_str()).unwrap_or(part);
        part.starts_with(['-', '+', '*', '_', '#', '>', '|', '='])
            // A tag; the address of a page makes no block.
            || part.starts_with('<') && !part.starts_with("<http")
            || part.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
    };
    if parts.iter().skip(1).any(starts_block) { vec![line.to_owned()] } else { parts }
}

/// What the further lines of a quote or of an item of a list begin with.
fn continuation(line: &str) -> String {
    let text = line.trim_start();
    let before = line.len() - text.len();
    if text.starts_with("> ") {
        return format!("{}> ", " ".repeat(before));
    }
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark));
    let mark = match (is_item, text.len() - digits.len()) {
        (true, _) => 2,
        (false, 1..=9) if digits.starts_with(". ") || digits.starts_with(") ") => {
            text.len() - digits.len() + 2
        }
        _ => 0,
    };
    match mark {
        // An indented line goes on as it began.
        0 => " ".repeat(before),
        mark => " ".repeat(before + mark),
    }
}

/// The documentation of a type.
///
/// A deprecated schema is called so in words: the attribute would warn wherever generated code
/// mentions the type. It stands on what users write instead: variants, setters, methods.
pub(crate) fn type_lines(item: &TypeItem) -> Vec<syn::Attribute> {
    let mut text = item.docs.clone();
    if text.is_empty() {
        text.push(item.summary.clone());
    }
    if item.deprecation == Deprecation::Deprecated {
        text.extend([String::new(), deprecation_words(item.successor.as_deref())]);
    }
    lines(text)
}

/// That something is deprecated, as a sentence.
pub(crate) fn deprecation_words(successor: Option<&str>) -> String {
    match successor {
        Some(successor) => format!("Deprecated: use `{successor}` instead."),
        None => "Deprecated.".to_owned(),
    }
}

/// `#[deprecated]` where the contract says so, with the item to use instead.
pub(crate) fn deprecated(
    deprecation: Deprecation,
    successor: Option<&str>,
) -> Option<syn::Attribute> {
    let note = match (deprecation, successor) {
        (Deprecation::Current, _) => return None,
        (Deprecation::Deprecated, Some(successor)) => format!("use `{successor}` instead"),
        (Deprecation::Deprecated, None) => "the API's documentation calls it deprecated".to_owned(),
    };
    Some(parse_quote!(#[deprecated = #note]))
}

/// For code that must name a deprecated item because it defines how that item works.
pub(crate) fn allow_deprecated() -> syn::Attribute {
    parse_quote!(#[allow(deprecated, reason = "defines how it works")])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quote::ToTokens as _;

    use super::*;
    use crate::markdown::tests::pieces;
    use crate::markdown::{is_harmless, prose};

    fn printed<S: AsRef<str>>(text: &[S]) -> Vec<String> {
        lines(text)
            .into_iter()
            .map(|attribute| match attribute.meta {
                syn::Meta::NameValue(pair) => {
                    let literal = pair.value.to_token_stream().to_string();
                    syn::parse_str::<syn::LitStr>(&literal).unwrap().value()
                }
                _ => panic!("no doc attribute"),
            })
            .collect()
    }

    #[test]
    fn prose_is_wrapped_and_code_and_tables_are_not() {
        let long = "word ".repeat(40);
        let table = format!("| {long} |");
        let lines = printed(&[&long, "", "```", &long, "```", &table]);
        assert!(lines[..3].iter().all(|line| line.len() <= WIDTH + 1), "{lines:?}");
        assert!(lines.contains(&format!(" {}", long.trim_end())), "code stays as it is");
        assert!(lines.contains(&format!(" {table}")), "a table row is one line");
    }

    proptest! {
        #[test]
        fn wrapping_makes_nothing_that_rustdoc_acts_on(
            parts in proptest::collection::vec((pieces(), 0_usize..20), 1..4)
        ) {
            let parts = parts.iter().map(|(text, words)| format!("{text} {}", "word ".repeat(*words)));
            let lines = prose(&parts.collect::<String>());
            // Without the space behind `///`.
            let printed = printed(&lines);
            let wrapped: Vec<&str> =
                printed.iter().map(|line| line.get(1..).unwrap_or_default()).collect();
            let wrapped = wrapped.join("\n");
            prop_assert!(is_harmless(&wrapped), "{}", wrapped);
        }
    }

    #[test]
    fn wrapping_never_makes_a_list_of_the_middle_of_a_sentence() {
        for mark in ["- ", "+ ", "1. ", "# "] {
            let text = format!("{}{mark}{}", "word ".repeat(18), "word ".repeat(4));
            assert_eq!(printed(&[&text]).len(), 1, "{mark}");
        }
    }
}
