//! The real thing, on reqwest.

/// Calls out over HTTP.
pub struct Http {}
