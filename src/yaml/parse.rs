//! Pass 1: events → structure, places, guard.
//!
//! Everything that makes a file unusable or dangerous is found here, before pass 2 sees the text: depth, size with aliases
//! expanded, tags, several documents, repeated keys, and every syntax error (explained by [`super::explain`]).

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Span as Range, StrInput, StructureStyle};

use super::line::Line;
use super::node::Style;
use super::suspect::{self, Found};
use super::tree::{Bytes, Id, MAX_DEPTH, Raw, RawEntry, RawKind, Size, Tree};
use super::{File, explain};
use crate::diag::{Code, Diagnostic, Span};

/// A whole document and its top value.
pub(super) struct Document<'t> {
    pub(super) tree: Tree<'t>,
    /// `None`: the file holds nothing but comments.
    pub(super) root: Option<Id>,
}

/// Reads a document; mistakes go to `mistakes`. `None` when nothing of it can be used.
pub(super) fn parse<'t>(file: File<'t>, mistakes: &mut Vec<Diagnostic>) -> Option<Document<'t>> {
    let mut builder = Builder {
        file,
        mistakes,
        tree: Tree::default(),
        open: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        names: Vec::new(),
        documents: 0,
        last: 0,
        flow: None,
    };
    let options = granit_parser::options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        // JSON may be pasted with texts as keys; what is a key is not limited otherwise.
        simple_key_max_lookahead: 4096,
    };
    let mut parser: Parser<'t, StrInput<'t>> = Parser::new_from_str_with_options(file.text, options);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, at)) => builder.event(event, &at).ok()?,
            Err(error) => {
                let place = explain::Place {
                    kind: error.kind(),
                    at: error.marker().byte_offset().unwrap_or(file.text.len()).min(file.text.len()),
                    last: builder.last,
                    flow: builder.flow,
                };
                let diagnostic = explain::explain(file, &place);
                // `{{a}} 님`: the braces alone were a legal map until the rest came.
                builder.mistakes.retain(|earlier| {
                    earlier.code != Code::UnquotedTemplate
                        || earlier.span.map(|span| span.start) != diagnostic.span.map(|span| span.start)
                });
                // `{branch}/hours:`: the braces alone were a legal key, and what is wrong with it has been said.
                let line = |span: Option<Span>| span.map(|span| Line::at(file.text, span.start as usize).start);
                let is_told =
                    |earlier: &Diagnostic| earlier.code == Code::PathWithoutSlash && line(earlier.span) == line(diagnostic.span);
                if !builder.mistakes.iter().any(is_told) {
                    builder.mistakes.push(diagnostic);
                }
                return None;
            }
        }
    }
    Some(Document { tree: builder.tree, root: builder.root })
}

/// Reading cannot go on; the reason is reported.
struct Stop;

/// A list or map that is being read.
struct Open<'t> {
    start: usize,
    flow: bool,
    /// Which anchor it carries, 0 for none.
    anchor: usize,
    size: Size,
    what: OpenKind<'t>,
}

enum OpenKind<'t> {
    List(Vec<Id>),
    Map(Vec<RawEntry<'t>>, Key<'t>, Seen<'t>),
}

/// What a map has read of its next entry.
enum Key<'t> {
    /// Nothing.
    None,
    /// A key; the value follows.
    Text { key: Cow<'t, str>, at: Bytes, plain: bool },
    /// A list or map where a key belongs; the value follows. `{{…}}` is one when the flag is set.
    Bad { at: Bytes },
}

/// Keys of a map with many entries, for finding repetitions; small maps are searched through.
type Seen<'t> = HashMap<Cow<'t, str>, usize>;

/// From this many entries on a map keeps an index of its keys.
const INDEX_FROM: usize = 16;

struct Builder<'t, 'm> {
    file: File<'t>,
    mistakes: &'m mut Vec<Diagnostic>,
    tree: Tree<'t>,
    open: Vec<Open<'t>>,
    root: Option<Id>,
    /// Anchor id → value, `None` while the value is still being read.
    anchors: HashMap<usize, Option<Id>>,
    /// Names of the anchors so far, for suggestions.
    names: Vec<Cow<'t, str>>,
    documents: usize,
    /// Where the last event ended.
    last: usize,
    /// Where the outermost open `[` or `{` stands.
    flow: Option<usize>,
}

