//! A value of a request that is looked at without being printed: for conditions and lists.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::Decimal;
use super::names::View;
use super::slot::Slot;

/// Where a value comes from: made by [`super::Names::value`] at load, looked up by [`super::Scope::value`] in each request.
#[derive(Clone, Debug)]
pub struct ValueSlot(pub(super) Source);

impl ValueSlot {
    /// The value, when it is the same for every request.
    pub fn constant(&self) -> Option<&Value> {
        match &self.0 {
            Source::Constant(value) => Some(value),
            Source::Slot { .. } => None,
        }
    }
}

/// The two kinds of places.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// The same for every request.
    Constant(Value),
    /// One of the request's own.
    Slot { slot: usize, view: View },
}

/// A value, borrowed from the request.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'v> {
    /// Not there, or null.
    Nothing,
    /// A text.
    Text(&'v str),
    /// A number.
    Number(&'v Number),
    /// True or false.
    Bool(bool),
    /// A list or a map.
    Tree(&'v Value),
}

impl<'v> Seen<'v> {
    pub(super) fn of_slot(slot: &'v Slot<'_>, view: View) -> Self {
        match (slot, view) {
            (Slot::Missing, _) => Self::Nothing,
            (Slot::Text(text), View::NotNull) if text == "null" => Self::Nothing,
            (Slot::Text(text), _) => Self::Text(text),
            (Slot::Number(number), _) => Self::Number(number),
            (Slot::Bool(value), _) => Self::Bool(*value),
            (Slot::Tree(value), _) => Self::Tree(value),
        }
    }

    /// A value that stands by itself.
    pub fn of(value: &'v Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text),
            tree => Self::Tree(tree),
        }
    }

    /// Whether it is not there.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Whether nothing is in it: not there, a text of white space, a list or map without items. 0 and `false` are something.
    pub fn is_empty(self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Tree(Value::Array(items)) => items.is_empty(),
            Self::Tree(Value::Object(map)) => map.is_empty(),
            Self::Tree(_) | Self::Number(_) | Self::Bool(_) => false,
        }
    }

    /// As it prints, without surrounding white space. Texts are borrowed.
    pub fn text(self) -> Cow<'v, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text.trim()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Self::Tree(value) => Cow::Owned(value.to_string()),
        }
    }

    /// A number, or a text that is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Decimal::of_number(number),
            Self::Text(text) => Decimal::of_text(text),
            Self::Nothing | Self::Bool(_) | Self::Tree(_) => None,
        }
    }

    /// The items of a list.
    pub fn items(self) -> Option<&'v [Value]> {
        match self {
            Self::Tree(Value::Array(items)) => Some(items),
            _ => None,
        }
    }
}
