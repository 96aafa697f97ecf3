//! One request in the log: what was asked, what came of it, and why if it was refused.

use std::io::Write as _;

use pingone_mfa_testing::RecordedRequest;
use serde_json::Value;

use crate::paint::{Tone, paint};

/// Writes a request to standard output. Nobody may be reading any more; that is no reason to stop serving.
pub(crate) fn show(request: &RecordedRequest) {
    let time = jiff::Timestamp::now().strftime("%H:%M:%S");
    let (tone, status) = match request.status() {
        Some(status) if status.is_success() => (Tone::Good, status.as_u16().to_string()),
        Some(status) => (Tone::Bad, status.as_u16().to_string()),
        None => (Tone::Bad, "---".to_owned()),
    };
    let name = match request.operation() {
        Some(operation) => operation.id(),
        None if request.is_token_request() => "token",
        None => "-",
    };
    let mut output = anstream::stdout().lock();
    let _ = writeln!(
        output,
        "{} {} {:<22} {:<6} {}",
        paint(Tone::Faint, time),
        paint(tone, status),
        name,
        request.method().as_str(),
        paint(Tone::Faint, below_environment(request.path())),
    );
    if let Some(body) = request.redacted_body() {
        let _ = writeln!(
            output,
            "         {} {}",
            paint(Tone::Faint, "body"),
            clipped(&body.to_string())
        );
    }
    let answer = request.answer().filter(|_| name != "token");
    for reason in answer.iter().flat_map(reasons) {
        let _ = writeln!(output, "         {} {reason}", paint(Tone::Bad, "why"));
    }
}

/// What an error body says: its details, or its message.
fn reasons(answer: &Value) -> Vec<String> {
    let Some(message) = answer["message"].as_str() else { return Vec::new() };
    let details = answer["details"].as_array().into_iter().flatten().map(|detail| {
        let target = detail["target"].as_str().map(|target| format!("{target}: "));
        let message = detail["message"].as_str().unwrap_or_default();
        format!("{}{message}", target.unwrap_or_default())
    });
    let details: Vec<_> = details.collect();
    if details.is_empty() { vec![message.to_owned()] } else { details }
}

/// The path below the environment. Ids are whole, so that they can be copied into a command.
fn below_environment(path: &str) -> String {
    let below = path.strip_prefix("/v1/environments/").and_then(|path| path.split_once('/'));
    printable(&below.map_or(path.to_owned(), |(_, below)| format!("…/{below}")))
}

/// At most so much that a line stays a line.
fn clipped(text: &str) -> String {
    const LIMIT: usize = 200;
    let text = printable(text);
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text,
    }
}

/// What comes from outside does not get to steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|each| if each.is_control() { '\u{fffd}' } else { each }).collect()
}
