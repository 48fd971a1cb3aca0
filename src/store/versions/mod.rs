//! The configuration's own files as the console's editor changes them, and what stood in them before.
//!
//! ```text
//! <state-dir>/versions/<the file's name>/<milliseconds since 1970>-<start of the hash>
//! ```
//!
//! A save replaces the file whole or not at all. What stood there before is kept first, also when another program wrote it; what
//! was saved is kept as well, so that it can be had again when another program writes over it.

mod error;
mod present;
mod replace;

use std::cmp::Reverse;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use error::{ReadError, SaveError};
pub use present::{Present, TextFile};

use super::StoreError;
use super::last_good::{hex, inside, sync_folder, write_through};
use super::private::{create_private_folder, io_error};

/// The versions of one file that are kept.
const KEPT: usize = 20;
/// Largest text that is saved, in bytes.
pub const MAX_TEXT: usize = 8 * 1024 * 1024;
/// Of a hash, in an id.
const SHORT: usize = 16;

/// Files that can be edited, and their versions below a state folder.
#[derive(Debug)]
pub struct Versions {
    folder: PathBuf,
    /// One save at a time: each compares the file with what its writer had seen, and replaces it.
    saving: Mutex<()>,
}

/// What a file held once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its name among the versions of its file.
    pub id: String,
    /// When it was kept.
    pub at: SystemTime,
    /// How long it is.
    pub bytes: u64,
    /// The first 16 characters of its [`Present::hash`].
    pub hash: String,
}

impl Versions {
    /// Below a state folder, which need not exist yet.
    pub fn new(state_dir: &Path) -> Self {
        Self { folder: state_dir.join("versions"), saving: Mutex::default() }
    }

    /// Puts `text` in the place of what the file holds, if that is still what has the hash `base` (empty: there was no file). A file
    /// that ends its lines with CR LF goes on doing so. Gives what stands there now.
    pub fn save(&self, file: &TextFile, base: &str, text: &str) -> Result<Present, SaveError> {
        if text.len() > MAX_TEXT {
            return Err(SaveError::TooLarge);
        }
        let _alone = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let before = Self::unchanged(file, base)?;
        let text = match &before {
            Some(before) => before.with_its_line_ends(text),
            None => text.to_owned(),
        };
        if let Some(before) = &before {
            self.keep(&file.name, before).map_err(SaveError::NotKept)?;
        }
        replace::replace(&file.real()?, text.as_bytes(), || Self::unchanged(file, base).map(drop))?;
        let now = Present::of(text);
        // What can be had again is the one before; this one stands in the file.
        let _ = self.keep(&file.name, &now);
        Ok(now)
    }

    /// What the file holds, when that is what has this hash. `None`: there is no file, and none was expected.
    pub fn unchanged(file: &TextFile, base: &str) -> Result<Option<Present>, SaveError> {
        let present = match file.read() {
            Ok(present) => Some(present),
            Err(ReadError::Missing) => None,
            Err(error) => return Err(SaveError::Unreadable(error)),
        };
        if present.as_ref().map_or("", |present| &present.hash) == base { Ok(present) } else { Err(SaveError::Changed(present)) }
    }

    /// The versions of a file, newest first.
    pub fn list(&self, name: &str) -> Result<Vec<Version>, StoreError> {
        let folder = self.folder.join(inside(name)?);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io_error(&folder)(error)),
        };
        let version = |entry: fs::DirEntry| {
            let id = entry.file_name().into_string().ok()?;
            let (ms, hash) = parts(&id)?;
            let bytes = entry.metadata().ok().filter(fs::Metadata::is_file)?.len();
            Some(Version { at: UNIX_EPOCH + Duration::from_millis(ms), bytes, hash: hash.to_owned(), id })
        };
        let mut versions: Vec<_> = entries.flatten().filter_map(version).collect();
        versions.sort_by_key(|version| Reverse(version.at));
        Ok(versions)
    }

    /// What a version holds; `None`: there is no such version.
    pub fn read(&self, name: &str, id: &str) -> Result<Option<Present>, StoreError> {
        if parts(id).is_none() {
            return Ok(None);
        }
        let path = self.folder.join(inside(name)?).join(id);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Present::of(text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error(&path)(error)),
        }
    }

    /// Keeps a version, unless it is the newest already, and lets the oldest go.
    fn keep(&self, name: &str, present: &Present) -> Result<(), StoreError> {
        let versions = self.list(name)?;
        let short = present.hash.get(..SHORT).unwrap_or(&present.hash);
        let newest = versions.first();
        if newest.is_some_and(|newest| newest.hash == short) {
            return Ok(());
        }
        let folder = self.folder.join(inside(name)?);
        create_private_folder(&folder)?;
        // Two in one millisecond, or after the clock was put back, still have an order.
        let after_newest = newest.map_or(UNIX_EPOCH, |newest| newest.at + Duration::from_millis(1));
        let at = SystemTime::now().max(after_newest).duration_since(UNIX_EPOCH).unwrap_or_default();
        let (half, whole) = (folder.join("half"), folder.join(format!("{:013}-{short}", at.as_millis())));
        write_through(&half, present.text.as_bytes())?;
        fs::rename(&half, &whole).map_err(io_error(&whole))?;
        sync_folder(&folder);
        for old in versions.iter().skip(KEPT - 1) {
            // What cannot be removed now is removed the next time.
            let _ = fs::remove_file(folder.join(&old.id));
        }
        Ok(())
    }
}

/// When, and the start of the hash.
fn parts(id: &str) -> Option<(u64, &str)> {
    let (ms, hash) = id.split_once('-')?;
    let plain = ms.bytes().all(|byte| byte.is_ascii_digit()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((ms.parse().ok()?, hash)).filter(|_| plain && hash.len() == SHORT)
}

#[cfg(test)]
mod tests;
