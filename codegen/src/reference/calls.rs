//! The calls of an operation: each form of its body with its own `curl`, Rust and JSON, one of them open.

use maud::{Markup, html};
use serde_json::Value;

use super::anchor;
use super::code::{self, Language};
use super::context::Context;
use super::prose::sentence;
use super::{curl, fill};
use crate::face::{construction, example, signature};
use crate::plan::{Api, Body, Content, Example, Operation, Plan, Shape, TypeRef, Writing};
use crate::sample;

/// With more operations than this, the page shows programs of none of them.
const MOST_PROGRAMS: usize = 100;

/// A body to send.
struct Form {
    name: String,
    title: String,
    value: Option<Value>,
    /// Whether it is an example of the contract.
    is_shown: bool,
}

pub(super) fn section(context: &Context<'_>, api: &Api, operation: &Operation) -> Markup {
    let forms = forms(context.plan, operation);
    let group = anchor::id(&["op", &operation.id, "call"]);
    html! {
        @match forms.as_slice() {
            [] => { (call(context, api, operation, None)) }
            [only] => {
                (call(context, api, operation, only.value.as_ref()))
                @if only.is_shown {
                    details.example open { summary { "Request example" } (json(only)) }
                }
            }
            several => {
                p.label { (several.len()) " forms of the body" }
                @for (number, one) in several.iter().enumerate() {
                    details class=(if one.is_shown { "example call" } else { "call" }) name=(group) open[number == 0] {
                        summary { (one.name) }
                        (call(context, api, operation, one.value.as_ref()))
                        (json(one))
                    }
                }
            }
        }
        details.signature {
            summary { "Rust signature" }
            pre { code { (code::highlighted(&signature(api, operation).join("\n"), Language::Rust)) } }
        }
    }
}

fn json(form: &Form) -> Markup {
    html! {
        @if let Some(value) = &form.value { (code::block(&sentence(&form.title), &code::json(value))) }
    }
}

/// The examples of a body, and a made-up value of each variant that has none. Nothing where a body has one form
/// that no example shows.
fn forms(plan: &Plan, operation: &Operation) -> Vec<Form> {
    let Some(body) = &operation.body else { return Vec::new() };
    let mut forms: Vec<Form> = body.examples.iter().map(Form::of).collect();
    forms.extend(variants(plan, body));
    match forms.as_slice() {
        [only] if !only.is_shown => Vec::new(),
        _ => forms,
    }
}

fn variants(plan: &Plan, body: &Body) -> Vec<Form> {
    let is_json = matches!(&body.content, Content::One(media) if media.writing == Writing::Json);
    let TypeRef::Named(name) = &body.ty else { return Vec::new() };
    let Some(Shape::Union(union)) = plan.types.get(name).map(|item| &item.shape) else {
        return Vec::new();
    };
    let is_shown = |wire: &str| {
        let of =
            |example: &Example| union.of_value(&example.value).is_some_and(|it| it.wire == wire);
        body.examples.iter().any(of)
    };
    let unshown = union.variants.iter().filter(|variant| is_json && !is_shown(&variant.wire));
    unshown
        .filter_map(|variant| {
            let mut value = sample::value(plan, &variant.ty);
            if let (Value::Object(members), Some(tag)) = (&mut value, &union.tag) {
                members.insert(tag.clone(), variant.values.first()?.clone().into());
            }
            // A made-up value may look like another variant where no tag tells them apart.
            union.of_value(&value).filter(|it| it.wire == variant.wire)?;
            let title = format!("{}, made up", variant.wire);
            Some(Form { name: variant.wire.clone(), title, value: Some(value), is_shown: false })
        })
        .collect()
}

impl Form {
    fn of(example: &Example) -> Self {
        Self {
            name: example.name.clone(),
            title: example.summary.clone().unwrap_or_else(|| example.name.clone()),
            value: Some(example.value.clone()),
            is_shown: true,
        }
    }
}

fn call(context: &Context<'_>, api: &Api, operation: &Operation, body: Option<&Value>) -> Markup {
    let curl = curl::command(context.document, context.plan, operation, body);
    let rust = example::shown(context.plan, api, operation, body);
    let rust = api.scope.iter().chain(&operation.path).fold(rust, |code, parameter| {
        fill::binding(&code, &parameter.field, &fill::of_parameter(&parameter.wire))
    });
    let has_programs = context.plan.operations().count() <= MOST_PROGRAMS;
    let program =
        client(context.plan).filter(|_| has_programs).map(|client| program(&client, &rust));
    html! {
        (code::block(&html! { "curl" }, &code::highlighted(&curl, Language::Shell)))
        (code::block(&html! { "Rust" }, &code::highlighted(&rust, Language::Rust)))
        @if let Some(program) = program {
            details.program {
                summary { "Rust, as a program" }
                (code::block(&html! { "src/main.rs" }, &code::highlighted(&program, Language::Rust)))
            }
        }
    }
}

/// The code that makes the client, with what readers may replace.
pub(super) fn client(plan: &Plan) -> Option<String> {
    let code = construction(plan)?;
    let code = plan.client_scope().into_iter().fold(code, |code, parameter| {
        fill::binding(&code, &parameter.field, &fill::of_parameter(&parameter.wire))
    });
    let region = format!("Region::{}", fill::slot(fill::REGION, "Eu"));
    let client = format!("\"{}\"", fill::slot(fill::CLIENT, "client-id"));
    Some(code.replace("Region::Eu", &region).replace("\"client-id\"", &client))
}

/// A whole program: the client is made, then the call.
fn program(client: &str, call: &str) -> String {
    let inside = |code: &str| {
        let lines = code.lines().map(|line| match line {
            "" => String::new(),
            line => format!("    {line}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    format!(
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}\n\n{}\n    Ok(())\n}}",
        inside(client),
        inside(call)
    )
}
