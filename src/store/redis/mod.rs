//! The journal in a Redis that several replicas share.
//!
//! ```text
//! talkplate:1:promise:<key>      a promise; gone ten minutes after its deadline
//! talkplate:1:answer:<key>       its answer, once there is one
//! talkplate:1:sent:<key>         who posts it: claimed just before the POST, for some seconds
//! talkplate:1:replica:<id>       there as long as this replica lives; renewed every few seconds
//! talkplate:1:replicas           all ids that are not cleared away yet
//! talkplate:1:of:<id>            the keys of the promises of this replica
//! talkplate:1:late:<hash>        a late answer
//! ```
//!
//! A replica that ends without having done what it promised leaves its set behind; whoever moves a key from it into the own set first
//! (Redis does that at once or not at all) has taken the promise over. Needs Redis 6.2.

mod lease;
mod line;
#[cfg(test)]
mod tests;

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use redis::{Pipeline, pipe};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use self::lease::{Errand, Lease};
use self::line::Line;
use super::keys::{Keys, TakeBack};
use super::late::{Shelf, now_ms};
use super::record::{FORMAT, decode, encode};
use super::{Journal, Key, LateKey, NoRedis, Pending, Promise, StoreError};
use crate::diag::Lang;

/// A promise is found this long after its deadline, to be counted.
const AFTER_DEADLINE_MS: i64 = 10 * 60 * 1000;
/// An answer stays at most this long.
const ANSWER_SECONDS: u64 = 60 * 60;
/// Who claimed a promise and died before the POST is in nobody's way when the promise is taken over.
const CLAIM_MS: u64 = 8_000;
/// Commands that go in one go.
const CHUNK: usize = 128;
const PACE: Pace = Pace { beat: Duration::from_secs(3), life: Duration::from_secs(10) };

/// How a replica says that it lives.
#[derive(Clone, Copy)]
struct Pace {
    /// How often.
    beat: Duration,
    /// After how much silence it counts as dead.
    life: Duration,
}

impl Pace {
    fn say_alive(&self, commands: &mut Pipeline, me: &str) {
        let life = u64::try_from(self.life.as_millis()).unwrap_or(u64::MAX);
        commands.pset_ex(name("replica", me), 1, life).ignore();
        commands.sadd(replicas(), me).ignore();
    }
}

/// Promises and late answers in Redis.
pub(super) struct Redis {
    line: Arc<Line>,
    me: String,
    pace: Pace,
    keys: Keys,
    /// Late answers that came while Redis was away.
    shelf: Shelf,
    /// Promises that were taken over and not yet read.
    unread: Mutex<Vec<Key>>,
    errands: mpsc::UnboundedSender<Errand>,
    lease: JoinHandle<()>,
}

/// `talkplate:1:…`
fn name(kind: &str, which: impl std::fmt::Display) -> String {
    format!("talkplate:{FORMAT}:{kind}:{which}")
}

fn replicas() -> String {
    format!("talkplate:{FORMAT}:replicas")
}

impl Redis {
    /// Connects when it is first used.
    pub(super) fn open(url: &str, lang: Lang) -> Result<Self, NoRedis> {
        Self::with(url, lang, PACE)
    }

    fn with(url: &str, lang: Lang, pace: Pace) -> Result<Self, NoRedis> {
        let line = Arc::new(Line::to(url, lang)?);
        let keys = Keys::default();
        // The first key is random: it names the replica as well.
        let me = format!("{:016x}", keys.next().0);
        let (errands, inbox) = mpsc::unbounded_channel();
        let lease = tokio::spawn(Lease::new(Arc::clone(&line), me.clone(), pace, inbox).hold());
        Ok(Self { line, me, pace, keys, shelf: Shelf::default(), unread: Mutex::default(), errands, lease })
    }

    /// Moves the promises of the replicas that ended into the own set.
    async fn take_over(&self) -> Result<(), StoreError> {
        let all: Vec<String> = one(self.line.ask(pipe().smembers(replicas())).await)?;
        for replica in all.into_iter().filter(|replica| *replica != self.me) {
            let mut look = pipe();
            look.exists(name("replica", &replica)).smembers(name("of", &replica));
            let (lives, left): (bool, Vec<u64>) = self.line.ask(&look).await?;
            if lives {
                continue;
            }
            for some in left.chunks(CHUNK) {
                let mut commands = pipe();
                for key in some {
                    commands.smove(name("of", &replica), name("of", &self.me), *key);
                }
                let moved: Vec<bool> = self.line.ask(&commands).await?;
                let ours = some.iter().zip(moved).filter(|(_, moved)| *moved).map(|(key, _)| Key(*key));
                self.unread().extend(ours);
            }
            // One that was only held up says at its next beat that it lives.
            let () = self.line.ask(pipe().srem(replicas(), &replica).ignore()).await?;
        }
        Ok(())
    }

