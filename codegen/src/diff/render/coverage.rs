//! The table of all kinds of changes beside the checks of oasdiff, as `spec/CHANGES.md` has it.

use std::fmt::Write as _;

use crate::diff::effect::{Directions, WireEffect};
use crate::diff::kinds::{Area, ChangeKind};

const INTRODUCTION: &str = "\
# What `cargo xtask diff` knows

<!-- Written by `cargo xtask diff --kinds`; a test compares. Do not edit. -->

Every kind of change, who breaks on the wire if the changed values are sent in requests or in
responses, and which checks of [oasdiff](https://github.com/oasdiff/oasdiff) see the same. `old` are
clients made from the old contract against a new server, `new` are clients made from the new contract
against an old server; `?` means that it depends on the values or on how strict the other side is.

What a change does to the Rust API does not depend on its kind: it is taken from the two plans, and
measured against the generated files for every edit in `tests/fixtures/diffs`.
";

const REMAINDER: &str = "
## What the tools see differently

- A changed component is one change here, with all operations and types that it reaches; oasdiff
  tells it once for each operation.
- `allOf` has no kinds of its own (`request-body-all-of-added` and the like): it is merged first, and
  what it means is compared.
- An id that starts with `request-` or `response-` concerns that direction only; oasdiff has a check
  for each direction and for bodies, properties and parameters apart, here one kind holds for all.
- Sunset dates, stability levels and the bump of `info.version` (`api-sunset-*`, `api-stability-*`,
  `api-version-*`) are conventions of that tool and are not checked.
- Renamed, extracted and inlined schemas, changed tags and names of Rust items have no counterpart
  there: the wire stays as it is, and the Rust API does not.
";

/// The whole page.
#[must_use]
pub fn kinds() -> String {
    let mut text = String::from(INTRODUCTION);
    // Writing to a `String` cannot fail.
    let _ = table(&mut text);
    text.push_str(REMAINDER);
    text
}

fn table(text: &mut String) -> std::fmt::Result {
    let mut area: Option<Area> = None;
    for kind in ChangeKind::ALL {
        if area != Some(kind.area()) {
            area = Some(kind.area());
            writeln!(text, "\n## {}\n", kind.area().title())?;
            writeln!(text, "| id | meaning | in requests | in responses | oasdiff |")?;
            writeln!(text, "|---|---|---|---|---|")?;
        }
        let checks: Vec<String> = oasdiff(*kind).iter().map(|id| format!("`{id}`")).collect();
        let checks = if checks.is_empty() { "—".to_owned() } else { checks.join(", ") };
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {checks} |",
            kind.id(),
            kind.meaning(),
            effect(kind.wire_effect(Directions::Request)),
            effect(kind.wire_effect(Directions::Response)),
        )?;
    }
    Ok(())
}

fn effect(effect: WireEffect) -> String {
    use crate::diff::effect::Impact::{Breaks, Possible, Safe};
    let word = |who: &str, impact| match impact {
        Breaks => Some(who.to_owned()),
        Possible => Some(format!("{who}?")),
        Safe => None,
    };
    let words: Vec<String> = [word("old", effect.old_clients), word("new", effect.new_clients)]
        .into_iter()
        .flatten()
        .collect();
    if words.is_empty() { "safe".to_owned() } else { words.join(", ") }
}

/// The checks of oasdiff that see the same; `*` stands for the kinds of places it tells apart.
fn oasdiff(kind: ChangeKind) -> &'static [&'static str] {
    use ChangeKind as K;
    match kind {
        K::OperationAdded => &["endpoint-added"],
        K::OperationRemoved => &["api-removed-*", "api-path-removed-*"],
        K::OperationIdChanged => &["api-operation-id-added", "api-operation-id-removed"],
        K::OperationTagChanged => &["api-tag-added", "api-tag-removed"],
        K::OperationDeprecated => &["endpoint-deprecated"],
        K::OperationUndeprecated => &["endpoint-reactivated"],
        K::IdempotencyChanged => &[],
        K::ParameterOptionalAdded => &["new-optional-request-*parameter*"],
        K::ParameterRequiredAdded => {
            &["new-required-request-*parameter*", "new-request-path-parameter"]
        }
        K::ParameterOptionalRemoved | K::ParameterRequiredRemoved => {
            &["request-parameter-removed*"]
        }
        K::ParameterBecameRequired => &["request-parameter-became-required"],
        K::ParameterBecameOptional => &["request-parameter-became-optional"],
        K::ParameterDeprecated => &["request-parameter-deprecated"],
        K::ParameterUndeprecated => &["request-parameter-reactivated"],
        K::RequestBodyOptionalAdded => &["request-body-added-optional"],
        K::RequestBodyRequiredAdded => &["request-body-added-required"],
        K::RequestBodyOptionalRemoved | K::RequestBodyRequiredRemoved => &["request-body-removed"],
        K::RequestBodyBecameRequired => &["request-body-became-required"],
        K::RequestBodyBecameOptional => &["request-body-became-optional"],
        K::RequestMediaTypeAdded => &["request-body-media-type-added"],
        K::RequestMediaTypeRemoved => &["request-body-media-type-removed"],
        K::RequestMediaTypeReplaced => {
            &["request-body-media-type-added", "request-body-media-type-removed"]
        }
        K::SuccessStatusAdded => &["response-success-status-added"],
        K::SuccessStatusRemoved => &["response-success-status-removed"],
        K::SuccessStatusChanged => {
            &["response-success-status-added", "response-success-status-removed"]
        }
        K::ErrorStatusAdded => &["response-non-success-status-added"],
        K::ErrorStatusRemoved => &["response-non-success-status-removed"],
        K::ResponseMediaTypeAdded => &["response-media-type-added"],
        K::ResponseMediaTypeRemoved => &["response-media-type-removed"],
        K::ResponseMediaTypeReplaced => {
            &["response-media-type-added", "response-media-type-removed"]
        }
        K::ResponseHeaderOptionalAdded | K::ResponseHeaderRequiredAdded => {
            &["response-header-added"]
        }
        K::ResponseHeaderOptionalRemoved => &["optional-response-header-removed"],
        K::ResponseHeaderRequiredRemoved => &["required-response-header-removed"],
        K::ResponseHeaderBecameOptional => &["response-header-became-optional"],
        K::SecurityAdded | K::SecurityAlternativeAdded => {
            &["api-security-added", "api-global-security-added"]
        }
        K::SecurityRemoved | K::SecurityAlternativeRemoved => {
            &["api-security-removed", "api-global-security-removed"]
        }
        K::SecurityScopeAdded => &["api-security-scope-added", "api-global-security-scope-added"],
        K::SecurityScopeRemoved => {
            &["api-security-scope-removed", "api-global-security-scope-removed"]
        }
        K::SecuritySchemeChanged => &["api-security-component-*"],
        K::UnusedComponentRemoved => &["api-schema-removed"],
        _ => of_values(kind),
    }
}

