//! What Kakao says to a callback, and what its messages mean.

use serde_json::Value;

/// As much of Kakao's message as a log line can bear.
const MAX_MESSAGE_CHARS: usize = 300;

/// What Kakao said to a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It is shown.
    Success,
    /// It is not; often with HTTP 200.
    Refused {
        /// How it was refused.
        refusal: Refusal,
        /// Kakao's message, at most 300 characters of it; [`known`] may say what to do.
        message: String,
    },
}

/// How a callback was refused, which decides what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The token is not taken: it is wrong, older than a minute, or was used before. After a POST that nobody knows the end of, the last
    /// is likely.
    Token,
    /// Kakao understood it and did not want it: no second try changes that.
    Final,
    /// Kakao's own trouble, which may pass.
    Passing,
    /// HTTP said yes, but the answer is not Kakao's JSON.
    Unreadable,
}

impl Receipt {
    /// Reads the answer to the POST: `{"taskId", "status", "message", "timestamp"}`.
    pub fn read(status: u16, body: &[u8]) -> Self {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let field = |name: &str| answer.get(name).and_then(Value::as_str);
        let is_taken = (200..300).contains(&status);
        let word = field("status");
        if word == Some("SUCCESS") && is_taken {
            return Self::Success;
        }
        let message: String = field("message").unwrap_or_default().chars().take(MAX_MESSAGE_CHARS).collect();
        let refusal = match (known(&message), word) {
            (Some(known), _) => known.refusal,
            // Too many requests, and everything from 500 on: not now.
            _ if status == 429 || status >= 500 => Refusal::Passing,
            (None, Some("ERROR")) if is_taken => Refusal::Passing,
            (None, None) if is_taken => Refusal::Unreadable,
            _ => Refusal::Final,
        };
        Self::Refused { refusal, message }
    }
}

/// A message of Kakao's that has been met, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What the message holds.
    pub part: &'static str,
    /// What it means for the callback.
    pub refusal: Refusal,
    /// What to do, in Korean.
    pub ko: &'static str,
    /// What to do, in English.
    pub en: &'static str,
}

/// In the order in which they are looked for: a longer one comes before its own beginning.
const KNOWN: [Known; 8] = [
    Known {
        part: "Invalid callback token for testing purposes",
        refusal: Refusal::Final,
        ko: "봇 테스트와 개발 채널의 콜백 주소는 시험용이라 실제로 쓸 수 없어요. 배포한 뒤 카카오톡 채팅방에서 확인해 주세요.",
        en: "the bot test and the test channel hand out tokens that do not work: deploy, and try it in a real chat",
    },
    Known {
        part: "Invalid callback token",
        refusal: Refusal::Token,
        ko: "콜백 주소가 틀렸거나, 이미 썼거나, 1분이 지났어요. 외부 서버가 더 빨리 답하도록 하거나 callback의 deadline을 줄여 주세요.",
        en: "the token is wrong, was used already, or is older than one minute: make the upstream faster or the deadline shorter",
    },
    Known {
        part: "Use callback true setting required",
        refusal: Refusal::Final,
        ko: "첫 응답에 useCallback: true가 없었다고 해요. 관리자센터에서 이 블록의 콜백 설정을 확인하고 다시 배포해 주세요.",
        en: "Kakao did not see useCallback: true in the first answer: check the block's callback setting and deploy again",
    },
    Known {
        part: "Invalid bot ID",
        refusal: Refusal::Final,
        ko: "봇 ID가 맞지 않아요. 봇이 지워졌거나 다른 봇의 주소가 아닌지 확인해 주세요.",
        en: "the bot's id is wrong: check whether the bot still exists and the request came from it",
    },
    Known {
        part: "Invalid json response from bot-skill",
        refusal: Refusal::Final,
        ko: "보낸 답이 카카오의 형식이나 글자 수 제한에 맞지 않는다고 해요. `talkplate render`로 답을 확인해 주세요.",
        en: "the answer breaks Kakao's format or a limit: look at it with `talkplate render`",
    },
    Known {
        part: "not suitable for advertising",
        refusal: Refusal::Final,
        ko: "광고에 쓸 수 없는 말풍선이라고 해요. 카드의 종류를 바꾸거나 광고성 설정을 확인해 주세요.",
        en: "this kind of bubble may not be used for advertising: use another component or check the channel's setting",
    },
    Known {
        part: "Internal server error",
        refusal: Refusal::Passing,
        ko: "카카오 쪽의 일시적인 오류예요. 계속되면 카카오 비즈니스 고객센터에 taskId와 함께 문의해 주세요.",
        en: "a passing error on Kakao's side: if it stays, ask Kakao's support and name the taskId",
    },
    Known {
        part: "error occured",
        refusal: Refusal::Passing,
        ko: "카카오 쪽의 일시적인 오류예요. 잠시 뒤에 다시 해 보세요.",
        en: "a passing error on Kakao's side: try again later",
    },
];

