//! Upstreams that do everything wrong that a server can do: the chat user gets the fallback in time, the operator reads why.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use talkplate::outbound::{Http, Outbound};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::app::{TestApp, says};
use crate::binary::Stage;
use crate::neighbour::{Neighbour, json, read, response};

const FALLBACK: &str = "지금은 답을 드리기 어려워요.";
/// Longer than the skills' 700 ms by what a busy machine may take; far from Kakao's 5 s.
const IN_TIME: Duration = Duration::from_secs(3);

/// One upstream, and what is to be seen of it.
struct Case {
    name: &'static str,
    origin: String,
    /// What the user is told.
    said: &'static str,
    /// What the log says; any of these.
    told: &'static [&'static str],
}

fn case(name: &'static str, origin: String, told: &'static [&'static str]) -> Case {
    Case { name, origin, said: FALLBACK, told }
}

/// Answers whoever connects with these bytes, and then does nothing more, the connection open.
async fn says_and_waits(bytes: impl Into<Vec<u8>>) -> String {
    repeats(bytes, Vec::new(), Duration::MAX).await
}

/// Begins with one thing and goes on with the other for ever.
async fn repeats(first: impl Into<Vec<u8>>, then: impl Into<Vec<u8>>, every: Duration) -> String {
    let (first, then) = (first.into(), then.into());
    let server = Neighbour::start(move |_, mut stream| {
        let (first, then) = (first.clone(), then.clone());
        async move {
            let _ = stream.write_all(&first).await;
            if every == Duration::MAX {
                // Until the other side gives up.
                let _ = stream.read(&mut [0]).await;
                return;
            }
            let mut every = tokio::time::interval(every.max(Duration::from_micros(1)));
            while stream.write_all(&then).await.is_ok() {
                every.tick().await;
            }
        }
    })
    .await;
    server.origin()
}

async fn says_and_closes(bytes: impl Into<Vec<u8>>) -> String {
    Neighbour::saying(bytes).await.origin()
}

async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Waits for no request.
async fn speaks_first(bytes: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(bytes.as_bytes()).await;
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    format!("http://{at}")
}

/// A TLS server with a certificate it made itself.
fn self_signed() -> String {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let _ = std::io::Read::read(&mut StreamOwned::new(connection, stream), &mut [0]);
        }
    });
    format!("https://localhost:{port}")
}

