//! Random faults: a seed makes the same requests fail in every run.

use std::collections::HashMap;

use http::Method;

use super::fault::Fault;
use super::rule::Target;
use crate::random::rng;

/// Faults that happen to a share of the requests.
///
/// Whether a request fails depends on the seed, its method, its path and how often that path was asked for before; not
/// on what other tasks do meanwhile. With a fake of a fixed [`seed`](crate::FakePingOneBuilder::seed), which fixes ids
/// too, a concurrent run is reproduced as well as a sequential one.
///
/// ```
/// use pingone_mfa_testing::{Fault, RandomFaults};
///
/// let faults = RandomFaults::new(7)
///     .share(0.05)
///     .fault(Fault::status(503))
///     .fault(Fault::reset_after_processing());
/// # let _ = faults;
/// ```
#[derive(Debug, Clone)]
#[must_use = "faults happen only when they are injected"]
pub struct RandomFaults {
    seed: u64,
    share: f64,
    target: Target,
    faults: Vec<Fault>,
    asked: HashMap<String, u64>,
}

impl RandomFaults {
    /// No faults yet, for 5 % of the requests to the API.
    pub fn new(seed: u64) -> RandomFaults {
        RandomFaults {
            seed,
            share: 0.05,
            target: Target::Api,
            faults: Vec::new(),
            asked: HashMap::new(),
        }
    }

    /// The share of the requests that fail, from 0 to 1; values outside are clamped. Default: 0.05.
    pub fn share(mut self, share: f64) -> RandomFaults {
        self.share = share;
        self
    }

    /// Adds a fault; each is as likely as any other.
    pub fn fault(mut self, fault: Fault) -> RandomFaults {
        self.faults.push(fault);
        self
    }

    /// Where they happen. Default: anywhere in the API.
    pub fn on(mut self, target: impl Into<Target>) -> RandomFaults {
        self.target = target.into();
        self
    }

    pub(super) fn pick(&mut self, target: Target, method: &Method, path: &str) -> Option<Fault> {
        if !self.target.includes(target) {
            return None;
        }
        let request = format!("{method} {path}");
        let asked = self.asked.entry(request.clone()).or_insert(0);
        *asked += 1;
        let mut rng = rng(self.seed, &request, *asked);
        let hit = rng.f64() < self.share;
        let chosen = rng.choice(&self.faults);
        chosen.filter(|_| hit).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seed: u64, share: f64, paths: impl Iterator<Item = usize>) -> Vec<(usize, bool)> {
        let mut random = RandomFaults::new(seed).share(share).fault(Fault::reset());
        let mut hits: Vec<_> = paths
            .map(|number| {
                let path = format!("/things/{number}");
                (number, random.pick(Target::Api, &Method::GET, &path).is_some())
            })
            .collect();
        hits.sort_unstable();
        hits
    }

    #[test]
    fn a_seed_reproduces_whatever_the_order() {
        let forward = run(7, 0.05, 0..2000);
        assert_eq!(forward, run(7, 0.05, (0..2000).rev()));
        assert_ne!(forward, run(8, 0.05, 0..2000));
        let hits = forward.iter().filter(|(_, hit)| *hit).count();
        assert!((50..150).contains(&hits), "{hits} of 2000");
    }

    #[test]
    fn any_share_is_taken() {
        for (share, expected) in [(0.0, 0), (-1.0, 0), (f64::NAN, 0), (1.0, 50), (9.0, 50)] {
            let hits = run(1, share, 0..50).into_iter().filter(|(_, hit)| *hit).count();
            assert_eq!(hits, expected, "{share}");
        }
        assert!(RandomFaults::new(1).share(1.0).pick(Target::Api, &Method::GET, "/").is_none());
    }
}
