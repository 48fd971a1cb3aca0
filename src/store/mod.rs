//! What must outlive the process: the last good configuration, and the journal of promised callbacks and late answers.
//!
//! In come the source texts of a load that succeeded, out comes a file that can be loaded in their place. What a `${…}` stands
//! for is never written: sources hold the file's own text. The journal takes a promise before Kakao does. This folder knows
//! nothing of the language.
#![expect(clippy::disallowed_methods, reason = "the store's own files, below the state folder")]

mod disk;
mod error;
mod journal;
mod keys;
mod last_good;
mod late;
mod memory;
mod private;
mod tell;
#[cfg(test)]
mod testing;

use std::path::Path;
use std::sync::Arc;

pub use error::StoreError;
pub use journal::{Journal, Key, Pending, Promise};
pub use last_good::LastGood;
pub use late::LateKey;
pub use memory::Memory;

use self::disk::Disk;
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
