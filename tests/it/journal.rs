//! Promises outlive the program: the real one is killed, and what it promised is kept by the next.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{bubble, says};
use crate::binary::{Stage, try_request};
use crate::kakao::FakeKakao;
use crate::neighbour::{self, Neighbour};

fn shop(upstream: &str) -> Stage {
    Stage::with(&format!(
        "skills:\n  /skill/ask:\n    upstream: {upstream}/answer\n    callback: true\n    reply: '답: {{{{upstream.answer}}}}'\n    fallback: 지금은 어려워요.\n"
    ))
}

/// A user asks: the token, if the promise was heard to its end.
async fn ask(kakao: Arc<FakeKakao>, server: std::net::SocketAddr) -> Option<String> {
    let (token, url) = kakao.hand_out();
    let mut payload = says("원두");
    payload["userRequest"]["callbackUrl"] = json!(url);
    let asked = tokio::task::spawn_blocking(move || try_request(server, "POST", "/skill/ask", &payload.to_string()));
    let (_, body) = asked.await.unwrap().ok()?;
    let answer: Value = serde_json::from_str(&body).ok()?;
    kakao.heard(&token, &answer);
    (answer["useCallback"] == true).then_some(token)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_callback_is_lost_when_the_server_is_killed_under_load() {
    let upstream = Neighbour::saying(neighbour::json(&json!({ "answer": "네" }))).await;
    let kakao = Arc::new(FakeKakao::start().await);
    let stage = shop(&upstream.origin());
    let serve = || stage.serve(&["--callback-hosts", &kakao.hosts(), "--lang", "en"]);
    let mut server = serve();
    let mut promised = Vec::new();
    for heard_before_the_kill in [1, 17, 40] {
        let mut asking = JoinSet::new();
        for _ in 0..60 {
            asking.spawn(ask(Arc::clone(&kakao), server.public));
        }
        let mut heard = 0;
        while heard < heard_before_the_kill {
            let token = asking.join_next().await.unwrap().unwrap();
            heard += usize::from(token.is_some());
            promised.extend(token);
        }
        server.kill();
        // What Kakao had read by then was promised as well.
        while let Some(token) = asking.join_next().await {
            promised.extend(token.unwrap());
        }
        server = serve();
    }
    assert!(promised.len() >= 58);
    for token in &promised {
        let response = kakao.delivered(token).await;
        assert_eq!(bubble(&response), "답: 네");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_folder_that_cannot_be_written_stops_no_callback_and_is_said_aloud() {
    let upstream = Neighbour::saying(neighbour::json(&json!({ "answer": "네" }))).await;
    let kakao = Arc::new(FakeKakao::start().await);
    let stage = shop(&upstream.origin());
    stage.write("file", "a file where the folder belongs");
    let server = stage.serve(&["--callback-hosts", &kakao.hosts(), "--state-dir", "file"]);
    let token = ask(Arc::clone(&kakao), server.public).await.unwrap();
    assert_eq!(bubble(&kakao.delivered(&token).await), "답: 네");
    server.wait_log("콜백 약속을 디스크에 적어 둘 수 없어서 메모리에만 두고 있어요", 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_redis_url_is_said_without_its_password() {
    let stage = shop("https://api.example.com");
    let ran = stage.run(&["serve", "--redis", "http://:geheim@localhost", "--listen", "127.0.0.1:0", "--admin", "off"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--redis") && !ran.err.contains("geheim"), "{}", ran.err);
}

/// Replicas that share a Redis.
#[cfg(feature = "redis")]
mod replicas {
    use std::process::{Child, Command, Stdio};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tempfile::TempDir;
    use tokio::io::AsyncWriteExt;

    use super::*;
    use crate::binary::{Running, until};

    struct Redis {
        folder: TempDir,
        child: Child,
    }

    impl Redis {
        fn start() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let socket = folder.path().join("redis.sock");
            let mut command = Command::new("redis-server");
            command.args(["--port", "0", "--save", "", "--unixsocket"]).arg(&socket).arg("--dir").arg(folder.path());
            let child = command.stdout(Stdio::null()).spawn();
            let child = child.expect("this test needs redis-server (Debian: apt-get install redis-server)");
            until("redis", || std::os::unix::net::UnixStream::connect(&socket).ok()).unwrap();
            Self { folder, child }
        }

        fn url(&self) -> String {
            format!("unix://{}", self.folder.path().join("redis.sock").display())
        }
    }

    impl Drop for Redis {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_one_leaves_another_takes_over() {
        // Nobody answers the first one; whoever takes over asks again.
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let upstream = Neighbour::start(move |_, mut stream| {
            let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                if first {
                    std::future::pending::<()>().await;
                }
                let _ = stream.write_all(&neighbour::json(&json!({ "answer": "네" }))).await;
            }
        })
        .await;
        let (redis, kakao) = (Redis::start(), Arc::new(FakeKakao::start().await));
        let stages = [shop(&upstream.origin()), shop(&upstream.origin())];
        let serve = |stage: &Stage| stage.serve(&["--callback-hosts", &kakao.hosts(), "--redis", &redis.url()]);
        let mut replicas: Vec<Running> = stages.iter().map(serve).collect();
        let token = ask(Arc::clone(&kakao), replicas[0].public).await.unwrap();
        until("the upstream", || (asked.load(Ordering::SeqCst) > 0).then_some(())).unwrap();
        // The second signal leaves the rest to whoever comes.
        replicas[0].signal("TERM");
        until("the first signal", || try_request(replicas[0].public, "GET", "/healthz", "").err()).unwrap();
        replicas[0].signal("TERM");
        replicas[0].wait_end();
        assert_eq!(bubble(&kakao.delivered(&token).await), "답: 네");
        assert_eq!((kakao.posts(), asked.load(Ordering::SeqCst)), (1, 2));
    }
}
