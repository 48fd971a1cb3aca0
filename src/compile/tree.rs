//! A native JSON tree whose templates stand apart: the tree holds a placeholder where each of them will be rendered.

use std::collections::HashMap;

use serde_json::Value;

use super::Piece;
use super::list::{Element, List, Presence};
use super::texts::{Place, Texts};
use crate::config::ElementSpec;
use crate::kakao;
use crate::kakao::shape::{Field, Kind as FieldKind, SafeText, safe_text};
use crate::kakao::{Overflow, Path, Seg};
use crate::template::{Escape, Text};
use crate::yaml::{Entry, Kind, Node};

/// What stands for a template that writes nothing by itself.
const PLACEHOLDER: &str = "…";
/// No text is safe, an empty one neither.
const NEVER: SafeText = SafeText { max: 0, required: true };
/// Every text is.
const ALWAYS: SafeText = SafeText { max: usize::MAX, required: false };

/// What belongs to the operator: there no element has a meaning of ours.
const FREE: [&str; 3] = ["data", "extra", "params"];

/// A JSON tree and the templates in it.
#[derive(Default)]
pub(super) struct Tree {
    /// The tree; a template is represented by its literal parts, an element that is repeated or may be missing stands there once.
    pub(super) value: Value,
    /// The templates by their places.
    pub(super) holes: HashMap<Path, Text>,
    /// The lists with such elements by their places: what each element says of itself, `None` where it simply is there.
    pub(super) lists: HashMap<Path, Vec<Option<Presence>>>,
}

impl Tree {
    /// Compiles every text of an answer. `None` when one of them holds an error, which is reported (all are looked at).
    pub(super) fn gather(node: &Node, texts: &mut Texts<'_>) -> Option<Self> {
        Gather::all(node, texts, false)
    }

    /// A value without templates.
    pub(super) fn literal(value: Value) -> Self {
        Self { value, ..Self::default() }
    }

    /// The same for a tree whose `${…}` are filled in. It is no answer: lists in it are what they are.
    pub(super) fn gather_secret(node: &Node, texts: &mut Texts<'_>) -> Option<Self> {
        Gather::all(node, texts, true)
    }

    /// Whether it is the same for every request.
    pub(super) fn is_literal(&self) -> bool {
        self.holes.is_empty() && self.lists.is_empty()
    }

    /// The same tree inside of a larger one, at these keys.
    pub(super) fn wrap(self, around: impl FnOnce(Value) -> Value, at: &[&str]) -> Self {
        let keys = || at.iter().map(|key| Seg::Key((*key).to_owned()));
        let inside = |path: Path| Path(keys().chain(path.0).collect());
        Self {
            value: around(self.value),
            holes: self.holes.into_iter().map(|(path, text)| (inside(path), text)).collect(),
            lists: self.lists.into_iter().map(|(path, list)| (inside(path), list)).collect(),
        }
    }

    /// The same tree with another one in it, at this key.
    pub(super) fn beside(mut self, key: &str, other: Self) -> Self {
        let Self { value, holes, lists } = other.wrap(|value| value, &[key]);
        if let Value::Object(fields) = &mut self.value {
            fields.insert(key.to_owned(), value);
        }
        self.holes.extend(holes);
        self.lists.extend(lists);
        self
    }

    /// The pieces of a SkillResponse. Literal parts are fitted now; texts are told how long they may be.
    pub(super) fn into_pieces(self, overflow: Overflow) -> Vec<Piece> {
        let mut fitted = self.value.clone();
        let clean = self.lists.is_empty() && kakao::fit(&mut fitted, overflow).is_ok_and(|applied| applied.is_empty());
        if clean && self.holes.keys().all(|path| get(&fitted, path).is_some()) {
            let bounds = |path: &Path| match number(&fitted, path) {
                Some(field) => Bounds::Number(field),
                None => Bounds::Text(safe_text(&fitted, path).unwrap_or(NEVER)),
            };
            return Self { value: fitted.clone(), ..self }.write(bounds);
        }
        // The placeholders cannot stand for what will be rendered: the finished answer is fitted every time.
        self.write(|_| Bounds::Text(NEVER))
    }

    /// The pieces of any JSON: nothing is fitted.
    pub(super) fn into_plain_pieces(self) -> Vec<Piece> {
        self.write(|_| Bounds::Text(ALWAYS))
    }

    fn write(self, bounds: impl Fn(&Path) -> Bounds) -> Vec<Piece> {
        let Self { value, holes, lists } = self;
        let mut writer = Writer { whole: &value, holes, lists, bounds, at: Path::default(), json: Vec::new(), pieces: Vec::new() };
        writer.value(&value);
        writer.flush();
        writer.pieces
    }
}

