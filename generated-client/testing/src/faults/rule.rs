//! Where a fault happens, and how often.

use super::fault::Fault;
use crate::route::Operation;

/// The requests that a fault applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// Every operation of the contract; not the token endpoint.
    Api,
    /// The token endpoint.
    Token,
    /// One operation.
    Operation(Operation),
}

impl From<Operation> for Target {
    fn from(operation: Operation) -> Target {
        Target::Operation(operation)
    }
}

impl Target {
    /// Whether a request to `actual` is included.
    pub(super) fn includes(self, actual: Target) -> bool {
        self == actual || (self == Target::Api && actual != Target::Token)
    }
}

/// A fault with its target and its number of times: by default the next request to any operation.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a fault happens only when it is injected"]
pub struct FaultRule {
    fault: Fault,
    target: Target,
    skip: u32,
    /// `None` means always.
    left: Option<u32>,
}

impl From<Fault> for FaultRule {
    fn from(fault: Fault) -> FaultRule {
        FaultRule { fault, target: Target::Api, skip: 0, left: Some(1) }
    }
}

impl Fault {
    /// Where it happens; see [`FaultRule::on`].
    pub fn on(self, target: impl Into<Target>) -> FaultRule {
        FaultRule::from(self).on(target)
    }

    /// How often it happens; see [`FaultRule::times`].
    pub fn times(self, times: u32) -> FaultRule {
        FaultRule::from(self).times(times)
    }
}

impl FaultRule {
    /// Where it happens: at an [`Operation`], the token endpoint, or anywhere in the API, which is the default.
    pub fn on(mut self, target: impl Into<Target>) -> FaultRule {
        self.target = target.into();
        self
    }

    /// How often it happens. Default: once. After that, requests are answered as usual.
    pub fn times(mut self, times: u32) -> FaultRule {
        self.left = Some(times);
        self
    }

    /// It happens to every request of the target, until [`clear_faults`](crate::FakePingOne::clear_faults).
    pub fn always(mut self) -> FaultRule {
        self.left = None;
        self
    }

    /// Lets this many requests of the target pass first. Default: none.
    pub fn after(mut self, requests: u32) -> FaultRule {
        self.skip = requests;
        self
    }

    pub(super) fn matches(&self, actual: Target) -> bool {
        self.target.includes(actual)
    }

    /// Counts a request that passes; `true` once the fault must happen.
    pub(super) fn is_due(&mut self) -> bool {
        match self.skip.checked_sub(1) {
            Some(skip) => {
                self.skip = skip;
                false
            }
            None => self.left != Some(0),
        }
    }

    pub(super) fn fire(&mut self) -> Fault {
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.fault.clone()
    }

    pub(super) fn is_spent(&self) -> bool {
        self.left == Some(0)
    }

    pub(super) fn is_outstanding(&self) -> bool {
        self.left.is_some_and(|left| left > 0)
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::faults::Faults;

    fn statuses(faults: &mut Faults, targets: &[Target]) -> Vec<Option<Fault>> {
        targets.iter().map(|target| faults.pick(*target, &Method::GET, "/")).collect()
    }

    #[test]
    fn rules_count_their_own_requests() {
        let (read, list) = (Operation::named("read"), Operation::named("list"));
        let mut faults = Faults::default();
        faults.add(Fault::status(503).on(read).after(1).times(2));
        faults.add(Fault::status(500).on(Target::Token));
        assert_eq!(faults.outstanding(), 2);
        let asked =
            [read.into(), list.into(), read.into(), Target::Token, read.into(), read.into()];
        let [unavailable, broken] = [503, 500].map(|status| Some(Fault::status(status)));
        let expected = [None, None, unavailable.clone(), broken, unavailable, None];
        assert_eq!(statuses(&mut faults, &asked), expected);
        assert_eq!(faults.outstanding(), 0);
    }

    #[test]
    fn a_fault_without_a_target_spares_the_token_endpoint() {
        let mut faults = Faults::default();
        faults.add(FaultRule::from(Fault::reset()).always());
        let asked = [Target::Token, Operation::named("read").into(), Operation::named("x").into()];
        let expected = [None, Some(Fault::reset()), Some(Fault::reset())];
        assert_eq!(statuses(&mut faults, &asked), expected);
        faults.clear();
        assert_eq!(statuses(&mut faults, &asked), [None, None, None]);
    }
}
