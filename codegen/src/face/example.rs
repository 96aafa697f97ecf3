//! The compiled example of an operation, made from the contract's example.
//!
//! Values become the constructors and setters a user would write. What the contract shows no
//! example for gets a plain value of its type, so that every operation has an example.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::plan::{
    Api, Argument, Body, Choice, FILE_DATA, Field, Notation, Nullability, Operation, Parameter,
    Payload, Plan, Presence, Repr, Scalar, Shape, Struct, TypeItem, TypeRef, Union, Variant, names,
};
use crate::sample;

/// The lines of the documentation test, fences included.
pub(super) fn of(plan: &Plan, api: &Api, operation: &Operation) -> Vec<String> {
    with_body(plan, api, operation, None)
}

/// The same with a body of the caller's choice.
fn with_body(plan: &Plan, api: &Api, operation: &Operation, sent: Option<&Value>) -> Vec<String> {
    let writer = Writer { plan };
    let body = operation.body.as_ref().filter(|body| body.is_given());
    let mut statements = Vec::new();
    let group = operation.group(api);
    let arguments = operation.arguments(api).filter(|_| group.is_none());
    let shown: Vec<&Parameter> = api.scope.iter().chain(arguments).collect();
    for parameter in &shown {
        statements.push(writer.binding(parameter));
    }
    if let Some(group) = &group {
        statements.extend(writer.group(group, api, operation));
    }
    if let Some(body) = body {
        let statement = format!("let body = {};", writer.body(api, body, sent));
        statements.extend(statement.lines().map(str::to_owned));
    }
    statements.extend(writer.call(api, operation));

    let mut lines = vec!["```no_run".to_owned()];
    let boxed = if plan.types.contains_key("Box") { "std::boxed::Box" } else { "Box" };
    if let Some(group) = &group {
        lines.push(format!("use {}::{}::{group};", plan.crate_name(), api.module));
    }
    lines.extend(
        imports(plan, &statements).iter().flat_map(|text| text.split('\n').map(str::to_owned)),
    );
    lines.push(format!(
        "# async fn example(client: {}::Client) -> Result<(), {boxed}<dyn std::error::Error>> {{",
        plan.crate_name()
    ));
    lines.extend(statements);
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    lines
}

/// Whether the client has a type of this name.
fn is_type(plan: &Plan, name: &str) -> bool {
    let is_group =
        |stem| plan.types.get(stem).and_then(TypeItem::group).is_some_and(|group| group == name);
    plan.types.contains_key(name) || name.strip_suffix("Required").is_some_and(is_group)
}

/// The `use` of the types that the statements name, and an empty line; nothing if they name none.
fn imports(plan: &Plan, statements: &[String]) -> Vec<String> {
    let name = plan.crate_name();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    // What stands between quotes is a value, not a name; nothing else has a backslash.
    let lines: Vec<String> =
        statements.iter().map(|line| line.replace("\\\\", "").replace("\\\"", "")).collect();
    let code = lines.iter().flat_map(|line| line.split('"').step_by(2));
    let words = code.flat_map(|code| code.split(move |c| !is_word(c)));
    let named: BTreeSet<&str> = words.filter(|word| is_type(plan, word)).collect();
    let named: Vec<&str> = named.into_iter().collect();
    match named.as_slice() {
        [] => Vec::new(),
        [one] => vec![format!("use {name}::types::{one};"), String::new()],
        several => {
            let list = several.join(", ");
            if list.len() < 70 {
                return vec![format!("use {name}::types::{{{list}}};"), String::new()];
            }
            // A name is a word, however long.
            let options = textwrap::Options::new(92)
                .break_words(false)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            let wrapped = textwrap::fill(&format!("{list},"), options);
            let open = format!("use {name}::types::{{");
            vec![open, format!("    {}", indented(&wrapped)), "};".to_owned(), String::new()]
        }
    }
}

/// What rustdoc shows of the documentation test: neither fences nor lines that it hides.
pub(crate) fn shown(plan: &Plan, api: &Api, operation: &Operation, body: Option<&Value>) -> String {
    let lines = with_body(plan, api, operation, body);
    let is_shown = |line: &&String| !line.starts_with("# ") && !line.starts_with("```");
    lines.iter().filter(is_shown).map(String::as_str).collect::<Vec<_>>().join("\n")
}

struct Writer<'p> {
    plan: &'p Plan,
}

