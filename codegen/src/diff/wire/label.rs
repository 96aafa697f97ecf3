//! Names of places as people say them, from JSON pointers.

/// The name of a place inside a component, such as `PairingKey.policy`; `None` outside of
/// components.
pub(super) fn of_pointer(pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix("/components/")?.split('/').map(unescaped);
    let (section, name) = (steps.next()?, steps.next()?);
    let mut label = match section.as_str() {
        "schemas" => name,
        "parameters" => format!("parameter {name}"),
        "responses" => format!("response {name}"),
        "headers" => format!("header {name}"),
        "requestBodies" => format!("request body {name}"),
        "securitySchemes" => format!("security scheme {name}"),
        _ => format!("{section} {name}"),
    };
    while let Some(step) = steps.next() {
        match step.as_str() {
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

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
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
