//! Callbacks that outlive the process: `kill -9` in the middle of the deliveries, and a second signal.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::app::{bubble, client, says};
use crate::binary::{Running, Stage, until};
use crate::kakao::FakeKakao;
use crate::neighbour::{Neighbour, json as ok};

/// How many callbacks are under way.
const CALLBACKS: usize = 30;

fn stage(upstream: &Neighbour) -> Stage {
    Stage::with(&format!(
        "skills:\n  /skill/ask:\n    upstream: {}/answer\n    callback: true\n    reply: \"답: {{{{upstream.answer}}}}\"\n",
        upstream.origin()
    ))
}

fn serve(stage: &Stage, kakao: &FakeKakao) -> Running {
    stage.serve(&["--callback-hosts", &kakao.hosts(), "--lang", "en"])
}

/// A user says something: the token, when the useCallback answer was read to its end.
async fn user_says(kakao: Arc<FakeKakao>, server: std::net::SocketAddr, utterance: String) -> Option<String> {
    let (token, url) = kakao.hand_out();
    let mut payload = says(&utterance);
    payload["userRequest"]["callbackUrl"] = json!(url);
    let answer = client().post(format!("http://{server}/skill/ask")).body(payload.to_string()).send().await.ok()?;
    let answer: Value = answer.json().await.ok()?;
    assert_eq!(answer["useCallback"], true, "{answer}");
    kakao.heard(&token, &answer);
    Some(token)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_callback_survives_a_kill_in_the_middle_of_the_deliveries() {
    // Some answer before the settle second is over, some after.
    let turn = Arc::new(AtomicUsize::new(0));
    let upstream = Neighbour::start(move |_, mut stream| {
        let turn = turn.fetch_add(1, Ordering::Relaxed) as u64;
        async move {
            tokio::time::sleep(Duration::from_millis(turn % 4 * 600)).await;
            let _ = stream.write_all(&ok(&json!({ "answer": "네" }))).await;
        }
    })
    .await;
    let (kakao, stage) = (Arc::new(FakeKakao::start().await), stage(&upstream));
    let server = serve(&stage, &kakao);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let mut users = JoinSet::new();
    for n in 0..CALLBACKS {
        let (kakao, acknowledged, server) = (Arc::clone(&kakao), Arc::clone(&acknowledged), server.public);
        users.spawn(async move {
            let token = user_says(kakao, server, n.to_string()).await;
            acknowledged.lock().unwrap().extend(token);
        });
    }
    tokio::task::block_in_place(|| until("some deliveries", || (kakao.posts() >= 9).then_some(()))).expect("some deliveries");
    server.kill();
    while users.join_next().await.is_some() {}
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(!acknowledged.is_empty());

    let server = serve(&stage, &kakao);
    let all = || acknowledged.iter().all(|token| !kakao.waiting().contains(token)).then_some(());
    let delivered = tokio::task::block_in_place(|| until("every callback", all));
    let missing: Vec<_> = acknowledged.iter().filter(|token| kakao.waiting().contains(token)).collect();
    assert!(delivered.is_some(), "{} of {} are missing\n{}", missing.len(), acknowledged.len(), server.log());
    assert_eq!(server.status()["callbacks"]["expired"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sigterm_leaves_the_callback_to_the_next_process() {
    let go = Arc::new(Semaphore::new(0));
    let may_go = Arc::clone(&go);
    let upstream = Neighbour::start(move |_, mut stream| {
        let go = Arc::clone(&may_go);
        async move {
            go.acquire().await.unwrap().forget();
            let _ = stream.write_all(&ok(&json!({ "answer": "다시 물은 답" }))).await;
        }
    })
    .await;
    let (kakao, stage) = (Arc::new(FakeKakao::start().await), stage(&upstream));
    let mut server = serve(&stage, &kakao);
    let token = user_says(Arc::clone(&kakao), server.public, "원두".to_owned()).await.expect("useCallback");
    tokio::task::block_in_place(|| {
        until("the upstream is asked", || (!upstream.got().is_empty()).then_some(())).unwrap();
        server.signal("TERM");
        server.wait_log("stopping", 1);
        server.signal("TERM");
        assert_eq!(server.wait_end().code(), Some(0), "{}", server.log());
    });
    assert_eq!(kakao.posts(), 0);
    let next = serve(&stage, &kakao);
    go.add_permits(2);
    assert_eq!(bubble(&kakao.taken(&token).await.0), "답: 다시 물은 답");
    tokio::task::block_in_place(|| {
        until("it is counted", || (next.status()["callbacks"]["done"] == 1).then_some(())).expect("it is counted");
    });
    assert_eq!(next.status()["callbacks"]["recovered"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_on_no_disk_gets_its_fallback_before_the_process_ends() {
    let upstream = Neighbour::start(|_, stream| async move {
        let _held = stream;
        std::future::pending::<()>().await;
    })
    .await;
    let (kakao, stage) = (Arc::new(FakeKakao::start().await), stage(&upstream));
    // A folder stands where the journal's file would.
    std::fs::create_dir_all(stage.state.path().join("callbacks.redb")).unwrap();
    let mut server = serve(&stage, &kakao);
    let token = user_says(Arc::clone(&kakao), server.public, "원두".to_owned()).await.expect("useCallback");
    tokio::task::block_in_place(|| {
        server.signal("TERM");
        server.wait_log("stopping", 1);
        server.signal("TERM");
        assert_eq!(server.wait_end().code(), Some(0), "{}", server.log());
    });
    assert!(bubble(&kakao.taken(&token).await.0).contains("죄송해요"));
}
