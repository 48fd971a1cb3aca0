//! What is shown of a user: enough to see that two requests are the same user's, too little to be the id.

use serde_json::Value;

/// Ids that are shorter show less of themselves.
const LONG_ENOUGH: usize = 8;

/// `ab***yz`; of a short id `a***`.
pub(super) fn masked(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    match chars.as_slice() {
        [a, b, .., y, z] if chars.len() >= LONG_ENOUGH => format!("{a}{b}***{y}{z}"),
        [a, _, ..] => format!("{a}***"),
        _ => "***".to_owned(),
    }
}

/// The payload without what it says of who the user is, wherever it says it, and without the callback URL, which is a secret of its own.
pub(super) fn without_the_user(mut payload: Value) -> Value {
    let mut ids = Vec::new();
    if let Some(request) = payload.get_mut("userRequest").and_then(Value::as_object_mut) {
        request.shift_remove("callbackUrl");
        for (name, value) in request.get_mut("user").and_then(Value::as_object_mut).into_iter().flatten() {
            if name != "type" {
                gather(value, &mut ids);
            }
        }
    }
    // The longest first: an id may be a part of another.
    ids.sort_by_key(|id| std::cmp::Reverse(id.len()));
    mask(&mut payload, &ids);
    payload
}

/// The texts and numbers below a value. Numbers become texts, so that they can be masked.
fn gather(value: &mut Value, ids: &mut Vec<String>) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(items) => items.iter_mut().for_each(|item| gather(item, ids)),
        Value::Object(map) => map.values_mut().for_each(|value| gather(value, ids)),
        Value::String(_) | Value::Null | Value::Bool(_) => {}
    }
    if let Value::String(id) = value
        && !id.is_empty()
    {
        ids.push(id.clone());
    }
}

/// Whole texts that are an id, and ids of some length inside of other texts.
fn mask(value: &mut Value, ids: &[String]) {
    match value {
        Value::String(text) => {
            for id in ids {
                if text == id {
                    *text = masked(id);
                    return;
                }
                if id.chars().count() >= LONG_ENOUGH && text.contains(id.as_str()) {
                    *text = text.replace(id.as_str(), &masked(id));
                }
            }
        }
        Value::Number(number) => {
            let text = number.to_string();
            if ids.contains(&text) {
                *value = Value::String(masked(&text));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, ids)),
        Value::Object(map) => map.values_mut().for_each(|value| mask(value, ids)),
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_masked_id_is_never_the_whole_id() {
        let masks = ["b7c1d2e3f4", "12345678", "1234567", "ab", "a", ""].map(masked);
        assert_eq!(masks, ["b7***f4", "12***78", "1***", "a***", "***", "***"]);
    }

    #[test]
    fn a_payload_shows_nobody_anywhere() {
        let payload = json!({
            "userRequest": {
                "utterance": "내 번호는 user-0123456789야",
                "callbackUrl": "https://bot-api.kakao.com/v1/bots/b/callback/token",
                "user": { "id": "user-0123456789", "type": "botUserKey", "properties": { "plusfriendUserKey": "pf-987654321", "appUserId": 123_456_789, "isFriend": true } },
            },
            "action": { "params": { "who": "pf-987654321", "number": 123_456_789, "menu": "botUserKey" } },
        });
        let expected = json!({
            "userRequest": {
                "utterance": "내 번호는 us***89야",
                "user": { "id": "us***89", "type": "botUserKey", "properties": { "plusfriendUserKey": "pf***21", "appUserId": "12***89", "isFriend": true } },
            },
            "action": { "params": { "who": "pf***21", "number": "12***89", "menu": "botUserKey" } },
        });
        assert_eq!(without_the_user(payload), expected);
        assert_eq!(without_the_user(json!([1])), json!([1]));
        assert_eq!(without_the_user(json!({ "userRequest": null })), json!({ "userRequest": null }));
    }
}
