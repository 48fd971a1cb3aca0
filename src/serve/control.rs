//! What the admin listener asks of whoever holds the configuration. `cli` puts `live` behind it; the server itself never loads.

use std::future::Future;
use std::pin::Pin;

use serde::Serialize;
use serde_json::Value;

/// The configuration in service, as `GET /api/status` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigStatus {
    /// How many loads were put in service; 0 while there is none.
    pub generation: u64,
    /// The snapshot's hash.
    pub hash: String,
    /// When it was put in service, RFC 3339.
    pub loaded_at: Option<String>,
    /// How many skills it has.
    pub skills: usize,
}

/// The mistakes of the last load, while they are not mended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LastError {
    /// When that load was tried, RFC 3339.
    pub at: String,
    /// The array that `talkplate check --format json` gives.
    pub diagnostics: Value,
}

/// The configuration's half of `GET /api/status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// What is in service.
    pub config: ConfigStatus,
    /// What keeps the file from being in service.
    pub last_error: Option<LastError>,
}

/// What a reload did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reloaded {
    /// The file is in service (also when it had not changed).
    InService,
    /// The file has errors; the old configuration stays, and the status has the diagnostics.
    Kept,
}

/// A boxed future, so that the trait can be an object.
pub type Reloading<'a> = Pin<Box<dyn Future<Output = Reloaded> + Send + 'a>>;

/// The configuration's keeper.
pub trait Control: Send + Sync {
    /// What is in service and what is wrong.
    fn status(&self) -> Status;
    /// Reads the file again, now, and waits until it is in service or refused.
    fn reload(&self) -> Reloading<'_>;
}
