//! Folders for the owner's eyes alone, and errors that name their file.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::StoreError;

/// Says which file it was.
pub(super) fn io_error(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Io { path, source: Arc::new(source) }
}

/// For the owner's eyes alone: an operator may have typed a secret straight into the configuration, and the journal holds bearer URLs.
pub(super) fn create_private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(io_error(path))
}
