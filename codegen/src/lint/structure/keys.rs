//! Every key of an object is known, has a value of its kind, and none that must be there is missing.

use super::newer::Way;
use super::{
    KEY_MISSING, NOT_AN_OBJECT, OPENAPI_VERSION, UNKNOWN_KEY, WRONG_KIND, extensions, foreign,
    newer, strays, values,
};
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, NodeKind};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::openapi::RUNTIME_TYPES;
use crate::openapi::{Below, Object};
use crate::suggest::nearest;

const CONVERT: &str = "convert the document, and write `openapi: 3.0.3` or `openapi: 3.1.0`";

const UPGRADE: &str =
    "convert the document to OpenAPI 3, such as with swagger2openapi or Swagger Editor";

/// A key this many letters from a known one that is not there is taken for a slip of the pen.
const SLIP: usize = 2;

/// Objects in whose place a reference may stand.
const REFERABLE: [Object; 9] = [
    Object::PathItem,
    Object::Schema,
    Object::Parameter,
    Object::RequestBody,
    Object::Response,
    Object::Header,
    Object::Example,
    Object::Link,
    Object::SecurityScheme,
];

pub(super) fn check(context: &mut Context<'_>) {
    for (object, node) in context.objects() {
        check_object(context, &node, object);
    }
}

/// What is neither 3.0 nor lowered to it is refused rather than misread.
pub(in crate::lint) fn version(context: &mut Context<'_>) {
    let root = context.document.root();
    if root.kind() != NodeKind::Map {
        return;
    }
    let version = root.get("openapi");
    let text = version.as_ref().and_then(Cursor::as_str);
    if text.is_some_and(|text| text.starts_with("3.0.")) {
        return;
    }
    let swagger = root.get("swagger");
    let place = version.as_ref().or(swagger.as_ref()).unwrap_or(&root).location();
    let (message, help) = match (text, swagger.and_then(|it| it.as_str())) {
        (Some(text), _) => (format!("OpenAPI {text} is not supported"), CONVERT),
        (None, Some(text)) => (format!("Swagger {text} is the format before OpenAPI 3.0"), UPGRADE),
        (None, None) => {
            let message = "the document does not say which OpenAPI version it is written in";
            (message.to_owned(), "write `openapi: 3.0.3` or `openapi: 3.1.0`, in quotes if need be")
        }
    };
    context.report(Diagnostic::new(&OPENAPI_VERSION, place, message).help(help));
}

fn check_object(context: &mut Context<'_>, node: &Cursor<'_>, object: Object) {
    if node.kind() != NodeKind::Map {
        if object == Object::Schema && strays::among_properties(context, node) {
            return;
        }
        let message = format!("the {} is a mapping", object.name());
        let problem = Diagnostic::new(&NOT_AN_OBJECT, node.location(), message)
            .help("write `key: value` lines here");
        // What is empty may have content in a line that could not be read.
        match node.kind() {
            NodeKind::Null => context.report_absence(problem),
            _ => context.report(problem),
        }
        return;
    }
    if node.get("$ref").is_some_and(|target| target.as_str().is_some()) {
        // A reference without a target: that is what is wrong with it.
        return;
    }
    if object != Object::Callback {
        for (key, value) in node.entries() {
            let known = object.keys().iter().chain(object.extensions());
            match known.clone().find(|(known, _)| *known == key) {
                Some((_, below)) => check_value(context, (object, node), &value, key, *below),
                // What its value is not is told where references are read.
                None if key == "$ref" && REFERABLE.contains(&object) => {}
                None => unknown(context, node, &value, key, object),
            }
        }
    }
    for key in object.required() {
        if node.get(key).is_none() {
            let message = format!("the {} has no `{key}`", object.name());
            let problem = Diagnostic::new(&KEY_MISSING, node.location(), message);
            context.report_absence(problem.help(format!("add `{key}`")));
        }
    }
}

