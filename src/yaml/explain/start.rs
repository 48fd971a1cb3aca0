//! Texts that begin with a character that means something to YAML.

use std::borrow::Cow;

use super::{first_char, text};
use crate::diag::{Code, Diagnostic, nearest};
use crate::yaml::File;
use crate::yaml::line::{Line, quoted};
use crate::yaml::tree::Bytes;

/// A plain text that begins with a character which means something to YAML.
pub(super) fn special_start(file: File<'_>, at: usize) -> Option<Diagnostic> {
    let line = Line::at(file.text, at);
    if let Some(diagnostic) = comparison(file, line, at) {
        return Some(diagnostic);
    }
    let value = line.value();
    // In brackets the text may begin anywhere in the line.
    let value = if value.start == at { value } else { at..at + first_char(file, at).len_utf8() };
    let written = text(file, value.clone());
    let first = written.chars().next()?;
    let diagnostic = Diagnostic::new(Code::SpecialStart).at(file.span(at..at + first.len_utf8())).arg("char", first);
    Some(if written.len() > first.len_utf8() { diagnostic.fix(file.span(value), quoted(written)) } else { diagnostic })
}

/// `params.count: > 3`: a condition written with its sign. Only a name has a dot before the colon; `title: > 3` may be a text.
fn comparison(file: File<'_>, line: Line<'_>, at: usize) -> Option<Diagnostic> {
    let name = line.text(line.start..at).trim_end().strip_suffix(':')?.rsplit([' ', '{', '[', ',']).next()?;
    if !name.contains('.') || name.starts_with('/') {
        return None;
    }
    let written = line.text(at..line.end);
    let (sign, operator) = [(">=", "gte"), (">", "gt")].into_iter().find(|(sign, _)| written.starts_with(sign))?;
    let number = written.get(sign.len()..)?.trim_start();
    let end = number.find([' ', '}', ']', '#']).unwrap_or(number.len());
    let number = number.get(..end)?.trim_end_matches(',');
    let is_number = number.ends_with(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok();
    let span = file.span(at..at + written.find(number)? + number.len());
    let form = Diagnostic::new(Code::WhenForm).at(span).arg("reason", "sign in a text");
    is_number.then(|| form.fix(span, format!("{{ {operator}: {number} }}")))
}

/// `*name` without its anchor, or a text that begins with a star.
pub(in crate::yaml) fn unknown_alias(file: File<'_>, at: Bytes, name: &str, names: &[Cow<'_, str>]) -> Diagnostic {
    let line = Line::at(file.text, at.start);
    let value = line.value();
    let a_text = line.text(value.clone()).matches('*').count() > 1 || (value.start == at.start && value.end != at.end);
    if a_text && let Some(diagnostic) = special_start(file, at.start) {
        return diagnostic;
    }
    let near = nearest(name, names.iter().map(AsRef::as_ref));
    Diagnostic::new(Code::UnknownAnchor).at(file.span(at)).arg("name", name).suggest(near)
}

/// A tag, or a text that begins with an exclamation mark.
pub(in crate::yaml) fn tag(file: File<'_>, at: Bytes) -> Diagnostic {
    // The tag stands before its value, on the same line or an earlier one.
    let mut line = Line::at(file.text, at.start);
    while !line.text(line.start..line.end).contains('!') {
        match line.before() {
            Some(before) => line = before,
            None => return Diagnostic::new(Code::TagRefused).at(file.span(at)).arg("tag", "!"),
        }
    }
    let value = line.value();
    let start = if line.text(value.clone()).starts_with('!') {
        value.start
    } else {
        line.start + line.text(line.start..line.end).find('!').unwrap_or(0)
    };
    let tag = line.text(start..line.end).split_whitespace().next().unwrap_or("!");
    if tag == "!" && start == value.start {
        let span = file.span(value.clone());
        return Diagnostic::new(Code::SpecialStart)
            .at(file.span(start..start + 1))
            .arg("char", '!')
            .fix(span, quoted(line.text(value)));
    }
    Diagnostic::new(Code::TagRefused).at(file.span(start..start + tag.len())).arg("tag", tag)
}
