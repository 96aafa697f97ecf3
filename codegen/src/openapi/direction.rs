//! Which way values go.

use crate::document::Cursor;

/// How deep in `allOf` a property may be marked.
const MOST_WRAPPINGS: usize = 8;

/// Which way a value goes: with a request or with a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Client to server.
    Request,
    /// Server to client.
    Response,
}

impl Direction {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Request, Self::Response];

    /// The keyword that takes a property out of this direction.
    fn hidden_by(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }

    /// Whether a property is not sent or received this way: it says so itself, or what it refers to, or a part of
    /// its `allOf`.
    pub(crate) fn hides(self, property: &Cursor<'_>) -> bool {
        self.mark(property, MOST_WRAPPINGS).unwrap_or(false)
    }

    fn mark(self, node: &Cursor<'_>, depth: usize) -> Option<bool> {
        let target = node.resolve();
        let own = |node: &Cursor<'_>| node.get(self.hidden_by()).and_then(|flag| flag.as_bool());
        let said = own(node).or_else(|| own(&target));
        let (None, Some(depth)) = (said, depth.checked_sub(1)) else { return said };
        let parts = target.get("allOf");
        parts.iter().flat_map(Cursor::items).filter_map(|part| self.mark(&part, depth)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{contract, document};

    #[test]
    fn a_property_is_hidden_wherever_its_all_of_says_so() {
        let marked = "$ref: '#/components/schemas/Marked'";
        let cases = [
            ("type: string, readOnly: true".to_owned(), true),
            (marked.to_owned(), true),
            (format!("allOf: [{{{marked}}}]"), true),
            ("allOf: [{type: string}, {readOnly: true}]".to_owned(), true),
            (format!("allOf: [{{allOf: [{{minLength: 1}}, {{{marked}}}]}}]"), true),
            (format!("allOf: [{{{marked}}}], readOnly: false"), false),
            ("allOf: [{type: string}]".to_owned(), false),
            (format!("anyOf: [{{{marked}}}, {{type: string}}]"), false),
        ];
        for (property, expected) in cases {
            for direction in Direction::ALL {
                let schemas = format!(
                    "    Thing:\n      type: object\n      properties:\n        it: {{{property}}}\n    \
                     Marked: {{type: string, readOnly: true}}\n"
                );
                let document =
                    document(&contract(&schemas.replace("readOnly", direction.hidden_by())));
                let root = document.root();
                let path = ["components", "schemas", "Thing", "properties", "it"];
                let property = path.iter().fold(root, |node, key| node.get(key).unwrap());
                assert_eq!(direction.hides(&property), expected, "{direction:?} {schemas}");
            }
        }
    }
}
