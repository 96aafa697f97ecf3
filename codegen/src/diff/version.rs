//! One of the two versions: the contract as far as it can be read, and its client if it has one.

use std::collections::HashMap;

use super::rust::{self, Surface};
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Document, Extent, FileSource, NodeKind, Reading};
use crate::error::GenerateError;
use crate::plan::Plan;
use crate::target::Overrides;
use crate::{gate, target_file};

/// Problems of a document that hide nothing of it.
const HARMLESS: [&str; 7] = [
    "ref-siblings",
    "ref-inline-cycle",
    "mapping-target",
    "component-duplicate",
    "keyword-unread",
    "version-ahead",
    "number-rounded",
];

/// A version of the contract, whole or broken.
#[derive(Debug)]
pub struct Version {
    name: String,
    document: Option<Document>,
    problems: Report,
    plan: Result<Plan, String>,
    /// The public API of the client.
    surface: Result<Surface, String>,
    /// Why the generator would write nothing.
    refusal: Option<String>,
    extent: Extent,
    /// Why this is no contract of the kind that is compared.
    other_kind: Option<String>,
}

impl Version {
    /// Reads the contract whose root is the file `root` of `files`. `name` is what people call
    /// this version, such as `main` or a path.
    #[must_use]
    pub fn load(name: impl Into<String>, files: &dyn FileSource, root: &str) -> Self {
        Self::load_as(name, files, root, Overrides::default())
    }

    /// As [`Version::load`], with this instead of what the files say.
    #[must_use]
    pub fn load_as(
        name: impl Into<String>,
        files: &dyn FileSource,
        root: &str,
        overrides: Overrides,
    ) -> Self {
        let target = match target_file::from_files(files, &gate::rules().collect::<Vec<_>>()) {
            Ok(mut target) => {
                overrides.apply(&mut target);
                target
            }
            Err(problems) => return Self::unreadable(name.into(), problems),
        };
        let Reading { document, problems, extent } = Document::read_from(files, root);
        let document = document.with_target(target);
        if gate::are_bearable(&document.target().lint, &problems) {
            return Self::from_document(name, document);
        }
        let hides_nothing = problems.iter().all(|one| HARMLESS.contains(&one.rule.id));
        let problems = Report::new(problems, document.sources());
        let reason = first(&problems, "the contract cannot be read");
        let document = Some(document).filter(|document| document.root().kind() == NodeKind::Map);
        let is_whole = document.is_some() && extent == Extent::Whole && hides_nothing;
        let extent = if is_whole { Extent::Whole } else { Extent::Part };
        let other_kind = document.as_ref().and_then(other_kind);
        let without = Self::without_client(name.into(), problems, reason);
        Self { document, extent, other_kind, ..without }
    }

    /// A version of which nothing can be said, for these problems.
    fn unreadable(name: String, problems: Report) -> Self {
        let reason = first(&problems, "the contract cannot be read");
        Self::without_client(name, problems, reason)
    }

    /// A version without a plan, for this reason.
    fn without_client(name: String, problems: Report, reason: String) -> Self {
        let (plan, surface) = (Err(reason.clone()), Err(reason.clone()));
        let (document, refusal, extent) = (None, Some(reason), Extent::Part);
        Self { name, document, problems, plan, surface, refusal, extent, other_kind: None }
    }

    /// A version that is loaded already.
    #[must_use]
    pub fn from_document(name: impl Into<String>, document: Document) -> Self {
        let mut partial = None;
        let (refusal, problems) = match gate::plan(&document).map_err(GenerateError::from) {
            Ok(plan) => {
                partial = Some(plan).filter(|plan| !plan.left_out.is_empty());
                (None, Report::default())
            }
            Err(GenerateError::Contract(report)) => {
                (Some(first(&report, "the generator refuses the contract")), *report)
            }
            Err(other) => (Some(other.to_string()), Report::default()),
        };
        // Keys that only the rules refuse and examples that are behind do not change the API.
        let plan = partial.map_or_else(|| Plan::draft(&document), Ok);
        let plan = plan.map_err(|report| first(&report, "the generator refuses the contract"));
        let surface = match &plan {
            Ok(plan) => rust::surface(plan).map_err(|error| error.to_string()),
            Err(reason) => Err(reason.clone()),
        };
        let other_kind = other_kind(&document);
        let (name, document, extent) = (name.into(), Some(document), Extent::Whole);
        Self { name, document, problems, plan, surface, refusal, extent, other_kind }
    }

