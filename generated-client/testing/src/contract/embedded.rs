//! The contract of the client, as it was when the client was generated.

use std::sync::{Arc, LazyLock, OnceLock};

use super::document::Contract;
use super::reference::ContractError;
use super::table::Table;
use crate::error::StartError;
use crate::route::Route;

static CONTRACT: LazyLock<Result<Contract, ContractError>> =
    LazyLock::new(|| Contract::read(include_str!("../generated/contract.json")));

/// Every operation of the contract, sorted by tag, path and method.
pub static ROUTES: LazyLock<&'static [Route]> =
    LazyLock::new(|| CONTRACT.as_ref().map_or(&[], Contract::routes));

/// The compiled table of the contract.
pub(crate) fn contract() -> Result<Arc<Table>, StartError> {
    table(&ROUTES)
}

/// The compiled table; the one of the contract is compiled once for all fakes of a process.
pub(crate) fn table(routes: &'static [Route]) -> Result<Arc<Table>, StartError> {
    static COMPILED: OnceLock<Arc<Table>> = OnceLock::new();
    if !std::ptr::eq(routes, *ROUTES) {
        return Table::compile(routes).map(Arc::new);
    }
    if let Some(table) = COMPILED.get() {
        return Ok(Arc::clone(table));
    }
    let compiled = Arc::new(Table::compile(&ROUTES)?);
    Ok(Arc::clone(COMPILED.get_or_init(|| compiled)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_can_be_read() {
        assert!(CONTRACT.is_ok(), "{:?}", CONTRACT.as_ref().err());
        assert!(!ROUTES.is_empty());
    }
}
