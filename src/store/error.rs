//! Why something could not be kept.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::tell;
use crate::diag::Lang;

/// Why nothing was kept, or why what was kept cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder below the state folder cannot be written or read: no permission, a full disk, a file in a folder's place.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said. One failed write may concern many callbacks.
        source: Arc<io::Error>,
    },
    /// A source stands outside of the configuration's folder, so it has no place in the copy.
    #[error("{0}: not inside the configuration's folder")]
    Outside(String),
    /// What was kept is not what was written.
    #[error("{0}: the kept copy is damaged")]
    Damaged(PathBuf),
    /// Another process has the file open.
    #[error("{0}: in use by another process")]
    Busy(PathBuf),
    /// A newer Talkplate wrote the file, in a form this one does not know.
    #[error("{0}: written by a newer version")]
    Newer(PathBuf),
    /// Redis does not answer, or refuses: what it or the system said.
    #[error("redis: {0}")]
    Redis(String),
    /// More is waiting to be written than the disk keeps up with.
    #[error("too much is waiting to be written")]
    Overloaded,
    /// The writer has ended: the process goes down.
    #[error("the journal is closed")]
    Closed,
}

impl StoreError {
    /// What to do about it.
    pub fn told(&self, lang: Lang) -> String {
        tell::reason(lang, self)
    }
}
