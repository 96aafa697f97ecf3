//! The promises of the token cache, each test named after the bug it prevents.

use std::collections::VecDeque;
use std::task::Poll;

use tokio::sync::oneshot;

use super::*;
use crate::future::BoxFuture;
use crate::test_server::TestClock;

/// The time that a call has.
const LONG: Duration = Duration::from_secs(60);

/// A source whose answers the test hands out one by one.
#[derive(Default)]
struct Script {
    asked: Mutex<usize>,
    answers: Mutex<VecDeque<oneshot::Receiver<Result<AccessToken, TokenError>>>>,
    clock: TestClock,
}

impl TokenSource for Arc<Script> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        *self.asked.lock().unwrap() += 1;
        let answer = self.answers.lock().unwrap().pop_front().expect("nobody should ask now");
        Box::pin(async move { answer.await.expect("the test dropped the answer") })
    }
}

type Answer = oneshot::Sender<Result<AccessToken, TokenError>>;

impl Script {
    /// The next request for a token; it is pending until the test answers.
    fn expect(&self) -> Answer {
        let (answer, asked) = oneshot::channel();
        self.answers.lock().unwrap().push_back(asked);
        answer
    }

    fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }

    fn advance(&self, seconds: u64) {
        self.clock.advance(seconds);
    }
}

fn cache() -> (Arc<Script>, Arc<TokenCache>) {
    let script = Arc::new(Script::default());
    let clock = Arc::new(script.clock.clone());
    let seams = Seams { clock, jitter: Arc::new(|| 0.0), ..Seams::default() };
    let source = Arc::new(Arc::clone(&script));
    (script, Arc::new(TokenCache::new(source, &seams)))
}

/// A token that lives for an hour: it is refreshed after 3,300 seconds.
fn hour(text: &str) -> Result<AccessToken, TokenError> {
    Ok(AccessToken::new(text).expires_in(Duration::from_secs(3600)))
}

fn failure() -> Result<AccessToken, TokenError> {
    Err(TokenError::new("the source is down"))
}

fn shown(outcome: &Outcome) -> String {
    match outcome {
        Ok(token) => token.header().to_str().unwrap().to_owned(),
        Err(error) => error.to_string(),
    }
}

/// A cache that already holds the token `first`.
async fn filled() -> (Arc<Script>, Arc<TokenCache>) {
    let (script, cache) = cache();
    script.expect().send(hour("first")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer first");
    (script, cache)
}

/// Polls a future once.
async fn is_pending<F: Future + Unpin>(future: &mut F) -> bool {
    std::future::poll_fn(|context| {
        Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending())
    })
    .await
}

#[tokio::test]
async fn a_thousand_first_calls_do_not_ask_a_thousand_times() {
    let (script, cache) = cache();
    let answer = script.expect();
    let mut calls: Vec<_> = (0..1000).map(|_| Box::pin(cache.get(LONG, None))).collect();
    for call in &mut calls {
        assert!(is_pending(call).await);
    }
    answer.send(hour("one")).unwrap();
    for call in calls {
        assert_eq!(shown(&call.await), "Bearer one");
    }
    assert_eq!(script.asked(), 1);
}

#[tokio::test]
async fn followers_get_the_failure_instead_of_asking_in_turn() {
    let (script, cache) = cache();
    let answer = script.expect();
    let mut calls: Vec<_> = (0..50).map(|_| Box::pin(cache.get(LONG, None))).collect();
    for call in &mut calls {
        assert!(is_pending(call).await);
    }
    answer.send(failure()).unwrap();
    for call in calls {
        assert_eq!(shown(&call.await), "the token source failed: the source is down");
    }
    assert_eq!(script.asked(), 1);
}

