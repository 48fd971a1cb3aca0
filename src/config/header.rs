//! HTTP header names and values.

use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Span};

/// Headers that the connection itself sets.
const RESERVED: &[&str] = &["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "keep-alive"];

/// The name in lower case. `None` (reported as `shown`, the name before `${…}` was filled in) when HTTP does not allow it.
pub(super) fn name(text: &str, shown: &str, span: Span, reading: &mut Reading<'_>) -> Option<String> {
    let proper = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    if !proper {
        bad(shown, span, "name", reading);
        return None;
    }
    Some(text.to_ascii_lowercase())
}

/// The same for a header that is sent: one that the connection sets itself is refused.
pub(super) fn sent_name(text: &str, span: Span, reading: &mut Reading<'_>) -> Option<String> {
    let name = name(text, text, span, reading)?;
    if RESERVED.contains(&name.as_str()) {
        bad(text, span, "set by the connection", reading);
        return None;
    }
    Some(name)
}

/// Whether a value can be sent; the message names the header and never shows the value.
pub(super) fn value_is_proper(value: &str, name: &str, span: Span, reading: &mut Reading<'_>) -> bool {
    let reason = if value.contains(['\r', '\n']) {
        "line break"
    } else if value.chars().any(|c| c.is_control() && c != '\t') {
        "control character"
    } else {
        return true;
    };
    bad(name, span, reason, reading);
    false
}

fn bad(name: &str, span: Span, reason: &'static str, reading: &mut Reading<'_>) {
    reading.report.push(Diagnostic::new(Code::BadHeader).at(span).arg("name", name).arg("reason", reason));
}
