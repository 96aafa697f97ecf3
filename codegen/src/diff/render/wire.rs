//! What happens on the wire, in sentences.

use crate::diff::effect::{Directions, Impact, WireEffect};
use crate::diff::{Change, ChangeKind};

/// One sentence per side that notices, without final stops; of a change and what follows from it, that
/// of the worst.
pub(crate) fn wire_sentences(change: &Change) -> Vec<String> {
    let all = || std::iter::once(change).chain(&change.consequences);
    let own = |one: &Change| match one.consequences.is_empty() || std::ptr::eq(one, change) {
        true => sides(one),
        false => [None, None],
    };
    let old = all().filter(|one| one.wire.old_clients == change.wire.old_clients);
    let new = all().filter(|one| one.wire.new_clients == change.wire.new_clients);
    let old = old
        .filter_map(|one| {
            let [old, _] = own(one);
            old
        })
        .next();
    let new = new
        .filter_map(|one| {
            let [_, new] = own(one);
            new
        })
        .next();
    let sentences: Vec<String> = [old, new].into_iter().flatten().collect();
    match sentences.is_empty() {
        true if change.wire.is_safe() => vec!["nobody breaks".to_owned()],
        true => change.consequences.iter().flat_map(wire_sentences).take(2).collect(),
        false => sentences,
    }
}

/// What the change itself does to old and new clients.
fn sides(change: &Change) -> [Option<String>; 2] {
    let (kind, direction) = (change.kind, change.direction);
    let effect = |holds: bool, direction: Directions| match holds {
        true => kind.wire_effect(direction),
        false => WireEffect::SAFE,
    };
    let request = effect(direction.has_request(), Directions::Request);
    let response = effect(direction.has_response(), Directions::Response);
    let old = side(
        "old clients",
        "",
        (request.old_clients, old_request(kind)),
        (response.old_clients, old_response(kind)),
    );
    let new = side(
        "new clients",
        " with an old server",
        (request.new_clients, new_request(kind)),
        (response.new_clients, new_response(kind)),
    );
    let keeps_unknown = matches!(kind, ChangeKind::EnumValueAdded | ChangeKind::VariantAdded)
        && direction.has_response();
    let old = old.map(|text| match keeps_unknown {
        true => format!("{text} (those that are generated here keep it as unknown)"),
        false => text,
    });
    [old, new]
}

/// What happens to one side, with the reasons of the worse of the two directions.
fn side(
    who: &str,
    with: &str,
    request: (Impact, &str),
    response: (Impact, &str),
) -> Option<String> {
    let worst = request.0.max(response.0);
    let word = match worst {
        Impact::Breaks => "break",
        Impact::Possible => "may break",
        Impact::Safe => return None,
    };
    let reasons = [request, response].into_iter().filter(|(impact, _)| *impact == worst);
    let reasons: Vec<&str> = reasons.map(|(_, reason)| reason).collect();
    Some(format!("{who} {word}{with}: {}", reasons.join(", and ")))
}

/// Why requests of old clients do not suit a new server.
fn old_request(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::PropertyRequiredAdded
        | ChangeKind::PropertyBecameRequired
        | ChangeKind::ParameterRequiredAdded
        | ChangeKind::ParameterBecameRequired
        | ChangeKind::RequestBodyRequiredAdded
        | ChangeKind::RequestBodyBecameRequired
        | ChangeKind::SecurityAdded
        | ChangeKind::SecurityScopeAdded => "they do not send what the new server needs",
        ChangeKind::OperationRemoved | ChangeKind::ServerRemoved => {
            "what they call is no longer there"
        }
        _ => "the new server does not take what they send",
    }
}

/// Why requests of new clients do not suit an old server.
fn new_request(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::PropertyBecameOptional
        | ChangeKind::PropertyRequiredRemoved
        | ChangeKind::ParameterBecameOptional
        | ChangeKind::ParameterRequiredRemoved
        | ChangeKind::RequestBodyBecameOptional
        | ChangeKind::RequestBodyRequiredRemoved
        | ChangeKind::SecurityRemoved
        | ChangeKind::SecurityScopeRemoved => "they do not send what it needs",
        ChangeKind::OperationAdded | ChangeKind::ServerAdded => "what they call is not there yet",
        ChangeKind::ServersReordered => "they call another server unless they are told which",
        ChangeKind::SecurityFlowAdded => "it does not know the flow",
        _ => "it does not take what they send",
    }
}

/// Why responses of a new server do not suit old clients.
fn old_response(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::PropertyOptionalRemoved
        | ChangeKind::PropertyRequiredRemoved
        | ChangeKind::PropertyBecameOptional
        | ChangeKind::PropertyBecameWriteOnly
        | ChangeKind::ResponseHeaderOptionalRemoved
        | ChangeKind::ResponseHeaderRequiredRemoved
        | ChangeKind::ResponseHeaderBecameOptional
        | ChangeKind::ResponseMediaTypeRemoved
        | ChangeKind::ResponseBodyRemoved
        | ChangeKind::CallbackRemoved => "they miss what the new server no longer sends",
        _ => "they do not expect what the new server sends",
    }
}

/// Why responses of an old server do not suit new clients.
fn new_response(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::PropertyRequiredAdded
        | ChangeKind::PropertyBecameRequired
        | ChangeKind::ResponseHeaderRequiredAdded
        | ChangeKind::ResponseHeaderBecameRequired => "they miss what it does not send",
        _ => "they do not expect what it sends",
    }
}
