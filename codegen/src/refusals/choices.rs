//! Rules about operations where the generator has a meaning for what breaks them, and tells it.

use crate::diagnostic::rules;

rules! { Generation, Choice Warning;

OPERATION_ID_MISSING = Error "operation-id-missing" {
    "Every operation has an `operationId`."
    why "It names the Rust method; a name made of the route would change with it."
    Merge(Operation)
    bad "operationId: null"
    good "operationId: createThing"
}

TAG_UNDECLARED = Error "tag-undeclared" {
    "Every tag is declared in the root document."
    why "The declaration holds the handle's documentation; an undeclared tag is mostly a misspelling."
    Merge(Operation)
    bad "tags: [Thing]"
    good "tags: [Things]"
}

REQUEST_BODY_OPTIONAL = Error "request-body-optional" {
    "A request body says `required: true`."
    why "OpenAPI's default is optional, which is rarely meant; a call with an optional body would need two shapes."
    Merge(RequestBody)
    bad "required: null"
    good "required: true"
}

COLLECTION_SHAPE = Error "collection-shape" {
    "A HAL collection embeds one array of a named schema, and has the usual counts and links."
    why "The client reads all collections page by page with the same code."
    Words()
    bad "a HAL page with two relations, or with a `count` that is a text"
    good "a HAL page with one relation that is an array of a named schema"
}

ERROR_BODY = Error "error-body" {
    "An error response has the error body of the API, or none."
    why "The client decodes every error in the same way."
    Merge(Operation)
    bad "responses: {'400': {description: Wrong., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}}"
    good "responses: {'400': {description: Wrong.}}"
}

TYPE_MISSING = Error "type-missing" {
    "A schema with keywords of a type says `type`."
    why "Without it, values of every other type are valid too, which is rarely meant."
    Replace(Property)
    bad "{description: More., pattern: '[a-z]+'}"
    good "{description: More., type: string, pattern: '[a-z]+'}"
}

FORMAT_UNSUPPORTED = Error "format-unsupported" {
    "A `format` of a number or of bytes is one that the client has a type for."
    why "A number of another size would be one of 64 bits, and bytes in JSON would be a text."
    Replace(Property)
    bad "{description: More., type: string, format: binary}"
    good "{description: More., type: string, format: byte}"
}

ENUM_VALUE = Error "enum-value" {
    "The values of an enum have its `type`."
    why "YAML reads `NO` and `1` as something else than text; a value of another type never occurs."
    Replace(Property)
    bad "{description: More., type: string, enum: [NEW, 1]}"
    good "{description: More., type: string, enum: [NEW, '1']}"
}

VALUES_ALIKE = Error "values-alike" {
    "The values of an enum differ in more than case and separators."
    why "They would have one name; given to one of them, it might have been the other's before."
    Merge(Property)
    bad "enum: [in-use, IN_USE]"
    good "enum: [in-use, IN_USE]\nx-rust-names: {IN_USE: UpperInUse}"
}

VALUE_NAME_UNUSED = Error "value-name-unused" {
    "Names of enum values are those of values that are listed."
    why "A misspelt value gets the rule's name instead of the one that was meant."
    Merge(Property)
    bad "enum: ['>=']\nx-rust-names: {'=>': AtLeast}"
    good "enum: ['>=']\nx-rust-names: {'>=': AtLeast}"
}

}
