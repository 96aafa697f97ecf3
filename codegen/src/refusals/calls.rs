//! Rules about operations, their parameters, bodies and responses.

use crate::diagnostic::rules;

rules! { Generation, Protection;

PATH_TEMPLATE = Error "path-template" {
    "A path is `/a/{b}`: whole segments as placeholders, other segments of plain letters."
    why "A placeholder inside a segment cannot be filled safely: its value could change the route."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things?all=true': {}}"
    good "paths: {'/tenants/{tenantID}/all-things': {}}"
}

OPERATION_ID_FORM = Error "operation-id-form" {
    "An `operationId` is an identifier in camel case."
    why "It becomes the name of a method, a module and a type."
    Merge(Operation)
    bad "operationId: create a thing"
    good "operationId: createThing"
}

TAG_COUNT = Error "tag-count" {
    "An operation has exactly one tag."
    why "The tag names the handle on which the method stands; a method stands on one handle."
    Merge(Operation)
    bad "tags: []"
    good "tags: [Things]"
}

METHOD_UNSUPPORTED = Error "method-unsupported" {
    "Operations are GET, POST, PUT, PATCH or DELETE."
    why "The client has no calls for other methods."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {trace: {operationId: traceThings, tags: [Things], summary: Trace things, description: Does it., externalDocs: {url: 'https://docs.example.com/things'}, responses: {'204': {description: Done.}, '400': {description: Wrong.}}}}}"
    good "paths: {'/tenants/{tenantID}/things': {trace: null}}"
}

OVERRIDE_IGNORED = Error "override-ignored" {
    "Servers and security are declared in the root document only."
    why "The client has one base URL and one way to get tokens; others would be ignored."
    Merge(Operation)
    bad "servers: [{url: 'https://other.example.com', description: Another.}]"
    good "servers: null"
}

DOCS_URL = Error "docs-url" {
    "The address of a page is `https://…` without spaces and brackets."
    why "It becomes a link in the client's documentation."
    Merge(Operation)
    bad "externalDocs: {url: see the wiki}"
    good "externalDocs: {url: 'https://docs.example.com/things'}"
}

GET_WITH_BODY = Error "get-with-body" {
    "A GET request has no body."
    why "Proxies and servers drop it or refuse the request."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {get: {operationId: listThings, tags: [Things], summary: List things, description: Does it., externalDocs: {url: 'https://docs.example.com/things'}, requestBody: {required: true, description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}, responses: {'200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}, '400': {description: Wrong.}}}}}"
    good "paths: {'/tenants/{tenantID}/things': {get: null}}"
}

CONTENT_MISSING = Error "content-missing" {
    "A body has `content` with a media type."
    why "A body of an unknown kind cannot be written or read."
    Merge(RequestBody)
    bad "content: null"
    good "content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}"
}

MEDIA_TYPE_UNSUPPORTED = Error "media-type-unsupported" {
    "Bodies are of media types such as `application/json`, and those of several parts are objects."
    why "A body is sent as one of its media types, by the name that is made of it."
    Replace(RequestBody)
    bad "{required: true, description: It., content: {csv: {schema: {type: string}, example: a}}}"
    good "{required: true, description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: a}}}}"
}

ENCODING_UNSUPPORTED = Error "encoding-unsupported" {
    "The `encoding` of a body says how arrays of a form are written, and of what media type a file is."
    why "The client has one way to write the rest; another would be ignored."
    Replace(RequestBody)
    bad "{required: true, description: It., content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Thing'}, encoding: {name: {style: deepObject}}, example: {name: a}}}}"
    good "{required: true, description: It., content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Thing'}, encoding: {name: {style: form}}, example: {name: a}}}}"
}

PARAMETER_STYLE = Error "parameter-style" {
    "Parameters are sent in the default style."
    why "The client has one way to write a value; another style would be ignored."
    Merge(Parameter)
    bad "style: spaceDelimited"
    good "style: null"
}

COOKIE_PARAMETER = Error "cookie-parameter" {
    "No parameter is a cookie."
    why "The client keeps and sends no cookies."
    Merge(Parameter)
    bad "in: cookie"
    good "in: query"
}

SECRET_IN_PARAMETER = Error "secret-in-parameter" {
    "No parameter is a secret."
    why "URLs and headers end in logs; a secret belongs into the body."
    Merge(Parameter)
    bad "schema: {type: string, format: password}\nexample: null"
    good "schema: {type: string}\nexample: null"
}

PARAMETER_VALUE = Error "parameter-value" {
    "A parameter holds one plain value."
    why "Lists and objects are written in several styles, of which the client has none."
    Merge(Parameter)
    bad "schema: {type: array, maxLength: null, items: {type: string}}\nexample: [a]"
    good "schema: {type: string}"
}

RUST_SCOPE = Error "rust-scope" {
    "`x-rust-scope` says `client`, on a path parameter whose value is the same for all calls."
    why "There is nobody else who could supply a value for all calls."
    Words()
    bad "x-rust-scope: server"
    good "x-rust-scope: client"
}

HEADER_NAME = Error "header-name" {
    "The name of a header is a token of letters, digits and `-`."
    why "HTTP libraries refuse others."
    Merge(Parameter)
    bad "in: header\nname: X Note"
    good "in: header\nname: X-Note"
}

ERROR_STATUS = Error "error-status" {
    "Besides the success, responses are statuses from 300 to 599, `4XX`, `5XX` or `default`."
    why "No other status ends a call with an error."
    Merge(Operation)
    bad "responses: {'103': {description: Early.}}"
    good "responses: {'503': {description: Later.}}"
}

}
