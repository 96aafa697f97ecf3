//! The wire stage: plan → a prepared OpenAPI document → progenitor → syn passes → types.
//!
//! progenitor (through typify) turns schemas into structs with the right serde attributes. It gets
//! only what it does well: a document of component schemas in a small, canonical subset, made from
//! the plan, without paths and responses. Nothing it could panic on reaches it, and its request
//! functions are not used (see ARCHITECTURE.md). The passes then finish the types; each does one
//! thing and is tested on a fixture of its own.

mod passes;
mod prepare;

use std::collections::BTreeMap;

use crate::GenerateError;
use crate::plan::{Plan, Shape};

/// The code of one type: its definition and the trait implementations typify adds.
#[derive(Clone)]
pub(crate) struct TypeCode {
    pub(crate) definition: syn::Item,
    pub(crate) impls: Vec<syn::ItemImpl>,
}

/// Code by type name. Open enums are not here: `face` emits them.
pub(crate) type Types = BTreeMap<String, TypeCode>;

/// Runs the stage.
pub(crate) fn types(plan: &Plan) -> Result<Types, GenerateError> {
    let document = prepare::document(plan)?;
    let mut settings = progenitor::GenerationSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    for (name, path) in prepare::replacements(plan) {
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
    passes::ids::run(&mut types, plan);
    passes::fields::run(&mut types, plan)?;
    passes::unions::run(&mut types, plan)?;
    passes::derives::run(&mut types, plan)?;
    passes::docs::run(&mut types, plan)?;
    for item in plan.types.values() {
        let generated = types.contains_key(&item.name);
        if generated == matches!(item.shape, Shape::Enum(_)) {
            return Err(GenerateError::internal("a planned type was not generated", &item.name));
        }
    }
    Ok(types)
}
