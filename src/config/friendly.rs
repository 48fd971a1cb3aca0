//! A native SkillResponse → what an operator would write for it: the way back from [`super::reply`], [`super::component`] and
//! [`super::action`]. Short forms stand wherever they say the same; what has none, or is not understood, stays native.

use serde_json::{Map, Value, json};

use super::component;
use crate::template::literal;

/// The value of a skill that gives this answer, whatever it is asked.
pub fn friendly(response: &Value) -> Value {
    let Value::Object(fields) = response else { return json!({ "response": texts(response) }) };
    let template = fields.get("template").and_then(Value::as_object);
    let outputs = template.and_then(|template| template.get("outputs")).and_then(Value::as_array);
    let outputs = outputs.filter(|outputs| !outputs.is_empty());
    let speaks_to_the_block = !fields.contains_key("template") && ["data", "context"].iter().any(|key| fields.contains_key(*key));
    if outputs.is_none() && !speaks_to_the_block {
        return json!({ "response": texts(response) });
    }
    let known = fields.keys().all(|key| ["version", "template", "context", "data"].contains(&key.as_str()));
    let context = fields.get("context").map(only_values);
    let extras = template.into_iter().flatten().all(|(key, value)| key == "outputs" || key == "quickReplies" && value.is_array());
    if !known || !extras || context == Some(None) {
        return json!({ "response": native(fields) });
    }
    let mut skill = Map::new();
    if let Some(outputs) = outputs {
        skill.insert("reply".to_owned(), reply(outputs));
    }
    if let Some(Value::Array(replies)) = template.and_then(|template| template.get("quickReplies")) {
        skill.insert("quickReplies".to_owned(), replies.iter().map(quick_reply).collect());
    }
    if let Some(values) = context.flatten() {
        skill.insert("contexts".to_owned(), texts(values));
    }
    if let Some(data) = fields.get("data") {
        skill.insert("data".to_owned(), texts(data));
    }
    match skill.get("reply") {
        Some(Value::String(text)) if skill.len() == 1 => Value::from(text.as_str()),
        _ => Value::Object(skill),
    }
}

/// A context that holds nothing but its values.
fn only_values(context: &Value) -> Option<&Value> {
    let fields = context.as_object().filter(|fields| fields.len() == 1)?;
    fields.get("values").filter(|values| values.is_array())
}

/// The whole answer in its own shape, with short forms inside.
fn native(fields: &Map<String, Value>) -> Value {
    let mut response = fields.clone();
    for (key, value) in &mut response {
        *value = match (key.as_str(), &*value) {
            ("template", Value::Object(template)) => {
                let short = |(key, value): (&String, &Value)| {
                    let value = match (key.as_str(), value) {
                        ("outputs", Value::Array(outputs)) => outputs.iter().map(output).collect(),
                        ("quickReplies", Value::Array(replies)) => replies.iter().map(quick_reply).collect(),
                        _ => texts(value),
                    };
                    (key.clone(), value)
                };
                Value::Object(template.iter().map(short).collect())
            }
            (_, value) => texts(value),
        };
    }
    response.shift_remove("version");
    Value::Object(response)
}

fn reply(outputs: &[Value]) -> Value {
    match outputs {
        [only] => output(only),
        _ => outputs.iter().map(output).collect(),
    }
}

fn output(output: &Value) -> Value {
    let Some((name, body)) = only_entry(output) else { return texts(output) };
    let Value::Object(fields) = body else { return texts(output) };
    match name {
        "simpleText" => match only_entry(body) {
            // A text of nothing but blanks is a mistake everywhere else.
            Some(("text", Value::String(text))) if !text.trim().is_empty() => Value::from(literal(text)),
            _ => texts(output),
        },
        "simpleImage" if fields.keys().all(|key| ["imageUrl", "altText"].contains(&key.as_str())) => {
            let renamed = [("image", "imageUrl"), ("alt", "altText")].into_iter();
            let known = renamed.filter_map(|(short, long)| Some((short.to_owned(), texts(fields.get(long)?))));
            Value::Object(known.collect())
        }
        "carousel" => json!({ "carousel": carousel(fields) }),
        _ if component::NAMES.contains(&name) => json!({ name: body_of(fields) }),
        _ => texts(output),
    }
}

/// Cards that carry their own names, without a type.
fn carousel(fields: &Map<String, Value>) -> Value {
    let (Some(Value::String(kind)), Some(Value::Array(items))) = (fields.get("type"), fields.get("items")) else {
        return texts(&Value::Object(fields.clone()));
    };
    let mut short = Map::new();
    for (key, value) in fields {
        match key.as_str() {
            "type" => {}
            "items" => {
                let card = |card: &Value| json!({ kind.as_str(): card.as_object().map_or_else(|| texts(card), body_of) });
                short.insert("cards".to_owned(), items.iter().map(card).collect());
            }
            _ => {
                short.insert(key.clone(), field(key, value));
            }
        }
    }
    Value::Object(short)
}

