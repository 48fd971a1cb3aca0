//! Who a chat's skill talks to: the real upstreams or what the question says of them, and the chat's own receiver of callbacks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::question::Canned;
use super::receiver::Receiver;
use crate::flow::World;
use crate::outbound::{Ask, Exchange, Outbound, OutboundError, Pending, Recorded, Reply, Scripted};

/// The other parties of one chat.
pub(super) struct Stage {
    upstreams: Recorded,
    pub(super) receiver: Receiver,
}

impl Stage {
    /// `canned`: what upstreams say; without it they are asked as in this world. `url`: where the callback goes.
    pub(super) fn new(world: &World, canned: Option<Canned>, url: Option<String>) -> Self {
        let upstreams: Arc<dyn Outbound> = match canned {
            None => Arc::clone(&world.outbound),
            Some(canned) => Arc::new(Scripted::with(answer(canned))),
        };
        Self { upstreams: Recorded::new(upstreams), receiver: Receiver::new(url) }
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
