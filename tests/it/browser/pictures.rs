//! The pictures of the README and the guides: `UPDATE_SCREENSHOTS=1 cargo test --test it pictures` takes them anew
//! (Korean needs a font: Debian's fonts-noto-cjk).

use std::path::Path;

use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::chat::{SHOWCASE, pick, say, speak};
use super::page::{DESKTOP, Page, visit_with};
use crate::binary::{Running, Stage, request};
use crate::neighbour::{Neighbour, json as answering, response};

const PHONE: (u32, u32) = (390, 780);
const LARGEST: usize = 200_000;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images")
}

async fn take(page: &Page, name: &str) {
    // A picture without a caret, and with everything that moves at rest.
    page.script("document.activeElement?.blur?.()", &[]).await;
    page.until(
        "nothing moves",
        "return document.getAnimations().every(a => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)",
        &[],
    )
    .await;
    let png = page.png().await;
    assert!(png.len() < LARGEST, "{name} has {} bytes", png.len());
    std::fs::create_dir_all(folder()).unwrap();
    std::fs::write(folder().join(format!("{name}.png")), png).unwrap();
}

/// A drawing for each picture of the showcase, so that no photograph has to be carried along.
fn drawing(name: &str) -> String {
    let (top, bottom, drink) = match name {
        "americano" => ("#f3e6d8", "#d9b99b", "#4a2c1d"),
        "latte" => ("#fbefe0", "#e7c9a5", "#c08e5d"),
        "yuja" => ("#fff6d6", "#f6d978", "#eeb422"),
        "beans" => ("#efe3d8", "#c9a98d", "#5b3a29"),
        "poster" => ("#e5f0ea", "#a9cdb9", "#3f7d5f"),
        _ => ("#e7edf5", "#b6c8de", "#6f8fb3"),
    };
    let thing = if name == "store" { SHOP.to_owned() } else { CUP.replace("{drink}", drink) };
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 200' width='800' height='400'><defs><linearGradient id='g' x2='0' y2='1'>\
         <stop stop-color='{top}'/><stop offset='1' stop-color='{bottom}'/></linearGradient></defs><rect width='400' height='200' fill='url(#g)'/>{thing}</svg>"
    )
}

const CUP: &str = "<ellipse cx='200' cy='170' rx='92' ry='9' fill='#0002'/><path d='M252 92h18a22 22 0 0 1 0 44h-26' fill='none' stroke='#fffdf9' stroke-width='10'/>\
    <path d='M140 72l12 84a14 14 0 0 0 14 12h68a14 14 0 0 0 14-12l12-84z' fill='#fffdf9'/><ellipse cx='200' cy='72' rx='60' ry='14' fill='#fffdf9'/>\
    <ellipse cx='200' cy='72' rx='51' ry='10' fill='{drink}'/><path d='M184 50q-8-9 0-18t0-18M210 50q-8-9 0-18t0-18' fill='none' stroke='#fff9' stroke-width='5' stroke-linecap='round'/>";

const SHOP: &str = "<path d='M0 172h400v28H0z' fill='#8fa8c6'/><path d='M110 62h180v112H110z' fill='#fffdf9'/><path d='M128 104h64v46h-64z' fill='#b9d3ea'/><path d='M212 104h56v70h-56z' fill='#6b4a36'/>\
    <circle cx='258' cy='140' r='3' fill='#f6d978'/><path d='M98 52h204l12 34H86z' fill='#f6c945'/><path d='M98 52h34l-6 34H86zM166 52h34v34h-38zM234 52h34l10 34h-40z' fill='#fffdf9'/>\
    <path d='M60 172v-34M340 172v-34' stroke='#5b7a57' stroke-width='5'/><circle cx='60' cy='122' r='24' fill='#7fa37a'/><circle cx='340' cy='122' r='24' fill='#7fa37a'/>";

/// What the pictures show: the showcase with its drawings, an upstream that answers, and Kakao, which refuses the test's callbacks.
struct Scene {
    stage: Stage,
    server: Running,
    kakao: Neighbour,
    flags: Vec<String>,
}

/// `scheme` is https, or http where the drawings are to be shown.
async fn scene(scheme: &str) -> Scene {
    let drawings = Neighbour::start(|got, mut stream| async move {
        let name = got.target.trim_start_matches('/').split('.').next().unwrap_or_default().to_owned();
        let _ = stream.write_all(&response("200 OK", "image/svg+xml", &drawing(&name))).await;
    })
    .await;
    let upstream = Neighbour::start(|_, mut stream| async move {
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        let _ = stream
            .write_all(&answering(&json!({ "answer": "네, 주말에도 열어요. 토요일과 일요일은 10시부터 20시까지예요." })))
            .await;
    })
    .await;
    let refusal =
        json!({ "taskId": "t", "status": "FAIL", "message": "Invalid callback token for testing purposes.", "timestamp": 1 });
    let kakao = Neighbour::saying(answering(&refusal)).await;
    let ask = format!(
        "  /skill/ask:\n    description: AI에게 물어보기\n    upstream: {}/answer\n    callback: true\n    wait: 답을 찾고 있어요. 잠시만 기다려 주세요.\n    reply: \"{{{{upstream.answer}}}}\"\n",
        upstream.origin()
    );
    let (_, showcase) = SHOWCASE.split_once('\n').unwrap();
    let stage = Stage::with(&format!("{}\n{ask}", showcase.replace("https://dodam", &format!("{scheme}://dodam"))));
    let server = stage.serve(&["--edit", "--callback-hosts", &kakao.origin(), "--log-utterances"]);
    let flags = vec![format!("--host-resolver-rules=MAP dodam.example.com {}", drawings.address())];
    Scene { stage, server, kakao, flags }
}

