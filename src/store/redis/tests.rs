//! The journal in a real Redis, which every test starts for itself on a socket file.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use super::*;
use crate::store::testing::promise;

const PATIENCE: Duration = Duration::from_secs(20);
/// Long enough for a busy machine to stay alive, short enough to die in a test.
const QUICK: Pace = Pace { beat: Duration::from_millis(100), life: Duration::from_secs(2) };

struct Server {
    folder: TempDir,
    child: Option<Child>,
}

impl Server {
    async fn start() -> Self {
        let mut server = Self::down();
        server.come_up().await;
        server
    }

    fn down() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), child: None }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    async fn come_up(&mut self) {
        let folder = self.folder.path().to_str().unwrap();
        let socket = self.socket().display().to_string();
        let child = Command::new("redis-server")
            .args(["--port", "0", "--unixsocket", &socket, "--dir", folder, "--save", "", "--appendonly", "yes"])
            .args(["--appendfsync", "always"])
            .stdout(Stdio::null())
            .spawn();
        self.child = Some(child.expect("these tests need redis-server (Debian: apt-get install redis-server)"));
        eventually(async || std::os::unix::net::UnixStream::connect(self.socket()).ok()).await;
    }

    fn die(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn replica(&self) -> Redis {
        Redis::with(&self.url(), Lang::En, QUICK).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.die();
        }
    }
}

async fn eventually<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "it never came");
        sleep(Duration::from_millis(10)).await;
    }
}

/// What there is to take over, sorted; waits until there is something.
async fn taken_over(replica: &Redis) -> Vec<Promise> {
    let look = async || replica.recover().await.ok().filter(|left| !left.is_empty());
    let mut left: Vec<_> = eventually(look).await.into_iter().map(|(_, promise)| promise).collect();
    left.sort_by(|a, b| a.request_id.cmp(&b.request_id));
    left
}

/// Waits until a replica has said that it lives.
async fn lives(replica: &Redis) {
    let said: bool = one(replica.line.ask(pipe().exists(name("replica", &replica.me))).await).unwrap();
    if !said {
        let there = async || one::<bool>(replica.line.ask(pipe().exists(name("replica", &replica.me))).await).ok().filter(|is| *is);
        eventually(there).await;
    }
}

fn answer(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

#[tokio::test]
async fn another_replica_takes_over_what_a_dead_one_left_and_only_that() {
    let server = Server::start().await;
    let (dying, living) = (server.replica(), server.replica());
    lives(&dying).await;
    lives(&living).await;
    living.promise(promise("its own")).await.unwrap();
    dying.promise(promise("a")).await.unwrap();
    let answered = dying.promise(promise("b")).await.unwrap();
    dying.answered(answered, answer("답")).await.unwrap();
    let done = dying.promise(promise("c")).await.unwrap();
    dying.done(done);
    let gone = async || {
        let there: bool = one(living.line.ask(pipe().exists(name("promise", done.0))).await).unwrap();
        (!there).then_some(())
    };
    eventually(gone).await;
    let other = server.replica();
    lives(&other).await;
    assert!(other.recover().await.unwrap().is_empty(), "they live");
    // As a kill does it: nothing is said any more.
    drop(dying);
    assert_eq!(taken_over(&other).await, [promise("a"), Promise { answer: Some(answer("답")), ..promise("b") }]);
    assert!(other.recover().await.unwrap().is_empty());
    assert!(living.recover().await.unwrap().is_empty());
}

#[tokio::test]
async fn two_that_take_over_at_once_share_what_is_left() {
    let server = Server::start().await;
    let leaving = server.replica();
    lives(&leaving).await;
    for number in 0..300 {
        leaving.promise(promise(&number.to_string())).await.unwrap();
    }
    let (one, two) = (server.replica(), server.replica());
    leaving.flush().await;
    let (left, right) = tokio::join!(one.recover(), two.recover());
    let mut keys: Vec<_> = left.unwrap().into_iter().chain(right.unwrap()).map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 300);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 300, "each was taken over once");
}

#[tokio::test]
async fn only_one_replica_may_post_an_answer() {
    let server = Server::start().await;
    let (one, two) = (server.replica(), server.replica());
    let key = one.promise(promise("a")).await.unwrap();
    assert!(one.claim(key).await);
    assert!(!two.claim(key).await);
    assert!(one.claim(key).await, "its own claim is no obstacle to a second try");
}

#[tokio::test]
async fn a_late_answer_is_given_once_by_whichever_replica_is_asked() {
    let server = Server::start().await;
    let (one, two) = (server.replica(), server.replica());
    let (user, other) = (LateKey::new("u", "/skill/ask"), LateKey::new("v", "/skill/ask"));
    one.keep_late(&user, answer("늦은 답"), now_ms() + 60_000).await.unwrap();
    one.keep_late(&other, answer("지난 답"), 1).await.unwrap();
    assert!(two.has_late());
    assert_eq!(two.take_late(&other).await, None);
    assert_eq!(two.take_late(&user).await, Some(answer("늦은 답")));
    assert_eq!(one.take_late(&user).await, None);
}

#[tokio::test]
async fn without_redis_callbacks_go_on_in_memory_until_it_is_there() {
    let mut server = Server::down();
    let replica = server.replica();
    let user = LateKey::new("u", "/skill/ask");
    let before = Instant::now();
    assert!(matches!(replica.promise(promise("a")).await, Err(StoreError::Redis(_))));
    assert!(replica.keep_late(&user, answer("늦은 답"), i64::MAX).await.is_err());
    assert!(replica.claim(Key(1)).await, "the answer goes out");
    assert!(before.elapsed() < Duration::from_secs(3), "nobody waits for it");
    assert!(replica.has_late());
    assert_eq!(replica.take_late(&user).await, Some(answer("늦은 답")));
    server.come_up().await;
    eventually(async || replica.promise(promise("b")).await.ok()).await;
    server.die();
    assert!(replica.promise(promise("c")).await.is_err());
    server.come_up().await;
    eventually(async || replica.promise(promise("d")).await.ok()).await;
    drop(replica);
    let ids: Vec<_> = taken_over(&server.replica()).await.into_iter().map(|promise| promise.request_id).collect();
    assert_eq!(ids, ["b", "d"], "what Redis had acknowledged survived it");
}

#[tokio::test]
async fn a_url_that_is_none_is_an_error_without_its_password() {
    for url in ["", "localhost:6379", "http://:geheim@localhost", "redis://:geheim@[", "redis://:geheim@h/x"] {
        let Err(why) = Redis::open(url, Lang::En) else { panic!("{url}") };
        assert!(!why.to_string().contains("geheim"), "{why}");
    }
}
