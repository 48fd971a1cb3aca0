//! Values that are made after the pass: contexts by name, the path's parameters, the query, the time, the upstream's answer.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::query;
use crate::template::RequestInfo;
use crate::template::names::step;
use crate::template::slot::{Slot, Slots};

/// How a slot is filled after the pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) enum Late {
    /// A list or map of the file's `vars`.
    Constant(Value),
    /// What the user said for each parameter; `from`: the slot of `action.detailParams`.
    Origins { from: usize },
    /// `context.order.menu`; `from`: the slot of `contexts`.
    Context { from: usize, path: Vec<String> },
    /// `path.x`; `part`: which part of the path between slashes.
    Parameter { part: usize },
    /// All of `path`.
    Parameters { all: Vec<(usize, String)> },
    /// `query.x`, or all of it.
    Query { path: Vec<String> },
    /// The upstream's answer, or a part of it.
    Upstream { path: Vec<String> },
    /// The time of the request; `zone`: the slot of `userRequest.timezone`.
    Now { zone: usize },
}

/// Fills all but the upstream's slots.
pub(super) fn fill(late: &[(usize, Late)], slots: &mut Slots<'_>, request: RequestInfo<'_>) {
    // Made once, and only when one of its slots is there.
    let (mut contexts, mut pairs) = (None, None);
    for (slot, late) in late {
        let value = match late {
            Late::Constant(value) => Some(value.clone()),
            Late::Origins { from } => origins(slots.get(*from)),
            Late::Context { from, path } => at(contexts.get_or_insert_with(|| contexts_by_name(slots.get(*from))), path).cloned(),
            Late::Parameter { part } => parameter(request.path, *part),
            Late::Parameters { all } => {
                let values = all.iter().filter_map(|(part, name)| Some((name.clone(), parameter(request.path, *part)?)));
                Some(Value::Object(values.collect()))
            }
            Late::Query { path } => at(pairs.get_or_insert_with(|| Value::Object(query::parse(request.query))), path).cloned(),
            Late::Now { zone } => Some(Value::from(now(slots.get(*zone), request.at_ms))),
            Late::Upstream { .. } => None,
        };
        slots.set(*slot, value.map_or(Slot::Missing, Slot::from));
    }
}

/// Fills the upstream's slots.
pub(super) fn fill_upstream(late: &[(usize, Late)], answer: &Value, slots: &mut Slots<'_>) {
    for (slot, late) in late {
        if let Late::Upstream { path } = late {
            slots.set(*slot, at(answer, path).cloned().map_or(Slot::Missing, Slot::from));
        }
    }
}

/// A part of the path, as it was before it was encoded. Whoever found the skill has seen that it is UTF-8.
fn parameter(path: &str, part: usize) -> Option<Value> {
    path.split('/').nth(part).map(|value| Value::from(percent_decode_str(value).decode_utf8_lossy()))
}

fn at<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, key| step(value, key))
}

/// `detailParams` → what the user said for each.
fn origins(details: &Slot<'_>) -> Option<Value> {
    let Slot::Tree(details) = details else { return None };
    let details = details.as_object()?;
    Some(Value::Object(details.iter().filter_map(|(name, detail)| Some((name.clone(), detail.get("origin")?.clone()))).collect()))
}

/// `contexts` → by name, then parameter.
fn contexts_by_name(contexts: &Slot<'_>) -> Value {
    let mut by_name = Map::new();
    if let Slot::Tree(contexts) = contexts {
        for context in contexts.as_array().into_iter().flatten() {
            let Some(name) = context.get("name").and_then(Value::as_str) else { continue };
            let params = context.get("params").and_then(Value::as_object);
            let values = params.into_iter().flatten().map(|(name, param)| (name.clone(), context_value(param)));
            by_name.insert(name.to_owned(), Value::Object(values.collect()));
        }
    }
    Value::Object(by_name)
}

/// What a context's parameter resolved to, else its value, else the parameter itself when it is plain.
fn context_value(param: &Value) -> Value {
    let Value::Object(fields) = param else { return param.clone() };
    let there = |name: &str| fields.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""));
    there("resolvedValue").or_else(|| there("value")).cloned().unwrap_or(Value::Null)
}

/// RFC 3339, in the user's timezone.
fn now(zone: &Slot<'_>, at_ms: i64) -> String {
    let zone = match zone {
        Slot::Text(name) => name.trim().parse().unwrap_or(Tz::Asia__Seoul),
        _ => Tz::Asia__Seoul,
    };
    let at = DateTime::<Utc>::from_timestamp_millis(at_ms).unwrap_or_default();
    at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false)
}
