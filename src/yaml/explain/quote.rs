//! Mistakes with quotes: left open, closed too early, a backslash between them.

use granit_parser::ErrorKind;

use super::{Place, text};
use crate::diag::{Code, Diagnostic};
use crate::yaml::File;
use crate::yaml::line::{Line, quoted};
use crate::yaml::walk::Walk;

pub(super) fn unclosed_quote(file: File<'_>, quote: char, at: usize) -> Diagnostic {
    let line = Line::at(file.text, at);
    let end = at + text(file, at..line.end).trim_end().len();
    let diagnostic = Diagnostic::new(Code::UnclosedQuote).at(file.span(at..at + quote.len_utf8())).arg("quote", quote);
    // A text that goes on for several lines may be meant: the end is a guess only when the next line is a key.
    match line.after() {
        Some(next) if next.key().is_none() => diagnostic,
        _ => diagnostic.fix(file.span(end..end), quote),
    }
}

/// `"안녕" 하세요`, `'It's me'`; or a quote that was closed only by a quote of a later line.
pub(super) fn after_quote(file: File<'_>, place: &Place<'_>, walk: &Walk) -> Diagnostic {
    let line = Line::at(file.text, place.at);
    let Some((quote, start)) = walk.last_quoted.or(walk.quote) else {
        return Diagnostic::new(Code::TextAfterQuote).at(file.span(place.at..line.end)).arg("text", text(file, place.at..line.end));
    };
    if start < line.start {
        return unclosed_quote(file, quote, start);
    }
    let value = start..start + text(file, start..line.end).trim_end().len();
    let written = text(file, value.clone());
    let diagnostic = Diagnostic::new(Code::TextAfterQuote).at(file.span(place.at..value.end)).arg("text", written);
    if !walk.brackets.is_empty() {
        return diagnostic;
    }
    if matches!(place.kind, ErrorKind::CommentNotSeparated) {
        return diagnostic.fix(file.span(place.at..place.at), " ");
    }
    let inner = written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let right = match inner {
        // `'It's me'`: the outer quotes are meant as such.
        // `"{{josa name "은/는"}}"`: those inside of the braces are the template's.
        Some(inner) if is_in_braces(inner, quote) => quoted(inner),
        Some(inner) if !inner.starts_with(' ') && inner.matches(quote).count() % 2 == 1 => quoted(inner),
        _ => quoted(written),
    };
    diagnostic.fix(file.span(value), right)
}

/// Whether the first quote in a text stands between `{{` and `}}`.
fn is_in_braces(text: &str, quote: char) -> bool {
    text.split(quote).next().is_some_and(|before| before.matches("{{").count() > before.matches("}}").count())
}

/// `\d` in double quotes.
pub(super) fn bad_escape(file: File<'_>, quote: usize) -> Diagnostic {
    let line = Line::at(file.text, quote);
    let written = text(file, quote..line.end);
    let mut chars = written.char_indices().skip(1);
    let mut found = None;
    while let Some((at, c)) = chars.next() {
        if c == '"' {
            break;
        }
        if c == '\\' {
            let next = chars.next().map_or(' ', |(_, next)| next);
            if !"0abtnvfre \"/\\N_LP".contains(next) {
                found = Some(at);
                break;
            }
        }
    }
    let Some(found) = found else {
        return Diagnostic::new(Code::BadEscape).at(file.span(quote..quote + 1)).arg("text", "\\");
    };
    let at = quote + found;
    let end = at + text(file, at..line.end).chars().take(2).map(char::len_utf8).sum::<usize>();
    Diagnostic::new(Code::BadEscape).at(file.span(at..end)).arg("text", text(file, at..end)).fix(file.span(at..at + 1), "\\\\")
}
