//! The journal on this machine's disk: `<state-dir>/callbacks.redb`.
//!
//! redb blocks, so one thread has the file. Requests put what they promise into a queue and wait; the thread writes everything
//! that waits with one sync. Late answers are read from memory, the file has them for the next process.

#[cfg(test)]
mod ends;
mod file;
mod queue;
#[cfg(test)]
mod tests;
mod writer;

use std::future::ready;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;

use self::queue::{Change, Queue, Waiter};
use self::writer::{Pace, Writer};
use super::keys::{Keys, TakeBack};
use super::late::{Shelf, now_ms};
use super::record::encode;
use super::{Journal, Key, LateKey, Pending, Promise, StoreError, tell};
use crate::diag::Lang;

const FILE: &str = "callbacks.redb";
const PACE: Pace = Pace { linger: Duration::from_millis(50), retry: Duration::from_secs(5) };

/// Promises and late answers in a file.
pub(super) struct Disk {
    queue: Arc<Queue>,
    keys: Arc<Keys>,
    shelf: Arc<Shelf>,
    lang: Lang,
    thread: Option<JoinHandle<()>>,
}

impl Disk {
    /// The journal below this state folder. It is one also when the file cannot be used: then every promise is refused until it can.
    pub(super) fn open(state_dir: &Path, lang: Lang) -> Result<Self, StoreError> {
        Self::with(state_dir, lang, PACE)
    }

    fn with(state_dir: &Path, lang: Lang, pace: Pace) -> Result<Self, StoreError> {
        let (queue, keys, shelf) = (Arc::<Queue>::default(), Arc::<Keys>::default(), Arc::<Shelf>::default());
        let path = state_dir.join(FILE);
        let writer = Writer::new(path.clone(), lang, pace, Arc::clone(&queue), Arc::clone(&shelf), Arc::clone(&keys));
        let thread = thread::Builder::new().name("journal".to_owned()).spawn(|| writer.run());
        let thread = Some(thread.map_err(|source| StoreError::Io { path, source: Arc::new(source) })?);
        Ok(Self { queue, keys, shelf, lang, thread })
    }

    /// Puts in a change and waits until it is written.
    fn write(&self, change: Change) -> Pending<'_, Result<(), StoreError>> {
        let (tell, written) = oneshot::channel();
        match self.queue.write(change, tell) {
            Ok(()) => Box::pin(async { written.await.unwrap_or(Err(StoreError::Closed)) }),
            Err(refused) => Box::pin(ready(Err(refused))),
        }
    }
}

impl Journal for Disk {
    fn promise(&self, promise: Promise) -> Pending<'_, Result<Key, StoreError>> {
        let key = self.keys.next();
        let written = self.write(Change::Promise(key, encode(&promise)));
        let take_back = TakeBack::unless_promised(move || self.queue.remove(Change::Done(key)));
        Box::pin(async move {
            written.await?;
            take_back.promised();
            Ok(key)
        })
    }

    fn answered(&self, key: Key, answer: Bytes) -> Pending<'_, Result<(), StoreError>> {
        self.write(Change::Answer(key, answer))
    }

    fn done(&self, key: Key) {
        self.queue.remove(Change::Done(key));
    }

    fn recover(&self) -> Pending<'_, Result<Vec<(Key, Promise)>, StoreError>> {
        let (tell, recovered) = oneshot::channel();
        self.queue.wait(Waiter::Recovered(tell));
        Box::pin(async { recovered.await.unwrap_or(Err(StoreError::Closed)) })
    }

    fn keep_late(&self, user: &LateKey, answer: Bytes, until_ms: i64) -> Pending<'_, Result<(), StoreError>> {
        let left = self.shelf.keep(*user, answer.clone(), until_ms, now_ms());
        if !left.crowded_out.is_empty() {
            tell::crowded_out(self.lang, left.crowded_out.len());
        }
        for gone in left.expired.into_iter().chain(left.crowded_out) {
            self.queue.remove(Change::NoLate(gone));
        }
        self.write(Change::Late(*user, until_ms, answer))
    }

    fn has_late(&self) -> bool {
        !self.shelf.is_empty()
    }

    fn take_late(&self, user: &LateKey) -> Pending<'_, Option<Bytes>> {
        let answer = self.shelf.take(user, now_ms());
        if answer.is_some() {
            self.queue.remove(Change::NoLate(*user));
        }
        Box::pin(ready(answer))
    }

    fn flush(&self) -> Pending<'_, ()> {
        let (tell, written) = oneshot::channel();
        self.queue.wait(Waiter::Written(tell));
        Box::pin(async { drop(written.await) })
    }
}

impl Drop for Disk {
    /// Writes what waits, and gives the file free.
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            // It ends after one more write. A thread that panicked has nothing left to do.
            let _ = thread.join();
        }
    }
}
