//! The sign-in with a token.

use super::page::visit;
use crate::binary::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_right_token_opens_the_page() {
    let stage = Stage::with("skills:\n  /skill/hello: 안녕하세요!\n");
    let server = stage.serve(&["--admin-token", "a-long-token"]);
    visit(server.admin, "/#/config", async |page| {
        page.expects("status of 401");
        page.see("@sign-in-token").await;
        page.gone("@health").await;
        page.write("@sign-in-token", "a-wrong-token").await;
        page.click("@sign-in").await;
        page.reads("#sign-in-problem", "토큰").await;
        page.rewrite("@sign-in-token", "a-long-token").await;
        page.click("@sign-in").await;
        page.see("@health[data-state=good]").await;
        page.reads("main", "1개").await;
        let cookies = page.script("return document.cookie", &[]).await;
        assert_eq!(cookies, "", "the session is out of a script's reach");

        page.reload().await;
        page.see("@health[data-state=good]").await;
        page.click("@sign-out").await;
        page.see("@sign-in-token").await;
        page.reload().await;
        page.see("@sign-in-token").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_slowed_down() {
    let stage = Stage::with("skills:\n  /skill/hello: 안녕하세요!\n");
    let server = stage.serve(&["--admin-token", "a-long-token"]);
    visit(server.admin, "/", async |page| {
        page.expects("status of 401");
        page.expects("status of 429");
        page.see("@sign-in-token").await;
        for guess in 0..6 {
            page.rewrite("@sign-in-token", format!("guess-{guess}")).await;
            page.click("@sign-in").await;
            page.until("an answer", "return document.querySelector('#sign-in-problem').textContent !== ''", &[]).await;
        }
        page.reads("#sign-in-problem", "초").await;
    })
    .await;
}
