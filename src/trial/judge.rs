//! One expectation against what was seen.

use serde_json::{Map, Value};

use super::Difference;
use crate::config::{Expect, Spanned};

/// What a skill answered.
pub(super) struct Seen {
    /// The SkillResponse; of a callback skill what would be posted.
    pub(super) response: Value,
    /// The useCallback answer, where one came first.
    pub(super) deferred: Option<Value>,
    /// The number and the description of the case that answered.
    pub(super) case: Option<(usize, Option<String>)>,
    /// Whether it is the fallback.
    pub(super) fallback: bool,
}

/// `None`: it holds.
pub(super) fn judge(expect: &Spanned<Expect>, seen: &Seen) -> Option<Difference> {
    let (expected, found) = match &expect.value {
        Expect::Text(texts) => (texts.join("\n"), texts_of(&seen.response).join("\n")),
        Expect::QuickReplies(labels) => (labels.join("\n"), labels_of(&seen.response).join("\n")),
        Expect::Contains(parts) => {
            let mut all = Vec::new();
            strings(&seen.response["template"], &mut all);
            let all = all.join("\n");
            let missing: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !all.contains(part)).collect();
            if missing.is_empty() {
                return None;
            }
            (missing.join("\n"), all)
        }
        Expect::Callback(callback) => (callback.to_string(), seen.deferred.is_some().to_string()),
        Expect::Fallback(fallback) => (fallback.to_string(), seen.fallback.to_string()),
        Expect::Case(case) => {
            let (number, description) = seen.case.clone().unzip();
            let (number, description) = (number.map(|number| number.to_string()), description.flatten());
            if [&number, &description].into_iter().any(|found| found.as_ref() == Some(case)) {
                return None;
            }
            (case.clone(), description.or(number).unwrap_or_default())
        }
        Expect::Wait(text) => {
            let said = seen.deferred.as_ref().and_then(|deferred| deferred["data"]["text"].as_str());
            (text.clone(), said.unwrap_or_default().to_owned())
        }
        Expect::Response(part) => (format!("{part:#}"), format!("{:#}", like(part, &seen.response))),
    };
    (expected != found).then(|| Difference { key: expect.value.key(), span: expect.span, expected, found })
}

/// What a user reads in each bubble.
fn texts_of(response: &Value) -> Vec<String> {
    let outputs = response["template"]["outputs"].as_array();
    let bodies = outputs.into_iter().flatten().filter_map(Value::as_object).filter_map(|output| output.values().next());
    bodies.map(text_of).collect()
}

fn text_of(body: &Value) -> String {
    if let Some(cards) = body["items"].as_array().filter(|_| body["type"].is_string()) {
        return cards.iter().map(text_of).collect::<Vec<_>>().join("\n");
    }
    let title = body["header"]["title"].as_str();
    let own = ["text", "title", "description"].into_iter().filter_map(|name| body[name].as_str());
    title.into_iter().chain(own).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn labels_of(response: &Value) -> Vec<&str> {
    let replies = response["template"]["quickReplies"].as_array();
    replies.into_iter().flatten().filter_map(|reply| reply["label"].as_str()).collect()
}

/// Every text of a value that is not the name of an action.
fn strings<'v>(value: &'v Value, all: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => all.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Value::Object(map) => {
            let same = |name: &str, value: &Value| name == "messageText" && map.get("label") == Some(value);
            let fields = map.iter().filter(|(name, value)| *name != "action" && !same(name, value));
            fields.for_each(|(_, value)| strings(value, all));
        }
        _ => {}
    }
}

/// What of `found` a part like `part` speaks of: of maps its keys, in its order; lists as they are.
fn like(part: &Value, found: &Value) -> Value {
    match (part, found) {
        (Value::Object(part), Value::Object(found)) => {
            let fields = part.iter().filter_map(|(name, part)| Some((name.clone(), like(part, found.get(name)?))));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        (Value::Array(parts), Value::Array(found)) => {
            let items = found.iter().enumerate();
            items.map(|(at, found)| parts.get(at).map_or_else(|| found.clone(), |part| like(part, found))).collect()
        }
        // `found` may be a number that was written otherwise.
        (Value::Number(part), Value::Number(found)) if part.as_f64() == found.as_f64() => Value::Number(part.clone()),
        (_, found) => found.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cards_and_carousels_are_read_as_people_read_them() {
        let response = json!({"template": {"outputs": [
            {"simpleText": {"text": "네"}},
            {"basicCard": {"title": "제목", "description": "설명", "thumbnail": {"imageUrl": "https://a.kr"}}},
            {"listCard": {"header": {"title": "목록"}, "items": [{"title": "하나"}]}},
            {"carousel": {"type": "basicCard", "items": [{"title": "가"}, {"title": "나"}]}},
            {"simpleImage": {"imageUrl": "https://a.kr"}},
        ]}});
        assert_eq!(texts_of(&response), ["네", "제목\n설명", "목록", "가\n나", ""]);
    }

    #[test]
    fn a_part_of_a_response_speaks_only_of_its_own_keys() {
        let found = json!({"a": {"b": 1.0, "c": 2}, "d": [{"e": 1, "f": 2}, 3]});
        assert_eq!(like(&json!({"a": {"b": 1}}), &found), json!({"a": {"b": 1}}));
        assert_eq!(like(&json!({"d": [{"e": 0}]}), &found), json!({"d": [{"e": 1}, 3]}));
        assert_eq!(like(&json!({"x": 1}), &found), json!({}));
    }
}
