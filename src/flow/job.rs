//! One callback: ask, build, post once. It holds everything it needs, so a reload in between changes nothing for it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::{Failure, Received, Request, World, answer, failure, request, tell};
use crate::answer::Built;
use crate::compile::{Skill, Snapshot};
use crate::kakao::callback::Receipt;
use crate::meter::CallbackEnd;
use crate::outbound::{OutboundError, Reply};
use crate::template::RequestInfo;

/// Kakao's token is good for a minute from the request; this leaves room for its clock and the network.
pub const BUDGET: Duration = Duration::from_secs(50);
/// What is kept of the budget for building and posting.
const POST_MARGIN: Duration = Duration::from_secs(5);
/// A POST that overtakes the useCallback answer is refused as an invalid token.
pub const SETTLE: Duration = Duration::from_secs(1);

/// A callback that was promised.
pub struct Job {
    id: String,
    snapshot: Arc<Snapshot>,
    skill: Arc<Skill>,
    body: Bytes,
    path: String,
    query: String,
    received: Received,
    /// A bearer secret: never logged.
    url: String,
}

impl Job {
    pub(super) fn new(snapshot: Arc<Snapshot>, skill: Arc<Skill>, request: &Request<'_>, url: &str) -> Self {
        Self {
            id: request.id.to_owned(),
            snapshot,
            skill,
            body: request.body.clone(),
            path: request.path.to_owned(),
            query: request.query.to_owned(),
            received: request.received,
            url: url.to_owned(),
        }
    }

    /// Asks at once, posts no sooner than a second after the useCallback answer was `handed_over`, and says what became of it.
    pub async fn run(self, world: &World, handed_over: Instant) -> CallbackEnd {
        let (built, own) = match AssertUnwindSafe(self.answer(world)).catch_unwind().await {
            Ok(answer) => answer,
            Err(thrown) => {
                let why = Failure::panicked(thrown.as_ref());
                tell::panicked(world.lang, &self.id, &self.skill.path, &why);
                (Built { bytes: self.skill.plan.last_resort.clone(), applied: Vec::new() }, false)
            }
        };
        sleep_until(handed_over + SETTLE).await;
        let end = self.post(world, built.bytes, own).await;
        self.skill.meter.callback(end);
        end
    }

    /// The answer, and whether it is the skill's own (not the fallback).
    async fn answer(&self, world: &World) -> (Built, bool) {
        let request = Request { id: &self.id, path: &self.path, body: &self.body, query: &self.query, received: self.received };
        let info = RequestInfo { path: &self.path, query: &self.query, at_ms: self.received.unix_ms };
        let mut scope = match self.skill.harvest.read(&self.body, info) {
            Ok(scope) => scope,
            Err(error) => return (failure::fall_back(world, &self.snapshot, &self.skill, &self.id, None, &error.into()), false),
        };
        let until = self.received.at + BUDGET - POST_MARGIN;
        match answer::after_asking(world, &self.snapshot, &self.skill, &request, &mut scope, until).await {
            Ok(built) => {
                request::count_limits(&self.skill, &built);
                (built, true)
            }
            Err(why) => (failure::fall_back(world, &self.snapshot, &self.skill, &self.id, Some(&scope), &why), false),
        }
    }

