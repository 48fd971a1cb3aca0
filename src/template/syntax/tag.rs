//! The inside of one tag.

use std::ops::Range;

use serde_json::Value;

use super::cursor::{Cursor, is_word};
use super::{Call, Hash, Param, Path, Seg, Start, Trim};
use crate::diag::Code;
use crate::template::{Fault, MAX_DEPTH};

/// What a tag is.
#[derive(Debug)]
pub(super) enum Tag {
    Print { raw: bool, value: Param },
    Open { call: Call, bind: Vec<String> },
    Else,
    ElseIf { call: Call, bind: Vec<String> },
    Close { name: String },
    Partial { name: String, name_range: Range<usize>, context: Option<Param>, hash: Vec<Hash> },
}

/// Why a tag could not be read; its fault has been reported.
#[derive(Debug)]
pub(super) struct Unreadable;

type Read<T> = Result<T, Unreadable>;

/// A name of the request that stands by itself, without braces: `params.size`. `None`: it is none.
pub(in crate::template) fn path(source: &str) -> Option<Path> {
    let mut faults = Vec::new();
    let mut reader = Reader::new(source, 0..source.len(), 0..source.len(), 0, &mut faults);
    let path = reader.path().ok()?;
    reader.cursor.is_done().then_some(path)
}

/// Reads tags of one template.
pub(super) struct Reader<'s, 'f> {
    source: &'s str,
    faults: &'f mut Vec<Fault>,
    /// The whole tag, for mistakes that have no narrower place.
    range: Range<usize>,
    cursor: Cursor<'s>,
    depth: usize,
}

impl<'s, 'f> Reader<'s, 'f> {
    /// For the tag at `range`, whose inside is `inner`, in a block nested `depth` deep.
    pub(super) fn new(source: &'s str, range: Range<usize>, inner: Range<usize>, depth: usize, faults: &'f mut Vec<Fault>) -> Self {
        Self { source, faults, range, cursor: Cursor::new(source, inner), depth }
    }

    /// Reads the tag.
    pub(super) fn read(mut self, triple: bool) -> Read<Tag> {
        self.cursor.skip_space();
        if triple {
            return self.print(true);
        }
        match self.cursor.peek() {
            Some('#') => {
                self.cursor.at += 1;
                self.cursor.skip_space();
                if matches!(self.cursor.peek(), Some('>' | '*')) {
                    return Err(self.refused());
                }
                let (call, bind) = self.head()?;
                Ok(Tag::Open { call, bind })
            }
            Some('/') => {
                self.cursor.at += 1;
                self.cursor.skip_space();
                let (name, _) = self.cursor.take(|c| !c.is_whitespace());
                self.end()?;
                Ok(Tag::Close { name: name.to_owned() })
            }
            Some('>') => {
                self.cursor.at += 1;
                self.partial()
            }
            Some('*') => Err(self.refused()),
            Some('&') => {
                self.cursor.at += 1;
                self.cursor.skip_space();
                self.print(true)
            }
            Some('^') => {
                self.cursor.at += 1;
                self.otherwise()
            }
            _ if self.word_is("else") => {
                self.cursor.at += "else".len();
                self.otherwise()
            }
            _ => self.print(false),
        }
    }

