//! Trying skills out in the console's chat: by the server's own code, in a world of its own.

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::{PATIENCE, TestApp, bubble, says};
use crate::neighbour::{self, Neighbour};

async fn chat(app: &TestApp, question: &Value) -> Value {
    let answer = app.admin_post("/api/chat?lang=ko", question).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn asks(path: &str, utterance: &str) -> Value {
    json!({ "path": path, "payload": says(utterance) })
}

/// How the callback of a question ended.
async fn ended(app: &TestApp, answer: &Value) -> Value {
    let path = format!("/api/chat/{}", answer["id"].as_str().unwrap());
    let waiting = async {
        loop {
            let now = app.admin_get(&path).await.json();
            if now["callback"]["state"] != "pending" {
                return now;
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("the callback ends")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_comes_with_how_it_came_about() {
    let yaml = "auth: { header: x-key, value: hush }\nskills:\n  /hello: '{{utterance}}!'\n  /cases: { cases: [{ when: { utterance: 큰 }, description: 큰 컵, reply: 크게 }, { reply: 작게 }] }\n  /{city}/sky: '{{path.city}} {{query.day}}'\n  /long: '{{params.text}}'\n";
    let app = TestApp::with(yaml).start();
    let hello = chat(&app, &asks("/hello", "안녕")).await;
    assert_eq!((bubble(&hello["response"]).as_str(), &hello["outcome"]), ("안녕!", &json!("ok")));
    assert_eq!(hello["request"]["userRequest"]["utterance"], "안녕");
    let nothing = [&hello["case"], &hello["failure"], &hello["callback"]];
    assert!(nothing.iter().all(|value| value.is_null()) && hello["upstream"] == json!([]) && hello["ms"].is_f64(), "{hello}");
    let status = app.admin_get("/api/status").await.json();
    assert_eq!(hello["hash"], status["config"]["hash"]);
    let case = chat(&app, &asks("/cases", "큰")).await;
    assert_eq!(case["case"], json!({ "number": 1, "description": "큰 컵" }));
    assert_eq!(bubble(&chat(&app, &asks("/서울/sky?day=월", "")).await["response"]), "서울 월");
    let mut long = asks("/long", "");
    long["payload"]["action"]["params"]["text"] = json!("가".repeat(1_200));
    let cut = &chat(&app, &long).await["applied"][0];
    assert_eq!((&cut["limit"], &cut["was"], &cut["now"]), (&json!("simpleText.text"), &json!(1_200), &json!(1_000)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_told() {
    let yaml = "skills: { /a: 네 }\nevents: { /go: { bot: b, key: k, event: e, auth: { header: x-key, value: hush } } }\n";
    let app = TestApp::with(yaml).start();
    let event = app.admin_post("/api/chat?lang=en", &json!({ "path": "/go" })).await;
    assert_eq!(event.error(400), "event");
    assert!(event.text.contains("cannot be tried in the chat"), "{}", event.text);
    assert_eq!(app.admin_post("/api/chat", &json!({ "path": "/b" })).await.error(404), "not_found");
    assert_eq!(app.admin_post("/api/chat", &json!({ "payload": {} })).await.error(400), "bad_request");
    assert_eq!(app.admin_get("/api/chat/0123").await.error(404), "not_found");
    let nothing = TestApp::without_config().start();
    assert_eq!(nothing.admin_post("/api/chat", &json!({ "path": "/a" })).await.error(503), "no_config");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_that_kakao_could_not_send_is_not_answered_here_either() {
    let app = TestApp::with("skills: { /a: 네 }\n").max_body(2_000).start();
    let mut question = asks("/a", &"가".repeat(800));
    let payload = question["payload"].clone();
    assert_eq!(app.post("/a", &payload).await.error(413), app.admin_post("/api/chat", &question).await.error(413));
    question["payload"] = says("가");
    // What is no payload may be longer.
    question["upstream"] = json!({ "answer": "가".repeat(800) });
    assert_eq!(bubble(&chat(&app, &question).await["response"]), "네");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validation_answers_in_its_own_shape() {
    let app = TestApp::with("skills: { /check: { validate: { when: { value: '1' }, message: 다시 } } }\n").start();
    let answer = app.admin_post("/api/chat", &json!({ "path": "/check", "payload": { "value": { "origin": "2" } } })).await.json();
    assert_eq!(answer["response"]["status"], "FAIL", "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_upstream_is_really_asked_and_no_secret_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), "hush-hush-1").unwrap();
    let echo = r#"{"answer":"네","echo":"key hush-hush-1"}"#;
    let upstream = Neighbour::saying(neighbour::response("200 OK", "application/json", echo)).await;
    let (origin, key) = (upstream.origin(), folder.path().join("key").display().to_string());
    let yaml = format!(
        "skills:\n  /ask:\n    upstream: {{ url: '{origin}/q?key=${{file:{key}}}&u={{{{utterance}}}}', headers: {{ x-key: '${{file:{key}}}' }} }}\n    reply: '{{{{upstream.answer}}}}'\n  /gone:\n    upstream: {{ url: 'http://127.0.0.1:1/${{file:{key}}}' }}\n    reply: 네\n    fallback: 잠시 후\n"
    );
    let app = TestApp::with(yaml).console(|options| options.edit = true).start();
    let answer = chat(&app, &asks("/ask", "가")).await;
    assert_eq!((bubble(&answer["response"]).as_str(), upstream.got().len()), ("네", 1));
    assert_eq!(upstream.got()[0].header("x-key"), "hush-hush-1");
    let exchange = &answer["upstream"][0];
    assert_eq!((&exchange["method"], &exchange["status"]), (&json!("POST"), &json!(200)));
    assert_eq!(exchange["url"], format!("{origin}/q?key=***&u=%EA%B0%80"));
    assert_eq!(exchange["body"], r#"{"answer":"네","echo":"key ***"}"#);
    let gone = chat(&app, &asks("/gone", "가")).await;
    assert_eq!((bubble(&gone["response"]).as_str(), &gone["outcome"]), ("잠시 후", &json!("fallback")));
    assert!(gone["failure"].as_str().unwrap().contains("연결하지 못했어요"), "{gone}");
    assert!(gone["upstream"][0]["error"].as_str().unwrap().contains("연결하지 못했어요"), "{gone}");
    let mut all = format!("{answer}{gone}");
    for path in ["/api/status", "/api/config", "/api/skills", "/api/files", "/api/file?name=skills.yaml", "/metrics"] {
        all.push_str(&app.admin_get(path).await.text);
    }
    let text = std::fs::read_to_string(app.config()).unwrap();
    let draft = json!({ "files": { "skills.yaml": format!("{text}  /wrong: {{ replyy: 1 }}\n") } });
    all.push_str(&app.admin_post("/api/check", &draft).await.text);
    all.push_str(&app.admin_post("/api/chat", &json!({ "path": "/ask", "draft": draft })).await.text);
    assert!(!all.contains("hush-hush"), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_may_say_what_the_upstream_answers() {
    let app =
        TestApp::with("skills:\n  /ask: { upstream: 'http://127.0.0.1:1/', reply: '{{upstream.answer}}', fallback: 잠시 후 }\n")
            .start();
    for (canned, outcome, text) in [
        (json!({ "answer": { "answer": "네" } }), "ok", "네"),
        (json!({ "answer": { "answer": "네" }, "status": 500 }), "fallback", "잠시 후"),
        (json!({ "timeout": true }), "fallback", "잠시 후"),
        (json!({ "answer": "{\"answer\":\"예\"}" }), "ok", "예"),
    ] {
        let mut question = asks("/ask", "가");
        question["upstream"] = canned.clone();
        let answer = chat(&app, &question).await;
        assert_eq!((bubble(&answer["response"]).as_str(), answer["outcome"].as_str().unwrap()), (text, outcome), "{canned}");
        assert_eq!(answer["upstream"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_ends_inside_of_the_process() {
    let app = TestApp::with("skills:\n  /ask: { callback: true, wait: 기다려요, upstream: 'http://127.0.0.1:1/', reply: '{{upstream.answer}}', fallback: 잠시 후 }\n").start();
    let mut question = asks("/ask", "가");
    question["callback"] = json!(true);
    for (canned, state, text) in
        [(json!({ "answer": { "answer": "네" } }), "done", "네"), (json!({ "timeout": true }), "fallback", "잠시 후")]
    {
        question["upstream"] = canned;
        let answer = chat(&app, &question).await;
        assert_eq!((&answer["outcome"], &answer["response"]["useCallback"]), (&json!("deferred"), &json!(true)));
        assert_eq!(answer["callback"], json!({ "state": "pending", "deadlineMs": 50_000 }));
        assert!(answer["request"]["userRequest"]["callbackUrl"].as_str().unwrap().starts_with("https://"));
        let ended = ended(&app, &answer).await;
        assert_eq!((ended["callback"]["state"].as_str().unwrap(), bubble(&ended["callback"]["response"]).as_str()), (state, text));
        assert!(ended["callback"]["atMs"].as_u64().unwrap() >= 1_000, "no sooner than a second after");
        assert_eq!((ended["callback"]["failure"].is_null(), ended["upstream"].as_array().unwrap().len()), (state == "done", 1));
    }
    // Without a callback the skill answers at once, as in Kakao's bot test.
    question["callback"] = json!(false);
    assert_eq!(
        (&chat(&app, &question).await["outcome"], app.admin_get("/api/status").await.json()["callbacks"]["pending"].clone()),
        (&json!("fallback"), json!(0))
    );
}

/// An upstream that answers after this long.
async fn slow_upstream(after: Duration) -> Neighbour {
    Neighbour::start(move |_, mut stream| async move {
        tokio::time::sleep(after).await;
        let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &neighbour::json(&json!({ "answer": "늦은 답" }))).await;
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn auto_waits_first_and_late_answers_are_kept_for_the_same_user() {
    let upstream = slow_upstream(Duration::from_millis(2_500)).await;
    let origin = upstream.origin();
    let yaml = format!(
        "skills:\n  /auto: {{ callback: auto, timeout: 300ms, upstream: '{origin}', reply: '{{{{upstream.answer}}}}' }}\n  /late: {{ callback: {{ deadline: 2s, late: keep }}, upstream: '{origin}', reply: '{{{{upstream.answer}}}}' }}\n"
    );
    let app = TestApp::with(yaml).start();
    let mut question = asks("/auto", "가");
    question["callback"] = json!(true);
    let auto = chat(&app, &question).await;
    question["path"] = json!("/late");
    let late = chat(&app, &question).await;
    assert_eq!((&auto["outcome"], &late["callback"]["deadlineMs"]), (&json!("deferred"), &json!(2_000)));
    let (auto, late) = (ended(&app, &auto).await, ended(&app, &late).await);
    assert_eq!((&auto["callback"]["state"], bubble(&auto["callback"]["response"])), (&json!("done"), "늦은 답".to_owned()));
    assert_eq!(late["callback"]["state"], "late");
    let kept = async {
        loop {
            let mut next = question.clone();
            next["upstream"] = json!({ "answer": { "answer": "새로 물었어요" } });
            next["callback"] = json!(false);
            let answer = chat(&app, &next).await;
            if answer["outcome"] == "late" {
                return bubble(&answer["response"]);
            }
        }
    };
    assert_eq!(tokio::time::timeout(PATIENCE, kept).await.expect("it is kept"), "늦은 답");
    assert_eq!(app.admin_get("/api/status").await.json()["callbacks"]["kept"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_asks_again_by_itself_calls_nobody() {
    let upstream = Neighbour::saying(neighbour::json(&json!({ "answer": "네" }))).await;
    let asking = format!("upstream: '{}', reply: '{{{{upstream.answer}}}}'", upstream.origin());
    let app = TestApp::with(format!(
        "skills:\n  /a: 네\n  /ask: {{ {asking} }}\n  /auto: {{ callback: auto, {asking} }}\n  /call: {{ callback: true, {asking} }}\n"
    ))
    .console(|options| options.edit = true)
    .start();
    let mut again = asks("/a", "가");
    (again["again"], again["callback"]) = (json!(true), json!(true));
    assert_eq!(bubble(&chat(&app, &again).await["response"]), "네");
    for path in ["/ask", "/auto", "/call"] {
        again["path"] = json!(path);
        assert_eq!(chat(&app, &again).await, json!({ "asksUpstream": true }), "{path}");
    }
    again["draft"] = json!({ "files": { "skills.yaml": format!("skills: {{ /new: {{ {asking} }} }}\n") } });
    again["path"] = json!("/new");
    assert_eq!(chat(&app, &again).await["asksUpstream"], true);
    again["upstream"] = json!({ "answer": { "answer": "예" } });
    assert_eq!(bubble(&chat(&app, &again).await["response"]), "예", "made up, and so for nothing");
    assert_eq!(upstream.got().len(), 0);
    (again["upstream"], again["again"]) = (json!(null), json!(false));
    assert_eq!(bubble(&chat(&app, &again).await["response"]), "네");
    assert_eq!(upstream.got().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsaved_draft_answers_and_one_with_errors_says_so() {
    let app = TestApp::with("skills: { /a: 네 }\n").console(|options| options.edit = true).start();
    let mut question = asks("/b", "가");
    question["draft"] = json!({ "files": { "skills.yaml": "skills: { /b: 초안 }\n" } });
    for _ in 0..2 {
        assert_eq!(bubble(&chat(&app, &question).await["response"]), "초안");
    }
    question["draft"] = json!({ "files": { "skills.yaml": "skills: { /b: { replyy: 네 } }\n" } });
    let wrong = app.admin_post("/api/chat", &question).await;
    assert_eq!((wrong.error(422).as_str(), &wrong.json()["diagnostics"][0]["code"]), ("config", &json!("E011")));
    assert_eq!(app.post("/b", &says("가")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_it_is_counted() {
    let app =
        TestApp::with("skills:\n  /a: '{{params.text}}'\n  /ask: { callback: true, upstream: 'http://127.0.0.1:1/', reply: 네 }\n")
            .start();
    let before = app.admin_get("/metrics").await.text;
    let mut long = asks("/a", "가");
    long["payload"]["action"]["params"]["text"] = json!("가".repeat(1_200));
    chat(&app, &long).await;
    let mut question = asks("/ask", "가");
    question["callback"] = json!(true);
    ended(&app, &chat(&app, &question).await).await;
    let same = |text: &str| text.lines().filter(|line| !line.contains("timestamp")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(same(&app.admin_get("/metrics").await.text), same(&before));
    assert_eq!(app.admin_get("/api/status").await.json()["callbacks"]["lastFailures"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_at_once_are_refused() {
    let upstream = slow_upstream(PATIENCE).await;
    let app =
        TestApp::with(format!("skills: {{ /ask: {{ callback: true, upstream: '{}', reply: 네 }} }}\n", upstream.origin())).start();
    let mut question = asks("/ask", "가");
    question["callback"] = json!(true);
    for _ in 0..32 {
        assert_eq!(chat(&app, &question).await["outcome"], "deferred");
    }
    assert_eq!(app.admin_post("/api/chat", &question).await.error(429), "busy");
}
