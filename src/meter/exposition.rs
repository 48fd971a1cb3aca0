//! Writing the skills' counters when a scraper asks.

use std::fmt;
use std::sync::{Arc, PoisonError, Weak};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;

use super::skill::Counts;
use super::{Known, SkillMeter};

/// All skills that are alive, and the requests that reached none.
pub(super) struct Skills {
    pub(super) known: Arc<Known>,
    pub(super) nowhere: SkillMeter,
}

impl fmt::Debug for Skills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Skills").finish_non_exhaustive()
    }
}

/// One metric: its name, its help, its kind, and how one skill's lines are written.
type Family = (&'static str, &'static str, MetricType, fn(&Counts, &mut MetricEncoder<'_>) -> fmt::Result);

const FAMILIES: [Family; 6] = [
    ("talkplate_requests", "Requests by how they ended", MetricType::Counter, requests),
    ("talkplate_request_seconds", "Time to answer a request", MetricType::Histogram, request_seconds),
    ("talkplate_upstream_seconds", "Time an upstream took", MetricType::Histogram, upstream_seconds),
    ("talkplate_callbacks", "Callbacks by how they ended", MetricType::Counter, callbacks),
    ("talkplate_limits_applied", "Answers cut to a limit of Kakao's", MetricType::Counter, limits),
    ("talkplate_events", "Messages of events, one for each user, by what became of them", MetricType::Counter, events),
];

impl Collector for Skills {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        // Held only while the list is copied: a load must not wait for a scraper.
        let mut skills: Vec<Arc<Counts>> = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.values().filter_map(Weak::upgrade).collect()
        };
        skills.sort_by(|a, b| a.path.cmp(&b.path));
        skills.insert(0, Arc::clone(&self.nowhere.0));
        for (name, help, kind, write) in FAMILIES {
            let mut family = encoder.encode_descriptor(name, help, None, kind)?;
            for counts in &skills {
                write(counts, &mut family)?;
            }
        }
        Ok(())
    }
}

fn requests(counts: &Counts, family: &mut MetricEncoder<'_>) -> fmt::Result {
    two_labels(family, counts, "outcome", counts.requests())
}

fn callbacks(counts: &Counts, family: &mut MetricEncoder<'_>) -> fmt::Result {
    two_labels(family, counts, "outcome", counts.callbacks())
}

fn limits(counts: &Counts, family: &mut MetricEncoder<'_>) -> fmt::Result {
    two_labels(family, counts, "limit", counts.limits().into_iter())
}

fn events(counts: &Counts, family: &mut MetricEncoder<'_>) -> fmt::Result {
    for (status, count) in counts.messages() {
        ConstCounter::new(count).encode(family.encode_family(&[("event", counts.path.as_str()), ("status", status)])?)?;
    }
    Ok(())
}

fn request_seconds(counts: &Counts, family: &mut MetricEncoder<'_>) -> fmt::Result {
    match counts.request_seconds() {
        Some(seconds) => seconds.encode(family.encode_family(&[("skill", counts.path.as_str())])?),
        None => Ok(()),
    }
}

fn upstream_seconds(counts: &Counts, family: &mut MetricEncoder<'_>) -> fmt::Result {
    for (outcome, seconds) in counts.upstream_seconds() {
        seconds.encode(family.encode_family(&[("skill", counts.path.as_str()), ("outcome", outcome)])?)?;
    }
    Ok(())
}

fn two_labels(
    family: &mut MetricEncoder<'_>,
    counts: &Counts,
    label: &'static str,
    lines: impl Iterator<Item = (&'static str, u64)>,
) -> fmt::Result {
    for (value, count) in lines {
        ConstCounter::new(count).encode(family.encode_family(&[("skill", counts.path.as_str()), (label, value)])?)?;
    }
    Ok(())
}
