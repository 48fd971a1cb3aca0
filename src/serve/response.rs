//! The answers of the public listener.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_http::body::{BodySize, MessageBody};
use actix_http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use actix_http::{Payload, Response, StatusCode};
use bytes::Bytes;
use serde_json::json;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The body of an answer.
pub(super) struct Answer {
    bytes: Bytes,
    /// See [`without_reading`].
    _unread: Option<Payload>,
}

impl MessageBody for Answer {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.bytes.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Pin::new(&mut self.bytes).poll_next(cx)
    }
}

/// An answer that came before the end of the request's body, which nobody will read. The body is held until the answer has gone out:
/// actix closes the connection then. A chunked body that was let go before, it would read to its end, however late that comes.
pub(super) fn without_reading(answer: Response<Answer>, body: Payload) -> Response<Answer> {
    answer.map_body(|_, answer| Answer { _unread: Some(body), ..answer })
}

/// 200 with JSON.
pub(super) fn json(bytes: Bytes) -> Response<Answer> {
    with_type(StatusCode::OK, JSON, bytes)
}

/// A word for probes.
pub(super) fn probe(status: StatusCode, word: &'static str) -> Response<Answer> {
    with_type(status, TEXT, Bytes::from_static(word.as_bytes()))
}

/// `{"error":{"code","message"}}`.
pub(super) fn error(status: StatusCode, code: &str, message: &str) -> Response<Answer> {
    let body = json!({ "error": { "code": code, "message": message } }).to_string();
    with_type(status, JSON, body.into())
}

/// 405: `allow` is what would do.
pub(super) fn not_allowed(allow: &'static str) -> Response<Answer> {
    let mut response = error(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", &format!("only {allow} here"));
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    response
}

fn with_type(status: StatusCode, kind: HeaderValue, body: Bytes) -> Response<Answer> {
    let mut response = Response::with_body(status, Answer { bytes: body, _unread: None });
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
