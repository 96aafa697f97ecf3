//! Every example and every default is valid against its schema, in its direction.

use super::misspelt;
use super::validate::{Certainty, Disagreement, Validators};
use super::{
    DEFAULT_INVALID, DEFAULT_UNLISTED, EXAMPLE_AND_EXAMPLES, EXAMPLE_DIRECTION, EXAMPLE_INVALID,
    EXAMPLE_UNCHECKED,
};
use crate::diagnostic::{Diagnostic, Rule};
use crate::document::{Cursor, NodeKind};
use crate::lint::context::Context;
use crate::openapi::Direction;
use crate::openapi::Object;

pub(super) fn check(context: &mut Context<'_>, validators: &mut Validators) {
    let mut check = Check { context, validators };
    for (object, node) in check.context.objects() {
        match object {
            Object::RequestBody => check.content(&node, Some(Direction::Request)),
            Object::Response => check.content(&node, Some(Direction::Response)),
            Object::Parameter => {
                check.content(&node, Some(Direction::Request));
                check.examples_of(&node, Some(Direction::Request));
            }
            Object::Header => {
                check.content(&node, Some(Direction::Response));
                check.examples_of(&node, Some(Direction::Response));
            }
            Object::Schema => check.schema(&node),
            _ => {}
        }
    }
}

struct Check<'c, 'd> {
    context: &'c mut Context<'d>,
    validators: &'c mut Validators,
}

impl<'d> Check<'_, 'd> {
    fn content(&mut self, owner: &Cursor<'d>, direction: Option<Direction>) {
        for (name, media) in owner.get("content").iter().flat_map(Cursor::entries) {
            // Examples of other media types are written as text.
            if name.contains("json") || name == "*/*" {
                self.examples_of(&media.resolve(), direction);
            }
        }
    }

    fn examples_of(&mut self, owner: &Cursor<'d>, direction: Option<Direction>) {
        let (one, several) = (owner.get("example"), owner.get("examples"));
        if let (Some(_), Some(several)) = (&one, &several) {
            let message = "`examples` stands beside `example`";
            let problem = Diagnostic::new(&EXAMPLE_AND_EXAMPLES, several.key_location(), message);
            self.context.report(problem.help("move the one into the others"));
        }
        let Some(schema) = owner.get("schema") else { return };
        let named = several.iter().flat_map(Cursor::entries);
        let values = named.filter_map(|(_, example)| example.resolve().get("value"));
        for value in one.into_iter().chain(values) {
            self.value(&value, &schema, direction);
        }
    }

    fn schema(&mut self, schema: &Cursor<'d>) {
        if let Some(example) = schema.get("example") {
            let wrong = self.validators.check(&example, schema, None);
            if wrong.is_empty() {
                misspelt::check(self.context, &example, schema);
            }
            self.report(wrong, &EXAMPLE_INVALID);
        }
        if let Some(default) = schema.get("default") {
            let wrong = self.validators.check(&default, schema, None);
            if wrong.is_empty() {
                self.listed(&default, schema);
            }
            self.report(wrong, &DEFAULT_INVALID);
        }
    }

    /// A default of an open set is one of the known values.
    fn listed(&mut self, default: &Cursor<'d>, schema: &Cursor<'d>) {
        let Some(list) = schema.get("x-extensible-enum") else { return };
        let value = default.to_json();
        if value.is_null() || list.items().any(|item| item.to_json() == value) {
            return;
        }
        let message = format!("{value} is no value that the schema lists");
        let problem = Diagnostic::new(&DEFAULT_UNLISTED, default.location(), message)
            .related(list.key_location(), "the list")
            .help("write one of the listed values, or list it");
        self.context.report(problem);
    }

    /// A value that is wrong in its direction only is a lesser fault.
    fn value(&mut self, value: &Cursor<'d>, schema: &Cursor<'d>, direction: Option<Direction>) {
        let wrong = self.validators.check(value, schema, direction);
        if wrong.is_empty() {
            misspelt::check(self.context, value, schema);
            return;
        }
        let is_valid = self.validators.check(value, schema, None).is_empty();
        let rule = if is_valid { &EXAMPLE_DIRECTION } else { &EXAMPLE_INVALID };
        self.report(wrong, rule);
    }

    fn report(&mut self, wrong: Vec<Disagreement<'d>>, rule: &'static Rule) {
        for Disagreement { member, schema, missing, message, certainty } in wrong {
            let rule = match certainty {
                Certainty::Wrong => rule,
                Certainty::Unchecked => &EXAMPLE_UNCHECKED,
            };
            let given = missing.as_deref().and_then(|name| misspelt::written(&member, name));
            let (place, help) = match (&given, missing) {
                (Some(given), Some(name)) => {
                    (given.key_location(), format!("did you mean `{name}`?"))
                }
                _ => (member.location(), way_out(rule).to_owned()),
            };
            let problem = Diagnostic::new(rule, place, message);
            let problem = problem.related(schema.key_location(), "the schema").help(help);
            // What lacks something may have it in a part that could not be read.
            if matches!(member.kind(), NodeKind::Map | NodeKind::Null) {
                self.context.report_absence(problem);
            } else {
                self.context.report(problem);
            }
        }
    }
}

/// What to do about a value that its schema does not allow.
fn way_out(rule: &Rule) -> &'static str {
    if *rule == EXAMPLE_DIRECTION {
        "leave it out here, or take away its `readOnly` or `writeOnly`"
    } else if *rule == EXAMPLE_UNCHECKED {
        "name the alternatives apart with a `discriminator`"
    } else {
        "write a value that the schema allows, or mend the schema"
    }
}
