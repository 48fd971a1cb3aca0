//! One pass over the payload that keeps only the names a skill uses.

use super::{RequestInfo, Scope};

/// The compiled pass.
pub struct Harvest {}

/// A payload that is none: the only hard errors there are.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PayloadError {
    /// The body is not UTF-8.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// The body is not JSON (or nested deeper than 128).
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// The body is JSON, but no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
}

impl Harvest {
    /// Reads a payload. The body is checked whole, also where no name is taken from it; strings are borrowed from it.
    pub fn read<'a>(&'a self, body: &'a [u8], request: RequestInfo<'a>) -> Result<Scope<'a>, PayloadError> {
        let _ = (body, request);
        todo!()
    }
}
