//! One callback: ask, build, post once. It holds everything it needs, so a reload in between changes nothing for it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::{Failure, Received, Request, World, answer, failure, request};
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
                tracing::error!(request = self.id, skill = self.skill.path, %why, "the callback gets the last resort");
                (Built { bytes: self.skill.last_resort.clone(), applied: Vec::new() }, false)
            }
        };
        sleep_until(handed_over + SETTLE).await;
        let end = self.post(world, built.bytes, own).await;
        self.skill.meter.callback(end);
        end
    }

    /// The answer, and whether it is the skill's own (not the fallback).
    async fn answer(&self, world: &World) -> (Built, bool) {
        let request = Request { id: &self.id, body: &self.body, query: &self.query, received: self.received };
        let info = RequestInfo { query: &self.query, at_ms: self.received.unix_ms };
        let mut scope = match self.skill.harvest.read(&self.body, info) {
            Ok(scope) => scope,
            Err(error) => return (failure::fall_back(&self.snapshot, &self.skill, &self.id, None, &error.into()), false),
        };
        let until = self.received.at + BUDGET - POST_MARGIN;
        match answer::after_asking(world, &self.snapshot, &self.skill, &request, &mut scope, until).await {
            Ok(built) => {
                request::count_limits(&self.skill, &built);
                (built, true)
            }
            Err(why) => (failure::fall_back(&self.snapshot, &self.skill, &self.id, Some(&scope), &why), false),
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
        let ms = u64::try_from(self.received.at.elapsed().as_millis()).unwrap_or(u64::MAX);
        match posted {
            Err(why) => {
                tracing::warn!(request = id, skill, ms, %why, "the callback was not delivered");
                CallbackEnd::Failed
            }
            Ok(Reply { status, body, .. }) => match Receipt::read(status, &body) {
                Receipt::Success => {
                    tracing::debug!(request = id, skill, ms, own, "callback delivered");
                    if own { CallbackEnd::Done } else { CallbackEnd::Fallback }
                }
                Receipt::Refused { message, advice, .. } => {
                    tracing::warn!(request = id, skill, ms, status, message, advice, "Kakao refused the callback");
                    CallbackEnd::Refused
                }
            },
        }
    }
}
