//! The pass itself: a visitor that goes down only where the tree of names does.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::node::Node;
use crate::template::names::step;
use crate::template::slot::{Slot, Slots};

/// A node of the tree at a value of the payload.
pub(super) struct Walk<'n, 's, 'a> {
    node: &'n Node,
    slots: &'s mut Slots<'a>,
}

impl<'n, 's, 'a> Walk<'n, 's, 'a> {
    pub(super) fn new(node: &'n Node, slots: &'s mut Slots<'a>) -> Self {
        Self { node, slots }
    }

    fn set(self, value: Slot<'a>) {
        if let Some(slot) = self.node.slot {
            self.slots.set(slot, value);
        }
    }

    fn text(self, text: Cow<'a, str>) {
        if self.node.opens
            && let Some(value) = open(&text)
        {
            for kid in &self.node.kids {
                fill(kid, step(&value, &kid.key), self.slots);
            }
        }
        self.set(Slot::Text(text));
    }

    /// A list or map that is wanted whole, and perhaps in parts as well.
    fn whole(self, value: Value) {
        for kid in &self.node.kids {
            fill(kid, step(&value, &kid.key), self.slots);
        }
        self.set(Slot::Tree(Box::new(value)));
    }
}

/// The object that stands as JSON in a text.
pub(in crate::template) fn open(text: &str) -> Option<Value> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    serde_json::from_str::<Map<String, Value>>(text).ok().map(Value::Object)
}

/// Fills the slots of a node and under it from a value that is there already.
fn fill(node: &Node, value: Option<&Value>, slots: &mut Slots<'_>) {
    let opened = match value {
        Some(Value::String(text)) if node.opens => open(text),
        _ => None,
    };
    if let Some(inside) = opened.as_ref().or(value) {
        for kid in &node.kids {
            fill(kid, step(inside, &kid.key), slots);
        }
    }
    if let (Some(slot), Some(value)) = (node.slot, value) {
        slots.set(slot, Slot::from(value.clone()));
    }
}

/// Gives back whether the value is a map.
impl<'a> DeserializeSeed<'a> for Walk<'_, '_, 'a> {
    type Value = bool;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Walk<'_, '_, 'a> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<bool, E> {
        self.text(Cow::Borrowed(text));
        Ok(false)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        self.text(Cow::Owned(text.to_owned()));
        Ok(false)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        self.set(Slot::Bool(value));
        Ok(false)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.set(Slot::Number(value.into()));
        Ok(false)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        self.set(Slot::Number(value.into()));
        Ok(false)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        if let Some(number) = Number::from_f64(value) {
            self.set(Slot::Number(number));
        }
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<bool, A::Error> {
        if self.node.slot.is_some() {
            self.whole(Value::deserialize(MapAccessDeserializer::new(map))?);
            return Ok(true);
        }
        while let Some(kid) = map.next_key_seed(Key(&self.node.kids))? {
            match kid {
                Some(kid) => {
                    for slot in &kid.below {
                        self.slots.set(*slot, Slot::Missing);
                    }
                    map.next_value_seed(Walk { node: kid, slots: self.slots })?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<bool, A::Error> {
        if self.node.slot.is_some() {
            self.whole(Value::deserialize(SeqAccessDeserializer::new(list))?);
            return Ok(false);
        }
        for at in 0_usize.. {
            let more = match self.node.kids.iter().find(|kid| kid.index == Some(at)) {
                Some(kid) => list.next_element_seed(Walk { node: kid, slots: self.slots })?.is_some(),
                None => list.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(false)
    }
}

/// A key of the payload → the node under it, if one is wanted. The key is compared where it stands.
struct Key<'n>(&'n [Node]);

impl<'n, 'a> DeserializeSeed<'a> for Key<'n> {
    type Value = Option<&'n Node>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'n> Visitor<'_> for Key<'n> {
    type Value = Option<&'n Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().find(|node| *node.key == *key))
    }
}
