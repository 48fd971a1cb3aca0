//! Putting a text in a file's place: whole or not at all.
//!
//! It is written beside the file, under a name that no pattern of a configuration fits, and renamed over it. Where that cannot be
//! (the file is a mount point, the folder may not be written, the file belongs to somebody whom it would be taken from) it is
//! written into the file itself.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{SaveError, sync_folder};

/// Replaces what the file at `path`, which is no link, holds. `still`: the last look before, which may say no.
pub(super) fn replace(path: &Path, content: &[u8], still: impl Fn() -> Result<(), SaveError>) -> Result<(), SaveError> {
    replace_by(|from, to| fs::rename(from, to), path, content, still)
}

/// The same with another way of renaming.
pub(super) fn replace_by(
    rename: impl Fn(&Path, &Path) -> io::Result<()>,
    path: &Path,
    content: &[u8],
    still: impl Fn() -> Result<(), SaveError>,
) -> Result<(), SaveError> {
    let beside = beside(path);
    let before = fs::metadata(path).ok();
    let failed = |error: io::Error| SaveError::NotWritten { path: path.to_owned(), source: Arc::new(error) };
    let written = write_new(&beside, content, before.as_ref());
    let renamed = written.and_then(|()| {
        // An error of `still` is not one of the disk: it goes through in the place of a success.
        still().map_or_else(|refused| Ok(Err(refused)), |()| rename(&beside, path).map(Ok))
    });
    if !matches!(renamed, Ok(Ok(()))) {
        let _ = fs::remove_file(&beside);
    }
    match renamed {
        Ok(Ok(())) => {
            if let Some(folder) = path.parent() {
                sync_folder(folder);
            }
            Ok(())
        }
        Ok(Err(refused)) => Err(refused),
        Err(error) if before.is_some() && must_stay(&error) => {
            still()?;
            write_into(path, content).map_err(failed)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Where the text is written first. One name for each file: what a process that was killed has left there, the next save replaces.
pub(super) fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.talkplate-save"))
}

/// Whether the file can only be changed in its place.
fn must_stay(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices | ErrorKind::PermissionDenied)
}

fn write_new(path: &Path, content: &[u8], like: Option<&Metadata>) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // New, so that no link that somebody put there is followed.
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(like) = like {
        file.set_permissions(like.permissions())?;
        give_to_the_same(&file, like)?;
    }
    file.write_all(content)?;
    file.sync_all()
}

/// The new file gets the old one's owner and group.
#[cfg(unix)]
fn give_to_the_same(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) == (like.uid(), like.gid()) {
        return Ok(());
    }
    fchown(file, Some(like.uid()), Some(like.gid()))?;
    // Changing the owner takes some bits away.
    file.set_permissions(like.permissions())
}

#[cfg(not(unix))]
fn give_to_the_same(_file: &File, _like: &Metadata) -> io::Result<()> {
    Ok(())
}

fn write_into(path: &Path, content: &[u8]) -> io::Result<()> {
    let before = fs::read(path)?;
    let mut file = OpenOptions::new().write(true).open(path)?;
    let written = write_from_start(&mut file, content);
    if written.is_err() {
        // A disk that is full has room for what it held already.
        let _ = write_from_start(&mut file, &before);
    }
    written
}

fn write_from_start(file: &mut File, content: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(content)?;
    file.set_len(content.len() as u64)?;
    file.sync_all()
}
