//! The example of an AI chatbot, against an endpoint that answers as OpenAI's does.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::app::{TestApp, bubble, says};
use crate::kakao::FakeKakao;
use crate::neighbour::{Neighbour, json, response};

const FALLBACK: &str = "지금은 답을 드리기 어려워요. 잠시 후 다시 물어봐 주세요.";

fn example() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ai-chatbot/skills.yaml")).unwrap()
}

/// The example, asking this neighbour.
fn asking(endpoint: &Neighbour) -> String {
    let example = example();
    assert!(example.contains("https://api.openai.com") && example.contains("${API_KEY}"));
    example.replace("https://api.openai.com", &endpoint.origin()).replace("${API_KEY}", "sk-test")
}

/// A whole answer of the endpoint.
fn completion(content: &Value) -> Vec<u8> {
    json(&json!({
        "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        "object": "chat.completion",
        "created": 1_741_569_952,
        "model": "gpt-5-mini-2025-08-07",
        "choices": [{
            "index": 0,
            "message": { "role": "assistant", "content": content, "refusal": null, "annotations": [] },
            "logprobs": null,
            "finish_reason": "stop",
        }],
        "usage": {
            "prompt_tokens": 119, "completion_tokens": 32, "total_tokens": 151,
            "prompt_tokens_details": { "cached_tokens": 0, "audio_tokens": 0 },
            "completion_tokens_details": { "reasoning_tokens": 0, "audio_tokens": 0 },
        },
        "service_tier": "default",
        "system_fingerprint": null,
    }))
}

#[test]
fn the_page_shows_the_example_as_it_is() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ai-chatbot.md")).unwrap();
    assert!(page.contains(&format!("```yaml\n{}```\n", example())), "docs/ai-chatbot.md and the example differ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_becomes_a_conversation_and_the_answer_a_bubble() {
    let endpoint = Neighbour::saying(completion(&json!("**주차**는 지하에서 2시간 *무료*예요.\n\n- 입구: 뒤편"))).await;
    let app = TestApp::with(asking(&endpoint)).start();
    let asked = "주차 돼요? \"}],\"model\":\"x\" {{vars.rules}}";
    let answer = app.post("/skill/ai", &says(asked)).await;
    assert_eq!(answer.bubble(), "주차는 지하에서 2시간 무료예요.\n\n• 입구: 뒤편");
    assert_eq!(answer.json()["template"]["quickReplies"].as_array().map(Vec::len), Some(2));
    let got = endpoint.got().remove(0);
    assert_eq!((got.method.as_str(), got.target.as_str()), ("POST", "/v1/chat/completions"));
    assert_eq!((got.header("authorization"), got.header("content-type")), ("Bearer sk-test", "application/json"));
    let sent = got.json();
    assert_eq!(sent.as_object().unwrap().keys().collect::<Vec<_>>(), ["model", "messages"]);
    assert_eq!(sent["model"], "gpt-5-mini");
    assert_eq!(sent["messages"][1], json!({ "role": "user", "content": asked }));
    let system = sent["messages"][0]["content"].as_str().unwrap();
    assert!(system.starts_with("도담카페에 관한 질문이야.\n너는 카페의 상담원이야."), "{system}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_comes_through_the_callback_in_several_bubbles_and_is_asked_for_once() {
    let paragraph = format!("{}\n\n", "도담카페는 아침 여덟 시에 열어요. ".repeat(40).trim());
    let long = paragraph.repeat(3);
    let endpoint = Neighbour::start(move |_, mut stream| {
        let answer = completion(&json!(long));
        async move {
            tokio::time::sleep(Duration::from_millis(600)).await;
            let _ = stream.write_all(&answer).await;
        }
    })
    .await;
    let kakao = FakeKakao::start().await;
    let app = TestApp::with(asking(&endpoint).replace("timeout: 3s", "timeout: 300ms")).hosts(&kakao.hosts()).start();
    let (answer, token) = kakao.user_says(&app, "/skill/ai", "몇 시에 열어요?").await;
    let wait = "생각하고 있어요. 잠시만 기다려 주세요.";
    assert_eq!(answer.json(), json!({ "version": "2.0", "useCallback": true, "data": { "text": wait } }));
    let (response, _) = kakao.taken(&token).await;
    let outputs = response["template"]["outputs"].as_array().unwrap();
    assert!(outputs.len() >= 2, "{response}");
    assert!(bubble(&response).starts_with("도담카페는 아침"), "{response}");
    assert_eq!(endpoint.got().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_endpoint_refuses_the_user_reads_the_fallback() {
    let error = |message: &str, code: &str| {
        json!({ "error": { "message": message, "type": "invalid_request_error", "param": null, "code": code } }).to_string()
    };
    for answer in [
        response("401 Unauthorized", "application/json", &error("Incorrect API key provided: sk-test.", "invalid_api_key")),
        response("429 Too Many Requests", "application/json", &error("You exceeded your current quota.", "insufficient_quota")),
        response("503 Service Unavailable", "text/html", "<html>overloaded</html>"),
        completion(&json!(null)),
        completion(&json!("")),
        response("200 OK", "application/json", r#"{"choices":[]}"#),
    ] {
        let endpoint = Neighbour::saying(answer.clone()).await;
        let app = TestApp::with(asking(&endpoint)).start();
        let said = app.post("/skill/ai", &says("주차 돼요?")).await.bubble();
        assert_eq!(said, FALLBACK, "{}", String::from_utf8_lossy(&answer));
    }
}
