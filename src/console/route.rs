//! Which paths there are, by which methods they are asked, and who answers.

use actix_web::HttpResponse;
use actix_web::http::Method;

use super::handle::Asked;
use super::respond::{either, nothing_here};
use super::{Console, chat, config, draft, edit, events, page, render, requests, sign_in, skills, status};

/// A path of the admin listener.
pub(super) struct Route {
    /// The path; one that ends in `/` stands for all that begin so (but `/` is the page alone).
    path: &'static str,
    /// Its methods, as the header `Allow` says them.
    pub(super) methods: &'static str,
    /// Whether it is there for the page alone, and gone with it.
    pub(super) page: bool,
    /// Whether it needs no sign-in, because it holds nothing of the operator's.
    pub(super) open: bool,
    /// The most that is read of a body, in bytes.
    pub(super) largest: usize,
}

/// Enough for a payload to try out.
const LARGEST_BODY: usize = 1024 * 1024;
/// 8 MiB of text, every sign of which is escaped in JSON.
const LARGEST_DRAFT: usize = 17 * 1024 * 1024;

const fn api(path: &'static str, methods: &'static str) -> Route {
    Route { path, methods, page: false, open: false, largest: LARGEST_BODY }
}

const fn for_the_page(path: &'static str, methods: &'static str) -> Route {
    Route { path, methods, page: true, open: false, largest: LARGEST_BODY }
}

/// Takes the files of a configuration as well.
const fn with_drafts(path: &'static str, methods: &'static str) -> Route {
    Route { path, methods, page: true, open: false, largest: LARGEST_DRAFT }
}

const ROUTES: &[Route] = &[
    Route { path: "/", methods: "GET", page: true, open: true, largest: LARGEST_BODY },
    Route { path: "/assets/", methods: "GET", page: true, open: true, largest: LARGEST_BODY },
    api("/metrics", "GET"),
    api("/api/status", "GET"),
    api("/api/reload", "POST"),
    api("/api/skills", "GET"),
    for_the_page("/api/config", "GET"),
    for_the_page("/api/requests", "GET"),
    for_the_page("/api/requests/", "GET"),
    for_the_page("/api/events", "GET"),
    Route { path: "/api/sign-in", methods: "POST", page: true, open: true, largest: LARGEST_BODY },
    for_the_page("/api/sign-out", "POST"),
    with_drafts("/api/chat", "POST"),
    for_the_page("/api/chat/", "GET"),
    with_drafts("/api/check", "POST"),
    for_the_page("/api/files", "GET"),
    with_drafts("/api/file", "GET, PUT"),
    for_the_page("/api/versions", "GET"),
    for_the_page("/api/version", "GET"),
    api("/api/render", "POST"),
];

impl Route {
    pub(super) fn of(path: &str) -> Option<&'static Self> {
        let is_it = |route: &&Self| {
            path == route.path || (path.starts_with(route.path) && route.path.len() > 1 && route.path.ends_with('/'))
        };
        ROUTES.iter().find(is_it)
    }

    pub(super) fn takes(&self, method: &Method) -> bool {
        self.methods.split(", ").any(|taken| taken == method.as_str())
    }
}

/// The answer to a request that may be asked, at a path and by a method of the table.
pub(super) async fn answer(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    match (asked.method.as_str(), asked.path) {
        ("GET", "/") => page::index(console, asked),
        ("GET", "/metrics") => status::metrics(console),
        ("GET", "/api/status") => status::status(console),
        ("GET", "/api/requests") => requests::list(console, asked),
        ("GET", "/api/events") => events::events(console, asked),
        ("POST", "/api/sign-in") => sign_in::sign_in(console, asked),
        ("POST", "/api/sign-out") => sign_in::sign_out(console, asked),
        ("GET", "/api/config") => config::config(console, asked),
        ("POST", "/api/reload") => config::reload(console).await,
        ("GET", "/api/skills") => skills::skills(console),
        ("POST", "/api/chat") => either(chat::ask(console, asked).await),
        ("POST", "/api/check") => either(draft::check(console, asked).await),
        ("GET", "/api/files") => either(edit::files(console, asked).await),
        ("GET", "/api/file") => either(edit::file(console, asked).await),
        ("PUT", "/api/file") => either(edit::save(console, asked).await),
        ("GET", "/api/versions") => either(edit::versions(console, asked).await),
        ("GET", "/api/version") => either(edit::version(console, asked).await),
        ("POST", "/api/render") => render::render(console, &asked.body).await,
        (_, path) => below(console, asked, path).await,
    }
}

async fn below(console: &Console, asked: &Asked<'_>, path: &str) -> HttpResponse {
    if let Some(asset) = path.strip_prefix("/assets/") {
        page::asset(console, asset)
    } else if let Some(number) = path.strip_prefix("/api/requests/") {
        requests::one(console, asked, number)
    } else if let Some(id) = path.strip_prefix("/api/chat/") {
        chat::follow(console, asked, id).await
    } else {
        nothing_here()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_ends_in_a_slash_stands_for_all_below_it() {
        let found = |path| Route::of(path).map(|route| route.path);
        assert_eq!(
            (found("/"), found("/api/status"), found("/assets/1/app.js")),
            (Some("/"), Some("/api/status"), Some("/assets/"))
        );
        assert_eq!((found("/api"), found("/api/status/"), found("/favicon.ico")), (None, None, None));
    }

    #[test]
    fn nothing_that_shows_what_users_wrote_is_open() {
        for route in ROUTES.iter().filter(|route| route.open) {
            assert!(["/", "/assets/", "/api/sign-in"].contains(&route.path), "{}", route.path);
        }
    }
}
