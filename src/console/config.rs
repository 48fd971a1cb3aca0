//! The configuration: what is in service, what is wrong with the file, and reading it again.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::handle::Asked;
use super::status::rfc3339;
use super::{Console, status};
use crate::diag::{Lang, render};
use crate::live::{Live, Outcome};

/// `GET /api/config`: what is in service, and the mistakes that keep the file out of service, or else the warnings.
pub(super) fn config(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    HttpResponse::Ok().json(value(console.sources.live.as_deref(), asked.lang(console.sources.world.lang)))
}

/// Also said in the event `reload`.
pub(super) fn value(live: Option<&Live>, lang: Lang) -> Value {
    let status = live.map(Live::status).unwrap_or_default();
    let report = status.last_error.as_ref().map(|error| &error.report).or(status.warnings.as_deref());
    json!({
        "config": {
            "generation": status.generation,
            "hash": status.hash,
            "loadedAt": status.loaded_at.map(rfc3339),
            "skills": status.skills,
            "fromCopy": status.from_copy,
        },
        "ok": status.last_error.is_none(),
        "lastErrorAt": status.last_error.as_ref().map(|error| rfc3339(error.at)),
        "diagnostics": report.map_or_else(|| json!([]), |report| render::page(report, lang)),
    })
}

/// `POST /api/reload`: 200 with the status, or 422 with the diagnostics.
pub(super) async fn reload(console: &Console) -> HttpResponse {
    let outcome = match &console.sources.live {
        Some(live) => live.reload().await.ok(),
        None => None,
    };
    match outcome {
        Some(Outcome::Swapped { .. } | Outcome::Unchanged) => status::status(console),
        // Without an answer nothing was reloaded: the server goes down.
        Some(Outcome::Kept(_) | Outcome::Saving) | None => {
            let error = console.sources.live.as_ref().and_then(|live| live.status().last_error);
            HttpResponse::UnprocessableEntity().json(json!({
                "error": { "code": "config", "message": "the file has errors; the configuration in service stays" },
                "diagnostics": error.map_or_else(|| json!([]), |error| error.diagnostics.clone()),
            }))
        }
    }
}
