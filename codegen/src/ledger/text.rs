//! The ledger as a file of the contract, and parts of it for a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Entry, Fate, Ledger};

use crate::pointer::Pointer;

const INTRODUCTION: &str = "\
<!-- Written by `cargo xtask regen`. Do not edit. -->
# Ledger

What becomes of every node of the contract, so that a review shows what a change drops. Each line is
one object: its place, the Rust item it belongs to, and its keys by what becomes of them.

- **rust**: shows in the client, as an item, in a type, or as documentation
- **wire**: decides what is sent, or is checked by the test kit
- **[letter]**: ignored, for a reason listed here

`cargo xtask explain pairing-keys.yaml:120` looks up a line, `cargo xtask explain PairingKey` a type.
";

const LEFT_OUT: &str = "\
- **left out(rule)**: belongs to operations that the client does not have, because they break the rule
";

impl Ledger {
    /// The file that is committed beside the contract, as Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let reasons = self.reasons();
        let mut page = String::from(INTRODUCTION);
        page.push('\n');
        for (reason, letter) in &reasons {
            let _ = writeln!(page, "- [{letter}] {reason}");
        }
        if !self.left_out.is_empty() {
            page.push_str(LEFT_OUT);
        }
        let _ = write!(page, "\n{}\n", self.totals());
        self.write_left_out(&mut page);
        for (index, file) in self.files.iter().enumerate() {
            let _ = write!(page, "\n## {file}\n\n```text\n");
            for line in self.lines_of(index, &reasons) {
                page.push_str(&line);
                page.push('\n');
            }
            page.push_str("```\n");
        }
        page
    }

    /// The operations that the client does not have.
    fn write_left_out(&self, page: &mut String) {
        if self.left_out.is_empty() {
            return;
        }
        page.push_str("\n## Left out\n\n```text\n");
        for left in &self.left_out {
            let _ = writeln!(page, "{} ({})", left.route, left.place);
            for (rule, place, message) in &left.reasons {
                let _ = writeln!(page, "  {rule} at {place}: {message}");
            }
        }
        page.push_str("```\n");
    }

    /// The reasons that occur, in the order of their letters.
    fn reasons(&self) -> BTreeMap<&'static str, char> {
        let mut reasons = BTreeMap::new();
        for entry in &self.entries {
            if let Fate::Ignored(reason) = entry.fate {
                reasons.insert(reason, ' ');
            }
        }
        for (letter, slot) in ('a'..='z').zip(reasons.values_mut()) {
            *slot = letter;
        }
        reasons
    }

    fn totals(&self) -> String {
        let count = |wanted: fn(Fate) -> bool| -> usize {
            let entries = self.entries.iter().filter(|entry| wanted(entry.fate));
            entries.map(|entry| entry.nodes).sum()
        };
        let all: usize = self.entries.iter().map(|entry| entry.nodes).sum();
        let left_out = match count(|fate| matches!(fate, Fate::LeftOut(_))) {
            0 => String::new(),
            count => format!(" {count} left out,"),
        };
        format!(
            "{all} nodes: {} rust, {} wire, {} ignored,{left_out} {} references, {} containers, {} errors.",
            count(|fate| fate == Fate::Rust),
            count(|fate| fate == Fate::Wire),
            count(|fate| matches!(fate, Fate::Ignored(_))),
            count(|fate| fate == Fate::Reference),
            count(|fate| fate == Fate::Container),
            count(|fate| fate == Fate::Error),
        )
    }

    /// One line for each object with keys of its own.
    fn lines_of(&self, file: usize, reasons: &BTreeMap<&'static str, char>) -> Vec<String> {
        let mut objects: BTreeMap<(usize, &str), Vec<&Entry>> = BTreeMap::new();
        let mut starts: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.file == file) {
            starts.entry(&entry.pointer).or_insert(entry.lines.0);
            if matches!(entry.fate, Fate::Container | Fate::Reference) {
                continue;
            }
            let parent = Pointer::of(&entry.pointer).parent().unwrap_or_default();
            let start = starts.get(parent).copied().unwrap_or(0);
            objects.entry((start, parent)).or_default().push(entry);
        }
        let line = |((_, pointer), entries): (&(usize, &str), &Vec<&Entry>)| {
            let owner = self.owner(file, pointer);
            object_line(pointer, &owner, entries, reasons)
        };
        objects.iter().map(line).collect()
    }

    fn owner(&self, file: usize, pointer: &str) -> String {
        let own = self.entries.iter().find(|it| it.file == file && it.pointer == pointer);
        own.map(|entry| entry.items.join(", ")).unwrap_or_default()
    }
}

fn object_line(
    pointer: &str,
    owner: &str,
    entries: &[&Entry],
    reasons: &BTreeMap<&'static str, char>,
) -> String {
    let mut groups: BTreeMap<Fate, Vec<String>> = BTreeMap::new();
    for entry in entries {
        let key = entry.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        groups.entry(entry.fate).or_default().push(key);
    }
    let mut line = if pointer.is_empty() { "/".to_owned() } else { pointer.to_owned() };
    if !owner.is_empty() {
        let _ = write!(line, " = {owner}");
    }
    for (fate, mut keys) in groups {
        keys.sort();
        let _ = write!(line, " | {}: {}", label(fate, reasons), keys.join(" "));
    }
    line
}

fn label(fate: Fate, reasons: &BTreeMap<&'static str, char>) -> String {
    match fate {
        Fate::Rust => "rust".to_owned(),
        Fate::Wire => "wire".to_owned(),
        Fate::Reference => "reference".to_owned(),
        Fate::Container => "container".to_owned(),
        Fate::Error => "error".to_owned(),
        Fate::LeftOut(rule) => format!("left out({rule})"),
        Fate::Ignored(reason) => format!("[{}]", reasons.get(reason).copied().unwrap_or('?')),
    }
}

impl Entry {
    /// One entry for a terminal: its place, what became of it, and the Rust items.
    #[must_use]
    pub fn describe(&self, files: &[String]) -> String {
        let file = files.get(self.file).map_or("", String::as_str);
        let said = match self.fate {
            Fate::Rust => "shows in the client".to_owned(),
            Fate::Wire => "decides what is sent, or is checked by the fake".to_owned(),
            Fate::Reference => "is a reference: see where it leads".to_owned(),
            Fate::Container => "holds others".to_owned(),
            Fate::Ignored(reason) => format!("is ignored: {reason}"),
            Fate::LeftOut(rule) => {
                format!("belongs to operations that are left out, because they break `{rule}`")
            }
            Fate::Error => "is an error: `cargo xtask lint` has the place".to_owned(),
        };
        let mut text = format!("{file}:{} {}\n  {said}\n", self.lines.0, self.pointer);
        for item in &self.items {
            let _ = writeln!(text, "  {item}");
        }
        text
    }
}
