//! What is counted: the metrics that dashboards rely on, with handles kept per skill so that a request looks nothing up.
//!
//! [`Meters`] is made once per process and lives across reloads; [`Meters::skill`] gives the handles of one path. A path that is
//! in the next configuration too keeps its counters. A path that is gone is listed no more as soon as the last snapshot (and the last
//! callback) that knew it is dropped: the list holds weak references, so it can grow no larger than what is being served.

mod exposition;
mod skill;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{SystemTime, UNIX_EPOCH};

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

pub use skill::{CallbackEnd, RequestEnd, SkillMeter, UnderWay, UpstreamEnd};

use exposition::Skills;
use skill::{Counts, Totals};

/// The label of requests that reached no skill: never the path that was asked for, which anyone can choose.
pub const NO_SKILL: &str = "(none)";

/// The registry and the metrics that belong to no skill. One per process; cheap to clone.
#[derive(Clone)]
pub struct Meters(Arc<Inner>);

struct Inner {
    registry: Registry,
    skills: Arc<Known>,
    nowhere: SkillMeter,
    totals: Arc<Totals>,
    pending: Gauge,
    generation: Gauge,
    reload_ok: Gauge,
    reload_at: Gauge<f64, AtomicU64>,
}

/// The skills that some snapshot or callback still holds, by path.
type Known = Mutex<HashMap<String, Weak<Counts>>>;

/// Totals over all skills, for the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallbackTotals {
    /// Waiting for their upstream or for their turn.
    pub pending: u64,
    /// Something reached the user: the answer, a fallback, a word about a late answer.
    pub done: u64,
    /// Nothing reached the user.
    pub failed: u64,
    /// Those of `done` that nobody confirmed.
    pub unconfirmed: u64,
    /// Those of `done` that only said that the answer is late.
    pub late: u64,
    /// Answers that came after that and were kept for their users.
    pub kept: u64,
    /// Those of `failed` whose deadline passed while the process was down.
    pub expired: u64,
    /// What a former process had left and this one went on with.
    pub recovered: u64,
}

impl Default for Meters {
    fn default() -> Self {
        let skills = Arc::new(Known::default());
        let totals = Arc::<Totals>::default();
        let nowhere = SkillMeter::new(NO_SKILL, Arc::clone(&totals));
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Skills { known: Arc::clone(&skills), nowhere: nowhere.clone() }));
        let (pending, generation, reload_ok) = (Gauge::default(), Gauge::default(), Gauge::default());
        let reload_at = Gauge::default();
        registry.register("talkplate_callbacks_pending", "Callbacks under way", pending.clone());
        registry.register("talkplate_config_generation", "Loads that were put in service", generation.clone());
        registry.register("talkplate_config_last_reload_successful", "Whether the last load had no error", reload_ok.clone());
        registry.register("talkplate_config_last_reload_timestamp_seconds", "When the last load was tried", reload_at.clone());
        Self(Arc::new(Inner { registry, skills, nowhere, totals, pending, generation, reload_ok, reload_at }))
    }
}

impl Meters {
    /// The handles of a skill: the same counters for the same path as long as anything holds them.
    pub fn skill(&self, path: &str) -> SkillMeter {
        let mut known = self.0.skills.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counts) = known.get(path).and_then(Weak::upgrade) {
            return SkillMeter(counts);
        }
        let meter = SkillMeter::new(path, Arc::clone(&self.0.totals));
        known.insert(path.to_owned(), Arc::downgrade(&meter.0));
        meter
    }

    /// The handles for requests that reached no skill.
    pub fn nowhere(&self) -> &SkillMeter {
        &self.0.nowhere
    }

    /// A configuration was put in service at `at`.
    pub fn config_loaded(&self, generation: u64, at: SystemTime) {
        self.0.generation.set(i64::try_from(generation).unwrap_or(i64::MAX));
        self.tried(at, true);
    }

    /// A load had an error at `at`; the old configuration stays.
    pub fn config_refused(&self, at: SystemTime) {
        self.tried(at, false);
    }

    fn tried(&self, at: SystemTime, ok: bool) {
        self.0.reload_ok.set(i64::from(ok));
        self.0.reload_at.set(at.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()));
    }

    /// A callback began: counted as pending until the guard is dropped.
    pub fn callback_begins(&self) -> PendingCallback {
        self.0.pending.inc();
        PendingCallback(self.0.pending.clone())
    }

    /// What became of the callbacks so far, also of skills that are gone.
    pub fn callbacks(&self) -> CallbackTotals {
        use CallbackEnd::{Done, Expired, Failed, Fallback, Late, Refused, Unconfirmed};
        let totals = &self.0.totals;
        let sum = |ends: &[CallbackEnd]| ends.iter().map(|end| totals.of(*end)).sum();
        CallbackTotals {
            pending: u64::try_from(self.0.pending.get()).unwrap_or(0),
            done: sum(&[Done, Fallback, Unconfirmed, Late]),
            failed: sum(&[Refused, Failed, Expired]),
            unconfirmed: totals.of(Unconfirmed),
            late: totals.of(Late),
            kept: totals.kept.load(Ordering::Relaxed),
            expired: totals.of(Expired),
            recovered: totals.recovered.load(Ordering::Relaxed),
        }
    }

    /// Everything, as OpenMetrics text ([`CONTENT_TYPE`]).
    pub fn exposition(&self) -> String {
        // Forget the paths that nothing holds any more, so that the map stays as small as what is served.
        self.0.skills.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, counts| counts.strong_count() > 0);
        let mut text = String::with_capacity(4096);
        // Writing into a String cannot fail.
        let _ = encode(&mut text, &self.0.registry);
        text
    }
}

