//! Structure: the document is OpenAPI and says one thing only.

mod components;
mod keys;
mod newer;
mod operations;
mod placeholders;
mod schemas;
mod strays;
mod tags;
mod values;

use super::context::Context;
use crate::diagnostic::rules;
use contradictions::{
    BOUNDS_CROSSED, ENUM_TWICE, READ_AND_WRITE_ONLY, REQUIRED_TWICE, TAG_TWICE, TAG_UNUSED,
    UNUSED_COMPONENT,
};

pub(super) use keys::version;

pub(super) fn check(context: &mut Context<'_>) {
    strays::check(context);
    keys::check(context);
    operations::check(context);
    schemas::check(context);
    components::check(context);
    tags::check(context);
}

rules! { Structure, Protection;

OPENAPI_VERSION = Error "openapi-version" {
    "The document says `openapi: 3.0.x` or `3.1.x`."
    why "2.0 has another shape, and what later versions mean nobody knows: both would be misread."
    Merge(Root)
    bad "openapi: 4.0.0"
    good "openapi: 3.0.3"
}

UNKNOWN_KEY = Error "unknown-key" {
    "Every key is one that OpenAPI 3.0 defines for its object."
    why "Typed readers drop a misspelt key without a word, and with it what its author meant."
    Merge(Property)
    bad "maxLenght: 9"
    good "maxLength: 9"
}

NOT_AN_OBJECT = Error "not-an-object" {
    "Where OpenAPI wants a mapping or a list, there is one."
    why "Readers skip what has the wrong shape, or fail far from it."
    Merge(Property)
    bad "externalDocs: https://docs.example.com/"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

WRONG_KIND = Error "wrong-kind" {
    "A value is of the kind that its key wants."
    why "Readers take `maxLength: '9'` for no limit, or fail far from it."
    Merge(Property)
    bad "maxLength: '9'"
    good "maxLength: 9"
}

KEY_MISSING = Error "key-missing" {
    "What OpenAPI demands of an object is there."
    why "Other tools refuse the document."
    Merge(Response)
    bad "description: null"
    good "description: The thing was created."
}

REF_KIND = Error "ref-kind" {
    "A `$ref` leads to an object of the kind that stands there."
    why "A parameter is no schema: readers would take its keys for something else, or fail."
    Replace(Property)
    bad "$ref: '#/components/parameters/TenantIdInPath'"
    good "$ref: '#/components/schemas/ThingId'"
}

OPERATION_ID_TWICE = Error "operation-id-twice" {
    "An `operationId` is used once."
    why "It names the operation in every tool; of two methods of one name, one would be lost."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {get: {operationId: createThing, tags: [Things], summary: List things, description: Lists things., externalDocs: {url: 'https://docs.example.com/things'}, responses: {'204': {description: None.}, '400': {description: Wrong.}}}}}"
    good "paths: {'/tenants/{tenantID}/things': {get: {operationId: checkThings, tags: [Things], summary: List things, description: Lists things., externalDocs: {url: 'https://docs.example.com/things'}, responses: {'204': {description: None.}, '400': {description: Wrong.}}}}}"
}

STATUS_FORM = Error "status-form" {
    "The keys of `responses` are statuses, `1XX` to `5XX`, or `default`."
    why "No answer has any other status."
    Merge(Operation)
    bad "responses: {'4xx': {description: Wrong.}}"
    good "responses: {'4XX': {description: Wrong.}}"
}

PATTERN_INVALID = Error "pattern-invalid" {
    "A `pattern` is a regular expression of ECMA-262."
    why "Validators refuse the schema, or skip the check."
    Merge(Property)
    bad "pattern: '[a-z'"
    good "pattern: '[a-z]'"
}

}

/// What contradicts itself, without making a client impossible.
pub(crate) mod contradictions {
    use crate::diagnostic::rules;

