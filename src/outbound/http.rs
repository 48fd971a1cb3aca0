//! The real thing, on tokio, rustls and ureq-proto: no redirects, no proxies, no decompression, a total time limit and a cap on what is read.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};
use ureq_proto::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use ureq_proto::http::uri::InvalidUri;
use ureq_proto::http::{Method, Request, Uri};
use url::{Position, Url};

use super::client::{Clients, Whom};
use super::connect::Origin;
use super::retry::{self, Tried};
use super::url::{as_written, parse};
use super::wire::{Exchanged, exchange};
use super::{Ask, HOP, Outbound, OutboundError, Pending, Reply, Retries, Unsendable};

/// Calls out over HTTP.
pub struct Http {
    clients: Clients,
    /// Who this process is, for [`HOP`].
    hop: HeaderValue,
}

/// One finished request.
struct Call {
    whom: Whom,
    origin: Origin,
    /// Path and query.
    target: Uri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
    timeout: Duration,
    retries: Retries,
}

impl Http {
    /// Connections live on this runtime: the process's own, not a worker's, which ends before the last callback is sent.
    pub fn on(runtime: Handle) -> Self {
        Self { clients: Clients::on(runtime), hop: HeaderValue::from(fastrand::u64(..)) }
    }

    fn start(&self, call: Result<Call, OutboundError>) -> Pending<'_, Result<Reply, OutboundError>> {
        Box::pin(async move {
            let call = call?;
            let until = Instant::now() + call.timeout;
            // Whether the other side may have got anything of it.
            let stood = AtomicBool::new(false);
            match timeout_at(until, call.retries.run(until, || self.attempt(&call, &stood))).await {
                Ok(reply) => reply,
                Err(_) if stood.load(Ordering::Relaxed) => Err(OutboundError::Timeout),
                Err(_) => Err(OutboundError::ConnectTimeout),
            }
        })
    }

    async fn attempt(&self, call: &Call, stood: &AtomicBool) -> Tried {
        match self.exchange(call, stood).await {
            Ok(Exchanged { reply, retry_after, .. }) => {
                Tried { end: Ok(reply), rest: retry_after.and_then(|rest| retry::rest(&rest)) }
            }
            Err(why) => Tried { end: Err(why), rest: None },
        }
    }

    async fn exchange(&self, call: &Call, stood: &AtomicBool) -> Result<Exchanged, OutboundError> {
        let mut stream = self.clients.connection(call.whom, &call.origin).await?;
        stood.store(true, Ordering::Relaxed);
        let exchanged = exchange(&mut stream, call.request(), &call.body).await?;
        if exchanged.kept_alive {
            self.clients.keep(call.whom, &call.origin, stream);
        }
        Ok(exchanged)
    }
}

impl Outbound for Http {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.start(Call::upstream(ask).map(|mut call| {
            call.headers.insert(HOP, self.hop.clone());
            call
        }))
    }

    fn once(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.start(Call::upstream(ask).map(|call| Call { whom: Whom::Callback, retries: Retries::default(), ..call }))
    }

    fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"))]);
        let call = as_written(&url).and_then(|url| Call::new(Whom::Callback, Method::POST, &url, headers, Some(body)));
        self.start(call.map(|call| Call { timeout, ..call }))
    }

    fn sent(&self, hop: &[u8]) -> bool {
        self.hop.as_bytes() == hop
    }
}

