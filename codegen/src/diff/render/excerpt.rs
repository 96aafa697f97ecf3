//! What differs between two texts, with a few words around it.

use crate::diff::Change;
use crate::diff::kinds::Area;

/// Characters that are shown on both sides of the difference.
const AROUND: usize = 40;

/// Longest excerpt, in characters.
const MOST: usize = 240;

/// The two texts of a change of documentation, cut to where they differ; `None` for other changes
/// and where there is no text.
pub(super) fn excerpts(change: &Change) -> Option<[String; 2]> {
    if change.kind.area() != Area::Documentation {
        return None;
    }
    if change.before.is_none() && change.after.is_none() {
        return None;
    }
    let text = |side: &Option<String>| side.clone().unwrap_or_default();
    Some(differing(&text(&change.before), &text(&change.after)))
}

fn differing(before: &str, after: &str) -> [String; 2] {
    let [before, after] = [before, after].map(|text| text.chars().collect::<Vec<char>>());
    let shorter = before.len().min(after.len());
    let front = (0..shorter).take_while(|at| before[*at] == after[*at]).count();
    let is_same = |back: &usize| before[before.len() - 1 - back] == after[after.len() - 1 - back];
    let back = (0..shorter - front).take_while(is_same).count();
    [excerpt(&before, front, back), excerpt(&after, front, back)]
}

/// The part of a text without what it has in common at its ends.
fn excerpt(text: &[char], front: usize, back: usize) -> String {
    let start = front.saturating_sub(AROUND);
    let end = text.len().min(text.len() - back + AROUND);
    let cut = end.min(start + MOST);
    let (open, close) = (if start > 0 { "…" } else { "" }, if cut < text.len() { "…" } else { "" });
    let middle: String = text[start..cut].iter().collect();
    match middle.is_empty() {
        true => "nothing".to_owned(),
        false => format!("{open}{middle}{close}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_whole() {
        assert_eq!(differing("A key.", "A code."), ["A key.", "A code."]);
        assert_eq!(differing("", "New."), ["nothing", "New."]);
        assert_eq!(differing("same", "same"), ["same", "same"]);
    }

    #[test]
    fn long_texts_are_cut_to_what_differs() {
        let (front, back) = ("é".repeat(100), "z".repeat(300));
        let [before, after] =
            differing(&format!("{front}old{back}"), &format!("{front}newer{back}"));
        assert_eq!(before, format!("…{}old{}…", "é".repeat(AROUND), "z".repeat(AROUND)));
        assert_eq!(after, format!("…{}newer{}…", "é".repeat(AROUND), "z".repeat(AROUND)));
        let [_, huge] = differing("", &"x".repeat(10_000));
        assert_eq!(huge.chars().count(), MOST + 1);
    }

    #[test]
    fn one_text_inside_the_other_is_no_trouble() {
        assert_eq!(differing("aaa", "aaaaa"), ["aaa", "aaaaa"]);
        assert_eq!(differing("ab", "ab ab"), ["ab", "ab ab"]);
    }
}
