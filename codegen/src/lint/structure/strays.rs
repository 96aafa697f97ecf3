//! What stands in the wrong place: references to objects of another kind, keys one level too deep.

use super::{NOT_AN_OBJECT, REF_KIND};
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, NodeKind};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::openapi::{Below, Object};
use crate::suggest::nearest_from;

/// Names of components closer than this are taken for each other.
const SIMILAR: f64 = 0.85;

pub(super) fn check(context: &mut Context<'_>) {
    for stray in context.survey.strays.clone() {
        let target = stray.node.resolve();
        let place = stray.node.get("$ref").unwrap_or_else(|| stray.node.clone()).location();
        let (wanted, found) = (stray.wanted.name(), stray.found.name());
        let message = format!(
            "{} stands here, and this leads to {}",
            with_article(wanted),
            with_article(found)
        );
        let problem = Diagnostic::new(&REF_KIND, place, message)
            .related(target.key_location(), "it leads here");
        let help = match alike(context, &target, stray.wanted) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => format!("refer to {}, or write one here", with_article(wanted)),
        };
        context.report(problem.help(help));
    }
}

/// A name with the article that it has.
fn with_article(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// The pointer of the component that was meant: what a component of the wrong kind has inside, or one of
/// a name like its.
fn alike(context: &Context<'_>, target: &Cursor<'_>, wanted: Object) -> Option<String> {
    let inner = target.get("schema").filter(|_| wanted == Object::Schema);
    if let Some(reference) = inner.as_ref().and_then(Cursor::reference) {
        let named = reference.target()?;
        return (named.file() == target.file()).then(|| named.pointer());
    }
    let (section, _) = Object::Components
        .keys()
        .iter()
        .find(|(_, below)| matches!(below, Below::Map(object) if *object == wanted))?;
    let pointer = target.pointer();
    let name = pointer.rsplit('/').next()?;
    let all = context.document.root().get("components")?.get(section)?;
    let near = nearest_from(SIMILAR, name, all.entries().map(|(name, _)| name))?;
    Some(format!("/components/{section}/{near}"))
}

/// Tells a key of a schema that stands among its properties; returns whether it is one.
pub(super) fn among_properties(context: &mut Context<'_>, node: &Cursor<'_>) -> bool {
    let pointer = node.pointer();
    let mut steps = pointer.rsplit('/');
    let (name, around) = (steps.next().unwrap_or_default(), steps.next());
    let is_keyword = Object::Schema.keys().iter().any(|(keyword, _)| *keyword == name);
    if around != Some("properties") || !is_keyword || node.kind() == NodeKind::Null {
        return false;
    }
    let message = format!("`{name}` is a key of the schema, and stands among its properties");
    let mut problem = Diagnostic::new(&NOT_AN_OBJECT, node.key_location(), message)
        .help("put it beside `properties`");
    if let Some(fix) = edit::move_out(node, "properties:") {
        problem = problem.fix(fix);
    }
    context.report(problem);
    true
}
