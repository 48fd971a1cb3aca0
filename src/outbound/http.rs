//! The real thing, on reqwest.

use std::time::Duration;

use bytes::Bytes;

use super::{Ask, Outbound, OutboundError, Pending, Reply};

/// Calls out over HTTP.
#[derive(Default)]
pub struct Http {}

impl Outbound for Http {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        let _ = ask;
        todo!()
    }

    fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        let _ = (url, body, timeout);
        todo!()
    }
}
