//! Canned answers for `render` and tests: nothing leaves the machine.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::{Ask, Fault, Outbound, OutboundError, Pending, Reply};

/// Answers from memory, and remembers what was asked.
pub struct Scripted {
    /// What an upstream says, every time.
    answer: Result<Reply, OutboundError>,
    /// What the callback's receiver says.
    receipt: Result<Reply, OutboundError>,
    asked: Mutex<Vec<Ask>>,
    posted: Mutex<Vec<(String, Bytes)>>,
}

impl Scripted {
    /// Every upstream is unreachable.
    pub fn nothing() -> Self {
        Self::with(Err(OutboundError::Connect(Fault::Nowhere)))
    }

    /// Every upstream answers 200 with this body.
    pub fn answer(body: impl Into<Bytes>) -> Self {
        Self::with(Ok(Reply { status: 200, content_type: String::new(), body: body.into() }))
    }

    /// Every upstream answers this.
    pub fn with(answer: Result<Reply, OutboundError>) -> Self {
        let success = Bytes::from_static(br#"{"taskId":"0","status":"SUCCESS"}"#);
        let receipt = Ok(Reply { status: 200, content_type: "application/json".to_owned(), body: success });
        Self { answer, receipt, asked: Mutex::default(), posted: Mutex::default() }
    }

    /// What the callback's receiver answers instead of SUCCESS.
    #[must_use]
    pub fn receipt(mut self, receipt: Result<Reply, OutboundError>) -> Self {
        self.receipt = receipt;
        self
    }

    /// Takes what was asked so far.
    pub fn take_asked(&self) -> Vec<Ask> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what was posted so far: URL and body.
    pub fn take_posted(&self) -> Vec<(String, Bytes)> {
        std::mem::take(&mut *self.posted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Outbound for Scripted {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(ask);
        let answer = self.answer.clone();
        Box::pin(async move { answer })
    }

    fn post(&self, url: String, body: Bytes, _: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        self.posted.lock().unwrap_or_else(PoisonError::into_inner).push((url, body));
        let receipt = self.receipt.clone();
        Box::pin(async move { receipt })
    }
}