#[tokio::test]
async fn a_failure_is_not_remembered() {
    let (script, cache) = cache();
    script.expect().send(failure()).unwrap();
    assert!(cache.get(LONG, None).await.is_err());
    script.expect().send(hour("later")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer later");
}

#[tokio::test]
async fn nobody_but_the_leader_waits_while_the_token_is_valid() {
    let (script, cache) = filled().await;
    script.advance(3300);
    let answer = script.expect();
    let mut leader = Box::pin(cache.get(LONG, None));
    assert!(is_pending(&mut leader).await);
    for _ in 0..10 {
        assert_eq!(shown(&cache.get(LONG, None).await), "Bearer first");
    }
    answer.send(hour("second")).unwrap();
    assert_eq!(shown(&leader.await), "Bearer second");
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer second");
    assert_eq!(script.asked(), 2);
}

#[tokio::test]
async fn a_token_is_not_refreshed_before_it_is_due() {
    let (script, cache) = filled().await;
    script.advance(3299);
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer first");
    assert_eq!(script.asked(), 1);
}

#[tokio::test]
async fn a_failed_refresh_does_not_displace_a_valid_token() {
    let (script, cache) = filled().await;
    script.advance(3300);
    script.expect().send(failure()).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer first");
    assert_eq!(
        shown(&cache.get(LONG, None).await),
        "Bearer first",
        "nor is it tried again at once"
    );
    assert_eq!(script.asked(), 2);
    script.advance(10);
    script.expect().send(hour("second")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer second");
}

#[tokio::test]
async fn an_expired_token_is_not_used_even_if_the_refresh_fails() {
    let (script, cache) = filled().await;
    script.advance(3600);
    script.expect().send(failure()).unwrap();
    assert!(cache.get(LONG, None).await.is_err());
}

#[tokio::test]
async fn a_late_refusal_does_not_drop_the_new_token() {
    let (script, cache) = filled().await;
    let first = cache.get(LONG, None).await.ok().unwrap();
    cache.invalidate(&first);
    script.expect().send(hour("second")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer second");
    cache.invalidate(&first);
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer second");
    assert_eq!(script.asked(), 2);
}

/// Takes everything out of the retry budget.
fn spend(cache: &TokenCache) {
    while cache.seams.budget.take().is_some() {}
}

#[tokio::test]
async fn a_failure_stands_while_the_retry_budget_is_spent() {
    let (script, cache) = cache();
    script.expect().send(failure()).unwrap();
    let failure = cache.get(LONG, None).await.err();
    spend(&cache);
    let again = cache.get(LONG, failure.clone()).await.err().unwrap();
    assert!(Arc::ptr_eq(&again, failure.as_ref().unwrap()));
    assert_eq!(script.asked(), 1);
    script.expect().send(hour("of-a-new-call")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer of-a-new-call");
    assert_eq!(shown(&cache.get(LONG, failure).await), "Bearer of-a-new-call", "it costs nothing");
}

#[tokio::test]
async fn without_a_budget_a_refused_token_is_dropped_only_if_it_is_not_new() {
    let (script, cache) = filled().await;
    spend(&cache);
    let first = cache.get(LONG, None).await.ok().unwrap();
    assert_eq!(cache.replace(&first), None);
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer first");
    script.advance(10);
    assert_eq!(cache.replace(&first), None, "the call is not sent again");
    script.expect().send(hour("second")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer second", "but the next one recovers");
}

#[tokio::test]
async fn a_dropped_leader_neither_blocks_nor_loses_its_followers() {
    let (script, cache) = cache();
    let _never = script.expect();
    let mut leader = Box::pin(cache.get(LONG, None));
    assert!(is_pending(&mut leader).await);
    let mut followers: Vec<_> = (0..5).map(|_| Box::pin(cache.get(LONG, None))).collect();
    for follower in &mut followers {
        assert!(is_pending(follower).await);
    }
    let answer = script.expect();
    drop(leader);
    for follower in &mut followers {
        assert!(is_pending(follower).await);
    }
    answer.send(hour("taken-over")).unwrap();
    for follower in followers {
        assert_eq!(shown(&follower.await), "Bearer taken-over");
    }
    assert_eq!(script.asked(), 2);
}

#[tokio::test]
async fn a_dropped_refresh_leaves_the_valid_token_and_nobody_waits_for_a_while() {
    let (script, cache) = filled().await;
    script.advance(3300);
    let _never = script.expect();
    let mut leader = Box::pin(cache.get(LONG, None));
    assert!(is_pending(&mut leader).await);
    drop(leader);
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer first");
    script.advance(10);
    script.expect().send(hour("second")).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer second");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_costs_a_call_with_a_valid_token_half_of_its_time() {
    let (script, cache) = filled().await;
    script.advance(3300);
    let _never = script.expect();
    let started = tokio::time::Instant::now();
    assert_eq!(shown(&cache.get(Duration::from_secs(1), None).await), "Bearer first");
    assert_eq!(started.elapsed(), Duration::from_millis(500));
    assert_eq!(shown(&cache.get(Duration::from_secs(1), None).await), "Bearer first");
    assert_eq!(started.elapsed(), Duration::from_millis(500), "the second does not wait");
}

#[tokio::test]
async fn a_refused_token_does_not_come_back_when_its_refresh_fails() {
    let (script, cache) = filled().await;
    let refused = cache.get(LONG, None).await.unwrap();
    script.advance(3300);
    let answer = script.expect();
    let mut leader = Box::pin(cache.get(LONG, None));
    assert!(is_pending(&mut leader).await);
    cache.invalidate(&refused);
    answer.send(failure()).unwrap();
    assert!(leader.await.is_err());
}

#[tokio::test]
async fn odd_lifetimes_neither_panic_nor_loop() {
    let (script, cache) = cache();
    let endless = AccessToken::new("endless").expires_in(Duration::MAX);
    script.expect().send(Ok(endless)).unwrap();
    assert_eq!(shown(&cache.get(LONG, None).await), "Bearer endless");
    cache.invalidate(&cache.get(LONG, None).await.ok().unwrap());
    script.expect().send(Ok(AccessToken::new("dead").expires_in(Duration::ZERO))).unwrap();
    assert_eq!(
        shown(&cache.get(LONG, None).await),
        "Bearer dead",
        "it is used for the call that got it"
    );
    script.expect().send(Ok(AccessToken::new("bad\n"))).unwrap();
    let error = shown(&cache.get(LONG, None).await);
    assert_eq!(error, "the token source gave a token that a header cannot hold");
}
