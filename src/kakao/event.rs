//! The Event API, by which a bot speaks first: where it is, what it takes and what it answers.
//!
//! Source: Kakao's guide to the Event API. Every message costs money, so what cannot be sent is found before anything is.

use serde_json::{Map, Value, json};

/// The most users of one call.
pub const MOST_USERS: usize = 100;
/// The longest id of a user, in characters.
pub const LONGEST_ID: usize = 70;
/// What an id may be; the first is meant where nothing is said.
pub const USER_TYPES: [&str; 3] = ["botUserKey", "plusfriendUserKey", "appUserId"];

/// As much of Kakao's message as is passed on.
const MAX_MESSAGE_CHARS: usize = 300;
const HOST: &str = "https://bot-api.kakao.com";
const DEV_HOST: &str = "https://dev-bot-api.kakao.com";

/// Whom a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// One of [`USER_TYPES`].
    pub kind: &'static str,
    /// The id of that kind.
    pub id: String,
    /// `properties`, passed on as they came.
    pub properties: Option<Map<String, Value>>,
}

/// Where a bot's events go: a bot whose id ends with `!` is one of the development channel.
pub fn origin(bot: &str) -> &'static str {
    if bot.ends_with('!') { DEV_HOST } else { HOST }
}

/// Whether this can be a bot's id: letters and digits, and perhaps `!` at the end.
pub fn is_bot_id(text: &str) -> bool {
    let id = text.strip_suffix('!').unwrap_or(text);
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The path that takes a bot's events.
pub fn talk_path(bot: &str) -> String {
    format!("/v2/bots/{bot}/talk")
}

/// The path that tells what became of a task. `task` is percent-encoded already.
pub fn task_path(task: &str) -> String {
    format!("/v2/tasks/{task}")
}

/// The body of a call for at most [`MOST_USERS`] users.
pub fn body(event: &str, data: &Map<String, Value>, users: &[User]) -> Value {
    let mut named = json!({ "name": event });
    if !data.is_empty() {
        named["data"] = Value::Object(data.clone());
    }
    json!({ "event": named, "user": users.iter().map(User::to_json).collect::<Vec<_>>() })
}

impl User {
    fn to_json(&self) -> Value {
        let mut user = json!({ "type": self.kind, "id": self.id });
        if let Some(properties) = &self.properties {
            user["properties"] = Value::Object(properties.clone());
        }
        user
    }
}

/// What became of one call. Where it is not certain, whoever calls again may pay twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Kakao took it.
    Success,
    /// Kakao refused it.
    Fail,
    /// Kakao met a mistake of its own.
    Error,
    /// Nobody knows: it was sent, and no answer of Kakao's came back.
    Unknown,
    /// Kakao got nothing of it.
    NotSent,
}

impl Status {
    /// The word in an answer: Kakao's own where there is one.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Fail => "FAIL",
            Self::Error => "ERROR",
            Self::Unknown => "UNKNOWN",
            Self::NotSent => "NOT_SENT",
        }
    }
}

/// What Kakao said to one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What became of it.
    pub status: Status,
    /// By which its result can be asked for.
    pub task_id: Option<String>,
    /// Kakao's message, or what is wrong with its answer; at most 300 characters.
    pub message: String,
}

impl Receipt {
    /// Reads the answer to a call: `{"taskId", "status", "message", "timestamp"}`. What is no answer of Kakao's leaves it open whether
    /// the messages went out, unless the HTTP status says that the request itself was refused.
    pub fn read(status: u16, body: &[u8]) -> Self {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let field = |name: &str| {
            answer.get(name).and_then(Value::as_str).map(|text| text.chars().take(MAX_MESSAGE_CHARS).collect::<String>())
        };
        let is_taken = (200..300).contains(&status);
        let read = match field("status").as_deref() {
            Some("SUCCESS") if is_taken => Status::Success,
            Some("FAIL") => Status::Fail,
            Some("ERROR") => Status::Error,
            // 408 is a time limit that ran out somewhere on the way.
            _ if (400..500).contains(&status) && status != 408 => Status::Fail,
            _ => Status::Unknown,
        };
        let message = field("message").or_else(|| field("msg")).filter(|message| !message.is_empty());
        let message = message.unwrap_or_else(|| if is_taken { String::new() } else { format!("HTTP {status}") });
        Self { status: read, task_id: field("taskId"), message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_development_channel_has_a_host_of_its_own() {
        assert_eq!(origin("5f1a"), "https://bot-api.kakao.com");
        assert_eq!(origin("5f1a!"), "https://dev-bot-api.kakao.com");
        assert_eq!(talk_path("5f1a!"), "/v2/bots/5f1a!/talk");
    }

    #[test]
    fn a_bot_id_cannot_lead_elsewhere() {
        assert!(is_bot_id("5fAb12_-x") && is_bot_id("5f1a!"));
        for text in ["", "!", "a/b", "a!b", "..", "a?b", "a b", "봇"] {
            assert!(!is_bot_id(text), "{text}");
        }
    }

    #[test]
    fn a_call_says_only_what_there_is() {
        let user = User { kind: "botUserKey", id: "u".to_owned(), properties: None };
        let plain = json!({"event": {"name": "e"}, "user": [{"type": "botUserKey", "id": "u"}]});
        assert_eq!(body("e", &Map::new(), &[user]), plain);
    }

    #[test]
    fn only_kakaos_own_word_is_believed() {
        let read = |status, body: &str| Receipt::read(status, body.as_bytes()).status;
        assert_eq!(read(200, r#"{"taskId":"t","status":"SUCCESS"}"#), Status::Success);
        assert_eq!(read(200, r#"{"taskId":"t","status":"FAIL","message":"no"}"#), Status::Fail);
        assert_eq!(read(200, r#"{"status":"ERROR"}"#), Status::Error);
        assert_eq!(read(401, r#"{"msg":"wrong appKey","code":-401}"#), Status::Fail);
        // A gateway in between: the call may have been taken.
        for (status, body) in [(200, "<html>"), (504, ""), (502, "{}"), (500, r#"{"status":"SUCCESS"}"#), (408, "")] {
            assert_eq!(read(status, body), Status::Unknown, "{status} {body}");
        }
    }
}
