//! The page and its files. They hold nothing of the operator's: what the page shows, it asks for by the API.

use actix_web::HttpResponse;
use actix_web::http::header;

use super::Console;
use super::handle::Asked;
use super::respond::nothing_here;

/// What the page may do: run and load its own files, ask this server. Everything is set by the page's own code as text.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
/// Its own pictures; and those of cards, which stand on other servers, when the operator wants to see them.
const IMAGES: [&str; 2] = ["img-src 'self'", "img-src 'self' https: http: data:"];

/// `GET /`.
pub(super) fn index(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    let Some(page) = console.assets.page() else { return nothing_here() };
    let [own, all] = IMAGES;
    let images = asked.parameter("images").as_deref() == Some("1");
    let policy = if images { POLICY.replace(own, all) } else { POLICY.to_owned() };
    HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header((header::CONTENT_SECURITY_POLICY, policy)).body(page)
}

/// `GET /assets/<version>/<name>`: a version's files never change.
pub(super) fn asset(console: &Console, path: &str) -> HttpResponse {
    let found = path.split_once('/').and_then(|(version, name)| Some((console.assets.file(version, name)?, name)));
    let Some((bytes, name)) = found else { return nothing_here() };
    let mut response = HttpResponse::Ok();
    response.content_type(media_type(name));
    if console.assets.keep() {
        response.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    }
    response.body(bytes)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
