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

MEDIA_SCHEMA_MISSING = Error "media-schema-missing" {
    "A media type has a `schema`."
    why "A body without a schema has no type."
    Merge(Media)
    bad "schema: null"
    good "schema: {$ref: '#/components/schemas/Thing'}"
}

SUCCESS_MISSING = Error "success-missing" {
    "An operation documents a success response."
    why "Nobody knows what a call that worked returns."
    Merge(Operation)
    bad "responses: {'201': null}"
    good "responses: {'201': {description: Made.}}"
}

SUCCESS_TWICE = Error "success-twice" {
    "The successes of an operation have bodies of one type."
    why "Its method returns one type; any JSON says nothing of them."
    Merge(Operation)
    bad "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}, '202': {description: Later., content: {application/json: {schema: {type: string, maxLength: 9}, example: a}}}}"
    good "responses: {'200': null, '202': null}"
}

BODY_FORBIDDEN = Error "body-forbidden" {
    "A 204, 205 or 304 response has no `content`."
    why "HTTP forbids a body there; clients that wait for one hang or fail."
    Merge(Operation)
    bad "responses: {'201': null, '204': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}}"
    good "responses: {'201': null, '204': {description: Done.}}"
}

}
