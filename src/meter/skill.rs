//! The counters of one skill.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::histogram::Histogram;

/// How a request to a skill ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestEnd {
    /// The skill's own answer.
    Ok,
    /// The fallback: something failed inside.
    Fallback,
    /// useCallback; the answer follows.
    Deferred,
    /// An answer that had missed its callback, kept for this user.
    Late,
    /// Wrong or missing secret.
    Unauthorized,
    /// Not a payload.
    BadRequest,
    /// No such path, or disabled.
    NotFound,
    /// Another method than POST.
    Method,
    /// The body is over the cap.
    TooLarge,
    /// The body did not come in time.
    SlowBody,
    /// It came from this very server: an upstream that leads back here.
    Loop,
}

impl RequestEnd {
    /// As the metrics call it.
    pub fn name(self) -> &'static str {
        REQUEST_ENDS.get(self as usize).copied().unwrap_or_default()
    }
}

impl CallbackEnd {
    /// As the metrics call it.
    pub fn name(self) -> &'static str {
        CALLBACK_ENDS.get(self as usize).copied().unwrap_or_default()
    }
}

/// How asking an upstream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamEnd {
    /// An answer of an expected status.
    Ok,
    /// Not in time.
    Timeout,
    /// No connection.
    Connect,
    /// A status outside `expect`.
    Status,
    /// Over 1 MiB.
    TooLarge,
    /// An answer that is unusable, or a request that cannot be sent.
    Invalid,
    /// Not asked: as many requests were under way as may be.
    Busy,
}

/// How a callback ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackEnd {
    /// Kakao took the answer.
    Done,
    /// Kakao took the fallback.
    Fallback,
    /// Kakao answered, and refused.
    Refused,
    /// The POST did not get through.
    Failed,
    /// A POST whose end nobody saw, and then a used token: the user has it, in all likelihood.
    Unconfirmed,
    /// Kakao took the sentence that says the answer will be kept.
    Late,
    /// Its deadline passed while the process was down.
    Expired,
}

/// Labels, in the order of the enums.
pub(super) const REQUEST_ENDS: [&str; 11] =
    ["ok", "fallback", "deferred", "late", "unauthorized", "bad_request", "not_found", "method", "too_large", "slow_body", "loop"];
pub(super) const UPSTREAM_ENDS: [&str; 7] = ["ok", "timeout", "connect", "status", "too_large", "invalid", "busy"];
pub(super) const CALLBACK_ENDS: [&str; 7] = ["done", "fallback", "refused", "failed", "unconfirmed", "late", "expired"];

/// Kakao gives up at 5 s, so the buckets say most below that.
const REQUEST_BUCKETS: [f64; 11] = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 4.0, 5.0];
/// A callback's upstream may take most of a minute.
const UPSTREAM_BUCKETS: [f64; 12] = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 30.0, 60.0];

/// Callbacks of all skills.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) ended: [AtomicU64; 7],
    pub(super) recovered: AtomicU64,
    pub(super) kept: AtomicU64,
}

impl Totals {
    pub(super) fn of(&self, end: CallbackEnd) -> u64 {
        self.ended.get(end as usize).map_or(0, |count| count.load(Ordering::Relaxed))
    }
}

/// The handles of one skill. A skill of the same path in the next snapshot gets the same counters.
#[derive(Clone, Debug)]
pub struct SkillMeter(pub(super) Arc<Counts>);

