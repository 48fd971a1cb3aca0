//! The page opens; and the harness sees what it has to see.

use super::page::visit;
use crate::binary::Stage;
use crate::neighbour::{Neighbour, response};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_opens_in_silence() {
    let stage = Stage::with("skills:\n  /skill/hello: 안녕하세요!\n");
    let server = stage.serve(&[]);
    visit(server.admin, "/", async |page| {
        page.reads("body", "Talkplate").await;
    })
    .await;
}

/// A page that does what a page must not do.
async fn visit_page_with(html: &str) {
    let server = Neighbour::saying(response("200 OK", "text/html", html)).await;
    visit(server.address(), "/", async |page| page.reads("body", "here").await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[should_panic(expected = "console is not silent")]
async fn a_page_that_breaks_its_policy_is_told() {
    visit_page_with(
        "<link rel=icon href='data:,'><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>1</script>here",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[should_panic(expected = "asked somebody else")]
async fn a_page_that_asks_somebody_else_is_told() {
    let other = Neighbour::saying(response("200 OK", "image/gif", "GIF89a")).await;
    visit_page_with(&format!("<link rel=icon href='data:,'><img src='{}/x.gif'>here", other.origin())).await;
}
