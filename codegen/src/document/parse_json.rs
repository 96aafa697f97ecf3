//! Reads a JSON text straight into a tree, in a tenth of the time that it takes as YAML.
//!
//! Only a text without any fault is read here. Everything else is left to the reader of YAML, which JSON is as
//! well: it tells what is wrong, and reads what JSON forbids and YAML allows.

use super::node::{Map, MapEntry, NodeId, Tree, Value};
use super::parse::MOST_LEVELS;
use super::scalar;
use crate::diagnostic::Span;

/// The tree of a text that is an object or a list of JSON; `None` if it is anything else.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let mut reader = Reader { text, at: 0, tree: Tree::default() };
    reader.blank();
    if !matches!(reader.peek(), Some(b'{' | b'[')) {
        return None;
    }
    let root = reader.value(0)?;
    reader.blank();
    if reader.at < text.len() {
        return None;
    }
    reader.tree.set_root(root);
    Some(reader.tree)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    tree: Tree,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes a byte if it is the next one.
    fn takes(&mut self, wanted: u8) -> bool {
        let is_next = self.peek() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// A value inside `level` lists and mappings.
    fn value(&mut self, level: usize) -> Option<NodeId> {
        let start = self.at;
        let value = match self.peek()? {
            b'{' => self.object(level)?,
            b'[' => self.list(level)?,
            b'"' => Value::String(self.string()?.into()),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            _ => self.number()?,
        };
        Some(self.tree.add(value, Span::new(start, self.at)))
    }

    fn object(&mut self, level: usize) -> Option<Value> {
        self.at += 1;
        let mut entries = Vec::new();
        self.blank();
        while !self.takes(b'}') {
            if !entries.is_empty() {
                self.separator()?;
            }
            let start = self.at;
            let key = self.string()?.into();
            let key_span = Span::new(start, self.at);
            self.blank();
            self.takes(b':').then_some(())?;
            self.blank();
            let value = self.value(below(level)?)?;
            entries.push(MapEntry { key, key_span, value });
            self.blank();
        }
        let map = Map::new(entries);
        map.duplicates().is_empty().then_some(Value::Map(map))
    }

    fn list(&mut self, level: usize) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        self.blank();
        while !self.takes(b']') {
            if !items.is_empty() {
                self.separator()?;
            }
            items.push(self.value(below(level)?)?);
            self.blank();
        }
        Some(Value::Sequence(items))
    }

    fn separator(&mut self) -> Option<()> {
        let is_there = self.takes(b',');
        self.blank();
        is_there.then_some(())
    }

    fn string(&mut self) -> Option<std::borrow::Cow<'_, str>> {
        let start = self.at;
        self.takes(b'"').then_some(())?;
        let mut is_escaped = false;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    is_escaped = true;
                    self.at += 2;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        if is_escaped {
            return Some(
                serde_json::from_str::<String>(self.text.get(start..self.at)?).ok()?.into(),
            );
        }
        Some(self.text.get(start + 1..self.at - 1)?.into())
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let is_there = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_there.then_some(value)
    }

    /// A number of JSON, whose value is that of the same YAML.
    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let text = self.text.get(start..self.at)?;
        serde_json::from_str::<serde_json::Number>(text).ok()?;
        scalar::plain(text).ok().filter(|value| matches!(value, Value::Number(_)))
    }
}

/// The level of what stands inside of one.
fn below(level: usize) -> Option<usize> {
    (level < MOST_LEVELS).then_some(level + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Json;

    use super::super::node::NodeId;
    use super::super::parse::parse_once;
    use super::*;
    use crate::diagnostic::FileId;

    /// Everything that a tree says, with its places.
    fn told(tree: &Tree, id: NodeId) -> String {
        let node = tree.node(id).unwrap();
        let span = node.span;
        let below = match &node.value {
            Value::Sequence(items) => {
                items.iter().map(|item| told(tree, *item)).collect::<Vec<_>>().join(",")
            }
            Value::Map(map) => {
                let entries = map.entries().iter();
                let told = entries.map(|entry| {
                    format!("{:?}{:?}:{}", entry.key, entry.key_span, told(tree, entry.value))
                });
                told.collect::<Vec<_>>().join(",")
            }
            scalar => format!("{scalar:?}"),
        };
        format!("{span:?}{}:{}({below})", node.height, node.weight)
    }

    fn as_yaml(text: &str) -> String {
        let (parsed, broken) = parse_once(FileId::default(), text);
        assert!(broken.is_none() && parsed.problems.is_empty(), "{text}");
        told(&parsed.tree, parsed.tree.root().unwrap())
    }

    fn any_json() -> impl Strategy<Value = Json> {
        let text = prop_oneof!["[a-z<&*!|>'\"\\\\/:{},# ]{0,6}", "\\PC{0,4}"];
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            (-1e9..1e9).prop_map(Json::from),
            text.clone().prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
                prop::collection::btree_map(text.clone(), inner, 0..5)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_reads_what_the_reader_of_yaml_reads(value in any_json(), is_pretty in any::<bool>()) {
            let value = serde_json::json!({ "a": value });
            let text = if is_pretty { format!("{value:#}") } else { value.to_string() };
            let tree = parse(&text).unwrap();
            prop_assert_eq!(told(&tree, tree.root().unwrap()), as_yaml(&text));
        }
    }

    #[test]
    fn faults_are_left_to_the_reader_of_yaml() {
        let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(MOST_LEVELS)).is_some() && parse(&deep(MOST_LEVELS + 1)).is_none());
        let faults = [
            "",
            "1",
            "null",
            "a: 1",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\": 1,}",
            "{a: 1}",
            "[1,]",
            "[1 2]",
            "[01]",
            "[+1]",
            "[1.]",
            "[.5]",
            "[1e999]",
            "[99999999999999999999]",
            "[tru]",
            "[nulls]",
            "[\"\\x41\"]",
            "[\"\\ud800\"]",
            "[\"a\nb\"]",
            "[\"a]",
            "[1] x",
            "{\"a\": 1, \"a\": 2}",
            "[,1]",
            "{,}",
            "[1,,2]",
            "['a']",
            "{\"a\" 1}",
            "[\"\\",
            "[-]",
            "[1-2]",
        ];
        for text in faults {
            assert!(parse(text).is_none(), "{text}");
        }
        for text in [
            "{}",
            "[]",
            " [ ] ",
            "{ \"a\" : [ 1 , 2 ] }\r\n",
            "[\"\\ud83e\\udd80\\/\"]",
            "[-0, 1E+2]",
        ] {
            let tree = parse(text).unwrap();
            assert_eq!(told(&tree, tree.root().unwrap()), as_yaml(text), "{text}");
        }
    }
}
