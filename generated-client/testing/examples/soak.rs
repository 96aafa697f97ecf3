//! Ten thousand users through a client, while five of a hundred requests go wrong and tokens expire
//! every few seconds: throughput, retries and memory, and whether the client knows what is true.
//!
//! ```sh
//! cargo run --release --package pingone-mfa-testing --example soak -- 10000
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use pingone_mfa::types::{PairingKeyId, PairingKeyRequest, PairingKeyStatus, UserId};
use pingone_mfa::{Client, RetryPolicy};
use pingone_mfa_testing::{FakePingOne, Fault, RandomFaults, Target};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Users that are worked on at the same time.
const CONCURRENT: usize = 200;

/// Requests per second.
const RATE: u32 = 8_000;

/// What the client believes of a user's key.
enum Belief {
    Claimed(PairingKeyId),
    /// The create failed and may have taken effect.
    InDoubt,
    /// The key is there, but a later step failed.
    Issued(PairingKeyId),
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let users: usize = std::env::args().nth(1).map_or(Ok(10_000), |users| users.parse())?;
    let pingone = FakePingOne::builder().seed(1).token_lifetime(Duration::from_secs(3));
    let pingone = Arc::new(pingone.recorded_requests(1).start().await?);
    let ids: Vec<UserId> = (0..users).map(|_| pingone.add_user()).collect();
    let credential = pingone_mfa::types::PushCredentialRequest::hms("client", "FAKE");
    let _ = pingone.client().push_credentials(pingone.application_id()).create(credential).await?;
    pingone.inject_at_random(faults());
    let client = pingone
        .client_builder()
        .rate_limit(RATE)
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(10)))
        .build()?;

    let bar = ProgressBar::new(users as u64);
    let (start, turns) = (Instant::now(), Arc::new(Semaphore::new(CONCURRENT)));
    let mut tasks = JoinSet::new();
    for user in ids {
        let (client, pingone, turns) = (client.clone(), Arc::clone(&pingone), Arc::clone(&turns));
        tasks.spawn(async move {
            let _turn = turns.acquire().await;
            (user, pair(&client, &pingone, user).await)
        });
    }
    let (mut beliefs, mut attempts) = (BTreeMap::new(), 0);
    while let Some(task) = tasks.join_next().await {
        let (user, (belief, tried)) = task?;
        beliefs.insert(user, belief);
        attempts += tried;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let seconds = start.elapsed().as_secs_f64();
    pingone.clear_faults();
    let (claimed, doubtful) = verify(&pingone, &beliefs).await?;
    println!(
        "{users} users in {seconds:.1} s: {:.0} calls per second",
        2.0 * users as f64 / seconds
    );
    println!("{claimed} claimed, {doubtful} in doubt, {attempts} attempts for {} calls", 2 * users);
    println!("peak memory {}", peak_memory().unwrap_or_else(|| "unknown".to_owned()));
    println!("the client believes nothing that is not true");
    Ok(())
}

/// Five of a hundred requests, one kind as often as another. No token is revoked: all users share one, so
/// that would hit two hundred calls and not one.
fn faults() -> RandomFaults {
    RandomFaults::new(1)
        .share(0.05)
        .on(Target::Api)
        .fault(Fault::status(503).retry_after(Duration::ZERO))
        .fault(Fault::status(429).retry_after(Duration::ZERO))
        .fault(Fault::status(502))
        .fault(Fault::reset())
        .fault(Fault::reset_after_processing())
        .fault(Fault::cut_body())
        .fault(Fault::added_properties())
}

/// Issues a key, lets the phone claim it and reads it: what is believed, and attempts in all.
async fn pair(client: &Client, pingone: &FakePingOne, user: UserId) -> (Belief, u32) {
    let keys = client.pairing_keys(user);
    let (key, tried) = match keys.create(PairingKeyRequest::new()).send_with_metadata().await {
        Ok(created) => (created.value().id, created.attempts()),
        Err(error) => return (Belief::InDoubt, error.attempts()),
    };
    if pingone.claim(key).is_err() {
        return (Belief::Issued(key), tried);
    }
    match keys.read(key).send_with_metadata().await {
        Ok(read) if read.value().status == PairingKeyStatus::Claimed => {
            (Belief::Claimed(key), tried + read.attempts())
        }
        Ok(read) => (Belief::Issued(key), tried + read.attempts()),
        Err(error) => (Belief::Issued(key), tried + error.attempts()),
    }
}

/// Asks the fake for every key that the client knows of.
async fn verify(
    pingone: &FakePingOne,
    beliefs: &BTreeMap<UserId, Belief>,
) -> Result<(usize, usize), Box<dyn Error>> {
    let client = pingone.client();
    let (mut claimed, mut doubtful) = (0, 0);
    for (user, belief) in beliefs {
        match belief {
            Belief::Claimed(key) => {
                let read = client.pairing_keys(*user).read(*key).await?;
                if read.status != PairingKeyStatus::Claimed {
                    return Err(format!("{key} of {user} is {}", read.status).into());
                }
                claimed += 1;
            }
            Belief::Issued(key) => {
                client.pairing_keys(*user).read(*key).await?;
                doubtful += 1;
            }
            Belief::InDoubt => doubtful += 1,
        }
    }
    Ok((claimed, doubtful))
}

/// The largest resident set, where the system tells.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
