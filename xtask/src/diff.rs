//! `cargo xtask diff`: two versions of the contract compared, on the wire and in the Rust API.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anstream::{eprintln, print, println};
use clap::ValueEnum;
use codegen::diagnostic::RenderStyle;
use codegen::diff::render::{github, human, json, kinds, markdown};
use codegen::diff::{AcceptedChanges, FailOn, Review, Version, compare};
use codegen::document::{FileError, Folder};
use codegen::target::Overrides;

use crate::failure::Failure;
use crate::git::Repository;
use crate::profile::ProfileArguments;
use crate::regen::default_spec;
use crate::workspace;

/// The file of accepted changes, beside the root document.
const ACCEPTED: &str = "accepted-changes.toml";

/// How the root document of a folder may be called.
const ROOTS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff                     the working tree since it left main
  cargo xtask diff v1.2.0              the working tree since a tag
  cargo xtask diff v1.2.0 v1.3.0       two revisions, read without a checkout
  cargo xtask diff old.yaml new.json   two files
  cargo xtask diff --format markdown   as a comment on a pull request
  cargo xtask diff --fail-on breaking  as a gate

A change that was looked at is accepted by its id, in accepted-changes.toml
beside the contract:
  [[accepted]]
  fingerprint = \"0123456789abcdef\"
  reason = \"why it is allowed\"

The entry covers what the change is now: it matches no longer when that grows.
What cannot be released, or was not read, closes the gate whatever changed.

Exit codes: 0 compared, 1 the gate of --fail-on is closed, 2 nothing to compare.";

/// Compare two versions of the contract: on the wire, in the Rust API, for semver.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The version to compare with: a git revision, a file or a folder [default: where the
    /// current branch left the main one].
    base: Option<String>,
    /// The version to look at, given in the same way [default: the working tree].
    head: Option<String>,
    /// The root document of the contract, in the working tree and in revisions [default:
    /// spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    profile: ProfileArguments,
    /// What the output is for.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// End with exit code 1 from this severity on.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<Gate>,
    /// The file of accepted changes [default: accepted-changes.toml beside the spec].
    #[arg(long, value_name = "FILE")]
    accepted: Option<PathBuf>,
    /// Print every kind of change instead, as spec/CHANGES.md has it.
    #[arg(long, exclusive = true)]
    kinds: bool,
}

/// What the output is for.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A terminal.
    Human,
    /// A comment on a pull request.
    Markdown,
    /// Programs.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
}

/// From which severity on the command fails.
#[derive(Clone, Copy, ValueEnum)]
enum Gate {
    /// Installed clients break, or code that uses the crate.
    Breaking,
    /// Anything is added, or somebody may notice.
    Minor,
    /// Anything at all.
    Any,
}

