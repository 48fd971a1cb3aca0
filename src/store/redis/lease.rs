//! Says that this replica lives, and clears away what it has done.

use std::sync::Arc;

use redis::pipe;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};

use super::line::Line;
use super::{CHUNK, Pace, name};
use crate::store::Key;

/// The most promises that wait to be cleared away while Redis is not there. The others go when their time is over.
const MOST_OWED: usize = 100_000;

/// What the lease is asked to do.
pub(super) enum Errand {
    /// A promise was kept.
    Done(Key),
    /// The process ends: what is left may be taken over at once.
    Leave(oneshot::Sender<()>),
}

/// The task's own.
pub(super) struct Lease {
    line: Arc<Line>,
    me: String,
    pace: Pace,
    errands: mpsc::UnboundedReceiver<Errand>,
    /// Done and not cleared away.
    owed: Vec<Key>,
}

impl Lease {
    pub(super) fn new(line: Arc<Line>, me: String, pace: Pace, errands: mpsc::UnboundedReceiver<Errand>) -> Self {
        Self { line, me, pace, errands, owed: Vec::new() }
    }

    /// Until the process ends.
    pub(super) async fn hold(mut self) {
        let mut beats = interval(self.pace.beat);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut some = Vec::new();
        loop {
            tokio::select! {
                _ = beats.tick() => {
                    self.beat().await;
                    self.clear().await;
                }
                count = self.errands.recv_many(&mut some, CHUNK) => {
                    if count == 0 {
                        return;
                    }
                    if let Some(tell) = self.note(&mut some) {
                        self.clear().await;
                        self.leave().await;
                        // Whoever does not wait any more has gone on.
                        let _ = tell.send(());
                        return;
                    }
                    self.clear().await;
                }
            }
        }
    }

    /// Notes what was done; gives who waits for the end.
    fn note(&mut self, errands: &mut Vec<Errand>) -> Option<oneshot::Sender<()>> {
        let mut leaving = None;
        for errand in errands.drain(..) {
            match errand {
                Errand::Done(key) if self.owed.len() < MOST_OWED => self.owed.push(key),
                Errand::Done(_) => {}
                Errand::Leave(tell) => leaving = Some(tell),
            }
        }
        leaving
    }

    /// Nothing is said here of failures: the line has.
    async fn beat(&self) {
        let mut commands = pipe();
        self.pace.say_alive(&mut commands, &self.me);
        let _ = self.line.ask::<()>(&commands).await;
    }

    async fn clear(&mut self) {
        while !self.owed.is_empty() {
            let (some, _) = self.owed.split_at(self.owed.len().min(CHUNK));
            let mut commands = pipe();
            for key in some {
                commands.del(name("promise", key.0)).ignore().del(name("answer", key.0)).ignore();
                commands.srem(name("of", &self.me), key.0).ignore();
            }
            let count = some.len();
            if self.line.ask::<()>(&commands).await.is_err() {
                return;
            }
            self.owed.drain(..count);
        }
    }

    async fn leave(&self) {
        let _ = self.line.ask::<()>(pipe().del(name("replica", &self.me)).ignore()).await;
    }
}
