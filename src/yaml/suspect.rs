//! What is legal YAML and yet surely not meant so: found in unquoted keys and texts while pass 1 reads them.

use super::File;
use super::line::{Line, quoted};
use super::tree::Bytes;
use crate::diag::{Code, Diagnostic};

/// A finding, and whether reading should end there because what follows cannot be what is meant.
pub(super) struct Found {
    pub(super) diagnostic: Diagnostic,
    pub(super) fatal: bool,
}

fn fatal(diagnostic: Diagnostic) -> Found {
    Found { diagnostic, fatal: true }
}

fn harmless(diagnostic: Diagnostic) -> Found {
    Found { diagnostic, fatal: false }
}

/// Quotes that word processors and phones make of plain ones.
const OPENING: [char; 6] = ['“', '‘', '„', '”', '’', '＂'];
const CLOSING: [char; 5] = ['”', '’', '“', '‘', '＂'];

/// The colon of a Korean or Japanese keyboard's full-width letters.
pub(super) const WIDE_COLON: char = '：';

/// The text between smart quotes, when one pair stands around the whole of it.
pub(super) fn between_smart_quotes(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
    (!inner.contains(['“', '”', '„', '＂'])).then_some(inner)
}

/// A key.
pub(super) fn key(file: File<'_>, text: &str, at: &Bytes) -> Option<Found> {
    let first = text.chars().next()?;
    if first.is_whitespace() {
        // No-break and full-width spaces, copied from a web page or typed with a Korean keyboard, are letters to YAML.
        let blank = text.len() - text.trim_start().len();
        let blank_at = at.start..at.start + blank;
        let spaces = " ".repeat(Line::at(file.text, at.start).indent_width());
        return Some(fatal(Diagnostic::new(Code::WrongIndent).at(file.span(blank_at.clone())).fix(file.span(blank_at), spaces)));
    }
    if let Some(inner) = between_smart_quotes(text) {
        let place = file.span(at.clone());
        return Some(harmless(Diagnostic::new(Code::SmartQuotes).at(place).arg("text", text).fix(place, inner)));
    }
    if text.starts_with("//") || text.starts_with("/*") {
        return Some(fatal(slash_comment(file, at.start)));
    }
    if let Some(parted) = parted_number(file, text, at, true) {
        return Some(fatal(parted));
    }
    let mut rest = text.strip_prefix('-')?.chars();
    if rest.next().is_some_and(char::is_alphabetic) {
        let dash = file.span(at.start..at.start + 1);
        return Some(fatal(Diagnostic::new(Code::ListDash).at(dash).fix(dash, "- ")));
    }
    None
}

/// An element of a list.
pub(super) fn item(file: File<'_>, text: &str, at: &Bytes) -> Option<Found> {
    smart_quotes(file, text, at).or_else(|| parted_number(file, text, at, false).map(fatal))
}

/// `12,000원` in brackets: YAML takes what follows the comma for a value of its own. Three digits right behind a comma that stands right
/// behind a digit; in a list a unit as well, for `[100,200]` are two numbers.
fn parted_number(file: File<'_>, text: &str, at: &Bytes, is_key: bool) -> Option<Diagnostic> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let unit = text.get(digits..)?.chars().next();
    let before = file.text.get(..at.start)?.strip_suffix(',')?;
    let is_part = unit.map_or(is_key, |unit| !unit.is_whitespace());
    if digits != 3 || !is_part || !before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let begins = [": ", ", ", "[", "{", "\n"].iter().filter_map(|lead| before.rfind(lead).map(|at| at + lead.len())).max()?;
    let begins = begins + before.get(begins..)?.len() - before.get(begins..)?.trim_start().len();
    let whole = begins..at.start + text.len();
    let written = file.text.get(whole.clone())?;
    let span = file.span(whole);
    Some(Diagnostic::new(Code::CommaInValue).at(span).arg("text", written).fix(span, quoted(written)))
}

