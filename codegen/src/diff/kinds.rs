//! The closed set of changes that the diff knows, each with its effect on the wire.

use super::effect::Impact::{Breaks, Possible, Safe};
use super::effect::{Directions, WireEffect};

/// What part of the contract a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Area {
    /// Routes and what identifies them.
    Operations,
    /// Path, query, header and cookie parameters.
    Parameters,
    /// Request bodies and their media types.
    RequestBodies,
    /// Statuses, media types and headers of responses.
    Responses,
    /// What a value may be.
    Schemas,
    /// Properties of objects.
    Properties,
    /// Alternatives of a value.
    Unions,
    /// Who may call.
    Security,
    /// Where the API is.
    Servers,
    /// Texts and examples.
    Documentation,
    /// Names and shapes that only the Rust client sees.
    Refactoring,
}

impl Area {
    /// The title that texts use.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Operations => "Operations",
            Self::Parameters => "Parameters",
            Self::RequestBodies => "Request bodies",
            Self::Responses => "Responses",
            Self::Schemas => "Schemas",
            Self::Properties => "Properties",
            Self::Unions => "Unions",
            Self::Security => "Security",
            Self::Servers => "Servers",
            Self::Documentation => "Documentation",
            Self::Refactoring => "Refactoring",
        }
    }
}

const SAFE: WireEffect = WireEffect::SAFE;
const OLD: WireEffect = WireEffect::of(Breaks, Safe);
const OLD_MAY: WireEffect = WireEffect::of(Possible, Safe);
const NEW: WireEffect = WireEffect::of(Safe, Breaks);
const NEW_MAY: WireEffect = WireEffect::of(Safe, Possible);
const BOTH: WireEffect = WireEffect::of(Breaks, Breaks);
const BOTH_MAY: WireEffect = WireEffect::of(Possible, Possible);
const OLD_MAY_NEW: WireEffect = WireEffect::of(Possible, Breaks);
const OLD_NEW_MAY: WireEffect = WireEffect::of(Breaks, Possible);

macro_rules! kinds {
    ($($area:ident { $($name:ident $id:literal $request:ident $response:ident $what:literal,)* })*) => {
        /// What changed. The set is closed; ids are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind {
            $($(#[doc = $what] $name,)*)*
        }

        impl ChangeKind {
            /// Every kind, by area.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// The stable id, without a direction.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $($(Self::$name => $id,)*)* }
            }

            /// What part of the contract it is about.
            #[must_use]
            pub fn area(self) -> Area {
                match self { $($(Self::$name => Area::$area,)*)* }
            }

            /// What it means, as a phrase.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $($(Self::$name => $what,)*)* }
            }

            /// Who breaks on the wire if the changed values are sent in `direction`.
            #[must_use]
            pub fn wire_effect(self, direction: Directions) -> WireEffect {
                let (request, response) = match self { $($(Self::$name => ($request, $response),)*)* };
                match direction {
                    Directions::Request => request,
                    Directions::Response => response,
                    Directions::Both => request.worst(response),
                    Directions::Neither => SAFE,
                }
            }
        }
    };
}

