//! The contract of the client, as it was when the client was generated.

use std::sync::{Arc, LazyLock, OnceLock};

use super::document::Contract;
use super::table::Table;
use crate::error::{ContractError, StartError};
use crate::route::Route;

static CONTRACT: LazyLock<Result<Contract, ContractError>> =
    LazyLock::new(|| Contract::read(include_str!("../generated/contract.json")));

/// Every operation of the contract, sorted by tag, path and method. It is empty if the contract cannot be read, which
/// [`FakePingOne::start`](crate::FakePingOne::start) tells.
pub static ROUTES: LazyLock<&'static [Route]> =
    LazyLock::new(|| routes_of(&CONTRACT).unwrap_or_default());

/// The compiled table of the contract, which is compiled once for all fakes of a process.
pub(crate) fn table() -> Result<Arc<Table>, StartError> {
    static COMPILED: OnceLock<Arc<Table>> = OnceLock::new();
    if let Some(table) = COMPILED.get() {
        return Ok(Arc::clone(table));
    }
    let compiled = Arc::new(Table::compile(routes_of(&CONTRACT)?)?);
    Ok(Arc::clone(COMPILED.get_or_init(|| compiled)))
}

fn routes_of(
    contract: &'static Result<Contract, ContractError>,
) -> Result<&'static [Route], StartError> {
    contract.as_ref().map(Contract::routes).map_err(StartError::Unreadable)
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn the_contract_can_be_read() {
        assert!(CONTRACT.is_ok(), "{:?}", CONTRACT.as_ref().err());
        assert!(!ROUTES.is_empty());
        assert_eq!(table().unwrap().entries().len(), ROUTES.len());
    }

    #[test]
    fn a_contract_that_cannot_be_read_is_an_error_and_not_an_api_without_operations() {
        for text in ["", "{", "[]", r#"{"paths": {"/things": {"get": {}}}}"#, r#"{"paths": 7}"#] {
            let contract: &'static _ = Box::leak(Box::new(Contract::read(text)));
            let error = routes_of(contract).unwrap_err();
            assert!(matches!(error, StartError::Unreadable(_)), "{text}: {error:?}");
            assert!(error.source().is_some(), "{text}");
        }
    }
}
