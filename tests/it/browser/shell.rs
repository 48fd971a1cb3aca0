//! The page around its views: languages, themes, widths, the time to the first paint, and that it can be switched off.

use serde_json::json;
use thirtyfour::Key;

use super::chat::{SHOWCASE, pick, say};
use super::page::{Page, visit, visit_alone};
use crate::binary::{Stage, request};

const PHONE: (u32, u32) = (360, 740);
const VIEWS: [&str; 4] = ["chat", "config", "requests", "edit"];

/// Opens the page anew, with all event streams it opens in `streams`.
async fn watch_streams(page: &Page) {
    let watched = "window.streams = []; const Real = EventSource;
        window.EventSource = class extends Real { constructor(url) { super(url); streams.push(this); } };";
    page.before_every_page(watched).await;
    page.reload().await;
    page.until("the page listens", "return streams.at(-1)?.readyState === 1", &[]).await;
}

async fn nothing_hangs_over(page: &Page) {
    let over = "return document.scrollingElement.scrollWidth <= innerWidth";
    page.until("the page is as wide as the window", over, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_speaks_korean_and_english_and_remembers_which() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/", async |page| {
        page.reads("@tab-chat", "대화").await;
        page.click("@lang").await;
        page.reads("@tab-chat", "Chat").await;
        page.until("the document says so", "return document.documentElement.lang === 'en'", &[]).await;
        page.reload().await;
        page.reads("@tab-chat", "Chat").await;
        // The admin centre's own menus are quoted as they are.
        let hangul =
            "const foreign = text => /[가-힣]/.test(text.replace(/“[^”]*”/g, '')) && !/\\/skill|도담|인사|손님/.test(text);
            return [...document.querySelectorAll('main *, header *')].filter(e => e.lang !== 'ko' && !e.closest('.editor'))
                .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3 && foreign(n.data)).map(n => n.data))";
        for view in VIEWS {
            page.tab(view).await;
            assert_eq!(page.script(hangul, &[]).await, json!([]), "Korean in the English {view}");
        }
        page.click("@lang").await;
        page.reads("@tab-chat", "대화").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_light_or_dark_as_the_system_is_or_as_chosen() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        let dark =
            "const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number); return r + g + b < 200";
        let light =
            "const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number); return r + g + b > 600";
        page.see("@utterance").await;
        page.system("prefers-color-scheme", "dark").await;
        page.until("dark, as the system", dark, &[]).await;
        page.click("@theme").await;
        page.until("light, as chosen", light, &[]).await;
        page.reload().await;
        page.see("@utterance").await;
        page.until("light, as chosen before", light, &[]).await;
        page.click("@theme").await;
        page.system("prefers-color-scheme", "light").await;
        page.until("dark, as chosen", dark, &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_fits_a_phone() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/", async |page| {
        page.size(PHONE, 1.0).await;
        for path in ["/skill/store", "/skill/best", "/skill/product", "/skill/reservation"] {
            pick(page, path).await;
            say(page, "안녕").await;
            nothing_hangs_over(page).await;
        }
        request(server.public, "POST", "/skill/hello", r#"{"userRequest":{"user":{"id":"abcdefgh"}}}"#);
        every_view_fits(page).await;

        // The words of the bar grow longer then, and the narrowest screen is a large one at 400 %.
        stage.write("skills.yaml", "skills: {{utterance}}");
        page.see("@health[data-state=bad]").await;
        every_view_fits(page).await;
        page.size((320, 740), 1.0).await;
        page.click("@lang").await;
        every_view_fits(page).await;
    })
    .await;
}