// Name, id, effect in requests, effect in responses, meaning.
kinds! {
    Operations {
        OperationAdded "operation-added" NEW_MAY SAFE "a route is new",
        OperationRemoved "operation-removed" OLD SAFE "a route is gone",
        OperationPathChanged "operation-path-changed" BOTH SAFE "the path of a route changed",
        OperationMethodChanged "operation-method-changed" BOTH SAFE "the method of a route changed",
        OperationIdChanged "operation-id-changed" SAFE SAFE "the `operationId` changed",
        OperationTagChanged "operation-tag-changed" SAFE SAFE "the tags changed",
        OperationDeprecated "operation-deprecated" SAFE SAFE "a route is on its way out",
        OperationUndeprecated "operation-undeprecated" SAFE SAFE "a route is no longer on its way out",
        IdempotencyChanged "operation-idempotency-changed" SAFE SAFE "whether clients may send a request twice changed",
        CallbackAdded "callback-added" SAFE OLD_MAY "the server calls back where it did not",
        CallbackRemoved "callback-removed" SAFE OLD_MAY "the server no longer calls back",
        CallbackChanged "callback-changed" SAFE BOTH_MAY "the server calls back in a different way",
    }
    Parameters {
        ParameterOptionalAdded "parameter-optional-added" NEW_MAY SAFE "a parameter that may be given is new",
        ParameterRequiredAdded "parameter-required-added" OLD_NEW_MAY SAFE "a parameter that must be given is new",
        ParameterOptionalRemoved "parameter-optional-removed" OLD_MAY SAFE "a parameter that could be given is gone",
        ParameterRequiredRemoved "parameter-required-removed" OLD_MAY_NEW SAFE "a parameter that had to be given is gone",
        ParameterBecameRequired "parameter-became-required" OLD SAFE "a parameter must now be given",
        ParameterBecameOptional "parameter-became-optional" NEW SAFE "a parameter need no longer be given",
        ParameterLocationChanged "parameter-location-changed" BOTH SAFE "a parameter moved, such as from the query to a header",
        ParameterStyleChanged "parameter-style-changed" BOTH SAFE "a parameter is serialized in a different way",
        ParameterRenamed "parameter-renamed" SAFE SAFE "a path parameter was renamed",
        ParameterDeprecated "parameter-deprecated" SAFE SAFE "a parameter is on its way out",
        ParameterUndeprecated "parameter-undeprecated" SAFE SAFE "a parameter is no longer on its way out",
    }
    RequestBodies {
        RequestBodyOptionalAdded "request-body-optional-added" NEW_MAY SAFE "a body may be sent",
        RequestBodyRequiredAdded "request-body-required-added" OLD_NEW_MAY SAFE "a body must be sent",
        RequestBodyOptionalRemoved "request-body-optional-removed" OLD_MAY SAFE "a body that could be sent is not read any more",
        RequestBodyRequiredRemoved "request-body-required-removed" OLD_MAY_NEW SAFE "a body that had to be sent is not read any more",
        RequestBodyBecameRequired "request-body-became-required" OLD SAFE "the body must now be sent",
        RequestBodyBecameOptional "request-body-became-optional" NEW SAFE "the body need no longer be sent",
        RequestMediaTypeAdded "request-media-type-added" NEW_MAY SAFE "the body may have one more media type",
        RequestMediaTypeRemoved "request-media-type-removed" OLD SAFE "the body may no longer have a media type",
        RequestMediaTypeReplaced "request-media-type-replaced" BOTH SAFE "the body has other media types only",
        RequestEncodingChanged "request-encoding-changed" BOTH_MAY SAFE "the parts of the body are encoded in a different way",
    }
    Responses {
        SuccessStatusAdded "success-status-added" SAFE OLD_MAY "one more status means success",
        SuccessStatusRemoved "success-status-removed" SAFE NEW "a status no longer means success",
        SuccessStatusChanged "success-status-changed" SAFE BOTH "the status of success changed",
        ErrorStatusAdded "error-status-added" SAFE SAFE "one more error is documented",
        ErrorStatusRemoved "error-status-removed" SAFE SAFE "an error is no longer documented",
        ResponseBodyAdded "response-body-added" SAFE OLD_MAY "a response that had no body has one",
        ResponseBodyRemoved "response-body-removed" SAFE OLD_NEW_MAY "a response that had a body has none",
        ResponseMediaTypeAdded "response-media-type-added" SAFE OLD_MAY "a response may have one more media type",
        ResponseMediaTypeRemoved "response-media-type-removed" SAFE OLD_NEW_MAY "a response no longer comes in a media type",
        ResponseMediaTypeReplaced "response-media-type-replaced" SAFE BOTH "a response comes in other media types only",
        ResponseHeaderOptionalAdded "response-header-optional-added" SAFE SAFE "a response may have one more header",
        ResponseHeaderRequiredAdded "response-header-required-added" SAFE NEW "a response has one more header that always comes",
        ResponseHeaderOptionalRemoved "response-header-optional-removed" SAFE OLD_MAY "a header that could come is gone",
        ResponseHeaderRequiredRemoved "response-header-required-removed" SAFE OLD "a header that always came is gone",
        ResponseHeaderBecameRequired "response-header-became-required" SAFE NEW "a header now always comes",
        ResponseHeaderBecameOptional "response-header-became-optional" SAFE OLD "a header no longer always comes",
        ResponseLinksChanged "response-links-changed" SAFE SAFE "the links to other operations changed",
    }
    Schemas {
        TypeChanged "type-changed" BOTH BOTH "the type of values changed",
        TypeWidened "type-widened" NEW OLD "values may have more types",
        TypeNarrowed "type-narrowed" OLD NEW "values may have fewer types",
        FormatChanged "format-changed" BOTH BOTH "the format of values changed",
        FormatWidened "format-widened" NEW OLD "values may have more formats",
        FormatNarrowed "format-narrowed" OLD NEW "values may have fewer formats",
        SecrecyChanged "secrecy-changed" SAFE SAFE "a value is a secret, or no longer one",
        EnumValueAdded "enum-value-added" NEW OLD "a closed set of values has one more",
        EnumValueRemoved "enum-value-removed" OLD NEW "a closed set of values has one less",
        EnumClosed "enum-closed" OLD NEW "only the listed values are allowed now",
        EnumOpened "enum-opened" NEW OLD "other values than the listed ones are allowed now",
        KnownValueAdded "known-value-added" NEW_MAY SAFE "an open set of values names one more",
        KnownValueRemoved "known-value-removed" OLD_MAY SAFE "an open set of values names one less",
        RangeTightened "range-tightened" OLD NEW_MAY "numbers may be from a smaller range",
        RangeLoosened "range-loosened" NEW OLD_MAY "numbers may be from a larger range",
        LengthTightened "length-tightened" OLD NEW_MAY "texts may have fewer lengths",
        LengthLoosened "length-loosened" NEW OLD_MAY "texts may have more lengths",
        SizeTightened "size-tightened" OLD NEW_MAY "lists or objects may have fewer sizes",
        SizeLoosened "size-loosened" NEW OLD_MAY "lists or objects may have more sizes",
        MultipleOfTightened "multiple-of-tightened" OLD NEW_MAY "numbers must be multiples of a number, or of a larger one",
        MultipleOfLoosened "multiple-of-loosened" NEW OLD_MAY "numbers need no longer be multiples of a number, or of a smaller one",
        MultipleOfChanged "multiple-of-changed" OLD_NEW_MAY BOTH_MAY "numbers must be multiples of a different number",
        PatternAdded "pattern-added" OLD NEW_MAY "texts must match a pattern now",
        PatternRemoved "pattern-removed" NEW OLD_MAY "texts need no longer match a pattern",
        PatternChanged "pattern-changed" OLD_NEW_MAY BOTH_MAY "texts must match a different pattern",
        BecameNullable "became-nullable" NEW OLD "a value may be `null` now",
        BecameNotNullable "became-not-nullable" OLD NEW "a value may no longer be `null`",
        DefaultChanged "default-changed" BOTH_MAY SAFE "leaving a value out means something else",
        NegationAdded "negation-added" OLD NEW_MAY "values are excluded by `not` now",
        NegationRemoved "negation-removed" NEW OLD_MAY "no values are excluded by `not` any more",
        NegationChanged "negation-changed" OLD_NEW_MAY BOTH_MAY "other values are excluded by `not`",
        SchemaReplaced "schema-replaced" SAFE SAFE "another schema is referred to",
        UnreadChanged "unread-changed" BOTH_MAY BOTH_MAY "a part that is not read changed",
        SchemaDeprecated "schema-deprecated" SAFE SAFE "a schema is on its way out",
        SchemaUndeprecated "schema-undeprecated" SAFE SAFE "a schema is no longer on its way out",
    }
    Properties {
        PropertyOptionalAdded "property-optional-added" NEW_MAY SAFE "a property that may be there is new",
        PropertyRequiredAdded "property-required-added" OLD_NEW_MAY NEW "a property that must be there is new",
        PropertyOptionalRemoved "property-optional-removed" OLD_MAY OLD_MAY "a property that could be there is gone",
        PropertyRequiredRemoved "property-required-removed" OLD_MAY_NEW OLD "a property that had to be there is gone",
        PropertyBecameRequired "property-became-required" OLD NEW "a property must now be there",
        PropertyBecameOptional "property-became-optional" NEW OLD "a property may now be absent",
        PropertyBecameReadOnly "property-became-read-only" OLD_MAY SAFE "a property is no longer sent",
        PropertyNotReadOnly "property-no-longer-read-only" NEW_MAY SAFE "a property may be sent now",
        PropertyBecameWriteOnly "property-became-write-only" SAFE OLD "a property is no longer returned",
        PropertyNotWriteOnly "property-no-longer-write-only" SAFE SAFE "a property is returned now",
        AdditionalAllowed "additional-properties-allowed" NEW OLD_MAY "other properties than the named ones are allowed now",
        AdditionalForbidden "additional-properties-forbidden" OLD NEW_MAY "other properties than the named ones are forbidden now",
        AdditionalTyped "additional-properties-typed" OLD NEW_MAY "other properties than the named ones must have a type now",
        AdditionalUntyped "additional-properties-untyped" NEW OLD_MAY "other properties than the named ones may have any type now",
    }
    Unions {
        VariantAdded "union-variant-added" NEW OLD "a value may be one more alternative",
        VariantRemoved "union-variant-removed" OLD NEW "a value may be one alternative less",
        UnionReplaced "union-replaced" BOTH BOTH "a union stands where none stood, or the other way round",
        UnionKindChanged "union-kind-changed" BOTH_MAY BOTH_MAY "`oneOf` became `anyOf`, or the other way round",
        DiscriminatorChanged "discriminator-changed" BOTH BOTH "a different property tells the alternatives apart",
        TagValueChanged "union-tag-value-changed" BOTH BOTH "an alternative is named by a different value",
    }
    Security {
        SecurityAdded "security-added" OLD SAFE "a route that anybody could call needs credentials",
        SecurityRemoved "security-removed" NEW SAFE "a route that needed credentials needs none",
        SecurityAlternativeAdded "security-alternative-added" NEW_MAY SAFE "one more kind of credentials is accepted",
        SecurityAlternativeRemoved "security-alternative-removed" OLD SAFE "a kind of credentials is no longer accepted",
        SecurityScopeAdded "security-scope-added" OLD SAFE "the credentials need one more scope",
        SecurityScopeRemoved "security-scope-removed" NEW SAFE "the credentials need one scope less",
        SecuritySchemeChanged "security-scheme-changed" BOTH SAFE "credentials are obtained or sent in a different way",
        SecuritySchemeRenamed "security-scheme-renamed" SAFE SAFE "credentials are called by another name, which is not sent",
        SecurityFlowAdded "security-flow-added" NEW_MAY SAFE "credentials can be obtained in one more way",
        SecurityFlowRemoved "security-flow-removed" OLD SAFE "credentials can no longer be obtained in one way",
        SecurityScopeOffered "security-scope-offered" SAFE SAFE "one more scope can be asked for",
        SecurityScopeWithdrawn "security-scope-withdrawn" OLD_MAY SAFE "a scope can no longer be asked for",
    }
    Servers {
        ServerAdded "server-added" NEW_MAY SAFE "the API has one more server",
        ServerRemoved "server-removed" OLD SAFE "the API is no longer at a place",
        ServerPrefixMoved "server-prefix-moved" SAFE SAFE "a part of all addresses went from the servers into the paths, or back",
        ServersReordered "servers-reordered" NEW_MAY SAFE "another server comes first",
        ServerVariableChanged "server-variable-changed" BOTH_MAY SAFE "the variables of a server's URL changed",
    }
    Documentation {
        InfoChanged "info-changed" SAFE SAFE "title, version or terms of the contract changed",
        DescriptionChanged "description-changed" SAFE SAFE "a text changed",
        ExampleChanged "example-changed" SAFE SAFE "examples changed",
        ProvenanceChanged "provenance-changed" SAFE SAFE "a fact is confirmed, or no longer",
        UnusedComponentAdded "unused-component-added" SAFE SAFE "a component that nothing refers to is new",
        UnusedComponentRemoved "unused-component-removed" SAFE SAFE "a component that nothing referred to is gone",
        UnusedComponentChanged "unused-component-changed" SAFE SAFE "a component that nothing refers to changed",
    }
    Refactoring {
        SchemaRenamed "schema-renamed" SAFE SAFE "a schema was renamed",
        SchemaExtracted "schema-extracted" SAFE SAFE "an inline schema became a component",
        SchemaInlined "schema-inlined" SAFE SAFE "a component was written out in place",
        RustNameChanged "rust-name-changed" SAFE SAFE "an extension gives the Rust item a different name, type or scope",
        RustApiChanged "rust-api-changed" SAFE SAFE "the Rust API changes although the wire does not",
    }
}

impl ChangeKind {
    /// Whether values are sent at all: texts, names and refactorings have no direction.
    pub(super) fn has_direction(self) -> bool {
        !matches!(self.area(), Area::Documentation | Area::Refactoring)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let ids: BTreeSet<&str> = ChangeKind::ALL.iter().map(|kind| kind.id()).collect();
        assert_eq!(ids.len(), ChangeKind::ALL.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn a_change_that_takes_something_away_in_requests_breaks_old_clients() {
        for kind in [ChangeKind::PropertyRequiredAdded, ChangeKind::EnumValueRemoved] {
            assert_eq!(kind.wire_effect(Directions::Request).old_clients, Breaks, "{kind:?}");
            assert_eq!(kind.wire_effect(Directions::Response).old_clients, Safe, "{kind:?}");
        }
    }
}
