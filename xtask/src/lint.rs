//! `cargo xtask lint`: everything that is wrong with a contract, with places and fixes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anstream::{eprintln, print, println};
use clap::ValueEnum;
use codegen::diagnostic::{Family, RenderStyle, Report, Severity};
use codegen::document::Reading;
use codegen::gate;
use codegen::target::Overrides;

use crate::failure::Failure;
use crate::paint::{Tone, paint};
use crate::profile::ProfileArguments;
use crate::regen::default_spec;
use crate::workspace;

/// Findings that are shown in full where `--limit` says nothing.
const LIMIT: usize = 100;

/// File names that are looked for in a folder.
const ROOTS: [&str; 4] = ["openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml"];

const EXAMPLES: &str = "\
Examples:
  cargo xtask lint                           the contract of this workspace
  cargo xtask lint other.json --family structure,truth
                                             any OpenAPI 3 document, without
                                             what only our generator needs
  cargo xtask lint --format sarif > a.sarif  for code hosts and editors
  cargo xtask lint --fix                     repair what needs no judgement
  cargo xtask lint --explain ref-unresolved  why a rule exists

Exit codes: 0 nothing found, 1 errors (with `--deny warnings` also warnings),
2 the command line is wrong or the file cannot be read. A comment allows one
finding, with its reason: `# lint-allow: rule-id: why this is right here`.";

/// Check a contract: structure, generation, documentation, truth, security, style.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The root document, or a folder with an `openapi.yaml` [default: spec].
    path: Option<PathBuf>,
    /// Only the rules of these families [default: all].
    #[arg(long, value_delimiter = ',', value_name = "FAMILY")]
    family: Vec<FamilyName>,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Repair what needs no judgement, and report the rest.
    #[arg(long)]
    fix: bool,
    /// Exit with 1 for warnings as well.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// How many findings are shown in full, errors first; 0 for all of them.
    #[arg(long, default_value_t = LIMIT, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    profile: ProfileArguments,
    /// Explain a rule and check nothing.
    #[arg(long, value_name = "RULE", exclusive = true)]
    explain: Option<String>,
    /// List all rules and check nothing.
    #[arg(long, exclusive = true)]
    rules: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FamilyName {
    Structure,
    Generation,
    Documentation,
    Truth,
    Security,
    Style,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As rustc shows problems.
    Human,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Warnings,
}

