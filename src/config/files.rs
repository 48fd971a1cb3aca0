//! Reading the configuration's files: bytes → text in the report's sources, and the list of what to watch.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use super::encoding::{self, Decoded};
use super::overlay::Overlay;
use crate::diag::{Code, Diagnostic, FileId, Report, Span};

/// Largest file that is read, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// Largest secret that is read, in bytes.
const MAX_SECRET_BYTES: u64 = 64 * 1024;
/// Folders where no secret is kept, but the environment of processes can be read.
const SYSTEM: [&str; 3] = ["/proc", "/sys", "/dev"];

/// The folder of the configuration and what was read from it.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    /// Where the paths of the file at hand start, below the folder: empty or `teams/a`.
    base: String,
    /// The folder with all links followed, as soon as it was asked for.
    root: Option<PathBuf>,
    /// What stands in the place of files.
    overlay: Overlay,
    seen: Vec<PathBuf>,
    known: HashSet<PathBuf>,
}

/// Where a path of the configuration leads.
pub(super) enum Place {
    /// To a file inside the folder, as `real` with all links followed, which tells files apart, and as `name` below the folder.
    Inside { real: PathBuf, name: String },
    /// Out of the folder, by `..`, as an absolute path or over a link.
    Outside,
    /// Nowhere; `name` as above.
    Missing { name: String },
}

impl Files {
    /// For a configuration file; its folder is the one that counts.
    pub(super) fn of(config: &Path) -> Self {
        let folder = match config.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        Self { folder, base: String::new(), root: None, overlay: Overlay::default(), seen: Vec::new(), known: HashSet::new() }
    }

    /// These texts stand in the place of files.
    pub(super) fn under(mut self, overlay: Overlay) -> Self {
        self.overlay = overlay;
        self
    }

    /// The names below the folder of texts that stand in the place of files.
    pub(super) fn overlaid(&self) -> impl Iterator<Item = &str> {
        self.overlay.names()
    }

    /// The configuration's folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// From now on paths start at `base`, a folder below the configuration's.
    pub(super) fn enter(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// Everything that was read or looked for.
    pub(super) fn into_seen(self) -> Vec<PathBuf> {
        self.seen
    }

    /// Notes a path that matters, once.
    pub(super) fn note(&mut self, path: PathBuf) {
        if self.known.insert(path.clone()) {
            self.seen.push(path);
        }
    }

    /// Whether a file below the folder was read, also by another name that links to it. What is no file counts as read.
    pub(super) fn was_asked_for(&self, name: &str) -> bool {
        let path = self.folder.join(name);
        let Some(real) = path.canonicalize().ok().filter(|real| real.is_file()) else { return true };
        self.known.contains(&path) || self.seen.iter().any(|seen| seen.canonicalize().is_ok_and(|seen| seen == real))
    }

    /// The path `written` in the file at hand, as seen from the configuration's folder. `None`: it leads out of it.
    pub(super) fn name_of(&self, written: &str) -> Option<String> {
        if Path::new(written).has_root() {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for component in Path::new(&self.base).components().chain(Path::new(written).components()) {
            match component {
                Component::Normal(part) => parts.push(part.to_str()?),
                Component::CurDir => {}
                Component::ParentDir => {
                    parts.pop()?;
                }
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        Some(parts.join("/"))
    }

    /// A name below the configuration's folder as the file at hand writes it.
    pub(super) fn as_written_here(&self, name: &str) -> String {
        let (mut base, mut own): (Vec<&str>, Vec<&str>) = (self.base.split('/').collect(), name.split('/').collect());
        base.retain(|part| !part.is_empty());
        let shared = base.iter().zip(&own).take_while(|(a, b)| a == b).count();
        own.splice(..shared, std::iter::repeat_n("..", base.len() - shared));
        own.join("/")
    }

    /// Where the path `written` leads, seen from the file at hand. What is inside, or would be, is noted.
    pub(super) fn place(&mut self, written: &str) -> Place {
        match self.name_of(written) {
            Some(name) => self.place_below(name),
            None => Place::Outside,
        }
    }

    /// The same for a name below the configuration's folder, without `..`.
    pub(super) fn place_below(&mut self, name: String) -> Place {
        let path = self.folder.join(&name);
        self.note(path.clone());
        if self.root.is_none() {
            self.root = fs::canonicalize(&self.folder).ok();
        }
        match (fs::canonicalize(&path), &self.root) {
            (Ok(real), Some(root)) if real.starts_with(root) => Place::Inside { real, name },
            (Ok(_), Some(_)) => Place::Outside,
            _ if self.overlay.text(&name).is_some() => Place::Inside { real: path, name },
            _ => Place::Missing { name },
        }
    }

    /// The names of the files in a folder below the configuration's, sorted, with that folder in front.
    pub(super) fn names_in(&self, below: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.join(below)) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .map(|name| if below.is_empty() { name } else { format!("{below}/{name}") })
            .collect();
        names.sort();
        names
    }

    /// A secret from a file, without the line end that editors add. Relative paths start at the folder of
    /// the file at hand.
    pub(super) fn secret(&mut self, path: &str) -> io::Result<String> {
        let inside = self.name_of(path).map(|name| self.folder.join(name));
        let path = inside.unwrap_or_else(|| self.folder.join(&self.base).join(path));
        let real = fs::canonicalize(&path).unwrap_or_default();
        if SYSTEM.iter().any(|folder| path.starts_with(folder) || real.starts_with(folder)) {
            return Err(io::Error::other("the system's"));
        }
        self.note(path.clone());
        let bytes = read_bytes(&path, MAX_SECRET_BYTES)?;
        let text = String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "empty"));
        }
        Ok(text.to_owned())
    }

