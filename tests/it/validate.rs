//! Parameter validation: `validate` through the real server.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::binary::Stage;
use crate::neighbour::{self, Neighbour};

const PHONE: &str = r#"
defaults: { fallback: 말풍선이 나가면 안 돼요. }
skills:
  /validate/phone:
    validate:
      matches: '^01\d-?\d{3,4}-?\d{4}$'
      value: '{{replace value.origin "-" ""}}'
      message: "{{value.origin}}? 전화번호를 010-1234-5678처럼 적어 주세요."
      data: { said: "{{utterance}}" }
  /validate/count:
    validate:
      when: { value.resolved.amount: { gte: 1, lte: 10 }, isInSlotFilling: true, params.menu: { exists: true } }
  /validate/broken:
    validate: { empty: false, value: "{{number value.origin}}" }
"#;

fn asks(origin: &str, resolved: &Value) -> Value {
    json!({
        "isInSlotFilling": true, "utterance": origin, "value": { "origin": origin, "resolved": resolved },
        "user": { "id": "u-1", "type": "botUserKey" }, "bot": { "id": "b", "name": "봇" },
        "params": { "menu": "라떼" }, "lang": "ko", "timezone": "Asia/Seoul"
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_is_taken_or_refused_with_a_reason() {
    let app = TestApp::with(PHONE).start();
    let taken = app.post("/validate/phone", &asks(" 010-1234-5678\n", &json!("010-1234-5678"))).await;
    assert_eq!(taken.status, 200);
    assert_eq!(taken.json(), json!({ "status": "SUCCESS", "value": " 01012345678\n", "data": { "said": "010-1234-5678" } }));
    let refused = app.post("/validate/phone", &asks("공일공\"", &Value::Null)).await.json();
    assert_eq!(refused["status"], "FAIL");
    assert_eq!(refused["message"], "공일공\"? 전화번호를 010-1234-5678처럼 적어 주세요.");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_value_of_its_own_the_one_that_kakao_understood_is_kept() {
    let app = TestApp::with(PHONE).start();
    let entity = json!({ "amount": 3, "unit": null }).to_string();
    let taken = app.post("/validate/count", &asks("세 잔", &json!(entity))).await.json();
    assert_eq!(taken, json!({ "status": "SUCCESS", "value": entity }));
    let many = json!({ "amount": 11, "unit": null }).to_string();
    let refused = app.post("/validate/count", &asks("열한 잔", &json!(many))).await.json();
    assert_eq!((&refused["status"], refused["message"].as_str().is_some()), (&json!("FAIL"), true));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_the_answer_is_one_of_a_validation() {
    let app = TestApp::with(PHONE).start();
    let broken = app.post("/validate/broken", &asks("많이", &Value::Null)).await.json();
    assert_eq!(broken["status"], "ERROR");
    assert!(broken["message"].as_str().is_some() && broken.get("template").is_none());
    // A payload of another kind has no value to be right.
    let other = app.post("/validate/phone", &json!({})).await.json();
    assert_eq!(other["status"], "FAIL");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_may_be_asked_whether_the_value_is_right() {
    let upstream = Neighbour::start(|got, mut stream| async move {
        let known = got.target == "/orders/A1";
        let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &neighbour::json(&json!({ "known": known }))).await;
    })
    .await;
    let app = TestApp::with(format!(
        "skills:\n  /validate/order:\n    upstream: {{ url: '{}/orders/{{{{value.origin}}}}', method: GET }}\n    validate: {{ when: {{ upstream.known: true }}, message: 없는 주문이에요. }}\n  /validate/away:\n    upstream: http://127.0.0.1:9/\n    validate: {{ when: {{ upstream.known: true }} }}\n",
        upstream.origin()
    ));
    let app = app.start();
    assert_eq!(app.post("/validate/order", &asks("A1", &Value::Null)).await.json(), json!({ "status": "SUCCESS", "value": "A1" }));
    assert_eq!(app.post("/validate/order", &asks("A2", &Value::Null)).await.json()["message"], "없는 주문이에요.");
    assert_eq!(app.post("/validate/away", &asks("A1", &Value::Null)).await.json()["status"], "ERROR");
}

#[test]
fn names_are_those_of_a_validation_and_only_there() {
    let yaml = |text: &str| format!("skills:\n  /v:\n    validate: {{ when: \"{text}\" }}\n  /s: \"{{{{value.origin}}}}\"\n");
    let told = |text: &str| Stage::with(&yaml(text)).run(&["check"]).out;
    for right in
        ["{{value.origin}}", "{{isInSlotFilling}}", "{{utterance}}", "{{user.id}}", "{{params.a}}", "{{lang}}", "{{query.x}}"]
    {
        let told = told(right);
        assert!(told.contains("경고 1개") && told.contains("4 |"), "{right}: {told}");
    }
    for (wrong, near) in
        [("{{origin}}", "value.origin"), ("{{value.orign}}", "origin"), ("{{userRequest.utterance}}", ""), ("{{context.a.b}}", "")]
    {
        let told = told(wrong);
        assert!(told.contains("경고 2개") && told.contains(near), "{wrong}: {told}");
    }
}