impl Writer<'_> {
    /// `let user_id: UserId = "…".parse()?;`; a value whose type follows from its use has none here.
    fn binding(&self, parameter: &Parameter) -> String {
        let value = self.shown(parameter);
        let is_parsed = match &parameter.ty {
            TypeRef::Named(name) => {
                let shape = self.plan.types.get(name).map(|item| &item.shape);
                matches!(shape, Some(Shape::Id | Shape::Text))
            }
            TypeRef::Runtime(_) => true,
            TypeRef::Scalar(scalar) => scalar.notation() == Notation::Parsed,
            _ => false,
        };
        if is_parsed {
            let ty = type_name(&self.plan.crate_name(), &parameter.ty);
            return format!("let {}: {ty} = {}.parse()?;", parameter.field, literal(&value));
        }
        format!("let {} = {};", parameter.field, self.expression(&parameter.ty, &value))
    }

    /// `let parameters = ReadThingsParameters { … };`
    fn group(&self, name: &str, api: &Api, operation: &Operation) -> Vec<String> {
        let mut lines = vec![format!("let parameters = {name} {{")];
        for parameter in operation.grouped(api) {
            let value = self.owned(&parameter.ty, &self.shown(parameter));
            lines.extend(
                format!("    {}: {},", parameter.field, indented(&value))
                    .lines()
                    .map(str::to_owned),
            );
        }
        lines.push("};".to_owned());
        lines
    }

    /// The value of a parameter: the contract's example, or a plain one.
    fn shown(&self, parameter: &Parameter) -> Value {
        parameter.example.clone().unwrap_or_else(|| sample::parameter(self.plan, &parameter.ty))
    }

    /// The body. What may be left out takes a value of its own type, not what converts into it.
    fn body(&self, api: &Api, body: &Body, sent: Option<&Value>) -> String {
        if let Some(choice) = body.choice() {
            return self.chosen(api, choice);
        }
        let value = sent.or(body.examples.first().map(|example| &example.value)).cloned();
        let value = value.unwrap_or_else(|| sample::value(self.plan, &body.ty));
        if body.presence == Presence::Required {
            return self.expression(&body.ty, &value);
        }
        match &body.ty {
            TypeRef::Nullable(_) if value.is_null() => {
                format!("{}::Nullable::Null", self.plan.crate_name())
            }
            TypeRef::Nullable(inner) => self.owned(inner, &value),
            TypeRef::String | TypeRef::Secret | TypeRef::List(_) | TypeRef::Map(_) => {
                format!("Some({})", self.owned(&body.ty, &value))
            }
            ty => self.owned(ty, &value),
        }
    }

    /// The call with one line per link of the chain.
    fn call(&self, api: &Api, operation: &Operation) -> Vec<String> {
        let scope: Vec<&str> = api.scope.iter().map(|parameter| parameter.field.as_str()).collect();
        let arguments = operation.given(api).map(|given| match given {
            Argument::Path(parameter) => parameter.field.clone(),
            Argument::Body(_) => "body".to_owned(),
            Argument::Required(parameter) => self.expression(&parameter.ty, &self.shown(parameter)),
        });
        let arguments: Vec<String> = match operation.group(api) {
            Some(_) => {
                let body = operation.body.as_ref().map(|_| "body".to_owned());
                ["parameters".to_owned()].into_iter().chain(body).collect()
            }
            None => arguments.collect(),
        };
        let result = match &operation.success.payload {
            Payload::Empty => String::new(),
            payload => format!("let {} = ", result_name(api, payload)),
        };
        let mut lines = vec![format!("{result}client")];
        lines.push(format!("    .{}({})", api.module, scope.join(", ")));
        lines.push(format!("    .{}({})", operation.verb, arguments.join(", ")));
        lines.push("    .await?;".to_owned());
        if let Payload::Collection { .. } = operation.success.payload {
            let name = result_name(api, &operation.success.payload);
            lines.push(format!("for item in {name}.items() {{"));
            lines.push("    println!(\"{item:?}\");".to_owned());
            lines.push("}".to_owned());
        } else if operation.success.payload != Payload::Empty {
            lines.push(format!(
                "println!(\"{{{}:?}}\");",
                result_name(api, &operation.success.payload)
            ));
        }
        lines
    }

    /// The first choice of several media types.
    fn chosen(&self, api: &Api, choice: &Choice) -> String {
        let path = format!("{}::{}::{}", self.plan.crate_name(), api.module, choice.name);
        let Some(media) = choice.media.first() else { return path };
        let path = format!("{path}::{}", media.variant);
        let Some(ty) = &media.ty else { return path };
        let value = self.owned(ty, &sample::value(self.plan, ty));
        match ty {
            TypeRef::Named(_) => call(&format!("{path}("), &[format!("{value}.into()")], ")"),
            _ => call(&format!("{path}("), &[value], ")"),
        }
    }

    /// An expression of type `ty` for a JSON value.
    fn expression(&self, ty: &TypeRef, value: &Value) -> String {
        match ty {
            TypeRef::String | TypeRef::Secret => literal(value),
            TypeRef::Scalar(Scalar::F64) => format!("{:?}", value.as_f64().unwrap_or_default()),
            TypeRef::Scalar(scalar) => match scalar.notation() {
                Notation::Literal => value.to_string(),
                Notation::Parsed => {
                    let path = scalar.path(&self.plan.crate_name());
                    format!("{}.parse::<{path}>()?", literal(value))
                }
            },
            TypeRef::Nullable(_) if value.is_null() => "None".to_owned(),
            TypeRef::Nullable(inner) => format!("Some({})", self.owned(inner, value)),
            TypeRef::Json => format!("serde_json::json!({})", json(value)),
            TypeRef::Runtime(name) if name == FILE_DATA => {
                format!("{}::{name}::new({})", self.plan.crate_name(), literal(value))
            }
            TypeRef::Runtime(name) => {
                format!("{}.parse::<{}::{name}>()?", literal(value), self.plan.crate_name())
            }
            TypeRef::Named(name) => self.named(name, value),
            TypeRef::List(item) => {
                let items: Vec<String> = value
                    .as_array()
                    .iter()
                    .flat_map(|items| items.iter())
                    .map(|value| self.item(item, value))
                    .collect();
                if items.is_empty() {
                    empty_list(&self.plan.crate_name(), item)
                } else {
                    call("[", &items, "]")
                }
            }
            TypeRef::Map(inner) => self.map(inner, value),
        }
    }

    /// An item of a list: all of them have one type, which converts to that of the list's items.
    fn item(&self, ty: &TypeRef, value: &Value) -> String {
        match ty {
            TypeRef::List(_) => self.owned(ty, value),
            TypeRef::Named(name) => match self.plan.types.get(name).map(|item| &item.shape) {
                Some(Shape::Union(_)) => self.owned(ty, value),
                _ => self.expression(ty, value),
            },
            _ => self.expression(ty, value),
        }
    }

    /// A map from its entries; the kind of map follows from where it goes.
    fn map(&self, inner: &TypeRef, value: &Value) -> String {
        let members = value.as_object().into_iter().flatten();
        let entries: Vec<String> = members
            .map(|(key, value)| format!("({key:?}.to_owned(), {})", self.owned(inner, value)))
            .collect();
        if entries.is_empty() {
            return "Default::default()".to_owned();
        }
        format!("{}.into_iter().collect()", call("[", &entries, "]"))
    }

    /// An expression of exactly the type, where nothing converts.
    fn owned(&self, ty: &TypeRef, value: &Value) -> String {
        let expression = self.expression(ty, value);
        match ty {
            TypeRef::String | TypeRef::Secret => format!("{expression}.into()"),
            TypeRef::List(item) => {
                let items = value.as_array().into_iter().flatten();
                let items: Vec<String> = items.map(|value| self.owned(item, value)).collect();
                match items.as_slice() {
                    [] => expression,
                    items => call("vec![", items, "]"),
                }
            }
            TypeRef::Named(name) if !expression.starts_with(&format!("{name}::")) => {
                format!("{name}::from({expression})")
            }
            _ => expression,
        }
    }

    fn named(&self, name: &str, value: &Value) -> String {
        let Some(item) = self.plan.types.get(name) else { return literal(value) };
        match &item.shape {
            Shape::Id => format!("{}.parse::<{name}>()?", literal(value)),
            Shape::Text => format!("{name}::from({}.to_owned())", literal(value)),
            Shape::Enum(values) => {
                let known = values.values.iter().find(|known| known.value == *value);
                known.map_or_else(
                    || format!("{name}::from({})", unlisted(values.repr, value)),
                    |known| format!("{name}::{}", known.variant),
                )
            }
            Shape::Struct(object) => self.object(name, &format!("{name}::new"), object, value),
            Shape::Union(union) => {
                let variant = union.of_value(value).or_else(|| union.variants.first());
                let Some(variant) = variant else { return literal(value) };
                self.variant(name, union, variant, value)
            }
        }
    }

    /// The short constructor, or the variant's own where optional fields are set.
    fn variant(&self, name: &str, union: &Union, variant: &Variant, value: &Value) -> String {
        let held = variant.ty.name().and_then(|ty| self.plan.types.get(ty));
        let Some(Shape::Struct(object)) = held.map(|held| &held.shape) else {
            let held = self.owned(&variant.ty, value);
            let held = match self.plan.is_boxed(union, variant) {
                true => format!("Box::new({held})"),
                false => held,
            };
            return call(&format!("{name}::{}(", variant.name), &[held], ")");
        };
        let is_tag = |field: &Field| {
            union.tag.as_deref() == Some(field.wire.as_str()) && variant.values.len() == 1
        };
        let sets_optional =
            object.optional().any(|field| value.get(&field.wire).is_some() && !is_tag(field));
        let has_tag = object.required().any(is_tag);
        let ty = variant.ty.name().unwrap_or_default();
        if sets_optional || has_tag {
            return self.object(ty, &format!("{ty}::new"), object, value);
        }
        self.object(ty, &format!("{name}::{}", variant.constructor), object, value)
    }

    /// A value of the struct of this name, made by one of its constructors or by that of a union.
    fn object(&self, name: &str, constructor: &str, object: &Struct, value: &Value) -> String {
        let group = self.plan.types.get(name).and_then(TypeItem::group);
        let empty = Map::new();
        let members = value.as_object().unwrap_or(&empty);
        let given = |field: &Field| {
            let sample = sample::value(self.plan, &field.ty);
            let value = members.get(&field.wire).unwrap_or(&sample);
            match field.nullability {
                Nullability::NotNull | Nullability::Distinct if group.is_some() => {
                    self.owned(&field.ty, value)
                }
                Nullability::NotNull | Nullability::Distinct => self.expression(&field.ty, value),
                _ if value.is_null() => "None".to_owned(),
                _ => format!("Some({})", self.owned(&field.ty, value)),
            }
        };
        let arguments = object.arguments();
        let mut text = match &group {
            None => {
                let given: Vec<String> = arguments.iter().map(|field| given(field)).collect();
                call(&format!("{constructor}("), &given, ")")
            }
            Some(group) => {
                let fields = arguments
                    .iter()
                    .map(|field| format!("    {}: {},\n", field.name, indented(&given(field))));
                format!("{constructor}({group} {{\n{}}})", fields.collect::<String>())
            }
        };
        for field in object.optional() {
            let value = members.get(&field.wire);
            if let Some(null) = field.null_setter().filter(|_| value.is_some_and(Value::is_null)) {
                text.push_str(&format!("\n    .{null}()"));
            } else if let Some(value) = value.filter(|value| !value.is_null()) {
                let given = [self.setter_value(&field.ty, value)];
                let link = call(&format!(".{}(", field.name), &given, ")");
                text.push_str(&format!("\n    {}", indented(&link)));
            }
        }
        text
    }

    /// A setter takes anything that converts: a reference can be given as its id.
    fn setter_value(&self, ty: &TypeRef, value: &Value) -> String {
        match ty {
            TypeRef::Named(name) => {
                self.short_reference(name, value).unwrap_or_else(|| self.expression(ty, value))
            }
            TypeRef::List(item) => {
                let TypeRef::Named(name) = &**item else { return self.expression(ty, value) };
                let short: Option<Vec<String>> = value.as_array().and_then(|items| {
                    items.iter().map(|item| self.short_reference(name, item)).collect()
                });
                match short {
                    Some(items) if !items.is_empty() => call("[", &items, "]"),
                    Some(_) => empty_list(&self.plan.crate_name(), item),
                    None => self.expression(ty, value),
                }
            }
            _ => self.expression(ty, value),
        }
    }

    /// The id of a `{id: …}` schema.
    fn short_reference(&self, name: &str, value: &Value) -> Option<String> {
        let Shape::Struct(object) = &self.plan.types.get(name)?.shape else { return None };
        let [only] = object.fields.as_slice() else { return None };
        let converts = only.presence == Presence::Required
            && only.nullability == Nullability::NotNull
            && matches!(only.ty, TypeRef::Named(_));
        if only.wire != "id" || !converts {
            return None;
        }
        Some(self.expression(&only.ty, value.get("id")?))
    }
}

