//! The forms of the admin listener's answers.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde_json::json;

use crate::diag::Lang;

/// `{"error":{"code","message"}}`.
pub(super) fn error(status: StatusCode, code: &str, message: &str) -> HttpResponse {
    HttpResponse::build(status).json(json!({ "error": { "code": code, "message": message } }))
}

/// An answer that is given in the place of what was asked for. Boxed, because it is handed up through many results.
pub(super) struct Instead(Box<HttpResponse>);

impl From<HttpResponse> for Instead {
    fn from(response: HttpResponse) -> Self {
        Self(Box::new(response))
    }
}

/// The answer, or what is given in its place.
pub(super) fn either(answer: Result<HttpResponse, Instead>) -> HttpResponse {
    answer.unwrap_or_else(|Instead(response)| *response)
}

/// 400: `why` says what of the question cannot be read.
pub(super) fn bad_request(why: &impl ToString) -> HttpResponse {
    error(StatusCode::BAD_REQUEST, "bad_request", &why.to_string())
}

/// 500: a mistake of ours.
pub(super) fn broken(lang: Lang) -> HttpResponse {
    let told =
        lang.of(("Talkplate 안에서 문제가 생겼어요. 이 일을 알려 주시면 고칠게요.", "Talkplate itself failed (please report it)."));
    error(StatusCode::INTERNAL_SERVER_ERROR, "internal", told)
}

/// 404.
pub(super) fn nothing_here() -> HttpResponse {
    error(StatusCode::NOT_FOUND, "not_found", "nothing is here")
}

/// 405: `allow` is what would do.
pub(super) fn not_allowed(allow: &'static str) -> HttpResponse {
    let mut response = error(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", &format!("only {allow} here"));
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    response
}
