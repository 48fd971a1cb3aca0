//! Editing in the page: mistakes as one types, a look before saving, saving at once, conflicts, and the way back.

use std::fs;

use serde_json::json;
use thirtyfour::Key;

use super::chat::speak;
use super::page::{Page, visit};
use crate::binary::Stage;
use crate::neighbour::{Neighbour, json as answering};

const FILE: &str = "skills:\n  /skill/hello: 안녕하세요!\n";

/// Puts the caret behind the text's last character.
async fn to_the_end(page: &Page) {
    page.see("@editor").await;
    page.until("the file is open", "return document.querySelector('[data-testid=editor]').value !== ''", &[]).await;
    page.script(
        "const e = document.querySelector('[data-testid=editor]'); e.focus(); e.setSelectionRange(e.value.length, e.value.length)",
        &[],
    )
    .await;
}

async fn holds(page: &Page, text: &str) {
    page.until(
        &format!("the editor holds {text}"),
        "return document.querySelector('[data-testid=editor]').value === arguments[0]",
        &[json!(text)],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_marked_on_its_line_while_typing_and_mended_by_a_press() {
    let stage = Stage::with(FILE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/#/edit", async |page| {
        to_the_end(page).await;
        page.press("  /skill/new:\nreplies: 새 스킬").await;
        page.reads(".problems @diagnostic[data-code=E011]", "replies").await;
        page.reads(".editor-line .squiggle.bad", "replies").await;
        page.reads(".editor-number.bad", "4").await;
        assert_eq!(fs::read_to_string(stage.path("skills.yaml")).unwrap(), FILE);
        page.click("@apply-fix").await;
        page.gone(".problems @diagnostic").await;
        holds(page, &format!("{FILE}  /skill/new:\n    reply: 새 스킬")).await;
        page.click("@save").await;
        server.wait_answer("/skill/new", "새 스킬");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_tried_before_it_is_saved_then_goes_live_and_comes_back() {
    let stage = Stage::with(FILE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/#/edit", async |page| {
        to_the_end(page).await;
        page.click("@preview").await;
        speak(page, "안녕").await;
        page.reads(".edit-preview @bubble", "안녕하세요!").await;
        page.rewrite("@editor", "skills:\n/skill/hello: 어서 오세요!\n").await;
        page.reads(".edit-preview @bubble", "어서 오세요!").await;
        assert_eq!(server.ask("/skill/hello"), "안녕하세요!");

        page.write("@editor", Key::Control + "s").await;
        server.wait_answer("/skill/hello", "어서 오세요!");
        page.gone("@changes").await;
        page.see("@health[data-state=good]").await;

        page.click("@versions-open").await;
        page.reads("@versions .version-shown", "안녕하세요!").await;
        page.click("@go-back").await;
        server.wait_answer("/skill/hello", "안녕하세요!");
        holds(page, FILE).await;
        assert_eq!(fs::read_to_string(stage.path("skills.yaml")).unwrap(), FILE);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_is_typed_is_not_called_before_somebody_asks() {
    let upstream = Neighbour::saying(answering(&json!({ "answer": "서버의 답" }))).await;
    let stage = Stage::with(FILE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/#/edit", async |page| {
        to_the_end(page).await;
        page.click("@preview").await;
        speak(page, "안녕").await;
        page.reads(".edit-preview @bubble", "안녕하세요!").await;
        let asking = format!("skills:\n/skill/hello:\nupstream: {}\nreply: '{{{{upstream.answer}}}}'\n", upstream.origin());
        page.rewrite("@editor", &asking).await;
        page.see(".edit-preview @again").await;
        assert_eq!((upstream.got().len(), page.text(".edit-preview @bubble").await.trim()), (0, "안녕하세요!"));
        page.click(".edit-preview @again").await;
        page.reads(".edit-preview @bubble", "서버의 답").await;
        assert_eq!(upstream.got().len(), 1);

        // What failed on a mistake does not stand beside the press that asks again.
        page.expects("status of 422");
        page.rewrite("@editor", "skills: [").await;
        page.see(".problems @diagnostic").await;
        speak(page, "또").await;
        page.see(".edit-preview @turn:last-of-type .notice.bad").await;
        page.rewrite("@editor", &asking).await;
        page.gone(".edit-preview @turn .notice.bad").await;
        page.click(".edit-preview @turn:last-of-type @again").await;
        page.reads(".edit-preview @turn:last-of-type @bubble", "서버의 답").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let stage = Stage::with(FILE);
    let server = stage.serve(&["--edit", "--watch", "off"]);
    visit(server.admin, "/#/edit", async |page| {
        page.expects("status of 409");
        to_the_end(page).await;
        page.press("  /skill/mine: 내 것").await;
        page.see("@changes").await;
        let theirs = format!("{FILE}  /skill/theirs: 남의 것\n");
        stage.write("skills.yaml", &theirs);
        page.click("@save").await;
        page.reads("@conflict", "남의 것").await;
        page.reads("@conflict", "내 것").await;
        assert_eq!(fs::read_to_string(stage.path("skills.yaml")).unwrap(), theirs);
        page.click("@take-theirs").await;
        holds(page, &theirs).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_with_mistakes_is_saved_only_after_saying_so() {
    let stage = Stage::with(FILE);
    let server = stage.serve(&["--edit"]);
    visit(server.admin, "/#/edit", async |page| {
        page.expects("status of 422");
        to_the_end(page).await;
        page.press("  /skill/new: {{utterance}}").await;
        page.see(".problems @diagnostic[data-code=E007]").await;
        page.click("@save").await;
        page.click("@force-open").await;
        assert_eq!(fs::read_to_string(stage.path("skills.yaml")).unwrap(), FILE);
        page.click("@force-sure").await;
        page.click("@force-save").await;
        page.see("@health[data-state=bad]").await;
        assert!(fs::read_to_string(stage.path("skills.yaml")).unwrap().contains("{{utterance}}"));
        assert_eq!(server.ask("/skill/hello"), "안녕하세요!");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_flag_nothing_can_be_edited() {
    let stage = Stage::with(FILE);
    let server = stage.serve(&[]);
    visit(server.admin, "/#/edit", async |page| {
        page.reads("main", "talkplate serve --edit").await;
        page.gone("@editor").await;
    })
    .await;
}
