//! Reading a request's body: never more than the cap, never longer than five seconds.

use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use actix_http::header::CONTENT_LENGTH;
use actix_http::{Payload, RequestHead};
use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use tokio::time::{Sleep, sleep};

/// Kakao itself gives up after 5 s; a body that is slower than that has no one waiting for its answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyError {
    /// Over the cap, said or shown.
    TooLarge,
    /// Not in time.
    Slow,
    /// The connection broke, or the chunks were none.
    Broken,
}

/// A body on its way.
pub(super) struct Body {
    payload: Payload,
    /// What `Content-Length` promises; the parser holds the sender to it.
    length: Option<usize>,
    max: usize,
    /// Nearly every body comes in one piece, which is then passed on without a copy.
    first: Bytes,
    rest: BytesMut,
    asked: bool,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Body {
    pub(super) fn new(payload: Payload, head: &RequestHead, max: usize) -> Self {
        let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        Self { payload, length, max, first: Bytes::new(), rest: BytesMut::new(), asked: false, timer: None }
    }

    pub(super) fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, BodyError>> {
        if self.length.is_some_and(|length| length > self.max) {
            return Poll::Ready(Err(BodyError::TooLarge));
        }
        // actix calls the service before it has parsed the body that stands in the same buffer, and again right after. The first time
        // nobody needs to be woken, and no timer is worth its while.
        if !self.asked {
            self.asked = true;
            return self.poll_pieces(&mut Context::from_waker(Waker::noop()));
        }
        if let Poll::Ready(read) = self.poll_pieces(cx) {
            return Poll::Ready(read);
        }
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(PATIENCE)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(BodyError::Slow))
    }

    /// What was not read.
    pub(super) fn give_up(&mut self) -> Payload {
        std::mem::replace(&mut self.payload, Payload::None)
    }

    fn poll_pieces(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, BodyError>> {
        loop {
            match ready!(Pin::new(&mut self.payload).poll_next(cx)) {
                Some(Ok(piece)) => {
                    if self.len() + piece.len() > self.max {
                        return Poll::Ready(Err(BodyError::TooLarge));
                    }
                    self.keep(piece);
                    if self.length == Some(self.len()) {
                        return Poll::Ready(Ok(self.take()));
                    }
                }
                Some(Err(_)) => return Poll::Ready(Err(BodyError::Broken)),
                None => return Poll::Ready(Ok(self.take())),
            }
        }
    }

    fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    fn keep(&mut self, piece: Bytes) {
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = piece;
        } else {
            self.rest.extend_from_slice(&std::mem::take(&mut self.first));
            self.rest.extend_from_slice(&piece);
        }
    }

    fn take(&mut self) -> Bytes {
        if self.rest.is_empty() { std::mem::take(&mut self.first) } else { std::mem::take(&mut self.rest).freeze() }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use actix_http::h1::Payload as H1;
    use actix_http::header::HeaderValue;
    use futures_util::poll;
    use rstest::rstest;

    use super::*;

    const MAX: usize = 10;

    fn body_of(payload: H1, length: Option<usize>) -> Body {
        let mut head = RequestHead::default();
        if let Some(length) = length {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        Body::new(Payload::from(payload), &head, MAX)
    }

    async fn read(body: &mut Body) -> Result<Bytes, BodyError> {
        // As actix does: once before anything can be there, and then whenever there is news.
        if let Poll::Ready(read) = poll!(poll_fn(|cx| body.poll_read(cx))) {
            return read;
        }
        poll_fn(|cx| body.poll_read(cx)).await
    }

    #[rstest]
    #[case::one(&["abc"], Some(3), Ok("abc"))]
    #[case::many(&["ab", "", "c", "def"], None, Ok("abcdef"))]
    #[case::none(&[], None, Ok(""))]
    #[case::full(&["01234", "56789"], Some(10), Ok("0123456789"))]
    #[case::over(&["01234", "567890"], None, Err(BodyError::TooLarge))]
    #[case::over_as_it_says(&[], Some(11), Err(BodyError::TooLarge))]
    #[tokio::test]
    async fn pieces_are_put_together_up_to_the_cap(
        #[case] pieces: &[&'static str],
        #[case] length: Option<usize>,
        #[case] expected: Result<&'static str, BodyError>,
    ) {
        let (mut sender, payload) = H1::create(false);
        let mut body = body_of(payload, length);
        for piece in pieces {
            sender.feed_data(Bytes::from_static(piece.as_bytes()));
        }
        sender.feed_eof();
        let read = poll_fn(|cx| body.poll_read(cx)).await;
        assert_eq!(read, expected.map(|text| Bytes::from_static(text.as_bytes())));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_is_given_up_after_five_seconds_in_all() {
        let (mut sender, payload) = H1::create(false);
        let mut body = body_of(payload, Some(10));
        let began = tokio::time::Instant::now();
        let drip = async {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                sender.feed_data(Bytes::from_static(b"x"));
            }
        };
        let read = tokio::select! {
            read = read(&mut body) => read,
            () = drip => unreachable!("it drips for ever"),
        };
        assert_eq!((read, began.elapsed()), (Err(BodyError::Slow), PATIENCE));
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_broken() {
        let (mut sender, payload) = H1::create(false);
        let mut body = body_of(payload, Some(10));
        sender.feed_data(Bytes::from_static(b"x"));
        sender.set_error(actix_http::error::PayloadError::Incomplete(None));
        assert_eq!(read(&mut body).await, Err(BodyError::Broken));
    }
}
