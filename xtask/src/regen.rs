//! `cargo xtask regen`: the client is made from the contract, or compared with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anstream::println;
use codegen::output::{Comparison, FileState};
use codegen::package::{self, Runtime};
use codegen::{Generated, generate_from, load_as};
use similar::TextDiff;

use crate::failure::Failure;
use crate::paint::{Tone, paint};
use crate::profile::ProfileArguments;
use crate::watch::Watch;
use crate::words::counted;
use crate::workspace;

/// Lines of a diff that are shown for one file.
const DIFF_LINES: usize = 40;

const EXAMPLES: &str = "\
Examples:
  cargo xtask regen           after a change below spec/
  cargo xtask regen --watch   after each save below spec/, until Ctrl-C
  cargo xtask regen --check   in CI: differences end with exit code 1
  cargo xtask regen --spec a/openapi.yaml --out /tmp/client
                              a whole crate for another contract";

/// Generate the client from the spec, writing only what changed.
///
/// Without `--out`, the rules and the ledger beside the spec are written too.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Write nothing; list every stale, missing and orphan file with a diff, and exit with 1.
    #[arg(long)]
    check: bool,
    /// Generate again whenever the spec is saved, until interrupted. A wrong spec is reported and
    /// waited out.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// The root document of the contract [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// The folder of the client's crate: src/generated/ is replaced, and manifest, root and README
    /// are written where there are no handwritten ones [default: generated-client].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    profile: ProfileArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.watch {
        watch(arguments);
    }
    for line in once(arguments)? {
        println!("{line}");
    }
    Ok(())
}

/// Generates now and after every save, with a line for each time.
fn watch(arguments: &Arguments) -> ! {
    let spec = workspace::shown(&arguments.spec.clone().unwrap_or_else(default_spec));
    let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).to_owned();
    let out = arguments.out.as_deref().and_then(|out| workspace::real(out).ok());
    // Before the first run, so that no save is missed during it.
    let mut watch = Watch::new(&folder, out);
    let mut occasion = format!("watching {}", folder.display());
    loop {
        let start = Instant::now();
        match once(arguments) {
            // The last line sums up, and a line for each file would hide it.
            Ok(lines) => println!("{occasion}: {}", lines.last().map_or("", String::as_str)),
            Err(failure) => {
                failure.report();
                println!("{occasion}: not generated ({})", elapsed(start));
            }
        }
        let saved = watch.saved();
        let saved: Vec<String> = saved.iter().map(|path| path.display().to_string()).collect();
        occasion = format!("saved {}", saved.join(", "));
    }
}

/// Generates or compares, and returns what there is to say: the files, then a line that sums up.
fn once(arguments: &Arguments) -> Result<Vec<String>, Failure> {
    let start = Instant::now();
    let spec = arguments.spec.clone().unwrap_or_else(default_spec);
    let out = arguments.out.clone().unwrap_or_else(|| workspace::root().join("generated-client"));
    let generated = generate_from(load_as(&workspace::shown(&spec), arguments.profile.given())?)?;
    let out = workspace::shown(&out);
    let around = package::files(&generated.plan, &runtime(&out)).without_handwritten(&out)?;
    let files = generated.files.clone().with(around);
    let client = files.compare(&out)?;
    // A client elsewhere is an experiment: it leaves the contract's folder alone.
    let beside = spec.parent().filter(|_| arguments.out.is_none());
    let records = beside.map(|folder| generated.records.compare(&workspace::shown(folder)));
    let comparisons: Vec<Comparison<'_>> =
        [Some(Ok(client)), records].into_iter().flatten().collect::<Result<_, _>>()?;
    if arguments.check {
        return check(&generated, &comparisons, start);
    }
    for comparison in &comparisons {
        comparison.write()?;
    }
    let states = || comparisons.iter().flat_map(Comparison::states);
    let mut lines = Vec::new();
    for (path, state) in states() {
        if let Some((tone, word)) = done(state) {
            lines.push(format!("  {} {path}", paint(tone, format!("{word:>9}"))));
        }
    }
    let count =
        |wanted: fn(&FileState) -> bool| states().filter(|(_, state)| wanted(state)).count();
    let written = count(|state| matches!(state, FileState::Missing | FileState::Stale { .. }));
    let unchanged = count(|state| *state == FileState::Unchanged);
    let removed = count(|state| matches!(state, FileState::Orphan { .. }));
    let files =
        format!("{} written, {unchanged} unchanged, {removed} removed", counted(written, "file"));
    lines.extend(left_out(&generated));
    lines.push(summary(&generated, &files, start));
    Ok(lines)
}