/// What is counted of one skill. Histograms are made at their first use: most of 10,000 skills never see a request.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) path: String,
    requests: [AtomicU64; 11],
    callbacks: [AtomicU64; 7],
    request_seconds: OnceLock<Histogram>,
    upstream_seconds: [OnceLock<Histogram>; 7],
    /// Requests to the upstream that wait for its answer now.
    asking: AtomicUsize,
    /// Over all skills, also those that are gone by now.
    totals: Arc<Totals>,
    /// Few limits, rarely counted: a list under a lock does.
    limits: Mutex<Vec<(&'static str, u64)>>,
    /// Users of an event, by what became of their message.
    messages: Mutex<Vec<(&'static str, u64)>>,
}

impl Default for SkillMeter {
    /// Handles that no registry lists: for tests.
    fn default() -> Self {
        Self::new("", Arc::default())
    }
}

impl SkillMeter {
    pub(super) fn new(path: &str, totals: Arc<Totals>) -> Self {
        Self(Arc::new(Counts {
            path: path.to_owned(),
            requests: Default::default(),
            callbacks: Default::default(),
            request_seconds: OnceLock::new(),
            upstream_seconds: Default::default(),
            asking: AtomicUsize::new(0),
            totals,
            limits: Mutex::default(),
            messages: Mutex::default(),
        }))
    }

    /// Counts a request and how long it took.
    pub fn request(&self, end: RequestEnd, took: Duration) {
        if let Some(count) = self.0.requests.get(end as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.0.request_seconds.get_or_init(|| Histogram::new(REQUEST_BUCKETS)).observe(took.as_secs_f64());
    }

    /// A request to the upstream begins: counted as under way until the guard is dropped. `None` when `most` are already. The count
    /// is the path's: a reload does not begin it anew.
    pub fn upstream_begins(&self, most: usize) -> Option<UnderWay> {
        let one_more = |now: usize| (now < most).then_some(now + 1);
        self.0.asking.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).ok()?;
        Some(UnderWay(Arc::clone(&self.0)))
    }

    /// Counts a call to the upstream and how long it took.
    pub fn upstream(&self, end: UpstreamEnd, took: Duration) {
        if let Some(seconds) = self.0.upstream_seconds.get(end as usize) {
            seconds.get_or_init(|| Histogram::new(UPSTREAM_BUCKETS)).observe(took.as_secs_f64());
        }
    }

    /// Counts a finished callback.
    pub fn callback(&self, end: CallbackEnd) {
        for counts in [&self.0.callbacks, &self.0.totals.ended] {
            if let Some(count) = counts.get(end as usize) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Counts a callback that a former process left and this one goes on with.
    pub fn recovered(&self) {
        self.0.totals.recovered.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a late answer that is kept for its user.
    pub fn kept(&self) {
        self.0.totals.kept.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a limit that was applied to an answer.
    pub fn limit(&self, limit: &'static str) {
        add(&self.0.limits, limit, 1);
    }

    /// Counts the messages of an event's call by what became of them.
    pub fn messages(&self, status: &'static str, users: u64) {
        add(&self.0.messages, status, users);
    }
}

fn add(counts: &Mutex<Vec<(&'static str, u64)>>, name: &'static str, more: u64) {
    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    match counts.iter_mut().find(|(known, _)| *known == name) {
        Some((_, count)) => *count += more,
        None => counts.push((name, more)),
    }
}

/// A request to an upstream that is under way, however it ends.
#[derive(Debug)]
pub struct UnderWay(Arc<Counts>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.asking.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Counts {
    /// Label and count; `ok` and `fallback` also while zero, so that a rate can be built from the first one.
    pub(super) fn requests(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let counts = REQUEST_ENDS.iter().zip(&self.requests).enumerate();
        counts.map(|(at, (end, count))| (at, *end, count.load(Ordering::Relaxed))).filter_map(|(at, end, count)| {
            let always = self.path != super::NO_SKILL && at <= RequestEnd::Fallback as usize;
            (count > 0 || always).then_some((end, count))
        })
    }

    pub(super) fn callbacks(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let counts = CALLBACK_ENDS.iter().zip(&self.callbacks);
        counts.map(|(end, count)| (*end, count.load(Ordering::Relaxed))).filter(|(_, count)| *count > 0)
    }

    pub(super) fn request_seconds(&self) -> Option<&Histogram> {
        self.request_seconds.get()
    }

    pub(super) fn upstream_seconds(&self) -> impl Iterator<Item = (&'static str, &Histogram)> {
        UPSTREAM_ENDS.iter().zip(&self.upstream_seconds).filter_map(|(end, seconds)| Some((*end, seconds.get()?)))
    }

    pub(super) fn messages(&self) -> Vec<(&'static str, u64)> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn limits(&self) -> Vec<(&'static str, u64)> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
