//! Which snapshot is served, and how it is replaced.
//!
//! In comes the path of a configuration, out comes the one pointer that requests read ([`Live::snapshots`]) and what the status
//! says. [`reload`] decides, [`watch`] and a look every second say when, one thread does both. A load that fails touches nothing.
//! Knows no HTTP.
#![expect(clippy::disallowed_methods, reason = "the reloading thread looks at the watched files and may sleep between two looks")]

mod inbox;
mod mount;
mod prints;
mod reload;
mod tell;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use arc_swap::ArcSwapOption;
use tokio::sync::{oneshot, watch as signal};

use self::inbox::{Inbox, Wake};
use self::reload::{Cause, Machine};
use self::watch::FolderWatcher;
use crate::compile::{self, Loaded, Snapshot};
use crate::config::Overlay;
use crate::diag::{Lang, Report, SourceMap};
use crate::meter::Meters;
use crate::store::LastGood;

/// The files are compared this often.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Least time between two looks that hints cause: a log file in the same folder may be written all the time.
const BREATH: Duration = Duration::from_millis(10);

/// Bytes of stack for a load: it recurses into the file, and a thread's usual 2 MiB are less than the main thread's.
pub const STACK: usize = 8 * 1024 * 1024;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watch {
    /// File events, and a look every second.
    #[default]
    Auto,
    /// Only the look every second.
    Poll,
    /// Not at all: SIGHUP and the API reload.
    Off,
}

/// What to serve and how to watch it.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration's file.
    pub config: PathBuf,
    /// Where the last good configuration is kept.
    pub state_dir: PathBuf,
    /// How changes are noticed.
    pub watch: Watch,
    /// The language of the log.
    pub lang: Lang,
    /// What a loaded configuration has to pass: it takes the snapshot away and says why.
    pub gate: Gate,
}

/// See [`Options::gate`].
pub type Gate = fn(&mut Loaded, Lang);

/// What one attempt to reload did.
#[must_use]
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A new configuration is in service.
    Swapped {
        /// Its number: 1 for the first.
        generation: u64,
    },
    /// The file says what is in service already.
    Unchanged,
    /// A file is missing or empty: somebody is saving it. What is in service stays.
    Saving,
    /// The file has errors. What is in service stays.
    Kept(Arc<Failure>),
}

/// Why the last load was refused.
#[derive(Clone, Debug)]
pub struct Failure {
    /// When.
    pub at: SystemTime,
    /// The diagnostics for people.
    pub text: String,
    /// The diagnostics for programs: an array.
    pub diagnostics: serde_json::Value,
    /// The diagnostics themselves, with the sources.
    pub report: Report,
}

/// What is in service and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// How many configurations were put in service; 0: none.
    pub generation: u64,
    /// The hash of the one in service.
    pub hash: String,
    /// When it was put in service.
    pub loaded_at: Option<SystemTime>,
    /// How many skills it has.
    pub skills: usize,
    /// Why the file is not in service, until it is mended.
    pub last_error: Option<Arc<Failure>>,
    /// What the one in service is warned of; `None`: nothing.
    pub warnings: Option<Arc<Report>>,
    /// The one in service is the kept copy of an earlier one.
    pub from_copy: bool,
}

/// What the reloading thread writes and everybody else reads.
#[derive(Default)]
struct Shared {
    /// Read by every request, written at a swap.
    current: Arc<ArcSwapOption<Snapshot>>,
    status: Mutex<Status>,
    /// Says that the status changed: to pages that show it.
    changed: signal::Sender<()>,
    /// Written at each load, for who edits them.
    files: Mutex<Vec<SourceFile>>,
}

/// A file of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Below the configuration's folder, with `/`.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
}

impl Shared {
    fn status(&self) -> Status {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_replace(());
    }

    /// What a load was read from. A file with a mistake may hide which others it names, so after a failed load the earlier ones stay.
    fn read_from(&self, sources: &SourceMap, failed: bool) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = std::mem::take(&mut *files);
        files.extend(sources.files().iter().map(|source| SourceFile { name: source.name.clone(), path: source.path.clone() }));
        for file in earlier.into_iter().filter(|_| failed) {
            if files.iter().all(|known| known.name != file.name) {
                files.push(file);
            }
        }
    }
}

/// The configuration in service. Watching ends when it is dropped.
pub struct Live {
    shared: Arc<Shared>,
    inbox: Arc<Inbox>,
    config: PathBuf,
    state_dir: PathBuf,
    gate: Gate,
}

