//! The admin listener.

use rstest::rstest;
use serde_json::{Value, json};

use crate::app::{TestApp, bubble, says};

const SHOP: &str = r#"
defaults: { fallback: 잠시 후에요. }
skills:
  /skill/hello: { description: 인사, reply: "안녕하세요, {{params.name}}!" }
  /skill/off: { enabled: false, reply: 없어요 }
  /skill/ask: { upstream: "http://127.0.0.1:9/never", callback: true, reply: "{{upstream.answer}}" }
"#;

fn shop() -> TestApp {
    TestApp::with(SHOP).start()
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_prometheus_text_with_the_names_of_the_contract() {
    let app = shop();
    assert_eq!(app.post("/skill/hello", &says("안녕")).await.status, 200);
    let answer = app.admin_get("/metrics").await;
    assert!(answer.header("content-type").starts_with("application/openmetrics-text; version=1.0.0"), "{answer:?}");
    for line in [
        r#"talkplate_requests_total{skill="/skill/hello",outcome="ok"} 1"#,
        r#"talkplate_request_seconds_count{skill="/skill/hello"} 1"#,
        "talkplate_callbacks_pending 0",
        "talkplate_config_generation 1",
        "talkplate_config_last_reload_successful 1",
    ] {
        assert!(answer.text.lines().any(|found| found == line), "no {line} in\n{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_tells_what_is_in_service() {
    let app = shop();
    let status = app.admin_get("/api/status").await.json();
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(status["config"]["generation"], 1);
    assert_eq!(status["config"]["skills"], 3);
    assert_eq!(status["config"]["hash"].as_str().unwrap().len(), 16);
    assert!(status["config"].get("loadedAt").is_some());
    assert_eq!(status["lastError"], Value::Null);
    let callbacks = json!({
        "pending": 0, "done": 0, "failed": 0, "unconfirmed": 0, "late": 0, "kept": 0, "expired": 0, "recovered": 0, "lastFailures": [],
    });
    assert_eq!(status["callbacks"], callbacks);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_is_200_with_the_status_or_422_with_the_diagnostics() {
    let app = shop();
    std::fs::write(app.config(), "skills: { /skill/hello: 새 인사 }\n").unwrap();
    let answer = app.admin_post("/api/reload", &json!({})).await;
    assert_eq!((answer.status, answer.json()["config"]["generation"].clone()), (200, json!(2)));
    assert_eq!(app.post("/skill/hello", &says("안녕")).await.bubble(), "새 인사");

    std::fs::write(app.config(), "skills: { skill/hello: 깨진 설정 }\n").unwrap();
    let answer = app.admin_post("/api/reload", &json!({})).await;
    assert_eq!(answer.status, 422);
    let first = &answer.json()["diagnostics"][0];
    assert!(first["code"].as_str().unwrap().starts_with('E'), "{first}");
    assert_eq!(first["line"], 1);
    assert_eq!(app.post("/skill/hello", &says("안녕")).await.bubble(), "새 인사");
    let status = app.admin_get("/api/status").await.json();
    assert_eq!(status["config"]["generation"], 2);
    assert_eq!(status["lastError"]["diagnostics"][0], *first);
    assert_eq!(app.metric("talkplate_config_last_reload_successful").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_skills_are_listed_in_the_order_of_the_file() {
    let app = shop();
    let skills = app.admin_get("/api/skills").await.json();
    let line = |at: usize| {
        let skill = &skills["skills"][at];
        (skill["path"].clone(), skill["description"].clone(), skill["kind"].clone(), skill["enabled"].clone())
    };
    assert_eq!(line(0), (json!("/skill/hello"), json!("인사"), json!("reply"), json!(true)));
    assert_eq!(line(1), (json!("/skill/off"), json!(null), json!("reply"), json!(false)));
    let nothing = json!({ "params": [], "extra": [], "contexts": [], "path": [], "query": [] });
    assert_eq!((&skills["skills"][0]["uses"]["params"], &skills["skills"][1]["uses"]), (&json!(["name"]), &nothing));
    let ask = &skills["skills"][2];
    assert_eq!(
        (&ask["callbackMode"], &ask["upstream"], &skills["skills"][0]["upstream"]),
        (&json!("true"), &json!(true), &json!(false))
    );
    assert_eq!(line(2), (json!("/skill/ask"), json!(null), json!("upstream+reply"), json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn render_shows_the_answer_and_leaves_no_trace() {
    let app = shop();
    let mut payload = says("안녕");
    payload["action"]["params"]["name"] = json!("가".repeat(2000));
    let answer = app.admin_post("/api/render", &json!({ "path": "/skill/hello", "payload": payload })).await.json();
    assert!(bubble(&answer["response"]).starts_with("안녕하세요, 가"));
    assert_eq!(answer["applied"][0]["now"], 1000);
    assert!(answer["ms"].is_number());
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/hello",outcome="ok"}"#).await, 0);
    // Nothing leaves the machine, so a skill with an upstream shows its fallback and says why.
    let answer = app.admin_post("/api/render", &json!({ "path": "/skill/ask" })).await.json();
    assert_eq!(bubble(&answer["response"]), "잠시 후에요.");
    assert!(answer["failure"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn render_says_what_is_wrong_with_the_question() {
    let app = shop();
    assert_eq!(app.admin_post("/api/render", &json!({ "path": "/nothing" })).await.error(404), "not_found");
    assert_eq!(app.admin_post("/api/render", &json!([])).await.error(400), "bad_request");
    assert_eq!(app.admin_post("/api/render", &json!({ "path": "/skill/hello", "payload": [] })).await.error(400), "bad_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_or_path_is_refused() {
    let app = shop();
    assert_eq!(app.admin_get("/").await.status, 200);
    assert_eq!(app.admin_get("/api/nothing").await.error(404), "not_found");
    let answer = app.admin_get("/api/reload").await;
    assert_eq!((answer.error(405).as_str(), answer.header("allow")), ("method_not_allowed", "POST"));
    assert_eq!(app.admin_post("/metrics", &json!({})).await.error(405), "method_not_allowed");
    // The public listener knows none of it.
    assert_eq!(app.get("/metrics").await.error(404), "not_found");
    assert_eq!(app.get("/api/status").await.error(404), "not_found");
}

#[rstest]
#[case(&[("host", "evil.example:9090")], "wrong_host")]
#[case(&[("origin", "http://evil.example")], "wrong_origin")]
#[case(&[("origin", "null")], "wrong_origin")]
#[tokio::test(flavor = "multi_thread")]
async fn a_web_page_from_elsewhere_cannot_use_it(#[case] headers: &[(&str, &str)], #[case] code: &str) {
    let app = shop();
    for path in ["/api/status", "/metrics", "/"] {
        assert_eq!(app.admin_with(path, headers).await.error(403), code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_token_everything_needs_it() {
    let app = TestApp::with(SHOP).token("s3cret").start();
    for path in ["/api/status", "/metrics", "/api/skills"] {
        let refused = app.admin_get(path).await;
        assert_eq!((refused.error(401).as_str(), refused.header("www-authenticate")), ("unauthorized", "Bearer"));
        assert_eq!(app.admin_with(path, &[("authorization", "Bearer wrong")]).await.status, 401);
        assert_eq!(app.admin_with(path, &[("authorization", "Bearer s3cret")]).await.status, 200);
    }
}
