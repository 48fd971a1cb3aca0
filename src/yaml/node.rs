//! A YAML value with the place of each key and value.

use std::ops::Range;

use serde_json::{Number, Value};

use super::locate::locate;
use crate::diag::{SourceMap, Span};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where: for a scalar its text with quotes, for a block scalar from `|`, for a map or list from the first to the last child.
    pub span: Span,
    /// What.
    pub kind: Kind,
}

/// What a value is. Scalars keep the text as written: where a text belongs, `010` and `1.10` mean what they say.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, with its text as written.
    Number(Number, String),
    /// A text.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A map.
    Map(Map),
}

/// A text and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The value.
    pub value: String,
    /// How it was written.
    pub style: Style,
}

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
    /// After `|`.
    Literal,
    /// After `>`.
    Folded,
}

/// A map in the order of the file; keys are texts and unique.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Kind {
    /// The stable word for what it is; the messages translate it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true/false",
            Self::Number(..) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Map(_) => "map",
        }
    }
}

impl Map {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl Node {
    /// A text as the operator means it: a text's value, a number or bool as written. `None` for null, lists and maps.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(&text.value),
            Kind::Number(_, raw) => Some(raw),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The same as JSON, without places.
    pub fn to_json(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(b) => Value::Bool(*b),
            Kind::Number(n, _) => Value::Number(n.clone()),
            Kind::Text(text) => Value::String(text.value.clone()),
            Kind::List(items) => items.iter().map(Node::to_json).collect(),
            Kind::Map(map) => Value::Object(map.entries.iter().map(|e| (e.key.clone(), e.value.to_json())).collect()),
        }
    }

    /// What kind of value this is, as the `expected` and `found` of a diagnostic name it.
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "bool",
            Kind::Number(..) => "number",
            Kind::Text(_) => "text",
            Kind::List(_) => "list",
            Kind::Map(_) => "map",
        }
    }

    /// Where bytes `range` of a text's *value* stand in the file; the whole node where that cannot be said.
    pub fn locate(&self, sources: &SourceMap, range: Range<usize>) -> Span {
        let Kind::Text(text) = &self.kind else { return self.span };
        let whole = self.span.start as usize..self.span.end as usize;
        let written = sources.get(self.span.file).text.get(whole).unwrap_or_default();
        let Some(at) = locate(written, &text.value, text.style, &range) else { return self.span };
        let place = |byte: usize| self.span.start + u32::try_from(byte).unwrap_or(0);
        Span { start: place(at.start), end: place(at.end), ..self.span }
    }
}
