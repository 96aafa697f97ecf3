//! The operations that the paths of a document hold.

use crate::document::Cursor;

/// The HTTP methods a path item can have.
pub(super) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An Operation Object with the path and the method under which it stands.
#[derive(Debug, Clone)]
pub(crate) struct OperationObject<'d> {
    /// The path as written.
    pub(crate) template: &'d str,
    /// In lower case.
    pub(crate) method: &'static str,
    /// The path item, resolved.
    pub(crate) path_item: Cursor<'d>,
    /// The object itself.
    pub(crate) node: Cursor<'d>,
}

/// The paths of the root with their items; an extension beside them is none.
pub(crate) fn paths<'d>(
    root: &Cursor<'d>,
) -> impl Iterator<Item = (&'d str, Cursor<'d>)> + use<'d> {
    let paths = root.get("paths").into_iter();
    let entries = paths.flat_map(|paths| paths.entries().collect::<Vec<_>>());
    entries.filter(|(template, _)| !template.starts_with("x-"))
}

impl<'d> OperationObject<'d> {
    /// Those of the root's paths, in the order of the document.
    pub(crate) fn all(root: &Cursor<'d>) -> Vec<Self> {
        let mut found = Vec::new();
        for (template, path_item) in paths(root) {
            let path_item = path_item.resolve();
            for method in METHODS {
                if let Some(node) = path_item.get(method) {
                    found.push(Self { template, method, path_item: path_item.clone(), node });
                }
            }
        }
        found
    }

    /// `GET /things`.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.template)
    }

    /// The `operationId`.
    pub(crate) fn id(&self) -> Option<&'d str> {
        self.node.get("operationId")?.as_str()
    }

    /// The parameters of the path item, then its own.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = Cursor<'d>> {
        [self.path_item.get("parameters"), self.node.get("parameters")]
            .into_iter()
            .flatten()
            .flat_map(|list| list.items().collect::<Vec<_>>())
    }

    /// Status and response, resolved.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'d str, Cursor<'d>)> {
        let responses = self.node.get("responses");
        responses
            .into_iter()
            .flat_map(|responses| responses.entries().collect::<Vec<_>>())
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| (status, response.resolve()))
    }
}
