//! Rules about schemas that become Rust types.

use crate::diagnostic::rules;

rules! { Generation, Protection;

SECRET_TYPE = Error "secret-type" {
    "A secret is a text."
    why "A number, a list or an object would be shown where a secret is not."
    Replace(Property)
    bad "{description: More., type: integer, format: password, writeOnly: true}"
    good "{description: More., type: string, format: password, writeOnly: true}"
}

SECRET_ENUM = Error "secret-enum" {
    "A secret has no list of values."
    why "Nothing in a public list is secret."
    Replace(Property)
    bad "{description: More., type: string, format: password, writeOnly: true, enum: [a]}"
    good "{description: More., type: string, format: password, writeOnly: true}"
}

ALL_OF_PART = Error "all-of-part" {
    "The parts of an `allOf` are all objects, or narrow one type."
    why "They become one type; nothing is a number and an object, or a choice with fields of its own."
    Replace(Property)
    bad "{description: More., allOf: [{type: string, maxLength: 9}, {type: boolean}]}"
    good "{description: More., allOf: [{type: string, maxLength: 9}, {minLength: 1}]}"
}

PROPERTY_TWICE = Error "property-twice" {
    "Parts of an `allOf` that have a property in common agree on its type."
    why "A field has one type; no value is of two that contradict."
    Merge(Schema)
    bad "allOf: [{type: object, properties: {name: {type: boolean, description: Whether it has one.}}}]"
    good "allOf: [{type: object, properties: {name: {type: string, description: Its name., maxLength: 20}}}]"
}

ADDITIONAL_PROPERTIES_TYPED = Error "additional-properties-typed" {
    "Parts of an `allOf` agree on the type of additional properties."
    why "They are kept in one map, whose values have one type."
    Merge(Schema)
    bad "allOf: [{type: object, additionalProperties: {type: string, maxLength: 9}}, {type: object, additionalProperties: {type: boolean}}]"
    good "allOf: [{type: object, additionalProperties: {type: string, maxLength: 9}}]"
}

UNCONFIRMED_REQUIRED = Error "unconfirmed-required" {
    "What is marked `x-unconfirmed` is optional."
    why "A client that demands what no document confirms fails when it is not there."
    Merge(Schema)
    bad "properties: {name: {x-unconfirmed: Not in any sample.}}"
    good "properties: {note: {x-unconfirmed: Not in any sample.}}"
}

RECURSIVE_TYPE = Error "recursive-type" {
    "A type does not require a value of itself, and no array or map is made of nothing but itself."
    why "No value of it would ever end."
    Merge(Schema)
    bad "required: [again]\nproperties: {again: {$ref: '#/components/schemas/Thing'}}"
    good "properties: {again: {$ref: '#/components/schemas/Thing'}}"
}

NESTING = Error "nesting" {
    "Schemas are not nested too deeply."
    why "The name of an inline type is made of the names around it and would fill a line."
    Words()
    bad "arrays of arrays of arrays, and so on"
    good "a named schema for the inner part"
}

RUST_TYPE_MISPLACED = Error "rust-type-misplaced" {
    "A handwritten type stands where the client uses it."
    why "Error bodies are read by the client, and transaction ids are header values; elsewhere they have no meaning."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {post: {responses: {'400': {content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}, example: {code: WRONG}}}}}}}}\ncomponents: {schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Failure'}}}, Failure: {type: object, description: What failed., x-rust-type: ErrorBody}}}"
    good "paths: {'/tenants/{tenantID}/things': {post: {responses: {'400': {content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}, example: {code: WRONG}}}}}}}}\ncomponents: {schemas: {Failure: {type: object, description: What failed., x-rust-type: ErrorBody}}}"
}

}
