//! A believable `SkillPayload`, for `render`: what Kakao would send for a block with these parameters.

use serde_json::{Map, Value, json};

/// What the command line says about the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) utterance: Option<String>,
    /// Name and value, in the order given.
    pub(super) params: Vec<(String, String)>,
}

/// A payload as the bot's block would send it.
pub(super) fn made_up(said: &Said) -> Value {
    let mut payload = json!({
        "intent": { "id": "654321fedcba", "name": "블록 이름" },
        "userRequest": {
            "timezone": "Asia/Seoul",
            "params": { "ignoreMe": "true", "surface": "Kakaotalk.plusfriend" },
            "block": { "id": "654321fedcba", "name": "블록 이름" },
            "utterance": "안녕하세요",
            "lang": "ko",
            "user": {
                "id": "0123456789abcdef",
                "type": "botUserKey",
                "properties": { "plusfriendUserKey": "fedcba9876543210", "botUserKey": "0123456789abcdef", "isFriend": true }
            }
        },
        "bot": { "id": "abcdef123456", "name": "봇 이름" },
        "action": { "id": "123456abcdef", "name": "스킬 이름", "clientExtra": null, "params": {}, "detailParams": {} },
        "contexts": []
    });
    apply(&mut payload, said);
    payload
}

/// Puts what was said into a payload, whatever that lacks. A payload that is no object stays as it is.
pub(super) fn apply(payload: &mut Value, said: &Said) {
    if let (Some(utterance), Some(request)) = (&said.utterance, member(payload, "userRequest")) {
        request.insert("utterance".to_owned(), Value::from(utterance.as_str()));
    }
    let Some(action) = member(payload, "action").filter(|_| !said.params.is_empty()) else { return };
    for (name, value) in &said.params {
        let detail = json!({ "origin": value, "value": value, "groupName": "" });
        for (field, content) in [("params", Value::from(value.as_str())), ("detailParams", detail)] {
            let entry = action.entry(field).or_insert_with(|| Value::Object(Map::new()));
            if !entry.is_object() {
                *entry = Value::Object(Map::new());
            }
            if let Some(map) = entry.as_object_mut() {
                map.insert(name.clone(), content);
            }
        }
    }
}

fn member<'p>(payload: &'p mut Value, name: &str) -> Option<&'p mut Map<String, Value>> {
    let entry = payload.as_object_mut()?.entry(name).or_insert(Value::Null);
    if !entry.is_object() {
        *entry = Value::Object(Map::new());
    }
    entry.as_object_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        Said { utterance: Some("메뉴 줘".to_owned()), params: vec![("name".to_owned(), "길동".to_owned())] }
    }

    #[test]
    fn what_is_said_stands_where_kakao_puts_it() {
        let payload = made_up(&said());
        assert_eq!(payload["userRequest"]["utterance"], "메뉴 줘");
        assert_eq!(payload["action"]["params"]["name"], "길동");
        assert_eq!(payload["action"]["detailParams"]["name"]["origin"], "길동");
        assert!(payload["userRequest"].get("callbackUrl").is_none(), "nothing is to be called back");
    }

    #[test]
    fn a_payload_that_lacks_parts_gets_them() {
        let mut payload = json!({ "action": { "params": null } });
        apply(&mut payload, &said());
        assert_eq!(payload["userRequest"]["utterance"], "메뉴 줘");
        assert_eq!(payload["action"]["params"]["name"], "길동");
    }

    #[test]
    fn a_payload_that_is_no_object_stays_for_the_skill_to_refuse() {
        let mut payload = json!([1]);
        apply(&mut payload, &said());
        assert_eq!(payload, json!([1]));
    }
}
