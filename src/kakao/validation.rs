//! Parameter validation: what Kakao asks while a slot is being filled, and what it takes for an answer.
//!
//! Source: Kakao's guide to parameter validation. The payload is no SkillPayload, and the answer no SkillResponse.

use super::payload::Under;

/// The names on the outermost level of the payload.
pub const ROOTS: &[&str] = &["isInSlotFilling", "utterance", "value", "user", "bot", "params", "lang", "timezone"];
/// The value is taken.
pub const SUCCESS: &str = "SUCCESS";
/// The value is refused, and asked for again with the message.
pub const FAIL: &str = "FAIL";
/// The answer when the value could not be looked at; it needs nothing and cannot fail.
pub const UNABLE: &str = r#"{"status":"ERROR","message":"지금은 확인할 수 없어요. 잠시 후 다시 시도해 주세요."}"#;

/// What can stand under a path of the payload.
pub fn under(path: &[&str]) -> Under {
    match path {
        [] => Under::Names(ROOTS),
        ["value"] => Under::Names(&["origin", "resolved"]),
        ["bot"] => Under::Names(&["id", "name"]),
        ["isInSlotFilling" | "utterance" | "lang" | "timezone"] | ["bot", _] | ["user", "id" | "type"] => Under::Nothing,
        _ => Under::Anything,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_when_nothing_works_is_an_answer() {
        let answer: serde_json::Value = serde_json::from_str(UNABLE).unwrap();
        assert_eq!(answer["status"], "ERROR");
        assert!(answer["message"].as_str().is_some_and(|message| !message.is_empty()));
    }

    #[test]
    fn what_kakao_does_not_say_is_open() {
        assert_eq!(under(&["user", "properties"]), Under::Anything);
        assert_eq!(under(&["params"]), Under::Anything);
        // System entities come as an object here and there.
        assert_eq!(under(&["value", "resolved"]), Under::Anything);
    }
}
