//! A native JSON tree whose templates stand apart: the tree holds a placeholder where each of them will be rendered.

use std::collections::HashMap;

use serde_json::Value;

use super::Piece;
use super::texts::{Place, Texts};
use crate::kakao;
use crate::kakao::shape::{SafeText, safe_text};
use crate::kakao::{Overflow, Path, Seg};
use crate::template::{Escape, Text};
use crate::yaml::{Kind, Node};

/// What stands for a template that writes nothing by itself.
const PLACEHOLDER: &str = "…";
/// No text is safe, an empty one neither.
const NEVER: SafeText = SafeText { max: 0, required: true };
/// Every text is.
const ALWAYS: SafeText = SafeText { max: usize::MAX, required: false };

/// A JSON tree and the templates in it.
pub(super) struct Tree {
    /// The tree; a template is represented by its literal parts.
    pub(super) value: Value,
    /// The templates by their places.
    pub(super) holes: HashMap<Path, Text>,
}

impl Tree {
    /// Compiles every text of a node. `None` when one of them holds an error, which is reported (all are looked at).
    pub(super) fn gather(node: &Node, texts: &mut Texts<'_>) -> Option<Self> {
        let mut gather = Gather { texts, secret: false, holes: HashMap::new(), at: Path::default(), whole: true };
        let value = gather.value(node);
        gather.whole.then_some(Self { value, holes: gather.holes })
    }

    /// The same for a tree whose `${…}` are filled in.
    pub(super) fn gather_secret(node: &Node, texts: &mut Texts<'_>) -> Option<Self> {
        let mut gather = Gather { texts, secret: true, holes: HashMap::new(), at: Path::default(), whole: true };
        let value = gather.value(node);
        gather.whole.then_some(Self { value, holes: gather.holes })
    }

    /// The same tree inside of a larger one, at these keys.
    pub(super) fn wrap(self, around: impl FnOnce(Value) -> Value, at: &[&str]) -> Self {
        let keys = || at.iter().map(|key| Seg::Key((*key).to_owned()));
        let holes = self.holes.into_iter().map(|(path, text)| (Path(keys().chain(path.0).collect()), text)).collect();
        Self { value: around(self.value), holes }
    }

    /// The pieces of a SkillResponse. Literal parts are fitted now; texts are told how long they may be.
    pub(super) fn into_pieces(self, overflow: Overflow) -> Vec<Piece> {
        let mut fitted = self.value.clone();
        let clean = kakao::fit(&mut fitted, overflow).is_ok_and(|applied| applied.is_empty());
        if clean && self.holes.keys().all(|path| get(&fitted, path).is_some()) {
            let safe = |path: &Path| safe_text(&fitted, path).unwrap_or(NEVER);
            return write(&fitted, self.holes, safe);
        }
        // The placeholders cannot stand for what will be rendered: the finished answer is fitted every time.
        write(&self.value, self.holes, |_| NEVER)
    }

    /// The pieces of any JSON: nothing is fitted.
    pub(super) fn into_plain_pieces(self) -> Vec<Piece> {
        write(&self.value, self.holes, |_| ALWAYS)
    }
}

struct Gather<'a, 'b> {
    texts: &'a mut Texts<'b>,
    secret: bool,
    holes: HashMap<Path, Text>,
    at: Path,
    whole: bool,
}

impl Gather<'_, '_> {
    fn value(&mut self, node: &Node) -> Value {
        match &node.kind {
            Kind::Text(text) if Texts::is_template(&text.value) => self.template(node, &text.value),
            Kind::List(items) => {
                let item = |(i, item)| self.below(Seg::Index(i), item);
                items.iter().enumerate().map(item).collect()
            }
            Kind::Map(map) => {
                let entry = |entry: &crate::yaml::Entry| (entry.key.clone(), self.below(Seg::Key(entry.key.clone()), &entry.value));
                Value::Object(map.entries.iter().map(entry).collect())
            }
            _ => node.to_json(),
        }
    }

    fn below(&mut self, seg: Seg, node: &Node) -> Value {
        self.at.0.push(seg);
        let value = self.value(node);
        self.at.0.pop();
        value
    }

    fn template(&mut self, node: &Node, source: &str) -> Value {
        let place = if self.secret { Place::Secret(node.span) } else { Place::Node(node) };
        let Some(text) = self.texts.text(source, Escape::None, place) else {
            self.whole = false;
            return Value::String(PLACEHOLDER.to_owned());
        };
        if let Some(literal) = text.literal() {
            return Value::String(literal.to_owned());
        }
        let parts = text.literal_parts();
        self.holes.insert(self.at.clone(), text);
        Value::String(if parts.trim().is_empty() { PLACEHOLDER.to_owned() } else { parts })
    }
}

/// The value at a place.
pub(super) fn get<'a>(value: &'a Value, path: &Path) -> Option<&'a Value> {
    path.0.iter().try_fold(value, |value, seg| match seg {
        Seg::Key(key) => value.get(key),
        Seg::Index(at) => value.get(*at),
    })
}

/// The same, to change it.
pub(super) fn get_mut<'a>(value: &'a mut Value, path: &Path) -> Option<&'a mut Value> {
    path.0.iter().try_fold(value, |value, seg| match seg {
        Seg::Key(key) => value.get_mut(key),
        Seg::Index(at) => value.get_mut(*at),
    })
}

fn write(value: &Value, holes: HashMap<Path, Text>, safe: impl Fn(&Path) -> SafeText) -> Vec<Piece> {
    let mut writer = Writer { holes, safe, at: Path::default(), json: Vec::new(), pieces: Vec::new() };
    writer.value(value);
    writer.flush();
    writer.pieces
}

struct Writer<F> {
    holes: HashMap<Path, Text>,
    safe: F,
    at: Path,
    json: Vec<u8>,
    pieces: Vec<Piece>,
}

impl<F: Fn(&Path) -> SafeText> Writer<F> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Array(items) => {
                self.json.push(b'[');
                for (i, item) in items.iter().enumerate() {
                    self.comma(i);
                    self.below(Seg::Index(i), item);
                }
                self.json.push(b']');
            }
            Value::Object(map) => {
                self.json.push(b'{');
                for (i, (key, item)) in map.iter().enumerate() {
                    self.comma(i);
                    self.scalar(&Value::String(key.clone()));
                    self.json.push(b':');
                    self.below(Seg::Key(key.clone()), item);
                }
                self.json.push(b'}');
            }
            _ => match self.holes.remove(&self.at) {
                Some(template) => self.text(template),
                None => self.scalar(value),
            },
        }
    }

    fn below(&mut self, seg: Seg, value: &Value) {
        self.at.0.push(seg);
        self.value(value);
        self.at.0.pop();
    }

    fn text(&mut self, template: Text) {
        let SafeText { max, required } = (self.safe)(&self.at);
        self.json.push(b'"');
        self.flush();
        self.pieces.push(Piece::Text { template, safe: max, required });
        self.json.push(b'"');
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.json.push(b',');
        }
    }

    fn scalar(&mut self, value: &Value) {
        self.json.extend_from_slice(value.to_string().as_bytes());
    }

    fn flush(&mut self) {
        if !self.json.is_empty() {
            self.pieces.push(Piece::Json(std::mem::take(&mut self.json).into_boxed_slice()));
        }
    }
}