/// The body of a card, or of an object in it.
fn body_of(fields: &Map<String, Value>) -> Value {
    Value::Object(fields.iter().map(|(key, value)| (key.clone(), field(key, value))).collect())
}

fn field(name: &str, value: &Value) -> Value {
    match (name, value) {
        ("extra", _) => texts(value),
        ("thumbnail", Value::Object(_)) => only_text(value, "imageUrl"),
        ("thumbnails", Value::Array(pictures)) => match pictures.as_slice() {
            [picture @ Value::Object(_)] => only_text(picture, "imageUrl"),
            _ => pictures.iter().map(|picture| only_text(picture, "imageUrl")).collect(),
        },
        ("header" | "head" | "imageTitle", Value::Object(_)) => only_text(value, "title"),
        ("link", Value::Object(_)) => only_text(value, "web"),
        ("buttons", Value::Array(buttons)) => buttons.iter().map(|button| deed(button, BUTTON_DEEDS)).collect(),
        ("items", Value::Array(items)) => items.iter().map(list_item).collect(),
        ("itemList", Value::Array(items)) => item_list(items),
        ("itemListSummary", _) => pair(value).map_or_else(|| object(value), |(title, text)| json!({ title: text })),
        (_, Value::Object(fields)) => body_of(fields),
        (_, Value::Array(items)) => items.iter().map(object).collect(),
        _ => texts(value),
    }
}

fn object(value: &Value) -> Value {
    value.as_object().map_or_else(|| texts(value), body_of)
}

/// The text of an object that has nothing else.
fn only_text(value: &Value, key: &str) -> Value {
    match only_entry(value) {
        Some((name, Value::String(text))) if name == key && !text.trim().is_empty() => Value::from(literal(text)),
        _ => object(value),
    }
}

/// `매장: 판교점`, as one map where no title stands twice.
fn item_list(items: &[Value]) -> Value {
    let pairs: Option<Vec<_>> = items.iter().map(pair).collect();
    let Some(pairs) = pairs else { return items.iter().map(object).collect() };
    let is_unique = pairs.iter().enumerate().all(|(at, (title, _))| pairs.iter().take(at).all(|(other, _)| other != title));
    if is_unique {
        Value::Object(pairs.into_iter().map(|(title, text)| (title.to_owned(), text)).collect())
    } else {
        pairs.into_iter().map(|(title, text)| json!({ title: text })).collect()
    }
}

/// A title that may be a key, and its description.
fn pair(item: &Value) -> Option<(&str, Value)> {
    const NO_TITLES: &[&str] = &["title", "description", "when", "each", "limit", "do"];
    let fields = item.as_object().filter(|fields| fields.len() == 2)?;
    let title = fields.get("title")?.as_str()?;
    let text = fields.get("description")?.as_str()?;
    let is_key = title.starts_with(char::is_alphanumeric)
        && literal(title) == title
        && !title.starts_with("x-")
        && !NO_TITLES.contains(&title);
    is_key.then(|| (title, Value::from(literal(text))))
}

/// Kakao's action, the fields it has (the first always), and their short keys.
type Deed = (&'static str, &'static [(&'static str, &'static str)]);

const TALK_DEEDS: &[Deed] =
    &[("message", &[("messageText", "message")]), ("block", &[("blockId", "block"), ("messageText", "message")])];
const BUTTON_DEEDS: &[Deed] = &[
    ("webLink", &[("webLinkUrl", "url")]),
    ("message", &[("messageText", "message")]),
    ("phone", &[("phoneNumber", "phone")]),
    ("block", &[("blockId", "block"), ("messageText", "message")]),
    ("share", &[]),
    ("operator", &[]),
];
const DEED_FIELDS: &[&str] = &["webLinkUrl", "messageText", "phoneNumber", "blockId"];

/// A button or something like it: its action is seen from the field it needs, where that is the only one.
fn deed(item: &Value, deeds: &[Deed]) -> Value {
    let Value::Object(fields) = item else { return texts(item) };
    let action = fields.get("action").and_then(Value::as_str);
    let Some((action, needed)) = deeds.iter().find(|(name, _)| Some(*name) == action) else { return object(item) };
    let there = fields.keys().filter(|key| DEED_FIELDS.contains(&key.as_str()));
    let is_plain = there.clone().all(|key| needed.iter().any(|(field, _)| field == key))
        && needed.first().is_none_or(|(field, _)| fields.contains_key(*field));
    if !is_plain {
        return object(item);
    }
    let mut short = Map::new();
    for (key, value) in fields {
        match needed.iter().find(|(field, _)| field == key) {
            Some((_, name)) => short.insert((*name).to_owned(), texts(value)),
            None if key == "action" && needed.is_empty() => short.insert((*action).to_owned(), Value::Bool(true)),
            None if key == "action" => None,
            None => short.insert(key.clone(), field(key, value)),
        };
    }
    Value::Object(short)
}

fn quick_reply(reply: &Value) -> Value {
    let text = |key: &str| reply.get(key).and_then(Value::as_str);
    match (text("label"), text("messageText")) {
        (Some(label), Some(said)) if label == said && text("action") == Some("message") && !label.trim().is_empty() => {
            if reply.as_object().is_some_and(|fields| fields.len() == 3) {
                return Value::from(literal(label));
            }
            deed(reply, TALK_DEEDS)
        }
        _ => deed(reply, TALK_DEEDS),
    }
}

