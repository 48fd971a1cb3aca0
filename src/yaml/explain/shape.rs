//! Lines that do not fit together: colons, dashes, indentation.

use super::text;
use crate::diag::{Code, Diagnostic};
use crate::yaml::File;
use crate::yaml::line::{Line, quoted};
use crate::yaml::suspect::{WIDE_COLON, dash_without_space, missing_space, slash_comment};
use crate::yaml::tree::Bytes;

/// A dash where no list can begin: behind a key, or between the entries of a map.
pub(super) fn list_dash(file: File<'_>, line: Line<'_>) -> Diagnostic {
    let value = line.value();
    let at = if line.is_item() { line.content } else { value.start };
    Diagnostic::new(Code::ListDash).at(file.span(at..at + 1))
}

/// A colon that no key can stand before.
pub(super) fn colon(file: File<'_>, at: usize, line: Line<'_>) -> Diagnostic {
    let key = line.key();
    if key.as_ref().is_some_and(|key| key.end < at) {
        let value = line.value();
        let span = file.span(value.clone());
        let written = line.text(value);
        return Diagnostic::new(Code::ColonInText).at(span).arg("text", written).fix(span, quoted(written));
    }
    let before = line.before();
    if let Some(before) = before
        && before.key().is_none()
        && let Some(diagnostic) = no_key(file, before)
    {
        return diagnostic;
    }
    indent(file, line.content, line)
}

/// A line between the entries of a map that is no entry.
pub(super) fn no_key(file: File<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let body = line.body();
    let written = line.text(body..line.end).trim_end();
    if dash_without_space(written) {
        let dash = file.span(body..body + 1);
        return Some(Diagnostic::new(Code::ListDash).at(dash).fix(dash, "- "));
    }
    if written.starts_with("//") {
        return Some(slash_comment(file, body));
    }
    let at = body..body + written.len();
    let Some(colon) = written.find([':', WIDE_COLON]) else { return Some(missing_colon(file, at)) };
    let quoted_text = written.starts_with(['"', '\'', '[', '{']);
    if quoted_text && !written.get(1..)?.contains("\":") {
        return Some(missing_colon(file, at));
    }
    // `/skill/hours 평일 08:00에 열어요`: that colon is the text's own.
    if !quoted_text && written.get(..colon)?.trim_end().contains(char::is_whitespace) {
        return Some(missing_colon(file, at));
    }
    Some(missing_space(file, at, body + colon))
}

/// A line that is neither `key: value` nor `- item`.
fn missing_colon(file: File<'_>, at: Bytes) -> Diagnostic {
    let written = text(file, at.clone());
    let line = Line::at(file.text, at.start);
    if let Some(before) = line.before().filter(|before| before.indent_width() == line.indent_width() && !line.is_item()) {
        if before.is_item() {
            let begin = file.span(at.start..at.start);
            return Diagnostic::new(Code::ListDash).at(file.span(at)).fix(begin, "- ");
        }
        // The text of `reply: |`, or one that goes on from the line above.
        let opens = matches!(before.text(before.value()), "|" | "|-" | "|+" | ">" | ">-" | ">+");
        let is_path = written.starts_with('/');
        let goes_on = before.key().is_some() && !before.text(before.value()).is_empty() && !written.is_ascii() && !is_path;
        if opens || goes_on {
            let indent = file.span(line.start..line.content);
            let fix = " ".repeat(line.indent_width() + 2);
            return Diagnostic::new(Code::WrongIndent).at(indent).fix(indent, fix);
        }
    }
    let diagnostic = Diagnostic::new(Code::MissingColon).at(file.span(at.clone())).arg("text", written);
    if written.starts_with(['"', '\'', '[', '{']) {
        return diagnostic;
    }
    match written.find(' ') {
        None => diagnostic.fix(file.span(at.end..at.end), ":"),
        Some(blank) if written.get(..blank).is_some_and(str::is_ascii) => {
            diagnostic.fix(file.span(at.start + blank..at.start + blank), ":")
        }
        Some(_) => diagnostic,
    }
}

/// `/skill/b: 안녕` below the dashes of `tests`.
fn skill_in_list(file: File<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let path = line.text(line.key().filter(|_| !line.is_item())?);
    let written = line.text(line.content..line.end).trim_end();
    let span = file.span(line.content..line.content + written.len());
    let elsewhere = Diagnostic::new(Code::SkillElsewhere).at(span).arg("path", path).arg("line", written);
    path.starts_with('/').then_some(elsewhere)
}

/// A line whose indentation fits nothing before it.
pub(super) fn indent(file: File<'_>, at: usize, line: Line<'_>) -> Diagnostic {
    if at > line.body() && !line.is_item() {
        // Something follows a value that had ended: `[공지] 오늘은 쉬어요` is a text to its writer.
        let value = line.value();
        let written = line.text(value.clone());
        if value.start < at && written.starts_with(['[', '{']) && !written.contains(": ") {
            let bracket = file.span(value.start..value.start + 1);
            let first = super::first_char(file, value.start);
            return Diagnostic::new(Code::SpecialStart).at(bracket).arg("char", first).fix(file.span(value), quoted(written));
        }
        return Diagnostic::new(Code::YamlSyntax).at(file.span(at..line.end)).arg("detail", "text after the end of a value");
    }
    let width = line.indent_width();
    // The parser takes a line without a colon for a text and stumbles at the next entry, perhaps some comments later.
    if let Some(earlier) = line.before().filter(|earlier| earlier.indent_width() == width)
        && !line.is_item()
        && !earlier.is_item()
        && earlier.key().is_none()
        && let Some(diagnostic) = no_key(file, earlier)
    {
        return diagnostic;
    }
    let mut candidates = Vec::new();
    let mut before = line.before();
    let mut lowest = usize::MAX;
    while let Some(earlier) = before {
        let indent = earlier.indent_width();
        if indent < lowest {
            candidates.push(earlier);
            lowest = indent;
        }
        if indent == 0 {
            break;
        }
        before = earlier.before();
    }
    if let Some(equal) = candidates.iter().find(|earlier| earlier.indent_width() == width)
        && equal.is_item() != line.is_item()
    {
        if let Some(skill) = skill_in_list(file, line) {
            return skill;
        }
        return if line.is_item() {
            list_dash(file, line)
        } else {
            Diagnostic::new(Code::ListDash).at(file.span(line.content..line.end))
        };
    }
    let same_kind = candidates.iter().filter(|earlier| earlier.is_item() == line.is_item());
    let right = same_kind.map(Line::indent_width).min_by_key(|indent| indent.abs_diff(width));
    let at = file.span(line.start..line.content);
    let shown = if line.content == line.start { file.span(line.content..line.end) } else { at };
    let diagnostic = Diagnostic::new(Code::WrongIndent).at(shown);
    match right {
        Some(right) if right != width => diagnostic.fix(at, " ".repeat(right)),
        _ => diagnostic,
    }
}
