//! What reaches the reloading thread. Hints are merged: however many come while it works, it looks once more.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::oneshot;

use super::Outcome;

/// Why the thread woke up.
#[derive(Debug)]
pub(super) enum Wake {
    /// Nothing came until the moment that was given.
    Time,
    /// The system says that something in a watched folder changed.
    Hint,
    /// Somebody asked for a reload and may wait for its outcome.
    Asked(Vec<oneshot::Sender<Outcome>>),
    /// The server goes down.
    Stop,
}

#[derive(Debug, Default)]
struct Mail {
    hint: bool,
    asked: Vec<oneshot::Sender<Outcome>>,
    stop: bool,
}

/// Written by the watcher, the signals and the API; read by the one reloading thread.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    mail: Mutex<Mail>,
    came: Condvar,
}

impl Inbox {
    pub(super) fn hint(&self) {
        self.put(|mail| mail.hint = true);
    }

    pub(super) fn ask(&self) -> oneshot::Receiver<Outcome> {
        let (reply, outcome) = oneshot::channel();
        self.put(|mail| mail.asked.push(reply));
        outcome
    }

    pub(super) fn stop(&self) {
        self.put(|mail| mail.stop = true);
    }

    /// The next thing to do; with `until`, at most until then.
    pub(super) fn wait(&self, until: Option<Instant>) -> Wake {
        let mut mail = self.lock();
        loop {
            if mail.stop {
                return Wake::Stop;
            }
            if !mail.asked.is_empty() {
                mail.hint = false;
                return Wake::Asked(std::mem::take(&mut mail.asked));
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                // A look at the hour covers what was hinted.
                mail.hint = false;
                return Wake::Time;
            }
            if mail.hint {
                mail.hint = false;
                return Wake::Hint;
            }
            mail = match left {
                None => self.came.wait(mail).unwrap_or_else(PoisonError::into_inner),
                Some(left) => self.came.wait_timeout(mail, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }

    fn put(&self, change: impl FnOnce(&mut Mail)) {
        change(&mut self.lock());
        self.came.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Mail> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_hundred_hints_are_one() {
        let inbox = Inbox::default();
        (0..100).for_each(|_| inbox.hint());
        assert!(matches!(inbox.wait(None), Wake::Hint));
        assert!(matches!(inbox.wait(Some(Instant::now())), Wake::Time));
    }

    #[test]
    fn all_who_ask_at_once_share_one_reload() {
        let inbox = Inbox::default();
        let _first = inbox.ask();
        let _second = inbox.ask();
        inbox.hint();
        assert!(matches!(inbox.wait(None), Wake::Asked(replies) if replies.len() == 2));
        assert!(matches!(inbox.wait(Some(Instant::now())), Wake::Time), "the reload covers the hint");
    }

    #[test]
    fn hints_without_end_do_not_keep_the_regular_look_away() {
        let inbox = Inbox::default();
        inbox.hint();
        assert!(matches!(inbox.wait(Some(Instant::now())), Wake::Time));
    }

    #[test]
    fn stopping_comes_first() {
        let inbox = Inbox::default();
        inbox.hint();
        let _reply = inbox.ask();
        inbox.stop();
        assert!(matches!(inbox.wait(None), Wake::Stop));
        assert!(matches!(inbox.wait(Some(Instant::now() + Duration::from_hours(1))), Wake::Stop));
    }
}
