//! A conversation in the console: every bubble, what buttons do, callbacks, pictures, and text that would like to be HTML.

use std::sync::Arc;

use serde_json::json;
use thirtyfour::Key;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use super::page::{Page, visit};
use crate::binary::Stage;
use crate::neighbour::{Neighbour, json as answering, response};

pub(super) const SHOWCASE: &str = include_str!("showcase.yaml");

/// Picks a skill by its path.
pub(super) async fn pick(page: &Page, path: &str) {
    // Before the skills came there is nothing to pick from.
    page.until("the skills came", "return document.querySelector('[data-testid=skill-picker]').value !== ''", &[]).await;
    page.click("@skill-picker").await;
    page.rewrite("@skill-picker", path + Key::Enter).await;
    page.until(
        "the skill is chosen",
        "const field = document.querySelector('[data-testid=skill-picker]'); return field.value === arguments[0] && field.ariaExpanded === 'false'",
        &[json!(path)],
    )
    .await;
}

/// Says something to the chosen skill.
pub(super) async fn speak(page: &Page, utterance: &str) {
    page.see("@send:enabled").await;
    page.write("@utterance", utterance + Key::Enter).await;
}

/// Says something, and waits for the answer.
pub(super) async fn say(page: &Page, utterance: &str) {
    page.see("@utterance").await;
    let before = page.all("@turn").await.len();
    speak(page, utterance).await;
    answered(page, before + 1).await;
}

/// Waits until there are so many turns, and the last has its answer.
pub(super) async fn answered(page: &Page, turns: usize) {
    let there = "const turns = document.querySelectorAll('[data-testid=turn]');
        return turns.length === arguments[0] && turns[turns.length - 1].dataset.state !== 'asking'";
    page.until(&format!("{turns} answered turns"), there, &[json!(turns)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bubble_is_drawn_as_kakaotalk_draws_it() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        let wanted: [(&str, &str, &[&str]); 9] = [
            ("/skill/hello", "simpleText", &["안녕하세요, 손님! 도담카페예요."]),
            ("/skill/poster", "simpleImage", &["이달의 음료 포스터"]),
            ("/skill/text-card", "textCard", &["신메뉴 유자차", "텀블러를 가져오시면", "주문하기", "전화하기", "자세히"]),
            ("/skill/store", "basicCard", &["도담카페 판교점", "걸어서 3분", "예약 블록", "친구에게 공유", "상담원 연결"]),
            ("/skill/product", "commerceCard", &["도담 원두 200g", "12,000원", "15,000원", "3,000원", "도담카페", "사러 가기"]),
            ("/skill/stores", "listCard", &["가까운 매장", "판교점", "정자역 3번 출구", "서현점", "모두 보기"]),
            ("/skill/reservation", "itemCard", &["예약이 완료됐어요", "매장", "오후 7시", "합계", "24,000원", "예약 취소"]),
            ("/skill/best", "carousel", &["아메리카노", "4,500원", "주문"]),
            ("/validate/phone", "validation", &["FAIL", "010-1234-5678처럼"]),
        ];
        for (path, kind, texts) in wanted {
            pick(page, path).await;
            say(page, "안녕").await;
            let bubble = format!("@turn:last-of-type @bubble[data-kind={kind}]");
            for text in texts {
                page.reads(&bubble, text).await;
            }
        }
        // No picture was asked for: that needs the operator's leave.
        assert_eq!(page.all("img[src^=http]").await.len(), 0);
        page.reads("@request-json", "\"utterance\": \"안녕\"").await;
        page.reads("@response-json", "\"status\": \"FAIL\"").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_is_folded_and_what_was_cut_is_told() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        pick(page, "/skill/long").await;
        say(page, "길게").await;
        let folded = page.text("@turn:last-of-type @bubble").await;
        assert!(!folded.contains("끝."), "{folded}");
        page.click("@show-all").await;
        page.reads("@turn:last-of-type @bubble", "끝.").await;

        pick(page, "/skill/cut").await;
        say(page, &"가나다라마".repeat(12)).await;
        page.reads("@turn:last-of-type @bubble", "…").await;
        page.reads("@cut", "60자를 50자로").await;

        pick(page, "/skill/order").await;
        say(page, "환불해 주세요").await;
        page.reads("@turn:last-of-type @bubble", "상담원을 불러 드릴게요.").await;
        page.reads("@facts", "환불").await;

        pick(page, "/skill/broken").await;
        say(page, "안녕").await;
        page.reads("@turn:last-of-type @bubble", "지금은 답을 드릴 수 없어요").await;
        page.see("@failure").await;
        page.reads("@upstream", "127.0.0.1:9/nobody").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quick_replies_and_buttons_do_what_they_do_in_the_app() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        pick(page, "/skill/hello").await;
        say(page, "안녕").await;
        page.click("@quick-reply").await;
        answered(page, 2).await;
        page.reads("@turn:last-of-type", "메뉴 보기").await;
        page.reads("@request-json", "QUICKREPLY_BUTTON_MESSAGE").await;

        pick(page, "/skill/text-card").await;
        say(page, "신메뉴").await;
        page.click("@turn:last-of-type @button[data-action=message]").await;
        answered(page, 4).await;
        page.reads("@turn:last-of-type", "유자차 주문").await;
        page.reads("@request-json", "\"from\": \"card\"").await;
        sheet(page, "phone", "02-123-4567").await;
        sheet(page, "webLink", "https://dodam.example.com/yuja").await;

        pick(page, "/skill/store").await;
        say(page, "매장").await;
        sheet(page, "share", "공유").await;
        sheet(page, "operator", "상담원").await;
        page.click("@turn:last-of-type @button[data-action=block]").await;
        page.reads("@action-sheet", "65f0c1d2a3b4c5d6e7f80912").await;
        page.click("@try-skill").await;
        answered(page, 6).await;
        page.reads("@turn:last-of-type", "예약할래요").await;
    })
    .await;
}