impl Live {
    /// Loads the configuration (or the kept copy of the last good one) and goes on watching it.
    /// The error: the file has mistakes, and there is no copy that could serve in its place (or the system gives no thread).
    pub fn start(options: Options, meters: Meters) -> Result<Self, Arc<Failure>> {
        let Options { config, state_dir, watch, lang, gate } = options;
        let shared = Arc::new(Shared::default());
        let mut machine = Machine::new(config.clone(), lang, meters, LastGood::new(&state_dir), Arc::clone(&shared));
        machine.gate = gate;
        if let Outcome::Kept(failure) = machine.first() {
            machine.serve_copy(&failure)?;
        }
        if watch != Watch::Off && mount::is_mount_point(&config) {
            tell::single_file_mount(lang, &config);
        }
        let inbox = Arc::new(Inbox::default());
        let folders = (watch == Watch::Auto).then(|| start_watcher(&inbox, lang)).flatten();
        let looks = watch != Watch::Off;
        let worker = Worker { machine, folders, inbox: Arc::clone(&inbox), looks, told_deaf: false, lang };
        let thread = std::thread::Builder::new().name("reload".to_owned()).stack_size(STACK);
        match thread.spawn(move || worker.run()) {
            Ok(_) => Ok(Self { shared, inbox, config, state_dir, gate }),
            Err(error) => Err(Arc::new(Failure::no_thread(lang, &error))),
        }
    }

    /// The pointer that requests read.
    pub fn snapshots(&self) -> Arc<ArcSwapOption<Snapshot>> {
        Arc::clone(&self.shared.current)
    }

    /// What is in service and what is wrong.
    pub fn status(&self) -> Status {
        self.shared.status()
    }

    /// Hears of each change of the status: a configuration put in service, refused, or mended.
    pub fn changes(&self) -> signal::Receiver<()> {
        self.shared.changed.subscribe()
    }

    /// The configuration's file.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// The state folder.
    pub fn state_dir(&self) -> &Path {
        &self.state_dir
    }

    /// The files of the last load, the configuration itself first; after one that failed, also those of the loads before.
    pub fn files(&self) -> Vec<SourceFile> {
        self.shared.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Loads the configuration with unsaved edits in it, as it would be loaded if they were saved, and serves nothing of it. Blocks, and
    /// needs the stack that [`STACK`] says.
    pub fn check(&self, edits: Overlay, lang: Lang) -> Loaded {
        let mut loaded = compile::load_over(&self.config, edits, &Meters::default());
        (self.gate)(&mut loaded, lang);
        loaded
    }

    /// Reads the file again, now. The receiver gets the outcome; it may be dropped.
    pub fn reload(&self) -> oneshot::Receiver<Outcome> {
        self.inbox.ask()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.inbox.stop();
    }
}

fn start_watcher(inbox: &Arc<Inbox>, lang: Lang) -> Option<FolderWatcher> {
    let inbox = Arc::clone(inbox);
    match FolderWatcher::start(move || inbox.hint()) {
        Ok(folders) => Some(folders),
        Err(error) => {
            tell::no_events(lang, &error.to_string());
            None
        }
    }
}

/// The reloading thread.
struct Worker {
    machine: Machine,
    /// Hints; `None` where there are none.
    folders: Option<FolderWatcher>,
    inbox: Arc<Inbox>,
    /// Whether to look without being told to.
    looks: bool,
    /// That the system refuses a watch is said once.
    told_deaf: bool,
    lang: Lang,
}

impl Worker {
    fn run(mut self) {
        self.follow();
        // The load at start was before the watch: look once more, so that nothing falls between.
        let mut next_look = Instant::now();
        loop {
            let (cause, replies) = match self.inbox.wait(self.looks.then_some(next_look)) {
                Wake::Time => (Cause::Time, Vec::new()),
                Wake::Hint => (Cause::Hint, Vec::new()),
                Wake::Asked(replies) => (Cause::Asked, replies),
                Wake::Stop => return,
            };
            if cause == Cause::Time {
                next_look = Instant::now() + LOOK_EVERY;
            }
            let outcome = self.machine.step(cause, Instant::now());
            match &outcome {
                // Other files may be named now, also by a configuration that was refused.
                Outcome::Swapped { .. } | Outcome::Kept(_) => self.follow(),
                Outcome::Unchanged | Outcome::Saving => self.refresh(),
            }
            for reply in replies {
                // Whoever asked may have gone.
                let _ = reply.send(outcome.clone());
            }
            if cause == Cause::Hint {
                std::thread::sleep(BREATH);
            }
        }
    }

    fn follow(&mut self) {
        let refusal = self.folders.as_mut().and_then(|folders| folders.follow(self.machine.watched()));
        if let Some(refusal) = refusal.filter(|_| !std::mem::replace(&mut self.told_deaf, true)) {
            tell::no_events(self.lang, &refusal.to_string());
        }
    }

    fn refresh(&mut self) {
        if !self.machine.watched().patterns.is_empty() {
            // A folder may have come in which their files could stand.
            self.follow();
        } else if let Some(folders) = &mut self.folders {
            // Told when it was first refused; the look every second does without.
            let _ = folders.refresh();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_broken_does_not_take_those_it_names_from_the_list() {
        let shared = Shared::default();
        let names = |files: &[&str], failed: bool| {
            let mut sources = SourceMap::default();
            for file in files {
                sources.add(*file, *file, "");
            }
            shared.read_from(&sources, failed);
            shared.files.lock().unwrap().iter().map(|file| file.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&["skills.yaml", "a.yaml"], false), ["skills.yaml", "a.yaml"]);
        assert_eq!(names(&["skills.yaml"], true), ["skills.yaml", "a.yaml"]);
        assert_eq!(names(&["skills.yaml", "b.yaml"], false), ["skills.yaml", "b.yaml"]);
    }
}
