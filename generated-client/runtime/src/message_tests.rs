//! No public error says a thing twice: what is part of a message is no source, and the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as StdError;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, fs, io, iter};

use http::{HeaderMap, Method, StatusCode};

use crate::error::{DecodeFailure, Failure, InvalidCall, Origin, PagingProblem, Waited};
use crate::key_file::{ServiceAccountProblem, read};
use crate::operation::Operation;
use crate::redact::KnownSecrets;
use crate::response::{Head, Trace};
use crate::{
    Base64, BuildError, BuildProblem, CredentialProblem, EnvError, EnvProblem, Error, Hosts,
    KeyProblem, Region, SessionId, TokenError, TransportError,
};

static READ: Operation = Operation::new("readThing", Method::GET, "/things");

/// An error with causes below it, as those of HTTP clients have.
#[derive(Debug)]
struct Cause(&'static [&'static str]);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0[0])
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        const BELOW: [Cause; 2] = [Cause(&["middle cause", "root cause"]), Cause(&["root cause"])];
        match self.0.len() {
            3 => Some(&BELOW[0]),
            2 => Some(&BELOW[1]),
            _ => None,
        }
    }
}

fn cause() -> Box<dyn StdError + Send + Sync> {
    Box::new(Cause(&["outer cause", "middle cause", "root cause"]))
}

fn head() -> Head {
    Head { status: StatusCode::BAD_GATEWAY, headers: HeaderMap::new() }
}

type Samples = BTreeMap<&'static str, Vec<Box<dyn StdError>>>;

/// Errors of every public type, with and without something below them.
fn samples() -> Samples {
    let io = || io::Error::from(io::ErrorKind::BrokenPipe);
    let problem = || BuildProblem::Http(cause());
    let url = url::Url::parse("https://auth.example/as/token").unwrap();
    let mut all: Samples = BTreeMap::new();
    let mut add =
        |name, errors: Vec<Box<dyn StdError>>| assert!(all.insert(name, errors).is_none());
    add("BuildError", vec![BuildError::new(vec![problem(), BuildProblem::ClientId]).into()]);
    add("BuildProblem", vec![problem().into(), BuildProblem::Limit("x").into()]);
    add("EnvError", vec![EnvError::from(BuildError::new(vec![problem()])).into()]);
    add(
        "EnvProblem",
        vec![
            EnvProblem::EnvironmentId.into(),
            EnvProblem::Region("x".parse::<Region>().unwrap_err()).into(),
            EnvProblem::Host(Hosts::new("x", "x").unwrap_err()).into(),
            EnvProblem::Build(BuildError::new(vec![problem()])).into(),
        ],
    );
    let refused = |problem: fn() -> CredentialProblem| {
        read::from_text("x", &|_| Err::<(), _>(problem())).unwrap_err()
    };
    let missing = read::from_path(Path::new("no-such-file"), &|_| Ok(())).unwrap_err();
    add(
        "CredentialError",
        vec![
            missing.into(),
            refused(|| KeyProblem::NoPem.into()).into(),
            refused(|| ServiceAccountProblem::PrivateKey(KeyProblem::NoPem).into()).into(),
        ],
    );
    add(
        "CredentialProblem",
        vec![
            CredentialProblem::Unreadable(io()).into(),
            CredentialProblem::Key(KeyProblem::Sec1).into(),
            CredentialProblem::ServiceAccount(ServiceAccountProblem::Truncated).into(),
        ],
    );
    add("KeyProblem", vec![KeyProblem::Encrypted.into()]);
    add("ServiceAccountProblem", vec![ServiceAccountProblem::PrivateKey(KeyProblem::NoPem).into()]);
    add("InvalidCorrelationId", vec!["".parse::<SessionId>().unwrap_err().into()]);
    add("InvalidBase64", vec!["?".parse::<Base64>().unwrap_err().into()]);
    add("InvalidHost", vec![Hosts::new("x", "x").unwrap_err().into()]);
    add("UnknownRegion", vec!["x".parse::<Region>().unwrap_err().into()]);
    let transport = || TransportError::connect(cause());
    add(
        "TransportError",
        vec![
            transport().into(),
            TransportError::broken(io()).into(),
            TransportError::broken(cause()).timed_out().into(),
            TransportError::broken("x").permanent().into(),
        ],
    );
    let broken = || TokenError::transport(&url, None, transport());
    add(
        "TokenError",
        vec![broken().into(), TokenError::new(cause()).into(), TokenError::new("x").into()],
    );
    let json = serde_json::from_str::<u8>("[]").unwrap_err();
    let paging = PagingProblem::NotAUrl(Origin::Link, url::Url::parse("x").err());
    let body = InvalidCall::Body(Arc::new(serde_json::from_str::<u8>("x").unwrap_err()));
    let failures = vec![
        Failure::InvalidCall(body),
        Failure::Auth(Arc::new(broken())),
        Failure::Auth(Arc::new(TokenError::new(cause()))),
        Failure::Transport { base: "https://a".into(), head: None, error: transport() },
        Failure::Transport { base: "https://a".into(), head: Some(head()), error: transport() },
        Failure::Deadline { limit: Duration::ZERO, head: None, waited: Waited::Token },
        Failure::Deadline { limit: Duration::ZERO, head: None, waited: Waited::Connection },
        Failure::TooLarge { head: head(), limit: 1 },
        Failure::Status { head: head(), body: None, said: None, is_compressed: false },
        Failure::Decode { head: head(), error: DecodeFailure::whole(&json) },
        Failure::Paging { head: None, problem: paging },
    ];
    let secrets = KnownSecrets::default();
    let errors =
        failures.into_iter().map(|failure| Error::new(&READ, Trace::default(), failure, &secrets));
    add("Error", errors.map(|error| Box::new(error) as Box<dyn StdError>).collect());
    all
}

