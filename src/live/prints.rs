//! What the watched files hold, as hashes: the one way to tell whether something changed.
//!
//! File times alone are not trusted (network and desktop mounts round them or leave them), so contents are read too: every
//! second while all files together are under 1 MiB, every fifth second above. In between, and after each file event, a file is
//! read only when its size, its times or its inode differ from the last look. On Linux the change time is among them, which no
//! program can set, so in practice large configurations are not found later than small ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::config::Pattern;

/// Up to this many bytes all files are read at every look.
const SMALL: u64 = 1024 * 1024;
/// Above, at each fifth look.
const RARELY: u32 = 5;
/// More of one file is not hashed: no configuration that loads is as large (16 MiB), and the size still tells changes.
const MAX_READ: u64 = 17 * 1024 * 1024;

/// What a configuration was read from.
#[derive(Clone, Debug, Default)]
pub(super) struct Watched {
    /// Files, also missing ones.
    pub(super) files: Vec<PathBuf>,
    /// Patterns that may name other files later.
    pub(super) patterns: Vec<Pattern>,
}

impl From<PathBuf> for Watched {
    fn from(file: PathBuf) -> Self {
        Self { files: vec![file], patterns: Vec::new() }
    }
}

/// What one file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// There is no file.
    Missing,
    /// It is there with nothing in it.
    Empty,
    /// It is there and cannot be read.
    Unreadable,
    /// The SHA-256 of what it holds, without a byte order mark.
    Hash([u8; 32]),
    /// It is a pattern; the SHA-256 of the names of its files.
    Names([u8; 32]),
}

impl Content {
    /// Of a text that was read.
    pub(super) fn of(text: &[u8]) -> Self {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        if text.is_empty() { Self::Empty } else { Self::Hash(Sha256::digest(text).into()) }
    }

    /// Of the files that a pattern names.
    pub(super) fn of_names(files: &BTreeSet<PathBuf>) -> Self {
        let mut names = Sha256::new();
        for file in files {
            names.update(file.as_os_str().as_encoded_bytes());
            names.update([0]);
        }
        Self::Names(names.finalize().into())
    }

    /// There was something to read.
    pub(super) fn is_read(self) -> bool {
        matches!(self, Self::Hash(_))
    }

    /// Nothing to load: removed, or truncated before it is written anew.
    pub(super) fn is_gone(self) -> bool {
        matches!(self, Self::Missing | Self::Empty)
    }
}

/// The contents of all watched files at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prints(BTreeMap<PathBuf, Content>);

impl Prints {
    pub(super) fn get(&self, file: &Path) -> Option<Content> {
        self.0.get(file).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, Content)> {
        self.0.iter().map(|(file, content)| (file.as_path(), *content))
    }

    pub(super) fn set(&mut self, file: PathBuf, content: Content) {
        self.0.insert(file, content);
    }

    /// The files that held something in `earlier` and hold nothing now.
    pub(super) fn gone_since(&self, earlier: &Self) -> Vec<&Path> {
        let had = |file: &Path| earlier.get(file).is_some_and(|content| !content.is_gone());
        self.0.iter().filter(|(file, content)| content.is_gone() && had(file)).map(|(file, _)| file.as_path()).collect()
    }
}

/// How closely to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Read what the system says has changed.
    Quick,
    /// The look of every second: read also what seems unchanged, large files more rarely.
    Regular,
    /// Read everything.
    Thorough,
}

/// Looks at files, remembering what the system said about each.
#[derive(Debug, Default)]
pub(super) struct Reader {
    known: HashMap<PathBuf, (Stamp, Content)>,
    total: u64,
    looks: u32,
    buffer: Vec<u8>,
}

/// What the system says about a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Device, inode, change time in seconds and nanoseconds.
    identity: (u64, u64, i64, i64),
}