fn list_item(item: &Value) -> Value {
    match only_entry(item) {
        Some(("title", Value::String(_))) => only_text(item, "title"),
        _ => deed(item, TALK_DEEDS),
    }
}

/// A value as it is, its texts as templates that write them.
fn texts(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(literal(text)),
        Value::Array(items) => items.iter().map(texts).collect(),
        Value::Object(fields) => Value::Object(fields.iter().map(|(key, value)| (key.clone(), texts(value))).collect()),
        _ => value.clone(),
    }
}

fn only_entry(value: &Value) -> Option<(&str, &Value)> {
    let mut entries = value.as_object()?.iter();
    match (entries.next(), entries.next()) {
        (Some((key, value)), None) => Some((key.as_str(), value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_alone_is_the_whole_skill() {
        let response = json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "{{#webhook.text}}"}}]}});
        assert_eq!(friendly(&response), json!("{{kakao \"webhook.text\"}}"));
    }

    #[test]
    fn short_forms_stand_where_they_say_the_same() {
        for (native, short) in [
            (json!({"simpleImage": {"imageUrl": "https://a", "altText": "그림"}}), json!({"image": "https://a", "alt": "그림"})),
            (
                json!({"listCard": {"header": {"title": "목록"}, "items": [{"title": "하나"},
                    {"title": "둘", "action": "message", "messageText": "둘 줘", "link": {"web": "https://a"}}]}}),
                json!({"listCard": {"header": "목록", "items": ["하나", {"title": "둘", "message": "둘 줘", "link": "https://a"}]}}),
            ),
            (
                json!({"itemCard": {"head": {"title": "예약"}, "itemListSummary": {"title": "합계", "description": "1원"},
                    "itemList": [{"title": "매장", "description": "판교"}, {"title": "인원", "description": "둘"}]}}),
                json!({"itemCard": {"head": "예약", "itemListSummary": {"합계": "1원"}, "itemList": {"매장": "판교", "인원": "둘"}}}),
            ),
            (
                json!({"carousel": {"type": "commerceCard", "items": [{"price": 1, "thumbnails": [{"imageUrl": "https://a"}]}]}}),
                json!({"carousel": {"cards": [{"commerceCard": {"price": 1, "thumbnails": "https://a"}}]}}),
            ),
            (
                json!({"textCard": {"title": "제목", "buttons": [
                    {"label": "가", "action": "webLink", "webLinkUrl": "https://a"}, {"label": "나", "action": "share"},
                    {"label": "다", "action": "block", "blockId": "b", "messageText": "네", "extra": {"action": "x"}}]}}),
                json!({"textCard": {"title": "제목", "buttons": [{"label": "가", "url": "https://a"}, {"label": "나", "share": true},
                    {"label": "다", "block": "b", "message": "네", "extra": {"action": "x"}}]}}),
            ),
        ] {
            assert_eq!(output(&native), short);
        }
    }

    #[test]
    fn what_a_short_form_would_change_stays_native() {
        for native in [
            json!({"itemCard": {"itemList": [{"title": "title", "description": "가"}, {"title": "매장", "description": "나"}]}}),
            json!({"textCard": {"buttons": [{"label": "가", "action": "webLink", "webLinkUrl": "https://a", "messageText": "나"}]}}),
            json!({"basicCard": {"thumbnail": {"imageUrl": "https://a", "fixedRatio": true}}}),
            json!({"simpleText": {"text": "네", "unknown": 1}}),
        ] {
            assert_eq!(output(&native), native);
        }
        assert_eq!(quick_reply(&json!({"label": "가", "action": "message"})), json!({"label": "가", "action": "message"}));
    }

    #[test]
    fn what_goes_with_a_reply_stands_beside_it() {
        let reply = json!({"label": "메뉴", "action": "message", "messageText": "메뉴"});
        let context = json!({"values": [{"name": "c", "lifeSpan": 1}]});
        let outputs = json!([{"simpleText": {"text": "네"}}]);
        let mut response = json!({"version": "2.0", "template": {"outputs": outputs, "quickReplies": [reply]}, "context": context, "data": {"k": 1}});
        let extras = json!({"reply": "네", "quickReplies": ["메뉴"], "contexts": [{"name": "c", "lifeSpan": 1}], "data": {"k": 1}});
        assert_eq!(friendly(&response), extras);
        let alone = json!({"version": "2.0", "context": response["context"], "data": response["data"]});
        assert_eq!(friendly(&alone), json!({"contexts": extras["contexts"], "data": extras["data"]}));
        response["extra"] = json!({"mentions": {}});
        let native = json!({"response": {"template": {"outputs": ["네"], "quickReplies": ["메뉴"]}, "context": context,
            "data": {"k": 1}, "extra": {"mentions": {}}}});
        assert_eq!(friendly(&response), native);
    }
}
