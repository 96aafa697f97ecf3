//! `null` where a list or a map is expected: PingOne reads it as absent, and so does the client.

use serde::{Deserialize, Deserializer};

/// Decodes `null` as an empty list or map.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Thing {
        #[serde(default, deserialize_with = "null_as_default")]
        tags: Vec<u8>,
    }

    #[test]
    fn null_and_absent_are_the_same_and_values_are_kept() {
        for (json, tags) in
            [("{}", vec![]), (r#"{"tags":null}"#, vec![]), (r#"{"tags":[1]}"#, vec![1])]
        {
            assert_eq!(serde_json::from_str::<Thing>(json).unwrap(), Thing { tags }, "{json}");
        }
        assert!(serde_json::from_str::<Thing>(r#"{"tags":7}"#).is_err());
    }
}
