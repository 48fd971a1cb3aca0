//! The operator's page: its files, and what keeps others out.

use serde_json::{Value, json};
use talkplate::console;

use crate::app::TestApp;

const HELLO: &str = "skills: { /skill/hello: 안녕하세요 }\n";

fn app(change: impl FnOnce(&mut console::Options)) -> TestApp {
    TestApp::with(HELLO).console(change).start()
}

/// The address of the page's script, as the page says it.
async fn script(app: &TestApp) -> String {
    let page = app.admin_get("/").await;
    let (_, script) = page.text.split_once("<script type=\"module\" src=\"").unwrap();
    script.split_once('"').unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_may_run_its_own_files_and_nothing_else() {
    let app = app(|_| ());
    let page = app.admin_get("/").await;
    assert_eq!(
        (page.status, page.header("content-type"), page.header("cache-control")),
        (200, "text/html; charset=utf-8", "no-store")
    );
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "img-src 'self';",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    let with_images = app.admin_get("/?images=1").await;
    assert_eq!(with_images.text, page.text);
    assert!(with_images.header("content-security-policy").contains("img-src 'self' https: http: data:;"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_versions_files_are_kept_for_good_and_another_versions_are_not_there() {
    let app = app(|_| ());
    let script = script(&app).await;
    let file = app.admin_get(&script).await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(app.admin_get(&script.replace("app.js", "base.css")).await.header("content-type").starts_with("text/css"));
    let version = script.split('/').nth(2).unwrap();
    for missing in
        [script.replace(version, "0123456789abcdef"), script.replace("app.js", "index.html"), script.replace("app.js", "../mod.rs")]
    {
        assert_eq!(app.admin_get(&missing).await.error(404), "not_found", "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_there_is_no_page_and_the_rest_stays() {
    let app = app(|options| options.page = false);
    for path in ["/", "/assets/0123456789abcdef/app.js", "/api/config"] {
        assert_eq!(app.admin_get(path).await.error(404), "not_found", "{path}");
    }
    assert_eq!(app.admin_get("/api/status").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_listener_has_nothing_of_it() {
    let app = app(|_| ());
    for path in ["/", &script(&app).await, "/api/status", "/api/skills"] {
        assert_eq!(app.get(path).await.error(404), "not_found", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_token_the_page_opens_so_that_one_can_sign_in() {
    let app = app(|options| options.token = Some("s3cret".to_owned()));
    assert_eq!(app.admin_get("/").await.status, 200);
    assert_eq!(app.admin_get(&script(&app).await).await.status, 200);
    assert_eq!(app.admin_get("/api/status").await.error(401), "unauthorized");
    assert_eq!(app.admin_get("/api/nothing").await.error(401), "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_on_the_page_sees_a_change_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<script type=\"module\" src=\"{{assets}}/app.js\"></script>").unwrap();
    std::fs::write(folder.path().join("app.js"), "1").unwrap();
    let app = app(|options| options.assets = Some(folder.path().to_owned()));
    let script = script(&app).await;
    for text in ["1", "2"] {
        std::fs::write(folder.path().join("app.js"), text).unwrap();
        let file = app.admin_get(&script).await;
        assert_eq!((file.text.as_str(), file.header("cache-control")), (text, "no-store"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configuration_is_shown_with_the_lines_of_its_mistakes() {
    let app = app(|_| ());
    let config = app.admin_get("/api/config").await.json();
    assert_eq!((&config["ok"], &config["lastErrorAt"], &config["diagnostics"]), (&json!(true), &Value::Null, &json!([])));
    assert_eq!((&config["config"]["generation"], &config["config"]["fromCopy"]), (&json!(1), &json!(false)));

    std::fs::write(app.config(), "skills:\n  /skill/hello: { repli: 안녕 }\n").unwrap();
    assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 422);
    for (lang, says) in [("ko", "쓸 수 없어요"), ("en", "is not a key")] {
        let config = app.admin_get(&format!("/api/config?lang={lang}")).await.json();
        assert_eq!((&config["ok"], &config["config"]["generation"]), (&json!(false), &json!(1)));
        assert!(config["lastErrorAt"].is_string());
        let mistake = &config["diagnostics"][0];
        assert!(mistake["message"].as_str().unwrap().contains(says), "{mistake}");
        assert_eq!((&mistake["line"], &mistake["column"], &mistake["endColumn"]), (&json!(2), &json!(19), &json!(24)));
        assert_eq!(mistake["fix"], json!([{ "line": 2, "text": "  /skill/hello: { reply: 안녕 }" }]));
    }

    std::fs::write(app.config(), "vars: { unused: 1 }\nskills:\n  /skill/hello: 안녕\n").unwrap();
    assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 200);
    let config = app.admin_get("/api/config").await.json();
    assert_eq!((&config["ok"], &config["config"]["generation"]), (&json!(true), &json!(2)));
    assert_eq!((&config["diagnostics"][0]["code"], &config["diagnostics"][0]["severity"]), (&json!("W007"), &json!("warning")));
}