/// The runtime of this workspace, relative to the folder of a client.
pub(crate) fn runtime(out: &Path) -> Runtime {
    let runtime = workspace::root().join("generated-client/runtime");
    let (Ok(out), Ok(runtime)) = (workspace::real(out), workspace::real(&runtime)) else {
        return Runtime::Registry;
    };
    let shared = out.components().zip(runtime.components()).take_while(|(a, b)| a == b).count();
    let up = out.components().skip(shared).map(|_| "..".to_owned());
    let down = runtime.components().skip(shared);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    Runtime::Folder(up.chain(down).collect::<Vec<_>>().join("/"))
}

pub(crate) fn default_spec() -> PathBuf {
    workspace::root().join("spec/openapi.yaml")
}

fn check(
    generated: &Generated,
    comparisons: &[Comparison<'_>],
    start: Instant,
) -> Result<Vec<String>, Failure> {
    let mut stale = 0;
    let states = || {
        comparisons.iter().flat_map(|one| one.states().map(move |(path, state)| (one, path, state)))
    };
    for (comparison, path, state) in states() {
        let text = comparison.generated(path).unwrap_or_default();
        let (tone, word, found) = match state {
            FileState::Missing => (Tone::Bad, "missing", None),
            FileState::Stale { found } => (Tone::Changed, "stale", Some(found)),
            FileState::Orphan { .. } => (Tone::Bad, "orphan", None),
            _ => continue,
        };
        stale += 1;
        println!("  {} {path}", paint(tone, format!("{word:>9}")));
        if let Some(found) = found {
            diff(&String::from_utf8_lossy(found), text);
        }
    }
    if stale > 0 {
        return Err(Failure::Stale(stale));
    }
    let files = format!("{} as the spec says", counted(states().count(), "file"));
    Ok(left_out(generated).into_iter().chain([summary(generated, &files, start)]).collect())
}

/// What is there (`-`) against what the contract says (`+`).
fn diff(found: &str, generated: &str) {
    let diff = TextDiff::from_lines(found, generated);
    let text = diff.unified_diff().context_radius(2).to_string();
    let lines: Vec<&str> = text.lines().collect();
    for line in lines.iter().take(DIFF_LINES) {
        match line.chars().next() {
            Some('+') => println!("      {}", paint(Tone::Good, line)),
            Some('-') => println!("      {}", paint(Tone::Bad, line)),
            Some('@') => println!("      {}", paint(Tone::Faint, line)),
            _ => println!("      {line}"),
        }
    }
    if lines.len() > DIFF_LINES {
        println!(
            "      {}",
            paint(Tone::Faint, format!("… {} more lines", lines.len() - DIFF_LINES))
        );
    }
}

fn done(state: &FileState) -> Option<(Tone, &'static str)> {
    match state {
        FileState::Missing => Some((Tone::Good, "written")),
        FileState::Stale { .. } => Some((Tone::Changed, "rewritten")),
        FileState::Orphan { .. } => Some((Tone::Bad, "removed")),
        _ => None,
    }
}

/// The operations that were left out, by the rule that comes first for each.
fn left_out(generated: &Generated) -> Vec<String> {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for left in &generated.plan.left_out {
        *rules.entry(left.rule()).or_default() += 1;
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line = |(rule, count)| {
        let word = paint(Tone::Changed, format!("{:>9}", "left out"));
        format!("  {word} {}: {rule}", counted(count, "operation"))
    };
    rules.into_iter().map(line).collect()
}

/// What was done, and how much of it.
fn summary(generated: &Generated, files: &str, start: Instant) -> String {
    let operations = match generated.plan.left_out.len() {
        0 => counted(generated.plan.operations().count(), "operation"),
        left_out => {
            let made = generated.plan.operations().count();
            format!("{made} of {}", counted(made + left_out, "operation"))
        }
    };
    format!(
        "{operations}, {}: {files} ({})",
        counted(generated.plan.types.len(), "type"),
        elapsed(start),
    )
}

fn elapsed(start: Instant) -> String {
    format!("{:.0} ms", start.elapsed().as_secs_f64() * 1000.0)
}
