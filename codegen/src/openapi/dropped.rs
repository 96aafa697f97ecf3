//! What OpenAPI allows and the generator does not read.

use super::Object;

/// Objects that the generator drops, although OpenAPI allows them there.
pub(crate) fn is_dropped(object: Object, key: &str) -> bool {
    matches!(
        (object, key),
        (Object::Operation, "callbacks")
            | (Object::Response | Object::Components, "links")
            | (Object::Components, "callbacks")
            | (Object::Schema, "xml")
            | (Object::Example, "externalValue")
            | (Object::Parameter, "allowEmptyValue")
    )
}
