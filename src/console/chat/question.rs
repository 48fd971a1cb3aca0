//! What the page asks, and the payload that the skill sees.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::console::draft::Edits;
use crate::kakao::callback::HostRules;

/// The body of `POST /api/chat`.
#[derive(Deserialize)]
pub(super) struct Question {
    /// The skill's path, with values in the place of its parameters; a query string may follow.
    pub(super) path: String,
    /// A SkillPayload, as much of it as matters.
    #[serde(default)]
    payload: Map<String, Value>,
    /// Whether the payload gets a callbackUrl, unless it has one.
    #[serde(default)]
    callback: bool,
    /// What upstreams say; without it they are asked.
    pub(super) upstream: Option<Canned>,
    /// Whether the page asks by itself what was asked before: nothing is called out for it.
    #[serde(default)]
    pub(super) again: bool,
    /// Unsaved files that answer.
    pub(super) draft: Option<Edits>,
}

/// What every upstream says.
#[derive(Deserialize)]
pub(super) struct Canned {
    /// Any JSON; a text is sent as it is.
    #[serde(default)]
    pub(super) answer: Value,
    #[serde(default = "ok")]
    pub(super) status: u16,
    /// Nothing comes in time.
    #[serde(default)]
    pub(super) timeout: bool,
}

fn ok() -> u16 {
    200
}

/// Whose URLs the chat makes up; nothing is ever sent there.
pub(super) fn hosts() -> HostRules {
    HostRules::default()
}

impl Question {
    /// Whether the operator's payload names a callbackUrl.
    pub(super) fn has_own_url(&self) -> bool {
        self.payload.get("userRequest").and_then(|request| request.get("callbackUrl")).is_some_and(Value::is_string)
    }

    /// What the skill sees.
    pub(super) fn payload(&self) -> Value {
        let mut payload = Value::Object(self.payload.clone());
        if self.callback
            && !self.has_own_url()
            && let Some(request) = payload.as_object_mut().map(|payload| payload.entry("userRequest").or_insert_with(|| json!({})))
            && let Some(request) = request.as_object_mut()
        {
            let token = format!("{:032x}", fastrand::u128(..));
            request.insert("callbackUrl".to_owned(), json!(format!("https://bot-api.kakao.com/talkplate/chat/{token}")));
        }
        payload
    }
}

/// Where a payload's callback goes.
pub(super) fn callback_url(payload: &Value) -> Option<String> {
    payload.pointer("/userRequest/callbackUrl").and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(value: &Value) -> Question {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn a_callback_url_is_made_up_once_each_where_the_payload_has_none() {
        let asks = question(&json!({ "path": "/a", "callback": true }));
        let url = callback_url(&asks.payload()).unwrap();
        assert!(hosts().check(&url).is_ok(), "{url}");
        assert_ne!(callback_url(&asks.payload()), Some(url));
        let own =
            question(&json!({ "path": "/a", "callback": true, "payload": { "userRequest": { "callbackUrl": "https://x.kr" } } }));
        assert_eq!(callback_url(&own.payload()).as_deref(), Some("https://x.kr"));
        let null = question(&json!({ "path": "/a", "callback": true, "payload": { "userRequest": { "callbackUrl": null } } }));
        assert!(callback_url(&null.payload()).is_some());
        let none = question(&json!({ "path": "/a", "payload": { "userRequest": { "utterance": "가" } } }));
        assert_eq!(none.payload(), json!({ "userRequest": { "utterance": "가" } }));
        let strange = question(&json!({ "path": "/a", "callback": true, "payload": { "userRequest": 1 } }));
        assert_eq!(strange.payload(), json!({ "userRequest": 1 }));
    }
}
