//! A fake PingOne for people: curl, Postman, another language's client; `cargo xtask fake` runs it.

mod log;
mod paint;

use std::error::Error;
use std::io::ErrorKind;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{eprintln, println};
use clap::Parser;
use pingone_mfa::types::{PairingKeyRequest, PushCredentialRequest};
use pingone_mfa_testing::{FakePingOne, StartError};

use paint::{Tone, paint};

/// Serve a fake PingOne on 127.0.0.1 until Ctrl-C.
#[derive(Parser)]
struct Arguments {
    /// The port; 0 is one of the system's choice.
    #[arg(long, default_value_t = 8620)]
    port: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().port).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", paint(Tone::Bad, "error"));
            ExitCode::FAILURE
        }
    }
}

async fn run(port: u16) -> Result<(), Box<dyn Error>> {
    let open = Arc::new(AtomicBool::new(false));
    let listening = Arc::clone(&open);
    let started = FakePingOne::builder()
        .port(port)
        .start_page()
        .observe(move |request| {
            if listening.load(Ordering::Relaxed) {
                log::show(request);
            }
        })
        .start()
        .await;
    let pingone = started.map_err(|error| explained(error, port))?;
    furnish(&pingone).await?;
    open.store(true, Ordering::Relaxed);
    greet(&pingone);
    ended().await?;
    println!("\nstopped");
    Ok(())
}

/// What to do about it, where there is something to do.
fn explained(error: StartError, port: u16) -> Box<dyn Error> {
    match &error {
        StartError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse => {
            format!("port {port} is in use; choose another with --port, or 0 for any").into()
        }
        StartError::Listen { source, .. } => format!("{error}: {source}").into(),
        _ => error.into(),
    }
}

/// One of each, so that every command of the start page finds something.
async fn furnish(pingone: &FakePingOne) -> Result<(), pingone_mfa::Error> {
    let client = pingone.client();
    let credential = PushCredentialRequest::apns("FAKE-KEY", "FAKE-TEAM", "FAKE-TOKEN");
    client.push_credentials(pingone.application_id()).create(credential).await?;
    client.pairing_keys(pingone.user_id()).create(PairingKeyRequest::new()).await?;
    let _ = pingone.take_requests();
    Ok(())
}

fn greet(pingone: &FakePingOne) {
    let address = pingone.auth_base();
    println!("fake PingOne at {}", paint(Tone::Strong, &address));
    println!("  ids, a token and a command for each operation: open it, or curl {address}/");
    println!("  client id {}  secret {}", pingone.client_id(), pingone.client_secret());
    println!("  Ctrl-C ends it; requests follow\n");
}

/// Ctrl-C, or what a supervisor sends in its place.
async fn ended() -> Result<(), std::io::Error> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
