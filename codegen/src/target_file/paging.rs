//! Reads how the pages of collections are found, from `client.yaml` or from an operation's `x-paging`.

use http::HeaderName;

use crate::document::{Cursor, NodeKind};
use crate::suggest::nearest;
use crate::target::{NextRule, PagingRule};

/// What may be said.
pub(crate) const KEYS: [&str; 9] =
    ["items", "count", "offset", "page", "first", "cursor", "parameter", "url", "header"];

/// What is wrong with what is said, at which node, and what helps.
pub(crate) struct Wrong<'d> {
    pub(crate) at: Cursor<'d>,
    pub(crate) message: String,
    pub(crate) help: String,
    /// Whether it is about a key.
    pub(crate) is_key: bool,
}

/// How pages are found.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn read<'d>(node: &Cursor<'d>) -> Result<PagingRule, Vec<Wrong<'d>>> {
    let mut reader = Reader { node: node.clone(), wrong: Vec::new() };
    let rule = reader.rule();
    match rule {
        Some(rule) if reader.wrong.is_empty() => Ok(rule),
        _ => Err(reader.wrong),
    }
}

struct Reader<'d> {
    node: Cursor<'d>,
    wrong: Vec<Wrong<'d>>,
}

impl<'d> Reader<'d> {
    fn rule(&mut self) -> Option<PagingRule> {
        let node = self.node.clone();
        if node.kind() != NodeKind::Map {
            self.wrong(&node, "this is no mapping", "write keys with their values");
            return None;
        }
        for (key, value) in node.entries().filter(|(key, _)| !KEYS.contains(key)) {
            let help = match nearest(key, KEYS) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("one of {}", KEYS.join(", ")),
            };
            let message = format!("`{key}` is not a known key");
            self.wrong.push(Wrong { at: value, message, help, is_key: true });
        }
        let items = self.pointer("items").unwrap_or_default();
        let count = self.pointer("count");
        Some(PagingRule { items, count, next: self.next()? })
    }

    /// The one way to the next page.
    fn next(&mut self) -> Option<NextRule> {
        let first = self.node.get("first");
        let number = first.as_ref().and_then(Cursor::as_u64);
        if let Some(first) = first.filter(|_| number.is_none()) {
            self.wrong(&first, "this is no whole number", "the number of the first page: 0 or 1");
        }
        let offset = self.text("offset").map(NextRule::Offset);
        let page = self.text("page").map(|parameter| NextRule::Number { parameter, first: number });
        let cursor = match (self.pointer("cursor"), self.text("parameter")) {
            (Some(from), Some(parameter)) => Some(NextRule::Cursor { from, parameter }),
            (None, None) => None,
            _ => {
                let node = self.node.clone();
                let help = "`cursor` is where the page has it, `parameter` the query parameter \
                            that takes it";
                self.wrong(&node, "`cursor` and `parameter` need each other", help);
                return None;
            }
        };
        let url = self.pointer("url").map(NextRule::Url);
        let header = self.header();
        let ways = [offset, page, cursor, url, header];
        let mut ways = ways.into_iter().flatten();
        match (ways.next(), ways.next()) {
            (Some(way), None) => Some(way),
            _ => {
                let node = self.node.clone();
                let help = "one of `offset`, `page`, `cursor` with `parameter`, `url`, `header`";
                self.wrong(&node, "there must be one way to the next page", help);
                None
            }
        }
    }

    /// The one header that links pages.
    fn header(&mut self) -> Option<NextRule> {
        let value = self.node.get("header")?;
        let name = value.as_str().and_then(|name| HeaderName::try_from(name).ok());
        if name != Some(http::header::LINK) {
            self.wrong(&value, "no header but `Link` leads to the next page", "write `Link`");
        }
        Some(NextRule::Header)
    }

    /// A property of the page, by its name or by a JSON Pointer.
    fn pointer(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        let pointer = if text.starts_with('/') { text } else { format!("/{text}") };
        let is_member = |step: &str| {
            !step.is_empty()
                && !step.contains('~')
                && !step.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !pointer.split('/').skip(1).all(is_member) {
            let value = self.node.get(key)?;
            self.wrong(&value, "this is no property of a page", "such as `data` or `/meta/next`");
        }
        Some(pointer)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.node.get(key)?;
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(&value, "this is no text", "write a name");
        }
        text.map(str::to_owned)
    }

    fn wrong(&mut self, at: &Cursor<'d>, message: &str, help: &str) {
        let (message, help) = (message.to_owned(), help.to_owned());
        self.wrong.push(Wrong { at: at.clone(), message, help, is_key: false });
    }
}
