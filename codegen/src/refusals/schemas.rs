//! Rules about schemas that become Rust types.

use crate::diagnostic::rules;

rules! { Generation, Protection;

TYPE_MISSING = Error "type-missing" {
    "A schema with keywords of a type says `type`."
    why "Without it, values of every other type are valid too."
    Replace(Property)
    bad "{description: More., pattern: '[a-z]+'}"
    good "{description: More., type: string, pattern: '[a-z]+'}"
}

KEYWORD_IGNORED = Error "keyword-ignored" {
    "A schema has only the keywords of its type."
    why "Others mean nothing there, so what was meant is lost."
    Replace(Property)
    bad "{description: More., type: integer, format: int32, properties: {a: {type: boolean, description: Whether.}}}"
    good "{description: More., type: integer, format: int32}"
}

FORMAT_UNSUPPORTED = Error "format-unsupported" {
    "A `format` is one that the client has a type for."
    why "Binary strings and other integer sizes would become something they are not."
    Replace(Property)
    bad "{description: More., type: string, format: binary}"
    good "{description: More., type: string}"
}

NULLABLE_UNSUPPORTED = Error "nullable-unsupported" {
    "Items, values of maps and bodies are never `null`."
    why "`null` means absent in a response, and an item cannot be absent."
    Replace(Property)
    bad "{description: More., type: array, items: {type: string, nullable: true}}"
    good "{description: More., type: array, items: {type: string}}"
}

NULLABLE_OPTIONAL = Error "nullable-optional" {
    "A property of a request is optional or nullable, not both."
    why "A Rust `Option` has two states; the third one could not be sent."
    Merge(Property)
    bad "nullable: true"
    good "nullable: null"
}

ENUM_VALUE = Error "enum-value" {
    "The values of an enum are text."
    why "A number or `null` in the list has no variant; YAML reads `NO` and `1` as something else than text."
    Replace(Property)
    bad "{description: More., type: string, enum: [NEW, 1]}"
    good "{description: More., type: string, enum: [NEW, USED]}"
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
