//! The real client against a PingOne that lives inside the process; `cargo xtask demo` runs it.
//!
//! The fake checks every request (route, method, token, body against the contract's schema) and
//! keeps state, and every step checks what it got: a client that lies fails.

use std::error::Error;
use std::fmt::Display;
use std::process::ExitCode;

use anstream::{eprintln, println};
use anstyle::{AnsiColor, Color, Style};
use pingone_mfa::Client;
use pingone_mfa::types::{
    ApplicationId, PairingKeyRequest, PairingKeyStatus, PushCredential, PushCredentialId,
    PushCredentialRequest, PushCredentialType, UserId,
};
use pingone_mfa_testing::{FakePingOne, RecordedRequest};

const GOOD: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green))).bold();
const BAD: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Red))).bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Obviously not a key.
const APNS_TOKEN: &str = "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----";

const SERVICE_ACCOUNT: &str =
    r#"{"type":"service_account","project_id":"demo","private_key":"FAKE"}"#;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", paint(BAD, "error"));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome {
    let demo = Demo::start().await?;
    let stored = demo.store().await?;
    demo.replace(&stored).await?;
    demo.pair().await?;
    demo.delete(&stored).await?;
    demo.wrong_token().await?;
    println!("\n{} all eight operations did what the spec says", paint(GOOD, "ok"));
    Ok(())
}

struct Demo {
    pingone: FakePingOne,
    client: Client,
    application: ApplicationId,
    user: UserId,
}

impl Demo {
    async fn start() -> Outcome<Self> {
        let pingone = FakePingOne::start().await?;
        let client = pingone.client();
        println!("fake PingOne at {}", paint(STRONG, pingone.api_base()));
        let application = pingone.application_id();
        let user = pingone.user_id();
        Ok(Self { pingone, client, application, user })
    }

    /// Stores one credential per push service, lists them and reads one.
    async fn store(&self) -> Outcome<Vec<PushCredential>> {
        let credentials = self.client.push_credentials(self.application);
        let wanted = [
            (
                "store an APNs credential",
                PushCredentialRequest::apns("key.value", "team.id", APNS_TOKEN),
            ),
            (
                "store an FCM (HTTP v1) credential",
                PushCredentialRequest::fcm_http_v1(SERVICE_ACCOUNT),
            ),
            ("store an HMS credential", PushCredentialRequest::hms("demo-client", "FAKE-SECRET")),
        ];
        let mut stored = Vec::new();
        for (title, request) in wanted {
            let credential = credentials.create(request).await?;
            self.show(title, &describe(&credential));
            stored.push(credential);
        }
        let listed = credentials.list().await?;
        let found: Vec<&str> = listed.items().iter().map(|item| item.type_.as_str()).collect();
        self.show("list them", &format!("{} items: {}", found.len(), found.join(", ")));
        expect("the list holds what was stored", found.len() == stored.len())?;
        let hms = stored.last().map(|credential| credential.id);
        if let Some(id) = hms {
            let read = credentials.read(id).await?;
            self.show("read one", &describe(&read));
            expect("HMS returns its client id", read.client_id.as_deref() == Some("demo-client"))?;
        }
        Ok(stored)
    }

    async fn replace(&self, stored: &[PushCredential]) -> Outcome {
        let Some(apns) = find(stored, &PushCredentialType::Apns) else { return Ok(()) };
        let request =
            PushCredentialRequest::apns("key.value.updated", "team.id.updated", APNS_TOKEN);
        let credentials = self.client.push_credentials(self.application);
        let replaced = credentials.replace(apns, request).await?;
        self.show("replace the APNs credential", &describe(&replaced));
        expect("the id stays", replaced.id == apns)
    }

    /// Creates a pairing key, lets the fake's user claim it, reads and deletes it.
    async fn pair(&self) -> Outcome {
        let keys = self.client.pairing_keys(self.user);
        let request = PairingKeyRequest::new().applications([self.application]);
        let key = keys.create(request).await?;
        self.show(
            "create a pairing key",
            &format!("code {}  status {}", key.code.expose(), key.status),
        );
        expect("a new key is unclaimed", key.status == PairingKeyStatus::Unclaimed)?;
        self.pingone.claim(key.id)?;
        let read = keys.read(key.id).await?;
        self.show("read it after the phone has paired", &format!("status {}", read.status));
        expect("the key is claimed", read.status == PairingKeyStatus::Claimed)?;
        keys.delete(key.id).await?;
        self.show("delete the pairing key", "no body");
        Ok(())
    }

    async fn delete(&self, stored: &[PushCredential]) -> Outcome {
        let Some(apns) = find(stored, &PushCredentialType::Apns) else { return Ok(()) };
        let credentials = self.client.push_credentials(self.application);
        credentials.delete(apns).await?;
        self.show("delete the APNs credential", "no body");
        let gone = refused(credentials.read(apns).await)?;
        self.show("read what is gone: an error that explains itself", &gone.to_string());
        expect("it is a 404", gone.is_not_found())
    }

    async fn wrong_token(&self) -> Outcome {
        let hosts = self.pingone.hosts();
        let environment = self.pingone.environment_id();
        let client = Client::builder(hosts, environment)
            .access_token("not-a-token-of-this-pingone")
            .build()?;
        let outcome = client.push_credentials(self.application).list().await;
        let error = refused(outcome)?;
        self.show("use a wrong token", &error.to_string());
        expect("it is a 401", error.is_unauthorized())
    }

    /// Prints the calls since the last step as the fake saw them, and what the client made of them.
    fn show(&self, title: &str, result: &str) {
        println!("\n{}", paint(STRONG, title));
        for request in &self.pingone.take_requests() {
            show_request(request);
        }
        println!("  {} {result}", paint(FAINT, "=>"));
    }
}

fn show_request(request: &RecordedRequest) {
    let Some(status) = request.status() else { return };
    let tone = if status.is_success() { GOOD } else { BAD };
    let method = format!("{:<6}", request.method().as_str());
    println!("  {method} {} {}", short(request.path()), paint(tone, status));
    if let Some(body) = request.redacted_body() {
        println!("  {} {body}", paint(FAINT, "body"));
    }
}

/// The path below the environment, every UUID cut to its first group: a line of 80 columns.
fn short(path: &str) -> String {
    let below = path.strip_prefix("/v1/environments/").and_then(|path| path.split_once('/'));
    let segments: Vec<String> = below
        .map_or(path.to_owned(), |(_, below)| format!("…/{below}"))
        .split('/')
        .map(|segment| match segment.split_once('-') {
            Some((first, rest)) if rest.len() == 27 => format!("{first}…"),
            _ => segment.to_owned(),
        })
        .collect();
    segments.join("/")
}

fn describe(credential: &PushCredential) -> String {
    let client = credential.client_id.as_ref().map(|id| format!("  clientId {id}"));
    format!("{}  id {}{}", credential.type_, credential.id, client.unwrap_or_default())
}

fn find(stored: &[PushCredential], kind: &PushCredentialType) -> Option<PushCredentialId> {
    stored.iter().find(|credential| credential.type_ == *kind).map(|credential| credential.id)
}

fn refused<T>(outcome: Result<T, pingone_mfa::Error>) -> Outcome<pingone_mfa::Error> {
    match outcome {
        Err(error) => Ok(error),
        Ok(_) => Err("the call should have failed".into()),
    }
}

fn expect(what: &str, holds: bool) -> Outcome {
    if holds { Ok(()) } else { Err(format!("this does not hold: {what}").into()) }
}

fn paint(style: Style, text: impl Display) -> impl Display {
    format!("{style}{text}{style:#}")
}
