//! Samples as YAML in block style: they are written in one line where the code wants them short.

use std::fmt::Write as _;

use crate::document::{Cursor, Document, MemoryFiles, NodeKind};

/// Longer lines are taken apart.
const COLUMNS: usize = 80;

/// The text with one key in each line, if it has long lines and is YAML; otherwise as it is.
pub(super) fn block(text: &str) -> String {
    if text.lines().all(|line| line.len() <= COLUMNS) {
        return text.to_owned();
    }
    let files: MemoryFiles = [("sample.yaml", text)].into_iter().collect();
    let reading = Document::read_from(&files, "sample.yaml");
    let root = reading.document.root();
    if root.kind() != NodeKind::Map {
        return text.to_owned();
    }
    let mut block = String::new();
    entries(&root, 0, &mut block);
    block.trim_end().to_owned()
}

fn entries(node: &Cursor<'_>, level: usize, out: &mut String) {
    for (key, value) in node.entries() {
        let _ = write!(out, "{}{}:", "  ".repeat(level), scalar(key));
        below(&value, level, out);
    }
}

fn below(node: &Cursor<'_>, level: usize, out: &mut String) {
    let one_line = flow(node);
    let width = 2 * level + out.rsplit('\n').next().map_or(0, str::len) + one_line.len();
    match node.kind() {
        NodeKind::Map if width > COLUMNS => {
            out.push('\n');
            entries(node, level + 1, out);
        }
        NodeKind::Sequence if width > COLUMNS => {
            out.push('\n');
            for item in node.items() {
                let _ = write!(out, "{}- ", "  ".repeat(level + 1));
                item_of(&item, level + 2, out);
            }
        }
        _ => {
            let _ = writeln!(out, " {one_line}");
        }
    }
}

/// An entry of a list: a mapping begins in the line of the dash.
fn item_of(item: &Cursor<'_>, level: usize, out: &mut String) {
    let one_line = flow(item);
    if item.kind() != NodeKind::Map || 2 * level + one_line.len() <= COLUMNS {
        let _ = writeln!(out, "{one_line}");
        return;
    }
    let mut lines = String::new();
    entries(item, level, &mut lines);
    out.push_str(lines.trim_start());
}

/// The node in one line.
fn flow(node: &Cursor<'_>) -> String {
    match node.kind() {
        NodeKind::Map => {
            let entries =
                node.entries().map(|(key, value)| format!("{}: {}", scalar(key), flow(&value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        NodeKind::Sequence => {
            format!("[{}]", node.items().map(|item| flow(&item)).collect::<Vec<_>>().join(", "))
        }
        NodeKind::String => scalar(node.as_str().unwrap_or_default()),
        _ => node.to_json().to_string(),
    }
}

/// A text, quoted where it would be read as something else.
fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_./$ ".contains(c);
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || "_/$".contains(c));
    let is_plain = begins
        && text.chars().all(is_word)
        && !text.ends_with(' ')
        && !matches!(text, "true" | "false" | "null" | "yes" | "no");
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_become_blocks_that_say_the_same() {
        let text = "schemas: {Thing: {description: 'a: b', required: [name, 'it''s'], properties: {name: {type: string, maxLength: 20}, size: {type: integer, enum: ['1', 2, null]}}}}";
        let block = block(text);
        assert!(block.lines().all(|line| line.len() <= COLUMNS), "{block}");
        let json = |text: &str| {
            let files: MemoryFiles = [("a.yaml", text)].into_iter().collect();
            Document::read_from(&files, "a.yaml").document.root().to_json()
        };
        assert_eq!(json(&block), json(text), "{block}");
    }

    #[test]
    fn short_lines_stay() {
        assert_eq!(block("a: {b: c}"), "a: {b: c}");
    }
}
