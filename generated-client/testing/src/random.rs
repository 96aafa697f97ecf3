//! Every random value the fake makes; a seed reproduces them all.

use std::collections::HashMap;

use fastrand::Rng;
use uuid::{Builder, Uuid};

/// Random values that depend on the seed, a label and how often the label was used before.
///
/// The label keeps concurrent callers apart: the third key of a user gets the same id in every run, whatever else
/// happens at the same time.
pub(crate) struct Random {
    seed: u64,
    uses: HashMap<String, u64>,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random { seed, uses: HashMap::new() }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// A new id.
    pub(crate) fn id(&mut self, label: &str) -> Uuid {
        uuid(&mut self.rng(label))
    }

    /// A bearer token that says what it is when it turns up in a log.
    pub(crate) fn token(&mut self) -> String {
        let mut rng = self.rng("token");
        format!("fake-token-{}{}", uuid(&mut rng).simple(), uuid(&mut rng).simple())
    }

    /// Exactly so many digits, leading zeros included.
    pub(crate) fn digits(&mut self, label: &str, length: usize) -> String {
        let mut rng = self.rng(label);
        std::iter::repeat_with(|| rng.digit(10)).take(length).collect()
    }

    /// Exactly so many digits and letters.
    pub(crate) fn alphanumeric(&mut self, label: &str, length: usize) -> String {
        let mut rng = self.rng(label);
        std::iter::repeat_with(|| rng.alphanumeric()).take(length).collect()
    }

    fn rng(&mut self, label: &str) -> Rng {
        let uses = match self.uses.get_mut(label) {
            Some(uses) => {
                *uses += 1;
                *uses
            }
            None => *self.uses.entry(label.to_owned()).or_insert(0),
        };
        rng(self.seed, label, uses)
    }
}

/// A generator for one use of a label.
pub(crate) fn rng(seed: u64, label: &str, uses: u64) -> Rng {
    let mixed = label.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Rng::with_seed(mixed ^ uses.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn uuid(rng: &mut Rng) -> Uuid {
    Builder::from_random_bytes(rng.u128(..).to_be_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_reproduces_and_labels_do_not_disturb_each_other() {
        let (mut one, mut two, mut other) = (Random::new(7), Random::new(7), Random::new(8));
        let first = one.id("a");
        let disturbed = (two.id("b"), two.id("a"));
        assert_eq!(first, disturbed.1);
        assert_ne!(first, disturbed.0);
        assert_ne!(first, other.id("a"));
        assert_ne!(first, one.id("a"));
        assert_eq!(one.id("a"), {
            two.id("a");
            two.id("a")
        });
    }

    #[test]
    fn codes_have_their_length() {
        let mut random = Random::new(1);
        let digits = random.digits("code", 12);
        assert!(digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let mixed = random.alphanumeric("code", 16);
        assert!(mixed.len() == 16 && mixed.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
