//! Faults on demand: what goes wrong, where, and how often.

mod fault;
mod random;
mod rule;

pub use fault::Fault;
pub use random::RandomFaults;
pub use rule::{FaultRule, Target};

pub(crate) use fault::{Kind, Moment, PayloadFault};

use http::Method;

/// The faults that are waiting for their requests.
#[derive(Default)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
    random: Vec<RandomFaults>,
}

impl Faults {
    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.rules.push(rule);
    }

    pub(crate) fn add_random(&mut self, random: RandomFaults) {
        self.random.push(random);
    }

    pub(crate) fn clear(&mut self) {
        *self = Faults::default();
    }

    /// How many faults with a number of times have not happened as often as they should.
    pub(crate) fn outstanding(&self) -> usize {
        self.rules.iter().filter(|rule| rule.is_outstanding()).count()
    }

    /// The fault of a request, if it has one: the oldest rule that fits wins, then chance.
    pub(crate) fn pick(&mut self, target: Target, method: &Method, path: &str) -> Option<Fault> {
        // All rules count, so that `after` means requests and not requests that no other rule took.
        let mut chosen = None;
        for rule in &mut self.rules {
            if rule.matches(target) && rule.is_due() && chosen.is_none() {
                chosen = Some(rule.fire());
            }
        }
        self.rules.retain(|rule| !rule.is_spent());
        let by_chance: Vec<_> =
            self.random.iter_mut().map(|random| random.pick(target, method, path)).collect();
        chosen.or_else(|| by_chance.into_iter().flatten().next())
    }
}
