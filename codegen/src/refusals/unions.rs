//! Rules about unions: `oneOf` and `anyOf` become an enum with data.

use crate::diagnostic::rules;

rules! { Generation, Protection;

UNION_EMPTY = Error "union-empty" {
    "A union has at least one branch beside `null`."
    why "An enum without variants has no values."
    Replace(Property)
    bad "{description: One., oneOf: []}"
    good "$ref: '#/components/schemas/ThingId'"
}

UNION_TWICE = Error "union-twice" {
    "`oneOf` and `anyOf` do not stand beside each other."
    why "A value would be one of the first and one of the second, and so of a type for each pair."
    Replace(Property)
    bad "{description: One., oneOf: [{type: string, maxLength: 9}, {type: boolean}], anyOf: [{type: string, maxLength: 9}, {type: boolean}]}"
    good "{description: One., oneOf: [{type: string, maxLength: 9}, {type: boolean}]}"
}

}

/// Where the client has a meaning for what breaks the rule.
pub(crate) mod meant {
    use crate::diagnostic::rules;

    rules! { Generation, Choice Warning;

    UNION_OVERLAP = Error "union-overlap" {
        "No value fits two branches of a union."
        why "The client has to guess. It takes the branch that knows more of the value, and keeps it as JSON if none does."
        Replace(Property)
        bad "{description: One., anyOf: [{type: string, maxLength: 9}, {type: array, items: {type: string, maxLength: 9}, maxItems: 9}, {type: array, items: {type: boolean}, maxItems: 9}]}"
        good "{description: One., anyOf: [{type: string, maxLength: 9}, {type: array, items: {type: string, maxLength: 9}, maxItems: 9}]}"
    }

    UNION_RESTRICTS = Error "union-restricts" {
        "The branches of a union have properties of their own."
        why "Which properties of one object go together is nothing that its Rust type says: it is one struct."
        Merge(Schema)
        bad "anyOf: [{required: [name]}, {required: [note]}]"
        good "anyOf: null"
    }

    NOT_IGNORED = Error "not-ignored" {
        "Schemas do without `not`."
        why "No Rust type says \"everything but this\"."
        Replace(Property)
        bad "{description: More., type: string, maxLength: 9, not: {enum: [a]}}"
        good "{description: More., type: string, maxLength: 9}"
    }

    DISCRIMINATOR_ALONE = Error "discriminator-alone" {
        "A `discriminator` stands beside `oneOf`."
        why "Alone it says which property tells schemas apart, but not which schemas. The client takes what the schema itself names, and keeps other properties as JSON."
        Merge(Schema)
        bad "discriminator: {propertyName: name}"
        good "discriminator: null"
    }

    DISCRIMINATOR_MISSING = Error "discriminator-missing" {
        "Every branch requires the discriminator's property."
        why "Without it, only what else the branches say tells them apart."
        Merge(Components)
        bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
        good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    }

    DISCRIMINATOR_MAPPING = Error "discriminator-mapping" {
        "`discriminator.mapping` names branches, by values that their `enum` has."
        why "Of two answers to which value belongs to which branch, one is wrong; the client takes that of the schema."
        Merge(Components)
        bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind, mapping: {TWO: '#/components/schemas/One'}}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
        good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind, mapping: {ONE: '#/components/schemas/One'}}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    }

    }
}
