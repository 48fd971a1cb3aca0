//! The operator's page: its files, and what keeps others out.

use serde_json::{Value, json};
use talkplate::console;

use crate::app::{PATIENCE, TestApp, client, says};

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
    for path in ["/", "/assets/0123456789abcdef/app.js", "/api/config", "/api/requests", "/api/requests/1", "/api/events"] {
        assert_eq!(app.admin_get(path).await.error(404), "not_found", "{path}");
    }
    assert_eq!(app.admin_get("/api/status").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_listener_has_nothing_of_it() {
    let app = app(|_| ());
    for path in ["/", &script(&app).await, "/api/status", "/api/skills", "/api/requests", "/api/events"] {
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

#[tokio::test(flavor = "multi_thread")]
async fn what_kakao_asked_is_listed_without_who_asked_or_what() {
    let app = app(|_| ());
    for path in ["/skill/hello", "/skill/helo"] {
        app.post(path, &says("비밀이에요")).await;
    }
    assert_eq!(app.admin_get("/api/requests").await.json()["skipped"], 0);
    // One a second is listed of what is refused.
    let (answer, all) = loop {
        app.post_with("/skill/hello", "not json", &[("x-request-id", "id-7")]).await;
        let answer = app.admin_get("/api/requests").await;
        let all = answer.json();
        if all["requests"].as_array().unwrap().len() == 3 {
            break (answer, all);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let line = |at: usize| ["n", "id", "skill", "outcome", "user", "replay"].map(|name| all["requests"][at][name].clone());
    assert_eq!(line(0), [json!(3), json!("id-7"), json!("/skill/hello"), json!("bad_request"), Value::Null, json!(false)]);
    assert_eq!(
        (&line(1)[2..4], &line(2)[2..]),
        (
            &[json!("/skill/helo"), json!("not_found")][..],
            &[json!("/skill/hello"), json!("ok"), json!("us***89"), json!(false)][..]
        )
    );
    assert!(!answer.text.contains("비밀") && !answer.text.contains("user-0123456789"), "{}", answer.text);
    assert_eq!(app.admin_get("/api/requests?after=2").await.json()["requests"].as_array().unwrap().len(), 1);
    let one = app.admin_get("/api/requests/1").await.json();
    assert_eq!((&one["skill"], one.get("payload")), (&json!("/skill/hello"), None));
    for missing in ["/api/requests/4", "/api/requests/0", "/api/requests/x", "/api/requests/"] {
        assert_eq!(app.admin_get(missing).await.error(404), "not_found", "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_users_wrote_is_kept_only_when_the_operator_says_so() {
    let app = app(|options| options.utterances = true);
    app.post("/skill/hello", &says("영업시간 알려줘")).await;
    let one = app.admin_get("/api/requests/1").await.json();
    assert_eq!((&one["utterance"], &one["replay"]), (&json!("영업시간 알려줘"), &json!(true)));
    assert_eq!(one["payload"]["userRequest"]["user"]["id"], "us***89");
    assert_eq!(app.admin_get("/api/status").await.json()["console"]["utterances"], true);
}

/// An open stream of events.
struct Events {
    response: reqwest::Response,
    read: String,
}

impl Events {
    async fn open(app: &TestApp) -> Self {
        Self::open_with(app, &[]).await
    }

    async fn open_with(app: &TestApp, headers: &[(&str, &str)]) -> Self {
        let mut request = client().get(format!("http://{}/api/events", app.admin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, read: String::new() }
    }

    /// The data of the next event, which has to have this name.
    async fn next(&mut self, name: &str) -> Value {
        let reading = async {
            loop {
                if let Some((event, rest)) = self.read.split_once("\n\n") {
                    let (event, rest) = (event.to_owned(), rest.to_owned());
                    self.read = rest;
                    if !event.starts_with(':') {
                        return event;
                    }
                } else {
                    let chunk = self.response.chunk().await.unwrap().expect("an event before the end");
                    self.read.push_str(std::str::from_utf8(&chunk).unwrap());
                }
            }
        };
        let event = tokio::time::timeout(PATIENCE, reading).await.expect("an event");
        let data = event.strip_prefix(&format!("event: {name}\ndata: ")).unwrap_or_else(|| panic!("no {name}: {event}"));
        serde_json::from_str(data).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_hears_of_requests_and_of_the_configuration() {
    let app = app(|_| ());
    let mut events = Events::open(&app).await;
    assert_eq!(events.next("hello").await["version"], env!("CARGO_PKG_VERSION"));
    app.post("/skill/hello", &says("안녕")).await;
    let told = events.next("request").await;
    assert_eq!(
        (&told["requests"][0]["n"], &told["requests"][0]["outcome"], &told["skipped"]),
        (&json!(1), &json!("ok"), &json!(0))
    );

    std::fs::write(app.config(), "skills: { skill: 깨진 설정 }\n").unwrap();
    assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 422);
    assert!(events.next("error").await["at"].is_string());
    std::fs::write(app.config(), "skills: { /skill/hello: 새 인사 }\n").unwrap();
    assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 200);
    let told = events.next("reload").await;
    assert_eq!((&told["ok"], &told["config"]["generation"]), (&json!(true), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_listen_do_not_hold_up_the_end() {
    let mut app = app(|_| ());
    let mut all = Vec::new();
    for _ in 0..16 {
        let mut events = Events::open(&app).await;
        events.next("hello").await;
        all.push(events);
    }
    assert_eq!(app.admin_get("/api/events").await.error(503), "too_many");
    let began = std::time::Instant::now();
    app.stop();
    app.ended().await;
    assert!(began.elapsed() < std::time::Duration::from_secs(2), "{:?}", began.elapsed());
}

/// A request to the admin listener: the status, the headers, the code of the error.
async fn ask(app: &TestApp, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, reqwest::header::HeaderMap) {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = client().request(method, format!("http://{}{path}", app.admin)).body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.headers().clone())
}

const TOKEN: &str = r#"{"token":"s3cret"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_gets_a_cookie_that_no_script_and_no_other_site_can_use() {
    let app = app(|options| options.token = Some("s3cret".to_owned()));
    let own = format!("http://{}", app.admin);
    let (status, headers) = ask(&app, "POST", "/api/sign-in", &[("origin", &own)], TOKEN).await;
    let cookie = headers["set-cookie"].to_str().unwrap().to_owned();
    assert_eq!(status, 204);
    let (pair, flags) = cookie.split_once("; ").unwrap();
    assert_eq!(flags, "Path=/; HttpOnly; SameSite=Strict");
    assert!(pair.starts_with(&format!("talkplate_session_{}=", app.admin.port())) && !pair.contains("s3cret"));
    let (_, headers) = ask(&app, "POST", "/api/sign-in", &[("x-forwarded-proto", "https")], TOKEN).await;
    assert!(headers["set-cookie"].to_str().unwrap().ends_with("; Secure"));

    let with = async |method: &str, path: &str, more: &[(&str, &str)]| {
        let mut headers = vec![("cookie", pair)];
        headers.extend_from_slice(more);
        ask(&app, method, path, &headers, "{}").await.0
    };
    for path in ["/api/status", "/api/config", "/api/requests", "/metrics"] {
        assert_eq!(with("GET", path, &[]).await, 200, "{path}");
        let made_up = format!("talkplate_session_{}=0", app.admin.port());
        assert_eq!(ask(&app, "GET", path, &[("cookie", &made_up)], "").await.0, 401, "{path}");
    }
    let from_elsewhere = [("origin", "https://evil.example")];
    assert_eq!(ask(&app, "POST", "/api/sign-in", &from_elsewhere, TOKEN).await.0, 403);
    assert_eq!(with("POST", "/api/reload", &[]).await, 403);
    assert_eq!(with("POST", "/api/reload", &[("origin", "https://evil.example")]).await, 403);
    assert_eq!(with("POST", "/api/reload", &[("origin", &own)]).await, 200);
    assert_eq!(with("POST", "/api/reload", &[("origin", "https://bot.example"), ("sec-fetch-site", "same-origin")]).await, 200);
    // A script with the token needs none of this.
    assert_eq!(ask(&app, "POST", "/api/reload", &[("authorization", "Bearer s3cret")], "{}").await.0, 200);

    assert_eq!(with("POST", "/api/sign-out", &[("origin", &own)]).await, 204);
    assert_eq!(with("GET", "/api/status", &[]).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_out_hears_no_more() {
    let app = app(|options| options.token = Some("s3cret".to_owned()));
    let (_, headers) = ask(&app, "POST", "/api/sign-in", &[], TOKEN).await;
    let cookie = headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let mut events = Events::open_with(&app, &[("cookie", &cookie)]).await;
    let mut of_a_script = Events::open_with(&app, &[("authorization", "Bearer s3cret")]).await;
    events.next("hello").await;
    of_a_script.next("hello").await;
    let own = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    assert_eq!(ask(&app, "POST", "/api/sign-out", &own, "").await.0, 204);
    app.post("/skill/hello", &says("안녕")).await;
    of_a_script.next("request").await;
    let end = tokio::time::timeout(PATIENCE, events.response.chunk()).await.expect("the end");
    assert_eq!((end.unwrap(), events.read.as_str()), (None, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_token_is_slow() {
    let app = app(|options| options.token = Some("s3cret".to_owned()));
    for guess in 0..5 {
        assert_eq!(ask(&app, "POST", "/api/sign-in", &[], &format!(r#"{{"token":"guess {guess}"}}"#)).await.0, 401);
    }
    let (status, headers) = ask(&app, "POST", "/api/sign-in", &[], TOKEN).await;
    assert_eq!(status, 429);
    assert!(headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 60);
    assert_eq!(ask(&app, "GET", "/api/status", &[("authorization", "Bearer s3cret")], "").await.0, 429);
    assert_eq!(ask(&app, "POST", "/api/sign-in", &[], "[]").await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nothing_is_one() {
    let app = app(|_| ());
    assert_eq!(ask(&app, "POST", "/api/sign-in", &[], r#"{"token":""}"#).await.0, 401);
    assert_eq!(app.admin_get("/api/status").await.json()["console"]["token"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_cap_is_refused() {
    let app = app(|_| ());
    assert_eq!(app.admin_post("/api/render", &json!({ "path": "가".repeat(400_000) })).await.error(413), "too_large");
}