impl Call {
    fn upstream(ask: Ask) -> Result<Self, OutboundError> {
        let method = Method::from_bytes(ask.method.as_bytes()).map_err(|_| refused(Unsendable::Method))?;
        let mut headers = HeaderMap::with_capacity(ask.headers.len() + 4);
        for (name, value) in &ask.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused(Unsendable::HeaderName))?;
            // The value may be a secret: never part of the message.
            let value = HeaderValue::from_str(value)
                .or_else(|_| HeaderValue::from_bytes(value.as_bytes()))
                .map_err(|_| refused(Unsendable::HeaderValue(name.to_string())))?;
            headers.append(name, value);
        }
        let Ask { body, timeout, retries, url, .. } = ask;
        let call = Self::new(Whom::Upstream, method, &parse(&url)?, headers, body)?;
        Ok(Self { timeout, retries, ..call })
    }

    fn new(whom: Whom, method: Method, url: &Url, mut headers: HeaderMap, body: Option<Bytes>) -> Result<Self, OutboundError> {
        let origin = Origin::of(url).ok_or_else(|| refused(Unsendable::NoServer))?;
        let bad = |why: &dyn Display| refused(Unsendable::Url(why.to_string()));
        let target = url[Position::BeforePath..Position::AfterQuery].parse().map_err(|why: InvalidUri| bad(&why))?;
        let host = HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]).map_err(|why| bad(&why))?;
        headers.insert(HOST, host);
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        headers.entry(USER_AGENT).or_insert(HeaderValue::from_static(concat!("talkplate/", env!("CARGO_PKG_VERSION"))));
        if body.is_some() || [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.as_ref().map_or(0, Bytes::len)));
        }
        let (body, timeout, retries) = (body.unwrap_or_default(), Duration::ZERO, Retries::default());
        Ok(Self { whom, origin, target, method, headers, body, timeout, retries })
    }

    fn request(&self) -> Request<()> {
        let mut request = Request::new(());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.target.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }
}

