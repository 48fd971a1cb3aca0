//! Lists of an answer that are as long as an upstream says, through the whole server.

use serde_json::{Value, json};

use crate::app::{TestApp, says};
use crate::neighbour::{Neighbour, json as answers};

const FALLBACK: &str = "지금은 보여 드릴 매장이 없어요.";

fn listing(upstream: &Neighbour) -> TestApp {
    let reply = "{ listCard: { header: 매장, items: [{ each: upstream.stores, when: { this.open: true }, do: { title: '{{@number}}. {{this.name}}' } }], buttons: [{ label: 예약, message: 예약, when: { utterance: 예약 } }] } }";
    let app = TestApp::with(format!(
        "skills:\n  /a:\n    upstream: {}\n    reply: {reply}\n    fallback: {FALLBACK}\n",
        upstream.origin()
    ));
    app.start()
}

fn stores(count: usize) -> Value {
    json!({ "stores": (0..count).map(|at| json!({ "name": format!("매장{at}"), "open": at != 1 })).collect::<Value>() })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_lists_what_the_upstream_has_and_the_metrics_count_the_rest() {
    let upstream = Neighbour::saying(answers(&stores(8))).await;
    let app = listing(&upstream);
    let card = app.post("/a", &says("예약")).await.json()["template"]["outputs"][0]["listCard"].clone();
    let titles: Vec<_> = card["items"].as_array().unwrap().iter().map(|item| item["title"].clone()).collect();
    assert_eq!(titles, ["1. 매장0", "2. 매장2", "3. 매장3", "4. 매장4", "5. 매장5"]);
    assert_eq!(card["buttons"], json!([{ "label": "예약", "messageText": "예약", "action": "message" }]));
    assert_eq!(app.metric(r#"talkplate_limits_applied_total{skill="/a",limit="listCard.items"}"#).await, 1);
    assert_eq!(app.post("/a", &says("안녕")).await.json()["template"]["outputs"][0]["listCard"].get("buttons"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_to_list_gives_the_fallback() {
    for stores in [json!({}), json!({ "stores": [] }), json!({ "stores": "점검 중" }), json!([{ "name": "매장" }])] {
        let upstream = Neighbour::saying(answers(&stores)).await;
        assert_eq!(listing(&upstream).post("/a", &says("안녕")).await.bubble(), FALLBACK, "{stores}");
    }
}