/// What is given, on one line if it is short and on a line each if it is not.
fn call(open: &str, given: &[String], close: &str) -> String {
    let long = given.iter().map(String::len).sum::<usize>() > 60;
    let one_line = !long && given.iter().all(|text| !text.contains('\n'));
    // A lone list or string needs no line of its own.
    let hugs = given.len() == 1 && !given.iter().any(|text| text.contains('\n'));
    if one_line || hugs {
        return format!("{open}{}{close}", given.join(", "));
    }
    let lines: Vec<String> = given.iter().map(|text| indented(text)).collect();
    format!("{open}\n    {},\n{close}", lines.join(",\n    "))
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}

/// An empty list whose type does not follow from where it goes.
fn empty_list(name: &str, item: &TypeRef) -> String {
    format!("Vec::<{}>::new()", type_name(name, item))
}

fn type_name(name: &str, ty: &TypeRef) -> String {
    match ty {
        TypeRef::String => "String".to_owned(),
        TypeRef::Secret => format!("{name}::Secret"),
        TypeRef::Scalar(scalar) => scalar.path(name),
        TypeRef::Nullable(inner) => format!("Option<{}>", type_name(name, inner)),
        TypeRef::Json => "serde_json::Value".to_owned(),
        TypeRef::Named(own) => own.clone(),
        TypeRef::Runtime(own) => format!("{name}::{own}"),
        TypeRef::List(item) => format!("Vec<{}>", type_name(name, item)),
        TypeRef::Map(value) => {
            format!("std::collections::BTreeMap<String, {}>", type_name(name, value))
        }
    }
}

