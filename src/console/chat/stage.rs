//! Who a chat's skill talks to: the real upstreams, what the question says of them, or nobody; and the chat's own receiver of callbacks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::question::{Canned, Question};
use super::receiver::Receiver;
use crate::flow::World;
use crate::outbound::{Ask, Exchange, Outbound, OutboundError, Pending, Recorded, Reply, Scripted};

/// The other parties of one chat.
pub(super) struct Stage {
    upstreams: Recorded,
    /// No upstream may be asked.
    alone: bool,
    pub(super) receiver: Receiver,
}

impl Stage {
    /// Upstreams say what the question says of them; else they are asked as in this world, unless it is asked again. `url`: where the
    /// callback goes.
    pub(super) fn new(world: &World, question: &mut Question, url: Option<String>) -> Self {
        let canned = question.upstream.take();
        let alone = question.again && canned.is_none();
        let upstreams: Arc<dyn Outbound> = match canned {
            Some(canned) => Arc::new(Scripted::with(answer(canned))),
            None if alone => Arc::new(Scripted::nothing()),
            None => Arc::clone(&world.outbound),
        };
        Self { upstreams: Recorded::new(upstreams), alone, receiver: Receiver::new(url) }
    }

    /// Whether no upstream may be asked.
    pub(super) fn is_alone(&self) -> bool {
        self.alone
    }

    /// Whether an upstream would have had to be asked, and was not.
    pub(super) fn missed_one(&self) -> bool {
        self.alone && !self.exchanges().is_empty()
    }

    /// What upstreams were asked so far.
    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        self.upstreams.exchanges()
    }
}

impl Outbound for Stage {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.upstreams.ask(ask)
    }

    fn post(&self, url: String, body: Bytes, _: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        let receipt = self.receiver.take(&url, &body);
        Box::pin(async move { Ok(receipt) })
    }
}

fn answer(canned: Canned) -> Result<Reply, OutboundError> {
    if canned.timeout {
        return Err(OutboundError::Timeout);
    }
    let (content_type, body) = match canned.answer {
        Value::Null => ("", Bytes::new()),
        Value::String(text) => ("text/plain", Bytes::from(text)),
        value => ("application/json", Bytes::from(value.to_string())),
    };
    Ok(Reply { status: canned.status, content_type: content_type.to_owned(), body })
}
