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
    why "OpenAPI's default is optional, which is rarely meant; then the client takes `None` for a body as well."
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

PROPERTIES_ALIKE = Error "properties-alike" {
    "The properties of a schema differ in more than case and separators."
    why "They would have one name; given to one of them, it might have been the other's before."
    Merge(Schema)
    bad "properties: {theNote: {type: string, description: More.}, theNOTE: {type: string, description: More.}}"
    good "properties: {theNote: {type: string, description: More.}}"
}

KEYWORD_IGNORED = Error "keyword-ignored" {
    "A schema has only the keywords of its type."
    why "Others mean nothing there, so what was meant is lost."
    Replace(Property)
    bad "{description: More., type: integer, format: int32, properties: {a: {type: boolean, description: Whether.}}}"
    good "{description: More., type: integer, format: int32}"
}

REQUIRED_UNKNOWN = Error "required-unknown" {
    "`required` lists properties of the schema."
    why "A misspelt name demands a property that nobody knows, and frees the one that was meant."
    Replace(Property)
    bad "{type: object, description: More., required: [nmae], properties: {name: {type: string, description: A name., maxLength: 9}}}"
    good "{type: object, description: More., required: [name], properties: {name: {type: string, description: A name., maxLength: 9}}}"
}

EXAMPLE_MISMATCH = Error "example-mismatch" {
    "An example can be written as a value of its Rust type."
    why "Examples become documentation that is compiled."
    Merge(Media)
    bad "example: {name: a, other: 1}"
    good "example: {name: a}"
}

NAME_TAKEN = Error "name-taken" {
    "A type that is named after its place has a name of its own."
    why "Of two types of one name, the one farther from a component gets another, and would be renamed once the contract grows."
    Merge(Components)
    bad "schemas: {Thing: {properties: {part: {type: object, description: A part., properties: {on: {type: boolean, description: Whether.}}}, other: {$ref: '#/components/schemas/ThingPart'}}}, ThingPart: {type: object, description: Another part., properties: {off: {type: boolean, description: Whether not.}}}}"
    good "schemas: {Thing: {properties: {part: {type: object, description: A part., properties: {on: {type: boolean, description: Whether.}}}, other: {$ref: '#/components/schemas/OtherPart'}}}, OtherPart: {type: object, description: Another part., properties: {off: {type: boolean, description: Whether not.}}}}"
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

VALUE_NAME_UNUSED = Error "value-name-unused" {
    "Names of enum values are those of values that are listed."
    why "A misspelt value gets the rule's name instead of the one that was meant."
    Merge(Property)
    bad "enum: ['>=']\nx-rust-names: {'=>': AtLeast}"
    good "enum: ['>=']\nx-rust-names: {'>=': AtLeast}"
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

BODY_FORBIDDEN = Error "body-forbidden" {
    "A 204, 205 or 304 response has no `content`."
    why "HTTP forbids a body there; clients that wait for one hang or fail."
    Merge(Operation)
    bad "responses: {'201': null, '204': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}}"
    good "responses: {'201': null, '204': {description: Done.}}"
}

PARAMETER_EXAMPLE = Error "parameter-example" {
    "The example of a parameter can be written as a value of its Rust type."
    why "Examples become documentation that is compiled."
    Merge(Parameter)
    bad "schema: {type: integer, format: int32, maxLength: null}\nexample: 5000000000"
    good "schema: {type: integer, format: int32, maxLength: null}\nexample: 5"
}

}
