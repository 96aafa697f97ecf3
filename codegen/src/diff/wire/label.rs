//! Names of places as people say them, from JSON pointers.

use crate::pointer::Pointer;

/// The name of a place inside a component, such as `PairingKey.policy`; `None` outside of
/// components.
pub(super) fn of_pointer(pointer: &str) -> Option<String> {
    let inside = Pointer::of(pointer).below("/components")?;
    let mut steps = Pointer::of(inside).steps();
    let (section, name) = (steps.next()?, steps.next()?);
    let mut label = match &*section {
        "schemas" => name.into_owned(),
        "parameters" => format!("parameter {name}"),
        "responses" => format!("response {name}"),
        "headers" => format!("header {name}"),
        "requestBodies" => format!("request body {name}"),
        "securitySchemes" => format!("security scheme {name}"),
        _ => format!("{section} {name}"),
    };
    while let Some(step) = steps.next() {
        match &*step {
            "properties" => label.extend(steps.next().map(|name| format!(".{name}"))),
            "items" => label.push_str("[]"),
            "additionalProperties" => label.push_str(".*"),
            "headers" => label.extend(steps.next().map(|name| format!(" header {name}"))),
            "allOf" | "content" => _ = steps.next(),
            "oneOf" | "anyOf" => {
                label.extend(steps.next().map(|index| format!("<{index}>")));
            }
            "schema" => {}
            _ => break,
        }
    }
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::of_pointer;

    #[test]
    fn places_inside_components_have_short_names() {
        let name = |pointer| of_pointer(pointer).unwrap_or_default();
        assert_eq!(name("/components/schemas/Key/properties/a~1b/items/maxLength"), "Key.a/b[]");
        assert_eq!(name("/components/schemas/Key/allOf/0/properties/id"), "Key.id");
        assert_eq!(name("/components/parameters/Id/schema/pattern"), "parameter Id");
        assert_eq!(name("/paths/collection/get"), "");
    }
}
