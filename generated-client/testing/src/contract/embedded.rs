//! The contract of the client, as it was when the client was generated.

use std::sync::LazyLock;

use super::document::{Contract, ContractError};
use crate::route::Route;

static CONTRACT: LazyLock<Result<Contract, ContractError>> =
    LazyLock::new(|| Contract::read(include_str!("../generated/contract.json")));

/// Every operation of the contract, sorted by tag, path and method.
pub static ROUTES: LazyLock<&'static [Route]> =
    LazyLock::new(|| CONTRACT.as_ref().map_or(&[], Contract::routes));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_can_be_read() {
        assert!(CONTRACT.is_ok(), "{:?}", CONTRACT.as_ref().err());
        assert!(!ROUTES.is_empty());
    }
}
