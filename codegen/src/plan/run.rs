//! One planning run from its start to a plan, or to every reason why there is none.

use std::collections::{BTreeMap, VecDeque};

use super::node::text;
use super::planner::{Places, Planner};
use super::{Plan, successors};
use crate::diagnostic::Report;
use crate::document::Document;

/// Whether examples must fit their schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Examples {
    /// They must: the client's documentation is made from them.
    Checked,
    /// They may be behind: they decide nothing about the API of the client.
    Trusted,
}

pub(super) fn plan(document: &Document, examples: Examples) -> Result<Plan, Report> {
    let mut planner = Planner {
        target: document.target(),
        root: document.root(),
        diagnostics: Vec::new(),
        types: BTreeMap::new(),
        reached: BTreeMap::new(),
        variant_structs: BTreeMap::new(),
        direct_uses: BTreeMap::new(),
        open: Vec::new(),
        inline_names: BTreeMap::new(),
        joined_names: BTreeMap::new(),
        schemas: BTreeMap::new(),
        places: Places::default(),
        depth: 0,
        drafts: VecDeque::new(),
        runtime_types: BTreeMap::new(),
        odd_pages: 0,
        error_schemas: Vec::new(),
        examples: Vec::new(),
    };
    planner.reach_operations();
    planner.name_places();
    planner.check_templates();
    let mut apis = planner.apis();
    let named_by_operations = planner.types.keys().cloned().collect();
    successors::name_operations(&mut apis);
    planner.finish_types();
    planner.name_successor_types();
    planner.place_fields();
    planner.check_types();
    planner.check_values();
    planner.share(&named_by_operations);
    planner.convert(&apis);
    planner.check_apis(&apis);
    planner.check_error_pointers();
    if examples == Examples::Checked && !planner.has_errors() {
        // Types that could not be planned would make examples look wrong.
        planner.check_examples();
    }
    let report = Report::new(planner.diagnostics, document.sources());
    if report.has_errors() {
        return Err(report);
    }
    let root = document.root();
    Ok(Plan {
        title: text(&root, &["info", "title"]).unwrap_or_default(),
        source: root.file_name().to_owned(),
        apis,
        types: planner.types,
        target: document.target().clone(),
        notes: report.into_diagnostics(),
    })
}
