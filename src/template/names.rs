//! The names that one skill's templates use.

use serde_json::{Map, Value};

use super::Harvest;

/// Collects the names; every template of one skill is compiled against the same one.
pub struct Names {}

impl Names {
    /// For a skill of a file with these `vars`.
    pub fn new(vars: &Map<String, Value>) -> Self {
        let _ = vars;
        todo!()
    }

    /// The finished pass over the payload.
    pub fn finish(self) -> Harvest {
        todo!()
    }
}