/// The media type of [`Meters::exposition`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Keeps `talkplate_callbacks_pending` right however a callback ends.
#[derive(Debug)]
pub struct PendingCallback(Gauge);

impl Drop for PendingCallback {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_name_of_the_contract_is_there_with_its_labels() {
        let meters = Meters::default();
        let hello = meters.skill("/skill/hello");
        hello.request(RequestEnd::Ok, Duration::from_millis(3));
        hello.upstream(UpstreamEnd::Timeout, Duration::from_secs(1));
        hello.callback(CallbackEnd::Done);
        hello.limit("simpleText.text");
        meters.nowhere().request(RequestEnd::NotFound, Duration::ZERO);
        meters.config_loaded(2, UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        let _pending = meters.callback_begins();
        let text = meters.exposition();
        for line in [
            r#"talkplate_requests_total{skill="/skill/hello",outcome="ok"} 1"#,
            r#"talkplate_requests_total{skill="(none)",outcome="not_found"} 1"#,
            r#"talkplate_request_seconds_count{skill="/skill/hello"} 1"#,
            r#"talkplate_request_seconds_bucket{le="0.005",skill="/skill/hello"} 1"#,
            r#"talkplate_upstream_seconds_count{skill="/skill/hello",outcome="timeout"} 1"#,
            r#"talkplate_callbacks_total{skill="/skill/hello",outcome="done"} 1"#,
            r#"talkplate_limits_applied_total{skill="/skill/hello",limit="simpleText.text"} 1"#,
            "talkplate_callbacks_pending 1",
            "talkplate_config_generation 2",
            "talkplate_config_last_reload_successful 1",
            "talkplate_config_last_reload_timestamp_seconds 1700000000.0",
            "# EOF",
        ] {
            assert!(text.lines().any(|found| found == line), "missing {line} in\n{text}");
        }
    }

    #[test]
    fn the_same_path_keeps_its_counters_across_reloads() {
        let meters = Meters::default();
        let old = meters.skill("/a");
        old.request(RequestEnd::Ok, Duration::ZERO);
        let new = meters.skill("/a");
        drop(old);
        new.request(RequestEnd::Ok, Duration::ZERO);
        assert!(meters.exposition().contains(r#"talkplate_requests_total{skill="/a",outcome="ok"} 2"#));
    }

    #[test]
    fn what_is_under_way_counts_across_reloads_and_ends_also_with_a_panic() {
        let meters = Meters::default();
        let (old, other) = (meters.skill("/a"), meters.skill("/b"));
        let first = old.upstream_begins(2).unwrap();
        let new = meters.skill("/a");
        let second = new.upstream_begins(2).unwrap();
        assert!(new.upstream_begins(2).is_none() && old.upstream_begins(2).is_none());
        assert!(other.upstream_begins(1).is_some());
        drop(first);
        let panicking = std::panic::AssertUnwindSafe(|| {
            let _third = new.upstream_begins(2).unwrap();
            panic!("a mistake of ours")
        });
        assert!(std::panic::catch_unwind(panicking).is_err());
        assert!(new.upstream_begins(2).is_some());
        drop(second);
    }

    #[test]
    fn a_path_that_nothing_holds_is_listed_no_more() {
        let meters = Meters::default();
        let gone = meters.skill("/gone");
        gone.request(RequestEnd::Ok, Duration::ZERO);
        gone.callback(CallbackEnd::Done);
        gone.callback(CallbackEnd::Failed);
        drop(gone);
        // What it did is not forgotten by the status.
        assert_eq!(meters.callbacks(), CallbackTotals { done: 1, failed: 1, ..CallbackTotals::default() });
        assert!(!meters.exposition().contains("/gone"));
        assert!(meters.0.skills.lock().unwrap().is_empty());
    }

    #[test]
    fn a_failed_load_is_seen_and_the_generation_stays() {
        let meters = Meters::default();
        meters.config_loaded(1, UNIX_EPOCH);
        meters.config_refused(UNIX_EPOCH + Duration::from_secs(5));
        let text = meters.exposition();
        assert!(text.contains("talkplate_config_generation 1\n"));
        assert!(text.contains("talkplate_config_last_reload_successful 0\n"));
    }

    #[test]
    fn pending_callbacks_go_down_however_the_callback_ends() {
        let meters = Meters::default();
        let pending = meters.callback_begins();
        assert_eq!(meters.callbacks().pending, 1);
        drop(pending);
        assert_eq!(meters.callbacks().pending, 0);
    }
}
