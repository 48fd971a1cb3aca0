//! A line as its writer sees it: indentation, dashes, key, value. For explaining mistakes only; it reads no YAML.

use super::tree::Bytes;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    whole: &'t str,
    /// First byte.
    pub(super) start: usize,
    /// One past its last byte, the line break left out.
    pub(super) end: usize,
    /// Where the indentation (any white space) ends.
    pub(super) content: usize,
}

impl<'t> Line<'t> {
    /// The line that holds this byte.
    pub(super) fn at(whole: &'t str, byte: usize) -> Self {
        let start = whole.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let rest = whole.get(start..).unwrap_or_default();
        let text = rest.split('\n').next().unwrap_or_default();
        let text = text.strip_suffix('\r').unwrap_or(text);
        let content = start + text.len() - text.trim_start().len();
        Self { whole, start, end: start + text.len(), content }
    }

    /// The line before, blank lines and comments left out.
    pub(super) fn before(&self) -> Option<Self> {
        let mut line = *self;
        loop {
            line = Self::at(self.whole, line.start.checked_sub(1)?);
            if !line.is_blank() {
                return Some(line);
            }
        }
    }

    /// The line after, blank lines and comments left out.
    pub(super) fn after(&self) -> Option<Self> {
        let mut line = *self;
        loop {
            let next = line.end + self.whole.get(line.end..)?.find('\n')? + 1;
            line = Self::at(self.whole, next);
            if next >= self.whole.len() {
                return None;
            }
            if !line.is_blank() {
                return Some(line);
            }
        }
    }

    fn is_blank(&self) -> bool {
        let text = self.text(self.content..self.end);
        text.is_empty() || text.starts_with('#')
    }

    /// Bytes of the text that the line is part of.
    pub(super) fn text(&self, at: Bytes) -> &'t str {
        self.whole.get(at).unwrap_or_default()
    }

    /// The white space at its beginning.
    pub(super) fn indent(&self) -> &'t str {
        self.text(self.start..self.content)
    }

    /// How many columns the indentation takes, a tab or a full-width space as two.
    pub(super) fn indent_width(&self) -> usize {
        self.indent().chars().map(|c| if c == ' ' || c == '\u{a0}' { 1 } else { 2 }).sum()
    }

    /// Where the content begins after `- `.
    pub(super) fn body(&self) -> usize {
        let mut at = self.content;
        while let Some(rest) = self.text(at..self.end).strip_prefix("- ") {
            at = self.end - rest.trim_start().len();
        }
        at
    }

    /// Whether it is an element of a list.
    pub(super) fn is_item(&self) -> bool {
        let text = self.text(self.content..self.end);
        text == "-" || text.starts_with("- ")
    }

    /// Its key, when it has a `key:`.
    pub(super) fn key(&self) -> Option<Bytes> {
        let body = self.body();
        let text = self.text(body..self.end);
        let from = match text.chars().next()? {
            quote @ ('"' | '\'') => text.get(1..)?.find(quote)? + 2,
            _ => 0,
        };
        let rest = text.get(from..)?;
        let colon = rest.match_indices(':').map(|(at, _)| at).find(|at| rest.get(at + 1..).is_some_and(ends_key))?;
        Some(body..body + from + colon)
    }

    /// Its value: what follows the key, or the dash, or the whole content; without a comment.
    pub(super) fn value(&self) -> Bytes {
        let from = self.key().map_or_else(|| self.body(), |key| key.end + 1);
        let text = self.text(from..self.end);
        let start = from + text.len() - text.trim_start().len();
        let text = text.trim_start();
        let text = text.find(" #").and_then(|comment| text.get(..comment)).unwrap_or(text);
        start..start + text.trim_end().len()
    }
}

fn ends_key(after_colon: &str) -> bool {
    after_colon.is_empty() || after_colon.starts_with([' ', '\t'])
}

/// A text in quotes, as YAML reads it back: double ones, single ones where that saves escaping.
pub(super) fn quoted(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if text.contains('\'') {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{text}'")
    }
}
