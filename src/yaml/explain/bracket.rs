//! Mistakes inside of `[ ]` and `{ }`.

use super::{first_char, text};
use crate::diag::{Code, Diagnostic};
use crate::yaml::File;
use crate::yaml::line::Line;
use crate::yaml::walk::{Opened, Walk, is_closed};

pub(super) fn unclosed_bracket(file: File<'_>, (open, at): Opened) -> Diagnostic {
    let line = Line::at(file.text, at);
    let close = if open == '[' { ']' } else { '}' };
    let diagnostic = Diagnostic::new(Code::UnclosedBracket).at(file.span(at..at + 1)).arg("bracket", open).arg("close", close);
    match line.after() {
        Some(next) if next.indent_width() > line.indent_width() => diagnostic,
        _ if text(file, at..line.end).ends_with([']', '}', open]) => diagnostic,
        _ => diagnostic.fix(file.span(line.end..line.end), if open == '{' { " }" } else { "]" }),
    }
}

/// An error between `[` or `{` and its end: a bracket that is never closed, or a comma that is missing.
pub(super) fn in_brackets(file: File<'_>, at: usize, walk: &Walk) -> Option<Diagnostic> {
    let outermost = *walk.brackets.first()?;
    if !is_closed(file.text, outermost.1) {
        return Some(unclosed_bracket(file, outermost));
    }
    let before = text(file, 0..at);
    // At a colon the word before it is the key that the comma is missing in front of.
    let before = match first_char(file, at) {
        ':' => before.trim_end_matches(|c: char| !c.is_whitespace() && !matches!(c, '{' | '[' | ',')),
        _ => before,
    };
    let end = before.trim_end().len();
    if before.trim_end().ends_with(['{', '[', ',']) {
        return None;
    }
    let at = file.span(end..end);
    Some(Diagnostic::new(Code::MissingComma).at(at).fix(at, ","))
}
