//! A journal that ends with the process: for tests, and where nothing else can be had.

use std::collections::BTreeMap;
use std::future::{pending, ready};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::late::{Shelf, now_ms};
use super::{Journal, Key, LateKey, Pending, Promise, StoreError};

/// Promises and late answers in memory.
#[derive(Default)]
pub struct Memory {
    promises: Mutex<Promises>,
    late: Shelf,
    /// What [`Memory::let_another_claim`] said.
    claimed: AtomicBool,
    /// What [`Memory::hang`] said.
    hangs: AtomicBool,
}

#[derive(Default)]
struct Promises {
    pending: BTreeMap<Key, Promise>,
    next: u64,
    /// What [`Memory::leaving`] put there.
    left: Vec<Key>,
}

impl Memory {
    /// As if a former process had left these: for tests of what happens then.
    pub fn leaving(promises: impl IntoIterator<Item = Promise>) -> Self {
        let memory = Self::default();
        for promise in promises {
            let key = memory.insert(promise);
            memory.with(|promises| promises.left.push(key));
        }
        memory
    }

    /// What is promised and not done.
    pub fn pending(&self) -> Vec<Promise> {
        self.with(|promises| promises.pending.values().cloned().collect())
    }

    /// As if another process that shares the journal had taken over everything: for tests of what happens then.
    pub fn let_another_claim(&self) {
        self.claimed.store(true, Ordering::Relaxed);
    }

    /// As if the disk hung, so that no promise is ever noted: for tests of what happens then.
    pub fn hang(&self) {
        self.hangs.store(true, Ordering::Relaxed);
    }

    fn insert(&self, promise: Promise) -> Key {
        self.with(|promises| {
            let key = Key(promises.next);
            promises.next += 1;
            promises.pending.insert(key, promise);
            key
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut Promises) -> T) -> T {
        change(&mut self.promises.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Journal for Memory {
    fn promise(&self, promise: Promise) -> Pending<'_, Result<Key, StoreError>> {
        if self.hangs.load(Ordering::Relaxed) {
            return Box::pin(pending());
        }
        Box::pin(ready(Ok(self.insert(promise))))
    }

    fn answered(&self, key: Key, answer: Bytes) -> Pending<'_, Result<(), StoreError>> {
        self.with(|promises| {
            if let Some(promise) = promises.pending.get_mut(&key) {
                promise.answer = Some(answer);
            }
        });
        Box::pin(ready(Ok(())))
    }

    fn claim(&self, _key: Key) -> Pending<'_, bool> {
        Box::pin(ready(!self.claimed.load(Ordering::Relaxed)))
    }

    fn done(&self, key: Key) {
        self.with(|promises| promises.pending.remove(&key));
    }

    fn recover(&self) -> Pending<'_, Result<Vec<(Key, Promise)>, StoreError>> {
        let left = self.with(|promises| {
            let left = std::mem::take(&mut promises.left);
            left.into_iter().filter_map(|key| Some((key, promises.pending.get(&key)?.clone()))).collect()
        });
        Box::pin(ready(Ok(left)))
    }

    fn keep_late(&self, user: &LateKey, answer: Bytes, until_ms: i64) -> Pending<'_, Result<(), StoreError>> {
        self.late.keep(*user, answer, until_ms, now_ms());
        Box::pin(ready(Ok(())))
    }

    fn has_late(&self) -> bool {
        !self.late.is_empty()
    }

    fn take_late(&self, user: &LateKey) -> Pending<'_, Option<Bytes>> {
        Box::pin(ready(self.late.take(user, now_ms())))
    }

    fn flush(&self) -> Pending<'_, ()> {
        Box::pin(ready(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::promise;

    #[tokio::test]
    async fn a_promise_stays_until_it_is_done() {
        let memory = Memory::default();
        let key = memory.promise(promise("r")).await.unwrap();
        memory.answered(key, Bytes::from_static(b"{}")).await.unwrap();
        assert_eq!(memory.pending(), [Promise { answer: Some(Bytes::from_static(b"{}")), ..promise("r") }]);
        memory.done(key);
        assert!(memory.pending().is_empty());
    }

    #[tokio::test]
    async fn what_was_left_is_given_once() {
        let memory = Memory::leaving([promise("r")]);
        memory.promise(promise("own")).await.unwrap();
        let left = memory.recover().await.unwrap();
        assert_eq!(left.iter().map(|(_, promise)| promise.request_id.as_str()).collect::<Vec<_>>(), ["r"]);
        assert!(memory.recover().await.unwrap().is_empty());
    }
}
