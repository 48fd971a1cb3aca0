//! From a place in a text's value back to its place in the file.
//!
//! Folding, indentation and line breaks change nothing but white space, so the two are aligned by counting the other characters;
//! an escape in double quotes and `''` in single ones count as what they stand for.

use std::ops::Range;

use super::node::Style;

/// Bytes `range` of `value` as bytes of `written`, the same text as it stands in the file (with quotes, or from `|`).
/// `None` when the two do not belong together.
pub(super) fn locate(written: &str, value: &str, style: Style, range: &Range<usize>) -> Option<Range<usize>> {
    let skip = value.get(..range.start)?.chars().filter(|c| !c.is_whitespace()).count();
    let take = value.get(range.start..range.end)?.chars().filter(|c| !c.is_whitespace()).count();
    let mut letters = Letters::new(written, style).skip(skip);
    let first = letters.next();
    if take == 0 {
        let start = first.map_or(written.len(), |letter| letter.start);
        return Some(start..start);
    }
    let first = first?;
    let last = if take == 1 { first.clone() } else { letters.nth(take - 2)? };
    Some(first.start..last.end)
}

/// Where each character of a written text stands, white space left out.
struct Letters<'t> {
    written: &'t str,
    style: Style,
    at: usize,
    end: usize,
}

impl<'t> Letters<'t> {
    fn new(written: &'t str, style: Style) -> Self {
        let (at, end) = match style {
            Style::Plain => (0, written.len()),
            Style::Single | Style::Double => (1, written.len().saturating_sub(1)),
            // The header (`|2-  # why`) is no part of the text.
            Style::Literal | Style::Folded => (written.find('\n').map_or(written.len(), |at| at + 1), written.len()),
        };
        Self { written, style, at, end }
    }

    /// The character an escape stands for (a blank for what is white space or nothing) and its bytes.
    fn escape(rest: &str) -> (char, usize) {
        let Some(name) = rest.get(1..).and_then(|rest| rest.chars().next()) else { return ('\\', 1) };
        let digits = match name {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            't' | 'n' | 'v' | 'f' | 'r' | ' ' | 'N' | '_' | 'L' | 'P' | '\t' | '\n' | '\r' => return (' ', 1 + name.len_utf8()),
            _ => return ('x', 1 + name.len_utf8()),
        };
        let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        // A surrogate pair is two escapes and one character: the second one is left out.
        if code.is_some_and(|code| (0xDC00..0xE000).contains(&code)) {
            return (' ', 2 + digits);
        }
        (code.and_then(char::from_u32).unwrap_or('x'), 2 + digits)
    }
}

impl Iterator for Letters<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.at < self.end {
            let rest = self.written.get(self.at..self.end)?;
            let c = rest.chars().next()?;
            let (c, len) = match (self.style, c) {
                (Style::Double, '\\') => Self::escape(rest),
                (Style::Single, '\'') => (c, 2),
                _ => (c, c.len_utf8()),
            };
            let start = self.at;
            self.at += len;
            if !c.is_whitespace() {
                return Some(start..self.at.min(self.end));
            }
        }
        None
    }
}
