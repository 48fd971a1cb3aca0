//! One version of the configuration, ready to serve.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Skill;
use crate::diag::Report;
use crate::template::Engine;

/// One version of the configuration. Requests, and the callbacks that follow them, hold the one they began with.
pub struct Snapshot {
    /// SHA-256 over all source texts, hex, first 16 characters.
    pub hash: String,
    /// The skills, in the order of the file.
    pub skills: Vec<Arc<Skill>>,
    /// Helpers and partials for the skills' templates.
    pub engine: Engine,
    routes: HashMap<String, usize>,
}

/// What a load gives: a snapshot when there is no error, and the report and the files to watch in any case.
pub struct Loaded {
    /// The snapshot.
    pub snapshot: Option<Snapshot>,
    /// Mistakes and warnings, and the sources.
    pub report: Report,
    /// What to watch.
    pub files: Vec<PathBuf>,
}

/// Reads and compiles a configuration: the one way in for `serve`, `check` and `render`.
/// `meters`: where the skills' counters are registered.
pub fn load(path: &Path, meters: &crate::meter::Meters) -> Loaded {
    let _ = (path, meters);
    todo!()
}

impl Snapshot {
    /// The skill of a path (decoded, without query), enabled or not.
    pub fn skill(&self, path: &str) -> Option<&Arc<Skill>> {
        self.routes.get(path).map(|at| &self.skills[*at])
    }
}
