//! Skills that answer different requests differently: `cases` and `when`, through the real server.

use serde_json::{Value, json};

use crate::app::{TestApp, says};
use crate::binary::Stage;
use crate::neighbour::{self, Neighbour};

const ORDER: &str = r#"
defaults: { fallback: 무슨 말씀인지 모르겠어요. }
skills:
  /order:
    quickReplies: [처음으로]
    cases:
      - when: { params.size: L, params.count: { gt: 2 } }
        description: 큰 주문
        reply: "{{params.count}}잔이나요!"
      - when: { utterance: { contains: [환불, 취소] } }
        reply: 상담원을 불러 드릴게요.
        quickReplies: [상담원]
      - when: "{{eq params.size \"M\"}}"
        reply: 중간 크기예요.
      - when: { params.size: { matches: '^X+L$' } }
        reply: "{{won params.count}}"
        fallback: 그 크기는 없어요.
      - when: "{{number params.count}}"
        reply: "{{params.count}}개요."
"#;

fn with(params: &Value) -> Value {
    let mut payload = says("주문");
    payload["action"]["params"] = params.clone();
    payload
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_case_that_holds_answers() {
    let app = TestApp::with(ORDER).start();
    let big = app.post("/order", &with(&json!({ "size": "L", "count": "3" }))).await;
    assert_eq!(big.bubble(), "3잔이나요!");
    assert_eq!(big.json()["template"]["quickReplies"][0]["label"], "처음으로");
    let refund = app.post("/order", &says("환불해 주세요")).await;
    assert_eq!(refund.bubble(), "상담원을 불러 드릴게요.");
    assert_eq!(refund.json()["template"]["quickReplies"][0]["label"], "상담원");
    assert_eq!(app.post("/order", &with(&json!({ "size": "M", "count": "9" }))).await.bubble(), "중간 크기예요.");
    assert_eq!(app.post("/order", &with(&json!({ "size": "S", "count": "9" }))).await.bubble(), "9개요.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_gives_the_fallback_of_the_case_and_no_case_that_of_the_skill() {
    let app = TestApp::with(ORDER).start();
    assert_eq!(app.post("/order", &with(&json!({ "size": "XXL", "count": "많이" }))).await.bubble(), "그 크기는 없어요.");
    // The template of the last condition fails.
    assert_eq!(app.post("/order", &with(&json!({ "size": "S", "count": "많이" }))).await.bubble(), "무슨 말씀인지 모르겠어요.");
    assert_eq!(app.post("/order", &with(&json!({ "count": "" }))).await.bubble(), "무슨 말씀인지 모르겠어요.");
    assert_eq!(app.metric(r#"talkplate_requests_total{skill="/order",outcome="fallback"}"#).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_chosen_case_asks_its_upstream() {
    let upstream = Neighbour::saying(neighbour::json(&json!({ "answer": "맑아요" }))).await;
    let app = TestApp::with(format!(
        "skills:\n  /a:\n    fallback: 몰라요\n    cases:\n      - {{ when: {{ utterance: 날씨 }}, upstream: {}, reply: '{{{{upstream.answer}}}}' }}\n      - 네\n",
        upstream.origin()
    ));
    let app = app.start();
    assert_eq!(app.post("/a", &says("안녕")).await.bubble(), "네");
    assert_eq!(upstream.got().len(), 0);
    assert_eq!(app.post("/a", &says("날씨")).await.bubble(), "맑아요");
    assert_eq!(upstream.got().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_may_look_at_what_the_skill_asked() {
    let upstream = Neighbour::start(|got, mut stream| async move {
        let answer = match got.json()["userRequest"]["utterance"].as_str() {
            Some("없음") => json!({ "stock": 0 }),
            Some("통과") => json!({ "text": "그대로요" }),
            _ => json!({ "stock": 7 }),
        };
        let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &neighbour::json(&answer)).await;
    })
    .await;
    let app = TestApp::with(format!(
        r#"
skills:
  /stock:
    upstream: {}
    fallback: 확인하지 못했어요.
    cases:
      - {{ when: {{ upstream.stock: 0 }}, reply: 다 팔렸어요. }}
      - {{ when: {{ upstream.stock: {{ gt: 0 }} }}, reply: "{{{{upstream.stock}}}}개 남았어요." }}
      - when: {{ upstream.text: {{ exists: true }} }}
"#,
        upstream.origin()
    ));
    let app = app.start();
    assert_eq!(app.post("/stock", &says("없음")).await.bubble(), "다 팔렸어요.");
    assert_eq!(app.post("/stock", &says("있음")).await.bubble(), "7개 남았어요.");
    assert_eq!(app.post("/stock", &says("통과")).await.bubble(), "그대로요");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_skills_upstream_fails_its_own_fallback_is_given() {
    let yaml = "skills:\n  /a:\n    upstream: http://127.0.0.1:9/\n    fallback: 확인하지 못했어요.\n    cases:\n      - { reply: 네, fallback: 이건 아니에요. }\n";
    let app = TestApp::with(yaml).start();
    assert_eq!(app.post("/a", &says("안녕")).await.bubble(), "확인하지 못했어요.");
}

#[test]
fn render_says_which_case_answered() {
    let stage = Stage::with(ORDER);
    let ran = stage.run(&["render", "/order", "--param", "size=L", "--param", "count=3"]);
    assert!(ran.out.contains("3잔이나요!"), "{}", ran.out);
    assert!(ran.err.contains("cases의 1번째 (큰 주문) 차례예요."), "{}", ran.err);
    let ran = stage.run(&["render", "/order", "--utterance", "취소", "--lang", "en"]);
    assert!(ran.err.contains("case 2 was chosen"), "{}", ran.err);
    let ran = stage.run(&["render", "/order"]);
    assert!(ran.err.contains("맞는 case가 하나도 없어요") && ran.code == 1, "{}", ran.err);
}