    rules! { Structure, Convention Warning;

    ENUM_TWICE = Error "enum-twice" {
        "An `enum` lists each value once."
        why "JSON Schema demands it; the second one is mostly a value that was to be changed."
        Merge(Property)
        bad "x-extensible-enum: [NEW, NEW]"
        good "x-extensible-enum: [NEW, USED]"
    }

    REQUIRED_TWICE = Error "required-twice" {
        "`required` lists each property once."
        why "JSON Schema demands it; the second one is mostly a name that was to be changed."
        Merge(Schema)
        bad "required: [name, name]"
        good "required: [name]"
    }

    BOUNDS_CROSSED = Error "bounds-crossed" {
        "A lower bound is not above its upper bound."
        why "No value is valid then."
        Merge(Property)
        bad "minLength: 9\nmaxLength: 3"
        good "minLength: 3\nmaxLength: 9"
    }

    READ_AND_WRITE_ONLY = Error "read-and-write-only" {
        "Nothing is both `readOnly` and `writeOnly`."
        why "It could be neither sent nor received."
        Merge(Property)
        bad "readOnly: true\nwriteOnly: true"
        good "readOnly: true"
    }

    TAG_TWICE = Error "tag-twice" {
        "A tag is declared once."
        why "OpenAPI demands it; which of two descriptions holds is not defined."
        Merge(Root)
        bad "tags: [{name: Things, description: Things of an environment.}, {name: Things, description: Again.}]"
        good "tags: [{name: Things, description: Things of an environment.}]"
    }

    TAG_UNUSED = Warning "tag-unused" {
        "Operations have every tag that is declared."
        why "It is a chapter without content, in the documentation and in the client."
        Merge(Root)
        bad "tags: [{name: Things, description: Things of an environment.}, {name: Devices, description: Devices.}]"
        good "tags: [{name: Things, description: Things of an environment.}]"
    }

    UNUSED_COMPONENT = Warning "unused-component" {
        "Every component is referred to."
        why "What nothing uses is a leftover, or a reference is missing."
        Merge(Components)
        bad "schemas: {Spare: {type: boolean, description: Whether.}}"
        good "schemas: {Thing: {properties: {spare: {$ref: '#/components/schemas/Spare'}}}, Spare: {type: boolean, description: Whether.}}"
    }

    }
}

/// Extensions of others.
pub(crate) mod foreign {
    use crate::diagnostic::rules;

    rules! { Generation, Choice Allow;

    UNKNOWN_EXTENSION = Error "unknown-extension" {
        "Every `x-` key is an extension of this project, at a place where it has a meaning."
        why "A misspelt extension would be ignored; another tool's extension tells our readers nothing."
        Merge(Property)
        bad "x-order: 7"
        good "x-rust-name: remark"
    }

    }
}

/// Extensions are this project's own.
pub(crate) mod extensions {
    use crate::diagnostic::rules;

    rules! { Generation, Protection;

    EXTENSION_MISSPELT = Error "extension-misspelt" {
        "An extension of this project is spelt as it is called, and stands where it has a meaning."
        why "It would be taken for another tool's and ignored, and what it was to change would stay as it is."
        Merge(Property)
        bad "x-rust-nmae: remark"
        good "x-rust-name: remark"
    }

    UNKNOWN_RUST_TYPE = Error "unknown-rust-type" {
        "`x-rust-type` names a type that the client's runtime has."
        why "The generated code would name a type that does not exist."
        Merge(Root)
        bad "paths: {'/tenants/{tenantID}/things': {post: {responses: {'400': {content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}, example: {code: WRONG}}}}}}}}\ncomponents: {schemas: {Failure: {type: object, description: What failed., x-rust-type: ErrorBdoy}}}"
        good "paths: {'/tenants/{tenantID}/things': {post: {responses: {'400': {content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}, example: {code: WRONG}}}}}}}}\ncomponents: {schemas: {Failure: {type: object, description: What failed., x-rust-type: ErrorBody}}}"
    }

    }
}
