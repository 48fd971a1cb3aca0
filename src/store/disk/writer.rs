//! The one thread that has the file: takes what waits, writes it with one sync, tells those who wait.
//!
//! While the file cannot be used every promise is refused at once, so that nobody waits for a disk that is not there; from
//! time to time it is opened again. What was to be removed meanwhile is removed then.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::file::{Contents, File, set_aside};
use super::queue::{Batch, Change, Queue, Waiter};
use crate::diag::Lang;
use crate::store::keys::Keys;
use crate::store::late::{Shelf, now_ms};
use crate::store::{Key, Promise, StoreError, tell};

/// The most removals that are remembered while the file cannot be used. What is not removed is past its deadline before long.
const MOST_OWED: usize = 100_000;

/// How long the writer waits for what.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// A removal waits this long for something to ride along with.
    pub(super) linger: Duration,
    /// A file that could not be used is tried again after this.
    pub(super) retry: Duration,
}

/// The thread's own.
pub(super) struct Writer {
    pub(super) path: PathBuf,
    pub(super) lang: Lang,
    pub(super) pace: Pace,
    pub(super) queue: Arc<Queue>,
    pub(super) shelf: Arc<Shelf>,
    pub(super) keys: Arc<Keys>,
    state: State,
    /// Removals that were not written.
    owed: Vec<Change>,
    /// What another process left, and nobody has asked for yet.
    left: Vec<(Key, Promise)>,
    /// What another process left, and somebody works on.
    given: HashSet<Key>,
}

enum State {
    Open(File),
    /// Why, and when it is tried again.
    Failed(StoreError, Instant),
}

impl Writer {
    /// Opens the file, or says in the log why not.
    pub(super) fn new(path: PathBuf, lang: Lang, pace: Pace, queue: Arc<Queue>, shelf: Arc<Shelf>, keys: Arc<Keys>) -> Self {
        let state = State::Failed(StoreError::Closed, Instant::now());
        let (owed, left, given) = (Vec::new(), Vec::new(), HashSet::new());
        let mut writer = Self { path, lang, pace, queue, shelf, keys, state, owed, left, given };
        match writer.open() {
            Ok(file) => writer.state = State::Open(file),
            Err(error) => writer.fail(error),
        }
        writer
    }

    /// Until the queue is closed.
    pub(super) fn run(mut self) {
        loop {
            let batch = self.queue.next(self.pace.linger);
            let last = batch.last;
            self.serve(batch);
            if last {
                return;
            }
        }
    }

    fn serve(&mut self, batch: Batch) {
        self.miss_the_file();
        self.try_again();
        for change in &batch.changes {
            if let Change::Done(key) = change {
                self.given.remove(key);
            }
        }
        let written = match &self.state {
            State::Open(_) if batch.changes.is_empty() => Ok(()),
            State::Open(file) => file.write(&batch.changes),
            State::Failed(why, _) => Err(why.clone()),
        };
        if let Err(why) = &written {
            self.owe(batch.changes);
            if matches!(self.state, State::Open(_)) {
                self.fail(why.clone());
            }
        }
        for waiter in batch.waiters {
            // Whoever does not wait any more has gone on.
            match waiter {
                Waiter::Written(tell) => drop(tell.send(written.clone())),
                Waiter::Recovered(tell) => drop(tell.send(self.hand_over())),
            }
        }
    }

    fn hand_over(&mut self) -> Result<Vec<(Key, Promise)>, StoreError> {
        match &self.state {
            State::Open(_) => {
                self.given.extend(self.left.iter().map(|(key, _)| *key));
                Ok(std::mem::take(&mut self.left))
            }
            State::Failed(why, _) => Err(why.clone()),
        }
    }

    /// What could not be written and must not come back. Of a promise that failed nobody has the key.
    fn owe(&mut self, changes: Vec<Change>) {
        for change in changes {
            let owed = match change {
                Change::Promise(key, _) => Change::Done(key),
                removal @ (Change::Done(_) | Change::NoLate(_)) => removal,
                Change::Answer(..) | Change::Late(..) => continue,
            };
            if self.owed.len() < MOST_OWED {
                self.owed.push(owed);
            }
        }
    }

    fn fail(&mut self, why: StoreError) {
        let news = match &self.state {
            State::Failed(known, _) => std::mem::discriminant(known) != std::mem::discriminant(&why),
            State::Open(_) => true,
        };
        if news {
            tell::in_memory(self.lang, &why);
        }
        // redb takes nothing more after a failure: the file is closed and opened anew.
        self.state = State::Failed(why, Instant::now() + self.pace.retry);
    }

    /// Somebody deleted the file, or the whole state folder: another one is begun at once.
    fn miss_the_file(&mut self) {
        if let State::Open(file) = &self.state
            && !file.is_there()
        {
            tell::deleted(self.lang, &self.path);
            self.state = State::Failed(StoreError::Closed, Instant::now());
        }
    }

    fn try_again(&mut self) {
        let State::Failed(_, at) = &self.state else { return };
        if Instant::now() < *at {
            return;
        }
        match self.open() {
            Ok(file) => {
                self.state = State::Open(file);
                tell::on_disk_again(self.lang);
            }
            Err(error) => self.fail(error),
        }
    }

    /// The file, and what stands in it that is new to this process; a damaged one is put out of the way.
    fn open(&mut self) -> Result<File, StoreError> {
        let (file, contents) = match self.open_and_read() {
            Err(StoreError::Damaged(_)) => {
                let aside = set_aside(&self.path, now_ms())?;
                tell::set_aside(self.lang, &self.path, &aside);
                self.open_and_read()?
            }
            opened => opened?,
        };
        self.owed.clear();
        let now = now_ms();
        for (key, until_ms, answer) in contents.late {
            self.shelf.keep_older(key, answer, until_ms, now);
        }
        let known: HashSet<Key> = self.left.iter().map(|(key, _)| *key).collect();
        let new = contents.promises.into_iter().filter(|(key, _)| !known.contains(key));
        let new = new.filter(|(key, _)| !self.keys.gave(*key) && !self.given.contains(key));
        self.left.extend(new.collect::<Vec<_>>());
        Ok(file)
    }

    fn open_and_read(&self) -> Result<(File, Contents), StoreError> {
        let file = File::open(&self.path)?;
        if !self.owed.is_empty() {
            file.write(&self.owed)?;
        }
        let contents = file.read()?;
        let now = now_ms();
        let expired = contents.late.iter().filter(|(_, until_ms, _)| *until_ms <= now);
        let expired: Vec<_> = expired.map(|(key, ..)| Change::NoLate(*key)).collect();
        if !expired.is_empty() {
            file.write(&expired)?;
        }
        Ok((file, contents))
    }
}