impl<'t> Builder<'t, '_> {
    fn event(&mut self, event: Event<'t>, at: &Range) -> Result<(), Stop> {
        let at = bytes(at, self.file.text.len());
        self.last = self.last.max(at.end);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return self.stop(Diagnostic::new(Code::SeveralDocuments).at(self.file.span(at)));
                }
            }
            Event::Anchor(id, name) => {
                self.names.push(name);
                self.anchors.entry(id).or_insert(None);
            }
            Event::Alias(id) => {
                let Some(Some(target)) = self.anchors.get(&id).copied() else {
                    // An alias inside the very value it names would never end.
                    return self.stop(Diagnostic::new(Code::TooBig).at(self.file.span(at)));
                };
                let size = self.tree.get(target).map_or_else(Size::default, |raw| raw.size);
                self.value(Raw { at, kind: RawKind::Alias(target), size }, 0)?;
            }
            Event::UnresolvedAlias(name) => {
                let diagnostic = explain::unknown_alias(self.file, at, &name, &self.names);
                return self.stop(diagnostic);
            }
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_some() {
                    return self.stop(explain::tag(self.file, at));
                }
                self.scalar(text, style, at, anchor)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.begin(OpenKind::List(Vec::new()), style, at, anchor, tag.is_some())?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.begin(OpenKind::Map(Vec::new(), Key::None, Seen::new()), style, at, anchor, tag.is_some())?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&at)?,
            _ => {}
        }
        Ok(())
    }

    fn stop(&mut self, diagnostic: Diagnostic) -> Result<(), Stop> {
        self.mistakes.push(diagnostic);
        Err(Stop)
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, at: Bytes, anchor: usize) -> Result<(), Stop> {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            ScalarStyle::Plain => Style::Plain,
        };
        let at = match style {
            Style::Literal | Style::Folded => self.file.with_block_header(at),
            Style::Plain | Style::Single | Style::Double => at,
        };
        if style == Style::Plain
            && let Some(Found { diagnostic, fatal }) = self.suspect(&text, &at)
        {
            self.mistakes.push(diagnostic);
            if fatal {
                return Err(Stop);
            }
        }
        let size = Size::scalar(text.len());
        self.value(Raw { at, kind: RawKind::Scalar(text, style), size }, anchor)
    }

    /// What is legal YAML and yet surely not meant: smart quotes, `reply:안녕`, `-안녕`.
    fn suspect(&self, text: &str, at: &Bytes) -> Option<Found> {
        match self.open.last().map(|open| &open.what) {
            Some(OpenKind::Map(_, Key::None, _)) => suspect::key(self.file, text, at),
            Some(OpenKind::Map(_, Key::Text { at: key, .. }, _)) => suspect::value(self.file, text, at, Some(key)),
            Some(OpenKind::Map(_, Key::Bad { .. }, _)) => None,
            Some(OpenKind::List(_)) => suspect::item(self.file, text, at),
            None => suspect::value(self.file, text, at, None),
        }
    }

    fn begin(&mut self, what: OpenKind<'t>, style: StructureStyle, at: Bytes, anchor: usize, tagged: bool) -> Result<(), Stop> {
        if tagged {
            return self.stop(explain::tag(self.file, at));
        }
        let flow = style == StructureStyle::Flow;
        if self.open.len() >= MAX_DEPTH {
            return self.stop(Diagnostic::new(Code::TooDeep).at(self.file.span(at)).arg("max", MAX_DEPTH));
        }
        if flow && self.flow.is_none() {
            self.flow = Some(at.start);
        }
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        self.open.push(Open { start: at.start, flow, anchor, size: Size::collection(), what });
        Ok(())
    }

    fn end(&mut self, at: &Bytes) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        if !self.open.iter().any(|outer| outer.flow) {
            self.flow = None;
        }
        // A block ends where its last value does: the event stands at the next token, lines further.
        let last_child = match &open.what {
            OpenKind::List(items) => items.last().copied(),
            OpenKind::Map(entries, ..) => entries.last().map(|entry| entry.value),
        };
        let end = match last_child.and_then(|id| self.tree.get(id)) {
            Some(child) if !open.flow => child.at.end,
            _ => at.end,
        };
        let at = open.start..end.max(open.start);
        let kind = match open.what {
            OpenKind::List(items) => RawKind::List(items),
            OpenKind::Map(entries, ..) => RawKind::Map(entries),
        };
        let kind = match self.unquoted(&at, open.flow, &kind) {
            Some(text) => RawKind::Unquoted(text),
            None => kind,
        };
        self.value(Raw { at, kind, size: open.size }, open.anchor)
    }

    /// Whether a map is really `{{…}}` without quotes; reported here, once, for the outermost braces.
    fn unquoted(&mut self, at: &Bytes, flow: bool, kind: &RawKind<'t>) -> Option<&'t str> {
        let text = self.file.text.get(at.clone())?;
        if !flow || !text.starts_with("{{") || !matches!(kind, RawKind::Map(_)) {
            return None;
        }
        // `{{{x}}}`: the outer pair reports it.
        let inner = self.file.text.get(..at.start)?.ends_with('{')
            && matches!(self.open.last(), Some(Open { what: OpenKind::Map(_, Key::None, _), .. }));
        if !inner {
            let is_name =
                matches!(self.open.last(), Some(Open { what: OpenKind::Map(_, Key::None, _), .. })) && self.in_condition();
            let told = if is_name { explain::braces_around_name } else { explain::unquoted };
            self.mistakes.push(told(self.file, at.clone()));
        }
        Some(text)
    }

    /// Whether the map that is being read is a condition: its keys are names of values, which stand without braces.
    fn in_condition(&self) -> bool {
        let keys = self.open.iter().rev().skip(1).filter_map(|open| match &open.what {
            OpenKind::Map(_, Key::Text { key, .. }, _) => Some(key.as_ref()),
            _ => None,
        });
        keys.into_iter().next().is_some_and(|key| matches!(key, "when" | "any" | "all" | "none"))
    }

    /// Whether the map that is being read has paths for keys.
    fn in_paths(&self) -> bool {
        match self.open.as_slice() {
            [Open { what: OpenKind::Map(_, Key::Text { key, .. }, _), .. }, _] => matches!(key.as_ref(), "skills" | "events"),
            _ => false,
        }
    }

    /// A finished value goes to where it belongs: its list, its key, or it is a key.
    fn value(&mut self, raw: Raw<'t>, anchor: usize) -> Result<(), Stop> {
        let at = raw.at.clone();
        let size = raw.size;
        if self.open.len() + size.depth > MAX_DEPTH {
            return self.stop(Diagnostic::new(Code::TooDeep).at(self.file.span(at)).arg("max", MAX_DEPTH));
        }
        if let Some(open) = self.open.last_mut() {
            open.size.add(size);
        }
        if self.tree.too_many() || self.open.last().map_or(size, |open| open.size).over_budget() {
            return self.stop(Diagnostic::new(Code::TooBig).at(self.file.span(at)));
        }
        let in_paths = self.in_paths();
        let id = self.tree.push(raw);
        if anchor != 0 {
            self.anchors.insert(anchor, Some(id));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(id);
            return Ok(());
        };
        let OpenKind::Map(entries, pending, seen) = &mut open.what else {
            if let OpenKind::List(items) = &mut open.what {
                items.push(id);
            }
            return Ok(());
        };
        match std::mem::replace(pending, Key::None) {
            Key::None => *pending = key(self.file, &self.tree, id, at, in_paths, self.mistakes),
            Key::Bad { at } => {
                entries.push(RawEntry { key: Cow::Borrowed(""), key_at: at, value: id, skip: true, merge: false });
            }
            Key::Text { key, at, plain } => {
                let first = first_of(entries, seen, &key);
                if let Some(first) = first.and_then(|at| entries.get(at)) {
                    self.mistakes.push(Diagnostic::new(Code::DuplicateKey).at(self.file.span(at.clone())).arg("key", &key).also(
                        self.file.span(first.key_at.clone()),
                        "처음 나온 곳",
                        "first used here",
                    ));
                }
                let merge = plain && key == "<<";
                entries.push(RawEntry { key, key_at: at, value: id, skip: first.is_some(), merge });
            }
        }
        Ok(())
    }
}