    fn word_is(&self, word: &str) -> bool {
        self.cursor.rest().strip_prefix(word).is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace))
    }

    fn otherwise(&mut self) -> Read<Tag> {
        self.cursor.skip_space();
        if self.cursor.is_done() {
            return Ok(Tag::Else);
        }
        let (call, bind) = self.head()?;
        Ok(Tag::ElseIf { call, bind })
    }

    /// `helper values as |names|` of a block.
    fn head(&mut self) -> Read<(Call, Vec<String>)> {
        let (name, name_range) = self.name()?;
        let (params, hash) = self.values(None)?;
        let bind = if self.word_is("as") { self.bind()? } else { Vec::new() };
        self.end()?;
        Ok((Call { name, name_range, params, hash }, bind))
    }

    fn bind(&mut self) -> Read<Vec<String>> {
        self.cursor.at += "as".len();
        self.cursor.skip_space();
        if !self.cursor.eat("|") {
            return Err(self.unreadable());
        }
        let mut names = Vec::new();
        loop {
            self.cursor.skip_space();
            if self.cursor.eat("|") {
                break;
            }
            let (name, _) = self.cursor.take(is_word);
            if name.is_empty() || names.len() == 2 {
                return Err(self.unreadable());
            }
            names.push(name.to_owned());
        }
        if names.is_empty() { Err(self.unreadable()) } else { Ok(names) }
    }

    fn partial(&mut self) -> Read<Tag> {
        self.cursor.skip_space();
        let start = self.cursor.at;
        let name = match self.cursor.peek() {
            Some(quote @ ('"' | '\'')) => {
                self.cursor.at += 1;
                let (name, _) = self.cursor.take(|c| c != quote);
                self.cursor.at += 1;
                name
            }
            _ => self.cursor.take(|c| is_word(c) || matches!(c, '/' | '.')).0,
        };
        let name_range = start..self.cursor.at.min(self.cursor.end);
        if name.is_empty() {
            return Err(if matches!(self.cursor.peek(), Some('(' | '@')) { self.refused() } else { self.unreadable() });
        }
        let (mut params, hash) = self.values(None)?;
        self.end()?;
        let context = params.pop();
        if !params.is_empty() {
            return Err(self.unreadable());
        }
        Ok(Tag::Partial { name: name.to_owned(), name_range, context, hash })
    }

    fn print(&mut self, raw: bool) -> Read<Tag> {
        if self.cursor.peek() == Some('(') {
            let value = self.param()?;
            self.end()?;
            return Ok(Tag::Print { raw, value });
        }
        let start = self.cursor.clone();
        let path = self.path()?;
        let (params, hash) = self.values(None)?;
        self.end()?;
        if params.is_empty() && hash.is_empty() {
            return Ok(Tag::Print { raw, value: Param::Path(path) });
        }
        let name = start.text(path.range.clone()).to_owned();
        let call = Call { name, name_range: path.range, params, hash };
        Ok(Tag::Print { raw, value: Param::Call(call) })
    }

    /// The values of a helper, up to `close` or the end of the tag.
    fn values(&mut self, close: Option<char>) -> Read<(Vec<Param>, Vec<Hash>)> {
        let (mut params, mut hash) = (Vec::new(), Vec::new());
        loop {
            self.cursor.skip_space();
            if self.cursor.is_done() || self.cursor.peek() == close || (close.is_none() && self.word_is("as")) {
                return Ok((params, hash));
            }
            match self.key() {
                Some(key) => hash.push(Hash { key, value: self.param()? }),
                None => params.push(self.param()?),
            }
        }
    }

    /// `key=`, if that stands here.
    fn key(&mut self) -> Option<String> {
        let mut ahead = self.cursor.clone();
        let (key, _) = ahead.take(is_word);
        ahead.skip_space();
        if key.is_empty() || !ahead.eat("=") {
            return None;
        }
        ahead.skip_space();
        self.cursor = ahead;
        Some(key.to_owned())
    }

    fn param(&mut self) -> Read<Param> {
        match self.cursor.peek() {
            Some('(') => {
                let start = self.cursor.at;
                self.cursor.at += 1;
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    self.faults.push(Fault::new(Code::TemplateTooDeep, start..start + 1).arg("max", MAX_DEPTH.to_string()));
                    return Err(Unreadable);
                }
                self.cursor.skip_space();
                let (name, name_range) = self.name()?;
                let (params, hash) = self.values(Some(')'))?;
                if !self.cursor.eat(")") {
                    return Err(self.unreadable());
                }
                self.depth -= 1;
                Ok(Param::Call(Call { name, name_range, params, hash }))
            }
            Some(quote @ ('"' | '\'')) => self.string(quote).map(Param::Literal),
            _ => match self.constant() {
                Some(value) => Ok(Param::Literal(value)),
                None => self.path().map(Param::Path),
            },
        }
    }

    fn string(&mut self, quote: char) -> Read<Value> {
        let rest = self.cursor.rest();
        let mut escaped = false;
        let close = rest.char_indices().skip(1).find(|(_, c)| {
            let closes = *c == quote && !escaped;
            escaped = *c == '\\' && !escaped;
            closes
        });
        let Some((close, _)) = close else { return Err(self.unreadable()) };
        let inner = rest.get(1..close).unwrap_or("");
        // As Handlebars reads them: a text in single quotes becomes one in double quotes.
        let json =
            if quote == '\'' { format!("\"{}\"", inner.replace("\\'", "'").replace('"', "\\\"")) } else { format!("\"{inner}\"") };
        let Ok(value) = serde_json::from_str(&json) else { return Err(self.unreadable()) };
        self.cursor.at += close + 1;
        self.delimited()?;
        Ok(value)
    }

    /// A number, `true`, `false` or `null`.
    fn constant(&mut self) -> Option<Value> {
        let mut ahead = self.cursor.clone();
        let (word, _) = ahead.take(|c| is_word(c) || matches!(c, '.' | '/' | '+'));
        let is_constant = matches!(word, "true" | "false" | "null") || word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let value = is_constant.then(|| serde_json::from_str(word).ok()).flatten()?;
        self.cursor = ahead;
        Some(value)
    }

    /// A helper's name.
    fn name(&mut self) -> Read<(String, Range<usize>)> {
        let (name, range) = self.cursor.take(|c| is_word(c) || matches!(c, '.' | '/' | '@'));
        if name.is_empty() {
            return Err(self.unreadable());
        }
        self.delimited()?;
        Ok((name.to_owned(), range))
    }

    fn path(&mut self) -> Read<Path> {
        let from = self.cursor.at;
        let mut path = Path { range: from..from, start: Start::Here, up: 0, this: false, segs: Vec::new() };
        if self.cursor.eat("@root") {
            path.start = Start::Root;
            if !(self.cursor.eat(".") || self.cursor.eat("/")) {
                return self.finish(path);
            }
        } else if self.cursor.eat("@") {
            path.start = Start::Local;
        }
        loop {
            if self.cursor.eat("../") {
                path.up += 1;
            } else if self.cursor.eat("./") {
                path.this = true;
            } else if self.cursor.eat("..") {
                path.up += 1;
                return self.finish(path);
            } else if self.cursor.rest() == "." || self.cursor.rest().starts_with(". ") {
                self.cursor.at += 1;
                path.this = true;
                return self.finish(path);
            } else {
                break;
            }
        }
        loop {
            let (name, range) = if self.cursor.eat("[") {
                let (name, range) = self.cursor.take(|c| c != ']');
                if !self.cursor.eat("]") {
                    return Err(self.unreadable());
                }
                (name, range)
            } else {
                let (name, range) = self.cursor.take(is_word);
                if name.is_empty() {
                    return Err(self.unreadable());
                }
                (name, range)
            };
            if name.contains(['“', '”', '‘', '’']) {
                return Err(self.smart_quotes(from));
            }
            if name == "this" {
                path.this = true;
            } else {
                path.segs.push(Seg { name: name.to_owned(), range });
            }
            if !(self.cursor.eat(".") || self.cursor.eat("/")) {
                return self.finish(path);
            }
        }
    }

    fn finish(&mut self, mut path: Path) -> Read<Path> {
        path.range.end = self.cursor.at;
        self.delimited()?;
        if path.start == Start::Local && path.segs.len() != 1 {
            return Err(self.unreadable());
        }
        Ok(path)
    }

    /// Values are told apart by white space.
    fn delimited(&mut self) -> Read<()> {
        match self.cursor.peek() {
            None => Ok(()),
            Some(c) if c.is_ascii_whitespace() || matches!(c, ')' | '|') => Ok(()),
            Some(_) => Err(self.unreadable()),
        }
    }

    fn end(&mut self) -> Read<()> {
        self.cursor.skip_space();
        if self.cursor.is_done() { Ok(()) } else { Err(self.unreadable()) }
    }

    /// `{{default params.name “손님”}}`: the quotes of a word processor are part of a name to Handlebars.
    fn smart_quotes(&mut self, from: usize) -> Unreadable {
        let rest = self.source.get(from..self.cursor.end).unwrap_or("");
        let open = rest.find(['“', '”', '‘', '’']).unwrap_or(0);
        let after = rest.get(open..).unwrap_or("");
        let close = after.char_indices().skip(1).find(|(_, c)| matches!(c, '“' | '”' | '‘' | '’')).map(|(at, c)| at + c.len_utf8());
        let length = close.unwrap_or_else(|| after.find(|c: char| c.is_whitespace()).unwrap_or(after.len()));
        let range = from + open..from + open + length;
        let shown = self.source.get(range.clone()).unwrap_or("");
        let plain = shown.trim_matches(['“', '”', '‘', '’']);
        self.faults.push(Fault::new(Code::SmartQuotes, range).arg("text", shown).fix(format!("\"{plain}\"")));
        Unreadable
    }

    fn unreadable(&mut self) -> Unreadable {
        let shown = self.source.get(self.range.clone()).unwrap_or("");
        self.faults.push(Fault::new(Code::TemplateSyntax, self.range.clone()).arg("detail", shown));
        Unreadable
    }

    fn refused(&mut self) -> Unreadable {
        self.faults.push(Fault::new(Code::DynamicPartial, self.range.clone()));
        Unreadable
    }
}

/// A tag with its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) range: Range<usize>,
    pub(super) trim: Trim,
    pub(super) tag: Tag,
}
