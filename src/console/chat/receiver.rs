//! Where a chat's callback ends: as strict as Kakao about when it comes, how often, and what.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::kakao;
use crate::outbound::Reply;

/// How long a token works, from the request that carried it.
const TOKEN_LIFE: Duration = Duration::from_mins(1);

/// The receiver of one chat.
pub(super) struct Receiver {
    /// The only URL that is taken; `None`: the request carried none.
    url: Option<String>,
    asked: Instant,
    token: Mutex<Token>,
}

/// How far the token is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    /// The request has no answer yet.
    Fresh,
    /// useCallback was answered.
    Awaited,
    /// It was taken, or refused for good.
    Used,
}

impl Receiver {
    /// For a request that is asked now.
    pub(super) fn new(url: Option<String>) -> Self {
        Self { url, asked: Instant::now(), token: Mutex::new(Token::Fresh) }
    }

    /// useCallback was answered.
    pub(super) fn awaits(&self) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Token::Awaited;
    }

    /// What Kakao would say to this POST.
    pub(super) fn take(&self, url: &str, body: &Bytes) -> Reply {
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.url.as_deref() == Some(url) && self.asked.elapsed() <= TOKEN_LIFE;
        let (status, message) = if !known || *token != Token::Awaited {
            ("FAIL", "Invalid callback token. Check your callback token.")
        } else {
            *token = Token::Used;
            match serde_json::from_slice::<Value>(body) {
                Err(_) => ("FAIL", "Invalid json response from bot-skill."),
                Ok(response) if !kakao::check(&response).is_empty() => ("FAIL", "Invalid skill-json format."),
                Ok(_) => ("SUCCESS", ""),
            }
        };
        let receipt = json!({ "taskId": "chat", "status": status, "message": message, "timestamp": 0 });
        Reply { status: 200, content_type: "application/json".to_owned(), body: receipt.to_string().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &[u8] = r#"{"version":"2.0","template":{"outputs":[{"simpleText":{"text":"네"}}]}}"#.as_bytes();

    fn says(receiver: &Receiver, url: &str, body: &'static [u8]) -> String {
        let reply = receiver.take(url, &Bytes::from_static(body));
        let receipt: Value = serde_json::from_slice(&reply.body).unwrap();
        receipt["status"].as_str().unwrap().to_owned()
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_works_once_after_use_callback_and_for_a_minute() {
        let receiver = Receiver::new(Some("https://a".to_owned()));
        assert_eq!(says(&receiver, "https://a", GOOD), "FAIL", "too early");
        receiver.awaits();
        assert_eq!(says(&receiver, "https://b", GOOD), "FAIL", "another token");
        assert_eq!(says(&receiver, "https://a", GOOD), "SUCCESS");
        assert_eq!(says(&receiver, "https://a", GOOD), "FAIL", "twice");
        let late = Receiver::new(Some("https://a".to_owned()));
        late.awaits();
        tokio::time::advance(TOKEN_LIFE + Duration::from_millis(1)).await;
        assert_eq!(says(&late, "https://a", GOOD), "FAIL", "too late");
    }

    #[tokio::test]
    async fn what_breaks_the_rules_is_refused_and_uses_the_token_up() {
        for body in [&b"{"[..], br#"{"version":"2.0","template":{"outputs":[]}}"#] {
            let receiver = Receiver::new(Some("https://a".to_owned()));
            receiver.awaits();
            assert_eq!(says(&receiver, "https://a", body), "FAIL");
            assert_eq!(says(&receiver, "https://a", GOOD), "FAIL");
        }
    }
}
