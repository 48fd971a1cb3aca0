//! What Handlebars sees: one map of the wanted entries, under `s0`, `s1`, …
//!
//! Parameters that hold a JSON object as text are seen as that object; the text itself stands under [`RAW`], for printing.

use handlebars::Context;
use serde_json::{Map, Value};

use super::Harvest;
use super::walk::open;
use crate::template::names::View;
use crate::template::slot::Slot;

/// Where the texts of opened parameters stand.
pub(in crate::template) const RAW: &str = "raw";

/// The name of an entry inside of Handlebars.
pub(in crate::template) fn key(entry: usize) -> String {
    format!("s{entry}")
}

/// Builds it.
pub(super) fn build<'s, 'a: 's>(harvest: &Harvest, slots: &impl Fn(usize) -> &'s Slot<'a>) -> Context {
    let mut data = Map::new();
    let mut raw = Map::new();
    for (at, entry) in harvest.entries.iter().enumerate().filter(|(_, entry)| entry.wanted) {
        let key = key(at);
        let value = value(harvest, slots, entry.slot, entry.view);
        match entry.view {
            View::Opened if value.is_object() => {
                let text = slots(entry.slot).to_value();
                raw.extend(text.is_string().then(|| (key.clone(), text)));
            }
            View::AllOpened => {
                if let Value::Object(texts) = slots(entry.slot).to_value() {
                    let opened = |name: &String| value.get(name).is_some_and(Value::is_object);
                    let texts = texts.into_iter().filter(|(name, text)| text.is_string() && opened(name));
                    let texts: Map<String, Value> = texts.collect();
                    raw.extend((!texts.is_empty()).then(|| (key.clone(), Value::Object(texts))));
                }
            }
            _ => {}
        }
        data.insert(key, value);
    }
    if !raw.is_empty() {
        data.insert(RAW.to_owned(), Value::Object(raw));
    }
    Context::from(Value::Object(data))
}

/// The value of a slot, seen in a way.
pub(super) fn value<'s, 'a: 's>(harvest: &Harvest, slots: &impl Fn(usize) -> &'s Slot<'a>, slot: usize, view: View) -> Value {
    let value = slots(slot).to_value();
    match (view, value) {
        (View::Trimmed, Value::String(text)) => Value::from(text.trim()),
        (View::NotNull, Value::String(text)) if text == "null" => Value::Null,
        (View::Opened, Value::String(text)) => open(&text).unwrap_or(Value::String(text)),
        (View::AllOpened, Value::Object(map)) => {
            Value::Object(map.into_iter().map(|(name, value)| (name, opened(value))).collect())
        }
        (View::Everything, Value::Object(map)) => everything(harvest, slots, map),
        (_, value) => value,
    }
}

fn opened(value: Value) -> Value {
    match value {
        Value::String(text) => open(&text).unwrap_or(Value::String(text)),
        other => other,
    }
}

/// The payload with the derived roots beside it.
fn everything<'s, 'a: 's>(harvest: &Harvest, slots: &impl Fn(usize) -> &'s Slot<'a>, mut map: Map<String, Value>) -> Value {
    for (name, slot, view) in &harvest.derived {
        map.insert((*name).to_owned(), value(harvest, slots, *slot, *view));
    }
    map.insert("vars".to_owned(), Value::Object(Map::clone(&harvest.vars)));
    Value::Object(map)
}
