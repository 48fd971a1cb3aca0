//! `POST /api/render`: what a skill would answer, with nothing leaving the machine.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Console;
use super::respond::{bad_request, error};
use crate::flow::{self, Received};
use crate::kakao::Applied;

/// The question. Without a payload the skill sees an empty one.
#[derive(Deserialize)]
struct Question {
    path: String,
    #[serde(default)]
    payload: Map<String, Value>,
}

/// The answer, what was cut, and how it came about.
pub(super) async fn render(console: &Console, body: &[u8]) -> HttpResponse {
    let question: Question = match serde_json::from_slice(body) {
        Ok(question) => question,
        Err(why) => return bad_request(&why),
    };
    let snapshot = console.sources.snapshots.load_full();
    if snapshot.as_ref().is_some_and(|snapshot| snapshot.event(&question.path).is_some()) {
        let message = "this path is an event, not a skill: it sends messages and has no answer to show";
        return error(StatusCode::BAD_REQUEST, "event", message);
    }
    let Some((snapshot, skill)) = snapshot.as_ref().and_then(|snapshot| Some((snapshot, snapshot.skill(&question.path)?))) else {
        return error(StatusCode::NOT_FOUND, "not_found", "no skill has this path");
    };
    let payload = Bytes::from(Value::Object(question.payload).to_string());
    let (began, wall) = (Instant::now(), SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default());
    let unix_ms = i64::try_from(wall.as_millis()).unwrap_or(i64::MAX);
    let received = Received { at: tokio::time::Instant::now(), unix_ms };
    let request = flow::Request { id: "render", path: &question.path, body: &payload, query: "", received };
    match flow::render(&console.nowhere, snapshot, skill, &request).await {
        Err(why) => bad_request(&why),
        Ok(rendered) => {
            let response: Value = serde_json::from_slice(&rendered.bytes).unwrap_or_default();
            HttpResponse::Ok().json(json!({
                "response": response,
                "applied": rendered.applied.iter().map(applied).collect::<Vec<_>>(),
                "ms": began.elapsed().as_secs_f64() * 1000.0,
                "case": rendered.case.map(|(number, _)| number),
                "failure": rendered.failure,
            }))
        }
    }
}

/// What was cut, where, and how much of it.
pub(super) fn applied(applied: &Applied) -> Value {
    json!({ "limit": applied.limit, "at": applied.at, "was": applied.was, "now": applied.now, "bubbles": applied.bubbles })
}
