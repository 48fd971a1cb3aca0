//! Pass 2: what each scalar is, joined with where it stands.
//!
//! Whether a scalar is a number, a bool, null or a text, `serde_yaml` says; its letters are those that pass 1 read.
//! `serde_yaml` reads the text a second time and is led through pass 1's tree: each seed knows which value comes next.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::File;
use super::line::Line;
use super::node::{Entry, Kind, Map, Node, Style, Text};
use super::parse::Document;
use super::tree::{Id, Raw, RawEntry, RawKind, Tree};
use crate::diag::{Code, Diagnostic, Span};

/// Joins pass 1 with what `serde_yaml` says. `None` when it refuses what pass 1 accepted; `mistakes` then says where.
pub(super) fn decode(file: File<'_>, document: &Document<'_>, mistakes: &mut Vec<Diagnostic>) -> Option<Node> {
    let Some(root) = document.root else {
        return Some(Node { span: file.span(0..0), kind: Kind::Null });
    };
    let text = without_odd_breaks(file.text);
    let odd = matches!(text, Cow::Owned(_));
    let seed = Seed { file, tree: &document.tree, id: root, span: None, odd };
    match seed.deserialize(serde_yaml::Deserializer::from_str(&text)) {
        Ok(node) => Some(node),
        Err(error) => {
            let at = error.location().map_or(0, |place| file.offset(place.line(), place.column()));
            mistakes.push(anchor_name(file, at).unwrap_or_else(|| {
                Diagnostic::new(Code::YamlSyntax).at(file.span(at..at)).arg("detail", without_place(&error.to_string()))
            }));
            None
        }
    }
}

/// `&기본`: pass 1 takes any letters in the name of an anchor, pass 2 does not.
fn anchor_name(file: File<'_>, at: usize) -> Option<Diagnostic> {
    let line = Line::at(file.text, at);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
    let start = file.text.get(line.start..at).and_then(|before| before.rfind(['&', '*'])).map(|found| line.start + found)?;
    let rest = file.text.get(start..line.end)?;
    let word = rest.split(ends).next().unwrap_or(rest);
    let name = word.get(1..).filter(|name| !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    let touches = start + word.len() >= at;
    touches.then(|| Diagnostic::new(Code::AnchorName).at(file.span(start..start + word.len())).arg("name", name))
}

/// YAML 1.1, which pass 2 speaks, breaks lines at three characters more than YAML 1.2. In a file that holds one of them pass 2 sees
/// another letter in their place, and texts come from pass 1.
fn without_odd_breaks(text: &str) -> Cow<'_, str> {
    const ODD: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    if text.contains(ODD) { Cow::Owned(text.replace(ODD, "x")) } else { Cow::Borrowed(text) }
}

/// The message without "at line 1 column 2", which the diagnostic says better.
fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// The value that comes next.
#[derive(Clone, Copy)]
struct Seed<'d, 't> {
    file: File<'t>,
    tree: &'d Tree<'t>,
    id: Id,
    /// The place to give it, when it is not its own: an alias.
    span: Option<Span>,
    /// Pass 2 reads a text that was changed.
    odd: bool,
}

impl<'d, 't> Seed<'d, 't> {
    fn child(&self, id: Id) -> Self {
        Self { id, span: None, ..*self }
    }

    fn raw(&self) -> Option<&'d Raw<'t>> {
        self.tree.get(self.id)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let raw = self.raw().ok_or_else(|| D::Error::custom("unexpected value"))?;
        match raw.kind {
            // A list or map is pointed at where the alias stands, a text where it is written: mistakes inside it need its letters.
            RawKind::Alias(target) => {
                let of_alias = match self.tree.resolve(target).map(|raw| &raw.kind) {
                    Some(RawKind::List(_) | RawKind::Map(_)) => Some(self.span.unwrap_or_else(|| self.file.span(raw.at.clone()))),
                    _ => None,
                };
                Seed { id: target, span: of_alias, ..self }.deserialize(deserializer)
            }
            RawKind::Unquoted(text) => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                let text = Text { value: text.to_owned(), style: Style::Plain };
                Ok(Node { span: self.file.span(raw.at.clone()), kind: Kind::Text(text) })
            }
            RawKind::Scalar(..) | RawKind::List(_) | RawKind::Map(_) => {
                let span = self.span.unwrap_or_else(|| self.file.span(raw.at.clone()));
                let kind = deserializer.deserialize_any(Join { seed: self, raw })?;
                Ok(Node { span, kind })
            }
        }
    }
}

/// Takes what `serde_yaml` gives for one value of the tree.
struct Join<'d, 't> {
    seed: Seed<'d, 't>,
    raw: &'d Raw<'t>,
}

impl Join<'_, '_> {
    fn scalar<E: Error>(&self, kind: impl FnOnce(&str, Style) -> Kind) -> Result<Kind, E> {
        match &self.raw.kind {
            RawKind::Scalar(text, style) => Ok(kind(text, *style)),
            _ => Err(E::custom("found a scalar instead of a list or map")),
        }
    }

    /// A number; one that JSON cannot hold (`.inf`) stays the text it is.
    fn number<E: Error>(&self, number: Option<Number>) -> Result<Kind, E> {
        self.scalar(|text, style| match number {
            Some(number) => Kind::Number(number, text.to_owned()),
            None => Kind::Text(Text { value: text.to_owned(), style }),
        })
    }
}

impl<'de> Visitor<'de> for Join<'_, '_> {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value that stands here")
    }

    fn visit_unit<E: Error>(self) -> Result<Kind, E> {
        self.scalar(|_, _| Kind::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Kind, E> {
        self.scalar(|_, _| Kind::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Kind, E> {
        self.number(Some(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Kind, E> {
        self.number(Some(value.into()))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Kind, E> {
        self.number(None)
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Kind, E> {
        self.number(None)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Kind, E> {
        self.number(Number::from_f64(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Kind, E> {
        let odd = self.seed.odd;
        self.scalar(|text, style| Kind::Text(Text { value: if odd { text } else { value }.to_owned(), style }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Kind, A::Error> {
        let RawKind::List(items) = &self.raw.kind else {
            return Err(A::Error::custom("found a list that was none"));
        };
        let mut nodes = Vec::with_capacity(items.len());
        for id in items {
            let node = seq.next_element_seed(self.seed.child(*id))?;
            nodes.push(node.ok_or_else(|| A::Error::custom("the list is shorter than it was"))?);
        }
        match seq.next_element::<IgnoredAny>()? {
            Some(_) => Err(A::Error::custom("the list is longer than it was")),
            None => Ok(Kind::List(nodes)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
        let RawKind::Map(raw) = &self.raw.kind else {
            return Err(A::Error::custom("found a map that was none"));
        };
        let mut entries = Vec::with_capacity(raw.len());
        for entry in raw {
            map.next_key::<IgnoredAny>()?.ok_or_else(|| A::Error::custom("the map is shorter than it was"))?;
            if entry.skip {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value_seed(self.seed.child(entry.value))?;
            entries.push(joined(self.seed.file, entry, value));
        }
        match map.next_key::<IgnoredAny>()? {
            Some(_) => Err(A::Error::custom("the map is longer than it was")),
            None => Ok(Kind::Map(Map { entries })),
        }
    }
}

fn joined(file: File<'_>, entry: &RawEntry<'_>, value: Node) -> Entry {
    // `"<<"` in quotes is a key like any other; `merge` looks for the other kind.
    let key = if entry.merge { super::merge::KEY.to_owned() } else { entry.key.to_string() };
    Entry { key, key_span: file.span(entry.key_at.clone()), value }
}
