//! How it should have been written, where a diagnostic knows.

use crate::diag::{Diagnostic, Report, Span};

/// A fix longer than this is described by the help alone.
const MAX_BYTES: usize = 300;

/// What should stand instead, and in whose place: the fix, or the suggestion where it replaces the very word that is marked. Neither
/// takes more than one line.
pub(super) fn correction(report: &Report, diagnostic: &Diagnostic) -> Option<(Span, String)> {
    let text = |span: Span| report.sources.get(span.file).text.get(span.start as usize..span.end as usize);
    let (span, with) = match (&diagnostic.fix, diagnostic.span, &diagnostic.suggestion) {
        (Some((span, with)), ..) => (*span, with.clone()),
        (None, Some(span), Some(suggestion)) => {
            let marked = text(span)?;
            diagnostic.args.iter().any(|(_, value)| value == marked).then(|| (span, suggestion.clone()))?
        }
        _ => return None,
    };
    let short = !text(span)?.contains('\n') && !with.contains('\n') && with.len() <= MAX_BYTES;
    short.then_some((span, with))
}
