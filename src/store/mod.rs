//! What must outlive the process: the last good configuration.
//!
//! In come the source texts of a load that succeeded, out comes a file that can be loaded in their place. What a `${…}` stands
//! for is never written: sources hold the file's own text. This folder knows nothing of the language.
#![expect(clippy::disallowed_methods, reason = "the store's own files, below the state folder")]

mod last_good;

pub use last_good::{LastGood, StoreError};
