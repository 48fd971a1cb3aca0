//! A file that can be edited, and what it holds at a moment.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{MAX_TEXT, ReadError, SaveError, hex};

/// A file of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// As it is shown, and as its versions are kept.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
    /// The folder that it must not lead out of, by no link; `None`: it may stand anywhere, because the operator named it as such.
    pub within: Option<PathBuf>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Its text, without a byte order mark.
    pub text: String,
    /// The SHA-256 of its bytes, hex.
    pub hash: String,
}

impl Present {
    pub(super) fn of(text: String) -> Self {
        Self { hash: hex(&Sha256::digest(text.as_bytes())), text }
    }

    /// A text field knows one line end only; where this text has the other one throughout, so should the new one.
    pub(super) fn with_its_line_ends(&self, text: &str) -> String {
        let lines = self.text.matches('\n').count();
        if lines > 0 && self.text.matches("\r\n").count() == lines && !text.contains('\r') {
            text.replace('\n', "\r\n")
        } else {
            text.to_owned()
        }
    }
}

impl TextFile {
    /// What it holds now.
    pub fn read(&self) -> Result<Present, ReadError> {
        let path = self.real().map_err(|error| match error {
            SaveError::Unreadable(error) => error,
            _ => ReadError::Outside,
        })?;
        let bytes = read_bytes(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => ReadError::Missing,
            io::ErrorKind::FileTooLarge => ReadError::TooLarge,
            _ => ReadError::Io { path, source: Arc::new(error) },
        })?;
        let hash = hex(&Sha256::digest(&bytes));
        let text = String::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
        let text = text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text);
        Ok(Present { text, hash })
    }

    /// Where it really is: with all links followed, because a link is not to be replaced by a file.
    pub(super) fn real(&self) -> Result<PathBuf, SaveError> {
        let real = match fs::canonicalize(&self.path) {
            Ok(real) => real,
            // A file that was removed can be written anew, where its folder is.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.path.is_symlink() => {
                let missing = || SaveError::Unreadable(ReadError::Missing);
                let (folder, name) = self.path.parent().zip(self.path.file_name()).ok_or_else(missing)?;
                let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                fs::canonicalize(folder).map_err(|_| missing())?.join(name)
            }
            Err(error) => return Err(SaveError::Unreadable(ReadError::Io { path: self.path.clone(), source: Arc::new(error) })),
        };
        let Some(within) = &self.within else { return Ok(real) };
        match fs::canonicalize(within) {
            Ok(within) if real.starts_with(&within) => Ok(real),
            _ => Err(SaveError::Unreadable(ReadError::Outside)),
        }
    }
}

/// Pipes and devices are refused before they are opened: they could block for ever.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_TEXT { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}
