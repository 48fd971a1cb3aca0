//! Reading the inside of a tag character by character.

use std::ops::Range;

/// A place in a template, with an end it must not pass.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'s> {
    source: &'s str,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// A character of a name, as Handlebars has it: everything outside of ASCII may stand in a name.
pub(in crate::template) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$' | ':') || !c.is_ascii()
}

impl<'s> Cursor<'s> {
    pub(super) fn new(source: &'s str, range: Range<usize>) -> Self {
        Self { source, at: range.start, end: range.end }
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'s str {
        self.source.get(self.at..self.end).unwrap_or("")
    }

    pub(super) fn text(&self, range: Range<usize>) -> &'s str {
        self.source.get(range).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.end
    }

    /// Goes over `text` if it stands here.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// The run of characters that `keep` holds for.
    pub(super) fn take(&mut self, keep: impl Fn(char) -> bool) -> (&'s str, Range<usize>) {
        let rest = self.rest();
        let length = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let range = self.at..self.at + length;
        self.at += length;
        (self.text(range.clone()), range)
    }
}
