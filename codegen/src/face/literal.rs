//! JSON as a raw string literal that a person can read.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use serde_json::Value;

use crate::markdown::is_hidden;

/// A raw string with the value indented, e.g. `r#"{ … }"#`.
pub(crate) fn raw_json(value: &Value) -> TokenStream {
    let text = format!("{:#}", sorted(value));
    if text.chars().any(|c| c != '\n' && is_hidden(c)) {
        // The compiler refuses these in a raw string.
        return quote::quote!(#text);
    }
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal = format!("r{hashes}\"{text}\"{hashes}");
    // A raw string with enough hashes is always one valid literal; the fallback escapes instead.
    literal.parse().unwrap_or_else(|_| quote::quote!(#text))
}

/// Members in the order of their names, whatever order `serde_json` is built to keep.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            members.into_iter().map(|(name, member)| (name.clone(), sorted(member))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::raw_json;

    #[test]
    fn any_json_survives_as_a_literal() {
        for value in [
            json!({"a": "plain"}),
            json!("\"#"),
            json!({"\"##": ["\\n", null]}),
            json!("a\u{202e}b"),
        ] {
            let literal: syn::LitStr = syn::parse2(raw_json(&value)).unwrap();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&literal.value()).unwrap(), value);
        }
    }
}
