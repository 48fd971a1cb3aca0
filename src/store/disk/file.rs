//! The file: tables of promises, their answers and late answers.

use std::fs::{self, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use redb::backends::FileBackend;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};

use super::queue::Change;
use crate::store::private::create_private_folder;
use crate::store::record::{FORMAT, decode};
use crate::store::{Key, LateKey, Promise, StoreError};

/// What is remembered of the file, in bytes. It is read only when it is opened.
const CACHE: usize = 4 * 1024 * 1024;

const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
const PROMISES: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("promises");
const ANSWERS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("answers");
const LATE: TableDefinition<'_, [u8; 16], (i64, &[u8])> = TableDefinition::new("late");

/// The open file; no other process has it open.
pub(super) struct File {
    path: PathBuf,
    database: Database,
}

/// What stands in it.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) promises: Vec<(Key, Promise)>,
    /// The late answers, and until when.
    pub(super) late: Vec<(LateKey, i64, Bytes)>,
}

impl File {
    /// Opens the file, or begins one, for the owner's eyes alone: it holds bearer URLs and what users said.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            create_private_folder(folder)?;
        }
        let file = Self::guarded(path, || {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let backend = FileBackend::new(options.open(path)?)?;
            let mut builder = Database::builder();
            builder.set_cache_size(CACHE).set_check_integrity_on_open(true);
            Ok(Self { path: path.to_owned(), database: builder.create_with_backend(backend)? })
        })?;
        if file.format()? > FORMAT {
            return Err(StoreError::Newer(path.to_owned()));
        }
        Ok(file)
    }

    /// Whether the file still has its name. One that was deleted takes everything and gives nothing to the next process.
    pub(super) fn is_there(&self) -> bool {
        // Where the system does not say, it is.
        self.path.try_exists().unwrap_or(true)
    }

    /// The number in the file; ours, if it is a new one.
    fn format(&self) -> Result<u64, StoreError> {
        Self::guarded(&self.path, || {
            let transaction = self.database.begin_write()?;
            let format = {
                let mut meta = transaction.open_table(META)?;
                let known = meta.get("format")?.map(|format| format.value());
                if let Some(format) = known {
                    format
                } else {
                    meta.insert("format", FORMAT)?;
                    FORMAT
                }
            };
            if format == FORMAT {
                transaction.open_table(PROMISES)?;
                transaction.open_table(ANSWERS)?;
                transaction.open_table(LATE)?;
                transaction.commit()?;
            } else {
                transaction.abort()?;
            }
            Ok(format)
        })
    }

    /// All of it, with each promise's answer in its place.
    pub(super) fn read(&self) -> Result<Contents, StoreError> {
        let damaged = || StoreError::Damaged(self.path.clone());
        let mut contents = Contents::default();
        let mut records: Vec<(u64, Vec<u8>, Option<Bytes>)> = Vec::new();
        Self::guarded(&self.path, || {
            let transaction = self.database.begin_read()?;
            let answers = transaction.open_table(ANSWERS)?;
            for row in transaction.open_table(PROMISES)?.iter()? {
                let (key, record) = row?;
                let answer = answers.get(key.value())?.map(|answer| Bytes::copy_from_slice(answer.value()));
                records.push((key.value(), record.value().to_vec(), answer));
            }
            for row in transaction.open_table(LATE)?.iter()? {
                let (key, value) = row?;
                let (until_ms, answer) = value.value();
                contents.late.push((LateKey(key.value()), until_ms, Bytes::copy_from_slice(answer)));
            }
            Ok(())
        })?;
        for (key, record, answer) in records {
            let promise = decode(&record, answer).ok_or_else(damaged)?;
            contents.promises.push((Key(key), promise));
        }
        Ok(contents)
    }

    /// All of these changes, or none; on the disk when it returns.
    pub(super) fn write(&self, changes: &[Change]) -> Result<(), StoreError> {
        Self::guarded(&self.path, || {
            let transaction = self.database.begin_write()?;
            {
                let mut promises = transaction.open_table(PROMISES)?;
                let mut answers = transaction.open_table(ANSWERS)?;
                let mut late = transaction.open_table(LATE)?;
                for change in changes {
                    match change {
                        Change::Promise(key, record) => drop(promises.insert(key.0, record.as_slice())?),
                        Change::Answer(key, answer) => {
                            // An answer without its promise would stay for ever.
                            if promises.get(key.0)?.is_some() {
                                answers.insert(key.0, answer.as_ref())?;
                            }
                        }
                        Change::Done(key) => {
                            promises.remove(key.0)?;
                            answers.remove(key.0)?;
                        }
                        Change::Late(key, until_ms, answer) => drop(late.insert(key.0, (*until_ms, answer.as_ref()))?),
                        Change::NoLate(key) => drop(late.remove(key.0)?),
                    }
                }
            }
            transaction.commit()?;
            Ok(())
        })
    }

    /// redb's errors as ours. A panic over a damaged file is one of them.
    fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, StoreError> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(outcome) => outcome.map_err(|error| explain(path, error)),
            Err(_) => Err(StoreError::Damaged(path.to_owned())),
        }
    }
}

fn explain(path: &Path, error: redb::Error) -> StoreError {
    let path = path.to_owned();
    match error {
        // A file that is none of redb's, or that ends too early.
        redb::Error::Io(source) if matches!(source.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
            StoreError::Damaged(path)
        }
        redb::Error::Io(source) => StoreError::Io { path, source: Arc::new(source) },
        redb::Error::DatabaseAlreadyOpen => StoreError::Busy(path),
        redb::Error::UpgradeRequired(_) => StoreError::Newer(path),
        redb::Error::Corrupted(_)
        | redb::Error::TableTypeMismatch { .. }
        | redb::Error::TableIsMultimap(_)
        | redb::Error::TypeDefinitionChanged { .. } => StoreError::Damaged(path),
        other => StoreError::Io { path, source: Arc::new(io::Error::other(other.to_string())) },
    }
}

/// Puts a damaged file out of the way, and says where it is now.
pub(super) fn set_aside(path: &Path, now_ms: i64) -> Result<PathBuf, StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".broken-{}", now_ms / 1000));
    let aside = path.with_file_name(name);
    fs::rename(path, &aside).map_err(|source| StoreError::Io { path: path.to_owned(), source: Arc::new(source) })?;
    Ok(aside)
}

/// Writes a format number that is not known yet.
#[cfg(test)]
pub(super) fn pretend_newer(path: &Path) {
    let database = Database::open(path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(META).unwrap().insert("format", FORMAT + 1).unwrap();
    transaction.commit().unwrap();
}
