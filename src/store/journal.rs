//! The journal: callbacks that were promised to Kakao, and answers that came too late for one.
//!
//! A promise is written before Kakao hears "the answer will follow", and removed when the answer was posted. What is still there
//! when a process starts, its predecessor did not get to.

use std::future::{Future, ready};
use std::pin::Pin;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{LateKey, StoreError};

/// A boxed future, so that the trait can be an object.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A callback that was promised to Kakao: everything needed to keep the promise after a restart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The skill's path, as the configuration writes it.
    pub skill: String,
    /// `x-request-id` of the request that was promised an answer.
    pub request_id: String,
    /// The payload, as it came.
    pub body: Bytes,
    /// The request's path.
    pub path: String,
    /// The request's query string, without `?`.
    pub query: String,
    /// Where the answer goes. A bearer secret: never logged.
    pub url: String,
    /// When the request came, milliseconds since 1970, UTC.
    pub received_ms: i64,
    /// When Kakao stops listening, milliseconds since 1970, UTC.
    pub deadline_ms: i64,
    /// The finished answer, once there is one: then the upstream is not asked again.
    pub answer: Option<Bytes>,
}

impl Promise {
    /// Nobody listens any more at this time (milliseconds since 1970, UTC): it can only be counted and logged.
    pub fn is_past(&self, now_ms: i64) -> bool {
        self.deadline_ms <= now_ms
    }
}

impl std::fmt::Debug for Promise {
    /// Without the URL, the utterance and the answer.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { skill, request_id, received_ms, deadline_ms, answer, .. } = self;
        f.debug_struct("Promise")
            .field("skill", skill)
            .field("request_id", request_id)
            .field("received_ms", received_ms)
            .field("deadline_ms", deadline_ms)
            .field("answered", &answer.is_some())
            .finish_non_exhaustive()
    }
}

/// Names a promise in its journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(super) u64);

/// Keeps promises and late answers. A failure never stops a callback: it goes on without the journal, which has said so in the log.
pub trait Journal: Send + Sync {
    /// Notes a promise; resolves when it is safe from the end of the process. On an error it is not noted: go on without a key.
    fn promise(&self, promise: Promise) -> Pending<'_, Result<Key, StoreError>>;

    /// Notes the finished answer of a promise, before it is posted.
    fn answered(&self, key: Key, answer: Bytes) -> Pending<'_, Result<(), StoreError>>;

    /// The right to post the answer of a promise, which can be had once: its token works once. Only where processes share
    /// a journal it can be refused, to the one that came second.
    fn claim(&self, _key: Key) -> Pending<'_, bool> {
        Box::pin(ready(true))
    }

    /// The promise was kept, or nobody listens any more: it is removed, a little later. Never waits.
    fn done(&self, key: Key);

    /// What another process left, each given once; some may be past their deadline ([`Promise::is_past`]). `done` is due for each
    /// of them. To be asked at start and from time to time: a disk that was not there may come back, another replica may end.
    fn recover(&self) -> Pending<'_, Result<Vec<(Key, Promise)>, StoreError>>;

    /// Keeps an answer that missed its deadline until then (milliseconds since 1970, UTC). A newer one replaces an older one.
    /// On an error it is kept in memory alone.
    fn keep_late(&self, user: &LateKey, answer: Bytes, until_ms: i64) -> Pending<'_, Result<(), StoreError>>;

    /// Whether anybody has a late answer waiting; cheap, to be asked before [`Self::take_late`].
    fn has_late(&self) -> bool;

    /// The late answer of this user, once.
    fn take_late(&self, user: &LateKey) -> Pending<'_, Option<Bytes>>;

    /// Waits until what was said so far is written: for the end of the process.
    fn flush(&self) -> Pending<'_, ()>;
}
