//! The values that one pass took from a request.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// A value, borrowed from the payload where it can be.
#[derive(Clone, Debug, Default)]
pub(super) enum Slot<'a> {
    /// Not there, or null: prints as nothing.
    #[default]
    Missing,
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(Number),
    /// True or false.
    Bool(bool),
    /// A list or a map.
    Tree(Box<Value>),
}

impl Slot<'_> {
    /// The value on its own.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Missing => Value::Null,
            Self::Text(text) => Value::from(text.as_ref()),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Bool(value) => Value::Bool(*value),
            Self::Tree(value) => (**value).clone(),
        }
    }
}

impl<'a> Slot<'a> {
    /// A value that lives as long as the slot.
    pub(super) fn borrowed(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            value => Self::from(value.clone()),
        }
    }
}

impl From<Value> for Slot<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Missing,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(Cow::Owned(text)),
            value => Self::Tree(Box::new(value)),
        }
    }
}

/// How many slots need no allocation.
const INLINE: usize = 8;

/// The slots of one request.
#[derive(Debug)]
pub(super) struct Slots<'a> {
    inline: [Slot<'a>; INLINE],
    rest: Vec<Slot<'a>>,
}

impl<'a> Slots<'a> {
    pub(super) fn new(count: usize) -> Self {
        let mut rest = Vec::new();
        rest.resize_with(count.saturating_sub(INLINE), Slot::default);
        Self { inline: [const { Slot::Missing }; INLINE], rest }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> &Slot<'a> {
        let slot = if at < INLINE { self.inline.get(at) } else { self.rest.get(at - INLINE) };
        slot.unwrap_or(&Slot::Missing)
    }

    #[inline]
    pub(super) fn set(&mut self, at: usize, value: Slot<'a>) {
        let slot = if at < INLINE { self.inline.get_mut(at) } else { self.rest.get_mut(at - INLINE) };
        if let Some(slot) = slot {
            *slot = value;
        }
    }
}
