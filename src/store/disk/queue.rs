//! What waits to be written. Many put in, one takes all of it out: what comes while the disk is busy shares the next sync.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::oneshot;

use crate::store::{Key, LateKey, Promise, StoreError};

/// The most changes that may wait.
const MOST: usize = 8192;
/// The most bytes of payloads and answers that may wait.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A change of the file.
#[derive(Debug)]
pub(super) enum Change {
    /// A promise, encoded.
    Promise(Key, Vec<u8>),
    /// The answer of a promise.
    Answer(Key, Bytes),
    /// A promise is done.
    Done(Key),
    /// A late answer, until when.
    Late(LateKey, i64, Bytes),
    /// A late answer was given, or nobody came for it.
    NoLate(LateKey),
}

impl Change {
    /// Removals are in no hurry and are never refused: something is there for each of them.
    fn is_removal(&self) -> bool {
        matches!(self, Self::Done(_) | Self::NoLate(_))
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Promise(_, record) => record.len(),
            Self::Answer(_, answer) | Self::Late(_, _, answer) => answer.len(),
            Self::Done(_) | Self::NoLate(_) => 0,
        }
    }
}

/// Who waits.
#[derive(Debug)]
pub(super) enum Waiter {
    /// For all changes up to here to be written.
    Written(oneshot::Sender<Result<(), StoreError>>),
    /// For what another process left.
    Recovered(oneshot::Sender<Result<Vec<(Key, Promise)>, StoreError>>),
}

/// What came since the last time.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) changes: Vec<Change>,
    pub(super) waiters: Vec<Waiter>,
    /// Bytes of the changes.
    bytes: usize,
    /// The queue was closed: this is the last batch.
    pub(super) last: bool,
}

/// The queue.
#[derive(Default)]
pub(super) struct Queue {
    batch: Mutex<Batch>,
    came: Condvar,
}

impl Queue {
    /// A change that somebody waits for; refused when too much waits already.
    pub(super) fn write(&self, change: Change, tell: oneshot::Sender<Result<(), StoreError>>) -> Result<(), StoreError> {
        let mut batch = self.lock();
        if batch.last {
            return Err(StoreError::Closed);
        }
        if batch.changes.len() >= MOST || batch.bytes + change.bytes() > MOST_BYTES {
            return Err(StoreError::Overloaded);
        }
        batch.bytes += change.bytes();
        batch.changes.push(change);
        batch.waiters.push(Waiter::Written(tell));
        self.came.notify_one();
        Ok(())
    }

    /// A removal, which nobody waits for.
    pub(super) fn remove(&self, removal: Change) {
        let mut batch = self.lock();
        batch.changes.push(removal);
        self.came.notify_one();
    }

    /// Somebody who waits for something else than a change.
    pub(super) fn wait(&self, waiter: Waiter) {
        self.lock().waiters.push(waiter);
        self.came.notify_one();
    }

    /// Nothing more will come.
    pub(super) fn close(&self) {
        self.lock().last = true;
        self.came.notify_one();
    }

    /// Everything that came; waits until there is something. Removals alone linger, so that they ride along with what comes next.
    pub(super) fn next(&self, linger: Duration) -> Batch {
        let mut batch = self.lock();
        let mut lingers_until = None;
        loop {
            if batch.last || !batch.waiters.is_empty() || batch.changes.iter().any(|change| !change.is_removal()) {
                break;
            }
            if batch.changes.is_empty() {
                batch = self.came.wait(batch).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let now = Instant::now();
            let until = *lingers_until.get_or_insert(now + linger);
            if now >= until {
                break;
            }
            batch = self.came.wait_timeout(batch, until - now).unwrap_or_else(PoisonError::into_inner).0;
        }
        let last = batch.last;
        std::mem::replace(&mut *batch, Batch { last, ..Batch::default() })
    }

    fn lock(&self) -> MutexGuard<'_, Batch> {
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_waits_is_taken_at_once() {
        let queue = Queue::default();
        for number in 0..3 {
            queue.write(Change::Promise(Key(number), vec![1]), oneshot::channel().0).unwrap();
        }
        queue.remove(Change::Done(Key(0)));
        let batch = queue.next(Duration::from_hours(1));
        assert_eq!((batch.changes.len(), batch.waiters.len(), batch.last), (4, 3, false));
    }

    #[test]
    fn removals_alone_linger_and_then_go() {
        let queue = Queue::default();
        queue.remove(Change::Done(Key(0)));
        assert_eq!(queue.next(Duration::from_millis(5)).changes.len(), 1);
    }

    #[test]
    fn more_than_the_disk_keeps_up_with_is_refused_but_removals_are_not() {
        let queue = Queue::default();
        for number in 0..MOST as u64 {
            queue.write(Change::Promise(Key(number), Vec::new()), oneshot::channel().0).unwrap();
        }
        let more = queue.write(Change::Answer(Key(1), Bytes::new()), oneshot::channel().0);
        assert!(matches!(more, Err(StoreError::Overloaded)));
        queue.remove(Change::Done(Key(1)));
        assert_eq!(queue.next(Duration::ZERO).changes.len(), MOST + 1);
        let large = Change::Promise(Key(0), vec![0; MOST_BYTES + 1]);
        assert!(matches!(queue.write(large, oneshot::channel().0), Err(StoreError::Overloaded)));
    }

    #[test]
    fn a_closed_queue_gives_what_is_left_and_takes_nothing_more() {
        let queue = Queue::default();
        queue.remove(Change::Done(Key(0)));
        queue.close();
        let batch = queue.next(Duration::from_hours(1));
        assert_eq!((batch.changes.len(), batch.last), (1, true));
        assert!(matches!(queue.write(Change::Promise(Key(1), Vec::new()), oneshot::channel().0), Err(StoreError::Closed)));
    }
}