/// Whether pictures are wanted.
fn wanted() -> bool {
    std::env::var_os("UPDATE_SCREENSHOTS").is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_chat() {
    if !wanted() {
        return;
    }
    let scene = scene("http").await;
    visit_with(&scene.flags, scene.server.admin, "/?images=1", async |page| {
        page.allows("http://dodam.example.com");
        page.size(DESKTOP, 1.5).await;
        pick(page, "/skill/hello").await;
        page.write("@params-value", "길동").await;
        say(page, "안녕하세요").await;
        pick(page, "/skill/store").await;
        say(page, "매장이 어디예요?").await;
        pictures_came(page).await;
        take(page, "console-chat").await;
        page.click("@theme").await;
        page.click("@theme").await;
        take(page, "console-chat-dark").await;
        page.click("@theme").await;

        page.size(PHONE, 2.0).await;
        pick(page, "/skill/best").await;
        say(page, "뭐가 맛있어요?").await;
        pictures_came(page).await;
        take(page, "console-phone").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_callback() {
    if !wanted() {
        return;
    }
    let scene = scene("https").await;
    visit_with(&scene.flags, scene.server.admin, "/", async |page| {
        page.size(DESKTOP, 1.5).await;
        pick(page, "/skill/ask").await;
        say(page, "주말에도 열어요?").await;
        page.see("@waiting[data-state=done]").await;
        take(page, "console-callback").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_requests_and_the_configuration() {
    if !wanted() {
        return;
    }
    let scene = scene("https").await;
    visit_with(&scene.flags, scene.server.admin, "/#/requests", async |page| {
        page.size(DESKTOP, 1.5).await;
        kakao_asks(&scene);
        page.see("@request-row .request-callback .bad").await;
        page.click("@request-row:has(.request-callback .bad)").await;
        page.reads(".request-detail", "Invalid callback token").await;
        take(page, "console-requests").await;

        let file = std::fs::read_to_string(scene.stage.path("skills.yaml")).unwrap();
        scene.stage.write(
            "skills.yaml",
            &file
                .replace("quickReplies: [", "quickReplys: [")
                .replace("reply: \"{{utterance}} · {{params.x}}\"", "reply: {{utterance}}"),
        );
        page.tab("config").await;
        page.see("@diagnostic").await;
        take(page, "console-config").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_editor() {
    if !wanted() {
        return;
    }
    let scene = scene("https").await;
    visit_with(&scene.flags, scene.server.admin, "/#/edit", async |page| {
        page.size(DESKTOP, 1.25).await;
        page.until("the file is open", "return document.querySelector('[data-testid=editor]')?.value.length > 100", &[]).await;
        page.click("@preview").await;
        speak(page, "안녕하세요").await;
        page.see(".edit-preview @bubble").await;
        let caret = "const e = document.querySelector('[data-testid=editor]'); const at = e.value.indexOf('quickReplies') + 'quickRepl'.length;
            e.focus(); e.setSelectionRange(at, at + 3)";
        page.script(caret, &[]).await;
        page.press("ys").await;
        page.see(".problems @diagnostic[data-code=E011]").await;
        take(page, "console-edit").await;
    })
    .await;
}

async fn pictures_came(page: &Page) {
    page.until(
        "all pictures came",
        "return [...document.querySelectorAll('@bubble img')].every(i => i.complete && i.naturalWidth > 0)"
            .replace("@bubble", "[data-testid=bubble]")
            .as_str(),
        &[],
    )
    .await;
}

fn kakao_asks(scene: &Scene) {
    let callback = format!("{}/callback/t", scene.kakao.origin());
    let asked = [
        ("/skill/hello", "안녕", None),
        ("/skill/stores", "가까운 매장", None),
        ("/skill/order", "라떼 한 잔 주세요", None),
        ("/skill/broken", "재고 있어요?", None),
        ("/skill/best", "추천해 주세요", None),
        ("/skill/ask", "반려견도 들어갈 수 있나요?", Some(callback)),
        ("/skill/order", "환불해 주세요", None),
        ("/skill/hello", "처음으로", None),
    ];
    for (at, (path, utterance, callback)) in asked.into_iter().enumerate() {
        let mut payload = json!({ "userRequest": { "utterance": utterance, "user": { "id": format!("{at}f8c2a7d91e{at}b"), "type": "botUserKey" } } });
        if let Some(callback) = callback {
            payload["userRequest"]["callbackUrl"] = json!(callback);
        }
        request(scene.server.public, "POST", path, &payload.to_string());
    }
}
