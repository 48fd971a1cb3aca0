//! A mistake in a template, placed by bytes of the template's own text.

use std::ops::Range;

use crate::diag::Code;

/// What is wrong in a template. Whoever knows where the template stands makes a [`crate::diag::Diagnostic`] of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which mistake (or warning).
    pub code: Code,
    /// Bytes of the template's source.
    pub range: Range<usize>,
    /// Arguments of the code.
    pub args: Vec<(&'static str, String)>,
    /// The nearest right name.
    pub suggestion: Option<String>,
    /// What should stand at `range` instead, where that is known.
    pub fix: Option<String>,
}
