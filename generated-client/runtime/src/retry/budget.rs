//! A shared budget for retries, so that an outage is not amplified.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a budget holds when it is full.
const CAPACITY: u32 = 500;

/// What a retry costs; a call that succeeds at the first attempt gives one back.
const COST: u32 = 5;

/// What all clones of a client share: 100 repeated requests in a row, then one per five calls that
/// succeed at once.
///
/// Whoever repeats a request takes from it: the retry loop for an attempt, the token cache for a request
/// for a token that follows a failed one, and for sending a call again after a 401.
#[derive(Debug)]
pub(crate) struct Budget(Mutex<u32>);

impl Default for Budget {
    fn default() -> Self {
        Self(Mutex::new(CAPACITY))
    }
}

impl Budget {
    /// Takes a retry out of the budget; `None` if there is none left.
    pub(crate) fn take(&self) -> Option<()> {
        let mut left = self.left();
        *left = left.checked_sub(COST)?;
        Some(())
    }

    /// Whether no retry is left.
    pub(crate) fn is_spent(&self) -> bool {
        *self.left() < COST
    }

    /// Gives back what a retry that succeeded had cost.
    pub(crate) fn refund(&self) {
        self.add(COST);
    }

    /// A call succeeded at its first attempt.
    pub(crate) fn earn(&self) {
        self.add(1);
    }

    fn add(&self, amount: u32) {
        let mut left = self.left();
        *left = left.saturating_add(amount).min(CAPACITY);
    }

    fn left(&self) -> MutexGuard<'_, u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_stops_being_amplified() {
        let budget = Budget::default();
        let granted = (0..1000).take_while(|_| budget.take().is_some()).count();
        assert_eq!(granted, 100);
        for _ in 0..4 {
            budget.earn();
        }
        assert!(budget.take().is_none() && budget.is_spent());
        budget.earn();
        assert!(!budget.is_spent() && budget.take().is_some());
    }

    #[test]
    fn a_budget_never_holds_more_than_its_capacity() {
        let budget = Budget::default();
        budget.refund();
        budget.earn();
        assert_eq!(*budget.left(), CAPACITY);
    }
}
