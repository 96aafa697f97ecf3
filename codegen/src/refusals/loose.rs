//! Rules about paths and parameters that OpenAPI has, where the generator has a meaning for what breaks them.

use crate::diagnostic::rules;

rules! { Structure, Choice Warning;

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

}
