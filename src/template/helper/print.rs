//! How a value looks in a text.

use std::borrow::Cow;

use serde_json::Value;

/// Texts as they are, nothing for null, lists and maps as compact JSON.
pub(super) fn printed(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Whether there is nothing to print: null, not there, or an empty text.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}
