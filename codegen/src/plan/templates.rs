//! Path templates: what the client can fill in, and no two that match the same requests.

use super::planner::Planner;
use std::collections::BTreeMap;

use super::{Method, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
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
            if let Some((first, place)) = shapes.get(&shape(template)) {
                let message = format!("this path and `{first}` match the same requests");
                let place = place.key_location();
                self.problem(
                    Diagnostic::new(&rules::PATH_AMBIGUOUS, item.key_location(), message)
                        .related(place, "the other one")
                        .help("put the operations of both below one path"),
                );
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

/// The template without the names of its parameters.
fn shape(template: &str) -> String {
    let segments: Vec<&str> = template
        .split('/')
        .map(|segment| if segment.starts_with('{') { "{}" } else { segment })
        .collect();
    segments.join("/")
}

/// What is wrong with a template, and what to do.
fn fault(template: &str) -> Option<(String, &'static str)> {
    let Some(rest) = template.strip_prefix('/') else {
        return Some(("a path starts with `/`".to_owned(), "write the `/`"));
    };
    let mut seen: Vec<&str> = Vec::new();
    for segment in rest.split('/') {
        let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        let text = name.unwrap_or(segment);
        if name.is_some() && seen.contains(&text) {
            let help = "give each parameter a name of its own";
            return Some((format!("`{{{text}}}` occurs twice in the path"), help));
        }
        if text.contains(['{', '}']) {
            let message = format!("the client cannot fill in `{segment}`");
            return Some((message, "a parameter takes a whole segment: `/{name}/`"));
        }
        if name.is_none() && !text.chars().all(is_unreserved) {
            let message = format!("`{segment}` is no plain path segment");
            return Some((
                message,
                "use letters, digits, `-`, `.`, `_` and `~`; a query is a parameter",
            ));
        }
        if matches!(segment, "" | "." | ".." | "{}") {
            let message = if segment.is_empty() {
                "the path has an empty segment".to_owned()
            } else {
                format!("the segment `{segment}` would change the path")
            };
            return Some((message, "take it out; a path does not end with `/`"));
        }
        seen.extend(name);
    }
    None
}

/// RFC 3986's unreserved characters, and those that paths may hold beside them.
fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:@!$&'()*+,;=".contains(c)
}

#[cfg(test)]
mod tests {
    use super::{fault, shape};

    #[test]
    fn plain_templates_are_fine() {
        for template in ["/a", "/a/{b}/c.json", "/{a}/{b}", "/a-b/c_d/~e/v1.0/x:check"] {
            assert!(fault(template).is_none(), "{template}");
        }
        assert_eq!(shape("/a/{b}/c"), "/a/{}/c");
    }

    #[test]
    fn what_cannot_be_filled_in_or_does_not_arrive_is_a_fault() {
        for template in [
            "a",
            "/",
            "/a/",
            "/a//b",
            "/a/../b",
            "/a/./b",
            "/{a}:{b}",
            "/{a}.json",
            "/{a",
            "/a}",
            "/{}",
            "/{a}/{a}",
            "/a?b=c",
            "/a#b",
            "/a b",
            "/ä",
            "/%2e",
        ] {
            assert!(fault(template).is_some(), "{template}");
        }
    }
}
