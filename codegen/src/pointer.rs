//! JSON pointers (RFC 6901): how they are written, and what lies in what.

use std::borrow::Cow;
use std::iter::successors;

/// Where component schemas stand.
const SCHEMAS: &str = "/components/schemas";

/// A pointer to a node of a document, which exists: every `~` in it is an escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pointer<'p>(&'p str);

impl<'p> Pointer<'p> {
    pub(crate) fn of(text: &'p str) -> Self {
        Self(text)
    }

    /// The unescaped steps; the empty pointer has none.
    pub(crate) fn steps(self) -> impl Iterator<Item = Cow<'p, str>> {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// The unescaped name of the node in the one around it.
    pub(crate) fn name(self) -> Option<Cow<'p, str>> {
        self.0.rsplit_once('/').map(|(_, step)| unescaped(step))
    }

    /// The node around it; none around the root.
    pub(crate) fn parent(self) -> Option<&'p str> {
        self.0.rsplit_once('/').map(|(parent, _)| parent)
    }

    /// The node and everything around it, the nearest first and the root last.
    pub(crate) fn outwards(self) -> impl Iterator<Item = &'p str> {
        successors(Some(self.0), |inner| Pointer(inner).parent())
    }

    /// Everything around it, the nearest first and the root last.
    pub(crate) fn around(self) -> impl Iterator<Item = &'p str> {
        self.outwards().skip(1)
    }

    /// The way to it from a node around it, or from itself, which is no way.
    pub(crate) fn below(self, outer: &str) -> Option<&'p str> {
        self.0.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The component schema that it is in, or is.
    pub(crate) fn schema_around(self) -> Option<Cow<'p, str>> {
        Pointer(self.below(SCHEMAS)?).steps().next()
    }

    /// The component schema that it is.
    pub(crate) fn schema(self) -> Option<Cow<'p, str>> {
        self.name().filter(|_| self.parent() == Some(SCHEMAS))
    }
}

impl Pointer<'_> {
    /// The component of this kind, such as `parameters`, that it is.
    pub(crate) fn component(self, kind: &str) -> Option<String> {
        let parent = format!("/components/{kind}");
        self.name().filter(|_| self.parent() == Some(parent.as_str())).map(Cow::into_owned)
    }
}

/// Appends one unescaped step to a pointer.
pub(crate) fn join(pointer: &str, step: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + step.len() + 1);
    joined.push_str(pointer);
    joined.push('/');
    for c in step.chars() {
        match c {
            '~' => joined.push_str("~0"),
            '/' => joined.push_str("~1"),
            c => joined.push(c),
        }
    }
    joined
}

/// The pointer that these unescaped steps make.
pub(crate) fn of_steps(steps: &[String]) -> String {
    steps.iter().fold(String::new(), |pointer, step| join(&pointer, step))
}

/// The unescaped steps of what somebody wrote; `None` if it does not start with `/` or has a stray
/// `~`. The empty pointer has no steps.
pub(crate) fn split(pointer: &str) -> Option<Vec<String>> {
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    let is_escape = |rest: &str| rest.starts_with(['0', '1']);
    let steps = || Pointer(pointer).steps().map(Cow::into_owned).collect();
    (is_pointer && pointer.split('~').skip(1).all(is_escape)).then(steps)
}

fn unescaped(step: &str) -> Cow<'_, str> {
    match step.contains('~') {
        true => Cow::Owned(step.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(step),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_joined_is_split(steps in prop::collection::vec("[a/~01]{0,4}", 0..5)) {
            let pointer = of_steps(&steps);
            prop_assert_eq!(split(&pointer), Some(steps.clone()));
            let name = Pointer::of(&pointer).name();
            prop_assert_eq!(name.as_deref(), steps.last().map(String::as_str));
            prop_assert_eq!(Pointer::of(&pointer).around().count(), steps.len());
            for outer in Pointer::of(&pointer).around() {
                let way = Pointer::of(&pointer).below(outer).unwrap();
                prop_assert_eq!(format!("{outer}{way}"), &*pointer);
            }
        }
    }

    #[test]
    fn what_is_no_pointer_has_no_steps() {
        for text in ["a", "~", "/~", "/a~2", "/~0~", "/a~/1"] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn a_schema_is_not_what_is_in_it() {
        let schema = Pointer::of("/components/schemas/A~1b");
        let inside = Pointer::of("/components/schemas/A~1b/properties/c");
        assert_eq!(schema.schema().as_deref(), Some("A/b"));
        assert_eq!(inside.schema(), None);
        assert_eq!([schema, inside].map(|it| it.schema_around().unwrap()), ["A/b", "A/b"]);
        assert_eq!(inside.below("/components/schemas/A"), None);
    }
}
