//! The text that both passes read, and its way from bytes to spans.

use super::tree::Bytes;
use crate::diag::{FileId, Span};

/// One file's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'t> {
    id: FileId,
    /// The text without a byte order mark.
    pub(super) text: &'t str,
    /// Bytes of the byte order mark before it, 0 or 3: the loader strips it, but both parsers would take one amiss.
    skipped: usize,
}

impl<'t> File<'t> {
    /// A file of the source map.
    pub(super) fn new(id: FileId, text: &'t str) -> Self {
        let rest = text.trim_start_matches('\u{feff}');
        Self { id, text: rest, skipped: text.len() - rest.len() }
    }

    /// Bytes of the text as a span of the file, widened to whole characters.
    pub(super) fn span(&self, at: Bytes) -> Span {
        let place = |byte: usize| u32::try_from(byte + self.skipped).unwrap_or(u32::MAX);
        let start = (0..=at.start.min(self.text.len())).rev().find(|byte| self.text.is_char_boundary(*byte)).unwrap_or(0);
        let end = (at.end.max(start)..self.text.len()).find(|byte| self.text.is_char_boundary(*byte)).unwrap_or(self.text.len());
        Span { file: self.id, start: place(start), end: place(end) }
    }

    /// A block text's content → from its `|` or `>` to its last line, without the line break at the end.
    pub(super) fn with_block_header(&self, content: Bytes) -> Bytes {
        let end = self.text.get(content.clone()).map_or(content.end, |text| content.start + text.trim_end().len());
        let before = self.text.get(..content.start).unwrap_or_default().trim_end();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let header = before.get(line..).unwrap_or_default();
        let header = header.find(" #").and_then(|comment| header.get(..comment)).unwrap_or(header);
        let start = header.rfind(['|', '>']).map_or(content.start, |at| line + at);
        start..end.max(start)
    }

    /// Byte offset of a line and column, both from 1, the column in characters.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let start: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(start..).unwrap_or_default();
        let within = rest.lines().next().unwrap_or_default();
        start + within.char_indices().nth(column.saturating_sub(1)).map_or(within.len(), |(at, _)| at)
    }
}
