//! What the log tells, and what it must never tell.

use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use rstest::rstest;
use talkplate::compile::{Snapshot, load};
use talkplate::diag::Lang;
use talkplate::flow::{Outcome, Received, Request, World, request};
use talkplate::kakao::callback::HostRules;
use talkplate::meter::Meters;
use talkplate::outbound::{Fault, OutboundError, Reply, Scripted};
use tokio::time::Instant;
use tracing_subscriber::fmt::MakeWriter;

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const SKILL: &str = r#"
skills:
  /ask:
    upstream: https://api.example.com/{{utterance}}?key=s3cret
    callback: true
    reply: "{{upstream.answer}}"
"#;

fn payload(callback_url: &str) -> Bytes {
    let user = r#"{"id":"b7c1d2e3f4a5","type":"botUserKey"}"#;
    format!(r#"{{"userRequest":{{"callbackUrl":"{callback_url}","utterance":"my-own-words","user":{user}}}}}"#).into()
}

/// Every failure of a callback skill in a world that is made into this one, with everything logged that ever is.
async fn log_of_failures(lang: Lang, made: fn(World) -> World) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_max_level(tracing::Level::DEBUG).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let down = Err(OutboundError::Connect(Fault::Refused));
    let refusal = br#"{"status":"FAIL","message":"Invalid callback token for testing purposes."}"#;
    let refused = Ok(Reply { status: 200, content_type: String::new(), body: Bytes::from_static(refusal) });
    let snapshot = snapshot(SKILL);
    let skill = snapshot.skill("/ask").unwrap();
    for outbound in [Scripted::with(down.clone()).receipt(refused), Scripted::nothing().receipt(down)] {
        let world = Arc::new(made(World::new(Arc::new(outbound), HostRules::default()).speaking(lang)));
        for url in ["https://bot-api.kakao.com/v1/the-token", "https://evil.example/v1/the-token", ""] {
            let body = payload(url);
            let received = Received { at: Instant::now(), unix_ms: 0 };
            let asked = Request { id: "req-1", path: "/ask", body: &body, query: "", received };
            if let Outcome::Deferred(_, promised) = request(&world, &snapshot, skill, &asked, |_| None).await {
                promised.keep(&world, Instant::now()).await;
            }
        }
    }
    drop(guard);
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}

#[rstest]
#[case(
    Lang::En,
    "nothing listens there",
    "fallback",
    "turn the block's callback option on",
    "Kakao refused the callback",
    "deploy, and try it in a real chat"
)]
#[case(
    Lang::Ko,
    "받는 프로그램이 없어요",
    "fallback으로 답했어요",
    "콜백 설정을 켜고",
    "카카오가 콜백을 받지 않았어요",
    "배포한 뒤"
)]
#[tokio::test(start_paused = true)]
async fn the_log_names_request_and_skill_and_hides_user_words_token_and_secrets(
    #[case] lang: Lang,
    #[case] down: &str,
    #[case] fallback: &str,
    #[case] off: &str,
    #[case] refused: &str,
    #[case] advice: &str,
) {
    let log = log_of_failures(lang, |world| world).await;
    for told in ["req-1", "/ask", "b7c1***", down, fallback, off, refused, advice, "--callback-hosts"] {
        assert!(log.contains(told), "no {told} in\n{log}");
    }
    for hidden in ["b7c1d2e3f4a5", "my-own-words", "the-token", "s3cret"] {
        assert!(!log.contains(hidden), "{hidden} in\n{log}");
    }
}

/// What is tried out fails before the eyes of whoever tries it.
#[tokio::test(start_paused = true)]
async fn the_log_says_nothing_of_what_is_tried_out() {
    let log = log_of_failures(Lang::En, World::uncounted).await;
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
}

/// Kakao's message is foreign text: it neither begins a line of its own nor takes the place of our sentence.
#[rstest]
#[case(Lang::En, "Kakao refused the callback")]
#[case(Lang::Ko, "카카오가 콜백을 받지 않았어요")]
#[tokio::test(start_paused = true)]
async fn a_refusal_is_one_line_with_our_sentence_and_kakaos_reason(#[case] lang: Lang, #[case] sentence: &str) {
    let log = Log::default();
    let lines = tracing_subscriber::fmt().with_writer(log.clone()).json().flatten_event(true).finish();
    let guard = tracing::subscriber::set_default(lines);
    let refusal = br#"{"status":"FAIL","message":"No static resource v1/the-token.\nERROR forged"}"#;
    let refused = Ok(Reply { status: 200, content_type: String::new(), body: Bytes::from_static(refusal) });
    let outbound = Scripted::answer(r#"{"answer":"yes"}"#).receipt(refused);
    let world = Arc::new(World::new(Arc::new(outbound), HostRules::default()).speaking(lang));
    let snapshot = snapshot(SKILL);
    let skill = snapshot.skill("/ask").unwrap();
    let body = payload("https://bot-api.kakao.com/v1/the-token");
    let asked = Request { id: "1", path: "/ask", body: &body, query: "", received: Received { at: Instant::now(), unix_ms: 0 } };
    let Outcome::Deferred(_, promised) = request(&world, &snapshot, skill, &asked, |_| None).await else { panic!("no callback") };
    promised.keep(&world, Instant::now()).await;
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let line: serde_json::Value = serde_json::from_str(log.trim()).unwrap_or_else(|error| panic!("{error}: {log}"));
    assert!(line["message"].as_str().unwrap().contains(sentence), "{log}");
    assert_eq!(line["reason"], "No static resource v1/***.\nERROR forged");
}

/// Helpers that dislike a value say what kind of value it was.
#[tokio::test]
async fn the_log_tells_why_a_template_failed_without_a_users_words() {
    for (template, told) in [
        ("{{number utterance}}", "a number"),
        ("{{won utterance}}", "a number"),
        ("{{date utterance}}", "a date"),
        ("{{date now 'D' add=utterance}}", "a span"),
        ("{{date now 'D' tz=utterance}}", "a time zone"),
        ("{{truncate 'a' utterance}}", "a number of characters"),
        ("{{kakao utterance}}", "a placeholder"),
        ("{{josa 'a' utterance}}", "a pair of particles"),
    ] {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_max_level(tracing::Level::DEBUG).finish();
        let guard = tracing::subscriber::set_default(subscriber);
        let snapshot = snapshot(&format!("skills:\n  /ask: \"{template}\"\n"));
        let world = Arc::new(World::new(Arc::new(Scripted::nothing()), HostRules::default()).speaking(Lang::En));
        let body = Bytes::from_static(br#"{"userRequest":{"utterance":"my own words"}}"#);
        let asked =
            Request { id: "req-1", path: "/ask", body: &body, query: "", received: Received { at: Instant::now(), unix_ms: 0 } };
        request(&world, &snapshot, snapshot.skill("/ask").unwrap(), &asked, |_| None).await;
        drop(guard);
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains(told) && !log.contains("my own"), "{template} logged {log}");
    }
}

fn snapshot(yaml: &str) -> Arc<Snapshot> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("skills.yaml");
    std::fs::write(&file, yaml).unwrap();
    Arc::new(load(&file, &Meters::default()).snapshot.unwrap())
}
