//! The rules of the document stage: readable YAML, and references that lead somewhere.

use crate::diagnostic::{Rule, rules};

rules! { Structure, Protection;

YAML_SYNTAX = Error "yaml-syntax" {
    "The file is YAML."
    why "Parsers disagree on what broken YAML means, so every tool would read another contract."
    Lines()
    bad "externalDocs: {url: 'https://docs.example.com/'"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

YAML_DUPLICATE_KEY = Error "yaml-duplicate-key" {
    "A key occurs once in its mapping."
    why "Parsers keep the first or the last of two equal keys, or fail; one of them is lost."
    Lines()
    bad "externalDocs:\n  url: https://docs.example.com/\n  url: https://help.example.com/"
    good "externalDocs:\n  url: https://docs.example.com/"
}

YAML_DOCUMENTS = Error "yaml-documents" {
    "A file holds one YAML document."
    why "Most OpenAPI tools read the first document and drop the others without a word."
    Lines()
    bad "---\nexternalDocs: {url: 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

YAML_ALIAS = Error "yaml-alias" {
    "An alias names an anchor above it, outside the node it stands for."
    why "It stands for nothing otherwise, or for something without an end."
    Lines()
    bad "externalDocs: {url: *docs}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

YAML_MERGE_KEY = Error "yaml-merge-key" {
    "A merge key merges mappings."
    why "`<<` brings the keys of other mappings in; text, a number or nothing has no keys."
    Lines()
    bad "externalDocs: {<<: More, url: 'https://docs.example.com/'}"
    good "externalDocs: {<<: {description: More}, url: 'https://docs.example.com/'}"
}

YAML_KEY = Error "yaml-key" {
    "Keys are text."
    why "A list or a mapping as a key has no JSON form, which OpenAPI requires."
    Lines()
    bad "externalDocs: {[a]: b, url: 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

YAML_TAG = Error "yaml-tag" {
    "Tags are those of JSON, and fit their values."
    why "OpenAPI allows only what JSON can say; a tag of one's own is lost or refused elsewhere."
    Lines()
    bad "externalDocs: {url: !link 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

YAML_NUMBER = Error "yaml-number" {
    "Numbers are finite."
    why "JSON has no others: they are refused or read as text, depending on the parser."
    Lines()
    bad "externalDocs: {url: 'https://docs.example.com/', description: .inf}"
    good "externalDocs: {url: 'https://docs.example.com/', description: '.inf'}"
}

YAML_EMPTY = Error "yaml-empty" {
    "A file has content."
    why "Nothing can be read from an empty file; it was probably saved too early."
    Words()
    bad "a file of comments only"
    good "a file with a document"
}

YAML_DEPTH = Error "yaml-depth" {
    "At most 100 lists and mappings stand inside each other."
    why "No contract needs more, and readers with a stack of their own would overflow."
    Words()
    bad "101 brackets inside each other"
    good "a component for the inner part"
}

YAML_EXPANSION = Error "yaml-expansion" {
    "A file has at most 1,000,000 values with its aliases written out."
    why "A few aliases of aliases can stand for more than any machine can hold."
    Words()
    bad "an alias of a list of aliases of lists of aliases"
    good "a `$ref` to one component"
}

FILE_MISSING = Error "file-missing" {
    "Every file that is named exists."
    why "What is in it is missing from the contract."
    Replace(Property)
    bad "$ref: comon.yaml#/components/schemas/Shared"
    good "$ref: common.yaml#/components/schemas/Shared"
}

FILE_NOT_TEXT = Error "file-not-text" {
    "Files are UTF-8 text."
    why "YAML is UTF-8; another encoding turns letters into other letters."
    Words()
    bad "a file in Latin 1"
    good "the same file in UTF-8"
}

FILE_TOO_LARGE = Error "file-too-large" {
    "A file has at most 16 MiB."
    why "A file that is larger is not a contract, and reading it would take the machine's memory."
    Words()
    bad "a device file, or a log"
    good "one file per API"
}

FILE_UNREADABLE = Error "file-unreadable" {
    "Files can be read."
    why "What is in them is missing from the contract."
    Words()
    bad "a file without read permission"
    good "a regular file"
}

REF_FORM = Error "ref-form" {
    "A `$ref` is `file#/pointer` or `#/pointer`."
    why "Anything else is read differently by each tool, or not at all."
    Replace(Property)
    bad "$ref: 'common.yaml#components/schemas/Shared'"
    good "$ref: 'common.yaml#/components/schemas/Shared'"
}

REF_POSITION = Error "ref-position" {
    "A `$ref` stands for one entry, not for a map of names."
    why "OpenAPI 3.0 allows references to objects; here, `$ref` would be one of the names."
    Merge(Schema)
    bad "properties: {$ref: 'common.yaml#/components/schemas', extra: {$ref: 'common.yaml#/components/schemas/Shared'}}"
    good "properties: {extra: {$ref: 'common.yaml#/components/schemas/Shared'}}"
}

REF_UNRESOLVED = Error "ref-unresolved" {
    "A `$ref` leads to something."
    why "Tools guess, fail, or drop the schema without a word."
    Replace(Property)
    bad "$ref: common.yaml#/components/schemas/Sharde"
    good "$ref: common.yaml#/components/schemas/Shared"
}

REF_ENDLESS = Error "ref-endless" {
    "A chain of `$ref`s ends in a definition."
    why "References that only lead to each other define nothing."
    Merge(Components)
    bad "schemas: {Thing: {properties: {one: {$ref: '#/components/schemas/One'}}}, One: {$ref: '#/components/schemas/Two'}, Two: {$ref: '#/components/schemas/One'}}"
    good "schemas: {Thing: {properties: {one: {$ref: '#/components/schemas/One'}}}, One: {$ref: '#/components/schemas/Two'}, Two: {type: string, description: Where it ends., maxLength: 9}}"
}

REF_INLINE_CYCLE = Error "ref-inline-cycle" {
    "Only components contain themselves."
    why "What is no component has no name, so it can only be written out, here without an end."
    Merge(Response)
    bad "content: {application/json: {schema: {$ref: null, type: object, properties: {parts: {type: array, description: Its parts., items: {$ref: '#/paths/~1tenants~1%7BtenantID%7D~1things/post/responses/201/content/application~1json/schema'}}}}, example: {name: null, parts: []}}}"
    good "content: {application/json: {schema: {$ref: null, type: object, properties: {parts: {type: array, description: Its parts., items: {$ref: '#/components/schemas/Thing'}}}}, example: {name: null, parts: []}}}"
}

REF_EXPANSION = Error "ref-expansion" {
    "With references written out, the contract has at most 1,000,000 values and 200 levels."
    why "References to parts that are no components are written out wherever they stand."
    Words()
    bad "a path item that refers twice to one that refers twice to one …"
    good "components"
}

MAPPING_TARGET = Error "mapping-target" {
    "A `discriminator.mapping` names components."
    why "Only a component has a name that a bundled document can keep."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind, mapping: {ONE: '#/info'}}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {description: One., oneOf: [{$ref: '#/components/schemas/One'}], discriminator: {propertyName: kind, mapping: {ONE: '#/components/schemas/One'}}}, One: {type: object, description: One., required: [kind], properties: {kind: {type: string, description: Which., enum: [ONE]}}}}"
}

DYNAMIC_REF = Error "dynamic-ref" {
    "References lead to one place, whoever uses them."
    why "What a `$dynamicRef` names depends on the schema in which it is used; a type is one type."
    Merge(Root)
    bad "openapi: 3.1.0\ncomponents: {schemas: {Thing: {properties: {part: {$dynamicRef: '#part', description: One of its parts.}}}}}"
    good "openapi: 3.1.0\ncomponents: {schemas: {Thing: {properties: {part: {type: string, description: One of its parts.}}}}}"
}

COMPONENT_DUPLICATE = Error "component-duplicate" {
    "A component name is used once over all files."
    why "A bundled document, and the Rust client, have one namespace for each kind of component."
    Merge(Components)
    bad "schemas: {Thing: {properties: {other: {$ref: '#/components/schemas/Other'}}}, Other: {$ref: 'common.yaml#/components/schemas/Shared'}, Shared: {type: boolean, description: Whether.}}"
    good "schemas: {Thing: {properties: {other: {$ref: '#/components/schemas/Other'}}}, Other: {$ref: 'common.yaml#/components/schemas/Shared'}}"
}

}

/// Whether a broken rule means that a file's content is not known at all.
pub(super) fn is_unreadable(rule: &Rule) -> bool {
    [&FILE_MISSING, &FILE_NOT_TEXT, &FILE_TOO_LARGE, &FILE_UNREADABLE, &fence::REF_OUTSIDE]
        .contains(&rule)
}

/// Whether a broken rule hides nothing of the document.
pub(super) fn is_harmless(rule: &Rule) -> bool {
    [&ignored::REF_SIBLINGS, &newer::KEYWORD_UNREAD, &newer::VERSION_AHEAD, &wide::NUMBER_ROUNDED]
        .contains(&rule)
}

/// Where the fence stands is this project's decision, not OpenAPI's.
pub(crate) mod fence {
    use crate::diagnostic::rules;

    rules! { Generation, Protection;

    REF_OUTSIDE = Error "ref-outside" {
        "A `$ref` stays inside the folder of the root file and names no URL."
        why "The contract is reviewed as a whole: nothing outside the folder, and nothing on the network, may change it."
        Replace(Property)
        bad "$ref: https://schemas.example.com/shared.yaml#/Shared"
        good "$ref: common.yaml#/components/schemas/Shared"
    }

    }
}

/// What OpenAPI ignores.
pub(crate) mod ignored {
    use crate::diagnostic::rules;

    rules! { Structure, Choice Warning;

    REF_SIBLINGS = Error "ref-siblings" {
        "Nothing stands beside `$ref`."
        why "OpenAPI 3.0 reads the `$ref` and ignores the rest, so what was written is not what holds."
        Replace(Property)
        bad "$ref: common.yaml#/components/schemas/Shared\ndescription: Shared with others."
        good "allOf: [{$ref: common.yaml#/components/schemas/Shared}]\ndescription: Shared with others."
    }

    }
}

/// What OpenAPI 3.1 and later have beyond 3.0.
pub(crate) mod newer {
    use crate::diagnostic::rules;

    rules! { Structure, Choice Warning;

    KEYWORD_UNREAD = Error "keyword-unread" {
        "Nothing is written that the client cannot keep."
        why "OpenAPI 3.1 has conditions, patterns of names and calls to the client, which no type of Rust says: the client sends and takes what they forbid."
        Merge(Root)
        bad "openapi: 3.1.0\ncomponents: {schemas: {Thing: {propertyNames: {maxLength: 9}}}}"
        good "openapi: 3.1.0"
    }

    VERSION_AHEAD = Error "version-ahead" {
        "The document says `openapi: 3.0.x` or `3.1.x`."
        why "3.2 is read as 3.1. What only 3.2 has is an unknown key, but nobody has checked the rest."
        Merge(Root)
        bad "openapi: 3.2.0"
        good "openapi: 3.1.1"
    }

    }
}

/// What is read with less digits than it has.
pub(crate) mod wide {
    use crate::diagnostic::rules;

    rules! { Structure, Choice Warning;

    NUMBER_ROUNDED = Error "number-rounded" {
        "Whole numbers fit into 64 bits."
        why "Others are rounded, refused or read as text, depending on the parser. Here they are rounded."
        Lines()
        bad "        size: {type: number, description: Its size., maximum: 99999999999999999999999}"
        good "        size: {type: number, description: Its size., maximum: 9999999999}"
    }

    }
}
