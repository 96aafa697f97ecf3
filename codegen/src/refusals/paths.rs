//! Rules about paths, parameters and schemas that OpenAPI itself has.

use crate::diagnostic::rules;

rules! { Structure, Protection;

PATH_AMBIGUOUS = Error "path-ambiguous" {
    "No two paths match the same requests."
    why "Paths that differ only in the names of their parameters are one path; which operation is meant is not defined."
    Merge(Root)
    bad "paths: {'/tenants/{otherID}/things': {parameters: [{name: otherID, in: path, required: true, description: Where., schema: {$ref: '#/components/schemas/ThingId'}}]}}"
    good "paths: {'/tenants/{tenantID}/others': {parameters: [{$ref: '#/components/parameters/TenantIdInPath'}]}}"
}

PATH_PARAMETER_UNDECLARED = Error "path-parameter-undeclared" {
    "Every placeholder of a path is declared as a parameter."
    why "Nobody knows what to put there, and a client would send the braces."
    Merge(Components)
    bad "parameters: {TenantIdInPath: {in: query, required: null, x-rust-scope: null}}"
    good "parameters: {TenantIdInPath: {in: path}}"
}

PATH_PARAMETER_UNUSED = Error "path-parameter-unused" {
    "Every path parameter occurs in its path."
    why "Its value would go nowhere."
    Replace(Parameter)
    bad "{name: thingID, in: path, required: true, description: Which., schema: {$ref: '#/components/schemas/ThingId'}}"
    good "{name: name, in: query, description: Which., schema: {type: string, maxLength: 9}}"
}

PATH_PARAMETER_OPTIONAL = Error "path-parameter-optional" {
    "A path parameter says `required: true`."
    why "A path with a gap is another path, so OpenAPI demands it."
    Merge(Components)
    bad "parameters: {TenantIdInPath: {required: null}}"
    good "parameters: {TenantIdInPath: {required: true}}"
}

PARAMETER_TWICE = Error "parameter-twice" {
    "A list has one parameter of a name in a place."
    why "Which of the two holds is not defined."
    Merge(Operation)
    bad "parameters: [{name: a, in: query, description: One., schema: {type: boolean}}, {name: a, in: query, description: Two., schema: {type: boolean}}]"
    good "parameters: [{name: a, in: query, description: One., schema: {type: boolean}}]"
}

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
    good "enum: [NEW, USED]"
}

BRANCH_TWICE = Error "branch-twice" {
    "A `oneOf` lists each branch once."
    why "A value of that branch fits twice, so it is valid in none: `oneOf` wants exactly one."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

}