/// What a message of Kakao's means, where that is known.
pub fn known(message: &str) -> Option<&'static Known> {
    let message = message.to_lowercase();
    KNOWN.iter().find(|known| message.contains(&known.part.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kakaos_answer_is_read() {
        assert_eq!(Receipt::read(200, br#"{"taskId":"1","status":"SUCCESS","message":"","timestamp":1}"#), Receipt::Success);
        let refused = |status, body: &str| match Receipt::read(status, body.as_bytes()) {
            Receipt::Refused { refusal, .. } => refusal,
            Receipt::Success => panic!("{body}"),
        };
        assert_eq!(refused(200, r#"{"status":"FAIL","message":"x"}"#), Refusal::Final);
        assert_eq!(refused(404, "<html>"), Refusal::Final);
        assert_eq!(refused(302, ""), Refusal::Final);
        assert_eq!(refused(200, "ok"), Refusal::Unreadable);
        assert_eq!(refused(200, ""), Refusal::Unreadable);
    }

    #[test]
    fn kakaos_own_trouble_may_pass_and_a_used_token_does_not() {
        for (status, body) in [
            (200, r#"{"status":"ERROR"}"#),
            (200, r#"{"status":"FAIL","message":"Internal server error (3)"}"#),
            (200, r#"{"status":"FAIL","message":"An error occured in bot 504"}"#),
            (500, r#"{"status":"SUCCESS"}"#),
            (502, "<html>"),
            (429, ""),
        ] {
            let Receipt::Refused { refusal, .. } = Receipt::read(status, body.as_bytes()) else { panic!("{body}") };
            assert_eq!(refusal, Refusal::Passing, "{status} {body}");
        }
        for (message, refusal) in [
            ("Invalid callback token. Check your callback token.", Refusal::Token),
            ("Invalid callback token for testing purposes.", Refusal::Final),
        ] {
            let body = format!(r#"{{"status":"FAIL","message":"{message}"}}"#);
            assert_eq!(Receipt::read(500, body.as_bytes()), Receipt::Refused { refusal, message: message.to_owned() });
        }
    }

    #[test]
    fn known_messages_come_with_advice() {
        let body = br#"{"status":"FAIL","message":"Invalid callback token for testing purposes."}"#;
        let Receipt::Refused { message, .. } = Receipt::read(200, body) else { panic!() };
        assert_eq!(message, "Invalid callback token for testing purposes.");
        assert!(known(&message).unwrap().en.contains("real chat"));
        let endless = format!(r#"{{"status":"FAIL","message":"{}"}}"#, "가".repeat(100_000));
        let Receipt::Refused { message, .. } = Receipt::read(200, endless.as_bytes()) else { panic!() };
        assert_eq!(message.chars().count(), 300);
        assert!(known("Invalid callback token. Check your callback token.").unwrap().en.contains("one minute"));
        for message in [
            "The skill server settings are incorrect. Use callback true setting required.",
            "Invalid bot ID. Check your Bot ID.",
            "Invalid json response from bot-skill.",
            "Invalid skill-json format. This talk bubble is not suitable for advertising.",
            "Internal server error (3)",
            "An error occured. 504",
        ] {
            assert!(known(message).is_some(), "{message}");
        }
        assert_eq!(known("새로운 오류"), None);
    }
}
