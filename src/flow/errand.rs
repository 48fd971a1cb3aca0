//! Where a callback's answer goes, until when, and under which names it is counted and told.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::Mark;
use super::call::Call;
use crate::meter::SkillMeter;
use crate::store::{Key, LateKey, Promise};

/// What is kept of the deadline for building and posting, at most.
const POST_MARGIN: Duration = Duration::from_secs(5);

/// One callback's way to Kakao.
pub(super) struct Errand {
    /// What was asked.
    pub(super) call: Arc<Call>,
    /// The skill's path.
    pub(super) skill: String,
    pub(super) meter: SkillMeter,
    /// A bearer secret: never logged.
    pub(super) url: String,
    /// How long after the request Kakao has to have the answer.
    pub(super) budget: Duration,
    /// What can be sent at any time.
    pub(super) last_resort: Bytes,
    /// Where an answer is kept that misses the deadline; `None`: it is not.
    pub(super) late: Option<LateKey>,
    /// Its place in the journal; `None`: the promise is in memory alone.
    pub(super) key: Option<Key>,
    /// A former process may have posted already.
    pub(super) maybe_posted: bool,
    /// What the witness knows the request by.
    pub(super) mark: Mark,
}

impl Errand {
    /// `x-request-id` of the request.
    pub(super) fn id(&self) -> &str {
        &self.call.id
    }

    /// When Kakao has to have the answer.
    pub(super) fn deadline(&self) -> Instant {
        self.call.received.at + self.budget
    }

    /// When the answer has to be there, so that it can be posted (and posted again).
    pub(super) fn post_by(&self) -> Instant {
        self.call.received.at + self.budget.saturating_sub(POST_MARGIN.min(self.budget / 4))
    }

    /// For the journal.
    pub(super) fn promise(&self) -> Promise {
        Promise {
            skill: self.skill.clone(),
            request_id: self.call.id.clone(),
            body: self.call.body.clone(),
            path: self.call.path.clone(),
            query: self.call.query.clone(),
            url: self.url.clone(),
            received_ms: self.call.received.unix_ms,
            deadline_ms: self.call.received.unix_ms.saturating_add(i64::try_from(self.budget.as_millis()).unwrap_or(i64::MAX)),
            answer: None,
        }
    }
}