#[test]
fn no_error_says_a_thing_twice() {
    for (name, errors) in samples() {
        for error in errors {
            let chain = iter::successors(Some(error.as_ref()), |&error| error.source());
            let messages: Vec<String> = chain.map(ToString::to_string).collect();
            for (index, message) in messages.iter().enumerate() {
                let above = messages[..index].iter().any(|above| above.contains(message.as_str()));
                assert!(!above, "{name}: {messages:#?}");
            }
        }
    }
}

#[test]
fn a_message_names_the_innermost_cause_once() {
    let told = |error: &dyn StdError| error.to_string().matches("root cause").count();
    let build = BuildError::new(vec![BuildProblem::Http(cause())]);
    assert_eq!(told(&build), 1, "{build}");
    let env = EnvError::from(BuildError::new(vec![BuildProblem::Http(cause())]));
    assert_eq!(told(&env), 1, "{env}");
    let transport = TransportError::connect(cause());
    assert_eq!(told(&transport), 1, "{transport}");
    assert_eq!(transport.get_ref().to_string(), "outer cause");
    let token = TokenError::new(cause());
    assert!(matches!(token.get_ref(), Some(cause) if cause.is::<Cause>()));
    assert_eq!(token.source().map(ToString::to_string).as_deref(), Some("middle cause"));
}

/// The public types that are errors, as the sources say.
fn declared(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            declared(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.to_string_lossy().contains("tests")
        {
            let text = fs::read_to_string(&path).unwrap();
            let public = |name: &str| {
                ["struct", "enum"].iter().any(|kind| text.contains(&format!("pub {kind} {name}")))
            };
            let words = |text: &str| {
                let end = text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len());
                text[..end].to_owned()
            };
            let by_hand = text.split("Error for ").skip(1).map(words);
            let derived = text.split("thiserror::Error)]").skip(1).filter_map(|after| {
                let (_, name) = after.split_once("\npub ")?;
                name.split(' ').nth(1).map(words)
            });
            found.extend(by_hand.chain(derived).filter(|name| public(name)));
        }
    }
}

#[test]
fn every_public_error_has_a_sample() {
    let mut found = BTreeSet::new();
    declared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let sampled: BTreeSet<String> = samples().into_keys().map(str::to_owned).collect();
    assert_eq!(sampled, found);
}
