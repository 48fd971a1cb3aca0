//! Source files and places in them. A span counts bytes; people are told lines and characters.

use std::ops::Range;
use std::path::PathBuf;

/// Which file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A place: bytes `start..end` of a file's text, on character borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// As shown to people: relative to where the configuration stands.
    pub name: String,
    /// Where it was read from.
    pub path: PathBuf,
    /// Its text, without a byte order mark.
    pub text: String,
    /// First byte of each line: thousands of diagnostics in megabytes of text ask for their lines.
    lines: Vec<usize>,
}

impl Source {
    fn new(name: String, path: PathBuf, text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, path, text, lines }
    }

    /// Which line holds this byte, from 1.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte).max(1)
    }

    /// The bytes of a line (from 1), its line break left out.
    pub(super) fn line(&self, line: usize) -> Range<usize> {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or_default();
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }
}

/// The files of one load.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Source>,
}

impl SourceMap {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, path: impl Into<PathBuf>, text: impl Into<String>) -> FileId {
        self.files.push(Source::new(name.into(), path.into(), text.into()));
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file of an id that this map gave.
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// All files, in the order they were added.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Where a span begins, for people.
    pub fn position(&self, span: Span) -> Position {
        let source = self.get(span.file);
        let line = source.line_of(span.start as usize);
        let before = source.text.get(source.line(line).start..span.start as usize).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one_and_columns_in_characters() {
        let mut sources = SourceMap::default();
        let file = sources.add("a", "a", "가나\r\n다: 라\n");
        let place = |start: u32| {
            let Position { line, column } = sources.position(Span { file, start, end: start });
            (line, column)
        };
        assert_eq!([place(0), place(3), place(8), place(13), place(17)], [(1, 1), (1, 2), (2, 1), (2, 4), (3, 1)]);
        assert_eq!(&sources.get(file).text[sources.get(file).line(1)], "가나");
        assert_eq!(&sources.get(file).text[sources.get(file).line(3)], "");
    }
}
