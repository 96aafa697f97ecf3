//! Structure: the document is OpenAPI 3.0 and says one thing only.

mod keys;

use super::context::Context;
use crate::diagnostic::rules;

pub(super) fn check(context: &mut Context<'_>) {
    keys::check(context);
}

rules! { Structure, Never;

OPENAPI_VERSION = Error "openapi-version" {
    "The document says `openapi: 3.0.x`."
    why "Version 3.1 gives schemas another meaning, and 2.0 has another shape: both would be misread."
    Merge(Root)
    bad "openapi: 3.1.0"
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

}

/// Extensions are this project's own.
pub(super) mod extensions {
    use crate::diagnostic::rules;

    rules! { Generation, Never;

    UNKNOWN_EXTENSION = Error "unknown-extension" {
        "Every `x-` key is an extension of this project, at a place where it has a meaning."
        why "A misspelt extension would be ignored; another tool's extension tells our readers nothing."
        Merge(Property)
        bad "x-rust-nmae: remark"
        good "x-rust-name: remark"
    }

    UNKNOWN_RUST_TYPE = Error "unknown-rust-type" {
        "`x-rust-type` names a type that the client's runtime has."
        why "The generated code would name a type that does not exist."
        Merge(Components)
        bad "schemas: {Failure: {type: object, description: What failed., x-rust-type: ErrorBdoy}}"
        good "schemas: {Failure: {type: object, description: What failed., x-rust-type: ErrorBody}}"
    }

    }
}
