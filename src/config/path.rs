//! Skill paths: what Kakao is told to call.

use super::Spanned;
use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Span};

/// Paths that the server answers itself.
const RESERVED: &[&str] = &["/healthz", "/readyz"];

/// Checks a path. It comes back with a slash in front even when that was forgotten (and reported), so that the rest is read.
pub(super) fn read(text: &str, span: Span, reading: &mut Reading<'_>) -> Spanned<String> {
    if let Some(reason) = impossible(text) {
        reading.report.push(Diagnostic::new(Code::BadPath).at(span).arg("path", text).arg("reason", reason));
        return Spanned { value: text.to_owned(), span };
    }
    if text.starts_with('/') {
        return Spanned { value: text.to_owned(), span };
    }
    let fixed = format!("/{text}");
    reading.report.push(Diagnostic::new(Code::PathWithoutSlash).at(span).arg("path", text).fix(span, fixed.clone()));
    Spanned { value: fixed, span }
}

/// Why no request can ever have this path; a short stable word that the messages translate.
fn impossible(path: &str) -> Option<&'static str> {
    if RESERVED.contains(&path) {
        return Some("reserved");
    }
    if path.contains("://") {
        return Some("whole address");
    }
    let of_char = path.chars().find_map(|c| match c {
        c if c.is_whitespace() => Some("space"),
        '?' => Some("?"),
        '#' => Some("#"),
        '{' | '}' => Some("{}"),
        '%' => Some("%"),
        '\\' => Some("\\"),
        '"' | '<' | '>' | '^' | '`' | '|' => Some("character"),
        c if c.is_control() => Some("character"),
        _ => None,
    });
    // Clients take these out before they ask, so the path would never arrive.
    let dots = || path.split('/').any(|part| part == "." || part == "..").then_some("dots");
    of_char.or_else(dots).or_else(|| path.contains("//").then_some("//"))
}
