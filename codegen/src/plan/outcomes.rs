//! Several successes of an operation: one result for all, or one for each status.

use super::media::Reading;
use super::{Payload, Success, TypeRef, names};

/// A result that depends on the status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcomes {
    /// The name of the enum.
    pub name: String,
    /// Sorted by status, ranges last.
    pub cases: Vec<Outcome>,
}

/// What comes with one status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The status; without one, any other success (`2XX`).
    pub status: Option<u16>,
    /// The name of the variant, made of the status alone.
    pub variant: String,
    /// `description`.
    pub description: Option<String>,
    /// The body.
    pub payload: Payload,
    /// How the body is read.
    pub reading: Reading,
}

impl Outcomes {
    /// Whether the contract says what any success brings.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cases.iter().any(|case| case.status.is_none())
    }
}

impl Outcome {
    /// The status as the contract writes it.
    #[must_use]
    pub fn key(&self) -> String {
        self.status.map_or_else(|| "2XX".to_owned(), |status| status.to_string())
    }
}

impl Payload {
    /// What may come, each with how it is read: one body, or that of every status.
    pub fn cases(&self, reading: Reading) -> impl Iterator<Item = (&Self, Reading)> {
        let (one, several) = match self {
            Self::ByStatus(outcomes) => (None, outcomes.cases.as_slice()),
            one => (Some((one, reading)), [].as_slice()),
        };
        one.into_iter().chain(several.iter().map(|case| (&case.payload, case.reading)))
    }

    /// The types in all bodies that are read as JSON.
    pub fn types(&self, reading: Reading) -> impl Iterator<Item = &TypeRef> {
        self.cases(reading).filter_map(|(payload, reading)| match payload {
            Self::Json(ty) | Self::Optional(ty) | Self::Collection { item: ty, .. } => {
                matches!(reading, Reading::Json | Reading::Any).then_some(ty)
            }
            Self::Empty | Self::ByStatus(_) => None,
        })
    }
}

/// What a status of success means, in a word (RFC 9110, section 15.3, and the registry).
pub(super) fn variant(key: &str) -> String {
    let word = match key {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "208" => "AlreadyReported",
        "226" => "ImUsed",
        _ => match key.parse::<u16>() {
            Ok(status) => return format!("Status{status}"),
            Err(_) => "Success",
        },
    };
    word.to_owned()
}

/// What the inline type of a body is named after beside its operation; the enum is named `…Success`.
pub(super) fn part(key: &str) -> String {
    match variant(key) {
        range if range == "Success" => "AnySuccess".to_owned(),
        one => one,
    }
}

/// What a success brings, with its media types.
#[derive(Clone)]
pub(super) struct Received {
    pub(super) success: Success,
    pub(super) media: Vec<String>,
    pub(super) reading: Reading,
}

impl Received {
    pub(super) fn new(status: u16, payload: Payload, reading: Reading, media: &str) -> Self {
        let success =
            Success { status, payload, paging: None, examples: Vec::new(), reading, accept: None };
        let media = (!media.is_empty()).then(|| media.to_owned()).into_iter().collect();
        Self { success, media, reading }
    }
}

/// A success with the status that it is documented for.
pub(super) struct Documented {
    pub(super) key: String,
    pub(super) description: Option<String>,
    pub(super) received: Received,
}

/// One result for all successes: their one type, nothing beside it, or else one for each status.
pub(super) fn merged(mut all: Vec<Documented>, builder: &str) -> Received {
    all.sort_by(|a, b| a.key.cmp(&b.key));
    let mut media: Vec<String> = Vec::new();
    for name in all.iter().flat_map(|one| &one.received.media) {
        add(&mut media, name);
    }
    let status = all.iter().map(|one| one.received.success.status).min().unwrap_or(200);
    let mut merged = match one_type(&all) {
        Some(received) => received,
        None => {
            let outcomes = Outcomes {
                name: names::joined(builder, "Success"),
                cases: all.into_iter().map(outcome).collect(),
            };
            Received::new(status, Payload::ByStatus(outcomes), Reading::ByStatus, "")
        }
    };
    merged.success.status = status;
    merged.success.reading = merged.reading;
    Received { media, ..merged }
}

fn outcome(one: Documented) -> Outcome {
    let Received { success, reading, .. } = one.received;
    Outcome {
        status: one.key.parse().ok(),
        variant: variant(&one.key),
        description: one.description,
        payload: success.payload,
        reading,
    }
}

/// The one type of all bodies, if that says everything.
fn one_type(all: &[Documented]) -> Option<Received> {
    let is_empty = |one: &&Documented| one.received.success.payload == Payload::Empty;
    let has_empty = all.iter().any(|one| is_empty(&one));
    let mut bodies = all.iter().filter(|one| !is_empty(one)).map(|one| &one.received);
    let Some(first) = bodies.next() else {
        return Some(Received::new(200, Payload::Empty, Reading::Json, ""));
    };
    let is_same = |other: &Received| {
        other.success.payload == first.success.payload && other.reading == first.reading
    };
    if !bodies.all(is_same) {
        return None;
    }
    let mut one = first.clone();
    one.success.payload = match one.success.payload {
        Payload::Json(ty) if has_empty && one.reading == Reading::Json => Payload::Optional(ty),
        // A page with nothing in it is an empty one, but none at all is not.
        Payload::Collection { .. } if has_empty => return None,
        payload => payload,
    };
    Some(one)
}

/// Adds a name that is not there yet.
pub(super) fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
