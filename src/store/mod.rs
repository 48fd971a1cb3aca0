//! What must outlive the process: the last good configuration, the journal of promised callbacks and late answers, and the files that
//! the console edits, with their versions.
//!
//! In come the source texts of a load that succeeded, out comes a file that can be loaded in their place. What a `${…}` stands
//! for is never written: sources hold the file's own text. The journal takes a promise before Kakao does. This folder knows
//! nothing of the language.
#![expect(
    clippy::disallowed_methods,
    reason = "the store's own files below the state folder, and the configuration's as the console edits them"
)]

mod disk;
mod error;
mod journal;
mod keys;
mod last_good;
mod late;
mod memory;
mod private;
mod record;
#[cfg(feature = "redis")]
mod redis;
mod tell;
#[cfg(test)]
mod testing;
mod versions;

use std::path::Path;
use std::sync::Arc;

pub use error::StoreError;
pub use journal::{Journal, Key, Pending, Promise};
pub use last_good::LastGood;
pub use late::LateKey;
pub use memory::Memory;
pub use versions::{MAX_TEXT, Present, ReadError, SaveError, TextFile, Version, Versions};

use self::disk::Disk;
#[cfg(feature = "redis")]
use self::redis::Redis;
use crate::diag::Lang;

/// The journal below this state folder. Where it cannot be written, callbacks go on in memory, the log says so in this language,
/// and the disk is tried again from time to time.
pub fn open(state_dir: &Path, lang: Lang) -> Arc<dyn Journal> {
    match Disk::open(state_dir, lang) {
        Ok(disk) => Arc::new(disk),
        Err(why) => {
            tell::in_memory(lang, &why);
            Arc::new(Memory::default())
        }
    }
}

/// Why there is no journal in Redis, and will be none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRedis {
    /// This program was built without it.
    #[error("this program was built without Redis")]
    NotBuiltIn,
    /// The URL is none of Redis's.
    #[error("not a Redis URL: {0}")]
    Url(String),
}

/// The journal in a Redis that several replicas share; `redis://[:password@]host:port[/db]`. To be called inside of a runtime. While
/// Redis cannot be reached, callbacks go on in memory, and the log says so in this language.
#[cfg(feature = "redis")]
pub fn open_redis(url: &str, lang: Lang) -> Result<Arc<dyn Journal>, NoRedis> {
    Ok(Arc::new(Redis::open(url, lang)?))
}

/// The journal in a Redis: not in this program.
#[cfg(not(feature = "redis"))]
pub fn open_redis(_url: &str, _lang: Lang) -> Result<Arc<dyn Journal>, NoRedis> {
    Err(NoRedis::NotBuiltIn)
}