/// Which entry of a map has this key already.
#[expect(clippy::ptr_arg, reason = "the index keeps a copy, which is free of cost for a key that stands in the text as it is")]
fn first_of<'t>(entries: &[RawEntry<'t>], seen: &mut Seen<'t>, key: &Cow<'t, str>) -> Option<usize> {
    if entries.len() < INDEX_FROM {
        return entries.iter().position(|entry| entry.key == *key && !entry.skip);
    }
    if seen.is_empty() {
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.skip) {
            seen.entry(entry.key.clone()).or_insert(at);
        }
    }
    let first = seen.get(key).copied();
    if first.is_none() {
        seen.insert(key.clone(), entries.len());
    }
    first
}

/// The key that a finished value is. Numbers, bools and null are their text; lists and maps are refused.
fn key<'t>(file: File<'t>, tree: &Tree<'t>, id: Id, at: Bytes, in_paths: bool, mistakes: &mut Vec<Diagnostic>) -> Key<'t> {
    let Some(raw) = tree.resolve(id) else { return Key::Bad { at } };
    match &raw.kind {
        RawKind::Scalar(text, style) => {
            // granit-parser writes `~` for an empty key.
            let text = if at.is_empty() { Cow::Borrowed("") } else { text.clone() };
            Key::Text { key: text, at, plain: *style == Style::Plain }
        }
        RawKind::Unquoted(_) => Key::Bad { at },
        RawKind::List(_) | RawKind::Map(_) | RawKind::Alias(_) => {
            // `{{x}}` is a map with the key `{x}`: its own message comes from the map around this one.
            let braces = file.text.get(..at.start).is_some_and(|before| before.ends_with('{'))
                && file.text.get(at.clone()).is_some_and(|text| text.starts_with('{'));
            if let Some(path) = Some(&at).filter(|_| in_paths && !braces).and_then(|at| explain::path_in_braces(file, at)) {
                mistakes.push(path);
            } else if !braces {
                mistakes.push(
                    Diagnostic::new(Code::WrongKind)
                        .at(file.span(at.clone()))
                        .arg("what", "key")
                        .arg("expected", "text")
                        .arg("found", if matches!(raw.kind, RawKind::List(_)) { "list" } else { "map" }),
                );
            }
            Key::Bad { at }
        }
    }
}

/// Byte offsets of a parser span; the parser knows them for every text that is in memory.
fn bytes(span: &Range, len: usize) -> Bytes {
    let start = span.start.byte_offset().unwrap_or(0).min(len);
    let end = span.end.byte_offset().unwrap_or(start).min(len);
    start..end.max(start)
}