    /// What people call this version.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The contract, as far as it could be read.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.document.as_ref()
    }

    /// Everything that is wrong with the contract.
    pub fn problems(&self) -> &Report {
        &self.problems
    }

    /// What the client of this version is.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn plan(&self) -> Result<&Plan, &str> {
        self.plan.as_ref().map_err(String::as_str)
    }

    /// The public API of the client of this version.
    ///
    /// # Errors
    /// Says why it is not known.
    pub(super) fn surface(&self) -> Result<&Surface, &str> {
        self.surface.as_ref().map_err(String::as_str)
    }

    /// Why the generator would refuse this version; none if it would not. The plan may be known
    /// nevertheless, when only examples or keys without a meaning are wrong.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// Whether the whole contract could be read, and is one of OpenAPI 3. Problems that only the
    /// generator has with it do not count.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.extent == Extent::Whole && self.other_kind.is_none()
    }

    /// Why nothing can be said for sure about this version; none if it was read completely.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        match (&self.other_kind, self.extent) {
            (Some(kind), _) => Some(format!("{} {kind}", self.name)),
            (None, Extent::Part) => Some(format!("{} cannot be read completely", self.name)),
            (None, Extent::Whole) => None,
        }
    }

    /// What is wrong with this version and not with another one. A fault that both share decides
    /// nothing about what changed.
    pub fn problems_beside<'v>(&'v self, other: &Self) -> impl Iterator<Item = &'v Diagnostic> {
        let key =
            |one: &Diagnostic| (one.rule.id, one.message.clone(), one.location.pointer.clone());
        let mut known: HashMap<_, usize> = HashMap::new();
        for problem in other.problems.diagnostics() {
            *known.entry(key(problem)).or_default() += 1;
        }
        self.problems.diagnostics().iter().filter(move |one| match known.get_mut(&key(one)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
    }
}

/// Why a document is not of OpenAPI 3, as a phrase that follows its name.
fn other_kind(document: &Document) -> Option<String> {
    let root = document.root();
    let said = |key: &str| match root.get(key) {
        Some(version) => {
            version.as_str().map_or_else(|| version.to_json().to_string(), str::to_owned)
        }
        None => String::new(),
    };
    let version = said("openapi");
    if version.starts_with("3.") {
        return None;
    }
    Some(match (version.is_empty(), root.get("swagger").is_some()) {
        (_, true) => format!("is Swagger {}, which is not read", said("swagger")),
        (true, false) => "does not say that it is OpenAPI 3".to_owned(),
        (false, false) => format!("is OpenAPI {version}, which is not read"),
    })
}

/// The first of the problems, to be read in passing.
fn first(report: &Report, what: &str) -> String {
    let Some(problem) = report.diagnostics().first() else { return what.to_owned() };
    let (file, line, column) = report.sources().line_column(&problem.location);
    let more = match report.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    format!("{what}: {} at {file}:{line}:{column}{more}", problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::MemoryFiles;

    /// Whatever a rule is against, the API of what can be planned is known.
    #[test]
    fn a_version_with_a_plan_has_a_public_api() {
        let mut planned = 0;
        for rule in gate::rules() {
            for text in gate::sample::texts(&rule.sample).into_iter().flatten() {
                let files: MemoryFiles = [("sample.yaml", text)].into_iter().collect();
                let version = Version::load("sample", &files, "sample.yaml");
                assert_eq!(version.surface().err(), version.plan().err(), "{}", rule.id);
                let is_refused = version.refusal().is_some();
                planned += usize::from(is_refused && version.plan().is_ok());
            }
        }
        assert!(planned > 10, "only {planned} versions that are refused have a plan");
    }
}
