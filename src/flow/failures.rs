//! The last callbacks that nobody got: what the status shows.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use serde::Serialize;

/// How many are remembered.
const MOST: usize = 20;

/// A callback that nobody got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCallback {
    /// When it was given up.
    pub at: SystemTime,
    /// The skill's path.
    pub skill: String,
    /// `x-request-id` of the request.
    pub request_id: String,
    /// Kakao's own message, or what broke.
    pub reason: String,
    /// What the operator can do, where that is known.
    pub advice: Option<Advice>,
}

/// What to do, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// In Korean.
    pub ko: &'static str,
    /// In English.
    pub en: &'static str,
}

/// The last ones.
#[derive(Default)]
pub struct Failures(Mutex<VecDeque<FailedCallback>>);

impl FailedCallback {
    pub(super) fn now(skill: &str, request_id: &str, reason: String, advice: Option<Advice>) -> Self {
        Self { at: SystemTime::now(), skill: skill.to_owned(), request_id: request_id.to_owned(), reason, advice }
    }
}

impl Failures {
    /// The newest first.
    pub fn last(&self) -> Vec<FailedCallback> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }

    pub(super) fn push(&self, failed: FailedCallback) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() == MOST {
            last.pop_front();
        }
        last.push_back(failed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_shown_first_and_the_oldest_leave() {
        let failures = Failures::default();
        for n in 0..=MOST {
            failures.push(FailedCallback::now("/a", &n.to_string(), String::new(), None));
        }
        let ids: Vec<_> = failures.last().into_iter().map(|failed| failed.request_id).collect();
        assert_eq!((ids.len(), ids[0].as_str(), ids[MOST - 1].as_str()), (MOST, "20", "1"));
    }
}
