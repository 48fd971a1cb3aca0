//! A page in a browser with a fresh profile, as a person uses it: look, click, type. Everything waits with a deadline.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use serde_json::{Value, json};
use thirtyfour::cdp::Cdp;
use thirtyfour::common::capabilities::chrome::ChromeCapabilities;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel, TypingData};

use super::driver;

/// Nothing in a page takes this long unless it never comes, however busy the machine is.
const PATIENCE: Duration = Duration::from_mins(1);

/// How large the page is, in CSS pixels.
pub(super) const DESKTOP: (u32, u32) = (1280, 800);

/// A page that is open.
pub(super) struct Page {
    web: WebDriver,
    origin: String,
    /// Parts of console messages that the test provokes, such as the browser's own note about a 401.
    expected: Mutex<Vec<&'static str>>,
    /// The only addresses that may be asked.
    allowed: Mutex<Vec<String>>,
}

/// Opens `path` of the server at `admin`, runs the test, and sees that the console stayed silent and that nothing was asked of anybody else.
pub(super) async fn visit(admin: SocketAddr, path: &str, test: impl AsyncFnOnce(&Page)) {
    visit_with(&[], admin, path, test).await;
}

/// The same, while no other browser is at work: for tests that measure.
pub(super) async fn visit_alone(admin: SocketAddr, path: &str, test: impl AsyncFnOnce(&Page)) {
    let (driver, _leave) = driver::leave_for_one().await;
    visit_by(driver, &[], admin, path, test).await;
}

/// The same, in a browser with more flags.
pub(super) async fn visit_with(flags: &[String], admin: SocketAddr, path: &str, test: impl AsyncFnOnce(&Page)) {
    let (driver, _leave) = driver::leave().await;
    visit_by(driver, flags, admin, path, test).await;
}

async fn visit_by(driver: &str, flags: &[String], admin: SocketAddr, path: &str, test: impl AsyncFnOnce(&Page)) {
    drop(crate::app::client()); // installs the TLS provider that every HTTP client here needs
    let web = browser(driver, flags).await;
    let origin = format!("http://{admin}");
    let allowed = Mutex::new(vec![format!("{origin}/"), "data:".to_owned()]);
    let page = Page { web, origin, expected: Mutex::default(), allowed };
    let tested = AssertUnwindSafe(async {
        page.size(DESKTOP, 1.0).await;
        page.open(path).await;
        test(&page).await;
        page.stayed_clean().await;
    });
    let outcome = tested.catch_unwind().await;
    if outcome.is_err() {
        page.leave_evidence().await;
    }
    // A browser that does not end by itself ends with ChromeDriver.
    let _ = page.web.quit().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// Starts a browser. On a busy machine one may give up before it is there.
async fn browser(driver: &str, flags: &[String]) -> WebDriver {
    let begun = Instant::now();
    loop {
        match WebDriver::new(driver, capabilities(flags)).await {
            Ok(web) => return web,
            Err(why) => assert!(begun.elapsed() < PATIENCE, "no browser starts: {why}"),
        }
        pause().await;
    }
}

fn capabilities(more: &[String]) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let flags = [
        "--headless=new",
        // The browsers end with ChromeDriver, whatever happens to it.
        "--remote-debugging-pipe",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
    ];
    for flag in flags.into_iter().chain(more.iter().map(String::as_str)) {
        capabilities.add_arg(flag).unwrap();
    }
    for log in ["browser", "performance"] {
        capabilities.set_logging_prefs(log, LoggingPrefsLogLevel::All).unwrap();
    }
    capabilities
}

impl Page {
    /// Goes to a path of the server, or to another hash of the same page.
    pub(super) async fn open(&self, path: &str) {
        self.web.goto(format!("{}{path}", self.origin)).await.unwrap();
    }

    pub(super) async fn reload(&self) {
        self.web.refresh().await.unwrap();
    }

