//! What Kakao asked: live, masked, and asked again in the chat.

use serde_json::json;

use super::page::visit;
use crate::app::PATIENCE;
use crate::binary::{Running, Stage, request};

const SKILLS: &str = "skills:\n  /skill/hello: '안녕하세요, {{utterance}}!'\n  /skill/broken:\n    upstream: http://127.0.0.1:9/nobody\n    timeout: 1s\n    reply: '{{upstream.x}}'\n    fallback: 잠시 후 다시요.\n";

fn kakao_asks(server: &Running, path: &str, utterance: &str) {
    let payload = json!({ "userRequest": { "utterance": utterance, "user": { "id": "user-0123456789", "type": "botUserKey" } } });
    assert_eq!(request(server.public, "POST", path, &payload.to_string()).0, 200);
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

/// A payload as large as Kakao's usual one.
const PAYLOAD: &str = include_str!("../../payloads/full.json");

#[tokio::test(flavor = "multi_thread")]
async fn the_page_stays_responsive_while_thousands_of_requests_come() {
    let stage = Stage::with(SKILLS);
    let server = stage.serve(&[]);
    visit(server.admin, "/#/requests", async |page| {
        page.see(".empty").await;
        let watch = "window.gaps = []; let last = performance.now();
            const look = now => { gaps.push(now - last); last = now; requestAnimationFrame(look) }; requestAnimationFrame(look);
            window.tasks = []; new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration))).observe({ entryTypes: ['longtask'] });";
        page.script(watch, &[]).await;
        let public = server.public;
        let flood = tokio::task::spawn_blocking(move || super::flood::pour(public, "/skill/hello", PAYLOAD, 2000, std::time::Duration::from_secs(4)));
        let sent = tokio::time::timeout(PATIENCE, flood).await.unwrap().unwrap();
        page.see("@request-row").await;
        let seen = page.script("return [Math.max(...gaps), Math.max(0, ...tasks), gaps.length, document.querySelectorAll('[data-testid=request-row]').length]", &[]).await;
        println!("{sent} requests in 4 s: longest frame gap {} ms, longest task {} ms, {} frames, {} rows", seen[0], seen[1], seen[2], seen[3]);
        assert!(sent > 4000, "the flood was {sent} requests only");
        assert!(seen[1].as_f64().unwrap() < 200.0, "a task of {} ms", seen[1]);
        assert!(seen[3].as_u64().unwrap() <= 1000, "{} rows", seen[3]);
        page.click("@tab-chat").await;
        page.see("@utterance").await;
    })
    .await;
}