impl From<FamilyName> for Family {
    fn from(name: FamilyName) -> Self {
        match name {
            FamilyName::Structure => Self::Structure,
            FamilyName::Generation => Self::Generation,
            FamilyName::Documentation => Self::Documentation,
            FamilyName::Truth => Self::Truth,
            FamilyName::Security => Self::Security,
            FamilyName::Style => Self::Style,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(id) = &arguments.explain {
        return explain(id);
    }
    if arguments.rules {
        list();
        return Ok(());
    }
    let start = Instant::now();
    let root = root_of(arguments.path.as_deref())?;
    let reading = read(&root, arguments.profile.given())?;
    if reading.is_unreadable() {
        let report = Report::new(reading.problems, reading.document.sources());
        return Err(Failure::Unreadable(Box::new(report)));
    }
    let reading = if arguments.fix { repaired(reading, &root, arguments)? } else { reading };
    let report = gate::lint(&reading, &families(arguments));
    match arguments.format {
        Format::Human => human(&report, arguments.limit, start),
        Format::Json => print!("{}", report.to_json()),
        Format::Sarif => print!("{}", report.to_sarif()),
        Format::Github => print!("{}", report.to_github()),
    }
    let is_denied = arguments.deny.is_some() && !report.is_empty();
    if report.has_errors() || is_denied { Err(Failure::Findings) } else { Ok(()) }
}

/// The families that are asked for.
fn families(arguments: &Arguments) -> Vec<Family> {
    match arguments.family.as_slice() {
        [] => Family::ALL.to_vec(),
        some => some.iter().map(|name| Family::from(*name)).collect(),
    }
}

/// Repairs the files and reads them again.
fn repaired(reading: Reading, root: &Path, arguments: &Arguments) -> Result<Reading, Failure> {
    let repairs = gate::repair(&reading, &families(arguments));
    if repairs.files.is_empty() {
        return Ok(reading);
    }
    repairs.write(root.parent().unwrap_or(Path::new("")))?;
    // On standard error: the report of a machine goes to standard output.
    for change in &repairs.changes {
        let place = format!("{}:{}", change.path, change.line);
        eprintln!("  {} {place}: {} ({})", paint(Tone::Good, "fixed"), change.title, change.rule);
    }
    read(root, arguments.profile.given())
}

fn read(root: &Path, overrides: Overrides) -> Result<Reading, Failure> {
    let read = codegen::read_as(&workspace::shown(root), overrides);
    read.map_err(|report| Failure::Unreadable(Box::new(report)))
}

/// The root document: a file, or one of the usual names in a folder.
fn root_of(path: Option<&Path>) -> Result<PathBuf, Failure> {
    let Some(path) = path else { return Ok(default_spec()) };
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let found = ROOTS.iter().map(|name| path.join(name)).find(|file| file.is_file());
    found.ok_or_else(|| Failure::Usage(format!("`{}` has no {}", path.display(), ROOTS.join(", "))))
}

fn explain(id: &str) -> Result<(), Failure> {
    let Some(rule) = gate::rule(id) else {
        return Err(Failure::Usage(match gate::similar(id) {
            Some(near) => format!("there is no rule `{id}`; did you mean `{near}`?"),
            None => format!("there is no rule `{id}`; `cargo xtask lint --rules` lists them"),
        }));
    };
    print!("{}", gate::explain(rule));
    Ok(())
}

fn list() {
    let mut last = None;
    for rule in gate::rules() {
        if last.replace(rule.family) != Some(rule.family) {
            println!("{}", paint(Tone::Changed, format!("\n{}", rule.family).trim_start()));
        }
        println!("  {} {:<28} {}", severity(rule.severity), rule.id, rule.summary);
    }
}

fn severity(severity: Severity) -> impl std::fmt::Display {
    match severity {
        Severity::Error => paint(Tone::Bad, "error  "),
        _ => paint(Tone::Changed, "warning"),
    }
}

fn human(report: &Report, limit: usize, start: Instant) {
    let shown = if limit == 0 { report.len() } else { limit.min(report.len()) };
    if shown > 0 {
        println!("{}", report.render_first(shown, RenderStyle::Color));
    }
    if shown < report.len() {
        by_rule(report);
        let hidden = format!(
            "{} more findings are not shown; `--limit 0` shows all, `--family` fewer kinds",
            report.len() - shown
        );
        println!("{}\n", paint(Tone::Faint, hidden));
    }
    let errors = report.error_count();
    let warnings = report.len() - errors;
    let allowed = match report.allowed() {
        0 => String::new(),
        count => format!(", {count} allowed by comments"),
    };
    let tone = if errors > 0 {
        Tone::Bad
    } else if warnings > 0 {
        Tone::Changed
    } else {
        Tone::Good
    };
    println!(
        "{}{allowed} in {} lines of {} ({:.0} ms)",
        paint(tone, format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))),
        report.sources().line_count(),
        counted(report.sources().files().count(), "file"),
        start.elapsed().as_secs_f64() * 1000.0,
    );
}

/// How often each rule was broken, most often first.
fn by_rule(report: &Report) {
    let mut counts: BTreeMap<&str, (usize, Severity)> = BTreeMap::new();
    for problem in report.diagnostics() {
        counts.entry(problem.rule.id).or_insert((0, problem.severity)).0 += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (rule, (count, level)) in rows {
        println!("  {count:>6}  {} {rule}", severity(level));
    }
    println!();
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
