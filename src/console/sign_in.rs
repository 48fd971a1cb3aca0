//! `POST /api/sign-in` and `POST /api/sign-out`: the token once, and a cookie from then on.

use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Deserialize;

use super::Console;
use super::guard::Refusal;
use super::handle::{Asked, refuse};
use super::respond::{bad_request, error};

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
    match console.guard.try_token(token.as_bytes(), asked.peer) {
        Ok(()) => {}
        Err(Refusal::Token) => return error(StatusCode::UNAUTHORIZED, "wrong_token", "this is not the token"),
        Err(refusal) => return refuse(refusal),
    }
    let secure = asked.headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"));
    let sessions = &console.guard.sessions;
    match sessions.begin(Instant::now()) {
        Some(value) => HttpResponse::NoContent().insert_header((header::SET_COOKIE, sessions.cookie(&value, secure))).finish(),
        None => error(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the system gives no random numbers"),
    }
}

/// 204, and the cookie is good for nothing from now on.
pub(super) fn sign_out(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    let sessions = &console.guard.sessions;
    sessions.end(asked.headers);
    HttpResponse::NoContent().insert_header((header::SET_COOKIE, sessions.no_cookie())).finish()
}
