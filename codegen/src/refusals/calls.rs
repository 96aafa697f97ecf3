//! Rules about operations, their parameters, bodies and responses.

use crate::diagnostic::rules;

rules! { Generation, Protection;

PATH_TEMPLATE = Error "path-template" {
    "A path starts with `/`, its braces hold names, and none of its segments is `.` or `..`."
    why "The client could not fill it in, or the request would go to another path."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/../things': {}}"
    good "paths: {'/tenants/{tenantID}/all-things': {}}"
}

SECURITY_COMBINATION = Error "security-combination" {
    "Schemes that are needed together stand in different places of a request."
    why "A request has one `Authorization`, and every other place once as well."
    Merge(Root)
    bad "security: [{bearerAuth: [], login: []}]\ncomponents: {securitySchemes: {login: {type: http, scheme: basic}}}"
    good "security: [{bearerAuth: []}]"
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
    "The style of a parameter is one that OpenAPI has for its place."
    why "Nobody knows how another one is written."
    Merge(Parameter)
    bad "style: matrix"
    good "style: form"
}

PARAMETER_VALUE = Error "parameter-value" {
    "A parameter is no links, error body or other handwritten type."
    why "They are read from answers and never sent."
    Merge(Components)
    bad "schemas: {Where: {type: object, description: Where to., x-rust-type: Links}}\nparameters: {TenantIdInPath: {example: null, schema: {$ref: '#/components/schemas/Where'}}}"
    good "schemas: {Where: {type: string, description: Where to.}}\nparameters: {TenantIdInPath: {example: null, schema: {$ref: '#/components/schemas/Where'}}}"
}

RUST_SCOPE = Error "rust-scope" {
    "`x-rust-scope` says `client`, on a path parameter whose value is the same for all calls."
    why "There is nobody else who could supply a value for all calls."
    Words()
    bad "x-rust-scope: server"
    good "x-rust-scope: client"
}

ERROR_POINTER = Error "error-pointer" {
    "`errors` in `client.yaml` leads to a part of the documented error bodies."
    why "The client would find no code, message or id in any error."
    Words()
    bad "`errors: {code: /error/cdoe}` where errors have `/error/code`"
    good "`errors: {code: /error/code}`"
}

SCOPE_MISSING = Error "scope-missing" {
    "An operation has the path parameters that `scopes` in `client.yaml` names for its tag."
    why "The handle takes them for all of its operations."
    Words()
    bad "`scopes: {Things: [userID]}` and an operation of `Things` at `/things`"
    good "`scopes: {Things: [userID]}` and an operation of `Things` at `/users/{userID}/things`"
}

HEADER_NAME = Error "header-name" {
    "The name of a header is a token of letters, digits and `-`."
    why "HTTP libraries refuse others."
    Merge(Parameter)
    bad "in: header\nname: X Note"
    good "in: header\nname: X-Note"
}

PAGING = Error "paging" {
    "`x-paging` names the items of a GET's response and one way to the next page, all of which exist."
    why "The client would read one page and pass it for the whole collection."
    Words()
    bad "x-paging: {items: data, cursor: next}"
    good "x-paging: {items: data, cursor: next, parameter: after}"
}

ERROR_STATUS = Error "error-status" {
    "Besides the success, responses are statuses from 300 to 599, `4XX`, `5XX` or `default`."
    why "No other status ends a call with an error."
    Merge(Operation)
    bad "responses: {'103': {description: Early.}}"
    good "responses: {'503': {description: Later.}}"
}

}
