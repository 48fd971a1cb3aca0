//! What is in service and how it goes.

use std::time::SystemTime;

use actix_web::HttpResponse;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::Console;
use crate::flow::World;
use crate::meter;

/// `GET /metrics`.
pub(super) fn metrics(console: &Console) -> HttpResponse {
    HttpResponse::Ok().content_type(meter::CONTENT_TYPE).body(console.sources.meters.exposition())
}

/// `GET /api/status`.
pub(super) fn status(console: &Console) -> HttpResponse {
    HttpResponse::Ok().json(value(console))
}

/// The status, which a reload answers as well.
pub(super) fn value(console: &Console) -> Value {
    let live = console.sources.live.as_ref().map(|live| live.status()).unwrap_or_default();
    let callbacks = console.sources.meters.callbacks();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "config": {
            "generation": live.generation,
            "hash": live.hash,
            "loadedAt": live.loaded_at.map(rfc3339),
            "skills": live.skills,
        },
        "lastError": live.last_error.map(|error| json!({ "at": rfc3339(error.at), "diagnostics": error.diagnostics })),
        "callbacks": {
            "pending": callbacks.pending,
            "done": callbacks.done,
            "failed": callbacks.failed,
            "unconfirmed": callbacks.unconfirmed,
            "late": callbacks.late,
            "kept": callbacks.kept,
            "expired": callbacks.expired,
            "recovered": callbacks.recovered,
            "lastFailures": last_failures(&console.sources.world),
        },
        "console": {
            "edit": console.may_edit(),
            "utterances": console.options.utterances,
            "token": console.options.token.is_some(),
            "lang": console.sources.world.lang.code(),
            "publicPort": console.public.port(),
        },
    })
}

/// The newest first; the reason is Kakao's own message, or what broke.
fn last_failures(world: &World) -> Vec<Value> {
    let failures = world.failures.last().into_iter().map(|failed| {
        json!({
            "at": rfc3339(failed.at),
            "skill": failed.skill,
            "requestId": failed.request_id,
            "reason": failed.reason,
            "advice": failed.advice,
        })
    });
    failures.collect()
}

/// A moment, as the answers say it.
pub(super) fn rfc3339(time: SystemTime) -> String {
    DateTime::<Utc>::from(time).to_rfc3339_opts(SecondsFormat::Millis, true)
}