    pub(super) async fn size(&self, (width, height): (u32, u32), scale: f64) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// What the system prefers: `prefers-color-scheme`, `prefers-reduced-motion`.
    pub(super) async fn system(&self, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    pub(super) async fn devtools(&self, method: &str, parameters: Value) -> Value {
        Cdp::new(self.web.handle().clone()).send_raw(method, parameters).await.unwrap()
    }

    /// The element, once it can be seen. In a selector `@send` means `[data-testid="send"]`.
    pub(super) async fn see(&self, selector: &str) -> WebElement {
        let css = expand(selector);
        let begun = Instant::now();
        loop {
            if let Ok(found) = self.web.find(By::Css(css.as_str())).await
                && found.is_displayed().await.unwrap_or(false)
            {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "{selector} never came");
            pause().await;
        }
    }

    /// All such elements there are now.
    pub(super) async fn all(&self, selector: &str) -> Vec<WebElement> {
        self.web.find_all(By::Css(expand(selector))).await.unwrap()
    }

    /// Waits until no such element can be seen.
    pub(super) async fn gone(&self, selector: &str) {
        let script = "return [...document.querySelectorAll(arguments[0])].every(e => !e.checkVisibility())";
        self.until(&format!("{selector} is gone"), script, &[json!(expand(selector))]).await;
    }

    /// Clicks the element once it can be seen and takes clicks.
    pub(super) async fn click(&self, selector: &str) {
        let begun = Instant::now();
        loop {
            let Err(why) = self.see(selector).await.click().await else { return };
            assert!(begun.elapsed() < PATIENCE, "{selector} takes no click: {why}");
            pause().await;
        }
    }

    /// Types into a field, after what is there.
    pub(super) async fn write(&self, selector: &str, text: impl Into<TypingData>) {
        self.type_into(selector, &[text.into().to_string()]).await;
    }

    /// Types into a field, instead of what is there.
    pub(super) async fn rewrite(&self, selector: &str, text: impl Into<TypingData>) {
        self.type_into(selector, &[(Key::Control + "a").to_string(), text.into().to_string()]).await;
    }

    /// A field that is drawn anew between being found and typed into is looked for again: nothing of the text has reached it.
    async fn type_into(&self, selector: &str, texts: &[String]) {
        let begun = Instant::now();
        for text in texts {
            while let Err(why) = self.see(selector).await.send_keys(text).await {
                assert!(begun.elapsed() < PATIENCE, "{selector} takes no text: {why}");
                pause().await;
            }
        }
    }

    /// Presses keys where the focus is.
    pub(super) async fn press(&self, keys: impl Into<TypingData>) {
        self.web.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// The visible text of the first such element; one that is drawn anew meanwhile is read again.
    pub(super) async fn text(&self, selector: &str) -> String {
        let begun = Instant::now();
        loop {
            match self.see(selector).await.text().await {
                Ok(text) => return text,
                Err(why) => assert!(begun.elapsed() < PATIENCE, "{selector} cannot be read: {why}"),
            }
        }
    }

    /// Waits until the visible text of the first such element holds `text`.
    pub(super) async fn reads(&self, selector: &str, text: &str) {
        let begun = Instant::now();
        let css = expand(selector);
        let mut seen = String::from("(not there)");
        while begun.elapsed() < PATIENCE {
            if let Ok(found) = self.web.find(By::Css(css.as_str())).await
                && let Ok(now) = found.text().await
            {
                if now.contains(text) {
                    return;
                }
                seen = now;
            }
            pause().await;
        }
        panic!("{selector} never read {text:?}, but {seen:?}");
    }

    /// Runs a script's body in the page.
    pub(super) async fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.web.execute(body, arguments.to_vec()).await.unwrap().json().clone()
    }

    /// Waits until a script's body gives something true. Between two pages, or before there is what it looks at, a script may fail.
    pub(super) async fn until(&self, what: &str, body: &str, arguments: &[Value]) {
        let begun = Instant::now();
        loop {
            let now = self.web.execute(body, arguments.to_vec()).await;
            if now.as_ref().is_ok_and(|now| *now.json() == json!(true)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "never: {what} ({:?})", now.map(|now| now.json().clone()));
            pause().await;
        }
    }

    /// Runs a script in every page that is opened from now on, before the page's own.
    pub(super) async fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Goes to a view by its tab, and waits until it is there.
    pub(super) async fn tab(&self, view: &str) {
        self.click(&format!("@tab-{view}")).await;
        self.see(&format!("main.view-{view} .view")).await;
    }

    /// A message in the browser's console that this test provokes.
    pub(super) fn expects(&self, part: &'static str) {
        self.expected.lock().unwrap().push(part);
    }

    /// Another server that the page may ask.
    pub(super) fn allows(&self, origin: &str) {
        self.allowed.lock().unwrap().push(format!("{origin}/"));
    }

    /// The page as a picture, with the pointer out of the way.
    pub(super) async fn png(&self) -> Vec<u8> {
        self.devtools("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": 0, "y": 0 })).await;
        self.web.screenshot_as_png().await.unwrap()
    }

    /// The addresses asked so far, since the last look.
    pub(super) async fn requests(&self) -> Vec<String> {
        let entries = self.web.get_log("performance").await.unwrap();
        let messages = entries.iter().map(|entry| serde_json::from_str::<Value>(&entry.message).unwrap()["message"].take());
        let sent = messages.filter(|message| message["method"] == "Network.requestWillBeSent");
        sent.map(|message| message["params"]["request"]["url"].as_str().unwrap().to_owned()).collect()
    }

    /// No message in the console (a violation of the content security policy is one), no request to elsewhere.
    async fn stayed_clean(&self) {
        let expected = self.expected.lock().unwrap().clone();
        let log = self.web.get_log("browser").await.unwrap();
        let said: Vec<_> = log.iter().filter(|entry| !expected.iter().any(|part| entry.message.contains(part))).collect();
        assert!(said.is_empty(), "the browser's console is not silent: {said:#?}");
        let allowed = self.allowed.lock().unwrap().clone();
        let asked = self.requests().await;
        let elsewhere: Vec<_> = asked.iter().filter(|url| !allowed.iter().any(|start| url.starts_with(start))).collect();
        assert!(elsewhere.is_empty(), "the page asked somebody else: {elsewhere:?}");
    }

    /// Leaves a picture of the page and its console beside the build, for whoever reads the failure.
    async fn leave_evidence(&self) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        std::fs::create_dir_all(&folder).unwrap();
        let name = std::thread::current().name().unwrap_or("page").replace("::", "-");
        let picture = folder.join(format!("{name}.png"));
        if let Ok(png) = self.web.screenshot_as_png().await {
            std::fs::write(&picture, png).unwrap();
            eprintln!("the page as it was: {}", picture.display());
        }
        for entry in self.web.get_log("browser").await.into_iter().flatten() {
            eprintln!("console: {} {}", entry.level, entry.message);
        }
    }
}

/// Between two looks at a page.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(20)).await;
}

/// `@send` → `[data-testid="send"]`.
fn expand(selector: &str) -> String {
    let mut parts = selector.split('@');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |css, part| {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        format!(r#"{css}[data-testid="{name}"]{rest}"#)
    })
}
