//! Diagnostics for a terminal and for the log: file, line, caret, what to do.

use crate::diag::{Lang, Report};

/// Draws every diagnostic of the report. `colour`: ANSI colours for a terminal.
pub fn human(report: &Report, lang: Lang, colour: bool) -> String {
    let _ = (report, lang, colour);
    todo!()
}
