//! Which skill a path leads to, and what its templates see of the path and the query.

use crate::app::{TestApp, says};

const BRANCHES: &str = r#"
skills:
  /skill/{branch}/hours: "{{path.branch}} {{default query.층 1}}층"
  /skill/본점/hours: 본점
  /skill/off/hours: { enabled: false, reply: 없어요 }
  /skill/{branch}/menu/{menu}: "{{upper path.branch}} {{path.menu}} {{#each path}}{{@key}};{{/each}}"
  /skill/{branch}/later:
    callback: true
    wait: "{{path.branch}} 기다려요"
    upstream: "http://127.0.0.1:1/"
    fallback: "{{path.branch}} 실패"
"#;

async fn bubble(app: &TestApp, path: &str) -> String {
    app.post(path, &says("안녕")).await.bubble()
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_and_the_query_are_decoded_and_a_fixed_path_wins() {
    let app = TestApp::with(BRANCHES).start();
    for (path, answer) in [
        ("/skill/pangyo/hours", "pangyo 1층"),
        ("/skill/%ED%8C%90%EA%B5%90/hours?%EC%B8%B5=2", "판교 2층"),
        ("/skill/a%2Fb%20c+d/hours?%EC%B8%B5=1&%EC%B8%B5=3+4", "a/b c+d 3 4층"),
        ("/skill/%7B%7Bx%7D%7D%22/hours", "{{x}}\" 1층"),
        ("/skill/%EB%B3%B8%EC%A0%90/hours", "본점"),
        ("/skill/a/menu/%EB%9D%BC%EB%96%BC", "A 라떼 branch;menu;"),
        ("/skill/%EA%B0%80/later", "가 실패"),
    ] {
        assert_eq!(bubble(&app, path).await, answer, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fits_no_path_is_not_found() {
    let app = TestApp::with(BRANCHES).start();
    for path in
        ["/skill//hours", "/skill/a/b/hours", "/skill/a/hours/", "/skill/%FF/hours", "/skill/%ED%8C/hours", "/skill/off/hours"]
    {
        assert_eq!(app.post(path, &says("안녕")).await.error(404), "not_found", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_know_the_path_as_written_and_no_value_of_it() {
    let app = TestApp::with(BRANCHES).start();
    bubble(&app, "/skill/secret-branch/hours").await;
    bubble(&app, "/skill/other-branch/hours").await;
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/{branch}/hours",outcome="ok"}"#).await, 2);
    assert!(!app.admin_get("/metrics").await.text.contains("secret-branch"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concrete_path_can_be_tried_out() {
    let app = TestApp::with(BRANCHES).start();
    let tried = app.admin_post("/api/render", &serde_json::json!({"path": "/skill/판교/hours"})).await.json();
    assert_eq!(tried["response"]["template"]["outputs"][0]["simpleText"]["text"], "판교 1층");
}

#[test]
fn a_slip_in_the_address_is_told_in_the_log_and_a_scanner_is_not() {
    let stage = crate::binary::Stage::with("skills:\n  /skill/hello: 안녕\n  /skill/menu: 메뉴\n");
    let server = stage.serve(&["--lang", "en"]);
    let ask = |path: &str| assert_eq!(crate::binary::request(server.public, "POST", path, "{}").0, 404);
    ask("/wp-login.php");
    crate::binary::until("the next comparison", || {
        ask("/skill/helo");
        server.log().contains("/skill/helo, where no skill is; did you mean /skill/hello?").then_some(())
    })
    .unwrap();
    crate::binary::until("one behind a proxy's prefix", || {
        ask("/bot/skill/menu");
        server.log().contains("did you mean /skill/menu?").then_some(())
    })
    .unwrap();
    assert!(!server.log().contains("wp-login"));
}