async fn every_view_fits(page: &Page) {
    for view in VIEWS {
        page.open(&format!("/#/{view}")).await;
        page.see(&format!("main.view-{view} .view")).await;
        nothing_hangs_over(page).await;
    }
    page.open("/#/chat").await;
    page.see("@utterance").await;
    page.until("the page needs no scrolling", "return document.scrollingElement.scrollHeight <= innerHeight", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_the_keyboard_and_has_a_name() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/", async |page| {
        pick(page, "/skill/store").await;
        say(page, "안녕").await;
        let unnamed = "return [...document.querySelectorAll('button, a, input, select, textarea')].filter(e => e.checkVisibility() &&
            !(e.ariaLabel || e.innerText?.trim() || e.labels?.length || e.title || e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)";
        for view in VIEWS {
            page.tab(view).await;
            assert_eq!(page.script(unnamed, &[]).await, json!([]), "{view}");
        }
        page.tab("chat").await;
        page.see("@utterance").await;
        page.script("document.activeElement.blur()", &[]).await;
        let mut reached = Vec::new();
        for _ in 0..40 {
            page.press(Key::Tab).await;
            let name = "const e = document.activeElement; return e.dataset?.testid ?? ''";
            reached.push(page.script(name, &[]).await.as_str().unwrap().to_owned());
        }
        for control in ["tab-chat", "tab-config", "tab-requests", "lang", "theme", "skill-picker", "images", "button", "utterance", "send"] {
            assert!(reached.iter().any(|name| name == control), "{control} is not reached by Tab: {reached:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_paints_at_once_and_weighs_little() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&["--edit"]);
    visit_alone(server.admin, "/", async |page| {
        let paint = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";
        let mut paints = Vec::new();
        // One of some must be quick: the tests beside this one take their share of the machine.
        while paints.len() < 20 && paints.last().is_none_or(|&last| last >= 200.0) {
            page.open("/").await;
            page.see("@utterance").await;
            page.until("it has painted", "return performance.getEntriesByName('first-contentful-paint').length > 0", &[]).await;
            paints.push(page.script(paint, &[]).await.as_f64().unwrap());
        }
        assert!(paints.last().is_some_and(|&last| last < 200.0), "first paint after {paints:?} ms");

        for view in VIEWS {
            page.tab(view).await;
        }
        let bytes =
            "return performance.getEntriesByType('navigation')[0].decodedBodySize + performance.getEntriesByType('resource')
            .filter(e => e.name.includes('/assets/')).reduce((sum, e) => sum + e.decodedBodySize, 0)";
        let bytes = page.script(bytes, &[]).await.as_u64().unwrap();
        println!("first contentful paint {paints:.0?} ms; the files of all views {bytes} bytes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_switched_off() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&["--console", "off"]);
    for path in ["/", "/assets/x/app.js", "/api/config", "/api/requests", "/api/events", "/api/files"] {
        assert_eq!(request(server.admin, "GET", path, "").0, 404, "{path}");
    }
    for path in ["/api/chat", "/api/sign-in", "/api/check"] {
        assert_eq!(request(server.admin, "POST", path, "{}").0, 404, "{path}");
    }
    assert_eq!(request(server.admin, "GET", "/api/status", "").0, 200);
    assert_eq!(request(server.public, "GET", "/", "").0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_events_speak_the_pages_language() {
    let stage = Stage::with("skills: { /skill/hello: 네 }\n");
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        watch_streams(page).await;
        page.click("@lang").await;
        let speaks =
            "return streams.at(-1)?.url.endsWith('/api/events?lang=en') && streams.filter(one => one.readyState < 2).length === 1";
        page.until("the one stream speaks English", speaks, &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_nobody_looks_at_holds_no_connection_and_is_up_to_date_when_one_looks_again() {
    let stage = Stage::with("skills: { /skill/hello: 안녕하세요 }\n");
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        watch_streams(page).await;
        say(page, "안녕").await;
        look(page, false).await;
        page.until("no stream is open", "return streams.every(one => one.readyState === 2)", &[]).await;
        stage.write("skills.yaml", "skills: { /skill/hello: 어서 오세요, /skill/new: 새 스킬 }\n");
        server.wait_answer("/skill/hello", "어서 오세요");
        page.reads("@bubble", "안녕하세요").await;
        look(page, true).await;
        page.reads("@bubble", "어서 오세요").await;
        pick(page, "/skill/new").await;
    })
    .await;
}

/// Puts the page into the background, or back, as a change of tabs does.
async fn look(page: &Page, seen: bool) {
    let change = "Object.defineProperty(document, 'hidden', { value: !arguments[0], configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))";
    page.script(change, &[json!(seen)]).await;
}