impl Reader {
    /// What these files hold now, and which files the patterns name.
    pub(super) fn look(&mut self, Watched { files, patterns }: &Watched, how: Look) -> Prints {
        let read_all = match how {
            Look::Quick => false,
            Look::Thorough => true,
            Look::Regular => {
                self.looks = self.looks.wrapping_add(1);
                self.total <= SMALL || self.looks.is_multiple_of(RARELY)
            }
        };
        self.total = 0;
        let mut prints = Prints::default();
        for file in files {
            prints.set(file.clone(), self.look_at(file, read_all));
        }
        for pattern in patterns {
            prints.set(pattern.name(), Content::of_names(&pattern.look().files));
        }
        self.buffer = Vec::new();
        prints
    }

    /// Keeps only what is known of these files.
    pub(super) fn forget_others(&mut self, files: &[PathBuf]) {
        self.known.retain(|file, _| files.contains(file));
    }

    fn look_at(&mut self, file: &Path, read: bool) -> Content {
        let Ok(metadata) = std::fs::metadata(file) else {
            self.known.remove(file);
            return Content::Missing;
        };
        let stamp = Stamp::of(&metadata);
        self.total += stamp.size;
        if !read
            && let Some((earlier, content)) = self.known.get(file)
            && *earlier == stamp
        {
            return *content;
        }
        // A pipe or a device could block for ever.
        let content = if metadata.is_file() { self.read(file) } else { Content::Unreadable };
        self.known.insert(file.to_owned(), (stamp, content));
        content
    }

    fn read(&mut self, file: &Path) -> Content {
        self.buffer.clear();
        match File::open(file).and_then(|open| open.take(MAX_READ).read_to_end(&mut self.buffer)) {
            Ok(_) => Content::of(&self.buffer),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Content::Missing,
            Err(_) => Content::Unreadable,
        }
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
    }
}

/// Device, inode and change time; elsewhere than on Unix nothing, so that size and time decide.
fn identity(metadata: &Metadata) -> (u64, u64, i64, i64) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        (0, 0, 0, 0)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn look(reader: &mut Reader, file: &Path, how: Look) -> Content {
        reader.look(&file.to_owned().into(), how).get(file).unwrap()
    }

    #[test]
    fn the_same_bytes_are_no_change_however_they_came_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("skills.yaml");
        let mut reader = Reader::default();
        fs::write(&file, "가").unwrap();
        let before = look(&mut reader, &file, Look::Regular);
        fs::write(folder.path().join("new"), "가").unwrap();
        fs::rename(folder.path().join("new"), &file).unwrap();
        assert_eq!(look(&mut reader, &file, Look::Regular), before);
        fs::write(&file, "\u{feff}가").unwrap();
        assert_eq!(look(&mut reader, &file, Look::Regular), before, "a byte order mark says nothing");
    }

    #[test]
    fn a_file_of_the_same_size_and_time_is_found_by_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("skills.yaml");
        let mut reader = Reader::default();
        fs::write(&file, "가").unwrap();
        let before = look(&mut reader, &file, Look::Regular);
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, "나").unwrap();
        File::options().append(true).open(&file).unwrap().set_modified(time).unwrap();
        assert_ne!(look(&mut reader, &file, Look::Regular), before);
    }

    #[test]
    fn missing_and_empty_are_told_from_content() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("skills.yaml");
        let mut reader = Reader::default();
        assert_eq!(look(&mut reader, &file, Look::Quick), Content::Missing);
        fs::write(&file, "").unwrap();
        assert_eq!(look(&mut reader, &file, Look::Quick), Content::Empty);
        fs::write(&file, "\u{feff}").unwrap();
        assert_eq!(look(&mut reader, &file, Look::Quick), Content::Empty);
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert_eq!(look(&mut reader, &file, Look::Quick), Content::Unreadable);
    }

    #[test]
    fn only_what_held_something_can_be_gone() {
        let mut before = Prints::default();
        before.set("a".into(), Content::of(b"1"));
        before.set("b".into(), Content::Missing);
        let mut now = Prints::default();
        now.set("a".into(), Content::Empty);
        now.set("b".into(), Content::Missing);
        assert_eq!(now.gone_since(&before), [Path::new("a")]);
    }
}