/// What a value of an enum that is not listed is made from.
fn unlisted(repr: Repr, value: &Value) -> String {
    match repr {
        Repr::Text => literal(value),
        Repr::Number(Scalar::F64) => format!("{:?}", value.as_f64().unwrap_or_default()),
        Repr::Number(_) => value.to_string(),
        Repr::Mixed => format!("serde_json::json!({})", json(value)),
    }
}

/// A Rust string literal.
fn literal(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!("{text:?}")
}

/// What `json!` takes: JSON, but for the escapes of text and the size of numbers.
pub(super) fn json(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(","))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{name:?}:{}", json(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) if i32::try_from(whole).is_err() => format!("{whole}_i64"),
            (None, Some(whole)) => format!("{whole}_u64"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn result_name(api: &Api, payload: &Payload) -> String {
    match payload {
        Payload::Json(TypeRef::Named(name)) => names::value_name(name),
        Payload::Collection { .. } => Some(api.module.clone()),
        _ => None,
    }
    .unwrap_or_else(|| "result".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixture::plan;
    use crate::sample::NIL;

    fn expression(schemas: &str, value: &Value) -> String {
        let plan = plan(schemas);
        Writer { plan: &plan }.expression(&TypeRef::Named("Thing".to_owned()), value)
    }

    #[test]
    fn required_values_are_arguments_and_optional_ones_setters() {
        let schemas = "
    Thing:
      type: object
      required: [name, size]
      properties:
        name: {type: string}
        size: {type: number}
        note: {type: string}
        at: {type: string, format: date-time}
";
        let value = json!({"name": "a \"b\"", "size": 2, "note": "n"});
        assert_eq!(
            expression(schemas, &value),
            "Thing::new(\"a \\\"b\\\"\", 2.0)\n    .note(\"n\")"
        );
    }

    #[test]
    fn a_reference_is_given_by_its_id() {
        let schemas = "
    Thing:
      type: object
      properties:
        others: {type: array, items: {$ref: '#/components/schemas/ThingReference'}}
    ThingReference:
      type: object
      required: [id]
      properties: {id: {$ref: '#/components/schemas/ThingId'}}
";
        let value = json!({"others": [{"id": NIL}]});
        let id = format!("\"{NIL}\".parse::<ThingId>()?");
        assert_eq!(expression(schemas, &value), format!("Thing::new()\n    .others([{id}])"));
    }

    #[test]
    fn what_the_contract_shows_no_value_for_gets_a_plain_one() {
        let schemas = "
    Thing:
      type: object
      required: [id, kind, on]
      properties:
        id: {$ref: '#/components/schemas/ThingId'}
        kind: {type: string, enum: [b, a]}
        on: {type: boolean}
";
        assert_eq!(
            expression(schemas, &json!({})),
            format!(
                "Thing::new(\n    \"{NIL}\".parse::<ThingId>()?,\n    ThingKind::LowerA,\n    true,\n)"
            )
        );
    }
}
