//! Events: the bot speaks first, against a strict Event API.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::app::{Answer, TestApp};
use crate::neighbour::{self, Got, Neighbour, response};

const YAML: &str = r#"
vars: { shop: 도담카페 }
skills: { /skill/hello: 안녕하세요 }
events:
  /event/shipped:
    description: 배송 알림
    bot: "5f1a2b3c!"
    event: order_shipped
    key: rest-api-key
    auth: { header: Authorization, value: Bearer open-sesame }
    data: { order: "{{data.order}}", shop: "{{vars.shop}}" }
"#;
const SECRET: (&str, &str) = ("authorization", "Bearer open-sesame");

/// What the Event API does with one call.
#[derive(Clone, Copy)]
enum Turn {
    /// FAIL with HTTP 200, as Kakao likes it.
    Fail,
    /// Reads all of it, and closes the connection.
    LoseAnswer,
    /// A gateway's page.
    Gateway,
}

/// An Event API that takes nothing but what Kakao's guide says; its tasks are `task-1`, `task-2` ….
async fn kakao(turns: impl IntoIterator<Item = Turn>) -> Neighbour {
    let turns = Arc::new(Mutex::new(turns.into_iter().collect::<VecDeque<_>>()));
    let calls = Arc::new(Mutex::new(0));
    Neighbour::start(move |got, mut stream| {
        let turn = turns.lock().unwrap().pop_front();
        let number = {
            let mut calls = calls.lock().unwrap();
            *calls += 1;
            *calls
        };
        async move {
            let said = match (turn, refused(&got)) {
                (Some(Turn::LoseAnswer), _) => return,
                (Some(Turn::Gateway), _) => response("502 Bad Gateway", "text/html", "<html>502</html>"),
                (Some(Turn::Fail), _) => neighbour::json(&receipt(number, "FAIL", "event not found")),
                (None, Some(why)) => response("400 Bad Request", "application/json", &receipt(number, "FAIL", why).to_string()),
                (None, None) if got.method == "GET" => neighbour::json(&json!({
                    "taskId": "task-1", "status": "ALL SUCCESS", "allRequestCount": 1, "successCount": 1, "fail": {"count": 0, "list": []},
                })),
                (None, None) => neighbour::json(&receipt(number, "SUCCESS", "")),
            };
            let _ = stream.write_all(&said).await;
        }
    })
    .await
}

fn receipt(number: usize, status: &str, message: &str) -> Value {
    json!({ "taskId": format!("task-{number}"), "status": status, "message": message, "timestamp": 1_700_000_000 })
}

/// Why Kakao would not take it.
fn refused(got: &Got) -> Option<&'static str> {
    if got.header("authorization") != "KakaoAK rest-api-key" {
        return Some("wrong key");
    }
    if got.method == "GET" {
        return (got.target != "/v2/tasks/task-1").then_some("no such task");
    }
    let body = got.json();
    let users = body["user"].as_array()?;
    let proper = |user: &Value| user["type"].is_string() && user["id"].as_str().is_some_and(|id| id.chars().count() <= 70);
    let texts = |data: &Value| data.as_object().is_none_or(|data| data.values().all(Value::is_string));
    match () {
        () if got.target != "/v2/bots/5f1a2b3c!/talk" => Some("wrong address"),
        () if !got.header("content-type").starts_with("application/json") => Some("wrong type"),
        () if body["event"]["name"] != "order_shipped" || !texts(&body["event"]["data"]) => Some("wrong event"),
        () if users.is_empty() || users.len() > 100 || !users.iter().all(proper) => Some("wrong users"),
        () => None,
    }
}

fn app(kakao: &Neighbour) -> TestApp {
    TestApp::with(YAML).event_api(&kakao.origin()).start()
}

fn people(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("bot-user-key-{number}")).collect()
}

async fn send(app: &TestApp, request: &Value) -> Answer {
    app.post_with("/event/shipped", request.to_string(), &[SECRET]).await
}

