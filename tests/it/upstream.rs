//! Upstreams that answer, and upstreams that do what upstreams do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rstest::rstest;
use serde_json::json;
use talkplate::outbound::{Ask, Outbound, OutboundError, Pending, Reply};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::app::{TestApp, bubble, says};
use crate::binary::{Running, Stage};
use crate::neighbour::{Neighbour, json, response};

const FALLBACK: &str = "지금은 답을 드리기 어려워요.";

fn reply_with(upstream: &str) -> String {
    format!(
        r#"
defaults: {{ fallback: {FALLBACK} }}
skills:
  /skill/ask:
    upstream: {upstream}
    timeout: 1s
    reply: "답: {{{{upstream}}}}{{{{upstream.answer}}}}"
  /skill/pass:
    upstream: {upstream}
    timeout: 1s
"#
    )
}

fn asks(upstream: &Neighbour) -> TestApp {
    TestApp::with(reply_with(&upstream.origin())).start()
}

/// Both ways of using an answer give the fallback, the server lives, and the metric says why.
async fn falls_back(upstream: &str, why: &str) {
    let app = TestApp::with(reply_with(upstream)).start();
    for path in ["/skill/ask", "/skill/pass"] {
        assert_eq!(app.post(path, &says("안녕")).await.bubble(), FALLBACK, "{path}");
        let series = format!(r#"talkplate_upstream_seconds_count{{skill="{path}",outcome="{why}"}}"#);
        assert_eq!(app.metric(&series).await, 1, "{}", app.admin_get("/metrics").await.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payload_is_sent_as_it_came() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let app = TestApp::with(format!(
        "skills:\n  /a:\n    upstream: {}/x/y?z=1\n    reply: '{{{{upstream.answer}}}}'\n",
        upstream.origin()
    ));
    let app = app.start();
    let odd = r#"{ "userRequest":{"utterance":"안녕","utterance2":1.0}, "x" : [1e3, "é"] }"#;
    assert_eq!(app.post_with("/a", odd, &[]).await.bubble(), "네");
    let got = upstream.got().remove(0);
    assert_eq!((got.method.as_str(), got.target.as_str()), ("POST", "/x/y?z=1"));
    assert_eq!(String::from_utf8(got.body.clone()).unwrap(), odd);
    assert_eq!(got.header("content-type"), "application/json");
    assert_eq!(got.header("accept-encoding"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn url_headers_and_body_are_written_from_templates() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let yaml = format!(
        r#"
skills:
  /get:
    upstream: {{ url: "{0}/stores/{{{{params.city}}}}?q={{{{utterance}}}}", method: GET, headers: {{ X-Shop: "{{{{params.city}}}}" }} }}
    reply: "{{{{upstream.answer}}}}"
  /post:
    upstream:
      url: {0}/chat
      headers: {{ Authorization: Bearer key }}
      body: {{ model: m, n: 1, messages: [ {{ role: user, content: "{{{{utterance}}}}" }} ] }}
    reply: "{{{{upstream.answer}}}}"
"#,
        upstream.origin()
    );
    let app = TestApp::with(yaml).start();
    let mut payload = says("a b&c=\"d\"/../?#");
    payload["action"]["params"]["city"] = json!("성남/분당");
    assert_eq!(app.post("/get", &payload).await.bubble(), "네");
    assert_eq!(app.post("/post", &payload).await.bubble(), "네");
    let got = upstream.got();
    assert_eq!(got[0].method, "GET");
    let (path, query) = got[0].target.split_once('?').unwrap();
    assert_eq!(percent_encoding::percent_decode_str(path).decode_utf8().unwrap(), "/stores/성남/분당");
    assert_eq!(path.matches('/').count(), 2, "{path}");
    assert_eq!(percent_encoding::percent_decode_str(query).decode_utf8().unwrap(), "q=a b&c=\"d\"/../?#");
    assert!(!query.contains('&') && !query.contains('#'), "{query}");
    assert_eq!(got[0].header("x-shop"), "성남/분당");
    assert!(got[0].body.is_empty());
    assert_eq!(got[1].header("authorization"), "Bearer key");
    let expected = json!({ "model": "m", "n": 1, "messages": [{ "role": "user", "content": "a b&c=\"d\"/../?#" }] });
    assert_eq!(got[1].json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_goes_out_by_its_name_and_get_and_head_without_a_body() {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] {
        let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
        let app = asking(&upstream, &format!("method: {method}"));
        let said = app.post("/a", &says("안녕")).await.text;
        assert_eq!(said.contains("네"), method != "HEAD", "{method}: {said}");
        let got = upstream.got().remove(0);
        assert_eq!((got.method.as_str(), got.body.is_empty()), (method, matches!(method, "GET" | "HEAD")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_a_text_is_sent_as_text_and_a_header_may_say_otherwise() {
    for (keys, kind) in [
        ("body: '말: {{utterance}}'", "text/plain; charset=utf-8"),
        ("body: '말: {{utterance}}', headers: { Content-Type: text/markdown }", "text/markdown"),
    ] {
        let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
        assert_eq!(asking(&upstream, keys).post("/a", &says("\"안녕\"")).await.bubble(), "네");
        let got = upstream.got().remove(0);
        assert_eq!(String::from_utf8(got.body.clone()).unwrap(), "말: \"안녕\"");
        assert_eq!(got.header("content-type"), kind);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_own_timeout_ends_an_upstream_before_the_skills_does() {
    let upstream = Neighbour::start(|_, mut stream| async move {
        let _ = stream.read(&mut [0]).await;
    })
    .await;
    let app = asking(&upstream, "timeout: 100ms");
    let began = Instant::now();
    assert_eq!(app.post("/a", &says("안녕")).await.bubble(), FALLBACK);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_expected_statuses_are_answers() {
    let created = || response("201 Created", "application/json", r#"{"answer":"네"}"#);
    for (expect, said) in [("200", FALLBACK), ("201", "네"), ("[200, 201-204]", "네"), ("3xx", FALLBACK), ("2xx", "네")] {
        let upstream = Neighbour::saying(created()).await;
        let app = asking(&upstream, &format!("expect: {expect}"));
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), said, "{expect}");
    }
}

#[rstest]
#[case(json!({ "version": "2.0", "template": { "outputs": [{ "simpleText": { "text": "전달" } }] } }))]
#[case(json!([{ "simpleText": { "text": "전달" } }]))]
#[case(json!({ "outputs": [{ "simpleText": { "text": "전달" } }] }))]
#[case(json!({ "text": "전달" }))]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_a_reply_is_passed_on(#[case] body: serde_json::Value) {
    let upstream = Neighbour::saying(json(&body)).await;
    let app = asks(&upstream);
    assert_eq!(app.post("/skill/pass", &says("안녕")).await.bubble(), "전달");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_passed_on_keeps_kakaos_limits() {
    let upstream = Neighbour::saying(json(&json!({ "text": "가".repeat(3000) }))).await;
    let app = asks(&upstream);
    let text = app.post("/skill/pass", &says("안녕")).await.bubble();
    assert_eq!(text.chars().count(), 1000);
    assert!(text.ends_with('…'));
    assert!(app.admin_get("/metrics").await.text.contains(r#"talkplate_limits_applied_total{skill="/skill/pass",limit=""#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_text_is_an_answer() {
    let upstream = Neighbour::saying(response("200 OK", "text/plain; charset=utf-8", "네, 열려 있어요")).await;
    let app = asks(&upstream);
    assert_eq!(app.post("/skill/ask", &says("안녕")).await.bubble(), "답: 네, 열려 있어요");
}

#[rstest]
#[case::error("500 Internal Server Error", "application/json", r#"{"answer":"no"}"#, "status")]
#[case::not_found("404 Not Found", "text/plain", "no", "status")]
#[case::redirect("302 Found\r\nlocation: http://127.0.0.1:9/", "text/plain", "no", "status")]
#[case::web_page("200 OK", "text/html", "<html>502</html>", "invalid")]
#[case::web_page_in_disguise("200 OK", "application/json", "<html>502</html>", "invalid")]
#[case::broken_json("200 OK", "application/json", r#"{"answer":"#, "invalid")]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_none_gives_the_fallback(
    #[case] status: &str,
    #[case] kind: &str,
    #[case] body: &str,
    #[case] why: &str,
) {
    let upstream = Neighbour::saying(response(status, kind, body)).await;
    falls_back(&upstream.origin(), why).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_three_megabytes_gives_the_fallback() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "x".repeat(3 << 20) }))).await;
    falls_back(&upstream.origin(), "too_large").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deep_nesting_from_an_upstream_does_not_end_the_process() {
    let upstream = Neighbour::saying(response("200 OK", "application/json", &"[".repeat(500_000))).await;
    falls_back(&upstream.origin(), "invalid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_never_answers_gives_the_fallback_in_time() {
    let upstream = Neighbour::start(|_, stream| async move {
        // Holds the connection until the other side gives up.
        let mut stream = stream;
        let _ = stream.read(&mut [0]).await;
    })
    .await;
    falls_back(&upstream.origin(), "timeout").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_drips_gives_the_fallback_in_time() {
    let upstream = Neighbour::start(|_, mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
        let mut every = tokio::time::interval(Duration::from_millis(50));
        while stream.write_all(b"1").await.is_ok() {
            every.tick().await;
        }
    })
    .await;
    falls_back(&upstream.origin(), "timeout").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_is_down_gives_the_fallback() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    falls_back(&origin, "connect").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_hangs_up_gives_the_fallback() {
    let upstream = Neighbour::saying(Vec::new()).await;
    falls_back(&upstream.origin(), "connect").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_cannot_climb_out_of_the_upstreams_path() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let yaml = format!(
        "defaults: {{ fallback: {FALLBACK} }}\nskills:\n  /a:\n    upstream: {}/stores/{{{{params.city}}}}/hours\n    reply: '{{{{upstream.answer}}}}'\n",
        upstream.origin()
    );
    let app = TestApp::with(yaml).start();
    for climber in ["..", ".", "%2e%2e"] {
        let mut payload = says("안녕");
        payload["action"]["params"]["city"] = json!(climber);
        let answer = app.post("/a", &payload).await;
        let climbed = upstream.got().iter().any(|got| !got.target.starts_with("/stores/") || got.target == "/stores/hours");
        assert!(!climbed, "{climber}: {:?}", upstream.got());
        assert_eq!(bubble(&answer.json()).as_str(), if climber == "%2e%2e" { "네" } else { FALLBACK });
    }
}

/// An upstream that fails the first time: what came, and what it said.
async fn unwell_at_first(first: Vec<u8>) -> Neighbour {
    let tries = AtomicUsize::new(0);
    Neighbour::start(move |_, mut stream| {
        let good = json(&json!({ "answer": "네" }));
        let answer = if tries.fetch_add(1, Ordering::SeqCst) == 0 { first.clone() } else { good };
        async move {
            let _ = stream.write_all(&answer).await;
        }
    })
    .await
}

fn asking(upstream: &Neighbour, keys: &str) -> TestApp {
    let origin = upstream.origin();
    let yaml = format!(
        "defaults: {{ fallback: {FALLBACK} }}\nskills:\n  /a:\n    upstream: {{ url: '{origin}', {keys} }}\n    reply: '{{{{upstream.answer}}}}'\n"
    );
    TestApp::with(yaml).start()
}

#[rstest]
#[case::unavailable(response("503 Service Unavailable", "text/plain", "no"))]
#[case::bad_gateway(response("502 Bad Gateway", "text/html", "<html>nginx</html>"))]
#[case::hung_up(Vec::new())]
#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_was_away_for_a_moment_is_asked_again(#[case] first: Vec<u8>) {
    for (keys, asked, said) in [
        ("method: GET", 2, "네"),
        ("method: GET, retries: 0", 1, FALLBACK),
        ("method: POST", 1, FALLBACK),
        ("method: POST, retries: 1", 2, "네"),
    ] {
        let upstream = unwell_at_first(first.clone()).await;
        let app = asking(&upstream, keys);
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), said, "{keys}");
        assert_eq!(upstream.got().len(), asked, "{keys}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_counts_as_an_answer_is_no_reason_to_ask_again() {
    let upstream = unwell_at_first(response("503 Service Unavailable", "application/json", r#"{"answer":"쉬는 날"}"#)).await;
    let app = asking(&upstream, "method: GET, expect: [2xx, 503]");
    assert_eq!(app.post("/a", &says("안녕")).await.bubble(), "쉬는 날");
    assert_eq!(upstream.got().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_waits_as_long_as_the_server_asks_or_is_left_out() {
    let rests = |seconds| format!("HTTP/1.1 503 x\r\nretry-after: {seconds}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    for (seconds, asked, said) in [(1, 2, "네"), (60, 1, FALLBACK)] {
        let upstream = unwell_at_first(rests(seconds).into_bytes()).await;
        let app = asking(&upstream, "method: GET");
        let began = Instant::now();
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), said);
        assert_eq!(upstream.got().len(), asked);
        assert_eq!(began.elapsed() >= Duration::from_secs(1), asked == 2, "{:?}", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn past_the_limit_the_fallback_is_given_at_once_also_after_a_reload() {
    let (asked, go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (was_asked, may_go) = (Arc::clone(&asked), Arc::clone(&go));
    let upstream = Neighbour::start(move |_, mut stream| {
        let (asked, go) = (Arc::clone(&was_asked), Arc::clone(&may_go));
        async move {
            asked.add_permits(1);
            go.acquire().await.unwrap().forget();
            let _ = stream.write_all(&json(&json!({ "answer": "네" }))).await;
        }
    })
    .await;
    let app = asking(&upstream, "concurrency: 2");
    let payload = says("안녕");
    let beyond = async {
        asked.acquire_many(2).await.unwrap().forget();
        assert_eq!(app.post("/a", &payload).await.bubble(), FALLBACK);
        let edited = std::fs::read_to_string(app.config()).unwrap().replace("concurrency: 2", "concurrency: 1");
        std::fs::write(app.config(), edited).unwrap();
        assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 200);
        assert_eq!(app.post("/a", &payload).await.bubble(), FALLBACK);
        assert_eq!(app.metric(r#"talkplate_upstream_seconds_count{skill="/a",outcome="busy"}"#).await, 2);
        go.add_permits(2);
    };
    let (first, second, ()) = tokio::join!(app.post("/a", &payload), app.post("/a", &payload), beyond);
    assert_eq!((first.bubble().as_str(), second.bubble().as_str()), ("네", "네"));
    go.add_permits(1);
    assert_eq!(app.post("/a", &payload).await.bubble(), "네");
    assert_eq!(upstream.got().len(), 3);
}

/// Passes every connection on to `to`, as a reverse proxy does.
async fn proxy(to: std::net::SocketAddr) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            let mut to = tokio::net::TcpStream::connect(to).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut from, &mut to).await });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_is_this_server_is_asked_once_and_refused() {
    let app = TestApp::with("skills:\n  /b: 안녕하세요\n").start();
    let (own, proxied) = (app.public.port(), proxy(app.public).await);
    let direct = ["127.0.0.1", "localhost", "0.0.0.0", "127.1"].map(|host| format!("http://{host}:{own}"));
    let mut asked = 0;
    for origin in direct.into_iter().chain([format!("http://localhost:{proxied}")]) {
        for path in ["/a", "/b"] {
            let yaml =
                format!("skills:\n  /a: {{ upstream: '{origin}{path}', reply: '답', fallback: {FALLBACK} }}\n  /b: 안녕하세요\n");
            std::fs::write(app.config(), yaml).unwrap();
            assert_eq!(app.admin_post("/api/reload", &json!({})).await.status, 200);
            assert_eq!(app.post("/a", &says("안녕")).await.bubble(), FALLBACK, "{origin}{path}");
            asked += u64::from(path == "/a");
            let refused = app.metric(r#"talkplate_requests_total{skill="/a",outcome="loop"}"#).await;
            assert_eq!(refused, asked, "{origin}{path}");
        }
    }
    assert_eq!(app.post("/b", &says("안녕")).await.bubble(), "안녕하세요");
}

/// A mistake of ours, in the middle of a request.
struct Panics;

impl Outbound for Panics {
    fn ask(&self, _: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        panic!("a mistake of ours")
    }

    fn post(&self, _: String, _: Bytes, _: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        panic!("a mistake of ours")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_answered_with_a_skill_response_and_the_server_lives_on() {
    let app = TestApp::with(reply_with("http://127.0.0.1:9")).outbound(Panics).start();
    for _ in 0..3 {
        let answer = app.post("/skill/ask", &says("안녕")).await;
        assert!(!answer.bubble().is_empty());
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    }
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/ask",outcome="fallback"}"#).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_promises_a_callback_of_its_own_is_told_in_the_log() {
    let promise = json!({ "version": "2.0", "useCallback": true, "data": { "text": "잠시만요" } });
    let upstream = Neighbour::saying(json(&promise)).await;
    let stage = Stage::with(&reply_with(&upstream.origin()));
    let asking = tokio::task::spawn_blocking(move || {
        let running = stage.serve(&[]);
        assert_eq!(running.ask("/skill/pass"), FALLBACK);
        running.wait_log("useCallback: true만 있고 답이 없어요", 1);
    });
    asking.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_ca_certificates_plain_http_works_and_the_log_says_loudly_what_is_missing() {
    let upstream = Neighbour::saying(json(&json!({ "answer": "네" }))).await;
    let secure = upstream.origin().replace("http:", "https:");
    let file = format!("{}  /skill/secure:\n    upstream: {secure}\n    timeout: 1s\n", reply_with(&upstream.origin()));
    let stage = Stage::with(&file);
    stage.write("none.pem", "");
    let mut command = stage.command(&["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
    command.env("SSL_CERT_FILE", stage.path("none.pem")).env("SSL_CERT_DIR", stage.path("nowhere"));
    let running = Running::start(&mut command);
    let answers = tokio::task::spawn_blocking(move || {
        let answers = [running.ask("/skill/secure"), running.ask("/skill/ask")];
        running.wait_log("CA certificates", 1);
        answers
    });
    let [secure, plain] = answers.await.unwrap();
    assert_eq!(secure, FALLBACK);
    assert!(plain.starts_with("답: ") && plain.ends_with("네"), "{plain}");
    assert_eq!(upstream.got().len(), 1);
}
