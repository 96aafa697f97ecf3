//! The faults, and what each comes to.

use std::time::Duration;

use pingone_mfa::ErrorKind;
use pingone_mfa_testing::Fault;

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With a success of the attempt that has no fault.
    Repeated,
    /// With a success of the attempt that has the fault.
    Unharmed,
    /// With this error, at once.
    Fails(ErrorKind),
}

/// What an operation is to the client: whether it may be repeated, and whether it reads a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nature {
    pub is_idempotent: bool,
    pub has_body: bool,
}

/// A fault by name, and what it comes to.
pub struct Case {
    pub name: &'static str,
    /// How long the client waits for an answer.
    pub patience: Duration,
    pub fault: fn() -> Fault,
    pub outcome: fn(Nature) -> Outcome,
}

const NOW: Duration = Duration::ZERO;

/// Longer than any answer takes, however busy the machine is.
pub const PATIENT: Duration = Duration::from_secs(60);

/// The time that passes in a silence, which is real.
pub const IMPATIENT: Duration = Duration::from_secs(3);

/// Longer than a response may be in these tests.
pub const LARGEST: usize = 64 * 1024;

/// A challenge behind another one.
const WANT_OF_SCOPE: &str = r#"Basic realm="a, b", Bearer error="insufficient_scope", scope=x"#;

/// Turned away at the door: repeated, whatever it is.
fn turned_away(_: Nature) -> Outcome {
    Outcome::Repeated
}

/// Maybe processed: repeated only if that does no harm.
fn in_doubt(nature: Nature, kind: ErrorKind) -> Outcome {
    if nature.is_idempotent { Outcome::Repeated } else { Outcome::Fails(kind) }
}

/// What happens to a body happens to nobody who reads none.
fn body(nature: Nature, outcome: Outcome) -> Outcome {
    if nature.has_body { outcome } else { Outcome::Unharmed }
}

pub const CASES: &[Case] = &[
    Case {
        name: "429",
        patience: PATIENT,
        fault: || Fault::status(429).retry_after(NOW),
        outcome: turned_away,
    },
    Case {
        name: "503 later",
        patience: PATIENT,
        fault: || Fault::status(503).retry_after(NOW),
        outcome: turned_away,
    },
    Case {
        name: "503",
        patience: PATIENT,
        fault: || Fault::status(503),
        outcome: |n| in_doubt(n, ErrorKind::Status),
    },
    Case {
        name: "500",
        patience: PATIENT,
        fault: || Fault::status(500),
        outcome: |n| in_doubt(n, ErrorKind::Status),
    },
    Case {
        name: "408",
        patience: PATIENT,
        fault: || Fault::status(408),
        outcome: |n| in_doubt(n, ErrorKind::Status),
    },
    Case {
        name: "502 of a gateway",
        patience: PATIENT,
        fault: || Fault::gateway_html(502),
        outcome: |n| in_doubt(n, ErrorKind::Status),
    },
    Case {
        name: "400",
        patience: PATIENT,
        fault: || Fault::status(400),
        outcome: |_| Outcome::Fails(ErrorKind::Status),
    },
    Case {
        name: "403",
        patience: PATIENT,
        fault: || Fault::status(403),
        outcome: |_| Outcome::Fails(ErrorKind::Status),
    },
    Case {
        name: "401 for want of a scope",
        patience: PATIENT,
        fault: || Fault::gateway_html(401).header("www-authenticate", WANT_OF_SCOPE),
        outcome: |_| Outcome::Fails(ErrorKind::Status),
    },
    Case {
        name: "403 for want of a scope",
        patience: PATIENT,
        fault: || Fault::gateway_html(403).header("www-authenticate", WANT_OF_SCOPE),
        outcome: |_| Outcome::Fails(ErrorKind::Status),
    },
    Case {
        name: "501",
        patience: PATIENT,
        fault: || Fault::status(501),
        outcome: |_| Outcome::Fails(ErrorKind::Status),
    },
    Case {
        name: "a redirect",
        patience: PATIENT,
        fault: || Fault::redirect("http://127.0.0.1:1/elsewhere"),
        outcome: |_| Outcome::Fails(ErrorKind::Status),
    },
    Case {
        name: "reset",
        patience: PATIENT,
        fault: Fault::reset,
        outcome: |n| in_doubt(n, ErrorKind::Transport),
    },
    Case {
        name: "reset after processing",
        patience: PATIENT,
        fault: Fault::reset_after_processing,
        outcome: |n| in_doubt(n, ErrorKind::Transport),
    },
    Case {
        name: "silence",
        patience: IMPATIENT,
        fault: Fault::hang,
        outcome: |n| in_doubt(n, ErrorKind::Timeout),
    },
    Case {
        name: "half a body",
        patience: PATIENT,
        fault: Fault::cut_body,
        outcome: |n| body(n, in_doubt(n, ErrorKind::Transport)),
    },
    Case {
        name: "a body that stalls",
        patience: IMPATIENT,
        fault: Fault::stalled_body,
        outcome: |n| body(n, in_doubt(n, ErrorKind::Timeout)),
    },
    Case {
        name: "truncated JSON",
        patience: PATIENT,
        fault: Fault::truncated_json,
        outcome: |n| body(n, Outcome::Fails(ErrorKind::Decode)),
    },
    Case {
        name: "no JSON",
        patience: PATIENT,
        fault: Fault::invalid_json,
        outcome: |n| body(n, Outcome::Fails(ErrorKind::Decode)),
    },
    Case {
        name: "a page in place of JSON",
        patience: PATIENT,
        fault: || Fault::gateway_html(200),
        outcome: |n| body(n, Outcome::Fails(ErrorKind::Decode)),
    },
    Case {
        name: "a compressed body",
        patience: PATIENT,
        fault: || Fault::invalid_json().header("content-encoding", "gzip"),
        outcome: |n| body(n, Outcome::Fails(ErrorKind::Decode)),
    },
    Case {
        name: "an odd time",
        patience: PATIENT,
        fault: || Fault::value("/createdAt", 7),
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "odd links",
        patience: PATIENT,
        fault: || Fault::value("/_links/self", 7),
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "a huge body",
        patience: PATIENT,
        fault: || Fault::huge_body(10 * LARGEST as u64),
        outcome: |n| body(n, Outcome::Fails(ErrorKind::TooLarge)),
    },
    Case {
        name: "an expired token",
        patience: PATIENT,
        fault: Fault::expired_token,
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "a revoked token",
        patience: PATIENT,
        fault: Fault::revoked_token,
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "another content type",
        patience: PATIENT,
        fault: || Fault::content_type("text/html"),
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "new properties",
        patience: PATIENT,
        fault: Fault::added_properties,
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "new enum values",
        patience: PATIENT,
        fault: Fault::added_enum_values,
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "a clock ahead",
        patience: PATIENT,
        fault: || Fault::clock_ahead(Duration::from_secs(86_400)),
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "a clock behind",
        patience: PATIENT,
        fault: || Fault::clock_behind(Duration::from_secs(86_400)),
        outcome: |_| Outcome::Unharmed,
    },
    Case {
        name: "latency",
        patience: PATIENT,
        fault: || Fault::latency(Duration::from_secs(3600)),
        outcome: |_| Outcome::Unharmed,
    },
];