fn statuses(report: &Value) -> Vec<&str> {
    report["results"].as_array().unwrap().iter().map(|call| call["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn two_hundred_and_fifty_users_are_three_calls() {
    let kakao = kakao([]).await;
    let app = app(&kakao);
    let answer = send(&app, &json!({"users": people(250), "data": {"order": "A-1024 \"빨강\""}})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let report = answer.json();
    assert_eq!(report["results"][2], json!({"users": 50, "taskId": "task-3", "status": "SUCCESS", "message": ""}), "{report}");
    assert_eq!((&report["sent"], &report["failed"], &report["unknown"]), (&json!(250), &json!(0), &json!(0)));
    let calls = kakao.got();
    assert_eq!(calls.len(), 3);
    assert_eq!(calls[0].json()["event"]["data"], json!({"order": "A-1024 \"빨강\"", "shop": "도담카페"}));
    let sent: Vec<Value> = calls.iter().flat_map(|call| call.json()["user"].as_array().unwrap().clone()).collect();
    let meant: Vec<Value> = people(250).into_iter().map(|id| json!({"type": "botUserKey", "id": id})).collect();
    assert_eq!(sent, meant);
    assert_eq!(app.metric(r#"talkplate_events_total{event="/event/shipped",status="SUCCESS"}"#).await, 250);
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/event/shipped",outcome="ok"}"#).await, 1);
}

#[tokio::test]
async fn every_kind_of_user_and_its_properties_go_out() {
    let kakao = kakao([]).await;
    let app = app(&kakao);
    let user = json!({"type": "appUserId", "id": "7", "properties": {"name": "길동"}});
    assert_eq!(send(&app, &json!({"users": [user]})).await.status, 200);
    assert_eq!(kakao.got()[0].json()["user"], json!([user]));
    assert_eq!(kakao.got()[0].json()["event"]["data"]["order"], "");
}

#[tokio::test]
async fn a_call_whose_answer_was_lost_is_not_made_again() {
    let kakao = kakao([Turn::LoseAnswer, Turn::Gateway]).await;
    let app = app(&kakao);
    let report = send(&app, &json!({"users": people(250)})).await.json();
    assert_eq!(statuses(&report), ["UNKNOWN", "UNKNOWN", "SUCCESS"]);
    assert_eq!((&report["sent"], &report["failed"], &report["unknown"]), (&json!(50), &json!(0), &json!(200)));
    assert!(report["results"][0]["message"].as_str().unwrap().contains("paid twice"), "{report}");
    assert_eq!(kakao.got().len(), 3, "a call was made twice");
}

#[tokio::test]
async fn a_call_that_fails_does_not_stop_the_next() {
    let kakao = kakao([Turn::Fail]).await;
    let app = app(&kakao);
    let report = send(&app, &json!({"users": people(101)})).await.json();
    assert_eq!(statuses(&report), ["FAIL", "SUCCESS"]);
    assert_eq!(report["results"][0]["message"], "event not found");
    assert_eq!((&report["sent"], &report["failed"]), (&json!(1), &json!(100)));
}

#[tokio::test]
async fn when_kakao_cannot_be_reached_the_report_says_that_nothing_was_sent() {
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let app = TestApp::with(YAML).event_api(&origin).start();
    let answer = send(&app, &json!({"users": ["a"]})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let report = answer.json();
    assert_eq!(
        (statuses(&report), &report["failed"], &report["results"][0]["taskId"]),
        (vec!["NOT_SENT"], &json!(1), &Value::Null)
    );
    assert!(report["results"][0]["message"].as_str().unwrap().starts_with("nothing was sent"), "{report}");
}

#[tokio::test]
async fn without_the_secret_nothing_is_sent() {
    let kakao = kakao([]).await;
    let app = app(&kakao);
    let request = json!({"users": ["a"]}).to_string();
    for headers in [&[][..], &[("authorization", "Bearer open-sesam")], &[("authorization", "")]] {
        assert_eq!(app.post_with("/event/shipped", request.clone(), headers).await.error(401), "unauthorized");
    }
    assert_eq!(app.get("/event/shipped/task-1").await.error(401), "unauthorized");
    assert!(kakao.got().is_empty());
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/event/shipped",outcome="unauthorized"}"#).await, 4);
}

#[tokio::test]
async fn one_wrong_user_and_nobody_gets_a_message() {
    let kakao = kakao([]).await;
    let app = app(&kakao);
    let mut users = people(150);
    users[120] = "가".repeat(71);
    let answer = send(&app, &json!({"users": users})).await;
    assert_eq!(answer.error(400), "bad_request");
    assert!(answer.text.contains("users[120]"), "{}", answer.text);
    assert!(kakao.got().is_empty());
}

#[tokio::test]
async fn the_result_of_a_task_is_passed_on() {
    let kakao = kakao([]).await;
    let app = app(&kakao);
    let answer = app.get_with("/event/shipped/task-1", &[SECRET]).await;
    assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("ALL SUCCESS")), "{}", answer.text);
    assert_eq!(app.get_with("/event/shipped/task-2", &[SECRET]).await.error(502), "kakao");
    for task in ["..%2fbots", "a%20b", "%2e%2e", ""] {
        let status = app.get_with(&format!("/event/shipped/{task}"), &[SECRET]).await.status;
        assert!([400, 404].contains(&status), "{task}: {status}");
    }
    assert_eq!(kakao.got().len(), 2);
}

#[tokio::test]
async fn a_skill_can_relay_what_brings_its_own_bot_and_key() {
    let kakao = kakao([]).await;
    let example = include_str!("../../examples/event-relay/skills.yaml");
    assert!(example.contains("https://bot-api.kakao.com"));
    let app = TestApp::with(example.replace("https://bot-api.kakao.com", &kakao.origin())).start();
    let users = json!([{"type": "botUserKey", "id": "a"}, {"type": "appUserId", "id": "b"}]);
    let request = json!({"botId": "5f1a2b3c", "kakaoRestApiAppKey": "rest-api-key", "eventName": "order_shipped", "users": users});
    let answer = app.post("/skill/event", &request).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    // The fake's bot is one of the development channel: this one it does not know, and says so.
    assert_eq!(answer.json()["data"], json!({"taskId": "task-1", "status": "FAIL", "message": "wrong address"}), "{}", answer.text);
    let call = &kakao.got()[0];
    assert_eq!((call.target.as_str(), call.json()["user"].clone()), ("/v2/bots/5f1a2b3c/talk", users));
}

#[tokio::test]
async fn an_event_is_told_from_a_skill() {
    let kakao = kakao([]).await;
    let app = app(&kakao);
    assert_eq!(app.get("/event/shipped").await.error(405), "method_not_allowed");
    assert_eq!(app.post("/event/shipped/task-1", &json!({})).await.error(404), "not_found");
    let skills = app.admin_get("/api/skills").await.json();
    assert_eq!(skills["skills"][1]["kind"], "event", "{skills}");
    let trial = app.admin_post("/api/render", &json!({"path": "/event/shipped"})).await;
    assert_eq!(trial.error(400), "event");
}
