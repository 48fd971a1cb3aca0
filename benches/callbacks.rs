//! Callbacks under load, on the real binary: many under way at once, accepting them at a steady rate, and `kill -9`.
//!
//! `cargo bench --bench callbacks` prints one line a figure and exits 1 when one is over its limit. Everything runs on loopback, in a
//! temporary folder, with an upstream and a Kakao of its own in this process.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark may stop, prints its figures, and sets its own stage"
)]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, sleep_until};

/// What a callback waits for after useCallback.
const SETTLE: Duration = Duration::from_secs(1);
/// Nothing that is waited for takes this long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(90);

static FAILED: AtomicBool = AtomicBool::new(false);

fn show(what: &str, value: f64, limit: f64, unit: &str) {
    let over = value > limit;
    FAILED.fetch_or(over, Ordering::Relaxed);
    println!("{what}: {value:.2} {unit} (at most {limit} {unit}){}", if over { "  OVER" } else { "" });
}

#[tokio::main]
async fn main() {
    under_way_at_once(1_000).await;
    accepting(500, Duration::from_secs(10)).await;
    killed(10).await;
    std::process::exit(i32::from(FAILED.load(Ordering::Relaxed)));
}

/// So many callbacks wait for their upstream at the same time.
async fn under_way_at_once(count: usize) {
    // Long enough for the last request to come before the first answer goes.
    let stage = Stage::set(|n| Duration::from_millis(6_000 + (n as u64 * 7_919) % 4_000)).await;
    let mut server = stage.serve();
    stage.load(&server, 0..20, 100).await;
    stage.delivered(20).await;
    let before = server.resident_kib();
    stage.load(&server, 20..20 + count, 500).await;
    let pending = server.status().await["callbacks"]["pending"].as_f64().unwrap();
    let each = (server.resident_kib() - before) / pending;
    show(&format!("memory for each of {pending} callbacks under way"), each, 20.0, "KiB");
    stage.delivered(20 + count).await;
    let book = stage.book.lock().unwrap();
    show("not delivered", (20 + count - book.taken()) as f64, 0.0, "callbacks");
    show("posted before the useCallback answer was read, or within the settle second", book.early as f64, 0.0, "POSTs");
    show("posted twice", book.twice as f64, 0.0, "POSTs");
    let late = quantiles(book.turns.values().filter_map(Turn::delay).collect());
    show("from the upstream's answer to the POST beyond the settle second, median", late.0, 50.0, "ms");
    show("from the upstream's answer to the POST beyond the settle second, p99", late.1, 50.0, "ms");
    server.kill();
}

/// Callbacks are accepted at this rate, whether the server keeps up or not.
async fn accepting(rate: usize, time: Duration) {
    let stage = Stage::set(|_| Duration::from_millis(50)).await;
    let mut server = stage.serve();
    stage.load(&server, 0..rate / 2, rate).await;
    stage.book.lock().unwrap().accepted.clear();
    let count = rate / 2 + rate * usize::try_from(time.as_secs()).unwrap();
    stage.load(&server, rate / 2..count, rate).await;
    stage.delivered(count).await;
    let book = stage.book.lock().unwrap();
    let took = quantiles(book.accepted.clone());
    show(&format!("request to useCallback at {rate} a second, journal included, median"), took.0, 20.0, "ms");
    show(&format!("request to useCallback at {rate} a second, journal included, p99"), took.1, 20.0, "ms");
    show("not delivered", (count - book.taken()) as f64, 0.0, "callbacks");
    show("posted early or twice", (book.early + book.twice) as f64, 0.0, "POSTs");
    server.kill();
}

