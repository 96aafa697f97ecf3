//! What an operation does to a resource, read from its method and path and from the operations beside it.

use http::{Method, StatusCode};

use super::template::Template;

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// POST to a collection: makes a member.
    Create,
    /// GET of a collection: its members.
    List,
    /// GET of a member.
    Read,
    /// PUT of a member.
    Replace,
    /// PATCH of a member.
    Update,
    /// DELETE of a member.
    Delete,
    /// GET of a path that holds one thing which no operation makes, such as settings.
    ReadOne,
    /// PUT of such a path.
    ReplaceOne,
    /// PATCH of such a path.
    UpdateOne,
    /// DELETE of such a path.
    ResetOne,
    /// Anything else: it happens, and the contract's example says what comes back.
    Act,
}

/// What decides the role of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Sketch {
    pub(crate) method: Method,
    pub(crate) template: Template,
    pub(crate) success: StatusCode,
    /// Whether the success response is a collection.
    pub(crate) answers_collection: bool,
    /// Whether the success response is a list without anything around it.
    pub(crate) answers_array: bool,
}

impl Sketch {
    /// The role of this operation among all of the contract.
    pub(crate) fn role(&self, all: &[Sketch]) -> Role {
        if creates(self, all) {
            return Role::Create;
        }
        let lists = self.method == Method::GET && self.answers_collection;
        if lists && is_created_in(&self.template, all) {
            return Role::List;
        }
        let is_member =
            self.template.collection().is_some_and(|collection| is_created_in(&collection, all));
        match (self.method.as_str(), is_member) {
            ("GET", true) => Role::Read,
            ("PUT", true) => Role::Replace,
            ("PATCH", true) => Role::Update,
            ("DELETE", true) => Role::Delete,
            ("GET", false) => Role::ReadOne,
            ("PUT", false) => Role::ReplaceOne,
            ("PATCH", false) => Role::UpdateOne,
            ("DELETE", false) => Role::ResetOne,
            _ => Role::Act,
        }
    }
}

/// Whether an operation makes members of this collection.
pub(crate) fn is_created_in(collection: &Template, all: &[Sketch]) -> bool {
    all.iter().any(|other| other.template == *collection && creates(other, all))
}

/// A POST to a path that members are read from, or that answers 201. One that answers several with 200 searches.
fn creates(sketch: &Sketch, all: &[Sketch]) -> bool {
    let has_members =
        || all.iter().any(|other| other.template.collection().as_ref() == Some(&sketch.template));
    let answers_one = !sketch.answers_collection && !sketch.answers_array;
    sketch.method == Method::POST
        && sketch.template.last_literal().is_some()
        && (sketch.success == StatusCode::CREATED || answers_one && has_members())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(method: &str, template: &'static str, success: u16) -> Sketch {
        Sketch {
            method: method.parse().unwrap(),
            template: Template::parse(template).unwrap(),
            success: StatusCode::from_u16(success).unwrap(),
            answers_collection: method == "GET" && template.ends_with('s'),
            answers_array: false,
        }
    }

    #[test]
    fn a_post_that_answers_several_searches_unless_it_says_that_it_made_something() {
        let read = sketch("GET", "/things/{id}", 200);
        for (collection, array, success, role) in [
            (false, false, 200, Role::Create),
            (true, false, 200, Role::Act),
            (false, true, 200, Role::Act),
            (false, true, 201, Role::Create),
        ] {
            let mut post = sketch("POST", "/things", success);
            (post.answers_collection, post.answers_array) = (collection, array);
            let all = [read.clone(), post.clone()];
            assert_eq!(post.role(&all), role, "{collection} {array} {success}");
        }
    }

    #[test]
    fn methods_and_paths_say_what_an_operation_does() {
        let cases = [
            ("POST", "/things", 200, Role::Create),
            ("GET", "/things", 200, Role::List),
            ("GET", "/things/{id}", 200, Role::Read),
            ("PUT", "/things/{id}", 200, Role::Replace),
            ("PATCH", "/things/{id}", 200, Role::Update),
            ("DELETE", "/things/{id}", 204, Role::Delete),
            ("POST", "/things/{id}/lock", 204, Role::Act),
            ("POST", "/things/{id}", 200, Role::Act),
            ("POST", "/invitations", 201, Role::Create),
            ("GET", "/settings", 200, Role::ReadOne),
            ("PUT", "/settings", 200, Role::ReplaceOne),
            ("PATCH", "/settings", 200, Role::UpdateOne),
            ("DELETE", "/settings", 204, Role::ResetOne),
            ("GET", "/regions/{id}", 200, Role::ReadOne),
            ("PUT", "/things/{id}/name", 200, Role::ReplaceOne),
        ];
        let all: Vec<_> =
            cases.iter().map(|(method, path, status, _)| sketch(method, path, *status)).collect();
        for (sketch, (method, path, _, role)) in all.iter().zip(cases) {
            assert_eq!(sketch.role(&all), role, "{method} {path}");
        }
    }
}
