//! What the parser finds → what is written of it.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::page::Page;
use super::prose::{Prose, is_dunder, is_inside_word};
use super::{address, html};

/// GitHub's dialect, which language models write.
const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// Reads Markdown. `with_html`: whether pieces of HTML are looked into; those inside of them are not.
pub(super) fn read(source: &str, with_html: bool) -> String {
    let mut reader = Reader {
        source,
        with_html,
        addresses: address::bare(source),
        page: Page::default(),
        prose: Prose::default(),
        open: Vec::new(),
        lists: Vec::new(),
        cells: Vec::new(),
        verbatim: None,
        unused: unused_definitions(source),
        end: 0,
    };
    for (event, range) in Parser::new_ext(source, DIALECT).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
    reader.write("", source.len()..source.len());
    reader.page.finish()
}

/// Where addresses stand that no link refers to, the last first: `[공지]: 내일은` is one to the parser, and would be lost.
fn unused_definitions(source: &str) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(source, DIALECT);
    let defined: Vec<(String, Range<usize>)> =
        parser.reference_definitions().iter().map(|(label, defined)| (label.to_lowercase(), defined.span.clone())).collect();
    if defined.is_empty() {
        return Vec::new();
    }
    let used: BTreeSet<String> = parser
        .filter_map(|event| match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => Some(id.to_lowercase()),
            _ => None,
        })
        .collect();
    let unused = defined.into_iter().filter(|(label, _)| !used.contains(label)).map(|(_, span)| span);
    let mut unused: Vec<Range<usize>> = unused.collect();
    unused.sort_by_key(|span| Reverse(span.start));
    unused
}

struct Reader<'s> {
    source: &'s str,
    with_html: bool,
    /// Where bare addresses stand: nothing in them is a mark.
    addresses: Vec<Range<usize>>,
    page: Page,
    prose: Prose,
    open: Vec<Open>,
    lists: Vec<List>,
    /// Of the table row that is being read.
    cells: Vec<String>,
    /// The lines of a code block or a piece of HTML.
    verbatim: Option<String>,
    /// Addresses that no link refers to, the last first: text like any other.
    unused: Vec<Range<usize>>,
    /// Where what was written last ends in the source.
    end: usize,
}

