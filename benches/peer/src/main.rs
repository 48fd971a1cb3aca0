//! `POST /skill/hello` answered by hand-written types: what one skill costs without a configuration.
//! Set PORT; one worker, so that it compares with `talkplate serve --workers 1`.

use std::collections::HashMap;

use actix_web::{App, HttpResponse, HttpServer, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "a hand-written skill declares the payload it expects, not only what it prints")]
struct SkillPayload {
    intent: Intent,
    user_request: UserRequest,
    action: Action,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "see SkillPayload")]
struct Intent {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "see SkillPayload")]
struct UserRequest {
    utterance: String,
    callback_url: Option<String>,
    user: User,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "see SkillPayload")]
struct User {
    id: String,
    properties: HashMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "see SkillPayload")]
struct Action {
    name: String,
    params: HashMap<String, String>,
    detail_params: HashMap<String, Value>,
}

#[derive(Serialize)]
struct SkillResponse {
    version: &'static str,
    template: Template,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    outputs: [Output; 1],
    quick_replies: [QuickReply; 3],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Output {
    SimpleText { text: String },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QuickReply {
    label: &'static str,
    action: &'static str,
    message_text: &'static str,
}

const fn says(label: &'static str) -> QuickReply {
    QuickReply { label, action: "message", message_text: label }
}

async fn hello(payload: web::Json<SkillPayload>) -> HttpResponse {
    let name = payload.action.params.get("name").map_or("", String::as_str);
    let text = format!("안녕하세요, {name}님! '{}'라고 하셨네요.", payload.user_request.utterance);
    HttpResponse::Ok().json(SkillResponse {
        version: "2.0",
        template: Template {
            outputs: [Output::SimpleText { text }],
            quick_replies: [says("주문 조회"), says("배송 조회"), says("상담원 연결")],
        },
    })
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(8080);
    HttpServer::new(|| App::new().service(web::resource("/skill/hello").route(web::post().to(hello))))
        .workers(1)
        .bind(("127.0.0.1", port))?
        .run()
        .await
}
