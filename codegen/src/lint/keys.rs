//! Rule `unknown-key`: every key of an object is one that OpenAPI 3.0.3 or this project defines.
//!
//! Typed models drop a misspelt key without a word, and with it what its author meant.

use std::collections::BTreeSet;

use super::objects::{Below, Object};
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, Document, NodeKind};
use crate::lint::nearest;
use crate::plan::RUNTIME_TYPES;

pub(super) fn check(document: &Document) -> Vec<Diagnostic> {
    let mut walk = Walk::default();
    let root = document.root();
    walk.version(&root);
    walk.object(&root, Object::Root);
    for part in document.parts() {
        walk.object(&part, Object::Part);
    }
    while let Some((target, object)) = walk.waiting.pop() {
        walk.object(&target, object);
    }
    walk.diagnostics
}

#[derive(Default)]
struct Walk<'d> {
    /// What references lead to: a long chain of schemas must not become a deep stack.
    waiting: Vec<(Cursor<'d>, Object)>,
    seen: BTreeSet<(String, String)>,
    diagnostics: Vec<Diagnostic>,
}

impl<'d> Walk<'d> {
    /// 3.1 gives schemas another meaning; what is not 3.0 is refused rather than misread.
    fn version(&mut self, root: &Cursor<'_>) {
        let version = root.get("openapi");
        let text = version.as_ref().and_then(Cursor::as_str);
        if text.is_some_and(|text| text.starts_with("3.0.")) {
            return;
        }
        let place = version.as_ref().unwrap_or(root).location();
        let message = match text {
            Some(text) => format!("OpenAPI {text} is not supported"),
            None => "the document does not say which OpenAPI version it is written in".to_owned(),
        };
        self.diagnostics.push(
            Diagnostic::error("openapi-version", place, message).help("write `openapi: 3.0.3`"),
        );
    }

    fn object(&mut self, cursor: &Cursor<'d>, object: Object) {
        if cursor.reference().is_some() {
            self.waiting.push((cursor.resolve(), object));
            return;
        }
        let node = cursor;
        if !self.seen.insert((node.file_name().to_owned(), node.pointer())) {
            return;
        }
        if node.kind() != NodeKind::Map {
            self.diagnostics.push(
                Diagnostic::error(
                    "not-an-object",
                    node.location(),
                    format!("the {} is a mapping", object.name()),
                )
                .help("write `key: value` lines here"),
            );
            return;
        }
        for (key, value) in node.entries() {
            match object.keys().iter().find(|(known, _)| *known == key) {
                Some((_, below)) => {
                    if key == "x-rust-type" {
                        self.runtime_type(&value);
                    }
                    self.below(&value, *below);
                }
                None => self.unknown(&value, key, object),
            }
        }
    }

    /// `x-rust-type` names a type that the client's runtime has.
    fn runtime_type(&mut self, value: &Cursor<'_>) {
        let name = value.as_str().unwrap_or_default();
        if RUNTIME_TYPES.contains(&name) {
            return;
        }
        let help = match nearest(name, RUNTIME_TYPES) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("one of {}", RUNTIME_TYPES.join(", ")),
        };
        let message = format!("the client has no handwritten type `{name}`");
        self.diagnostics
            .push(Diagnostic::error("unknown-rust-type", value.location(), message).help(help));
    }

    fn below(&mut self, value: &Cursor<'d>, below: Below) {
        match below {
            Below::Data => {}
            Below::OneOrFlag(_) if value.as_bool().is_some() => {}
            Below::One(object) | Below::OneOrFlag(object) => self.object(value, object),
            Below::List(object) => {
                self.expect(value, NodeKind::Sequence, "a list: one `- ` line per entry");
                for item in value.items() {
                    self.object(&item, object);
                }
            }
            Below::Map(object) => {
                self.expect(value, NodeKind::Map, "a mapping of names");
                for (_, entry) in value.entries() {
                    self.object(&entry, object);
                }
            }
        }
    }

    fn expect(&mut self, value: &Cursor<'_>, kind: NodeKind, what: &str) {
        if value.kind() != kind {
            let message = format!("this must be {what}");
            self.diagnostics.push(Diagnostic::error("not-an-object", value.location(), message));
        }
    }

    fn unknown(&mut self, value: &Cursor<'_>, key: &str, object: Object) {
        let message = format!("`{key}` is not a key of the {}", object.name());
        let help = match nearest(key, object.keys().iter().map(|(known, _)| *known)) {
            Some(known) => format!("did you mean `{known}`?"),
            None if key.starts_with("x-") => {
                "spec/README.md lists the extensions that this project uses".to_owned()
            }
            None => "remove it; the generator would ignore it".to_owned(),
        };
        self.diagnostics
            .push(Diagnostic::error("unknown-key", value.key_location(), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{contract, document};

    /// Rule and message of everything that the rule says about these schemas.
    fn said(schemas: &str) -> Vec<(&'static str, String)> {
        let document = document(&contract(schemas));
        check(&document).into_iter().map(|problem| (problem.rule, problem.message)).collect()
    }

    #[test]
    fn a_clean_contract_has_no_problems() {
        assert_eq!(said("    Thing:\n      type: object\n      additionalProperties: true\n"), []);
    }

    #[test]
    fn keys_are_checked_at_any_depth() {
        let schemas = "
    Thing:
      type: object
      properties:
        part:
          type: array
          items:
            type: string
            maxLenght: 3
";
        assert_eq!(
            said(schemas),
            [("unknown-key", "`maxLenght` is not a key of the Schema object".to_owned())]
        );
    }

    #[test]
    fn names_and_payloads_are_not_keys() {
        let schemas = "
    Thing:
      type: object
      properties:
        sumary:
          type: string
          example: {x-any: {thing: 1}}
          default: {goes: here}
";
        assert_eq!(said(schemas), []);
    }

    #[test]
    fn what_must_be_a_mapping_or_a_list_is_one() {
        let rules: Vec<&str> =
            said("    Thing:\n      properties: [a]\n      allOf: {}\n      items: 7\n")
                .into_iter()
                .map(|(rule, _)| rule)
                .collect();
        assert_eq!(rules, ["not-an-object"; 3]);
    }
}