/// The checks of schemas.
fn of_values(kind: ChangeKind) -> &'static [&'static str] {
    use ChangeKind as K;
    match kind {
        K::TypeChanged | K::FormatChanged => &["*-type-changed"],
        K::TypeWidened | K::FormatWidened => &["*-type-generalized", "response-*-type-changed"],
        K::TypeNarrowed | K::FormatNarrowed => &["*-type-specialized", "request-*-type-changed"],
        K::EnumValueAdded => &["*-enum-value-added"],
        K::EnumValueRemoved => &["*-enum-value-removed"],
        K::EnumClosed => &["request-*-became-enum"],
        K::KnownValueRemoved => &["request-*-x-extensible-enum-value-removed"],
        K::RangeTightened => &[
            "request-*-max-decreased",
            "*-max-set",
            "*-min-increased",
            "*-min-set",
            "*-exclusive-*",
        ],
        K::RangeLoosened => &["*-max-increased", "*-min-decreased", "*-exclusive-*"],
        K::LengthTightened => {
            &["request-*-max-length-decreased", "*-max-length-set", "*-min-length-increased"]
        }
        K::LengthLoosened => {
            &["*-max-length-increased", "response-*-max-length-unset", "*-min-length-decreased"]
        }
        K::SizeTightened => {
            &["request-parameter-max-items-decreased", "request-*-min-items-increased"]
        }
        K::SizeLoosened => &["request-parameter-max-items-increased", "*-min-items-decreased"],
        K::PatternAdded => &["*-pattern-added"],
        K::PatternRemoved => &["*-pattern-removed"],
        K::PatternChanged => &["*-pattern-changed", "request-*-pattern-generalized"],
        K::BecameNullable => &["*-became-nullable"],
        K::BecameNotNullable => &["*-became-not-nullable"],
        K::DefaultChanged => &["*-default-value-*"],
        K::SchemaDeprecated => &["*-property-deprecated"],
        K::SchemaUndeprecated => &["*-property-reactivated"],
        K::PropertyOptionalAdded => {
            &["new-optional-request-property", "response-optional-property-added"]
        }
        K::PropertyRequiredAdded => {
            &["new-required-request-property*", "response-required-property-added"]
        }
        K::PropertyOptionalRemoved => {
            &["request-property-removed", "response-optional-property-removed"]
        }
        K::PropertyRequiredRemoved => {
            &["request-property-removed", "response-required-property-removed"]
        }
        K::PropertyBecameRequired => &["*-property-became-required*"],
        K::PropertyBecameOptional => &["*-property-became-optional"],
        K::PropertyBecameReadOnly => &["request-*-property-became-read-only"],
        K::PropertyNotReadOnly => &["request-*-property-became-not-read-only"],
        K::PropertyBecameWriteOnly => &["response-*-property-became-write-only"],
        K::PropertyNotWriteOnly => &["response-*-property-became-not-write-only"],
        K::VariantAdded => &["*-one-of-added", "*-any-of-added"],
        K::VariantRemoved => &["*-one-of-removed", "*-any-of-removed"],
        K::UnionReplaced => &["*-body-wrapped-in-one-of*"],
        K::DiscriminatorChanged => &["*-discriminator-*"],
        K::TagValueChanged => &["*-discriminator-mapping-changed"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::kinds;

    #[test]
    fn the_page_beside_the_contract_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/CHANGES.md");
        let found = std::fs::read_to_string(path).unwrap();
        assert!(found == kinds(), "run `cargo xtask diff --kinds > spec/CHANGES.md`");
    }
}
