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
