//! Truth: examples, defaults and marks agree with the schemas.

mod agreement;
mod cost;
mod examples;
mod marks;
mod misspelt;
mod successors;
mod unions;
mod validate;

use super::context::Context;
use crate::diagnostic::rules;
use validate::Validators;

pub(super) fn check(context: &mut Context<'_>) {
    let mut validators = Validators::default();
    examples::check(context, &mut validators);
    unions::check(context, &mut validators);
    agreement::check(context);
    marks::check(context);
    successors::check(context);
}

rules! { Truth, Convention Warning;

EXAMPLE_INVALID = Error "example-invalid" {
    "An example is valid against its schema."
    why "Examples are what people copy, and what the client's documentation and the fake are made of."
    Merge(Media)
    bad "example: {name: 7}"
    good "example: {name: seven}"
}

EXAMPLE_DIRECTION = Error "example-direction" {
    "An example of a request has no `readOnly` property, and one of a response no `writeOnly` one."
    why "A request with a `readOnly` property is refused or ignored; a `writeOnly` one is never answered."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {post: {requestBody: {content: {application/json: {example: {name: a, made: today}}}}}}}\ncomponents: {schemas: {Thing: {properties: {made: {type: string, description: When., maxLength: 20, readOnly: true}}}}}"
    good "paths: {'/tenants/{tenantID}/things': {post: {requestBody: {content: {application/json: {example: {name: a}}}}}}}\ncomponents: {schemas: {Thing: {properties: {made: {type: string, description: When., maxLength: 20, readOnly: true}}}}}"
}

EXAMPLE_UNCHECKED = Warning "example-unchecked" {
    "A schema has few enough alternatives that a value can be validated."
    why "Alternatives inside alternatives multiply: validators would take hours, here and in production."
    Words()
    bad "twenty schemas, each with a `oneOf` of two ways to the next"
    good "a `discriminator`"
}

EXAMPLE_MISSPELT = Warning "example-misspelt" {
    "An example has no name that is one letter away from a known one."
    why "An open schema accepts everything, a misspelt property or value too, and who copies the example sends it."
    Merge(Property)
    bad "x-extensible-enum: [UNCLAIMED, CLAIMED]\nexample: UNCLAIMD"
    good "x-extensible-enum: [UNCLAIMED, CLAIMED]\nexample: UNCLAIMED"
}

UNION_AMBIGUOUS = Warning "union-ambiguous" {
    "No value fits two branches of a `oneOf`."
    why "`oneOf` wants exactly one, so such a value is invalid; decoders take the first branch that fits, and lose the rest."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., maxLength: 9}}}, Two: {type: object, description: Two., required: [kind], properties: {kind: {type: string, description: Which., maxLength: 9}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., maxLength: 9, enum: [ONE]}}}, Two: {type: object, description: Two., required: [kind], properties: {kind: {type: string, description: Which., maxLength: 9, enum: [TWO]}}}}"
}

DEFAULT_INVALID = Error "default-invalid" {
    "A `default` is valid against its schema."
    why "It says what absence means, so it must be something that could be there."
    Merge(Property)
    bad "default: 7"
    good "default: seven"
}

EXAMPLE_AND_EXAMPLES = Error "example-and-examples" {
    "A media type has `example` or `examples`, not both."
    why "OpenAPI excludes it, and tools show one of the two."
    Merge(Media)
    bad "examples: {one: {value: {name: b}}}"
    good "example: null\nexamples: {one: {value: {name: b}}}"
}

SECRET_UNMARKED = Warning "secret-unmarked" {
    "A property with the name of a secret says `format: password`."
    why "The mark is what keeps it out of logs; a plain string is printed wherever it is."
    Merge(Schema)
    bad "properties: {clientSecret: {type: string, description: It., maxLength: 20, writeOnly: true}}"
    good "properties: {clientSecret: {type: string, description: It., maxLength: 20, writeOnly: true, format: password}}"
}

SECRET_RETURNED = Warning "secret-returned" {
    "A secret says `writeOnly: true`."
    why "An API that returns a stored secret has lost it; the contract says that ours does not."
    Merge(Schema)
    bad "properties: {clientSecret: {type: string, description: It., maxLength: 20, format: password}}"
    good "properties: {clientSecret: {type: string, description: It., maxLength: 20, writeOnly: true, format: password}}"
}

UNCONFIRMED_CLOSED = Error "unconfirmed-closed" {
    "What is marked `x-unconfirmed` is open: no `enum`, no `additionalProperties: false`."
    why "What no document confirms may be otherwise, and a closed set would refuse it."
    Merge(Property)
    bad "x-unconfirmed: In one sample only.\nenum: [NEW]"
    good "x-unconfirmed: In one sample only.\nx-extensible-enum: [NEW]"
}