fn refused(why: Unsendable) -> OutboundError {
    OutboundError::BadRequest(why)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::outbound::{Fault, MAX_REPLY_BYTES};

    const SECOND: Duration = Duration::from_secs(1);

    /// Answers each connection with these bytes and gives the request lines it got.
    async fn neighbour(answer: Vec<u8>) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (lines, got) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (lines, answer) = (lines.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                        if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
                            return;
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let _ = lines.send(head);
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        (origin, got)
    }

    fn ok(body: &str) -> Vec<u8> {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).into_bytes()
    }

    fn get(url: String) -> Ask {
        let retries = Retries::default();
        Ask { url, method: "GET".to_owned(), headers: Vec::new(), body: None, timeout: 5 * SECOND, retries }
    }

    fn http() -> Http {
        Http::on(Handle::current())
    }

    #[tokio::test]
    async fn a_callback_url_is_sent_byte_for_byte() {
        let (origin, mut got) = neighbour(ok("{}")).await;
        for target in [
            "/v1/bots/5f1a!/callback/abc",
            "/v1/callback/a%2Fb%2fc",
            "/t/a+b=c~d'e",
            "/t/%7e%7E%41",
            "/t/a;b,c:d@e$f&g(h)*",
            "/t//double///slash/",
            "/t?token=a+b%20c&x=%2F&y=!~*()",
            "/t?",
            "/t/a..b/.c/d.",
            "/t/%zz%",
            "/t/[x]",
        ] {
            let reply = http().post(format!("{origin}{target}"), Bytes::from_static(b"{}"), SECOND).await;
            assert_eq!(reply.map(|reply| reply.status), Ok(200), "{target}");
            let line = got.recv().await.unwrap();
            assert!(line.starts_with(&format!("POST {target} HTTP/1.1\r\n")), "{target} went out as {line}");
        }
    }

    #[tokio::test]
    async fn a_callback_url_that_would_be_changed_on_the_way_is_refused() {
        let (origin, mut got) = neighbour(ok("{}")).await;
        for target in ["/a/../b", "/a/%2e%2E/b", "/a/./b", "/토큰", "/a b", "/t?x='", "/t#part", "/a\\b", "/a\tb", "/a\"b", "/a<b>"]
        {
            let reply = http().post(format!("{origin}{target}"), Bytes::new(), SECOND).await;
            assert!(matches!(reply, Err(OutboundError::BadRequest(_))), "{target} gave {reply:?}");
        }
        assert!(got.try_recv().is_err());
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_not_followed() {
        let (elsewhere, mut reached) = neighbour(ok("{}")).await;
        let redirect = format!("HTTP/1.1 302 Found\r\nlocation: {elsewhere}/x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let (origin, _got) = neighbour(redirect.into_bytes()).await;
        let reply = http().ask(get(origin)).await.unwrap();
        assert_eq!(reply.status, 302);
        assert!(reached.try_recv().is_err());
    }

    #[tokio::test]
    async fn an_answer_over_the_cap_is_refused_with_and_without_a_length() {
        let body = "x".repeat(MAX_REPLY_BYTES + 1);
        let (honest, _a) = neighbour(ok(&body)).await;
        assert_eq!(http().ask(get(honest)).await, Err(OutboundError::TooLarge));
        let (silent, _b) = neighbour(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}").into_bytes()).await;
        assert_eq!(http().ask(get(silent)).await, Err(OutboundError::TooLarge));
        let (most, _c) = neighbour(ok(&"x".repeat(MAX_REPLY_BYTES))).await;
        assert_eq!(http().ask(get(most)).await.unwrap().body.len(), MAX_REPLY_BYTES);
    }

    #[tokio::test]
    async fn the_time_limit_covers_a_body_that_never_ends() {
        let (origin, _got) = neighbour(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc".to_vec()).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = format!("http://{}", listener.local_addr().unwrap());
        let ask = Ask { timeout: Duration::from_millis(50), ..get(silent) };
        assert_eq!(http().ask(ask).await, Err(OutboundError::Timeout));
        assert!(matches!(http().ask(get(origin)).await, Err(OutboundError::Broken(Fault::Closed))));
    }

    #[tokio::test]
    async fn a_closed_port_is_known_as_such() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let end = http().ask(get(format!("{origin}/secret-token"))).await;
        assert_eq!(end, Err(OutboundError::Connect(Fault::Refused)));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_no_place_for_a_callback_and_one_for_an_upstream() {
        let (origin, mut got) = neighbour(ok("{}")).await;
        let inside = origin.replace("127.0.0.1", "localhost");
        let posted = http().post(format!("{inside}/token"), Bytes::from_static(b"{}"), 5 * SECOND).await;
        assert_eq!(posted, Err(OutboundError::NotPublic));
        assert!(got.try_recv().is_err());
        assert_eq!(http().ask(get(inside)).await.unwrap().status, 200);
    }

    #[tokio::test]
    async fn it_is_known_whether_the_other_side_may_have_seen_it() {
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let (silent, _a) = neighbour(Vec::new()).await;
        let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let no_tls = format!("https://{}/", plain.local_addr().unwrap());
        tokio::spawn(async move { plain.accept().await.unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await });
        for (url, nothing_was_sent) in [
            (format!("http://{closed}/"), true),
            ("http://no-such-host.invalid/".to_owned(), true),
            ("https://127.0.0.1/a b".to_owned(), true),
            (no_tls, true),
            (silent, false),
        ] {
            let why = http().post(url.clone(), Bytes::new(), 5 * SECOND).await.unwrap_err();
            assert_eq!(why.nothing_was_sent(), nothing_was_sent, "{url}: {why}");
        }
    }

    #[tokio::test]
    async fn a_time_that_was_over_before_the_connection_stood_is_known_as_such() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = listener.local_addr().unwrap();
        for (url, end) in
            [(format!("https://{silent}/"), OutboundError::ConnectTimeout), (format!("http://{silent}/"), OutboundError::Timeout)]
        {
            let posted = http().post(url, Bytes::new(), SECOND / 4).await;
            assert_eq!(posted, Err(end));
        }
    }

    #[tokio::test]
    async fn a_header_value_with_a_line_break_is_refused_without_showing_it() {
        let ask = Ask { headers: vec![("x-a".to_owned(), "s3cret\r\nx-b: c".to_owned())], ..get("http://127.0.0.1:1/".to_owned()) };
        assert_eq!(http().ask(ask).await, Err(OutboundError::BadRequest(Unsendable::HeaderValue("x-a".to_owned()))));
    }

    #[tokio::test]
    async fn a_korean_header_value_and_path_are_sent() {
        let (origin, mut got) = neighbour(ok("{}")).await;
        let ask = Ask { headers: vec![("x-shop".to_owned(), "도담".to_owned())], ..get(format!("{origin}/매장?q=a")) };
        assert_eq!(http().ask(ask).await.unwrap().status, 200);
        let head = got.recv().await.unwrap();
        assert!(head.starts_with("GET /%EB%A7%A4%EC%9E%A5?q=a HTTP/1.1\r\n") && head.contains("x-shop: 도담"), "{head}");
    }
}
