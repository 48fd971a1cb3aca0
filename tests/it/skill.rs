//! The public listener, row by row of its table.

use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::app::{TestApp, bubble, read_until, says};

const SHOP: &str = r#"
vars: { shop: 도담카페 }
defaults: { fallback: 잠시 후 다시 시도해 주세요. }
skills:
  /skill/hello: 안녕하세요!
  /skill/echo: "{{vars.shop}}: {{userRequest.utterance}} / {{params.name}}"
  /skill/needs-name: "{{params.name}}"
  /skill/안녕: 반가워요
  /skill/off: { enabled: false, reply: 없어요 }
  /skill/secret:
    auth: { header: X-Skill-Secret, value: 열려라-참깨 }
    reply: 비밀이에요
"#;

fn shop() -> TestApp {
    TestApp::with(SHOP).start()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_gets_a_skill_response() {
    let app = shop();
    let answer = app.post("/skill/hello", &says("안녕")).await;
    assert_eq!(answer.bubble(), "안녕하세요!");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(
        answer.json(),
        json!({ "version": "2.0", "template": { "outputs": [{ "simpleText": { "text": "안녕하세요!" } }] } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_the_request_cannot_break_the_json() {
    let app = shop();
    let hostile = "a\"b\\\n{{x}}\u{0}\u{1f}</script>\u{2028}끝";
    let mut payload = says(hostile);
    payload["action"]["params"]["name"] = json!("\"},{\"text\":\"x");
    let answer = app.post("/skill/echo", &payload).await;
    assert_eq!(answer.bubble(), format!("도담카페: {hostile} / \"}},{{\"text\":\"x"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_inside_is_200_with_the_fallback() {
    let app = shop();
    let answer = app.post("/skill/needs-name", &says("안녕")).await;
    assert_eq!(answer.bubble(), "잠시 후 다시 시도해 주세요.");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/needs-name",outcome="fallback"}"#).await, 1);
}

#[rstest]
#[case::not_json(b"hello".to_vec())]
#[case::empty(Vec::new())]
#[case::half(br#"{"userRequest":{"utterance":"a"#.to_vec())]
#[case::two(b"{}{}".to_vec())]
#[case::a_list(b"[]".to_vec())]
#[case::a_text(br#""hello""#.to_vec())]
#[case::null(b"null".to_vec())]
#[case::cp949(b"{\"a\":\"\xbe\xc8\xb3\xe7\"}".to_vec())]
#[case::deep(format!("{}1{}", r#"{"a":"#.repeat(1000), "}".repeat(1000)).into_bytes())]
#[case::very_deep("[".repeat(200_000).into_bytes())]
#[case::deep_inside(format!(r#"{{"x":{}"#, "[".repeat(200_000)).into_bytes())]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_payload_is_400_and_the_server_lives_on(#[case] body: Vec<u8>) {
    let app = shop();
    for path in ["/skill/hello", "/skill/echo"] {
        assert_eq!(app.post_with(path, body.clone(), &[]).await.error(400), "bad_request");
    }
    assert_eq!(app.post("/skill/hello", &says("안녕")).await.status, 200);
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/hello",outcome="bad_request"}"#).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_missing_secret_is_401_and_does_not_say_which() {
    let app = shop();
    let body = says("안녕").to_string();
    let missing = app.post_with("/skill/secret", body.clone(), &[]).await;
    let wrong = app.post_with("/skill/secret", body.clone(), &[("x-skill-secret", "open")]).await;
    assert_eq!(missing.error(401), "unauthorized");
    assert_eq!(wrong.error(401), "unauthorized");
    assert_eq!(missing.text, wrong.text);
    // The secret comes before the payload: a stranger learns nothing by sending nonsense.
    assert_eq!(app.post_with("/skill/secret", "nonsense", &[]).await.status, 401);
    let right = app.post_with("/skill/secret", body, &[("X-SKILL-SECRET", "열려라-참깨")]).await;
    assert_eq!(right.bubble(), "비밀이에요");
}

#[rstest]
#[case("/nothing")]
#[case("/skill/off")]
#[case("/skill/hello/")]
#[case("/SKILL/hello")]
#[case("/skill/%ff")]
#[case("/")]
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_or_disabled_path_is_404(#[case] path: &str) {
    let app = shop();
    assert_eq!(app.post(path, &says("안녕")).await.error(404), "not_found");
    assert_eq!(app.get(path).await.error(404), "not_found");
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="(none)",outcome="not_found"}"#).await, 2);
    assert!(!app.admin_get("/metrics").await.text.contains("nothing\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_is_405_with_allow() {
    let app = shop();
    let answer = app.get("/skill/hello").await;
    assert_eq!(answer.error(405), "method_not_allowed");
    assert_eq!(answer.header("allow"), "POST");
    let answer = app.post("/healthz", &json!({})).await;
    assert_eq!((answer.error(405).as_str(), answer.header("allow")), ("method_not_allowed", "GET, HEAD"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_korean_path_is_found_however_it_is_written() {
    let app = shop();
    for path in ["/skill/%EC%95%88%EB%85%95", "/skill/%ec%95%88%eb%85%95", "/skill/%EC%95%88%EB%85%95?a=%zz"] {
        assert_eq!(app.post(path, &says("안녕")).await.bubble(), "반가워요", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_content_type_of_the_request_is_not_insisted_on() {
    let app = shop();
    for kind in ["text/plain", "application/json;charset=UTF-8", "application/x-www-form-urlencoded"] {
        let answer = app.post_with("/skill/hello", says("안녕").to_string(), &[("content-type", kind)]).await;
        assert_eq!(answer.status, 200, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_a_request_id() {
    let app = shop();
    let kept = app.post_with("/skill/hello", says("안녕").to_string(), &[("x-request-id", "abc-1.2_3")]).await;
    assert_eq!(kept.header("x-request-id"), "abc-1.2_3");
    let replaced = app.post_with("/skill/hello", "x", &[("x-request-id", "a b")]).await;
    assert_eq!((replaced.status, replaced.header("x-request-id").len()), (400, 16));
    for answer in [app.get("/healthz").await, app.get("/nothing").await, app.get("/skill/hello").await] {
        assert_eq!(answer.header("x-request-id").len(), 16);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn probes_say_ok() {
    let app = shop();
    for path in ["/healthz", "/readyz"] {
        let answer = app.get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, "ok"));
    }
    let head = app.raw(b"HEAD /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_configuration_it_lives_but_is_not_ready() {
    let app = TestApp::without_config().start();
    assert_eq!(app.get("/healthz").await.status, 200);
    assert_eq!(app.get("/readyz").await.status, 503);
    assert_eq!(app.post("/skill/hello", &says("안녕")).await.error(503), "not_ready");
    assert_eq!(app.get("/skill/hello").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_cap_is_413_with_and_without_a_length() {
    let app = TestApp::with(SHOP).max_body(1000).start();
    let payload = |bytes: usize| {
        let empty = json!({ "x": "" }).to_string();
        json!({ "x": "a".repeat(bytes - empty.len()) }).to_string()
    };
    assert_eq!(app.post_with("/skill/hello", payload(1000), &[]).await.status, 200);
    assert_eq!(app.post_with("/skill/hello", payload(1001), &[]).await.error(413), "too_large");
    let chunked = |body: &str| {
        let (a, b) = body.split_at(body.len() / 2);
        let head = "POST /skill/hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        format!("{head}{:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n", a.len(), b.len())
    };
    assert!(app.raw(chunked(&payload(1000)).as_bytes(), "안녕하세요").await.starts_with("HTTP/1.1 200"));
    assert!(app.raw(chunked(&payload(1001)).as_bytes(), "too_large").await.starts_with("HTTP/1.1 413"));
    // Only said, not sent: refused before a byte of it is read.
    let said = b"POST /skill/hello HTTP/1.1\r\nhost: a\r\ncontent-length: 9999999999\r\n\r\n";
    assert!(app.raw(said, "too_large").await.starts_with("HTTP/1.1 413"));
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/hello",outcome="too_large"}"#).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fallback_that_is_cut_counts_as_cut() {
    let app = TestApp::with("skills: { /a: { reply: '{{number utterance}}', fallback: '{{utterance}}' } }").start();
    let bubble = app.post("/a", &says(&"가".repeat(1500))).await.bubble();
    assert_eq!(bubble.chars().count(), 1000);
    assert_eq!(app.metric(r#"talkplate_limits_applied_total{skill="/a",limit="simpleText.text"}"#).await, 1);
}

/// Otherwise anyone could hold as many connections as the server may have, for nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_whose_body_was_refused_is_closed_and_not_kept_for_the_rest_of_it() {
    let app = TestApp::with(SHOP).max_body(1000).start();
    let chunked = "host: a\r\ntransfer-encoding: chunked\r\n\r\n";
    let over = format!("POST /skill/hello HTTP/1.1\r\n{chunked}800\r\n{}", "x".repeat(0x800));
    for (request, status) in [(over, "413"), (format!("GET /skill/hello HTTP/1.1\r\n{chunked}"), "405")] {
        let answer = app.raw(request.as_bytes(), "nothing that comes: to the end").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_many_pieces_is_put_together() {
    let app = shop();
    let body = says("조각조각 나뉘어 온 말").to_string();
    let mut stream = TcpStream::connect(app.public).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let head = format!("POST /skill/echo HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    for piece in std::iter::once(head.as_bytes()).chain(body.as_bytes().chunks(50)) {
        stream.write_all(piece).await.unwrap();
        stream.flush().await.unwrap();
        tokio::task::yield_now().await;
    }
    let answer = read_until(&mut stream, "조각조각 나뉘어 온 말").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_in_one_write_are_all_answered() {
    let app = shop();
    let one = |path: &str, last: bool| {
        let body = says("하나").to_string();
        let connection = if last { "close" } else { "keep-alive" };
        format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\nconnection: {connection}\r\n\r\n{body}", body.len())
    };
    let all = [one("/skill/hello", false), one("/nothing", false), one("/skill/echo", false), one("/skill/hello", true)].concat();
    let answers = app.raw(all.as_bytes(), "never").await;
    let statuses: Vec<_> = answers.match_indices("HTTP/1.1 ").map(|(at, _)| &answers[at + 9..at + 12]).collect();
    assert_eq!(statuses, ["200", "404", "200", "200"], "{answers}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_408_after_five_seconds() {
    let app = shop();
    let head = b"POST /skill/hello HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n";
    let part = [&head[..], b"{\"a\":"].concat();
    // At once: with nothing of the body, with a part of it, with chunks that never end.
    let (none, part, chunks) = tokio::join!(
        app.raw(head, "slow_body"),
        app.raw(&part, "slow_body"),
        app.raw(b"POST /skill/hello HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n", "slow_body"),
    );
    for answer in [none, part, chunks] {
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/skill/hello",outcome="slow_body"}"#).await, 3);
}

#[rstest]
#[case("minimal")]
#[case("full")]
#[case("bot-test")]
#[case("callback")]
#[case("knowledge")]
#[case("system-entity")]
#[case("hostile-values")]
#[tokio::test(flavor = "multi_thread")]
async fn payloads_seen_in_the_field_are_answered(#[case] name: &str) {
    let app = shop();
    let file = format!("{}/tests/payloads/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let payload = std::fs::read(file).unwrap();
    let utterance = serde_json::from_slice::<Value>(&payload).unwrap()["userRequest"]["utterance"].clone();
    let answer = app.post_with("/skill/echo", payload, &[]).await;
    assert_eq!(answer.status, 200);
    assert!(bubble(&answer.json()).contains(utterance.as_str().unwrap_or_default()), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_waits_for_100_continue_is_told_to_go_on() {
    let app = shop();
    let body = says("안녕").to_string();
    let head = "POST /skill/hello HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\nconnection: close\r\n";
    let mut stream = TcpStream::connect(app.public).await.unwrap();
    stream.write_all(format!("{head}content-length: {}\r\n\r\n", body.len()).as_bytes()).await.unwrap();
    assert!(read_until(&mut stream, "\r\n\r\n").await.starts_with("HTTP/1.1 100"));
    stream.write_all(body.as_bytes()).await.unwrap();
    assert!(read_until(&mut stream, "안녕하세요").await.starts_with("HTTP/1.1 200"));
}
