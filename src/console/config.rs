//! The configuration: reading it again.

use actix_web::HttpResponse;
use serde_json::json;

use super::{Console, status};
use crate::live::Outcome;

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
