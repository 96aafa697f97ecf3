//! The wire stage: plan → a prepared OpenAPI document → progenitor → syn passes → types.
//!
//! progenitor (through typify) turns schemas into structs with the right serde attributes. It gets
//! only what it does well: a document of component schemas in a small, canonical subset, made from
//! the plan, without paths and responses. Nothing it could panic on reaches it, and its request
//! functions are not used (see ARCHITECTURE.md). The passes then finish the types; each does one
//! thing and is tested on a fixture of its own.

mod own;
mod passes;
mod prepare;
mod unions;

use std::collections::BTreeMap;

use crate::error::GenerateError;
use crate::plan::{Plan, Shape, TypeItem};

/// The code of one type: its definition and the trait implementations typify adds.
#[derive(Clone)]
pub(crate) struct TypeCode {
    pub(crate) definition: syn::Item,
    pub(crate) impls: Vec<syn::ItemImpl>,
}

/// Code by type name. Open enums are not here: `face` emits them.
pub(crate) type Types = BTreeMap<String, TypeCode>;

/// Runs the stage for all types.
pub(crate) fn types(plan: &Plan) -> Result<Types, GenerateError> {
    types_of(plan, &plan.defined().collect::<Vec<_>>())
}

/// Runs the stage for some types, those that are aliases apart: no type's code depends on how another one is made.
pub(crate) fn types_of(plan: &Plan, part: &[&TypeItem]) -> Result<Types, GenerateError> {
    let part: Vec<&TypeItem> = part.iter().copied().filter(|item| item.same_as.is_none()).collect();
    let part = part.as_slice();
    let replacements = prepare::replacements(part);
    let document = prepare::document(plan, part, &replacements)?;
    let mut settings = progenitor::GenerationSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    for (name, path) in replacements {
        settings.with_replacement(name, path, std::iter::empty());
    }
    let tokens =
        progenitor::Generator::new(&settings).generate_tokens(&document).map_err(|error| {
            GenerateError::internal("progenitor refused the prepared document", error)
        })?;
    let file: syn::File = syn::parse2(tokens)
        .map_err(|error| GenerateError::internal("progenitor's output is not Rust", error))?;

    let mut types = passes::take::run(file)?;
    passes::paths::run(&mut types);
    passes::ids::run(&mut types, part);
    passes::fields::run(&mut types, part)?;
    types.extend(own::types(plan, part));
    for item in part {
        if let (Shape::Struct(object), Some(code)) = (&item.shape, types.get_mut(&item.name)) {
            code.impls.extend(own::texts(item, object));
        }
    }
    passes::derives::run(&mut types, part)?;
    passes::docs::run(&mut types, part)?;
    for item in part {
        let generated = types.contains_key(&item.name);
        if generated == matches!(item.shape, Shape::Enum(_)) {
            return Err(GenerateError::internal("a planned type was not generated", &item.name));
        }
    }
    Ok(types)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;

    use crate::fixture::plan;

    /// The definition of one type and the traits it implements, after all passes.
    fn generated(schemas: &str, name: &str) -> (String, Vec<String>) {
        let types = super::types(&plan(schemas)).unwrap();
        let code = &types[name];
        let definition = &code.definition;
        let file = syn::parse_quote!(#definition);
        let traits = code
            .impls
            .iter()
            .filter_map(|block| Some(block.trait_.as_ref()?.0.to_token_stream().to_string()))
            .collect();
        (prettyplease::unparse(&file), traits)
    }

    #[test]
    fn structs_have_plain_paths_wire_names_and_docs() {
        let (code, _) = generated(
            "
    Thing:
      type: object
      description: A thing.
      required: [teamId]
      additionalProperties: true
      properties:
        teamId: {type: string, description: The team.}
        type: {type: string}
        tags: {type: array, items: {type: string}}
        createdAt: {type: string, format: date-time, deprecated: true}
",
            "Thing",
        );
        insta::assert_snapshot!(code, @r##"
        /// A thing.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct Thing {
            /// `createdAt`: a time.
            #[deprecated = "the API's documentation calls it deprecated"]
            #[serde(rename = "createdAt", skip_serializing_if = "Option::is_none")]
            pub created_at: Option<Timestamp>,
            /// `tags`: a list of texts.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[serde(deserialize_with = "pingone_core::codegen::null_as_default")]
            pub tags: Vec<String>,
            /// The team.
            #[serde(rename = "teamId")]
            pub team_id: String,
            /// `type`: a text.
            #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
            pub type_: Option<String>,
            /// Properties that this version does not know.
            #[serde(flatten)]
            pub extra: serde_json::Map<String, serde_json::Value>,
        }
        "##);
    }

    #[test]
    fn ids_are_opaque_and_convert_only_on_purpose() {
        let schemas = "
    Thing:
      type: object
      properties:
        id: {$ref: '#/components/schemas/ThingId'}
";
        let (code, traits) = generated(schemas, "ThingId");
        assert!(code.contains("pub struct ThingId(Uuid);"), "{code}");
        assert!(code.contains("Copy"), "{code}");
        assert_eq!(
            traits,
            ["From < ThingId >", "From < Uuid >", "fmt :: Display", "FromStr", "TryFrom < & str >"]
        );
    }

    #[test]
    fn a_union_is_tagged_by_its_discriminator() {
        let (code, traits) = generated(
            "
    Thing:
      oneOf:
        - $ref: '#/components/schemas/Round'
        - $ref: '#/components/schemas/Square'
      discriminator: {propertyName: kind}
    Round:
      type: object
      description: A round one.
      required: [kind]
      properties: {kind: {type: string, enum: [ROUND_V2]}, radius: {type: integer}}
    Square:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [SQUARE]}, side: {type: integer}}
",
            "Thing",
        );
        insta::assert_snapshot!(code, @r##"
        /// The schema `Thing`.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[non_exhaustive]
        #[serde(untagged)]
        pub enum Thing {
            /// A round one.
            RoundV2(Round),
            /// `SQUARE`.
            Square(Square),
            /// A variant that this version does not know, as it was received.
            Unknown(serde_json::Value),
        }
        "##);
        assert_eq!(
            traits,
            ["From < Round >", "From < Square >", "Deserialize < 'de >", "union :: Union",]
        );
    }

    #[test]
    fn a_secret_keeps_its_type_whatever_its_limits() {
        let (code, _) = generated(
            "
    Thing:
      type: object
      required: [key]
      properties:
        key: {type: string, format: password, minLength: 8, maxLength: 99, pattern: '^.+$'}
",
            "Thing",
        );
        assert!(code.contains("pub key: Secret,"), "{code}");
    }

    #[test]
    fn types_that_are_made_one_by_one_are_those_that_are_made_together() {
        let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let fixtures = std::fs::read_dir(workspace.join("tests/fixtures/specs")).unwrap();
        let mut compared = 0;
        for fixture in fixtures {
            let root = fixture.unwrap().path().join("openapi.yaml");
            let Ok((_, plan)) = crate::plan(&root) else { continue };
            let together = super::types(&plan).unwrap();
            for (name, item) in &plan.types {
                let alone = super::types_of(&plan, &[item]).unwrap();
                let text = |types: &super::Types| {
                    let code = types.get(name)?;
                    let impls = code.impls.iter().map(|one| one.to_token_stream().to_string());
                    let definition = code.definition.to_token_stream().to_string();
                    Some(definition + &impls.collect::<String>())
                };
                assert_eq!(text(&alone), text(&together), "{}: {name}", root.display());
                compared += 1;
            }
        }
        assert!(compared > 50, "only {compared} types");
    }
}
