//! Ties what the comparison found on the wire and in the Rust API together, as changes.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::change::{Change, Fingerprint, Semver};
use super::effect::{Bump, Directions, Impact, WireEffect};
use super::kinds::{Area, ChangeKind};
use super::rust::{self, RustChange, RustEffect};
use super::wire::{self, Finding, Ways};

/// Ties findings and changes of the Rust API together: the most serious first, then by place.
pub(super) fn changes(
    outcome: wire::Outcome,
    rust: Vec<RustChange>,
    is_unknown: bool,
) -> Vec<Change> {
    let mut findings = outcome.findings;
    let explained = rust::attach(&rust, &findings);
    let mut by_finding: HashMap<usize, Vec<RustChange>> = HashMap::new();
    let mut of_their_own: HashMap<(String, bool), usize> = HashMap::new();
    for (change, explaining) in rust.into_iter().zip(explained) {
        for number in &explaining {
            by_finding.entry(*number).or_default().push(change.clone());
        }
        if explaining.is_empty() {
            let is_text = change.effect == RustEffect::Documentation;
            let key = (change.owner.clone(), is_text);
            let number = *of_their_own.entry(key).or_insert_with(|| {
                findings.push(unexplained(&change));
                findings.len() - 1
            });
            by_finding.entry(number).or_default().push(change);
        }
    }
    let mut below: HashMap<usize, Vec<(usize, Finding)>> = HashMap::new();
    let mut tops = Vec::new();
    for (number, finding) in findings.into_iter().enumerate() {
        match finding.parent {
            Some(parent) => below.entry(parent).or_default().push((number, finding)),
            None => tops.push((number, finding)),
        }
    }
    let mut tree = Tree { below, by_finding, is_unknown };
    let mut changes: Vec<Change> =
        tops.into_iter().map(|(number, finding)| tree.change(number, finding)).collect();
    changes.sort_by(in_order);
    changes
}

fn in_order(a: &Change, b: &Change) -> Ordering {
    (b.is_trap(), b.gravity(), a.kind.area(), &a.place, a.kind, &a.subject, &a.fingerprint).cmp(&(
        a.is_trap(),
        a.gravity(),
        b.kind.area(),
        &b.place,
        b.kind,
        &b.subject,
        &b.fingerprint,
    ))
}

/// Findings by the one that they follow from, with what each does to the Rust API.
struct Tree {
    below: HashMap<usize, Vec<(usize, Finding)>>,
    by_finding: HashMap<usize, Vec<RustChange>>,
    is_unknown: bool,
}

impl Tree {
    /// A change with all that follows from it.
    fn change(&mut self, number: usize, finding: Finding) -> Change {
        let below = self.below.remove(&number).unwrap_or_default();
        let mut consequences: Vec<Change> =
            below.into_iter().map(|(number, finding)| self.change(number, finding)).collect();
        consequences.sort_by(in_order);
        let mut rust = self.by_finding.remove(&number).unwrap_or_default();
        for one in consequences.iter().flat_map(|one| &one.rust) {
            if !rust.contains(one) {
                rust.push(one.clone());
            }
        }
        change(finding, rust, consequences, self.is_unknown)
    }
}

/// A change of the Rust API that no difference on the wire causes.
fn unexplained(change: &RustChange) -> Finding {
    let (kind, sentence) = match change.effect {
        RustEffect::Documentation => (ChangeKind::DescriptionChanged, change.sentence.clone()),
        _ => (
            ChangeKind::RustApiChanged,
            format!("the Rust API of `{}` changes, the wire does not", change.owner),
        ),
    };
    Finding::new(kind, Ways::NONE, &change.owner, sentence)
        .at(change.base.first().cloned(), change.head.first().cloned())
        .about(change.owner.as_str())
}