/// A mark, link or image whose end is still to come.
enum Open {
    /// What is written at its end: nothing, or the sign that was no mark.
    Mark(&'static str),
    /// Where its label begins.
    Link { from: usize, address: String, is_note: bool },
}

/// The numbers of an ordered list: as they are in the source, but counted on when all are the same.
#[derive(Default)]
struct List {
    written: Option<u64>,
    shown: u64,
}

impl List {
    fn next(&mut self, written: u64) -> u64 {
        self.shown = if self.written == Some(written) { self.shown.saturating_add(1) } else { written };
        self.written = Some(written);
        self.shown
    }
}

impl<'s> Reader<'s> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.touch(&range);
                self.prose.push(&text);
            }
            Event::InlineHtml(tag) => {
                self.touch(&range);
                match html::instead_of(&tag) {
                    _ if !self.with_html => self.prose.push(&tag),
                    "\n" => self.prose.break_line(""),
                    instead => self.prose.push(instead),
                }
            }
            Event::Html(text) => self.verbatim.get_or_insert_default().push_str(&text),
            Event::SoftBreak | Event::HardBreak => {
                let indent = if self.page.is_outermost() { self.indent_after(range.start) } else { "" };
                self.prose.break_line(indent);
            }
            Event::Rule => {
                self.flush();
                self.page.gap();
            }
            Event::FootnoteReference(name) => {
                self.touch(&range);
                self.prose.push(&format!("[{name}]"));
            }
            Event::TaskListMarker(is_done) => self.page.tick(is_done),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis => self.mark(range, 1, "*"),
            Tag::Strong => self.mark(range, 2, "**"),
            Tag::Strikethrough => {
                let marks = if self.begins(range, "~~") { 2 } else { 1 };
                self.mark(range, marks, if marks == 1 { "~" } else { "~~" });
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.touch(range);
                // `[1]` with its address at the end: the number is a note, and stays one.
                let is_note = matches!(link_type, LinkType::Shortcut | LinkType::Collapsed);
                self.open.push(Open::Link { from: self.prose.len(), address: address::shown(&dest_url).to_owned(), is_note });
            }
            Tag::Image { dest_url, .. } => {
                self.touch(range);
                // A picture that is a link shows where the link leads.
                let is_linked = self.open.iter().any(|open| matches!(open, Open::Link { .. }));
                let address = if is_linked { String::new() } else { dest_url.into_string() };
                self.open.push(Open::Link { from: self.prose.len(), address, is_note: false });
            }
            Tag::TableCell => {}
            _ => {
                self.flush();
                self.start_block(tag, range);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph if self.page.is_outermost() => {
                let indent = self.indent_before(range.start);
                self.prose.push(indent);
            }
            Tag::Heading { .. } | Tag::Table(_) => self.page.gap(),
            Tag::BlockQuote(kind) => {
                self.page.open_quote();
                if let Some(kind) = kind {
                    self.write(title(kind), range.start..range.start);
                }
            }
            Tag::CodeBlock(kind) => {
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    self.page.gap();
                }
                self.verbatim = Some(String::new());
            }
            Tag::HtmlBlock => self.verbatim = Some(String::new()),
            Tag::List(_) => self.lists.push(List::default()),
            Tag::Item => {
                let mark = self.item_mark(range);
                self.page.open_item(&mark);
            }
            Tag::FootnoteDefinition(name) => self.page.open_item(&format!("[{name}] ")),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if let Some(Open::Mark(sign)) = self.open.pop() {
                    self.prose.push(sign);
                    self.prose.last = range.end;
                }
            }
            TagEnd::Link | TagEnd::Image => self.end_link(range),
            TagEnd::TableCell => {
                let cell = self.prose.finish();
                self.cells.push(cell.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = std::mem::take(&mut self.cells).join(" | ");
                self.write(row.trim_end_matches([' ', '|']), range.clone());
            }
            TagEnd::Table => self.page.gap(),
            TagEnd::CodeBlock => {
                let code = self.verbatim.take().unwrap_or_default();
                self.write(code.trim_matches('\n'), range.clone());
                if self.begins(range, "`") || self.begins(range, "~") {
                    self.page.gap();
                }
            }
            TagEnd::HtmlBlock => {
                let html = self.verbatim.take().unwrap_or_default();
                let text = if self.with_html { read(&html::without_tags(&html), false) } else { html };
                self.write(text.trim_matches('\n'), range.clone());
            }
            _ => {
                self.flush();
                self.end_block(tag, range);
            }
        }
    }

    fn end_block(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) => self.page.close_quote(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                let mark = self.source.get(range.start..).and_then(|item| item.get(..1)).unwrap_or("-");
                self.page.close_item(mark);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        // What is indented without being fenced in is mostly no code, and keeps its indent.
        let indent = if self.page.is_outermost() { self.indent_before(range.start) } else { "" };
        if let Some(verbatim) = &mut self.verbatim {
            if verbatim.is_empty() || verbatim.ends_with('\n') {
                verbatim.push_str(indent);
            }
            verbatim.push_str(text);
            return;
        }
        self.touch(range);
        let is_escaped = self.source.get(..range.start).is_some_and(|before| before.ends_with('\\'));
        if is_escaped { self.prose.push(text) } else { self.prose.push_words(text) }
    }

    /// Notes where the gathered text stands.
    fn touch(&mut self, range: &Range<usize>) {
        self.prose.first.get_or_insert(range.start);
        self.prose.last = range.end;
    }

    /// A mark, or a sign that only looks like one.
    fn mark(&mut self, range: &Range<usize>, marks: usize, sign: &'static str) {
        self.touch(range);
        let at = self.addresses.partition_point(|address| address.end <= range.start);
        let is_in_address = self.addresses.get(at).is_some_and(|address| address.start <= range.start);
        let is_star = self.begins(range, "*");
        let is_name = sign == "**" && !is_star && is_dunder(self.source.get(range.clone()).unwrap_or_default());
        let is_word = is_star && is_inside_word(self.source, range.start, marks);
        let is_text = is_in_address || is_name || is_word || sign == "~";
        let sign = match (is_text, sign) {
            (false, _) => "",
            (true, "*") if !is_star => "_",
            (true, "**") if !is_star => "__",
            (true, sign) => sign,
        };
        self.prose.push(sign);
        self.open.push(Open::Mark(sign));
    }

    /// The label, and behind it the address unless they are the same.
    fn end_link(&mut self, range: &Range<usize>) {
        let Some(Open::Link { from, address, is_note }) = self.open.pop() else { return };
        self.prose.last = range.end;
        let label = self.prose.since(from).trim();
        if address.is_empty() {
            return;
        }
        if label.is_empty() || address::says(label, &address) {
            self.prose.truncate(from);
            self.prose.push(&address);
            return;
        }
        if is_note && label.bytes().all(|b| b.is_ascii_digit()) {
            let label = format!("[{label}]");
            self.prose.truncate(from);
            self.prose.push(&label);
        }
        self.prose.push(&format!(" ({address})"));
    }

    fn item_mark(&mut self, range: &Range<usize>) -> String {
        let item = self.source.get(range.clone()).unwrap_or_default();
        let digits = item.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = item.split_at_checked(digits).unwrap_or_default();
        match (number.parse(), self.lists.last_mut()) {
            (Ok(number), Some(list)) => {
                let sign = if after.starts_with(')') { ')' } else { '.' };
                format!("{}{sign} ", list.next(number))
            }
            _ => "• ".to_owned(),
        }
    }

    /// Writes the gathered text as a block.
    fn flush(&mut self) {
        let (first, last) = (self.prose.first, self.prose.last);
        let text = self.prose.finish();
        if let Some(first) = first {
            self.write(text.trim_end(), first..last);
        }
    }

    /// Writes a block. It stands apart from the one before if it does so in the source.
    fn write(&mut self, text: &str, range: Range<usize>) {
        while let Some(span) = self.unused.pop_if(|span| span.start < range.start) {
            self.block(self.source.get(span.clone()).unwrap_or_default(), span);
        }
        self.block(text, range);
    }

    fn block(&mut self, text: &str, range: Range<usize>) {
        let between = self.source.get(self.end..range.start).unwrap_or_default();
        self.page.lines(text, has_blank_line(between));
        // Some blocks end behind their line break.
        let written = self.source.get(..range.end).unwrap_or_default().trim_end_matches('\n');
        self.end = self.end.max(written.len());
    }

    fn begins(&self, range: &Range<usize>, with: &str) -> bool {
        self.source.get(range.start..).is_some_and(|text| text.starts_with(with))
    }

    /// The white space between the beginning of a line and `at`, if there is nothing else.
    fn indent_before(&self, at: usize) -> &'s str {
        let before = self.source.get(..at).unwrap_or_default();
        let line = before.rfind('\n').map_or(before, |newline| before.get(newline + 1..).unwrap_or_default());
        if line.bytes().all(|b| b == b' ' || b == b'\t') { line } else { "" }
    }

    /// The white space that the line after `at` begins with.
    fn indent_after(&self, at: usize) -> &'s str {
        let line = self.source.get(at..).and_then(|rest| rest.split_once('\n')).map_or("", |(_, line)| line);
        let length = line.bytes().take_while(|b| *b == b' ' || *b == b'\t').count();
        line.get(..length).unwrap_or_default()
    }
}

/// A whole line of nothing between the end of one line and the beginning of another.
fn has_blank_line(between: &str) -> bool {
    let mut lines = between.split('\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some() && line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) {
            return true;
        }
    }
    false
}

/// What GitHub's alerts are called.
fn title(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "참고",
        BlockQuoteKind::Tip => "팁",
        BlockQuoteKind::Important => "중요",
        BlockQuoteKind::Warning => "주의",
        BlockQuoteKind::Caution => "경고",
    }
}
