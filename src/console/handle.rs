//! Everything that comes to the admin listener: who may, the body up to its cap, the answer, and the headers that all answers share.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;

use super::Console;
use super::guard::Refusal;
use super::respond::{error, not_allowed, nothing_here};
use super::route::{Route, answer};
use crate::diag::Lang;

/// What every answer carries, unless it says otherwise itself: nothing is kept, nothing is embedded, nothing runs.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
];

/// A request that may be answered.
pub(super) struct Asked<'a> {
    pub(super) method: &'a Method,
    pub(super) path: &'a str,
    /// Without `?`.
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    /// The address that it came from.
    pub(super) peer: IpAddr,
    pub(super) body: Bytes,
}

impl Asked<'_> {
    /// A parameter of the query string.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(self.query).ok()?;
        pairs.into_inner().into_iter().find_map(|(found, value)| (found == name).then_some(value))
    }

    /// The language of sentences: `?lang=`, or else the server's.
    pub(super) fn lang(&self, usual: Lang) -> Lang {
        match self.parameter("lang").as_deref() {
            Some("ko") => Lang::Ko,
            Some("en") => Lang::En,
            _ => usual,
        }
    }
}

/// The handler.
pub async fn handle(console: web::Data<Console>, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let mut response = respond(&console, &request, payload).await;
    add_headers(response.headers_mut());
    response
}

async fn respond(console: &Console, request: &HttpRequest, payload: web::Payload) -> HttpResponse {
    let route = Route::of(request.path()).filter(|route| console.options.page || !route.page);
    let open = route.is_some_and(|route| route.open);
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    if let Err(refusal) = console.guard.admit(request.method(), request.headers(), peer, open) {
        return refuse(refusal);
    }
    let Some(route) = route else { return nothing_here() };
    let method = if *request.method() == Method::HEAD { &Method::GET } else { request.method() };
    if !route.takes(method) {
        return not_allowed(route.methods);
    }
    // Nothing is read of whoever may not ask.
    let Ok(Ok(body)) = payload.to_bytes_limited(route.largest).await else {
        return error(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            &format!("the body is over {} MiB, or broke off", route.largest / (1024 * 1024)),
        );
    };
    let (path, query, headers) = (request.path(), request.query_string(), request.headers());
    answer(console, &Asked { method, path, query, headers, peer, body }).await
}

pub(super) fn refuse(refusal: Refusal) -> HttpResponse {
    match refusal {
        Refusal::Token => {
            let mut response = error(StatusCode::UNAUTHORIZED, "unauthorized", "sign in, or send Authorization: Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            response
        }
        Refusal::Guesses(left) => {
            let mut response = error(StatusCode::TOO_MANY_REQUESTS, "too_many", "too many wrong tokens: try again in a minute");
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(left.as_secs() + 1));
            response
        }
        Refusal::Host => {
            let message = "without --admin-token this listener is reached as localhost, 127.0.0.1 or [::1] only";
            error(StatusCode::FORBIDDEN, "wrong_host", message)
        }
        Refusal::Origin => error(StatusCode::FORBIDDEN, "wrong_origin", "a page from elsewhere may not use this listener"),
    }
}

fn add_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
