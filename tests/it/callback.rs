//! Callbacks, against a strict Kakao.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use crate::app::{PATIENCE, TestApp, bubble, says};
use crate::kakao::{FakeKakao, INVALID_TOKEN, TEST_TOKEN, Turn};
use crate::neighbour::{Neighbour, json, response};

fn shop(upstream: &str) -> String {
    format!(
        r#"
defaults: {{ fallback: 지금은 답을 드리기 어려워요. }}
skills:
  /skill/ask:
    upstream: {upstream}/answer
    callback: true
    wait: "{{{{utterance}}}} 찾아볼게요."
    reply: "답: {{{{upstream.answer}}}}"
"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_follows_a_second_after_use_callback_and_once() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "원두는 \"예가체프\"" }))).await;
    let kakao = FakeKakao::start().await;
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (answer, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "version": "2.0", "useCallback": true, "data": { "text": "원두 찾아볼게요." } }));
    let (response, after) = kakao.taken(&token).await;
    assert_eq!(bubble(&response), "답: 원두는 \"예가체프\"");
    assert!(after >= Duration::from_millis(900), "it came {after:?} after the answer");
    assert_eq!((kakao.posts(), upstream.got().len()), (1, 1));
    eventually(&app, r#"talkplate_callbacks_total{skill="/skill/ask",outcome="done"}"#).await;
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/ask",outcome="deferred"}"#).await, 1);
    let status = app.admin_get("/api/status").await.json();
    let nothing_else = json!({
        "pending": 0, "done": 1, "failed": 0, "unconfirmed": 0, "late": 0, "kept": 0, "expired": 0, "recovered": 0, "lastFailures": [],
    });
    assert_eq!(status["callbacks"], nothing_else);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_upstream_sends_the_fallback_to_the_callback_url() {
    let upstream = Neighbour::saying(response("500 Oops", "application/json", r#"{"answer":"stack trace"}"#)).await;
    let kakao = FakeKakao::start().await;
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (answer, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    assert_eq!(answer.json()["useCallback"], true);
    assert_eq!(bubble(&kakao.taken(&token).await.0), "지금은 답을 드리기 어려워요.");
    eventually(&app, r#"talkplate_callbacks_total{skill="/skill/ask",outcome="fallback"}"#).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_callback_url_the_answer_is_direct() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "바로" }))).await;
    let app = TestApp::with(shop(&upstream.origin())).start();
    for url in [json!(null), json!("")] {
        let mut payload = says("원두");
        payload["userRequest"]["callbackUrl"] = url;
        assert_eq!(app.post("/skill/ask", &payload).await.bubble(), "답: 바로");
    }
    assert_eq!(app.post("/skill/ask", &says("원두")).await.bubble(), "답: 바로");
    assert_eq!(upstream.got().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_url_that_kakao_would_not_send_counts_as_none() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "바로" }))).await;
    let stranger = FakeKakao::start().await;
    let app = TestApp::with(shop(&upstream.origin())).start();
    let (answer, _) = stranger.user_says(&app, "/skill/ask", "원두").await;
    assert_eq!(answer.bubble(), "답: 바로");
    for url in ["https://kakao.com.evil.example/x", "http://bot-api.kakao.com/x", "https://a@127.0.0.1/x", "javascript:x", "%"] {
        let mut payload = says("원두");
        payload["userRequest"]["callbackUrl"] = json!(url);
        assert_eq!(app.post("/skill/ask", &payload).await.bubble(), "답: 바로", "{url}");
    }
    assert_eq!(stranger.posts(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_with_status_200_is_counted_as_failed() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let kakao = FakeKakao::that(
        |_| json!({ "taskId": "t", "status": "FAIL", "message": "Invalid callback token for testing purposes.", "timestamp": 0 }),
    )
    .await;
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (_, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    kakao.taken(&token).await;
    eventually(&app, r#"talkplate_callbacks_total{skill="/skill/ask",outcome="refused"}"#).await;
    assert_eq!(app.admin_get("/api/status").await.json()["callbacks"]["failed"], 1);
    assert_eq!(kakao.posts(), 1);
}

/// An upstream that answers when the test lets it, and says when it was asked.
async fn held_upstream() -> (Neighbour, Arc<Semaphore>, Arc<Semaphore>) {
    let (asked, go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (was_asked, may_go) = (Arc::clone(&asked), Arc::clone(&go));
    let upstream = Neighbour::start(move |_, mut stream| {
        let (asked, go) = (Arc::clone(&was_asked), Arc::clone(&may_go));
        async move {
            asked.add_permits(1);
            go.acquire().await.unwrap().forget();
            let _ = stream.write_all(&json(&json!({ "answer": "늦은 답" }))).await;
        }
    })
    .await;
    (upstream, asked, go)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kakao_in_trouble_is_asked_again_until_it_takes_the_answer() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let kakao = FakeKakao::start().await;
    kakao.will([Turn::status(503), Turn::CloseUnread, Turn::internal(), Turn::CloseUnanswered]);
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (_, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    assert_eq!(bubble(&kakao.taken(&token).await.0), "답: 네");
    eventually(&app, r#"talkplate_callbacks_total{skill="/skill/ask",outcome="done"}"#).await;
    // The connection that was closed unread brought none.
    assert_eq!((kakao.posts(), upstream.got().len()), (4, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_was_lost_is_no_failure() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let kakao = FakeKakao::start().await;
    kakao.will([Turn::LoseReceipt]);
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (_, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    assert_eq!(kakao.refused(&token).await, INVALID_TOKEN);
    eventually(&app, r#"talkplate_callbacks_total{skill="/skill/ask",outcome="unconfirmed"}"#).await;
    let callbacks = app.admin_get("/api/status").await.json()["callbacks"].clone();
    assert_eq!((&callbacks["done"], &callbacks["failed"]), (&json!(1), &json!(0)));
    assert_eq!((kakao.waiting().len(), kakao.posts()), (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_explains_a_refusal_in_both_languages() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let kakao = FakeKakao::start().await;
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    kakao.will([Turn::fail(TEST_TOKEN)]);
    let _ = kakao.user_says(&app, "/skill/ask", "원두").await;
    kakao.saw(1).await;
    eventually(&app, r#"talkplate_callbacks_total{skill="/skill/ask",outcome="refused"}"#).await;
    let failures = app.admin_get("/api/status").await.json()["callbacks"]["lastFailures"].clone();
    let failure = &failures[0];
    assert_eq!((&failure["skill"], &failure["reason"]), (&json!("/skill/ask"), &json!(TEST_TOKEN)), "{failures}");
    assert!(failure["advice"]["ko"].as_str().unwrap().contains("시험용"), "{failure}");
    assert!(failure["advice"]["en"].as_str().unwrap().contains("real chat"), "{failure}");
    assert!(!failure["requestId"].as_str().unwrap().is_empty() && failure["at"].as_str().unwrap().ends_with('Z'), "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn auto_hands_the_running_call_to_the_callback_and_asks_once() {
    let (upstream, asked, go) = held_upstream().await;
    let kakao = FakeKakao::start().await;
    let yaml = shop(&upstream.origin()).replace("callback: true", "callback: auto\n    timeout: 300ms");
    let app = TestApp::with(yaml).hosts(&kakao.hosts()).start();
    let (answer, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    assert_eq!(answer.json()["useCallback"], true);
    asked.acquire().await.unwrap().forget();
    go.add_permits(1);
    assert_eq!(bubble(&kakao.taken(&token).await.0), "답: 늦은 답");
    assert_eq!((upstream.got().len(), kakao.posts()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn auto_answers_directly_what_comes_in_time_and_what_fails_in_time() {
    let kakao = FakeKakao::start().await;
    for (says, expected) in [
        (json(&json!({ "answer": "바로" })), "답: 바로"),
        (response("500 Oops", "application/json", "{}"), "지금은 답을 드리기 어려워요."),
    ] {
        let upstream = Neighbour::saying(says).await;
        let yaml = shop(&upstream.origin()).replace("callback: true", "callback: auto");
        let app = TestApp::with(yaml).hosts(&kakao.hosts()).start();
        let (answer, _) = kakao.user_says(&app, "/skill/ask", "원두").await;
        assert_eq!(answer.bubble(), expected);
        assert_eq!(app.admin_get("/api/status").await.json()["callbacks"]["pending"], 0);
    }
    assert_eq!(kakao.posts(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_waits_for_the_users_next_request() {
    let (upstream, asked, go) = held_upstream().await;
    let kakao = FakeKakao::start().await;
    let yaml = shop(&upstream.origin()).replace("callback: true", "callback: { deadline: 2s, late: keep }");
    let app = TestApp::with(yaml).hosts(&kakao.hosts()).start();
    let (_, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    asked.acquire().await.unwrap().forget();
    let (notice, after) = kakao.taken(&token).await;
    assert!(bubble(&notice).contains("잠시 뒤") && after <= Duration::from_secs(2), "{notice} after {after:?}");
    assert_eq!(notice["template"]["quickReplies"][0]["messageText"], "원두");
    go.add_permits(1);
    let kept = async { while app.admin_get("/api/status").await.json()["callbacks"]["kept"] != 1 {} };
    tokio::time::timeout(PATIENCE, kept).await.expect("it is kept");
    // Another user's words bring nothing of it; this user's do, once.
    let mut stranger = says("원두");
    stranger["userRequest"]["user"]["id"] = json!("another");
    go.add_permits(1);
    assert_eq!((app.post("/skill/ask", &stranger).await.bubble(), upstream.got().len()), ("답: 늦은 답".to_owned(), 2));
    assert_eq!((app.post("/skill/ask", &says("뭐든")).await.bubble(), upstream.got().len()), ("답: 늦은 답".to_owned(), 2));
    go.add_permits(1);
    assert_eq!((app.post("/skill/ask", &says("뭐든")).await.bubble(), upstream.got().len()), ("답: 늦은 답".to_owned(), 3));
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/ask",outcome="late"}"#).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_is_answered_by_the_configuration_that_promised_it() {
    let (upstream, asked, go) = held_upstream().await;
    let kakao = FakeKakao::start().await;
    let app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (_, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    asked.acquire().await.unwrap().forget();
    std::fs::write(app.config(), "skills: { /skill/ask: 새 설정 }\n").unwrap();
    assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 200);
    assert_eq!(app.post("/skill/ask", &says("원두")).await.bubble(), "새 설정");
    go.add_permits(1);
    assert_eq!(bubble(&kakao.taken(&token).await.0), "답: 늦은 답");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_callback_is_finished_before_the_server_ends() {
    let (upstream, asked, go) = held_upstream().await;
    let kakao = FakeKakao::start().await;
    let mut app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let (_, token) = kakao.user_says(&app, "/skill/ask", "원두").await;
    asked.acquire().await.unwrap().forget();
    app.stop();
    refuses_connections(&app).await;
    assert_eq!(app.admin_get("/api/status").await.json()["callbacks"]["pending"], 1);
    go.add_permits(1);
    assert_eq!(bubble(&kakao.taken(&token).await.0), "답: 늦은 답");
    app.ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_at_once() {
    let (upstream, asked, _go) = held_upstream().await;
    let kakao = FakeKakao::start().await;
    let mut app = TestApp::with(shop(&upstream.origin())).hosts(&kakao.hosts()).start();
    let _ = kakao.user_says(&app, "/skill/ask", "원두").await;
    asked.acquire().await.unwrap().forget();
    app.stop();
    refuses_connections(&app).await;
    app.stop();
    app.ended().await;
    assert_eq!(kakao.posts(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_request_is_finished_before_the_server_ends() {
    let (upstream, asked, go) = held_upstream().await;
    let yaml = format!("skills:\n  /skill/slow:\n    upstream: {}\n    reply: '{{{{upstream.answer}}}}'\n", upstream.origin());
    let mut app = TestApp::with(yaml).start();
    let payload = says("원두");
    let request = app.post("/skill/slow", &payload);
    let stopping = async {
        asked.acquire().await.unwrap().forget();
        app.stop();
        refuses_connections(&app).await;
        go.add_permits(1);
    };
    let (answer, ()) = tokio::join!(request, stopping);
    assert_eq!(answer.bubble(), "늦은 답");
    app.ended().await;
}

/// The listener is closed: no new connection is taken.
async fn refuses_connections(app: &TestApp) {
    let closed = async { while tokio::net::TcpStream::connect(app.public).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, closed).await.expect("the listener closes");
}

/// Kakao has its answer before the server has counted it.
async fn eventually(app: &TestApp, series: &str) {
    let counted = async { while app.metric(series).await != 1 {} };
    tokio::time::timeout(PATIENCE, counted).await.unwrap_or_else(|_| panic!("{series}"));
}
