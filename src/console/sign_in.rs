//! `POST /api/sign-in` and `POST /api/sign-out`: the token once, and a cookie from then on.

use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Deserialize;

use super::Console;
use super::handle::Asked;
use super::respond::{bad_request, error};
use super::session::{cookie, no_cookie};

#[derive(Deserialize)]
struct SignIn {
    token: String,
}

/// 204 with the cookie; 401 for a wrong token, 429 after too many of them.
pub(super) fn sign_in(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    let SignIn { token } = match serde_json::from_slice(&asked.body) {
        Ok(body) => body,
        Err(why) => return bad_request(&why),
    };
    let (sessions, now) = (&console.guard.sessions, Instant::now());
    if let Some(left) = sessions.closed_for(now) {
        let mut response = error(StatusCode::TOO_MANY_REQUESTS, "too_many", "too many wrong tokens: try again in a minute");
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(left.as_secs() + 1));
        return response;
    }
    if !console.guard.is_token(token.as_bytes()) {
        sessions.guessed(now);
        return error(StatusCode::UNAUTHORIZED, "wrong_token", "this is not the token");
    }
    let secure = asked.headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"));
    match sessions.begin(now) {
        Some(value) => HttpResponse::NoContent().insert_header((header::SET_COOKIE, cookie(&value, secure))).finish(),
        None => error(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the system gives no random numbers"),
    }
}

/// 204, and the cookie is good for nothing from now on.
pub(super) fn sign_out(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    console.guard.sessions.end(asked.headers);
    HttpResponse::NoContent().insert_header((header::SET_COOKIE, no_cookie())).finish()
}
