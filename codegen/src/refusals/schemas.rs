//! Rules about schemas that become Rust types.

use crate::diagnostic::rules;

rules! { Generation, Protection;

ANY_OF = Error "any-of" {
    "Schemas do without `anyOf` and `not`."
    why "No Rust type says \"any of these, or several\" or \"everything but this\"."
    Replace(Property)
    bad "{description: More., anyOf: [{type: string}]}"
    good "{description: More., type: string}"
}

KEYWORD_IGNORED = Error "keyword-ignored" {
    "A schema has only the keywords of its type."
    why "Others mean nothing there, so what was meant is lost."
    Replace(Property)
    bad "{description: More., type: integer, format: int32, properties: {a: {type: boolean, description: Whether.}}}"
    good "{description: More., type: integer, format: int32}"
}

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
    "The parts of an `allOf` are objects with `properties`."
    why "They become one struct; anything else has no fields to give."
    Replace(Property)
    bad "{description: More., allOf: [{type: string, maxLength: 9}, {type: string, minLength: 1}]}"
    good "{description: More., allOf: [{type: object, properties: {color: {type: string, description: Its color., maxLength: 9}}}]}"
}

PROPERTY_TWICE = Error "property-twice" {
    "The parts of an `allOf` define different properties."
    why "A field has one type; which of the two holds is not defined."
    Merge(Schema)
    bad "allOf: [{type: object, properties: {name: {type: string, description: Its name., maxLength: 20}}}]"
    good "allOf: [{type: object, properties: {color: {type: string, description: Its color.}}}]"
}

REQUIRED_UNKNOWN = Error "required-unknown" {
    "`required` lists properties of the schema."
    why "A misspelt name demands a property that nobody knows, and frees the one that was meant."
    Replace(Property)
    bad "{type: object, description: More., required: [nmae], properties: {name: {type: string, description: A name., maxLength: 9}}}"
    good "{type: object, description: More., required: [name], properties: {name: {type: string, description: A name., maxLength: 9}}}"
}

ADDITIONAL_PROPERTIES_TYPED = Error "additional-properties-typed" {
    "An object has `properties` or typed additional properties, not both."
    why "A struct cannot also be a map of another type."
    Merge(Schema)
    bad "additionalProperties: {type: string}"
    good "additionalProperties: true"
}

UNCONFIRMED_REQUIRED = Error "unconfirmed-required" {
    "What is marked `x-unconfirmed` is optional."
    why "A client that demands what no document confirms fails when it is not there."
    Merge(Schema)
    bad "properties: {name: {x-unconfirmed: Not in any sample.}}"
    good "properties: {note: {x-unconfirmed: Not in any sample.}}"
}

RECURSIVE_TYPE = Error "recursive-type" {
    "A type contains itself only in an array or a map."
    why "Its size would be infinite otherwise."
    Replace(Property)
    bad "$ref: '#/components/schemas/Thing'"
    good "{description: More., type: array, items: {$ref: '#/components/schemas/Thing'}}"
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
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Failure'}}}, Failure: {type: object, description: What failed., x-rust-type: ErrorBody}}"
    good "schemas: {Thing: {properties: {note: {type: string, description: More.}}}, Failure: {type: object, description: What failed., x-rust-type: ErrorBody}}"
}

EXAMPLE_MISMATCH = Error "example-mismatch" {
    "An example can be written as a value of its Rust type."
    why "Examples become documentation that is compiled."
    Merge(Media)
    bad "example: {name: a, other: 1}"
    good "example: {name: a}"
}

}
