//! Says "something may have changed" from the system's file events. Knows folders, not configurations.
//!
//! Folders are watched, never files: a file that is replaced by a rename takes its watch away with it. Events are hints only
//! (some mounts give none, a folder that is removed and made again goes silent), so nothing depends on them but speed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::prints::Watched;

/// Watches the folders of the files it follows.
pub(super) struct FolderWatcher {
    watcher: RecommendedWatcher,
    folders: BTreeMap<PathBuf, Standing>,
}

/// Device, inode, and birth, because a new folder often gets the inode of the removed one.
type Identity = (u64, u64, Option<SystemTime>);

/// How a folder is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The watch sits on the folder of this identity.
    Watched(Option<Identity>),
    /// There is no such folder, or the system gave no watch for it.
    Deaf,
}

impl FolderWatcher {
    /// A watcher that calls `hint` from a thread of its own.
    pub(super) fn start(hint: impl Fn() + Send + 'static) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // A lost event (full queue) may have been any: look.
            if event.map_or(true, |event| may_have_changed(event.kind)) {
                hint();
            }
        })?;
        Ok(Self { watcher, folders: BTreeMap::new() })
    }

    /// Watches the folders of these files and patterns and no others. Gives the first refusal of the system, if any: its event limit, mostly.
    pub(super) fn follow(&mut self, read: &Watched) -> Option<notify::Error> {
        let mut wanted: Vec<PathBuf> = read.files.iter().flat_map(|file| folders_of(file)).collect();
        wanted.extend(read.patterns.iter().flat_map(|pattern| pattern.look().folders).map(named));
        wanted.sort();
        wanted.dedup();
        let watcher = &mut self.watcher;
        self.folders.retain(|folder, _| {
            let keep = wanted.contains(folder);
            if !keep {
                let _ = watcher.unwatch(folder);
            }
            keep
        });
        for folder in wanted {
            self.folders.entry(folder).or_insert(Standing::Deaf);
        }
        self.refresh()
    }

    /// Puts the watch back on folders that were removed and made again.
    pub(super) fn refresh(&mut self) -> Option<notify::Error> {
        let mut refusal = None;
        for (folder, standing) in &mut self.folders {
            let now = identity(folder);
            if *standing == Standing::Watched(now) {
                continue;
            }
            if *standing != Standing::Deaf {
                let _ = self.watcher.unwatch(folder);
                *standing = Standing::Deaf;
            }
            if now.is_none() {
                continue;
            }
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => *standing = Standing::Watched(now),
                Err(error) => refusal = refusal.or(Some(error)),
            }
        }
        refusal
    }
}

/// Reading is an event too: without this, our own look would be the next hint.
fn may_have_changed(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// The folder in which a file is named, and the one in which it really lies when a link leads there.
fn folders_of(file: &Path) -> Vec<PathBuf> {
    let Some(named) = file.parent().map(|parent| named(parent.to_owned())) else { return Vec::new() };
    let real = file.canonicalize().ok().and_then(|real| Some(real.parent()?.to_owned()));
    let elsewhere = real.filter(|real| named.canonicalize().ok().as_ref() != Some(real));
    std::iter::once(named).chain(elsewhere).collect()
}

/// A folder by a name that the system knows.
fn named(folder: PathBuf) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

/// Which folder stands at a path; `None` when none does.
fn identity(folder: &Path) -> Option<Identity> {
    let metadata = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((metadata.dev(), metadata.ino(), metadata.created().ok()))
    }
    #[cfg(not(unix))]
    {
        Some((0, 0, metadata.created().ok()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn watcher() -> (FolderWatcher, mpsc::Receiver<()>) {
        let (send, receive) = mpsc::channel();
        let watcher = FolderWatcher::start(move || {
            let _ = send.send(());
        });
        (watcher.unwrap(), receive)
    }

    fn hinted(receive: &mpsc::Receiver<()>) -> bool {
        let came = receive.recv_timeout(Duration::from_secs(5)).is_ok();
        while receive.try_recv().is_ok() {}
        came
    }

    #[test]
    fn a_file_replaced_twice_is_hinted_twice() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("skills.yaml");
        fs::write(&file, "1").unwrap();
        let (mut watcher, hints) = watcher();
        assert!(watcher.follow(&file.clone().into()).is_none());
        for text in ["2", "3"] {
            fs::write(folder.path().join("new"), text).unwrap();
            fs::rename(folder.path().join("new"), &file).unwrap();
            assert!(hinted(&hints), "{text}");
        }
    }

    #[test]
    fn a_folder_made_again_is_watched_again() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("config");
        let file = inner.join("skills.yaml");
        fs::create_dir(&inner).unwrap();
        let (mut watcher, hints) = watcher();
        watcher.follow(&file.clone().into());
        fs::remove_dir(&inner).unwrap();
        watcher.refresh();
        fs::create_dir(&inner).unwrap();
        assert!(watcher.refresh().is_none());
        while hints.try_recv().is_ok() {}
        fs::write(&file, "1").unwrap();
        assert!(hinted(&hints));
    }

    #[test]
    fn reading_is_no_hint() {
        assert!(!may_have_changed(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(!may_have_changed(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(may_have_changed(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(may_have_changed(EventKind::Any));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_to_where_the_file_lies() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        fs::create_dir(&real).unwrap();
        fs::write(real.join("skills.yaml"), "1").unwrap();
        let link = folder.path().join("skills.yaml");
        std::os::unix::fs::symlink(real.join("skills.yaml"), &link).unwrap();
        let folders = folders_of(&link);
        assert!(folders.contains(&folder.path().to_owned()) && folders.contains(&real.canonicalize().unwrap()), "{folders:?}");
    }
}
