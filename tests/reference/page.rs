//! Pages to test, and questions about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use codegen::document::{Document, MemoryFiles};
use codegen::plan::Plan;
use codegen::{GenerateError, reference};
use pingone_mfa_tests::{frozen_contract, shipped_contract};
use scraper::{ElementRef, Html, Selector};

/// The page of the contract that is shipped, with its plan.
pub(crate) fn shipped() -> (Plan, String) {
    read(&shipped_contract())
}

/// The page of a contract that looks like the shipped one and stays as it is, for tests that name
/// what they look for.
pub(crate) fn frozen() -> String {
    read(&frozen_contract()).1
}

fn read(contract: &Path) -> (Plan, String) {
    let (document, plan) = codegen::plan(contract).unwrap();
    let page = reference::page(&document, &plan);
    (plan, page)
}

/// The page of a contract in one file.
pub(crate) fn of(contract: &str) -> Result<String, GenerateError> {
    let files: MemoryFiles = [("openapi.yaml", contract)].into_iter().collect();
    let document = Document::from_files(&files, "openapi.yaml")?;
    let plan = codegen::plan_of(&document)?;
    Ok(reference::page(&document, &plan))
}

/// All elements that a CSS selector finds.
pub(crate) fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

pub(crate) fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// The first code block of an operation with this title.
pub(crate) fn code(html: &Html, operation: &str, title: &str) -> String {
    codes(html, operation, title).remove(0)
}

/// The code blocks of an operation with this title: one for each form of its body.
pub(crate) fn codes(html: &Html, operation: &str, title: &str) -> Vec<String> {
    let figures = all(html, &format!("section[data-name='{operation}'] figure.code"));
    let is_it = |figure: &ElementRef<'_>| {
        let caption = figure.select(&Selector::parse("figcaption").unwrap()).next();
        caption.is_some_and(|caption| text(caption) == title)
    };
    let code = Selector::parse("code").unwrap();
    let found = figures.into_iter().filter(is_it);
    let found: Vec<String> =
        found.map(|figure| text(figure.select(&code).next().unwrap())).collect();
    assert!(!found.is_empty(), "{operation} has no {title}");
    found
}

/// Everything that must hold for any page, whatever the contract says.
pub(crate) fn check(page: &str) {
    let html = Html::parse_document(page);
    assert_eq!(html.errors, Vec::<std::borrow::Cow<'static, str>>::new(), "well-formed");
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for element in all(&html, "[id]") {
        *ids.entry(element.attr("id").unwrap()).or_default() += 1;
    }
    let twice: Vec<_> = ids.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "ids that are there twice: {twice:?}");
    let mut broken = BTreeSet::new();
    for link in all(&html, "[href]") {
        let href = link.attr("href").unwrap();
        match href.strip_prefix('#') {
            Some(id) if !ids.contains_key(id) => drop(broken.insert(href)),
            Some(_) => assert_eq!(link.value().name(), "a"),
            None => {
                assert!(href.starts_with("https://") || href.starts_with("http://"), "{href}");
                assert_eq!(link.value().name(), "a", "only readers follow links");
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere: {broken:?}");
    let referring = ["aria-labelledby", "aria-describedby", "for"];
    for name in referring {
        for element in all(&html, &format!("[{name}]")) {
            assert!(ids.contains_key(element.attr(name).unwrap()), "{name}");
        }
    }
    for loading in [
        "[src]", "[srcset]", "link", "img", "iframe", "object", "embed", "base", "form", "audio",
        "video", "use", "image",
    ] {
        assert!(all(&html, loading).is_empty(), "{loading} could load something");
    }
    for acting in ["[style]", "[onclick]", "[onload]", "[onerror]", "[onmouseover]"] {
        assert!(all(&html, acting).is_empty(), "{acting} acts");
    }
    assert_eq!((all(&html, "script").len(), all(&html, "style").len()), (1, 1));
    check_outline(&html);
}

/// Headings go down one level at a time, and each has a text.
fn check_outline(html: &Html) {
    let mut level = 0;
    for heading in all(html, "h1, h2, h3, h4, h5, h6") {
        let name = heading.value().name();
        let its: usize = name[1..].parse().unwrap();
        assert!(its <= level + 1, "{name} `{}` skips a level", text(heading));
        assert!(!text(heading).trim().is_empty(), "an empty {name}");
        level = its;
    }
    assert_eq!(all(html, "h1").len(), 1);
}
