//! The answers of the public listener.

use actix_http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use actix_http::{Response, StatusCode};
use bytes::Bytes;
use serde_json::json;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// 200 with a SkillResponse.
pub(super) fn skill_response(bytes: Bytes) -> Response<Bytes> {
    with_type(StatusCode::OK, JSON, bytes)
}

/// A word for probes.
pub(super) fn probe(status: StatusCode, word: &'static str) -> Response<Bytes> {
    with_type(status, TEXT, Bytes::from_static(word.as_bytes()))
}

/// `{"error":{"code","message"}}`.
pub(super) fn error(status: StatusCode, code: &str, message: &str) -> Response<Bytes> {
    let body = json!({ "error": { "code": code, "message": message } }).to_string();
    with_type(status, JSON, body.into())
}

/// 405: `allow` is what would do.
pub(super) fn not_allowed(allow: &'static str) -> Response<Bytes> {
    let mut response = error(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", &format!("only {allow} here"));
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    response
}

fn with_type(status: StatusCode, kind: HeaderValue, body: Bytes) -> Response<Bytes> {
    let mut response = Response::with_body(status, body);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