UNCONFIRMED_UNSAID = Error "unconfirmed-unsaid" {
    "`x-unconfirmed` says what is known."
    why "The text becomes documentation; without it, readers learn only that nobody knows."
    Merge(Property)
    bad "x-unconfirmed: ''"
    good "x-unconfirmed: In one sample only."
}

DEFAULT_UNLISTED = Warning "default-unlisted" {
    "A `default` is one of the values that `x-extensible-enum` lists."
    why "An open set may have more values, but the one that holds without being said is known."
    Merge(Property)
    bad "x-extensible-enum: [NEW, USED]\ndefault: UNKNOWN"
    good "x-extensible-enum: [NEW, USED]\ndefault: NEW"
}

IDS_DISAGREE = Warning "ids-disagree" {
    "An id of an example is the same in the path, in the body and in links."
    why "Whoever follows a link of the documentation by eye ends at another resource."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {post: {responses: {'201': {content: {application/json: {example: {name: a, id: 0c45c4a2-6b0b-4d8e-9b0f-2f1d6a0a7f11, _links: {self: {href: 'https://api.example.com/v1/things/0c45c4a2-6b0b-4d8e-9b0f-2f1d6a0a7f12'}}}}}}}}}}\ncomponents: {schemas: {Thing: {additionalProperties: true}}}"
    good "paths: {'/tenants/{tenantID}/things': {post: {responses: {'201': {content: {application/json: {example: {name: a, id: 0c45c4a2-6b0b-4d8e-9b0f-2f1d6a0a7f11, _links: {self: {href: 'https://api.example.com/v1/things/0c45c4a2-6b0b-4d8e-9b0f-2f1d6a0a7f11'}}}}}}}}}}\ncomponents: {schemas: {Thing: {additionalProperties: true}}}"
}

TIMES_DISAGREE = Warning "times-disagree" {
    "In an example, nothing is changed or over before it began."
    why "Such a body cannot be, so its author had something else in mind than the API does."
    Merge(Root)
    bad "paths: {'/tenants/{tenantID}/things': {post: {responses: {'201': {content: {application/json: {example: {name: a, createdAt: '2026-02-02T16:33:55Z', updatedAt: '2025-02-02T16:33:55Z'}}}}}}}}\ncomponents: {schemas: {Thing: {additionalProperties: true}}}"
    good "paths: {'/tenants/{tenantID}/things': {post: {responses: {'201': {content: {application/json: {example: {name: a, createdAt: '2026-02-02T16:33:55Z', updatedAt: '2026-02-02T16:41:07Z'}}}}}}}}\ncomponents: {schemas: {Thing: {additionalProperties: true}}}"
}

SUCCESSOR_UNKNOWN = Error "successor-unknown" {
    "`x-replaced-by` names an operation by its `operationId`, a property of the same schema, or another schema, which is there."
    why "The compiler's warning tells people to use it instead; of a union, it must be another branch."
    Merge(Schema)
    bad "properties: {title: {type: string, description: Its name., maxLength: 20, deprecated: true, x-replaced-by: nam}}"
    good "properties: {title: {type: string, description: Its name., maxLength: 20, deprecated: true, x-replaced-by: name}}"
}

SUCCESSOR_DEPRECATED = Error "successor-deprecated" {
    "What replaces something is not deprecated itself."
    why "Whoever follows the warning would get the next one."
    Merge(Schema)
    bad "properties: {title: {type: string, description: Its name., maxLength: 20, deprecated: true, x-replaced-by: note}, note: {deprecated: true}}"
    good "properties: {title: {type: string, description: Its name., maxLength: 20, deprecated: true, x-replaced-by: name}, note: {deprecated: true}}"
}

SUCCESSOR_ALONE = Error "successor-alone" {
    "`x-replaced-by` stands beside `deprecated: true`."
    why "Only what is deprecated warns, so nobody would read it."
    Merge(Property)
    bad "x-replaced-by: name"
    good "deprecated: true\nx-replaced-by: name"
}

}

/// What this project wants to know of a contract of its own.
pub(crate) mod sources {
    use crate::diagnostic::rules;

    rules! { Truth, Convention Allow;

    PROVENANCE_MISSING = Warning "provenance-missing" {
        "An operation says with `externalDocs` where its facts are from."
        why "A reviewer compares the contract with its source, and a user reads on there."
        Merge(Operation)
        bad "externalDocs: null"
        good "externalDocs: {url: 'https://docs.example.com/things'}"
    }

    }
}
