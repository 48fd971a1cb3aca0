//! One request over one open connection, HTTP/1.1.
//!
//! ureq-proto knows the protocol; here its bytes are moved. A request that waits for its answer holds little: that may be a callback's
//! minute, a thousand times.

use std::io;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use ureq_proto::BodyMode;
use ureq_proto::client::state::{RecvBody, RecvResponse};
use ureq_proto::client::{Await100Result, Call, RecvBodyResult, RecvResponseResult, SendRequestResult};
use ureq_proto::http::header::{CONTENT_TYPE, RETRY_AFTER};
use ureq_proto::http::{Request, Response};

use super::connect::Stream;
use super::{Fault, MAX_REPLY_BYTES, OutboundError, Reply, Unsendable};

/// The most that is read of an answer's head, or of a line between two chunks, in bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// How much is read at once: little while nothing has come, more of what is long.
const FIRST_READ: usize = 1024;
const LONGEST_READ: usize = 16 * 1024;

/// What came back.
pub(super) struct Exchanged {
    pub(super) reply: Reply,
    /// The header `Retry-After`.
    pub(super) retry_after: Option<String>,
    /// The connection can carry another request.
    pub(super) kept_alive: bool,
}

/// Sends a request, which has all its headers, and reads the answer: at most [`MAX_REPLY_BYTES`], whatever `Content-Length` says.
pub(super) async fn exchange(stream: &mut Stream, request: Request<()>, body: &Bytes) -> Result<Exchanged, OutboundError> {
    let (call, sent) = send(stream, request, body).await?;
    let mut inbox = BytesMut::new();
    let whole = sent.is_ok();
    let (call, response) = match (head(stream, &mut inbox, call).await, sent) {
        // A server may answer before it has read all, and close.
        (Ok(head), _) => head,
        (Err(_), Err(why)) => return Err(interrupted(&why)),
        (Err(why), Ok(())) => return Err(why),
    };
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let (status, content_type) = (response.status().as_u16(), header(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase());
    let retry_after = header(RETRY_AFTER).map(str::to_owned);
    let (body, must_close) = match call {
        RecvResponseResult::RecvBody(call) => read_body(stream, &mut inbox, call).await?,
        RecvResponseResult::Redirect(call) => (Bytes::new(), call.must_close_connection()),
        RecvResponseResult::Cleanup(call) => (Bytes::new(), call.must_close_connection()),
    };
    // What comes unasked belongs to no answer; after half a request, the next one would be taken for its other half.
    let kept_alive = whole && !must_close && inbox.is_empty();
    Ok(Exchanged { reply: Reply { status, content_type, body }, retry_after, kept_alive })
}

/// Whether it was written is told apart: there may be an answer all the same.
async fn send(
    stream: &mut Stream,
    request: Request<()>,
    body: &Bytes,
) -> Result<(Call<RecvResponse>, io::Result<()>), OutboundError> {
    let (head, call) = written(request, body.len())?;
    let mut message = Buf::chain(head.as_slice(), body.as_ref());
    let mut sent = stream.write_all_buf(&mut message).await;
    if sent.is_ok() {
        sent = stream.flush().await;
    }
    Ok((call, sent))
}

/// A request's head, and what is next once it and the body are sent. What cannot be sent is known before a byte of it is.
fn written(request: Request<()>, body: usize) -> Result<(Vec<u8>, Call<RecvResponse>), OutboundError> {
    let lines: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let room = lines + request.uri().path().len() + request.uri().query().map_or(0, str::len) + 64;
    let mut call = Call::new(request).map_err(|error| contradiction(&error))?;
    if body > 0 {
        call.force_send_body();
    }
    let mut call = call.proceed();
    let mut head = vec![0; room];
    let length = call.write(&mut head).map_err(|error| contradiction(&error))?;
    head.truncate(length);
    let sending = match call.proceed().map_err(|error| contradiction(&error))? {
        Some(SendRequestResult::RecvResponse(call)) => return Ok((head, call)),
        Some(SendRequestResult::SendBody(call)) => Some(call),
        // Nobody waits for the server's leave.
        Some(SendRequestResult::Await100(call)) => match call.proceed().map_err(|error| contradiction(&error))? {
            Await100Result::RecvResponse(call) => return Ok((head, call)),
            Await100Result::SendBody(call) => Some(call),
        },
        None => None,
    };
    let call = sending.and_then(|mut call| {
        call.consume_direct_write(body).ok()?;
        call.proceed()
    });
    call.map(|call| (head, call)).ok_or_else(|| contradiction(&"content-length is not the length of the body"))
}

async fn head(
    stream: &mut Stream,
    inbox: &mut BytesMut,
    mut call: Call<RecvResponse>,
) -> Result<(RecvResponseResult, Response<()>), OutboundError> {
    loop {
        let (used, response) = call.try_response(inbox, false).map_err(|error| not_http(&error))?;
        inbox.advance(used);
        if let Some(response) = response {
            return call.proceed().map(|call| (call, response)).ok_or_else(cut_short);
        }
        // What was used was a 1xx: the answer comes after it.
        if used == 0 && !more(stream, inbox, 0).await? {
            return Err(cut_short());
        }
    }
}

/// The body, and whether the connection ends with it.
async fn read_body(stream: &mut Stream, inbox: &mut BytesMut, mut call: Call<RecvBody>) -> Result<(Bytes, bool), OutboundError> {
    let mode = call.body_mode();
    if matches!(mode, BodyMode::LengthDelimited(length) if length > MAX_REPLY_BYTES as u64) {
        return Err(OutboundError::TooLarge);
    }
    let until_closed = mode == BodyMode::CloseDelimited;
    let mut body = BytesMut::new();
    loop {
        let before = body.len();
        // What is decoded is never longer.
        body.resize(before + inbox.len(), 0);
        let (used, written) = call.read(inbox, body.get_mut(before..).unwrap_or_default()).map_err(|error| not_http(&error))?;
        body.truncate(before + written);
        inbox.advance(used);
        if body.len() > MAX_REPLY_BYTES {
            return Err(OutboundError::TooLarge);
        }
        if call.can_proceed() && !until_closed {
            break;
        }
        if used == 0 && !more(stream, inbox, body.len()).await? {
            if until_closed {
                break;
            }
            return Err(cut_short());
        }
    }
    let must_close = match call.proceed() {
        Some(RecvBodyResult::Redirect(call)) => call.must_close_connection(),
        Some(RecvBodyResult::Cleanup(call)) => call.must_close_connection(),
        None => true,
    };
    Ok((body.freeze(), must_close))
}

/// Reads what is there, `before` bytes having been used already; `false` at the end of the connection.
async fn more(stream: &mut Stream, inbox: &mut BytesMut, before: usize) -> Result<bool, OutboundError> {
    if inbox.len() >= MAX_HEAD_BYTES {
        return Err(OutboundError::HeadTooLarge);
    }
    if inbox.capacity() - inbox.len() < FIRST_READ / 2 {
        inbox.reserve((before + inbox.len()).clamp(FIRST_READ, LONGEST_READ));
    }
    Ok(stream.read_buf(inbox).await.map_err(|error| interrupted(&error))? > 0)
}

fn interrupted(error: &io::Error) -> OutboundError {
    OutboundError::Broken(error.into())
}

fn contradiction(what: &impl ToString) -> OutboundError {
    OutboundError::BadRequest(Unsendable::Contradiction(what.to_string()))
}

fn not_http(error: &ureq_proto::Error) -> OutboundError {
    OutboundError::NotHttp(error.to_string())
}

fn cut_short() -> OutboundError {
    OutboundError::Broken(Fault::Closed)
}

#[cfg(test)]
mod tests {
    use tokio::io::duplex;
    use ureq_proto::http::HeaderValue;
    use ureq_proto::http::header::{CONTENT_LENGTH, EXPECT, HOST};

    use super::*;

    fn post(body: &str) -> Request<()> {
        let mut request = Request::post("/ask?a=b").header(HOST, "a.kr").body(()).unwrap();
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        request
    }

    /// Sends `body` to a server that answers this and, when it `closes`, says that nothing more comes. What it was sent, and what came
    /// back.
    async fn run(
        request: Request<()>,
        body: &str,
        answer: impl AsRef<[u8]>,
        closes: bool,
    ) -> (String, Result<Exchanged, OutboundError>) {
        let (near, mut far) = duplex(4 * 1024 * 1024);
        far.write_all(answer.as_ref()).await.unwrap();
        if closes {
            far.shutdown().await.unwrap();
        }
        let mut stream: Stream = Box::new(near);
        let end = exchange(&mut stream, request, &Bytes::copy_from_slice(body.as_bytes())).await;
        drop(stream);
        let mut sent = String::new();
        far.read_to_string(&mut sent).await.unwrap();
        (sent, end)
    }

    /// What an answer's body is, and whether the connection can be used again.
    async fn read(answer: &str, closes: bool) -> Result<(u16, String, bool), OutboundError> {
        let exchanged = run(post("{}"), "{}", answer, closes).await.1?;
        let body = String::from_utf8(exchanged.reply.body.to_vec()).unwrap();
        Ok((exchanged.reply.status, body, exchanged.kept_alive))
    }

    #[tokio::test]
    async fn a_request_is_its_line_its_headers_and_its_body() {
        let (sent, _) = run(post("{\"a\":1}"), "{\"a\":1}", "HTTP/1.1 204 No Content\r\n\r\n", false).await;
        assert_eq!(sent, "POST /ask?a=b HTTP/1.1\r\nhost: a.kr\r\ncontent-length: 7\r\n\r\n{\"a\":1}");
        let (sent, _) = run(post(""), "", "HTTP/1.1 204 No Content\r\n\r\n", false).await;
        assert_eq!(sent, "POST /ask?a=b HTTP/1.1\r\nhost: a.kr\r\ncontent-length: 0\r\n\r\n");
    }

    #[tokio::test]
    async fn a_body_goes_with_any_method_and_waits_for_no_leave() {
        for method in ["GET", "DELETE", "POST"] {
            let mut request = post("{}");
            *request.method_mut() = method.parse().unwrap();
            request.headers_mut().insert(EXPECT, HeaderValue::from_static("100-continue"));
            let (sent, end) = run(request, "{}", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", false).await;
            assert!(end.is_ok() && sent.starts_with(method) && sent.ends_with("\r\n\r\n{}"), "{sent}");
        }
    }

    #[tokio::test]
    async fn an_answer_ends_where_it_says_and_leaves_the_connection_open() {
        for (answer, status, body) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", 200, "ok"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, ""),
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            ("HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n", 304, ""),
            ("HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 2\r\n\r\nno", 302, "no"),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a=b\r\nok\r\n00\r\n\r\n", 200, "ok"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\nx-a: b\r\nx-c: d\r\n\r\n", 200, "ok"),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
                200,
                "ok",
            ),
            ("HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok", 200, "ok"),
        ] {
            assert_eq!(read(answer, false).await, Ok((status, body.to_owned(), true)), "{answer}");
        }
    }

    #[tokio::test]
    async fn a_connection_that_ends_or_says_more_than_it_was_asked_is_not_used_again() {
        for answer in [
            "HTTP/1.1 200 OK\r\n\r\nok",
            "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n",
        ] {
            assert_eq!(read(answer, true).await, Ok((200, "ok".to_owned(), false)), "{answer}");
        }
    }

    #[tokio::test]
    async fn a_connection_that_did_not_take_the_whole_request_is_not_used_again() {
        let (near, mut far) = duplex(1024);
        far.write_all(b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\n\r\nno").await.unwrap();
        drop(far);
        let (body, mut stream): (_, Stream) = (Bytes::from("x".repeat(4096)), Box::new(near));
        let exchanged = exchange(&mut stream, post(&"x".repeat(4096)), &body).await.unwrap();
        assert_eq!((exchanged.reply.status, exchanged.kept_alive), (413, false));
    }

    #[tokio::test]
    async fn of_a_request_that_contradicts_itself_nothing_is_sent() {
        for (length, body) in [("{}", "{\"a\":1}"), ("{\"a\":1}", "{}")] {
            let (sent, end) = run(post(length), body, "HTTP/1.1 204 No Content\r\n\r\n", true).await;
            assert!(matches!(end, Err(OutboundError::BadRequest(_))));
            assert_eq!(sent, "");
        }
    }

    #[tokio::test]
    async fn half_an_answer_and_no_answer_are_none() {
        for answer in [
            "",
            "HTTP/1.1 200 OK\r\ncontent-le",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nokok",
        ] {
            let end = read(answer, true).await;
            assert_eq!(end, Err(OutboundError::Broken(Fault::Closed)), "{answer}");
        }
    }

    #[tokio::test]
    async fn what_breaks_the_rules_of_http_is_no_answer() {
        for answer in [
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\nok",
            "HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nok",
            "SSH-2.0-OpenSSH\r\n\r\n",
            "HTTP/1.1 99 Small\r\n\r\n",
        ] {
            let end = read(answer, true).await;
            assert!(matches!(end, Err(OutboundError::NotHttp(_))), "{answer} gave {end:?}");
        }
    }

    #[tokio::test]
    async fn a_head_without_end_is_given_up() {
        for start in ["HTTP/1.1 200 OK\r\nx-a: ", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx-a: "] {
            let end = read(&format!("{start}{}", "x".repeat(MAX_HEAD_BYTES * 2)), false).await;
            assert!(matches!(end, Err(OutboundError::HeadTooLarge)), "{end:?}");
        }
    }

    #[tokio::test]
    async fn a_long_answer_comes_whole_and_one_over_the_cap_does_not() {
        let most = "x".repeat(MAX_REPLY_BYTES);
        let chunk =
            |body: &str| format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
        assert_eq!(read(&chunk(&most), false).await, Ok((200, most.clone(), true)));
        assert_eq!(read(&chunk(&(most + "x")), false).await, Err(OutboundError::TooLarge));
    }
}
