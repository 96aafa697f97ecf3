//! The ids of the page: made from names of the contract, unique whatever they are.

/// The id of the thing that these names lead to, such as `op.createPairingKey.request`.
///
/// Different names give different ids: what is not a letter, digit, `_` or `-` of ASCII is written
/// as its number, and the separator is none of them.
pub(super) fn id(names: &[&str]) -> String {
    let mut id = String::new();
    for (position, name) in names.iter().enumerate() {
        if position > 0 {
            id.push('.');
        }
        push_escaped(&mut id, name);
    }
    id
}

/// The id of something below `parent`.
pub(super) fn below(parent: &str, name: &str) -> String {
    let mut id = format!("{parent}.");
    push_escaped(&mut id, name);
    id
}

/// The reference to an id.
pub(super) fn href(id: &str) -> String {
    format!("#{id}")
}

pub(super) fn operation(operation_id: &str) -> String {
    id(&["op", operation_id])
}

pub(super) fn type_item(name: &str) -> String {
    id(&["type", name])
}

pub(super) fn api(module: &str) -> String {
    id(&["api", module])
}

pub(super) fn scheme(name: &str) -> String {
    id(&["auth", name])
}

pub(super) fn status(status: u16) -> String {
    id(&["status", &status.to_string()])
}

fn push_escaped(id: &mut String, name: &str) {
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => id.push(c),
            other => id.push_str(&format!("~{:x}~", u32::from(other))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_looks_where_they_can() {
        assert_eq!(operation("createPairingKey"), "op.createPairingKey");
        assert_eq!(below("type.PairingKey", "_links"), "type.PairingKey._links");
    }

    #[test]
    fn different_names_never_share_an_id() {
        let names = ["a.b", "a b", "a~b", "a~20~b", "a\u{20}b ", "ä", "", "a\"b", "a<b"];
        let ids: std::collections::BTreeSet<String> =
            names.iter().map(|name| id(&["x", name])).collect();
        assert_eq!(ids.len(), names.len());
        assert_ne!(id(&["a", "b.c"]), id(&["a.b", "c"]));
        assert!(ids.iter().all(|id| !id.contains(char::is_whitespace)));
    }
}
