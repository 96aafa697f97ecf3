//! Which keys of a schema are read, and which say nothing about values.

/// Keys that say nothing about values.
pub(super) const TEXTS: [&str; 11] = [
    "$anchor",
    "$comment",
    "$id",
    "$schema",
    "$vocabulary",
    "contentEncoding",
    "contentMediaType",
    "examples",
    "jsonSchemaDialect",
    "license",
    "summary",
];

/// Keys of a schema that are read, beside those that hold one value each.
const READ: [&str; 19] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "deprecated",
    "discriminator",
    "enum",
    "example",
    "items",
    "nullable",
    "oneOf",
    "properties",
    "readOnly",
    "required",
    "type",
    "writeOnly",
    "xml",
    "$defs",
];

/// Whether a key of a schema may restrict values in a way that is not read.
pub(super) fn is_unread(key: &str, plain: &[&str]) -> bool {
    !(key.starts_with("x-") || plain.contains(&key) || READ.contains(&key) || TEXTS.contains(&key))
}
