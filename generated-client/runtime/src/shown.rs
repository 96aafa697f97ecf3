//! A server's text, as errors show it.

use std::error::Error;
use std::{fmt, iter};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// Characters that are shown of a server's text.
const MAX_CHARACTERS: usize = 200;

/// A server's text on one line: control and formatting characters escaped, cut where
/// it gets long.
pub struct Shown<'a>(pub &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut room = MAX_CHARACTERS;
        for character in self.0.chars() {
            let width = if breaks_a_line(character) { character.escape_default().len() } else { 1 };
            if width > room {
                return f.write_str("…");
            }
            room -= width;
            match width {
                1 => write!(f, "{character}")?,
                _ => write!(f, "{}", character.escape_default())?,
            }
        }
        Ok(())
    }
}

/// The messages of an error and of all its sources on one line.
pub(crate) struct Chain<'a>(pub(crate) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = iter::successors(Some(self.0), |&error| error.source());
        f.write_str(&all.map(ToString::to_string).collect::<Vec<_>>().join(": "))
    }
}

/// Whether a character could end the line, or reorder or hide what is around it.
fn breaks_a_line(character: char) -> bool {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    let category = character.general_category();
    matches!(category, Control | Format | LineSeparator | ParagraphSeparator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_text_stays_on_one_short_line() {
        assert_eq!(Shown("a\u{2028}b\u{202e}c ü").to_string(), "a\\u{2028}b\\u{202e}c ü");
        assert_eq!(Shown("a\nb\u{1b}[31m").to_string(), "a\\nb\\u{1b}[31m");
        assert_eq!(Shown(&"x".repeat(500)).to_string().chars().count(), MAX_CHARACTERS + 1);
        assert!(Shown(&"\n".repeat(500)).to_string().chars().count() <= MAX_CHARACTERS + 1);
    }
}