    /// Reads what was taken over.
    async fn read(&self) -> Result<Vec<(Key, Promise)>, StoreError> {
        let keys = self.unread().clone();
        let mut promises = Vec::new();
        for some in keys.chunks(CHUNK) {
            let mut gets = pipe();
            for key in some {
                gets.get(name("promise", key.0)).get(name("answer", key.0));
            }
            let values: Vec<Option<Vec<u8>>> = self.line.ask(&gets).await?;
            for (key, pair) in some.iter().zip(values.chunks(2)) {
                let [record, answer] = pair else { continue };
                let answer = answer.clone().map(Bytes::from);
                match record.as_ref().and_then(|record| decode(record, answer)) {
                    Some(promise) => promises.push((*key, promise)),
                    // It is long past, and Redis has forgotten it.
                    None => self.done(*key),
                }
            }
        }
        self.unread().retain(|key| !keys.contains(key));
        Ok(promises)
    }

    fn unread(&self) -> std::sync::MutexGuard<'_, Vec<Key>> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends commands that answer nothing of interest.
    async fn tell(&self, commands: Pipeline) -> Result<(), StoreError> {
        self.line.ask(&commands).await
    }
}

/// The answer of a pipeline of one command.
fn one<T>(answer: Result<(T,), StoreError>) -> Result<T, StoreError> {
    answer.map(|(answer,)| answer)
}

impl Journal for Redis {
    fn promise(&self, promise: Promise) -> Pending<'_, Result<Key, StoreError>> {
        let key = self.keys.next();
        let mut commands = pipe();
        commands.atomic();
        commands.cmd("SET").arg(name("promise", key.0)).arg(encode(&promise));
        commands.arg("PXAT").arg(promise.deadline_ms.saturating_add(AFTER_DEADLINE_MS)).ignore();
        commands.sadd(name("of", &self.me), key.0).ignore();
        // Whoever promises lives: Redis may have been away at the last beat.
        self.pace.say_alive(&mut commands, &self.me);
        let take_back = TakeBack::unless_promised(move || self.done(key));
        Box::pin(async move {
            self.tell(commands).await?;
            take_back.promised();
            Ok(key)
        })
    }

    fn answered(&self, key: Key, answer: Bytes) -> Pending<'_, Result<(), StoreError>> {
        let mut commands = pipe();
        commands.set_ex(name("answer", key.0), answer.as_ref(), ANSWER_SECONDS).ignore();
        Box::pin(self.tell(commands))
    }

    fn claim(&self, key: Key) -> Pending<'_, bool> {
        let mut commands = pipe();
        let mark = name("sent", key.0);
        commands.cmd("SET").arg(&mark).arg(&self.me).arg("NX").arg("PX").arg(CLAIM_MS).ignore();
        commands.get(&mark);
        Box::pin(async move {
            let whose: Result<Option<String>, StoreError> = one(self.line.ask(&commands).await);
            // Without Redis the answer goes out: Kakao refuses a second one.
            whose.is_ok_and(|whose| whose.is_some_and(|whose| whose != self.me)).then_some(()).is_none()
        })
    }

    fn done(&self, key: Key) {
        // It fails only when the lease has ended, with the process.
        let _ = self.errands.send(Errand::Done(key));
    }

    fn recover(&self) -> Pending<'_, Result<Vec<(Key, Promise)>, StoreError>> {
        Box::pin(async {
            let taken = self.take_over().await;
            let promises = self.read().await?;
            // What was read is worked on also when the next replica could not be asked.
            if promises.is_empty() { taken.map(|()| promises) } else { Ok(promises) }
        })
    }

    fn keep_late(&self, user: &LateKey, answer: Bytes, until_ms: i64) -> Pending<'_, Result<(), StoreError>> {
        let mut commands = pipe();
        commands.cmd("SET").arg(late(user)).arg(answer.as_ref()).arg("PXAT").arg(until_ms.max(1)).ignore();
        let user = *user;
        Box::pin(async move {
            let kept = self.tell(commands).await;
            if kept.is_err() {
                self.shelf.keep(user, answer, until_ms, now_ms());
            }
            kept
        })
    }

    /// Another replica may have one.
    fn has_late(&self) -> bool {
        self.line.is_up() || !self.shelf.is_empty()
    }

    fn take_late(&self, user: &LateKey) -> Pending<'_, Option<Bytes>> {
        if let Some(answer) = self.shelf.take(user, now_ms()) {
            return Box::pin(ready(Some(answer)));
        }
        let mut commands = pipe();
        commands.cmd("GETDEL").arg(late(user));
        Box::pin(async move {
            let answer: Option<Vec<u8>> = one(self.line.ask(&commands).await).ok()?;
            answer.map(Bytes::from)
        })
    }

    fn flush(&self) -> Pending<'_, ()> {
        let (tell, flushed) = oneshot::channel();
        let _ = self.errands.send(Errand::Leave(tell));
        Box::pin(async { drop(flushed.await) })
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.lease.abort();
    }
}

fn late(user: &LateKey) -> String {
    let hex = user.0.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    name("late", hex)
}
