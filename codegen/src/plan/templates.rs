//! Path templates: what the client can fill in, and which match the same requests.

use super::planner::Planner;
use std::collections::BTreeMap;

use super::{Method, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::paths;

impl<'d> Planner<'d> {
    /// Checks every path of the contract.
    pub(super) fn check_templates(&mut self) {
        let mut shapes: BTreeMap<String, (&'d str, Cursor<'d>)> = BTreeMap::new();
        for (template, item) in paths(&self.root) {
            if !self.is_needed(template, &item) {
                continue;
            }
            if let Some((message, help)) = fault(template) {
                self.problem(
                    Diagnostic::new(&rules::PATH_TEMPLATE, item.key_location(), message).help(help),
                );
                continue;
            }
            if template.contains(['?', '#']) {
                self.problem(
                    Diagnostic::new(
                        &rules::PATH_WITH_QUERY,
                        item.key_location(),
                        "a path ends before its query",
                    )
                    .help("declare a query parameter; a fragment is never sent"),
                );
            }
            if let Some((first, place)) = shapes.get(&shape(template)) {
                // Where it is no error, lint tells it.
                if !self.has_meaning(&rules::PATH_AMBIGUOUS) {
                    let message = format!("this path and `{first}` match the same requests");
                    let place = place.key_location();
                    self.problem(
                        Diagnostic::new(&rules::PATH_AMBIGUOUS, item.key_location(), message)
                            .related(place, "the other one")
                            .help("put the operations of both below one path"),
                    );
                }
                continue;
            }
            shapes.insert(shape(template), (template, item));
        }
    }

    /// Whether the client needs a path: not if something may be left out, and nothing stays below it.
    fn is_needed(&self, template: &str, item: &Cursor<'d>) -> bool {
        let item = item.resolve();
        let stays = |method: &Method| {
            item.get(method.key()).is_some() && !self.leaves_out(template, method.key())
        };
        self.left_out.is_none() || Method::ALL.iter().any(stays)
    }
}

/// What of a template is sent: a fragment is not.
pub(crate) fn sent(template: &str) -> &str {
    template.split_once('#').map_or(template, |(sent, _)| sent)
}

/// The template without the names of its parameters.
pub(crate) fn shape(template: &str) -> String {
    let mut pieces = template.split('{');
    let mut shape = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        shape.push_str("{}");
        shape.push_str(piece.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

/// What is wrong with a template, and what to do.
fn fault(template: &str) -> Option<(String, &'static str)> {
    if !template.starts_with('/') {
        return Some(("a path starts with `/`".to_owned(), "write the `/`"));
    }
    if let Some(hidden) = template.chars().find(|c| markdown::is_hidden(*c)) {
        let message = format!("this path has the invisible character {}", hidden.escape_unicode());
        return Some((message, "remove the character"));
    }
    let mut open = None;
    for (at, mark) in template.match_indices(['{', '}']) {
        open = match (mark, open) {
            ("{", None) => Some(at),
            ("}", Some(start)) if at > start + 1 => None,
            _ => return Some(("this path has a brace too many".to_owned(), BRACES)),
        };
    }
    if open.is_some() {
        return Some(("this path has an open brace".to_owned(), BRACES));
    }
    let path = template.split(['?', '#']).next().unwrap_or_default();
    path.split('/').find(|segment| is_dots(segment)).map(|segment| {
        let message = format!("the segment `{segment}` would change the path");
        (message, "take it out")
    })
}

const BRACES: &str = "a parameter is `{name}`";

/// Whether a segment is one that URL parsers take for a step in the path.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::{fault, shape};

    #[test]
    fn plain_templates_are_fine() {
        for template in [
            "/",
            "/a",
            "/a/",
            "/a//b",
            "/a/{b}/c.json",
            "/{a}/{b}",
            "/{a}/{a}",
            "/{a}:{b}",
            "/{a}{b}.json",
            "/a-b/c_d/~e/v1.0/x:check",
            "/a?b={c}",
            "/a#b",
            "/a b/ä",
            "/a%20b",
        ] {
            assert!(fault(template).is_none(), "{template}");
        }
        assert_eq!(shape("/a/{b}.{c}/d"), "/a/{}.{}/d");
        assert_eq!(shape("/a/{b}/c"), "/a/{}/c");
    }

    #[test]
    fn what_cannot_be_filled_in_or_does_not_arrive_is_a_fault() {
        for template in [
            "a",
            "/a/../b",
            "/a/./b",
            "/{a",
            "/a}",
            "/{}",
            "/{a{b}}",
            "/%2e",
            "/a/.%2E/b",
            "/a\u{200b}",
        ] {
            assert!(fault(template).is_some(), "{template}");
        }
    }
}
