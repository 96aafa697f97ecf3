//! Whole runs, failing runs, and runs that stop anywhere.

use std::future::{Future as _, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use credential_rotation::{Config, Journal, Report, run};
use pingone_mfa::Client;
use pingone_mfa::types::{ApplicationId, UserId};
use pingone_mfa_testing::{FakePingOne, Fault, Operation, Target};
use tempfile::TempDir;

/// A fake with applications and users, and a folder with everything that a run reads and writes.
struct World {
    pingone: FakePingOne,
    client: Client,
    folder: TempDir,
    applications: Vec<ApplicationId>,
    users: Vec<UserId>,
}

impl World {
    async fn new() -> Self {
        let pingone = FakePingOne::builder().seed(1).start().await.unwrap();
        let client = pingone.client_builder().clock(pingone.clock().skipping()).build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("hms.secret"), "FAKE\n").unwrap();
        let mut applications = vec![pingone.application_id()];
        applications.extend((0..2).map(|_| pingone.add_application()));
        let users = vec![pingone.user_id(), pingone.add_user()];
        Self { pingone, client, folder, applications, users }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> Config {
        let secret = self.path("hms.secret");
        let mut text = format!("patience_seconds = 3600\nusers = {:?}\n", shown(&self.users));
        for application in &self.applications {
            text += &format!(
                "[[application]]\nid = \"{application}\"\nservice = \"hms\"\nclient_id = \"hms\"\n\
                 secret_file = {secret:?}\n"
            );
        }
        std::fs::write(self.path("config.toml"), text).unwrap();
        Config::read(&self.path("config.toml")).unwrap()
    }

    /// One run, as after a start of the program; each phone claims its key as soon as there is one.
    async fn run(&self) -> Report {
        let journal = Journal::open(&self.path("journal.jsonl")).unwrap();
        let config = self.config();
        let phones = async {
            loop {
                self.claim();
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            report = run(&self.client, &config, &journal, &|_| ()) => report.unwrap(),
            () = phones => unreachable!("phones never end"),
        }
    }

    /// The phones redeem what was issued.
    fn claim(&self) {
        for created in self.pingone.requests().of(Operation::CREATE_PAIRING_KEY) {
            let key = created.answer().and_then(|answer| answer["id"].as_str()?.parse().ok());
            let key: Option<pingone_mfa::types::PairingKeyId> = key;
            // A key that is claimed already cannot be claimed again.
            let _ = key.map(|key| self.pingone.claim(key));
        }
    }

    async fn credentials(&self, application: ApplicationId) -> usize {
        let client = self.pingone.client();
        client.push_credentials(application).list().await.unwrap().items().len()
    }
}

fn shown(ids: &[UserId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn outcomes(report: &Report) -> Vec<&'static str> {
    report.rows.iter().map(|row| row.outcome).collect()
}

#[tokio::test]
async fn everything_is_rotated_and_paired_once() {
    let world = World::new().await;
    assert_eq!(outcomes(&world.run().await), ["done"; 5]);
    assert_eq!(outcomes(&world.run().await), ["done before"; 5]);
    for application in &world.applications {
        assert_eq!(world.credentials(*application).await, 1);
    }
    let created = world.pingone.requests().create_push_credential();
    assert_eq!(created.len(), 3);
    assert!(!format!("{created:?}").contains("FAKE"), "secrets stay out of what a test prints");
    assert_eq!(world.pingone.requests().create_pairing_key().len(), world.users.len());
}

#[tokio::test]
async fn an_existing_credential_is_replaced() {
    let world = World::new().await;
    world.run().await;
    std::fs::remove_file(world.path("journal.jsonl")).unwrap();
    let again = world.run().await;
    assert!(again.is_complete(), "{again:?}");
    assert_eq!(world.pingone.requests().replace_push_credential().len(), 3);
    assert_eq!(world.credentials(world.applications[0]).await, 1);
}

#[tokio::test]
async fn one_that_fails_does_not_stop_the_others() {
    let world = World::new().await;
    world.pingone.remove_application(world.applications[1]);
    let report = world.run().await;
    let failed: Vec<_> = report.rows.iter().filter(|row| row.outcome == "failed").collect();
    assert_eq!(failed[0].id, world.applications[1].to_string());
    assert!(failed[0].reason.contains("404 Not Found"), "{}", failed[0].reason);
    assert_eq!(outcomes(&report).iter().filter(|outcome| **outcome == "done").count(), 2);
    report.write(&world.path("report.csv")).unwrap();
    let table = std::fs::read_to_string(world.path("report.csv")).unwrap();
    assert!(table.starts_with("kind,id,outcome,reason\n"), "{table}");
    assert_eq!(table.lines().count(), 1 + world.applications.len() + world.users.len());
}

#[tokio::test]
async fn a_storm_is_waited_out() {
    let world = World::new().await;
    let busy = Fault::status(429).retry_after(Duration::from_secs(5));
    world.pingone.inject(busy.on(Target::Api).times(6));
    world.pingone.inject(Fault::revoked_token().on(Operation::CREATE_PUSH_CREDENTIAL));
    let report = world.run().await;
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(world.credentials(world.applications[0]).await, 1);
}

#[tokio::test]
async fn a_create_of_unknown_outcome_is_looked_up_before_it_is_done_again() {
    let world = World::new().await;
    let torn = Fault::reset_after_processing().on(Operation::CREATE_PUSH_CREDENTIAL);
    world.pingone.inject(torn.times(3));
    let first = world.run().await;
    assert_eq!(outcomes(&first)[..3], ["try again"; 3], "{first:?}");
    let last = world.run().await;
    assert!(last.is_complete(), "{last:?}");
    for application in &world.applications {
        assert_eq!(world.credentials(*application).await, 1, "stored once, then replaced");
    }
}

/// Runs until the n-th wait and stops there, as a crash does; `false` if the run ended before.
async fn crash_at(world: &World, wait: usize, journal: &Path) -> bool {
    let (config, journal) = (world.config(), Journal::open(journal).unwrap());
    let progress = |_: &credential_rotation::Row| world.claim();
    let mut running = pin!(run(&world.client, &config, &journal, &progress));
    let mut waits = 0;
    poll_fn(|context| {
        if running.as_mut().poll(context).is_ready() {
            return Poll::Ready(false);
        }
        waits += 1;
        if waits == wait { Poll::Ready(true) } else { Poll::Pending }
    })
    .await
}

#[tokio::test]
async fn a_run_that_stops_anywhere_is_started_again_and_nothing_is_done_twice() {
    for wait in (1..).step_by(3) {
        let world = World::new().await;
        let crashed = crash_at(&world, wait, &world.path("journal.jsonl")).await;
        let report = world.run().await;
        assert!(report.is_complete(), "after a crash at wait {wait}: {report:?}");
        for application in &world.applications {
            assert_eq!(world.credentials(*application).await, 1, "after a crash at wait {wait}");
        }
        if !crashed {
            break;
        }
    }
}

#[tokio::test]
async fn a_torn_line_of_the_journal_is_done_again() {
    let world = World::new().await;
    world.run().await;
    let text = std::fs::read_to_string(world.path("journal.jsonl")).unwrap();
    std::fs::write(world.path("journal.jsonl"), &text[..text.len() - 9]).unwrap();
    assert!(world.run().await.is_complete());
}
