//! What the contract says of security as a whole.

use std::collections::BTreeMap;

use super::SecurityScheme;

/// What the contract says of security, before a single operation is planned.
#[derive(Default)]
pub(super) struct Schemes<'d> {
    pub(super) declared: BTreeMap<&'d str, SecurityScheme>,
    /// How much the operations differ.
    pub(super) style: Style,
    /// Where tokens come from.
    pub(super) token_url: Option<String>,
}

/// How much the operations differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Style {
    /// Nothing in the contract asks for credentials, and nothing says that none are needed.
    #[default]
    Silent,
    /// Every operation takes an access token, or the key that `client.yaml` names.
    OneForAll,
    /// Each operation says what it takes.
    PerOperation,
}
