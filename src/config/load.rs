//! Reads the file and everything it names.

use std::path::{Path, PathBuf};

use super::FileSpec;
use crate::diag::Report;

/// What a load gives, whether it succeeded or not.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The configuration, as far as it could be decoded. Use it only when the report has no errors; with errors it still serves
    /// to find more of them.
    pub spec: Option<FileSpec>,
    /// Every mistake so far, and the sources.
    pub report: Report,
    /// Every file that was read or looked for (also missing ones): what to watch.
    pub files: Vec<PathBuf>,
}

/// Reads `skills.yaml` at `path` and the templates it names.
pub fn load(path: &Path) -> Loaded {
    let _ = path;
    todo!()
}
