//! The entries of a list of the request's, one after the other.

use std::borrow::Cow;

use serde_json::Value;

use super::harvest::Entry;
use super::helper::HelperError;
use super::{RenderError, Scope, Seen, ValueSlot};

/// What an `each` walks: a list, or a map by its values.
#[derive(Debug)]
pub struct Entries<'v>(Cow<'v, Value>);

impl Scope<'_> {
    /// The entries of the list under a name. What is not there, or an empty text, has none; a text that holds a list as JSON counts as
    /// that list. Any other value is an error.
    pub fn entries<'v>(&'v self, list: &'v ValueSlot) -> Result<Entries<'v>, RenderError> {
        let not_a_list = |value: &Value| Err(HelperError::not_a_list(value).into());
        match self.value(list) {
            Seen::Nothing => Ok(Entries(Cow::Owned(Value::Null))),
            Seen::Tree(tree) => Ok(Entries(Cow::Borrowed(tree))),
            Seen::Text(text) if text.trim().is_empty() => Ok(Entries(Cow::Owned(Value::Null))),
            Seen::Text(text) => match serde_json::from_str(text) {
                Ok(tree @ (Value::Array(_) | Value::Object(_))) => Ok(Entries(Cow::Owned(tree))),
                _ => not_a_list(&Value::from(text)),
            },
            Seen::Number(number) => not_a_list(&Value::Number(number.clone())),
            Seen::Bool(value) => not_a_list(&Value::Bool(value)),
        }
    }
}

impl Entries<'_> {
    /// At most so many of them, in their order.
    pub fn first(&self, most: usize) -> Vec<Entry<'_>> {
        match &*self.0 {
            Value::Array(items) => items.iter().take(most).map(|value| Entry { key: None, value }).collect(),
            Value::Object(map) => map.iter().take(most).map(|(key, value)| Entry { key: Some(key), value }).collect(),
            _ => Vec::new(),
        }
    }
}
