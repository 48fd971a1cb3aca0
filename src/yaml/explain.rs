//! A parser's error → what the operator did: the code, the place where the hand slipped (often lines before the place where the
//! parser noticed) and the line as it should be.

use std::borrow::Cow;

use granit_parser::ErrorKind;

use super::File;
use super::bracket::{self, Walk};
use super::line::{Line, quoted};
use super::suspect::{between_smart_quotes, dash_without_space, missing_space};
use super::tree::{Bytes, MAX_DEPTH};
use crate::diag::{Code, Diagnostic, nearest};

/// Where and how the parser gave up.
pub(super) struct Place<'e> {
    pub(super) kind: &'e ErrorKind,
    /// Where it noticed.
    pub(super) at: usize,
    /// Where the last thing it understood ended.
    pub(super) last: usize,
    /// Where the outermost open `[` or `{` began.
    pub(super) flow: Option<usize>,
}

/// The diagnostic of a syntax error.
pub(super) fn explain(file: File<'_>, place: &Place<'_>) -> Diagnostic {
    let line = Line::at(file.text, place.at);
    unquoted_before(file, place)
        .or_else(|| tab(file, place, line))
        .or_else(|| smart_quotes(file, line))
        .or_else(|| by_kind(file, place, line))
        .unwrap_or_else(|| {
            let at = place.at
                ..file.text.get(place.at..).and_then(|rest| rest.chars().next()).map_or(place.at, |c| place.at + c.len_utf8());
            Diagnostic::new(Code::YamlSyntax).at(file.span(at)).arg("detail", words(place.kind))
        })
}