fn change(
    finding: Finding,
    rust: Vec<RustChange>,
    consequences: Vec<Change>,
    is_unknown: bool,
) -> Change {
    let direction = match (finding.ways.has(Ways::REQUEST), finding.ways.has(Ways::RESPONSE)) {
        _ if !finding.kind.has_direction() => Directions::Neither,
        (true, true) => Directions::Both,
        (true, false) => Directions::Request,
        (false, true) => Directions::Response,
        (false, false) => Directions::Neither,
    };
    let own = finding.kind.wire_effect(direction);
    let wire = consequences.iter().fold(own, |worst, one| worst.worst(one.wire));
    let fingerprint = fingerprint(&finding, direction, &rust, &consequences, is_unknown);
    Change {
        kind: finding.kind,
        direction,
        reach: finding.reach,
        semver: semver(finding.kind, wire, &rust, is_unknown),
        place: finding.place,
        subject: finding.subject,
        sentence: finding.sentence,
        before: finding.before,
        after: finding.after,
        base: finding.base,
        head: finding.head,
        wire,
        rust,
        consequences,
        fingerprint,
    }
}

/// What is accepted is no more than what was there: the words, whom it reaches, what it does to code,
/// and what follows from it.
fn fingerprint(
    finding: &Finding,
    direction: Directions,
    rust: &[RustChange],
    consequences: &[Change],
    is_unknown: bool,
) -> Fingerprint {
    let mut parts: Vec<&str> = vec![
        finding.kind.id(),
        direction.as_str(),
        &finding.place,
        &finding.subject,
        &finding.sentence,
        finding.before.as_deref().unwrap_or_default(),
        finding.after.as_deref().unwrap_or_default(),
        if is_unknown { "unknown" } else { "known" },
    ];
    parts.extend(finding.written.iter().map(String::as_str));
    let list = |name: &'static str, names: &'_ [String]| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(names.iter().cloned()).collect()
    };
    let requests = list("requests", &finding.reach.requests);
    let responses = list("responses", &finding.reach.responses);
    parts.extend(requests.iter().chain(&responses).map(String::as_str));
    let mut code: Vec<&RustChange> =
        rust.iter().filter(|one| one.effect > RustEffect::Documentation).collect();
    code.sort_by(|a, b| (&a.item, a.effect, &a.sentence).cmp(&(&b.item, b.effect, &b.sentence)));
    for one in code {
        parts.extend(["rust", &one.item, one.effect.as_str(), &one.sentence]);
        parts.extend([one.before.as_deref(), one.after.as_deref()].into_iter().flatten());
    }
    parts.extend(consequences.iter().map(|one| one.fingerprint.as_str()));
    Fingerprint::new(&parts)
}

/// What the crate's next version must be: decided by the Rust API, where that is known.
fn semver(kind: ChangeKind, wire: WireEffect, rust: &[RustChange], is_unknown: bool) -> Semver {
    if kind == ChangeKind::IdempotencyChanged {
        let reason = "the client repeats other requests than before".to_owned();
        return Semver { bump: Bump::Patch, reason };
    }
    let (bump, reason) = if is_unknown {
        match (wire.old_clients, wire.new_clients) {
            (Impact::Breaks, _) => {
                (Bump::Major, "old clients break; the effect on Rust is unknown")
            }
            (Impact::Safe, Impact::Safe) => (Bump::Patch, "the effect on Rust is unknown"),
            _ => (Bump::Minor, "somebody may notice; the effect on Rust is unknown"),
        }
    } else {
        let Some(worst) = rust.iter().map(|change| change.effect).max() else {
            let is_of_operations = kind.area() == Area::Operations;
            let (bump, reason) = match (wire.is_safe(), is_of_operations) {
                (true, false) => (Bump::None, "neither the wire nor the Rust API changes"),
                (true, true) => (Bump::Patch, "what documentation says of it changes"),
                (false, _) => (Bump::Patch, "the Rust API stays as it is"),
            };
            return Semver { bump, reason: reason.to_owned() };
        };
        let reason = match worst {
            RustEffect::Rerouted => "THE SAME CODE COMPILES AND DOES SOMETHING ELSE ON THE WIRE",
            RustEffect::Breaking => "code that uses the crate may stop compiling",
            RustEffect::Addition => "the Rust API only grows",
            RustEffect::Deprecation => "something is deprecated",
            RustEffect::Behaviour => "the same code means something else on the wire",
            RustEffect::Undeprecated => "a deprecation is taken back",
            RustEffect::Documentation => "only documentation changes",
        };
        (worst.bump(), reason)
    };
    Semver { bump, reason: reason.to_owned() }
}