/// The value of a key, or the whole file (no key).
pub(super) fn value(file: File<'_>, text: &str, at: &Bytes, key: Option<&Bytes>) -> Option<Found> {
    if let Some(found) = smart_quotes(file, text, at) {
        return Some(found);
    }
    let written = file.text.get(at.clone())?;
    let own_line = key.is_none_or(|key| file.text.get(key.end..at.start).is_some_and(|between| between.contains('\n')));
    let mut lines = written.lines();
    let first = lines.next()?;
    let more = lines.clone().count();
    if more > 0 && own_line && written.lines().all(|line| dash_without_space(line.trim_start())) {
        let dash = file.span(at.start..at.start + 1);
        return Some(fatal(Diagnostic::new(Code::ListDash).at(dash).fix(dash, "- ")));
    }
    if own_line && let Some(colon) = glued_colon(first) {
        return Some(fatal(missing_space(file, at.start..at.start + first.trim_end().len(), at.start + colon)));
    }
    // A text and a list under the same key: YAML folds the lines into one text, dashes and all.
    let dash = written.match_indices('\n').find_map(|(end, _)| {
        let rest = written.get(end..)?;
        let text = rest.trim_start();
        text.starts_with("- ").then_some(at.start + end + rest.len() - text.len())
    })?;
    Some(harmless(Diagnostic::new(Code::ListDash).at(file.span(dash..dash + 1))))
}

fn smart_quotes(file: File<'_>, text: &str, at: &Bytes) -> Option<Found> {
    let inner = between_smart_quotes(text)?;
    let place = file.span(at.clone());
    Some(harmless(Diagnostic::new(Code::SmartQuotes).at(place).arg("text", text).fix(place, quoted(inner))))
}

/// `-안녕`: a dash that a letter follows.
pub(super) fn dash_without_space(text: &str) -> bool {
    text.strip_prefix('-').and_then(|rest| rest.chars().next()).is_some_and(|next| !next.is_whitespace() && next != '-')
}

/// Where the colon stands in `reply:안녕`, which is one text to YAML. Only where the part before it looks like a key of the
/// language or a path, so that `TEL:02-123` and `https://…` stay texts.
fn glued_colon(line: &str) -> Option<usize> {
    let colon = line.find([':', WIDE_COLON])?;
    let (before, after) = (line.get(..colon)?, line.get(colon..)?);
    let mut after = after.chars();
    let wide = after.next()? == WIDE_COLON;
    let after = after.next()?;
    let name = before.chars().next()?.is_ascii_lowercase() && before.chars().all(char::is_alphanumeric) && before.is_ascii();
    let key = name && before.len() > 2 && !matches!(before, "tel" | "sms" | "mailto" | "http" | "https");
    let path = before.starts_with('/') && !before.contains(' ');
    ((key || path) && (wide || (!after.is_whitespace() && after != '/'))).then_some(colon)
}

/// `reply:안녕`, `reply：안녕` → `reply: 안녕`.
pub(super) fn missing_space(file: File<'_>, line: Bytes, colon: usize) -> Diagnostic {
    let text = file.text.get(line.clone()).unwrap_or_default();
    let rest = file.text.get(colon..line.end).unwrap_or_default();
    let after = rest.trim_start_matches([':', WIDE_COLON]).trim_start();
    let gap = file.span(colon..colon + rest.len() - after.len());
    Diagnostic::new(Code::MissingSpace).at(file.span(line)).arg("text", text).fix(gap, ": ")
}

/// `// 설명` or `/* 설명 */`, as JSON with comments has it.
pub(super) fn slash_comment(file: File<'_>, at: usize) -> Diagnostic {
    let line = Line::at(file.text, at);
    let comment = file.text.get(at..line.end).unwrap_or_default().trim_end();
    let told = Diagnostic::new(Code::SlashComment).at(file.span(at..at + comment.len())).arg("text", comment);
    if comment.starts_with("//") { told.fix(file.span(at..at + 2), "#") } else { told }
}