/// Presses a button of the last turn that leads out of the conversation, reads what it would do, and closes that again.
async fn sheet(page: &Page, action: &str, text: &str) {
    page.click(&format!("@turn:last-of-type @button[data-action={action}]")).await;
    page.reads("@action-sheet", text).await;
    page.press(Key::Escape).await;
    page.gone("@action-sheet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carousel_moves_by_the_arrow_keys() {
    let stage = Stage::with(SHOWCASE);
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        pick(page, "/skill/best").await;
        say(page, "추천해 줘").await;
        page.script("document.querySelector('.carousel-track').focus()", &[]).await;
        let shown = "const box = document.querySelector('.carousel-track').getBoundingClientRect();
            const page = document.querySelectorAll('.carousel-page')[arguments[0]].getBoundingClientRect();
            return page.left >= box.left - 1 && page.right <= box.right + 1";
        page.until("the first card is shown", shown, &[json!(0)]).await;
        page.press(Key::Right).await;
        page.until("the second card is shown", shown, &[json!(1)]).await;
        page.press(Key::Right).await;
        page.until("the third card is shown", shown, &[json!(2)]).await;
        page.press(Key::Left).await;
        page.until("the second card is shown again", shown, &[json!(1)]).await;
        page.press(Key::Left).await;
        page.until("the first card is shown again", shown, &[json!(0)]).await;
        page.script("const press = document.querySelector('.carousel-step.after'); press.click(); press.click()", &[]).await;
        page.until("two presses at once move two cards", shown, &[json!(2)]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_waits_and_is_delivered() {
    let leave = Arc::new(Semaphore::new(0));
    let wait = Arc::clone(&leave);
    let upstream = Neighbour::start(move |_, mut stream| {
        let wait = Arc::clone(&wait);
        async move {
            wait.acquire().await.unwrap().forget();
            let _ = stream.write_all(&answering(&json!({ "answer": "네, 열려 있어요." }))).await;
        }
    })
    .await;
    let stage = Stage::with(&format!(
        "skills:\n  /skill/ask:\n    upstream: {}/answer\n    callback: true\n    wait: 답을 찾고 있어요.\n    reply: '{{{{upstream.answer}}}}'\n    fallback: 답이 없어요.\n",
        upstream.origin()
    ));
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        pick(page, "/skill/ask").await;
        say(page, "지금 열려 있나요?").await;
        page.reads("@waiting[data-state=pending]", "답을 찾고 있어요.").await;
        let clock = page.text("@waiting .clock").await;
        page.until(
            "the clock runs",
            "return document.querySelector('[data-testid=waiting] .clock').innerText.trim() !== arguments[0]",
            &[json!(clock.trim())],
        )
        .await;
        leave.add_permits(1);
        page.reads("@waiting[data-state=done]", "답을 찾고 있어요.").await;
        page.reads("@turn:last-of-type @bubble[data-kind=simpleText]", "네, 열려 있어요.").await;
        page.reads("@callback-json", "네, 열려 있어요.").await;
        page.reads("@upstream", "/answer").await;
    })
    .await;
    assert_eq!(upstream.got().len(), 1);
    // Nothing of it is in what Kakao asked, nor in the metrics.
    assert_eq!(server.status()["callbacks"]["done"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_the_file_draws_the_open_conversation_anew() {
    let stage = Stage::with("skills:\n  /skill/hello: 안녕하세요!\n");
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        say(page, "안녕").await;
        page.reads("@bubble", "안녕하세요!").await;
        stage.write("skills.yaml", "skills:\n  /skill/hello: 어서 오세요!\n  /skill/new: 새 스킬\n");
        page.reads("@bubble", "어서 오세요!").await;
        assert_eq!(page.all("@turn").await.len(), 1);
        pick(page, "/skill/new").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_asked_for_only_after_they_were_allowed() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100'><rect width='200' height='100' fill='teal'/></svg>";
    let pictures = Neighbour::saying(response("200 OK", "image/svg+xml", svg)).await;
    let stage = Stage::with(&format!(
        "skills:\n  /skill/poster: {{ reply: {{ image: '{}/poster.svg', alt: 포스터 }} }}\n",
        pictures.origin()
    ));
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        page.allows(&pictures.origin());
        say(page, "포스터").await;
        page.reads("@bubble", "포스터").await;
        assert_eq!(pictures.got().len(), 0);
        page.click("@images").await;
        page.until(
            "the picture is shown",
            "const i = document.querySelector('[data-testid=bubble] img'); return !!i && i.naturalWidth === 200",
            &[],
        )
        .await;
        assert!(pictures.got()[0].target.ends_with("/poster.svg"));
        assert_eq!(pictures.got()[0].header("referer"), "");
    })
    .await;
}

const HOSTILE: &str = r#"<img src=x onerror="document.title='pwned'"></script><script>document.title='pwned'</script>{{x}}&amp;"#;

/// Nothing hostile became an element or ran.
pub(super) async fn stayed_text(page: &Page) {
    let seen = page
        .script("return [document.querySelectorAll('img[src=x]').length, document.querySelectorAll('body script').length, document.title]", &[])
        .await;
    assert_eq!((&seen[0], &seen[1]), (&json!(0), &json!(0)));
    assert!(!seen[2].as_str().unwrap().contains("pwned"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_users_and_upstreams_say_never_becomes_html() {
    let upstream = Neighbour::saying(answering(&json!({ "answer": HOSTILE }))).await;
    let escaped = HOSTILE.replace('\'', "''");
    let stage = Stage::with(&format!(
        "skills:\n  /skill/echo:\n    description: '{escaped}'\n    reply: ['{{{{utterance}}}}', '{{{{params.x}}}}']\n  /skill/up:\n    upstream: {}\n    reply: '{{{{upstream.answer}}}}'\n    fallback: 실패\n",
        upstream.origin()
    ));
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        pick(page, "/skill/echo").await;
        page.reads(".picker-about", HOSTILE).await;
        page.write("@params-value", HOSTILE).await;
        say(page, HOSTILE).await;
        page.reads("@turn .mine", HOSTILE).await;
        let bubbles = "return [...document.querySelectorAll('[data-testid=turn] [data-testid=bubble]')].map(bubble => bubble.innerText.trim())";
        assert_eq!(page.script(bubbles, &[]).await, json!([HOSTILE, HOSTILE]));
        pick(page, "/skill/up").await;
        say(page, "안녕").await;
        page.reads("@turn:last-of-type @bubble", HOSTILE).await;
        page.reads("@upstream", "onerror").await;
        page.tab("requests").await;
        page.tab("chat").await;
        page.reads("@turn:last-of-type @bubble", HOSTILE).await;
        stayed_text(page).await;

        // A file that is broken in a hostile way is told in words.
        stage.write("skills.yaml", &format!("skills:\n  /skill/echo:\n    '{escaped}': 1\n"));
        page.tab("config").await;
        page.reads("@diagnostic h3", &HOSTILE[..60]).await;
        stayed_text(page).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstreams_answer_can_be_made_up_and_a_payload_pasted() {
    let stage = Stage::with(
        "skills:\n  /skill/stock:\n    upstream: http://127.0.0.1:9/stock\n    reply: '{{upstream.count}}개 남았어요.'\n    fallback: 몰라요.\n",
    );
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        page.click("@upstream-canned").await;
        page.rewrite("@canned-text", r#"{"count": 3}"#).await;
        say(page, "유자차").await;
        page.reads("@turn:last-of-type @bubble", "3개 남았어요.").await;
        page.click("@paste-open").await;
        page.write("@payload", "{ no").await;
        page.click("@send-payload").await;
        page.reads("@paste-dialog [role=alert]", "JSON").await;
        page.rewrite("@payload", r#"{"userRequest":{"utterance":"붙인 말"}}"#).await;
        page.click("@send-payload").await;
        answered(page, 2).await;
        page.reads("@turn:last-of-type .mine", "붙인 말").await;
        page.reads("@turn:last-of-type @bubble", "3개 남았어요.").await;
    })
    .await;
}