fn check_value(
    context: &mut Context<'_>,
    (object, owner): (Object, &Cursor<'_>),
    value: &Cursor<'_>,
    key: &str,
    below: Below,
) {
    if key == "x-rust-type" {
        runtime_type(context, value);
    }
    let (is_right, wanted) = fits(value, below);
    if is_right {
        if matches!(below, Below::Extensible(_)) {
            let extensions = value.entries().filter(|(name, _)| name.starts_with("x-"));
            extensions.for_each(|(name, extension)| extension_here(context, &extension, name));
        }
        return;
    }
    let is_container = matches!(below, Below::List(_) | Below::Map(_) | Below::Extensible(_));
    let rule = if is_container { &NOT_AN_OBJECT } else { &WRONG_KIND };
    let message = format!("`{key}` must be {wanted}");
    let problem = Diagnostic::new(rule, value.location(), message);
    let problem = match newer::value(object, owner, key, value) {
        Some(way) => with_way(problem, way),
        None => with_way(problem, values::way(value, below)),
    };
    // What is empty may have content in a line that could not be read.
    match value.kind() {
        NodeKind::Null => context.report_absence(problem),
        _ => context.report(problem),
    }
}

fn with_way(problem: Diagnostic, way: Way) -> Diagnostic {
    let problem = problem.help(way.help);
    match way.fix {
        Some(fix) => problem.fix(fix),
        None => problem,
    }
}

/// Whether a value is of the kind that its key wants, and how that kind is called.
fn fits(value: &Cursor<'_>, below: Below) -> (bool, &'static str) {
    let is = |kind| value.kind() == kind;
    let texts = |node: &Cursor<'_>| node.as_str().is_some();
    match below {
        // Objects are checked where they are visited.
        Below::Any | Below::One(_) | Below::OneOrFlag(_) => (true, ""),
        Below::Text => (is(NodeKind::String), "a text; quote it if it is one"),
        Below::Flag => (is(NodeKind::Bool), "`true` or `false`"),
        Below::Number => (is(NodeKind::Number), "a number"),
        Below::Count => (value.as_u64().is_some(), "a whole number from 0"),
        Below::Values => (is(NodeKind::Sequence), "a list"),
        Below::Texts => {
            (is(NodeKind::Sequence) && value.items().all(|item| texts(&item)), "a list of texts")
        }
        Below::TextMap => (
            is(NodeKind::Map) && value.entries().all(|(_, entry)| texts(&entry)),
            "a mapping of names to texts",
        ),
        Below::List(_) => (is(NodeKind::Sequence), "a list: one `- ` line per entry"),
        Below::Map(_) | Below::Extensible(_) => (is(NodeKind::Map), "a mapping of names"),
    }
}

/// `x-rust-type` names a type that the client's runtime has.
fn runtime_type(context: &mut Context<'_>, value: &Cursor<'_>) {
    let name = value.as_str().unwrap_or_default();
    if RUNTIME_TYPES.contains(&name) {
        return;
    }
    let help = match nearest(name, RUNTIME_TYPES) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("one of {}", RUNTIME_TYPES.join(", ")),
    };
    let message = format!("the client has no handwritten type `{name}`");
    let problem = Diagnostic::new(&extensions::UNKNOWN_RUST_TYPE, value.location(), message);
    context.report(problem.help(help));
}

fn unknown(
    context: &mut Context<'_>,
    owner: &Cursor<'_>,
    value: &Cursor<'_>,
    key: &str,
    object: Object,
) {
    let known = object.keys().iter().chain(object.extensions()).map(|(known, _)| *known);
    let near = nearest(key, known.chain(REFERABLE.contains(&object).then_some("$ref")));
    let is_extension = key.starts_with("x-");
    let is_own = is_extension && near.is_some_and(|near| is_slip(near, key));
    let rule = match (is_own || key.starts_with("x-rust-"), is_extension) {
        (true, _) => &extensions::EXTENSION_MISSPELT,
        (false, true) => &foreign::UNKNOWN_EXTENSION,
        (false, false) => &UNKNOWN_KEY,
    };
    let message = format!("`{key}` is not a key of the {}", object.name());
    let way = newer::key(object, owner, key, value);
    if let Some(way) = way {
        let problem = Diagnostic::new(rule, value.key_location(), message);
        context.report(with_way(problem, way));
        return;
    }
    let help = match near {
        Some(known) => format!("did you mean `{known}`?"),
        None if is_extension => {
            "spec/README.md lists the extensions that this project uses".to_owned()
        }
        None => "remove it; the generator would ignore it".to_owned(),
    };
    let mut problem = Diagnostic::new(rule, value.key_location(), message).help(help);
    let misspelt = near.filter(|near| is_slip(near, key) && owner.get(near).is_none());
    if let Some(fix) = misspelt.and_then(|near| edit::rename_key(value, near)) {
        problem = problem.fix(fix);
    }
    context.report(problem);
}

/// Whether one name is meant for the other.
fn is_slip(meant: &str, written: &str) -> bool {
    strsim::osa_distance(meant, written) <= SLIP
}

/// An extension in a map of paths or of statuses, where this project has none.
fn extension_here(context: &mut Context<'_>, value: &Cursor<'_>, key: &str) {
    let message = format!("`{key}` has no meaning here");
    let problem = Diagnostic::new(&foreign::UNKNOWN_EXTENSION, value.key_location(), message);
    context.report(problem.help("spec/README.md lists the extensions that this project uses"));
}
