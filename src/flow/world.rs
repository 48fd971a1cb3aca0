//! What a request needs besides the configuration.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use super::{Failures, Witness};
use crate::diag::Lang;
use crate::kakao::callback::HostRules;
use crate::kakao::event;
use crate::outbound::Outbound;
use crate::store::{Journal, Memory};

/// A warning about one skill is given at most this often.
const QUIET: Duration = Duration::from_mins(1);
/// Skills come and go with reloads; past this many the memory of old warnings is wiped.
const REMEMBERED: usize = 10_000;
/// The most answers that go on after their deadline: each of them holds a connection to its upstream.
const MOST_LATE: usize = 256;

/// What a request needs besides the configuration; lives as long as the process.
pub struct World {
    /// Who calls out.
    pub outbound: Arc<dyn Outbound>,
    /// Which callback URLs are trusted.
    pub hosts: HostRules,
    /// The language of the log.
    pub lang: Lang,
    /// Where callbacks are promised and late answers kept.
    pub journal: Arc<dyn Journal>,
    /// The last callbacks that nobody got.
    pub failures: Failures,
    /// Who is told how requests and callbacks end.
    pub(super) witness: Option<Arc<dyn Witness>>,
    /// Whether what happens is a user's request, which counts.
    pub(super) counted: bool,
    /// Where the Event API is, when it is not Kakao's.
    event_api: Option<String>,
    /// Answers that go on after their deadline.
    pub(super) late_room: Arc<Semaphore>,
    /// Set when the process ends at once.
    hurry: watch::Sender<bool>,
    /// When which warning was last given, by skill.
    warned: Mutex<HashMap<(&'static str, String), Instant>>,
}

impl World {
    /// Calls out through `outbound`, trusts callback URLs by `hosts`. Promises are kept in memory.
    pub fn new(outbound: Arc<dyn Outbound>, hosts: HostRules) -> Self {
        Self {
            outbound,
            hosts,
            lang: Lang::default(),
            journal: Arc::new(Memory::default()),
            failures: Failures::default(),
            witness: None,
            counted: true,
            event_api: None,
            late_room: Arc::new(Semaphore::new(MOST_LATE)),
            hurry: watch::Sender::new(false),
            warned: Mutex::default(),
        }
    }

    /// Promises are kept here.
    #[must_use]
    pub fn promising_in(mut self, journal: Arc<dyn Journal>) -> Self {
        self.journal = journal;
        self
    }

    /// Events go to this origin instead of Kakao's: for tests.
    #[must_use]
    pub fn sending_events_to(mut self, origin: &str) -> Self {
        self.event_api = Some(origin.to_owned());
        self
    }

    /// Scheme and host of the Event API for this bot.
    pub(super) fn event_api(&self, bot: &str) -> &str {
        self.event_api.as_deref().unwrap_or_else(|| event::origin(bot))
    }

    /// The log speaks this language.
    #[must_use]
    pub fn speaking(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The process ends at once: promises that are in the journal are left to it, the others get their fallback now.
    pub fn hurry(&self) {
        self.hurry.send_replace(true);
    }

    /// Waits until the process ends at once.
    pub(super) async fn hurried(&self) {
        let mut hurry = self.hurry.subscribe();
        if hurry.wait_for(|hurry| *hurry).await.is_err() {
            // The other end lives as long as `self`.
            std::future::pending::<()>().await;
        }
    }

    /// Whether this warning about this skill is due again: a busy block must not flood the log.
    pub(crate) fn may_warn(&self, about: &'static str, skill: &str) -> bool {
        if !self.counted {
            return false;
        }
        let now = Instant::now();
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        if warned.len() >= REMEMBERED {
            warned.clear();
        }
        let due = warned.get(&(about, skill.to_owned())).is_none_or(|last| now.duration_since(*last) >= QUIET);
        if due {
            warned.insert((about, skill.to_owned()), now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::fixture::world;
    use crate::outbound::Scripted;

    #[tokio::test(start_paused = true)]
    async fn a_warning_is_given_once_a_minute_for_each_skill() {
        let world = world(Scripted::nothing());
        assert!(world.may_warn("off", "/a") && world.may_warn("off", "/b") && world.may_warn("untrusted", "/a"));
        assert!(!world.may_warn("off", "/a"));
        tokio::time::advance(super::QUIET).await;
        assert!(world.may_warn("off", "/a"));
    }
}
