//! What Kakao asked lately: kept by [`RequestLog`], shown by `/api/requests` and the events.

mod entry;
mod log;
mod privacy;
mod quota;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde_json::json;

use super::Console;
use super::handle::Asked;
use super::respond::{error, nothing_here};

pub(super) use entry::Entry;
pub use log::RequestLog;
#[cfg(test)]
pub(super) use log::fixture;
pub(super) use log::{Listening, News};

/// `GET /api/requests?after=n`: the newest first, and how many were left out since the start because there were too many.
pub(super) fn list(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    let after = asked.parameter("after").and_then(|after| after.parse().ok()).unwrap_or(0);
    let lang = asked.lang(console.sources.world.lang);
    let log = console.sources.log.as_ref();
    let entries = log.map(|log| log.after(after)).unwrap_or_default();
    HttpResponse::Ok().json(json!({
        "requests": entries.iter().map(|entry| entry.value(lang)).collect::<Vec<_>>(),
        "skipped": log.map_or(0, |log| log.skipped()),
    }))
}

/// `GET /api/requests/{n}`: with the payload, where it is kept.
pub(super) fn one(console: &Console, asked: &Asked<'_>, number: &str) -> HttpResponse {
    let Ok(number) = number.parse() else { return nothing_here() };
    let entry = console.sources.log.as_ref().and_then(|log| log.find(number));
    match entry {
        Some(entry) => HttpResponse::Ok().json(entry.whole(asked.lang(console.sources.world.lang))),
        None => error(StatusCode::NOT_FOUND, "not_found", "this request is no longer remembered"),
    }
}
