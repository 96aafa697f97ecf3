//! Comments that allow a finding: `# lint-allow: rule: reason`, at the end of its line or above it,
//! and `# lint-allow-file: rule: reason` for a whole file.

use crate::diagnostic::{Diagnostic, Location, Nature, Rule, Severity, Span, rules};
use crate::document::Document;
use crate::suggest::nearest;

rules! { Style, Protection;

ALLOW_REASON = Error "allow-reason" {
    "A comment that allows a finding says why."
    why "The next reader has to decide whether it still holds."
    Lines()
    bad "# lint-allow: summary-stop\nexternalDocs: {url: 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

ALLOW_UNKNOWN = Error "allow-unknown" {
    "A comment allows a rule that exists."
    why "A misspelt rule is still reported, and the comment tells a reader otherwise."
    Lines()
    bad "# lint-allow: sumary-stop: As in the old pages.\nexternalDocs: {url: 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

ALLOW_REFUSED = Error "allow-refused" {
    "No comment allows what protects generation."
    why "Without it there is no client, whatever the comment says."
    Lines()
    bad "# lint-allow: ref-unresolved: Comes later.\nexternalDocs: {url: 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

ALLOW_UNUSED = Warning "allow-unused" {
    "A comment allows something that is found."
    why "A leftover would hide the next finding at this place."
    Lines()
    bad "# lint-allow: summary-stop: As in the old pages.\nexternalDocs: {url: 'https://docs.example.com/'}"
    good "externalDocs: {url: 'https://docs.example.com/'}"
}

}

const LINE: &str = "lint-allow:";
const FILE: &str = "lint-allow-file:";

/// One comment.
struct Allowance {
    rule: &'static Rule,
    place: Location,
    subject: Subject,
    is_used: bool,
}

/// What a comment is about.
enum Subject {
    /// One line, counted from 1.
    Line(usize),
    File,
}

/// Takes out what comments allow, adds what is wrong with the comments, and returns how many
/// findings were allowed.
pub(crate) fn apply<I: Iterator<Item = &'static Rule>>(
    document: &Document,
    found: &mut Vec<Diagnostic>,
    known: fn() -> I,
) -> usize {
    let (mut allowances, problems) = collect(document, known);
    let before = found.len();
    if !allowances.is_empty() {
        found.retain(|problem| !is_allowed(document, problem, &mut allowances));
    }
    let allowed = before - found.len();
    found.extend(problems);
    // Behind an error, a rule may not have looked.
    let is_sure = found.iter().all(|problem| problem.severity != Severity::Error);
    for unused in allowances.into_iter().filter(|allowance| is_sure && !allowance.is_used) {
        let message = format!("nothing here breaks `{}`", unused.rule.id);
        found
            .push(Diagnostic::new(&ALLOW_UNUSED, unused.place, message).help("remove the comment"));
    }
    allowed
}

fn is_allowed(document: &Document, problem: &Diagnostic, allowances: &mut [Allowance]) -> bool {
    let place = &problem.location;
    let (line, _) = document.sources().position(place.file, place.span.start);
    let found = allowances.iter_mut().find(|allowance| {
        let reaches = match allowance.subject {
            Subject::Line(wanted) => wanted == line,
            Subject::File => true,
        };
        reaches && allowance.place.file == place.file && allowance.rule == problem.rule
    });
    found.map(|allowance| allowance.is_used = true).is_some()
}

fn collect<I: Iterator<Item = &'static Rule>>(
    document: &Document,
    known: fn() -> I,
) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let (mut allowances, mut problems) = (Vec::new(), Vec::new());
    for file in document.sources().files() {
        let text = document.sources().text(file);
        if !text.contains("lint-allow") {
            continue;
        }
        let texts = document.texts(file);
        let lines: Vec<&str> = text.lines().collect();
        let mut start = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if let Some((at, comment)) = comment(line).filter(|(at, _)| !holds(&texts, start + at))
            {
                let place =
                    Location::new(file, Span::new(start + at, start + line.trim_end().len()), "");
                let target = target(&lines, index, line[..at].trim().is_empty());
                match read(comment, place, target, known) {
                    Ok(allowance) => allowances.push(allowance),
                    Err(problem) => problems.push(*problem),
                }
            }
            start += line.len();
        }
    }
    (allowances, problems)
}

/// Where the comment of a line begins, and what it says behind its sign.
fn comment(line: &str) -> Option<(usize, &str)> {
    let (at, _) = line.match_indices('#').find(|(at, _)| {
        let is_comment = *at == 0 || line[..*at].ends_with([' ', '\t']);
        is_comment && line[at + 1..].trim_start().starts_with("lint-allow")
    })?;
    Some((at, line[at + 1..].trim()))
}

fn holds(texts: &[Span], offset: usize) -> bool {
    let next = texts.partition_point(|text| text.start <= offset);
    next.checked_sub(1).and_then(|last| texts.get(last)).is_some_and(|text| offset < text.end)
}

/// The line that a comment is about: its own, or the next one with content.
fn target(lines: &[&str], index: usize, stands_alone: bool) -> usize {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let ahead = lines.iter().skip(index + 1).position(is_content);
    match ahead.filter(|_| stands_alone) {
        Some(ahead) => index + 2 + ahead,
        None => index + 1,
    }
}

fn read<I: Iterator<Item = &'static Rule>>(
    comment: &str,
    place: Location,
    line: usize,
    known: fn() -> I,
) -> Result<Allowance, Box<Diagnostic>> {
    let (subject, said) = match (comment.strip_prefix(FILE), comment.strip_prefix(LINE)) {
        (Some(said), _) => (Subject::File, said),
        (None, Some(said)) => (Subject::Line(line), said),
        (None, None) => (Subject::Line(line), ""),
    };
    let (id, reason) = said.split_once(':').unwrap_or((said, ""));
    let (id, reason) = (id.trim(), reason.trim());
    let refuse = |rule, message: String, help: String| {
        Err(Box::new(Diagnostic::new(rule, place.clone(), message).help(help)))
    };
    let Some(rule) = known().find(|rule| rule.id == id) else {
        let help = match nearest(id, known().map(|rule| rule.id)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write `# lint-allow: rule-id: reason`; `lint --rules` lists them".to_owned(),
        };
        return refuse(&ALLOW_UNKNOWN, format!("there is no rule `{id}`"), help);
    };
    match rule.nature {
        Nature::Convention { .. } => {}
        Nature::Choice { .. } => {
            let message = format!("`{id}` is decided for the whole contract, not at one place");
            let help = format!("write `lint: {{rules: {{{id}: allow}}}}` into `client.yaml`");
            return refuse(&ALLOW_REFUSED, message, help);
        }
        Nature::Protection => {
            let message = format!("`{id}` cannot be allowed: without it, there is no client");
            return refuse(&ALLOW_REFUSED, message, "repair what it reports".to_owned());
        }
    }
    if reason.is_empty() {
        let help = format!("write `# lint-allow: {id}: why this is right here`");
        return refuse(&ALLOW_REASON, "the reason is missing".to_owned(), help);
    }
    Ok(Allowance { rule, place, subject, is_used: false })
}
