//! Values in samples that readers replace with their own: marked in the text of the code, and put into the
//! page as parts that the script finds. Without the script they are the values of the contract.

/// What stands around a value that can be replaced: its name, then the value. The characters are of an area
/// that no text uses; a text that has them loses them.
pub(super) const BEGIN: char = '\u{f8e0}';
const MIDDLE: char = '\u{f8e1}';
const END: char = '\u{f8e2}';

/// What a region, its host for tokens and the id of a client are called; parameters have their own names.
pub(super) const SERVER: &str = "server";
pub(super) const REGION: &str = "region";
pub(super) const TOKENS: &str = "tokens";
pub(super) const CLIENT: &str = "client";

/// A value that readers may replace.
pub(super) fn slot(name: &str, value: &str) -> String {
    format!("{BEGIN}{name}{MIDDLE}{}{END}", unmarked(value))
}

/// The name of the values of a parameter. A parameter of the contract shares it with no other kind of value.
pub(super) fn of_parameter(wire: &str) -> String {
    super::anchor::id(&["parameter", wire])
}

/// The text without marks.
pub(super) fn unmarked(text: &str) -> String {
    text.replace([BEGIN, MIDDLE, END], "")
}

/// The parts of a text: what stands as it is, and the values with their names.
pub(super) fn parts(text: &str) -> Vec<(Option<&str>, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let Some((name, value, behind)) = slot_of(after) else { break };
        found.extend([(None, before), (Some(name), value)]);
        rest = behind;
    }
    found.push((None, rest));
    found.retain(|(name, text)| name.is_some() || !text.is_empty());
    found
}

/// The text as the page shows it.
#[cfg(test)]
pub(super) fn unmarked_values(text: &str) -> String {
    parts(text).into_iter().map(|(_, text)| text).collect()
}

/// The length of the value that can be replaced at the beginning of a text, its marks included; 0 if there is
/// none.
pub(super) fn length(text: &str) -> usize {
    if !text.starts_with(BEGIN) {
        return 0;
    }
    text.find(END).map_or(0, |end| end + END.len_utf8())
}

fn slot_of(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once(MIDDLE)?;
    let (value, behind) = rest.split_once(END)?;
    Some((name, value, behind))
}

/// Marks the value of `let name…= "value"` in Rust code.
pub(super) fn binding(code: &str, variable: &str, name: &str) -> String {
    let lines = code.split('\n').map(|line| {
        let rest = line.strip_prefix("let ").and_then(|rest| rest.strip_prefix(variable));
        let is_it = rest.is_some_and(|rest| rest.starts_with([':', ' ']));
        let quotes: Vec<&str> = line.splitn(3, '"').collect();
        match quotes.as_slice() {
            [before, value, after] if is_it && !value.ends_with('\\') && !value.contains(BEGIN) => {
                format!("{before}\"{}\"{after}", slot(name, value))
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_text_is_its_parts() {
        let text = format!("a {} b {}", slot("x", "1"), slot("y", "\u{f8e1}2"));
        let found = parts(&text);
        assert_eq!(found, [(None, "a "), (Some("x"), "1"), (None, " b "), (Some("y"), "2")]);
        assert_eq!(
            binding("let a: Id = \"v\".parse()?;", "a", "n").matches("\u{f8e0}n").count(),
            1
        );
        assert_eq!(
            binding("let ab: Id = \"v\".parse()?;", "a", "n"),
            "let ab: Id = \"v\".parse()?;"
        );
    }
}
