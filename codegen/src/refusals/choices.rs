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

TAG_COUNT = Error "tag-count" {
    "An operation has exactly one tag."
    why "The tag names the handle on which the method stands; a method stands on one handle."
    Merge(Operation)
    bad "tags: []"
    good "tags: [Things]"
}

METHOD_UNSUPPORTED = Error "method-unsupported" {
    "No operation is TRACE."
    why "It shows a request with its token to whoever answers, and HTTP libraries do not send it."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {trace: {operationId: traceThings, tags: [Things], summary: Trace things, description: Does it., externalDocs: {url: 'https://docs.example.com/things'}, responses: {'204': {description: Done.}, '400': {description: Wrong.}}}}}"
    good "paths: {'/tenants/{tenantID}/things': {trace: null}}"
}

PATH_WITH_QUERY = Error "path-with-query" {
    "A path has neither a query nor a fragment."
    why "A query is made of parameters, and a fragment is never sent."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things?all=true': {}}"
    good "paths: {'/tenants/{tenantID}/all-things': {}}"
}

DOCS_URL = Error "docs-url" {
    "The address of a page is `https://…` without spaces and brackets."
    why "It becomes a link in the client's documentation."
    Merge(Operation)
    bad "externalDocs: {url: see the wiki}"
    good "externalDocs: {url: 'https://docs.example.com/things'}"
}

SECRET_IN_PARAMETER = Error "secret-in-parameter" {
    "No parameter is a secret."
    why "URLs and headers end in the logs of proxies and servers; a secret belongs into the body. The client shows neither."
    Merge(Parameter)
    bad "schema: {type: string, format: password}\nexample: null"
    good "schema: {type: string}\nexample: null"
}

PARAMETER_EXAMPLE = Error "parameter-example" {
    "The example of a parameter can be written as a value of its Rust type."
    why "Examples become documentation that is compiled."
    Merge(Parameter)
    bad "schema: {type: integer, format: int32, maxLength: null}\nexample: 5000000000"
    good "schema: {type: integer, format: int32, maxLength: null}\nexample: 5"
}

}