impl From<Gate> for FailOn {
    fn from(gate: Gate) -> Self {
        match gate {
            Gate::Breaking => Self::Breaking,
            Gate::Minor => Self::Minor,
            Gate::Any => Self::Any,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.kinds {
        print!("{}", kinds());
        return Ok(());
    }
    let spec =
        Spec::new(&arguments.spec.clone().unwrap_or_else(default_spec), arguments.profile.given());
    let base = match &arguments.base {
        Some(base) => spec.version(base)?,
        None => spec.fork_point()?,
    };
    let head = match &arguments.head {
        Some(head) => spec.version(head)?,
        None => spec.working_tree()?,
    };
    let accepted = accepted(arguments.accepted.as_deref(), &spec)?;
    let diff = compare(&base, &head);
    let review = Review::new(&base, &head, &diff, &accepted);
    match arguments.format {
        Format::Human => {
            problems(&review);
            let style = match std::io::stdout().is_terminal() {
                true => RenderStyle::Color,
                false => RenderStyle::Plain,
            };
            print!("{}", human(&review, style));
        }
        Format::Markdown => print!("{}", markdown(&review)),
        Format::Json => println!("{:#}", json(&review)),
        Format::Github => print!("{}", github(&review)),
    }
    if base.document().is_none() || head.document().is_none() {
        return Err(Failure::Missing("nothing was compared".to_owned()));
    }
    match arguments.fail_on {
        Some(gate) if review.is_stopped_by(gate.into()) => Err(Failure::Gate(review.verdict())),
        _ => Ok(()),
    }
}

/// Most faults of a version that are shown; `lint` shows all.
const MOST_FAULTS: usize = 3;

/// What hides a part of a version is shown before what differs; what both have is not.
fn problems(review: &Review<'_>) {
    let (base, head) = (review.base, review.head);
    for (version, other) in [(base, head), (head, base)] {
        if version.is_whole() {
            continue;
        }
        let count = version.problems_beside(other).count();
        for problem in version.problems_beside(other).take(MOST_FAULTS) {
            let (file, line, column) = version.problems().sources().line_column(&problem.location);
            eprintln!("error[{}]: {} at {file}:{line}:{column}", problem.rule.id, problem.message);
        }
        if count > MOST_FAULTS {
            eprintln!("… and {} more faults of {}", count - MOST_FAULTS, version.name());
        }
    }
}

/// The accepted changes of a file, or of the one beside the contract.
pub(crate) fn accepted(given: Option<&Path>, spec: &Spec) -> Result<AcceptedChanges, Failure> {
    let path = given.map_or_else(|| spec.folder().join(ACCEPTED), Path::to_owned);
    let unreadable = |reason: String| Failure::Missing(format!("{}: {reason}", path.display()));
    match std::fs::read_to_string(&path) {
        Ok(text) => AcceptedChanges::parse(&text).map_err(|error| unreadable(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && given.is_none() => {
            Ok(AcceptedChanges::default())
        }
        Err(error) => Err(unreadable(error.to_string())),
    }
}

/// Where the contract is in the working tree.
pub(crate) struct Spec {
    path: PathBuf,
    /// How every version is taken, whatever its own `client.yaml` says.
    overrides: Overrides,
}

impl Spec {
    pub(crate) fn new(path: &Path, overrides: Overrides) -> Self {
        Self { path: workspace::shown(path), overrides }
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    pub(crate) fn working_tree(&self) -> Result<Version, Failure> {
        self.file("the working tree", &self.path)
    }

    /// A file, a revision or a folder, in this order.
    pub(crate) fn version(&self, given: &str) -> Result<Version, Failure> {
        let path = Path::new(given);
        if path.is_file() {
            return self.file(given, path);
        }
        let repository = Repository::of(self.folder());
        let commit = repository.as_ref().and_then(|repository| repository.commit(given));
        if let (Some(repository), Some(commit)) = (repository, commit) {
            return self.revision(&repository, given, &commit);
        }
        if path.is_dir() {
            let root = ROOTS.iter().map(|name| path.join(name)).find(|root| root.is_file());
            let missing =
                || Failure::Missing(format!("`{given}` holds none of {}", ROOTS.join(", ")));
            return self.file(given, &root.ok_or_else(missing)?);
        }
        Err(Failure::Missing(format!("`{given}` is no file, no folder and no git revision")))
    }

    fn fork_point(&self) -> Result<Version, Failure> {
        let none = "there is no git repository with a branch `main`: name what to compare with, \
                    such as `cargo xtask diff old/openapi.yaml`";
        let none = || Failure::Missing(none.to_owned());
        let repository = Repository::of(self.folder()).ok_or_else(none)?;
        let (commit, branch) = repository.fork_point().ok_or_else(none)?;
        let short = commit.get(..10).unwrap_or(&commit);
        self.revision(&repository, &format!("{branch} ({short})"), &commit)
    }

    fn revision(
        &self,
        repository: &Repository,
        name: &str,
        commit: &str,
    ) -> Result<Version, Failure> {
        let outside =
            || Failure::Missing(format!("{} is not in the repository", self.path.display()));
        let folder = repository.inside(self.folder()).ok_or_else(outside)?;
        let root = self.path.file_name().ok_or_else(outside)?.to_string_lossy();
        let files = repository.files(commit, &folder);
        Ok(Version::load_as(name, &files, &root, self.overrides))
    }

    fn file(&self, name: &str, path: &Path) -> Result<Version, Failure> {
        let unreadable =
            |error: FileError| Failure::Missing(format!("{}: {error}", path.display()));
        let folder = Folder::new(path.parent().unwrap_or(Path::new(""))).map_err(unreadable)?;
        let root = path.file_name().ok_or(FileError::Folder).map_err(unreadable)?;
        Ok(Version::load_as(name, &folder, &root.to_string_lossy(), self.overrides))
    }
}