/// `kill -9` at random moments under load; the next process goes on.
async fn killed(rounds: u64) {
    let (mut acknowledged, mut lost, mut expired, mut recovered) = (0, 0, 0.0, 0.0);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..rounds {
        let stage = Arc::new(Stage::set(|n| Duration::from_millis((n as u64 * 7_919) % 2_500)).await);
        let mut server = stage.serve();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = Duration::from_millis(300 + (random >> 33) % 2_700);
        let load = tokio::spawn({
            let (stage, at) = (Arc::clone(&stage), server.public);
            async move { stage.load_at(at, 0..400, 150).await }
        });
        sleep(moment).await;
        server.kill();
        load.await.unwrap();
        let mut server = stage.serve();
        let heard = stage.book.lock().unwrap().heard();
        let begun = Instant::now();
        loop {
            let callbacks = server.status().await["callbacks"].clone();
            let missing = stage.book.lock().unwrap().missing();
            let gone = callbacks["expired"].as_u64().unwrap();
            let accounted = missing as u64 <= gone;
            if accounted || begun.elapsed() > PATIENCE {
                lost += if accounted { 0 } else { missing };
                acknowledged += heard;
                expired += callbacks["expired"].as_f64().unwrap();
                recovered += callbacks["recovered"].as_f64().unwrap();
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        server.kill();
    }
    println!(
        "kill -9, {rounds} times: {acknowledged} acknowledged, {recovered} of those under way recovered, {expired} past their time"
    );
    show("acknowledged and neither delivered nor counted", f64::from(u32::try_from(lost).unwrap()), 0.0, "callbacks");
}

/// Median and 99th percentile.
fn quantiles(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let at =
        |share: usize| values.get((values.len() * share / 100).min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN);
    (at(50), at(99))
}

/// What one callback has been through.
#[derive(Clone, Copy, Default)]
struct Turn {
    /// The useCallback answer was read to its end.
    heard: Option<Instant>,
    /// The upstream answered, the last time it was asked.
    answered: Option<Instant>,
    /// Kakao took the POST.
    taken: Option<Instant>,
}

impl Turn {
    /// How long after it could have come, ms.
    fn delay(&self) -> Option<f64> {
        let due = self.answered?.max(self.heard? + SETTLE);
        Some(self.taken?.saturating_duration_since(due).as_secs_f64() * 1_000.0)
    }
}

#[derive(Default)]
struct Book {
    turns: HashMap<usize, Turn>,
    /// From the moment a request was due to the end of its answer, ms.
    accepted: Vec<f64>,
    early: usize,
    twice: usize,
}

impl Book {
    fn heard(&self) -> usize {
        self.turns.values().filter(|turn| turn.heard.is_some()).count()
    }

    fn taken(&self) -> usize {
        self.turns.values().filter(|turn| turn.taken.is_some()).count()
    }

    fn missing(&self) -> usize {
        self.turns.values().filter(|turn| turn.heard.is_some() && turn.taken.is_none()).count()
    }
}

/// The neighbours and a folder for the server.
struct Stage {
    folder: tempfile::TempDir,
    kakao: SocketAddr,
    book: Arc<Mutex<Book>>,
    /// Connections to the server that nobody uses now.
    idle: Mutex<Vec<BufReader<TcpStream>>>,
}

impl Stage {
    /// With an upstream that takes this long for each request.
    async fn set(takes: impl Fn(usize) -> Duration + Send + Sync + 'static) -> Self {
        let book = Arc::<Mutex<Book>>::default();
        let (noted, takes) = (Arc::clone(&book), Arc::new(takes));
        let upstream = listen(move |_, body| {
            let (noted, takes) = (Arc::clone(&noted), Arc::clone(&takes));
            async move {
                let payload: Value = serde_json::from_slice(&body).unwrap();
                let n = payload["userRequest"]["utterance"].as_str().unwrap().parse().unwrap();
                sleep(takes(n)).await;
                noted.lock().unwrap().turns.entry(n).or_default().answered = Some(Instant::now());
                json!({ "answer": "예가체프가 새로 들어왔어요." })
            }
        })
        .await;
        let noted = Arc::clone(&book);
        let kakao = listen(move |target, _| {
            let said = take(&noted, &target);
            async move { json!({ "taskId": "t", "status": if said.is_empty() { "SUCCESS" } else { "FAIL" }, "message": said, "timestamp": 0 }) }
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        let skills = format!(
            "skills:\n  /skill/ask:\n    upstream: {{ url: \"http://{upstream}/answer\", concurrency: 5000 }}\n    callback: true\n    wait: \"{{{{utterance}}}} 찾는 중\"\n    reply: \"{{{{upstream.answer}}}}\"\n"
        );
        std::fs::write(folder.path().join("skills.yaml"), skills).unwrap();
        Self { folder, kakao, book, idle: Mutex::default() }
    }

    fn serve(&self) -> Server {
        self.idle.lock().unwrap().clear();
        Server::start(self.folder.path(), self.kakao)
    }

    async fn load(&self, server: &Server, numbers: std::ops::Range<usize>, rate: usize) {
        self.load_at(server.public, numbers, rate).await;
    }

    /// One request after the other at this rate, however long each takes.
    async fn load_at(&self, server: SocketAddr, numbers: std::ops::Range<usize>, rate: usize) {
        let (begun, first) = (tokio::time::Instant::now(), numbers.start);
        let requests = numbers.map(|n| async move {
            let due = begun + Duration::from_secs_f64((n - first) as f64 / rate as f64);
            sleep_until(due).await;
            // The server may have been killed.
            if self.ask(server, n).await.is_some() {
                let took = due.elapsed().as_secs_f64() * 1_000.0;
                let mut book = self.book.lock().unwrap();
                book.accepted.push(took);
                book.turns.entry(n).or_default().heard = Some(Instant::now());
            }
        });
        futures_util::future::join_all(requests).await;
    }

    async fn ask(&self, server: SocketAddr, n: usize) -> Option<()> {
        let body = json!({
            "intent": { "id": "65f0c1d2a3b4c5d6e7f80912", "name": "AI 상담" },
            "userRequest": {
                "timezone": "Asia/Seoul", "lang": "ko", "utterance": n.to_string(),
                "params": { "ignoreMe": "true", "surface": "Kakaotalk.plusfriend" },
                "block": { "id": "65f0c1d2a3b4c5d6e7f80912", "name": "AI 상담" },
                "user": { "id": format!("user-{n:064}"), "type": "botUserKey", "properties": { "isFriend": true } },
                "callbackUrl": format!("http://{}/callback/{n}", self.kakao),
            },
            "bot": { "id": "65f0c1d2a3b4c5d6e7f80913", "name": "도담카페" },
            "action": { "id": "65f0c1d2a3b4c5d6e7f80914", "name": "상담", "params": {}, "detailParams": {}, "clientExtra": {} },
        })
        .to_string();
        let idle = self.idle.lock().unwrap().pop();
        let mut stream = match idle {
            Some(stream) => stream,
            None => connect(server).await?,
        };
        let head = format!("POST /skill/ask HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(format!("{head}{body}").as_bytes()).await.ok()?;
        let (_, answer) = message(&mut stream).await?;
        let answer: Value = serde_json::from_slice(&answer).ok()?;
        assert_eq!(answer["useCallback"], true, "{answer}");
        self.idle.lock().unwrap().push(stream);
        Some(())
    }

    /// Waits until so many were delivered, or for as long as any can take.
    async fn delivered(&self, count: usize) {
        let begun = Instant::now();
        while self.book.lock().unwrap().taken() < count && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Why Kakao does not take this POST; empty when it does.
fn take(book: &Mutex<Book>, target: &str) -> &'static str {
    let now = Instant::now();
    let mut book = book.lock().unwrap();
    let n: usize = target.rsplit('/').next().unwrap().parse().unwrap();
    let turn = book.turns.entry(n).or_default();
    match (turn.heard, turn.taken) {
        (_, Some(_)) => {
            book.twice += 1;
            "Invalid callback token. Check your callback token."
        }
        (Some(heard), None) => {
            turn.taken = Some(now);
            // A clock's tick of grace.
            book.early += usize::from(now.duration_since(heard) + Duration::from_millis(50) < SETTLE);
            ""
        }
        (None, None) => {
            book.early += 1;
            "Invalid callback token. Check your callback token."
        }
    }
}

/// An HTTP server on loopback that keeps connections open: target and body in, JSON out.
async fn listen<F, A>(answer: F) -> SocketAddr
where
    F: Fn(String, Vec<u8>) -> A + Send + Sync + 'static,
    A: Future<Output = Value> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            stream.set_nodelay(true).unwrap();
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                while let Some((line, body)) = message(&mut stream).await {
                    let target = line.split(' ').nth(1).unwrap().to_owned();
                    let json = answer(target, body).await.to_string();
                    let head =
                        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", json.len());
                    if stream.write_all(format!("{head}{json}").as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    at
}

async fn connect(to: SocketAddr) -> Option<BufReader<TcpStream>> {
    let stream = TcpStream::connect(to).await.ok()?;
    stream.set_nodelay(true).ok()?;
    Some(BufReader::new(stream))
}

/// The first line and the body of one HTTP message with a length; `None` at the end of the connection.
async fn message(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = Vec::with_capacity(512);
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(|n| n.parse().unwrap()));
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    Some((head.lines().next().unwrap().to_owned(), body))
}

/// The binary, running.
struct Server {
    child: Child,
    public: SocketAddr,
    admin: SocketAddr,
}

impl Server {
    fn start(folder: &Path, kakao: SocketAddr) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_talkplate"))
            .args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--callback-hosts", &format!("http://{kakao}")])
            .current_dir(folder)
            .env_clear()
            .env("TALKPLATE_STATE_DIR", folder.join("state"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
        let mut address = || lines.next().unwrap().unwrap().rsplit("http://").next().unwrap().trim().parse().unwrap();
        let (public, admin) = (address(), address());
        Self { child, public, admin }
    }

    async fn status(&mut self) -> Value {
        let mut stream = connect(self.admin).await.unwrap();
        let request = format!("GET /api/status HTTP/1.1\r\nhost: {}\r\n\r\n", self.admin);
        stream.write_all(request.as_bytes()).await.unwrap();
        serde_json::from_slice(&message(&mut stream).await.unwrap().1).unwrap()
    }

    fn resident_kib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// `kill -9`.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
