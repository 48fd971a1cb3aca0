//! The admin listener: metrics, status, reload, and trying a skill out. One handler: it is asked a few times a minute.

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::guard::{Guard, Refusal};
use super::{Reloaded, Shared};
use crate::compile::{Answer, Skill};
use crate::flow;
use crate::flow::{Received, World};
use crate::meter;
use crate::outbound::Scripted;

/// What the handler works with.
pub(super) struct Admin {
    pub(super) shared: Arc<Shared>,
    pub(super) guard: Guard,
    /// Where nothing leaves the machine: for `/api/render`.
    pub(super) nowhere: World,
}

impl Admin {
    pub(super) fn new(shared: Arc<Shared>, guard: Guard) -> Self {
        let nowhere = World::new(Arc::new(Scripted::nothing()), shared.services.world.hosts.clone());
        let nowhere = nowhere.speaking(shared.services.world.lang);
        Self { shared, guard, nowhere }
    }
}

/// Everything that comes to the admin listener.
pub(super) async fn handle(admin: web::Data<Admin>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let mut response = match admin.guard.admit(request.headers()) {
        Err(refusal) => refuse(refusal),
        Ok(()) => route(&admin, request.method(), request.path(), &body).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

async fn route(admin: &Admin, method: &Method, path: &str, body: &[u8]) -> HttpResponse {
    match (path, method) {
        ("/", &Method::GET) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(FRONT_PAGE),
        ("/metrics", &Method::GET) => {
            HttpResponse::Ok().content_type(meter::CONTENT_TYPE).body(admin.shared.services.meters.exposition())
        }
        ("/api/status", &Method::GET) => HttpResponse::Ok().json(status(admin)),
        ("/api/reload", &Method::POST) => reload(admin).await,
        ("/api/skills", &Method::GET) => HttpResponse::Ok().json(skills(admin)),
        ("/api/render", &Method::POST) => render(admin, body).await,
        ("/" | "/metrics" | "/api/status" | "/api/skills", _) => not_allowed("GET"),
        ("/api/reload" | "/api/render", _) => not_allowed("POST"),
        _ => error(StatusCode::NOT_FOUND, "not_found", "nothing is here"),
    }
}

const FRONT_PAGE: &str =
    "talkplate\n\n/metrics\n/api/status\n/api/skills\nPOST /api/reload\nPOST /api/render {\"path\",\"payload\"}\n";

fn refuse(refusal: Refusal) -> HttpResponse {
    match refusal {
        Refusal::Token => {
            let mut response = error(StatusCode::UNAUTHORIZED, "unauthorized", "this listener needs Authorization: Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
            response
        }
        Refusal::Host => {
            let message = "without --admin-token this listener is reached as localhost, 127.0.0.1 or [::1] only";
            error(StatusCode::FORBIDDEN, "wrong_host", message)
        }
        Refusal::Origin => error(StatusCode::FORBIDDEN, "wrong_origin", "a page from elsewhere may not use this listener"),
    }
}

fn error(status: StatusCode, code: &str, message: &str) -> HttpResponse {
    HttpResponse::build(status).json(json!({ "error": { "code": code, "message": message } }))
}

fn not_allowed(allow: &'static str) -> HttpResponse {
    let mut response = error(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", &format!("only {allow} here"));
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    response
}

fn status(admin: &Admin) -> Value {
    let status = admin.shared.services.control.status();
    let callbacks = admin.shared.services.meters.callbacks();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "config": status.config,
        "lastError": status.last_error,
        "callbacks": {
            "pending": callbacks.pending,
            "done": callbacks.done,
            "failed": callbacks.failed,
            "unconfirmed": callbacks.unconfirmed,
            "late": callbacks.late,
            "kept": callbacks.kept,
            "expired": callbacks.expired,
            "recovered": callbacks.recovered,
            "lastFailures": last_failures(&admin.shared.services.world),
        },
    })
}

/// The newest first; the reason is Kakao's own message, or what broke.
fn last_failures(world: &World) -> Vec<Value> {
    let failures = world.failures.last().into_iter().map(|failed| {
        json!({
            "at": DateTime::<Utc>::from(failed.at).to_rfc3339_opts(SecondsFormat::Millis, true),
            "skill": failed.skill,
            "requestId": failed.request_id,
            "reason": failed.reason,
            "advice": failed.advice,
        })
    });
    failures.collect()
}

async fn reload(admin: &Admin) -> HttpResponse {
    match admin.shared.services.control.reload().await {
        Reloaded::InService => HttpResponse::Ok().json(status(admin)),
        Reloaded::Kept => {
            let diagnostics = admin.shared.services.control.status().last_error.map(|error| error.diagnostics);
            HttpResponse::UnprocessableEntity().json(json!({
                "error": { "code": "config", "message": "the file has errors; the configuration in service stays" },
                "diagnostics": diagnostics.unwrap_or_else(|| json!([])),
            }))
        }
    }
}

fn skills(admin: &Admin) -> Value {
    let snapshot = admin.shared.services.snapshots.load_full();
    let skills = snapshot.iter().flat_map(|snapshot| &snapshot.skills).map(|skill| {
        json!({
            "path": skill.path,
            "description": skill.description,
            "kind": kind(skill),
            "enabled": skill.enabled,
            "callback": skill.plans().any(|plan| plan.callback.is_on()),
        })
    });
    let events = snapshot.iter().flat_map(|snapshot| &snapshot.events).map(|event| {
        json!({ "path": event.path, "description": event.description, "kind": "event", "enabled": true, "callback": false })
    });
    json!({ "skills": skills.chain(events).collect::<Vec<_>>() })
}

fn kind(skill: &Skill) -> &'static str {
    match (&skill.plan.answer, &skill.plan.upstream) {
        (Answer::PassOn, _) => "upstream",
        (Answer::Reply(_), None) => "reply",
        (Answer::Reply(_), Some(_)) => "upstream+reply",
        (Answer::File { .. }, None) => "template",
        (Answer::File { .. }, Some(_)) => "upstream+template",
        (Answer::Validate(_), None) => "validate",
        (Answer::Validate(_), Some(_)) => "upstream+validate",
        (Answer::Cases(_), None) => "cases",
        (Answer::Cases(_), Some(_)) => "upstream+cases",
    }
}

/// What `/api/render` takes. Without a payload the skill sees an empty one.
#[derive(Deserialize)]
struct Trial {
    path: String,
    #[serde(default)]
    payload: Map<String, Value>,
}

async fn render(admin: &Admin, body: &[u8]) -> HttpResponse {
    let trial: Trial = match serde_json::from_slice(body) {
        Ok(trial) => trial,
        Err(why) => return error(StatusCode::BAD_REQUEST, "bad_request", &why.to_string()),
    };
    let snapshot = admin.shared.services.snapshots.load_full();
    if snapshot.as_ref().is_some_and(|snapshot| snapshot.event(&trial.path).is_some()) {
        return error(
            StatusCode::BAD_REQUEST,
            "event",
            "this path is an event, not a skill: it sends messages and has no answer to show",
        );
    }
    let Some((snapshot, skill)) = snapshot.as_ref().and_then(|snapshot| Some((snapshot, snapshot.skill(&trial.path)?))) else {
        return error(StatusCode::NOT_FOUND, "not_found", "no skill has this path");
    };
    let payload = Bytes::from(Value::Object(trial.payload).to_string());
    let (began, wall) = (Instant::now(), SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default());
    let unix_ms = i64::try_from(wall.as_millis()).unwrap_or(i64::MAX);
    let received = Received { at: tokio::time::Instant::now(), unix_ms };
    let request = flow::Request { id: "render", path: &trial.path, body: &payload, query: "", received };
    match flow::render(&admin.nowhere, snapshot, skill, &request).await {
        Err(why) => error(StatusCode::BAD_REQUEST, "bad_request", &why.to_string()),
        Ok(rendered) => {
            let response: Value = serde_json::from_slice(&rendered.bytes).unwrap_or_default();
            let applied = rendered
                .applied
                .iter()
                .map(|applied| json!({ "limit": applied.limit, "at": applied.at, "was": applied.was, "now": applied.now, "bubbles": applied.bubbles }));
            HttpResponse::Ok().json(json!({
                "response": response,
                "applied": applied.collect::<Vec<_>>(),
                "ms": began.elapsed().as_secs_f64() * 1000.0,
                "case": rendered.case.map(|(number, _)| number),
                "failure": rendered.failure,
            }))
        }
    }
}
