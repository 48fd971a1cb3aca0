//! Answers that came too late for their callback, in memory: one for each user and skill, the oldest making room for the newest.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// The most answers that are kept.
const MOST: usize = 10_000;
/// The most bytes of answers that are kept.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A user and a skill, hashed: no user id is written anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LateKey(pub(super) [u8; 16]);

impl LateKey {
    /// The user's id and the skill's path, as the configuration writes it.
    pub fn new(user: &str, skill: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update((user.len() as u64).to_le_bytes());
        hash.update(user);
        hash.update(skill);
        let mut key = [0; 16];
        key.iter_mut().zip(hash.finalize()).for_each(|(half, whole)| *half = whole);
        Self(key)
    }
}

/// The answers.
pub(super) struct Shelf {
    /// The hot path asks without the lock whether there is anything.
    count: AtomicUsize,
    inner: Mutex<Inner>,
    most: usize,
    most_bytes: usize,
}

#[derive(Default)]
struct Inner {
    answers: HashMap<LateKey, Late>,
    /// In the order in which they came.
    order: BTreeMap<u64, LateKey>,
    next: u64,
    bytes: usize,
}

struct Late {
    answer: Bytes,
    until_ms: i64,
    turn: u64,
}

/// Who had to leave.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Left {
    /// Nobody asked in time.
    pub(super) expired: Vec<LateKey>,
    /// There was no room.
    pub(super) crowded_out: Vec<LateKey>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self::holding(MOST, MOST_BYTES)
    }
}

impl Shelf {
    fn holding(most: usize, most_bytes: usize) -> Self {
        Self { count: AtomicUsize::new(0), inner: Mutex::default(), most, most_bytes }
    }

    /// Whether there is anything at all.
    pub(super) fn is_empty(&self) -> bool {
        self.count.load(Ordering::Relaxed) == 0
    }

    /// Keeps an answer in place of an older one of the same user; the oldest leave when there is no room.
    pub(super) fn keep(&self, key: LateKey, answer: Bytes, until_ms: i64, now_ms: i64) -> Left {
        self.with(|inner| {
            inner.remove(&key);
            let turn = inner.next;
            inner.next += 1;
            inner.bytes += answer.len();
            inner.order.insert(turn, key);
            inner.answers.insert(key, Late { answer, until_ms, turn });
            let mut left = Left::default();
            while let Some((oldest, expired)) = inner.oldest(now_ms) {
                let crowded = inner.answers.len() > self.most || inner.bytes > self.most_bytes;
                if !expired && !crowded {
                    break;
                }
                inner.remove(&oldest);
                if expired { &mut left.expired } else { &mut left.crowded_out }.push(oldest);
            }
            left
        })
    }

    /// Keeps an answer that an older process left, unless there is a newer one or its time is over.
    pub(super) fn keep_older(&self, key: LateKey, answer: Bytes, until_ms: i64, now_ms: i64) {
        let newer = self.with(|inner| inner.answers.contains_key(&key));
        if !newer && until_ms > now_ms {
            self.keep(key, answer, until_ms, now_ms);
        }
    }

    /// The answer, once; none when its time is over.
    pub(super) fn take(&self, key: &LateKey, now_ms: i64) -> Option<Bytes> {
        if self.is_empty() {
            return None;
        }
        self.with(|inner| inner.remove(key)).filter(|late| late.until_ms > now_ms).map(|late| late.answer)
    }

    fn with<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = change(&mut inner);
        self.count.store(inner.answers.len(), Ordering::Relaxed);
        outcome
    }
}

impl Inner {
    /// The one that came first, and whether its time is over.
    fn oldest(&self, now_ms: i64) -> Option<(LateKey, bool)> {
        let (_, key) = self.order.first_key_value()?;
        Some((*key, self.answers.get(key).is_none_or(|late| late.until_ms <= now_ms)))
    }

    fn remove(&mut self, key: &LateKey) -> Option<Late> {
        let late = self.answers.remove(key)?;
        self.order.remove(&late.turn);
        self.bytes -= late.answer.len();
        Some(late)
    }
}

/// The time on the wall, milliseconds since 1970, UTC.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    fn key(user: &str) -> LateKey {
        LateKey::new(user, "/skill/ask")
    }

    #[test]
    fn a_user_has_one_answer_for_each_skill_and_gets_it_once() {
        let shelf = Shelf::default();
        assert!(shelf.is_empty());
        shelf.keep(key("u"), answer("옛 답"), 100, 0);
        shelf.keep(key("u"), answer("새 답"), 100, 0);
        shelf.keep(LateKey::new("u", "/skill/other"), answer("다른 답"), 100, 0);
        assert_eq!(shelf.take(&key("v"), 1), None);
        assert_eq!(shelf.take(&key("u"), 1), Some(answer("새 답")));
        assert_eq!(shelf.take(&key("u"), 1), None);
        assert!(!shelf.is_empty());
        assert_eq!(shelf.take(&LateKey::new("u", "/skill/other"), 1), Some(answer("다른 답")));
        assert!(shelf.is_empty());
    }

    #[test]
    fn an_answer_whose_time_is_over_is_not_given() {
        let shelf = Shelf::default();
        shelf.keep(key("u"), answer("답"), 100, 0);
        assert_eq!(shelf.take(&key("u"), 100), None);
        assert!(shelf.is_empty());
    }

    #[test]
    fn the_oldest_leave_when_there_is_no_room() {
        let shelf = Shelf::holding(2, 100);
        assert_eq!(shelf.keep(key("a"), answer("1"), 9, 0), Left::default());
        assert_eq!(shelf.keep(key("b"), answer("2"), 9, 0), Left::default());
        assert_eq!(shelf.keep(key("c"), answer("3"), 9, 0), Left { crowded_out: vec![key("a")], ..Left::default() });
        assert_eq!((shelf.take(&key("a"), 1), shelf.take(&key("b"), 1)), (None, Some(answer("2"))));
        let shelf = Shelf::holding(100, 10);
        shelf.keep(key("a"), answer("123456"), 9, 0);
        assert_eq!(shelf.keep(key("b"), answer("123456"), 9, 0).crowded_out, [key("a")]);
    }

    #[test]
    fn those_whose_time_is_over_make_room_first() {
        let shelf = Shelf::holding(2, 100);
        shelf.keep(key("a"), answer("1"), 5, 0);
        shelf.keep(key("b"), answer("2"), 99, 0);
        assert_eq!(shelf.keep(key("c"), answer("3"), 99, 6), Left { expired: vec![key("a")], ..Left::default() });
    }

    #[test]
    fn the_key_says_nothing_about_the_user_and_tells_users_and_skills_apart() {
        assert_ne!(LateKey::new("ab", "/c"), LateKey::new("a", "b/c"));
        assert_ne!(LateKey::new("a", "/b"), LateKey::new("a", "/c"));
        assert!(!format!("{:?}", LateKey::new("user-1", "/b")).contains("user"));
    }
}