    /// Posts once: the token is used up by it, whatever comes back.
    async fn post(&self, world: &World, bytes: Bytes, own: bool) -> CallbackEnd {
        let until = self.received.at + BUDGET;
        let left = until.saturating_duration_since(Instant::now());
        let posted = match timeout_at(until, world.outbound.post(self.url.clone(), bytes, left)).await {
            Ok(posted) => posted,
            Err(_) => Err(OutboundError::Timeout),
        };
        let (id, skill) = (self.id.as_str(), self.skill.path.as_str());
        let took = self.received.at.elapsed();
        match posted {
            Err(why) => {
                tell::not_delivered(world.lang, id, skill, took, &why);
                CallbackEnd::Failed
            }
            Ok(Reply { status, body, .. }) => match Receipt::read(status, &body) {
                Receipt::Success => {
                    tell::delivered(id, skill, took, own);
                    if own { CallbackEnd::Done } else { CallbackEnd::Fallback }
                }
                Receipt::Refused { message, .. } => {
                    tell::refused(world.lang, id, skill, status, &message);
                    CallbackEnd::Refused
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::Value;

    use super::*;
    use crate::flow::fixture::{snapshot, world};
    use crate::flow::{Begun, Outcome, begin};
    use crate::outbound::{Ask, Outbound, Pending};

    const SKILL: &str = r#"
skills:
  /ask:
    upstream: https://api.example.com/
    callback: true
    reply: "답: {{upstream.answer}}"
    fallback: 지금은 어려워요.
"#;
    const PAYLOAD: &[u8] = br#"{"userRequest":{"callbackUrl":"https://bot-api.kakao.com/v1/callback/t","utterance":"x"}}"#;

    /// An upstream that takes its time, and a Kakao that notes when and what it was sent.
    struct Slow {
        upstream: Duration,
        kakao: Duration,
        receipt: &'static str,
        posted: Mutex<Vec<(Instant, Bytes)>>,
    }

    impl Outbound for Arc<Slow> {
        fn ask(&self, _: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
            Box::pin(async {
                tokio::time::sleep(self.upstream).await;
                Ok(Reply { status: 200, content_type: String::new(), body: Bytes::from_static(br#"{"answer":"yes"}"#) })
            })
        }

        fn post(&self, url: String, body: Bytes, _: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
            assert_eq!(url, "https://bot-api.kakao.com/v1/callback/t");
            self.posted.lock().unwrap().push((Instant::now(), body));
            Box::pin(async {
                tokio::time::sleep(self.kakao).await;
                Ok(Reply { status: 200, content_type: String::new(), body: Bytes::from_static(self.receipt.as_bytes()) })
            })
        }
    }

    /// Runs one callback: how it ended, and what was posted how long after the request.
    async fn run(slow: Slow) -> (CallbackEnd, Vec<(Duration, String)>) {
        let slow = Arc::new(slow);
        let (world, snapshot) = (world(Arc::clone(&slow)), snapshot(SKILL));
        let came = Instant::now();
        let job = deferred(&world, &snapshot, came);
        let end = job.run(&world, came).await;
        let posted = std::mem::take(&mut *slow.posted.lock().unwrap());
        (end, posted.into_iter().map(|(at, body)| (at - came, text(&body))).collect())
    }

    /// The job that a request at `came` leaves behind.
    fn deferred(world: &World, snapshot: &Arc<Snapshot>, came: Instant) -> Job {
        let skill = snapshot.skill("/ask").unwrap();
        let body = Bytes::from_static(PAYLOAD);
        let request = Request { id: "r", path: "/ask", body: &body, query: "", received: Received { at: came, unix_ms: 0 } };
        match begin(world, snapshot, skill, &request, |_| None) {
            Begun::Ended(Outcome::Deferred(_, job)) => *job,
            _ => panic!("it was not deferred"),
        }
    }

    fn text(body: &[u8]) -> String {
        let response: Value = serde_json::from_slice(body).unwrap();
        response["template"]["outputs"][0]["simpleText"]["text"].as_str().unwrap().to_owned()
    }

    const SUCCESS: &str = r#"{"taskId":"t","status":"SUCCESS","message":"","timestamp":1}"#;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn slow(upstream: u64, kakao: u64) -> Slow {
        Slow { upstream: secs(upstream), kakao: secs(kakao), receipt: SUCCESS, posted: Mutex::default() }
    }

    #[tokio::test(start_paused = true)]
    async fn a_quick_answer_waits_for_the_settle_second() {
        assert_eq!(run(slow(0, 0)).await, (CallbackEnd::Done, vec![(secs(1), "답: yes".to_owned())]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_is_posted_at_once() {
        assert_eq!(run(slow(30, 0)).await, (CallbackEnd::Done, vec![(secs(30), "답: yes".to_owned())]));
    }

    #[tokio::test(start_paused = true)]
    async fn an_upstream_that_hangs_leaves_time_to_post_the_fallback() {
        let expected = (CallbackEnd::Fallback, vec![(secs(45), "지금은 어려워요.".to_owned())]);
        assert_eq!(run(slow(600, 0)).await, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn a_post_that_hangs_is_given_up_and_not_tried_again() {
        let (end, posted) = run(slow(0, 600)).await;
        assert_eq!((end, posted.len()), (CallbackEnd::Failed, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_mistake_of_ours_still_posts_something() {
        struct Panics(Arc<Slow>);
        impl Outbound for Panics {
            fn ask(&self, _: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
                panic!("a mistake of ours")
            }

            fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
                self.0.post(url, body, timeout)
            }
        }
        let posts = Arc::new(slow(0, 0));
        let (world, snapshot) = (world(Panics(Arc::clone(&posts))), snapshot(SKILL));
        assert_eq!(deferred(&world, &snapshot, Instant::now()).run(&world, Instant::now()).await, CallbackEnd::Fallback);
        assert_eq!(posts.posted.lock().unwrap().len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_is_one_whatever_the_status() {
        let receipt =
            r#"{"taskId":"t","status":"FAIL","message":"Invalid callback token. Check your callback token.","timestamp":1}"#;
        let (end, posted) = run(Slow { receipt, ..slow(0, 0) }).await;
        assert_eq!((end, posted.len()), (CallbackEnd::Refused, 1));
    }
}
