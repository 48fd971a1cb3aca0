//! Numbers for promises that no other process gives.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Key;

/// Counts from a random number: processes that share a journal, or follow each other, do not meet among 2^64.
pub(super) struct Keys {
    first: u64,
    given: AtomicU64,
}

impl Default for Keys {
    fn default() -> Self {
        Self { first: RandomState::new().hash_one(std::process::id()), given: AtomicU64::new(0) }
    }
}

impl Keys {
    /// A new one.
    pub(super) fn next(&self) -> Key {
        Key(self.first.wrapping_add(self.given.fetch_add(1, Ordering::Relaxed)))
    }

    /// Whether this process gave it.
    pub(super) fn gave(&self, key: Key) -> bool {
        key.0.wrapping_sub(self.first) < self.given.load(Ordering::Relaxed)
    }
}

/// Takes a promise back when the caller stopped waiting for it, or it failed: then nobody has its key.
pub(super) struct TakeBack<F: FnMut()> {
    take_back: F,
    is_promised: bool,
}

impl<F: FnMut()> TakeBack<F> {
    /// Unless it is [`Self::promised`], `take_back` runs.
    pub(super) fn unless_promised(take_back: F) -> Self {
        Self { take_back, is_promised: false }
    }

    /// The caller has its key.
    pub(super) fn promised(mut self) {
        self.is_promised = true;
    }
}

impl<F: FnMut()> Drop for TakeBack<F> {
    fn drop(&mut self) {
        if !self.is_promised {
            (self.take_back)();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_knows_its_own_keys() {
        let (ours, theirs) = (Keys::default(), Keys::default());
        let key = ours.next();
        assert!(ours.gave(key) && !theirs.gave(key));
        assert_ne!(key, ours.next());
    }

    #[test]
    fn counting_goes_on_past_the_largest_number() {
        let keys = Keys { first: u64::MAX, given: AtomicU64::new(0) };
        let (last, first) = (keys.next(), keys.next());
        assert_eq!((last, first), (Key(u64::MAX), Key(0)));
        assert!(keys.gave(last) && keys.gave(first) && !keys.gave(Key(1)));
    }
}
