//! The configuration: well or not, at a glance, and live.

use super::page::visit;
use crate::binary::Stage;

const GOOD: &str = "skills:\n  /skill/hello: 안녕하세요!\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_appears_and_goes_by_itself() {
    let stage = Stage::with(GOOD);
    let server = stage.serve(&[]);
    visit(server.admin, "/#/config", async |page| {
        page.see("@health[data-state=good]").await;
        page.reads("main", "1개").await;
        page.gone("@diagnostic").await;

        stage.write("skills.yaml", "skills:\n  /skill/hello:\n    replies: 안녕하세요!\n  /skill/x: {{utterance}}\n");
        page.see("@health[data-state=bad]").await;
        page.reads("@diagnostic[data-code=E011]", "replies").await;
        page.reads("@diagnostic[data-code=E011]", "skills.yaml:3:5").await;
        page.reads("@diagnostic[data-code=E011] mark", "replies").await;
        page.reads("@diagnostic[data-code=E011]", "reply: 안녕하세요!").await;
        page.see("@diagnostic[data-code=E007]").await;
        assert_eq!(server.ask("/skill/hello"), "안녕하세요!");

        page.click("@lang").await;
        page.reads("@diagnostic[data-code=E011]", "Did you mean").await;
        page.tab("chat").await;
        page.see(".chat-trouble .notice").await;

        page.tab("config").await;
        page.see("@diagnostic").await;
        stage.write("skills.yaml", &format!("{GOOD}  /skill/new: 새 스킬\n"));
        page.gone("@diagnostic").await;
        page.see("@health[data-state=good]").await;
        page.reads("main", "Your configuration is live").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_is_told_without_alarm() {
    let stage = Stage::with("skills:\n  /skill/hello: '안녕하세요, {{parms.name}}!'\n");
    let server = stage.serve(&[]);
    visit(server.admin, "/#/config", async |page| {
        page.reads("@diagnostic", "params").await;
        page.see("@health[data-state=good]").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_is_missed_and_found_again() {
    let stage = Stage::with(GOOD);
    let server = stage.serve(&[]);
    let (admin, public) = (server.admin, server.public);
    visit(admin, "/#/config", async |page| {
        page.see("@health[data-state=good]").await;
        // In whatever way the browser words it that nobody answers.
        page.expects("net::ERR_");
        server.kill();
        page.see("@health[data-state=lost]").await;
        let again = ["serve", "--listen", &public.to_string(), "--admin", &admin.to_string()].map(str::to_owned);
        let again = crate::binary::Running::start(&mut stage.command(&again.each_ref().map(String::as_str)));
        page.see("@health[data-state=good]").await;
        drop(again);
    })
    .await;
}