async fn cases() -> Vec<Case> {
    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    const NO_NAME: &[&str] = &["서버의 이름을 찾지 못했어요", "시간 안에 답이 오지 않았어요"];
    const LATE: &[&str] = &["시간 안에 답이 오지 않았어요"];
    const BROKE: &[&str] = &["연결이 끊겼어요: 답을 끝까지 보내지 않고 상대 서버가 연결을 닫았어요"];
    const NOT_HTTP: &[&str] = &["서버의 답이 HTTP 형식이 아니에요"];
    const TOO_LARGE: &[&str] = &["답이 1 MiB를 넘어요"];
    const UNUSABLE: &[&str] = &["외부 서버의 답을 쓸 수 없어요"];
    let garbage =
        |bytes: &'static [u8]| [b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n", bytes].concat();
    let flood = "x-one-of-many: y\r\n".repeat(10_000);
    let moved = |status: &str, to: &str| format!("HTTP/1.1 {status} Moved\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
    vec![
        // Where no name server answers it may also just take too long.
        case("dns", "http://no-such-host.invalid".to_owned(), NO_NAME),
        case("refused", closed_port().await, &["연결하지 못했어요: 그 주소와 포트에서 연결을 받는 프로그램이 없어요"]),
        case("self-signed", self_signed(), &["서버의 인증서를 확인해 주세요: invalid peer certificate"]),
        case(
            "no-tls",
            speaks_first("HTTP/1.1 400 Bad Request\r\n\r\n").await.replace("http:", "https:"),
            &["안전한 연결(TLS)을 맺지 못했어요"],
        ),
        case("silence", says_and_waits("").await, LATE),
        case("half-closed", says_and_closes(format!("{OK}content-length: 100\r\n\r\n{{\"answer\"")).await, BROKE),
        case("stalled-body", says_and_waits(format!("{OK}content-length: 100\r\n\r\n{{\"answer\"")).await, LATE),
        case("dripping-head", repeats("HTTP/1.1 200 OK\r\nx: ", "y", Duration::from_millis(40)).await, LATE),
        case("dripping-body", repeats(format!("{OK}\r\n"), " ", Duration::from_millis(40)).await, LATE),
        case("endless-body", repeats(format!("{OK}\r\n"), " ".repeat(65_536), Duration::ZERO).await, TOO_LARGE),
        case(
            "endless-chunks",
            repeats(
                format!("{OK}transfer-encoding: chunked\r\n\r\n"),
                format!("10000\r\n{}\r\n", " ".repeat(65_536)),
                Duration::ZERO,
            )
            .await,
            TOO_LARGE,
        ),
        case("endless-100", repeats("", "HTTP/1.1 100 Continue\r\n\r\n", Duration::from_millis(5)).await, LATE),
        case(
            "three-megabytes",
            says_and_closes(format!("{OK}content-length: 3145728\r\n\r\n{}", " ".repeat(3 << 20))).await,
            TOO_LARGE,
        ),
        case("moved-301", says_and_waits(moved("301", "https://kakao.com/")).await, &["상태 코드 301"]),
        case("moved-307", says_and_waits(moved("307", "/")).await, &["상태 코드 307"]),
        case("moved-in-a-circle", says_and_waits(moved("302", "/?key=s3cret")).await, &["상태 코드 302"]),
        case("html", says_and_closes(response("200 OK", "text/html", "<html>점검 중</html>")).await, &["웹 페이지"]),
        case("gzip", says_and_closes(garbage(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xec\xc0\x81\x00")).await, &["압축"]),
        case("binary", says_and_closes(garbage(b"\x00\xff\xfe\x01")).await, UNUSABLE),
        case("not-http", says_and_closes("220 mail.example.com ESMTP\r\n").await, NOT_HTTP),
        case(
            "broken-chunks",
            says_and_closes(format!("{OK}transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n")).await,
            NOT_HTTP,
        ),
        case("cut-chunks", says_and_closes(format!("{OK}transfer-encoding: chunked\r\n\r\n10\r\n{{}}")).await, BROKE),
        case("two-lengths", says_and_closes(format!("{OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}")).await, NOT_HTTP),
        case("header-flood", says_and_closes(format!("{OK}{flood}content-length: 2\r\n\r\n{{}}")).await, NOT_HTTP),
        case(
            "one-huge-header",
            repeats(format!("{OK}x: "), "y".repeat(65_536), Duration::ZERO).await,
            &["답의 헤더가 64 KiB를 넘어요"],
        ),
        Case { said: "답: 네", ..case("http-1.0", says_and_closes("HTTP/1.0 200 OK\r\n\r\n{\"answer\":\"네\"}").await, &[]) },
        Case { said: "답: ", ..case("no-content", says_and_waits("HTTP/1.1 204 No Content\r\n\r\n").await, &[]) },
        Case { said: "답: ", ..case("empty", says_and_waits("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await, &[]) },
        Case {
            said: "답: 네",
            ..case(
                "early-hints",
                says_and_waits([b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec(), json(&says_yes())].concat()).await,
                &[],
            )
        },
    ]
}

fn says_yes() -> serde_json::Value {
    serde_json::json!({ "answer": "네" })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_gets_the_fallback_in_time_and_the_log_says_why() {
    let cases = cases().await;
    let mut yaml = format!("defaults: {{ fallback: {FALLBACK}, timeout: 700ms }}\nskills:\n");
    for Case { name, origin, .. } in &cases {
        let reply = "답: {{upstream.answer}}";
        yaml += &["  /", name, ": { upstream: '", origin, "/?key=s3cret', reply: '", reply, "' }\n"].concat();
    }
    let asking = tokio::task::spawn_blocking(move || {
        let running = Stage::with(&yaml).serve(&[]);
        let mut wrong = Vec::new();
        for Case { name, said, told, .. } in cases {
            let began = Instant::now();
            let answer = running.ask(&format!("/{name}"));
            let took = began.elapsed();
            let skill = format!("skill=\"/{name}\"");
            if !told.is_empty() {
                running.wait_log(&skill, 1);
            }
            let log = running.log();
            let line = log.lines().find(|line| line.contains(&skill)).unwrap_or_default();
            let is_told = told.iter().any(|told| line.contains(told)) || (told.is_empty() && line.is_empty());
            if answer != said || took > IN_TIME || !is_told {
                wrong.push(format!("{name}: {answer} after {took:?}; {line}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(!running.log().contains("s3cret"), "{}", running.log());
    });
    asking.await.unwrap();
}

/// A server that keeps its connections open: what it says to the nth request of a connection, or hangs up on it.
struct KeepsOpen {
    at: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    /// A permit for each connection whose end was seen by both sides.
    ended: Arc<Semaphore>,
}

/// What to do with a connection after a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Answer,
    AnswerAndClose,
    HangUp,
}

impl KeepsOpen {
    async fn start(behave: fn(usize, usize) -> Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (connections, requests) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let ended = Arc::new(Semaphore::new(0));
        let (count, all, gone) = (Arc::clone(&connections), Arc::clone(&requests), Arc::clone(&ended));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let nth = count.fetch_add(1, Ordering::SeqCst) + 1;
                let (all, gone) = (Arc::clone(&all), Arc::clone(&gone));
                tokio::spawn(async move {
                    serve(stream, &all, |request| behave(nth, request)).await;
                    gone.add_permits(1);
                });
            }
        });
        Self { at, connections, requests, ended }
    }

    fn seen(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.requests.load(Ordering::SeqCst))
    }

    fn skill(&self, keys: &str) -> String {
        let reply = "reply: '{{upstream.answer}}'";
        format!("skills:\n  /a: {{ upstream: {{ url: 'http://{}', {keys} }}, fallback: {FALLBACK}, {reply} }}\n", self.at)
    }
}

async fn serve(mut stream: TcpStream, all: &AtomicUsize, behave: impl Fn(usize) -> Then) {
    let body = says_yes().to_string();
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let mut request = 0;
    while read(&mut stream).await.is_some() {
        request += 1;
        all.fetch_add(1, Ordering::SeqCst);
        let then = behave(request);
        if then == Then::HangUp {
            return;
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        if then == Then::AnswerAndClose {
            stream.shutdown().await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_kept_for_the_next_request() {
    let upstream = KeepsOpen::start(|_, _| Then::Answer).await;
    let app = TestApp::with(upstream.skill("method: POST")).start();
    for _ in 0..3 {
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), "네");
    }
    assert_eq!(upstream.seen(), (1, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_connection_that_was_closed_meanwhile_costs_no_request() {
    let upstream = KeepsOpen::start(|_, _| Then::AnswerAndClose).await;
    let app = TestApp::with(upstream.skill("method: POST")).start();
    for _ in 0..5 {
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), "네");
        upstream.ended.acquire().await.unwrap().forget();
    }
    assert_eq!(upstream.seen(), (5, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_connection_that_breaks_under_a_request_is_replaced_where_that_is_safe() {
    for (keys, said) in [("method: GET", "네"), ("method: POST", FALLBACK), ("method: POST, retries: 1", "네")] {
        let upstream = KeepsOpen::start(|_, request| if request == 1 { Then::Answer } else { Then::HangUp }).await;
        let app = TestApp::with(upstream.skill(keys)).start();
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), "네");
        assert_eq!(app.post("/a", &says("안녕")).await.bubble(), said, "{keys}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_callback_has_a_connection_of_its_own() {
    let kakao = KeepsOpen::start(|_, _| Then::Answer).await;
    let http = Http::on(Handle::current());
    for _ in 0..3 {
        let posted = http.post(format!("http://{}/token", kakao.at), Bytes::from_static(b"{}"), IN_TIME).await;
        assert_eq!(posted.unwrap().status, 200);
    }
    assert_eq!(kakao.seen(), (3, 3));
}
