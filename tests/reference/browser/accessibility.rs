//! The page for those who see little, use a keyboard only, or listen to it.

use super::{Open, Scheme, with};
use crate::page::shipped;
use crate::{hostile, review};

/// The rules that can be checked without a library.
const CHECKS: &str = include_str!("checks.js");

#[test]
fn every_rule_holds_in_both_colours_on_all_screens() {
    let [starts, ends] = review::hostile();
    for html in [shipped().1, hostile::page(), review::page(), starts, ends] {
        with(&html, async |open| {
            open.click(".fold").await;
            for scheme in Scheme::BOTH {
                open.prefer(scheme).await;
                for width in [360, 1440] {
                    open.resize(width, 900).await;
                    let broken: Vec<String> = open.ask(CHECKS).await;
                    assert_eq!(broken, Vec::<String>::new(), "{} at {width}", scheme.text());
                }
            }
        });
    }
}

#[test]
fn axe_finds_nothing() {
    let Some(axe) = std::env::var_os("AXE_CORE") else {
        eprintln!("skipped: AXE_CORE names no axe.min.js");
        return;
    };
    let axe = std::fs::read_to_string(axe).unwrap();
    for html in [shipped().1, review::page()] {
        with(&html, async |open| scan(open, &axe).await);
    }
}

async fn scan(open: &Open, axe: &str) {
    open.click(".fold").await;
    open.ask::<bool>(&format!("{axe}; true")).await;
    for scheme in Scheme::BOTH {
        open.prefer(scheme).await;
        let scan = "axe.run().then(({violations}) => violations.flatMap(({id, nodes}) => nodes.slice(0, 3).map((node) => `${id}: ${node.html} ${node.failureSummary}`)))";
        let violations: Vec<String> = open.ask(scan).await;
        assert_eq!(violations, Vec::<String>::new(), "{}", scheme.text());
    }
}

#[test]
fn the_keyboard_reaches_everything_in_order() {
    with(&shipped().1, async |open| {
        let focused = "(document.activeElement.className || document.activeElement.id || document.activeElement.tagName) + ''";
        let mut order = Vec::new();
        for _ in 0..5 {
            open.press("Tab").await;
            order.push(open.ask::<String>(focused).await);
        }
        assert_eq!(order, ["skip", "title", "theme", "search", "A"]);
        let skipped =
            "(document.querySelector('.skip').click(), document.activeElement.id || location.hash)";
        assert_eq!(open.ask::<String>(skipped).await.trim_start_matches('#'), "content");
        // Nothing takes the focus out of the order of the text.
        assert_eq!(
            open.ask::<i32>(
                "document.querySelectorAll('[tabindex]:not([tabindex=\"-1\"])').length"
            )
            .await,
            0
        );
        let ring = "(() => { const link = document.querySelector('main a'); link.focus({focusVisible: true}); return getComputedStyle(link).outlineStyle; })()";
        assert_eq!(open.ask::<String>(ring).await, "solid", "the focus can be seen");
    });
}
