//! Which version of OpenAPI a file is written in.

use super::node::Tree;

/// Whether a file is written in a version after 3.0: it says so, or the root of the contract does and it says
/// nothing.
pub(super) fn is_newer(tree: &Tree, root: Option<&Tree>) -> bool {
    named(tree).or_else(|| named(root?)).is_some_and(is_after_3_0)
}

fn is_after_3_0(version: &str) -> bool {
    version.starts_with("3.1.") || version.starts_with("3.2.")
}

/// The version that a whole document names.
fn named(tree: &Tree) -> Option<&str> {
    tree.text(tree.map(tree.root()?)?.get("openapi")?.value)
}
