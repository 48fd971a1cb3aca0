//! The answer of a parameter validation.

use bytes::Bytes;

use super::{AnswerError, Built};
use crate::compile::{Reply, Validation};
use crate::template::{Engine, Scope};

/// SUCCESS or FAIL. An error of a template is none of the two: the plan's fallback then says ERROR.
pub(super) fn validate(validation: &Validation, engine: &Engine, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    let reply = if validation.when.holds(engine, scope)? { &validation.success } else { &validation.failure };
    let bytes = match reply {
        Reply::Literal(bytes) => bytes.clone(),
        Reply::Pieces(pieces) => Bytes::from(pieces.write(engine, scope)?.json),
    };
    Ok(Built { bytes, applied: Vec::new() })
}