    /// Reads the file at `path`, which is `name` below the folder, into the report's sources. Mistakes point at `asked`, the place that names the file, when
    /// they have no place in the file itself. `None`: it cannot be used.
    pub(super) fn read(&self, path: &Path, name: &str, asked: Option<Span>, report: &mut Report) -> Option<FileId> {
        let bytes = match self.overlay.text(name) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => read_bytes(path, MAX_BYTES),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                let diagnostic = if error.kind() == io::ErrorKind::FileTooLarge {
                    let size = fs::metadata(path).map_or(MAX_BYTES + 1, |meta| meta.len());
                    Diagnostic::new(Code::FileTooLarge).arg("path", name).arg("size", size).arg("max", MAX_BYTES)
                } else {
                    Diagnostic::new(Code::ReadFailed).arg("path", path.display()).arg("reason", io_reason(&error))
                };
                report.push(Diagnostic { span: asked, ..diagnostic });
                return None;
            }
        };
        match encoding::decode(bytes) {
            Decoded::Text { text, had_mark } => {
                let id = report.sources.add(name, path, text);
                if had_mark {
                    report.push(Diagnostic::new(Code::ByteOrderMark).at(Span { file: id, start: 0, end: 0 }));
                }
                Some(id)
            }
            Decoded::Foreign { readable, at, line, encoding } => {
                let id = report.sources.add(name, path, readable);
                let at = Span { file: id, ..at_bytes(id, &at) };
                report.push(Diagnostic::new(Code::NotUtf8).at(at).arg("line", line).arg("encoding", encoding));
                None
            }
        }
    }
}

/// The whole text of a file that was read.
pub(super) fn whole(file: FileId, report: &Report) -> (Span, String) {
    let text = report.sources.get(file).text.clone();
    (at_bytes(file, &(0..text.len())), text)
}

/// A part of the file that `whole` covers.
pub(super) fn part_of(whole: Span, range: &Range<usize>) -> Span {
    at_bytes(whole.file, range)
}

/// Short stable words for why a file cannot be read; the messages translate them.
pub(super) fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "not found".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        io::ErrorKind::IsADirectory => "a folder".to_owned(),
        io::ErrorKind::InvalidInput => "not a file".to_owned(),
        io::ErrorKind::InvalidData => "not UTF-8".to_owned(),
        io::ErrorKind::UnexpectedEof => "empty".to_owned(),
        io::ErrorKind::FileTooLarge => "too large".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a regular file. Pipes and devices are refused before they are opened: they could block for ever.
fn read_bytes(path: &Path, max: u64) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if meta.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !meta.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(max + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > max) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn at_bytes(file: FileId, range: &Range<usize>) -> Span {
    let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: clamp(range.start), end: clamp(range.end) }
}
