//! Rules about unions: `oneOf` becomes an enum with data.

use crate::diagnostic::rules;

rules! { Generation, Protection;

UNION_UNDECIDABLE = Error "union-undecidable" {
    "A `oneOf` has a `discriminator`."
    why "Without one, a decoder has to guess, and a value that fits two branches becomes the wrong one."
    Replace(Property)
    bad "{description: One., oneOf: [{$ref: '#/components/schemas/ThingId'}]}"
    good "$ref: '#/components/schemas/ThingId'"
}

UNION_SIBLINGS = Error "union-siblings" {
    "Nothing that adds properties stands beside `oneOf`."
    why "An enum with data has no fields outside its variants."
    Replace(Property)
    bad "{description: One., oneOf: [{$ref: '#/components/schemas/ThingId'}], discriminator: {propertyName: kind}, properties: {kind: {type: string, description: Which.}}}"
    good "$ref: '#/components/schemas/ThingId'"
}

UNION_EMPTY = Error "union-empty" {
    "A union has at least one branch and a named discriminator."
    why "An enum without variants has no values."
    Replace(Property)
    bad "{description: One., oneOf: [], discriminator: {propertyName: kind}}"
    good "$ref: '#/components/schemas/ThingId'"
}

UNION_BRANCH = Error "union-branch" {
    "A branch of a union is a named object."
    why "It becomes a struct with the name of the schema, inside a variant."
    Replace(Property)
    bad "{description: One., oneOf: [{$ref: '#/components/schemas/ThingId'}], discriminator: {propertyName: kind}}"
    good "$ref: '#/components/schemas/ThingId'"
}

DISCRIMINATOR_ALONE = Error "discriminator-alone" {
    "A `discriminator` stands beside `oneOf`."
    why "Alone it says which property tells schemas apart, but not which schemas."
    Merge(Schema)
    bad "discriminator: {propertyName: name}"
    good "discriminator: null"
}

DISCRIMINATOR_MISSING = Error "discriminator-missing" {
    "Every branch requires the discriminator's property."
    why "A value without it could not be decoded."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

DISCRIMINATOR_VALUE = Error "discriminator-value" {
    "The discriminator of a branch is a string with one value."
    why "The value names the variant; with two of them it would name two."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: boolean, description: Which.}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

DISCRIMINATOR_MAPPING = Error "discriminator-mapping" {
    "`discriminator.mapping` gives each branch one value, the same as its `enum`."
    why "Two answers to which value belongs to which branch are one too many."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind, mapping: {TWO: '#/components/schemas/One'}}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind, mapping: {ONE: '#/components/schemas/One'}}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

VARIANT_TWICE = Error "variant-twice" {
    "A schema is a branch of unions with one and the same discriminator."
    why "The enum holds the tag, so the struct of the branch lacks it: for two tags it would lack two."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}, more: {$ref: '#/components/schemas/Other'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, Other: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: sort}}, One: {type: object, description: One., required: [kind, sort], properties: {kind: {type: string, description: Which., enum: [ONE]}, sort: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind, sort], properties: {kind: {type: string, description: Which., enum: [ONE]}, sort: {type: string, description: Which., enum: [ONE]}}}}"
}

VARIANT_USED_ALONE = Error "variant-used-alone" {
    "A branch of a union is used in unions only."
    why "The enum holds the tag; alone, the struct would be sent without it."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}, more: {$ref: '#/components/schemas/One'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

}
