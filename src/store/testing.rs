//! What the store's tests share.

use bytes::Bytes;

use super::Promise;

/// A promise with this request id, due in the far future.
pub(super) fn promise(id: &str) -> Promise {
    Promise {
        skill: "/skill/ask".to_owned(),
        request_id: id.to_owned(),
        body: Bytes::from_static(r#"{"userRequest":{"utterance":"안녕"}}"#.as_bytes()),
        path: "/skill/ask".to_owned(),
        query: "a=1".to_owned(),
        url: "https://bot-api.kakao.com/v1/callback/secret%2Ftoken".to_owned(),
        received_ms: 1_700_000_000_000,
        deadline_ms: i64::MAX,
        answer: None,
    }
}