/// The field of a place where a number belongs.
fn number(response: &Value, path: &Path) -> Option<&'static Field> {
    kakao::spot(response, path).map(|spot| spot.field).filter(|field| matches!(field.kind, FieldKind::Int))
}

/// What is known of a rendered text before it is rendered.
enum Bounds {
    Text(SafeText),
    /// It is converted.
    Number(&'static Field),
}

struct Gather<'a, 'b> {
    texts: &'a mut Texts<'b>,
    secret: bool,
    tree: Tree,
    at: Path,
    whole: bool,
}

impl<'a, 'b> Gather<'a, 'b> {
    fn all(node: &Node, texts: &'a mut Texts<'b>, secret: bool) -> Option<Tree> {
        let mut gather = Self { texts, secret, tree: Tree::default(), at: Path::default(), whole: true };
        let value = gather.value(node);
        gather.whole.then_some(Tree { value, ..gather.tree })
    }

    fn value(&mut self, node: &Node) -> Value {
        match &node.kind {
            Kind::Text(text) if Texts::is_template(&text.value) => self.template(node, &text.value),
            Kind::Text(text) => {
                if !self.secret {
                    self.texts.single_braces(&text.value, Place::Node(node));
                }
                Value::String(text.value.clone())
            }
            Kind::List(items) => self.list(items),
            Kind::Map(map) => {
                let entry = |entry: &Entry| {
                    let value = self.below(Seg::Key(entry.key.clone()), |gather| gather.value(&entry.value));
                    (entry.key.clone(), value)
                };
                Value::Object(map.entries.iter().map(entry).collect())
            }
            _ => node.to_json(),
        }
    }

    fn below<T>(&mut self, seg: Seg, read: impl FnOnce(&mut Self) -> T) -> T {
        self.at.0.push(seg);
        let value = read(self);
        self.at.0.pop();
        value
    }

    fn list(&mut self, items: &[Node]) -> Value {
        let element = |(i, item)| self.below(Seg::Index(i), |gather| gather.element(item));
        let (values, presences): (Vec<Value>, Vec<_>) = items.iter().enumerate().map(element).unzip();
        if presences.iter().any(Option::is_some) {
            self.tree.lists.insert(self.at.clone(), presences);
        }
        Value::Array(values)
    }

    fn element(&mut self, node: &Node) -> (Value, Option<Presence>) {
        let is_free = || self.at.0.iter().any(|seg| matches!(seg, Seg::Key(key) if FREE.contains(&key.as_str())));
        let Some(spec) = ElementSpec::of(node).filter(|_| !self.secret && !is_free()) else { return (self.value(node), None) };
        let opening = Presence::open(&spec, self.texts);
        let (value, inner) = self.element(spec.element);
        let presence = opening.close(inner, self.texts);
        self.whole &= presence.is_some();
        (value, presence)
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
        self.tree.holes.insert(self.at.clone(), text);
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

struct Writer<'v, F> {
    whole: &'v Value,
    holes: HashMap<Path, Text>,
    lists: HashMap<Path, Vec<Option<Presence>>>,
    bounds: F,
    at: Path,
    json: Vec<u8>,
    pieces: Vec<Piece>,
}

impl<F: Fn(&Path) -> Bounds> Writer<'_, F> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Array(items) if let Some(presences) = self.lists.remove(&self.at) => self.list(items, presences),
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

    fn list(&mut self, items: &[Value], presences: Vec<Option<Presence>>) {
        self.flush();
        let before = std::mem::take(&mut self.pieces);
        let mut elements = Vec::with_capacity(items.len());
        for ((i, item), presence) in items.iter().enumerate().zip(presences) {
            self.below(Seg::Index(i), item);
            self.flush();
            elements.push(Element { presence: presence.unwrap_or_default(), pieces: std::mem::take(&mut self.pieces) });
        }
        self.pieces = before;
        let list = List::new(elements, kakao::spot(self.whole, &self.at), self.at.to_string());
        self.pieces.push(Piece::List(list));
    }

    fn text(&mut self, template: Text) {
        match (self.bounds)(&self.at) {
            Bounds::Text(SafeText { max, required }) => {
                self.json.push(b'"');
                self.flush();
                self.pieces.push(Piece::Text { template, safe: max, required });
                self.json.push(b'"');
            }
            Bounds::Number(field) => {
                self.flush();
                self.pieces.push(Piece::Number { template, field });
            }
        }
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
