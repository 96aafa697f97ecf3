//! One planning run from its start to a plan, or to every reason why there is none.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::found::Found;
use super::node::text;
use super::planner::{Places, Planner};
use super::schemes::Schemes;
use super::{
    Api, Origins, Plan, Refusals, Routes, Security, SecurityScheme, Server, features, successors,
    tags,
};
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

pub(super) fn plan(
    document: &Document,
    left_out: Option<&Routes>,
    examples: Examples,
) -> Result<Plan, Refusals> {
    let mut planner = Planner {
        target: document.target(),
        root: document.root(),
        tags: tags::declared(&document.root()),
        left_out,
        diagnostics: Vec::new(),
        origin: None,
        origins: Origins::default(),
        given_names: BTreeMap::new(),
        types: BTreeMap::new(),
        shared: BTreeMap::new(),
        reached: BTreeMap::new(),
        direct_uses: BTreeMap::new(),
        open: Vec::new(),
        inline_names: BTreeMap::new(),
        joined_names: BTreeMap::new(),
        schemas: BTreeMap::new(),
        hiding: BTreeSet::new(),
        places: Places::default(),
        depth: 0,
        drafts: VecDeque::new(),
        runtime_types: BTreeMap::new(),
        file_parts: BTreeSet::new(),
        odd_pages: 0,
        schemes: Schemes::default(),
        error_schemas: Vec::new(),
        parameter_examples: Vec::new(),
        examples: Vec::new(),
    };
    planner.read_schemes();
    planner.find_names();
    planner.reach_operations();
    planner.find_hiding();
    planner.name_places();
    planner.check_templates();
    let mut apis = planner.apis();
    let named_by_operations = planner.types.keys().cloned().collect();
    successors::name_operations(&mut apis);
    planner.finish_types();
    planner.settle_unions();
    planner.name_items(&mut apis);
    planner.name_successor_types();
    planner.place_fields();
    planner.check_types();
    planner.check_groups();
    planner.check_values();
    planner.summarise();
    planner.share(&named_by_operations);
    planner.convert(&apis);
    planner.check_apis(&apis);
    if examples == Examples::Checked {
        planner.check_parameter_examples(&mut apis);
    }
    planner.check_error_pointers();
    let mut misfits = BTreeSet::new();
    planner.check_names();
    if examples == Examples::Checked && !planner.has_errors() {
        // Types that could not be planned would make examples look wrong.
        misfits = planner.check_examples();
        if !misfits.is_empty() {
            apis.iter_mut().for_each(|api| planner.drop_misfits(api, &misfits));
        }
    }
    let schemes = planner.used_schemes(schemes_of(&apis));
    let own = apis.iter().flat_map(|api| &api.operations).filter_map(|one| one.server.clone());
    let own: Vec<Server> = own.collect();
    let token_url = planner.schemes.token_url.take();
    let root_servers = planner.root_servers();
    let mut all = planner.named_servers(root_servers.iter().cloned().chain(own.clone()).collect());
    let report = Report::new(planner.diagnostics, document.sources());
    if report.has_errors() {
        return Err(Refusals { report, origins: planner.origins });
    }
    features::divide(document.target().features, &mut apis, &mut planner.types, &planner.shared);
    let root = document.root();
    let mut plan = Plan {
        title: text(&root, &["info", "title"]).unwrap_or_default(),
        source: root.file_name().to_owned(),
        found: Found::of(planner.types.iter().chain(&planner.shared), &apis),
        apis,
        types: planner.types,
        shared: planner.shared,
        schemes,
        token_url,
        servers: Vec::new(),
        target: document.target().clone(),
        notes: report.into_diagnostics(),
        left_out: Vec::new(),
        misfits,
    };
    if plan.is_configured_by_environment() {
        // Its regions and their token endpoints are those of the runtime.
        plan.token_url = None;
        all.retain(|server| own.contains(server));
    }
    plan.servers = all;
    Ok(plan)
}

/// What the operations ask for.
fn schemes_of(apis: &[Api]) -> Vec<SecurityScheme> {
    let operations = apis.iter().flat_map(|api| &api.operations);
    let ways = operations.filter_map(|operation| match &operation.security {
        Security::Token => None,
        Security::Ways(ways) => Some(ways),
    });
    ways.flatten().flatten().cloned().collect()
}
