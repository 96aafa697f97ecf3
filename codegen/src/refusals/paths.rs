//! Rules about paths, parameters and schemas that OpenAPI itself has.

use crate::diagnostic::rules;

rules! { Structure, Protection;

PARAMETER_PLACE = Error "parameter-place" {
    "A parameter is in `path`, `query`, `header` or `cookie`."
    why "There is no other place in a request; a form field belongs to the body."
    Merge(Parameter)
    bad "in: body"
    good "in: query"
}

PARAMETER_INCOMPLETE = Error "parameter-incomplete" {
    "A parameter has `name`, `in` and `schema`."
    why "Without them nobody can send it."
    Merge(Parameter)
    bad "schema: null"
    good "schema: {type: string, maxLength: 9}"
}

TYPE_UNKNOWN = Error "type-unknown" {
    "`type` is one of string, integer, number, boolean, array and object."
    why "Validators accept anything for a type they do not know."
    Merge(Property)
    bad "type: strng"
    good "type: string"
}

ARRAY_ITEMS_MISSING = Error "array-items-missing" {
    "An array says what its `items` are."
    why "OpenAPI 3.0 demands it, and the element has no type otherwise."
    Replace(Property)
    bad "{type: array, description: More.}"
    good "{type: array, description: More., items: {type: string}}"
}

ENUM_EMPTY = Error "enum-empty" {
    "An `enum` has at least one value."
    why "No value is valid then."
    Merge(Property)
    bad "enum: []"
    good "enum: [NEW]"
}

BRANCH_TWICE = Error "branch-twice" {
    "A `oneOf` lists each branch once."
    why "A value of that branch fits twice, so it is valid in none: `oneOf` wants exactly one."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

}
