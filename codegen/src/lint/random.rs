//! Whether a text looks drawn by lot, as secrets are, or thought up by a person.

use std::collections::HashSet;

/// Words that tell a made-up value.
const FAKE: [&str; 9] =
    ["fake", "example", "dummy", "redacted", "placeholder", "sample", "not-a", "your-", "changeme"];

/// Words that people put into values that they think up.
const WORDS: [&str; 12] = [
    "password", "passwort", "secret", "client", "token", "admin", "qwerty", "welcome", "value",
    "test", "demo", "string",
];

/// What stands between words.
const SEPARATORS: &str = "-_./:~+=*, ";

/// Shorter texts are not judged.
const SHORTEST: usize = 12;

/// Of so many letters, one stands beside a letter of another kind; in words, fewer do.
const MIXED: f64 = 0.22;

/// So many steps from one letter to the next in the alphabet make a row such as `123` or `abc`.
const ROWS: f64 = 0.4;

/// How many different letters there must be, of ten.
const VARIETY: usize = 4;

/// Whether a value says that it is made up, and little else.
pub(super) fn says_fake(text: &str) -> bool {
    let folded = text.to_lowercase();
    let mut rest = folded.clone();
    for word in FAKE {
        rest = rest.replace(word, "");
    }
    // By chance, a long key has any short word in it.
    let removed = folded.len() - rest.len();
    removed > 0 && (folded.len() < 64 || removed * 4 > folded.len())
}

/// Whether nobody would have thought this up.
pub(super) fn is_random(text: &str) -> bool {
    if text.contains(char::is_whitespace) || says_fake(text) {
        return false;
    }
    let letters: Vec<char> =
        without_words(text).chars().filter(|c| !SEPARATORS.contains(*c)).collect();
    let different: HashSet<char> = letters.iter().copied().collect();
    let has_variety = different.len() * 10 >= letters.len().min(24) * VARIETY;
    letters.len() >= SHORTEST
        && has_variety
        && share(&letters, is_row) < ROWS
        && share(&letters, is_change) >= MIXED
}

/// The text without the words that people use, also where digits stand for letters.
fn without_words(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '$' | '5' => 's',
            other => other,
        })
        .collect();
    let mut kept: Vec<Option<char>> = text.chars().map(Some).collect();
    if !plain.is_ascii() || plain.len() != kept.len() {
        return text.to_owned();
    }
    for word in WORDS {
        for (at, _) in plain.match_indices(word) {
            kept.iter_mut().skip(at).take(word.len()).for_each(|letter| *letter = None);
        }
    }
    kept.into_iter().flatten().collect()
}

/// The share of neighbours for which something holds.
fn share(letters: &[char], holds: fn(char, char) -> bool) -> f64 {
    let pairs = letters.windows(2).filter(|pair| holds(pair[0], pair[1])).count();
    let [pairs, all] =
        [pairs, letters.len().max(2) - 1].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
    f64::from(pairs) / f64::from(all)
}

fn is_row(one: char, next: char) -> bool {
    let (one, next) = (u32::from(one), u32::from(next));
    next == one + 1 || next == one || next + 1 == one
}

/// Whether letters of two kinds meet. A capital begins a word.
fn is_change(one: char, next: char) -> bool {
    let is_word = one.is_ascii_uppercase() && next.is_ascii_lowercase();
    kind(one) != kind(next) && !is_word
}

fn kind(letter: char) -> u8 {
    match letter {
        'a'..='z' => 0,
        'A'..='Z' => 1,
        '0'..='9' => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn what_is_drawn_by_lot_is_told_from_what_is_thought_up() {
        use base64::Engine;
        let (mut missed, mut all) = (Vec::new(), 0);
        for seed in 0..200 {
            let hash = Sha256::digest(format!("seed {seed}"));
            let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            let base64 = base64::engine::general_purpose::STANDARD.encode(hash);
            for text in [&hex[..32], &hex[..40], &hex, &base64[..20], &base64[..32], &base64] {
                all += 1;
                if !is_random(text) {
                    missed.push(text.to_owned());
                }
            }
        }
        assert!(missed.len() * 50 < all, "{} of {all}: {missed:?}", missed.len());
    }

    #[test]
    fn what_people_think_up_is_not_random() {
        for text in [
            "password",
            "P@ssw0rd123!",
            "Passw0rd!Passw0rd!",
            "FAKE-CLIENT-SECRET",
            "client_secret_value",
            "my-super-secret-password",
            "correct horse battery staple",
            "correct-horse-battery-staple",
            "1234567890abcdef",
            "abcdefghijklmnop",
            "aaaaaaaaaaaaaaaa",
            "00000000-0000-0000-0000-000000000000",
            "**********",
            "key.value",
            "18990***63257248",
            "xxxxxxxxxxxxxxxxxxxx",
            "TheSecretOfTheClient",
            "secret-of-the-integration-2024",
            "googleServiceAccountCredentials",
            "https://docs.example.com/things",
        ] {
            assert!(!is_random(text), "{text}");
        }
    }
}
