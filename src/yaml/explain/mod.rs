//! A parser's error → what the operator did: the code, the place where the hand slipped (often lines before the place where the
//! parser noticed) and the line as it should be.

mod bracket;
mod quote;
mod shape;
mod start;

use granit_parser::ErrorKind;

pub(super) use start::{tag, unknown_alias};

use super::File;
use super::line::{Line, quoted};
use super::suspect::{between_smart_quotes, slash_comment};
use super::tree::{Bytes, MAX_DEPTH};
use super::walk::walk;
use crate::diag::{Code, Diagnostic};
use bracket::{in_brackets, unclosed_bracket};
use quote::{after_quote, bad_escape, unclosed_quote};
use shape::{colon, indent, list_dash, no_key};
use start::special_start;

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
        .or_else(|| slashes(file, place))
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
    let opened = walk(file.text, place.flow.unwrap_or(place.last).min(place.at), place.at);
    match place.kind {
        E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => {
            let opened = walk(file.text, place.last.min(place.at), file.text.len().min(line.end.max(place.at)));
            let (quote, at) = opened.quote.or(opened.last_quoted).unwrap_or_else(|| (first_char(file, place.at), place.at));
            Some(unclosed_quote(file, quote, at))
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => Some(after_quote(file, place, &opened)),
        E::CommentNotSeparated if opened.last_quoted.is_some_and(|(_, at)| at >= line.start) => {
            Some(after_quote(file, place, &opened))
        }
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
        _ if !opened.brackets.is_empty() => in_brackets(file, place.at, &opened),
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

/// `{{params.size}}` where a name stands without braces.
pub(super) fn braces_around_name(file: File<'_>, at: Bytes) -> Diagnostic {
    let name = text(file, at.clone()).trim_matches(|c: char| c.is_whitespace() || "{}".contains(c));
    let span = file.span(at);
    Diagnostic::new(Code::WhenForm).at(span).arg("reason", "braces around a name").fix(span, name)
}

/// `{branch}/hours:` or `{branch}:` where a path belongs: it lacks its slash, without which the braces are a map. `at`: the braces.
pub(super) fn path_in_braces(file: File<'_>, at: &Bytes) -> Option<Diagnostic> {
    let name = text(file, at.clone()).strip_prefix('{')?.strip_suffix('}')?;
    let rest = text(file, at.end..Line::at(file.text, at.end).end);
    let rest = rest.find(": ").map_or_else(|| rest.trim_end().strip_suffix(':'), |colon| rest.get(..colon))?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    if !is_name || !(rest.is_empty() || rest.starts_with('/')) || rest.contains(char::is_whitespace) {
        return None;
    }
    let whole = at.start..at.end + rest.len();
    let (path, span) = (text(file, whole.clone()), file.span(whole));
    Some(Diagnostic::new(Code::PathWithoutSlash).at(span).arg("path", path).fix(span, format!("/{path}")))
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

/// `// 설명` behind or between the entries of pasted JSON: the first one since the bracket that was opened.
fn slashes(file: File<'_>, place: &Place<'_>) -> Option<Diagnostic> {
    let flow = place.flow?;
    let inside = text(file, flow..Line::at(file.text, place.at).end);
    let begins = |at: &usize| inside.get(..*at).is_some_and(|before| before.ends_with([' ', '\t', '\n']));
    // Quotes before it on its line would have to be closed: `"https: // 주소"` is a text.
    let outside = |at: &usize| {
        let line = inside.get(..*at).and_then(|before| before.rsplit('\n').next());
        line.is_some_and(|line| line.matches('"').count().is_multiple_of(2))
    };
    let at = inside.match_indices("//").map(|(at, _)| at).filter(begins).find(outside)?;
    Some(slash_comment(file, flow + at))
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
