//! The finished lines: list marks, indents and quotes in front of them, at most one blank line between them.

/// What stands in front of a quoted line.
const QUOTE: &str = "│ ";
/// No line is indented more than this, however deep its list.
const MAX_INDENT: usize = 12;

/// The text as it grows.
#[derive(Default)]
pub(super) struct Page {
    out: String,
    quotes: usize,
    /// The widths of the list marks that the next line stands under.
    widths: Vec<usize>,
    indent: usize,
    /// List marks that wait for their first line: several when a list begins with a list (`2026. 11. 23.`).
    marks: String,
    gap: bool,
}

impl Page {
    /// Whether what is written now stands under nothing: its own indent is kept.
    pub(super) fn is_outermost(&self) -> bool {
        self.quotes == 0 && self.widths.is_empty()
    }

    pub(super) fn open_quote(&mut self) {
        self.quotes += 1;
    }

    pub(super) fn close_quote(&mut self) {
        self.quotes = self.quotes.saturating_sub(1);
    }

    pub(super) fn open_item(&mut self, mark: &str) {
        self.marks.push_str(mark);
        let width = mark.chars().count();
        self.widths.push(width);
        self.indent += width;
    }

    /// Puts a box where the list mark would be.
    pub(super) fn tick(&mut self, is_done: bool) {
        let kept = self.marks.strip_suffix("• ").map_or(self.marks.len(), str::len);
        self.marks.truncate(kept);
        self.marks.push_str(if is_done { "☑ " } else { "☐ " });
    }

    /// Ends an item. One without a word shows `mark`, what was written for it.
    pub(super) fn close_item(&mut self, mark: &str) {
        if !self.marks.is_empty() {
            let kept = self.marks.strip_suffix("• ").map_or(self.marks.len(), str::len);
            if kept < self.marks.len() {
                self.marks.truncate(kept);
                self.marks.push_str(mark);
            }
            self.lines(" ", false);
        }
        self.indent -= self.widths.pop().unwrap_or(0);
    }

    /// Wants a blank line before what comes next.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// Writes the lines of one block, behind a blank line if `gap`.
    pub(super) fn lines(&mut self, text: &str, gap: bool) {
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push_str(if gap || self.gap { "\n\n" } else { "\n" });
        }
        self.gap = false;
        let marks = std::mem::take(&mut self.marks);
        let indent = self.indent.min(MAX_INDENT);
        for (at, line) in text.lines().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            let line = line.trim_end();
            if line.is_empty() && (at > 0 || marks.is_empty()) {
                continue;
            }
            if self.quotes > 0 {
                self.out.push_str(QUOTE);
            }
            let before = if at == 0 { indent.saturating_sub(marks.chars().count()) } else { indent };
            self.out.extend(std::iter::repeat_n(' ', before));
            if at == 0 {
                self.out.push_str(&marks);
            }
            self.out.push_str(line);
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        let start = self.out.len() - self.out.trim_start().len();
        self.out.split_off(start)
    }
}