fn by_kind(file: File<'_>, place: &Place<'_>, line: Line<'_>) -> Option<Diagnostic> {
    use ErrorKind as E;
    if matches!(place.kind, E::RecursionLimitExceeded) {
        let at = file.span(place.at..place.at);
        return Some(Diagnostic::new(Code::TooDeep).at(at).arg("max", MAX_DEPTH));
    }
    let walk = bracket::walk(file.text, place.flow.unwrap_or(place.last).min(place.at), place.at);
    match place.kind {
        E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => {
            let walk = bracket::walk(file.text, place.last.min(place.at), file.text.len().min(line.end.max(place.at)));
            let (quote, at) = walk.quote.or(walk.last_quoted).unwrap_or_else(|| (first_char(file, place.at), place.at));
            Some(unclosed_quote(file, quote, at))
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => Some(after_quote(file, place, &walk)),
        E::CommentNotSeparated if walk.last_quoted.is_some_and(|(_, at)| at >= line.start) => Some(after_quote(file, place, &walk)),
        E::UnclosedFlowCollection { open } | E::MismatchedFlowCollectionEnd { open, .. } => {
            Some(unclosed_bracket(file, (*open, place.at)))
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => Some(bad_escape(file, place.at)),
        E::MisplacedFlowCollectionEnd if line.value().start != place.at => {
            let at = file.span(place.at..place.at + 1);
            Some(Diagnostic::new(Code::StrayBracket).at(at).arg("bracket", first_char(file, place.at)).fix(at, ""))
        }
        E::UnexpectedCharacter { character } if character.is_control() => None,
        E::UnexpectedCharacter { .. }
        | E::InvalidBlockScalarHeader
        | E::ZeroBlockScalarIndent
        | E::MissingAnchorOrAliasName
        | E::MisplacedFlowCollectionEnd
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::InvalidTagEscape
        | E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::PlainScalarStartsWithDashFlowIndicator
        | E::ExpectedNodeContent => special_start(file, place.at),
        E::BlockSequenceEntryNotAllowed => Some(list_dash(file, line)),
        _ if !walk.brackets.is_empty() => in_brackets(file, place.at, &walk),
        E::MappingValueNotAllowed | E::InvalidColonPlacement => Some(colon(file, place.at, line)),
        E::SimpleKeyExpected => no_key(file, line),
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry | E::InvalidIndentation => Some(indent(file, place.at, line)),
        _ => None,
    }
}

/// `reply: {{utterance}} 님`: the first line since the last thing understood whose value begins with braces.
fn unquoted_before(file: File<'_>, place: &Place<'_>) -> Option<Diagnostic> {
    let from = place.flow.unwrap_or(place.last).min(place.last).min(place.at);
    let mut line = Line::at(file.text, from);
    loop {
        let value = line.value();
        if line.text(value.clone()).starts_with("{{") {
            return Some(unquoted(file, value));
        }
        if line.end >= place.at {
            break;
        }
        line = line.after()?;
    }
    // Inside of other brackets: `[{{a}} 님]`.
    let flow = place.flow?;
    let inside = file.text.get(flow..Line::at(file.text, place.at).end)?;
    let open = flow + inside.find("{{")?;
    let close = file.text.get(open..)?.find("}}").map_or(open + 2, |at| open + at + 2);
    let rest = text(file, close..Line::at(file.text, close).end);
    let end = close + rest.find([',', ']', '}']).map_or(rest, |at| text(file, close..close + at)).trim_end().len();
    let before = file.text.get(flow..open)?.trim_end();
    before.ends_with([':', ',', '[']).then(|| unquoted(file, open..end))
}

/// A template without quotes, with the quotes as the fix.
pub(super) fn unquoted(file: File<'_>, at: Bytes) -> Diagnostic {
    let written = text(file, at.clone());
    let span = file.span(at);
    Diagnostic::new(Code::UnquotedTemplate).at(span).arg("text", written).fix(span, quoted(written))
}

fn tab(file: File<'_>, place: &Place<'_>, line: Line<'_>) -> Option<Diagnostic> {
    use ErrorKind as E;
    let line = match place.kind {
        E::TabInPlainScalar | E::TabAtBlockScalarStart if !line.indent().contains('\t') => {
            let mut next = line;
            loop {
                next = next.after()?;
                if next.indent().contains('\t') {
                    break next;
                }
            }
        }
        _ => line,
    };
    if !line.indent().contains('\t') || matches!(place.kind, E::UnclosedQuotedScalar) {
        return None;
    }
    let at = file.span(line.start..line.content);
    Some(Diagnostic::new(Code::TabIndent).at(at).fix(at, " ".repeat(likely_indent(line))))
}

/// The indentation that a line probably wants: deeper after `key:`, else that of the line before.
fn likely_indent(line: Line<'_>) -> usize {
    let Some(before) = line.before() else { return 0 };
    let opens = before.text(before.content..before.end).trim_end().ends_with([':', '|', '>']);
    if opens { before.indent_width() + 2 } else { before.indent_width() }
}

fn smart_quotes(file: File<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let at = line.value();
    let at = if between_smart_quotes(line.text(at.clone())).is_some() { at } else { line.body()..line.end };
    // `“안녕: 하세요”`: the colon inside hid where the value begins.
    let at = match line.text(at.clone()).find(['“', '‘']) {
        Some(quote) => at.start + quote..at.end,
        None => at,
    };
    let inner = between_smart_quotes(line.text(at.clone()).trim_end())?;
    let before = line.text(line.start..at.start).trim_end();
    if !(before.is_empty() || before.ends_with([':', '-'])) {
        return None;
    }
    let span = file.span(at.clone());
    Some(Diagnostic::new(Code::SmartQuotes).at(span).arg("text", line.text(at)).fix(span, quoted(inner)))
}

fn unclosed_quote(file: File<'_>, quote: char, at: usize) -> Diagnostic {
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
fn after_quote(file: File<'_>, place: &Place<'_>, walk: &Walk) -> Diagnostic {
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
        Some(inner) if !inner.starts_with(' ') && inner.matches(quote).count() % 2 == 1 => quoted(inner),
        _ => quoted(written),
    };
    diagnostic.fix(file.span(value), right)
}

fn unclosed_bracket(file: File<'_>, (open, at): bracket::Opened) -> Diagnostic {
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
fn in_brackets(file: File<'_>, at: usize, walk: &Walk) -> Option<Diagnostic> {
    let outermost = *walk.brackets.first()?;
    if !bracket::is_closed(file.text, outermost.1) {
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

/// `\d` in double quotes.
fn bad_escape(file: File<'_>, quote: usize) -> Diagnostic {
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

/// A plain text that begins with a character which means something to YAML.
fn special_start(file: File<'_>, at: usize) -> Option<Diagnostic> {
    let line = Line::at(file.text, at);
    let value = line.value();
    // In brackets the text may begin anywhere in the line.
    let value = if value.start == at { value } else { at..at + first_char(file, at).len_utf8() };
    let written = text(file, value.clone());
    let first = written.chars().next()?;
    let diagnostic = Diagnostic::new(Code::SpecialStart).at(file.span(at..at + first.len_utf8())).arg("char", first);
    Some(if written.len() > first.len_utf8() { diagnostic.fix(file.span(value), quoted(written)) } else { diagnostic })
}

/// `*name` without its anchor, or a text that begins with a star.
pub(super) fn unknown_alias(file: File<'_>, at: Bytes, name: &str, names: &[Cow<'_, str>]) -> Diagnostic {
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
pub(super) fn tag(file: File<'_>, at: Bytes) -> Diagnostic {
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

/// A dash where no list can begin: behind a key, or between the entries of a map.
fn list_dash(file: File<'_>, line: Line<'_>) -> Diagnostic {
    let value = line.value();
    let at = if line.is_item() { line.content } else { value.start };
    Diagnostic::new(Code::ListDash).at(file.span(at..at + 1))
}

/// A colon that no key can stand before.
fn colon(file: File<'_>, at: usize, line: Line<'_>) -> Diagnostic {
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
fn no_key(file: File<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let body = line.body();
    let written = line.text(body..line.end).trim_end();
    if dash_without_space(written) {
        let dash = file.span(body..body + 1);
        return Some(Diagnostic::new(Code::ListDash).at(dash).fix(dash, "- "));
    }
    let at = body..body + written.len();
    let Some(colon) = written.find([':', '：']) else { return Some(missing_colon(file, at)) };
    let quoted_text = written.starts_with(['"', '\'', '[', '{']);
    if quoted_text && !written.get(1..)?.contains("\":") {
        return Some(missing_colon(file, at));
    }
    if written.get(colon..)?.starts_with('：') {
        let wide = body + colon..body + colon + '：'.len_utf8();
        return Some(Diagnostic::new(Code::MissingSpace).at(file.span(at)).arg("text", written).fix(file.span(wide), ": "));
    }
    Some(missing_space(file, at, body + colon))
}

/// A line that is neither `key: value` nor `- item`.
fn missing_colon(file: File<'_>, at: Bytes) -> Diagnostic {
    let written = text(file, at.clone());
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

/// A line whose indentation fits nothing before it.
fn indent(file: File<'_>, at: usize, line: Line<'_>) -> Diagnostic {
    if at > line.body() && !line.is_item() {
        // Something follows a value that had ended.
        return Diagnostic::new(Code::YamlSyntax).at(file.span(at..line.end)).arg("detail", "text after the end of a value");
    }
    let width = line.indent_width();
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

fn text(file: File<'_>, at: Bytes) -> &str {
    file.text.get(at).unwrap_or_default()
}

fn first_char(file: File<'_>, at: usize) -> char {
    file.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
}

/// `UnexpectedEndOfPlainScalar` → `unexpected end of plain scalar`.
fn words(kind: &ErrorKind) -> String {
    let name = format!("{kind:?}");
    let name = name.split([' ', '(']).next().unwrap_or_default();
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}
