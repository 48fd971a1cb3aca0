//! A mistake in a template, placed by bytes of the template's own text.

use std::ops::Range;

use crate::diag::{Code, Severity};

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

impl Fault {
    pub(super) fn new(code: Code, range: Range<usize>) -> Self {
        Self { code, range, args: Vec::new(), suggestion: None, fix: None }
    }

    pub(super) fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    pub(super) fn suggest(mut self, name: Option<impl Into<String>>) -> Self {
        self.suggestion = name.map(Into::into);
        self
    }

    pub(super) fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(text.into());
        self
    }

    /// Whether the configuration cannot be loaded with it.
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }
}
