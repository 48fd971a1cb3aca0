//! What Kakao asked: live, masked, and asked again in the chat.

use std::time::{Duration, Instant};

use serde_json::json;

use super::chat::answered;
use super::flood::pour;
use super::page::{Page, visit, visit_alone};
use crate::binary::{Running, Stage, request};

const SKILLS: &str = "skills:\n  /skill/hello: '안녕하세요, {{utterance}}!'\n  /skill/broken:\n    upstream: http://127.0.0.1:9/nobody\n    timeout: 1s\n    reply: '{{upstream.x}}'\n    fallback: 잠시 후 다시요.\n";

fn kakao_asks(server: &Running, path: &str, utterance: &str) {
    let payload = json!({ "userRequest": { "utterance": utterance, "user": { "id": "user-0123456789", "type": "botUserKey" } } });
    assert_eq!(request(server.public, "POST", path, &payload.to_string()).0, 200);
}

/// The list may be asked for just before a request of which the stream tells at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_comes_late_takes_nothing_away() {
    let stage = Stage::with(SKILLS);
    let server = stage.serve(&[]);
    visit(server.admin, "/#/chat", async |page| {
        page.see("@health[data-state=good]").await;
        kakao_asks(&server, "/skill/hello", "먼저");
        let late = "const real = window.fetch; window.fetch = async (...asked) => { const answer = await real(...asked);
            if (String(asked[0]).includes('/api/requests?')) await new Promise((go) => { window.go = go; }); return answer; }";
        page.script(late, &[]).await;
        page.tab("requests").await;
        page.until("the list is on its way", "return window.go !== undefined", &[]).await;
        kakao_asks(&server, "/skill/broken", "나중");
        page.reads("@request-row", "/skill/broken").await;
        page.script("window.go()", &[]).await;
        page.until("both are there", "return document.querySelectorAll('[data-testid=request-row]').length === 2", &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_kakao_asks_appears_by_itself_and_is_masked() {
    let stage = Stage::with(SKILLS);
    let server = stage.serve(&[]);
    visit(server.admin, "/#/requests", async |page| {
        page.see(".empty").await;
        kakao_asks(&server, "/skill/hello", "비밀 이야기");
        page.reads("@request-row", "/skill/hello").await;
        page.gone(".requests-empty .empty").await;
        kakao_asks(&server, "/skill/broken", "또 다른 말");
        page.reads("li:first-child > @request-row", "/skill/broken").await;
        page.click("@request-row").await;
        page.reads(".request-detail", "us***89").await;
        page.reads(".request-detail", "연결하지 못했어요").await;
        let all = page.script("return document.documentElement.outerHTML", &[]).await.to_string();
        for secret in ["user-0123456789", "비밀 이야기", "또 다른 말"] {
            assert!(!all.contains(secret), "{secret}");
        }
        page.click("@req-failures").await;
        page.until("only the failure is left", "return document.querySelectorAll('[data-testid=request-row]').length === 1", &[])
            .await;
        page.click("@replay").await;
        page.until(
            "the skill is chosen",
            "return document.querySelector('[data-testid=skill-picker]')?.value === '/skill/broken'",
            &[],
        )
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_words_were_kept_is_asked_again_in_the_chat() {
    let stage = Stage::with(SKILLS);
    let server = stage.serve(&["--log-utterances"]);
    visit(server.admin, "/#/requests", async |page| {
        kakao_asks(&server, "/skill/hello", "길동");
        page.reads("@request-row", "길동").await;
        page.click("@request-row").await;
        page.click("@replay").await;
        answered(page, 1).await;
        page.reads("@turn .mine", "길동").await;
        page.reads("@bubble", "안녕하세요, 길동!").await;
        page.tab("requests").await;
        page.see("@request-row").await;
        assert_eq!(page.all("@request-row").await.len(), 1, "the chat's own questions are none of Kakao's");
    })
    .await;
}

/// For how long the page's main thread has worked.
async fn busy_seconds(page: &Page) -> f64 {
    let metrics = page.devtools("Performance.getMetrics", json!({})).await;
    let metrics = metrics["metrics"].as_array().unwrap();
    metrics.iter().find(|metric| metric["name"] == "TaskDuration").unwrap()["value"].as_f64().unwrap()
}

/// A payload as large as Kakao's usual one.
const PAYLOAD: &str = include_str!("../../payloads/full.json");

#[tokio::test(flavor = "multi_thread")]
async fn the_page_stays_responsive_while_thousands_of_requests_come() {
    let stage = Stage::with(SKILLS);
    let server = stage.serve(&[]);
    visit_alone(server.admin, "/#/requests", async |page| {
        page.see(".empty").await;
        let watch = "window.gaps = []; let last = performance.now();
            const look = now => { gaps.push(now - last); last = now; requestAnimationFrame(look) }; requestAnimationFrame(look)";
        page.script(watch, &[]).await;
        // Counted in the time of the page's own thread: the tests beside this one take their share of the machine.
        page.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" })).await;
        let (busy, begun) = (busy_seconds(page).await, Instant::now());
        let public = server.public;
        let flood = move || {
            let mut sent = 0;
            // A busy machine needs longer for as many as make a flood.
            while begun.elapsed() < Duration::from_secs(4) || (sent < 1000 && begun.elapsed() < Duration::from_secs(30)) {
                sent += pour(public, "/skill/hello", PAYLOAD, 2000, Duration::from_secs(1));
            }
            sent
        };
        let sent = tokio::task::spawn_blocking(flood).await.unwrap();
        page.see("@request-row").await;
        let share = (busy_seconds(page).await - busy) / begun.elapsed().as_secs_f64();
        let seen = page
            .script(
                "gaps.sort((a, b) => a - b); return [gaps[Math.floor(gaps.length / 2)], gaps[Math.floor(gaps.length * 0.95)], gaps.at(-1),
                document.querySelectorAll('[data-testid=request-row]').length]",
                &[],
            )
            .await;
        println!("{sent} requests in {:.1} s: the page is busy for {:.0} % of the time; ms between frames {seen}", begun.elapsed().as_secs_f64(), share * 100.0);
        assert!(sent >= 1000, "the flood was {sent} requests only");
        assert!(share < 0.5, "the page is busy for {share} of the time");
        assert!(seen[3].as_u64().unwrap() <= 1000, "{} rows", seen[3]);
        page.tab("chat").await;
        page.see("@utterance").await;
    })
    .await;
}
