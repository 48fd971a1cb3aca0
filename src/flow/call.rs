//! A request that outlives its connection.

use bytes::Bytes;

use super::{Received, Request};
use crate::template::RequestInfo;

/// A request to a skill, owned. Shared by the answer that is under way and the promise to deliver it.
pub(super) struct Call {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) body: Bytes,
    pub(super) query: String,
    pub(super) received: Received,
}

impl Call {
    pub(super) fn new(request: &Request<'_>) -> Self {
        Self {
            id: request.id.to_owned(),
            path: request.path.to_owned(),
            // A copy: the bytes are a part of the connection's read buffer and would keep all of it, much longer than the request.
            body: Bytes::copy_from_slice(request.body),
            query: request.query.to_owned(),
            received: request.received,
        }
    }

    pub(super) fn request(&self) -> Request<'_> {
        let Self { id, path, body, query, received } = self;
        Request { id, path, body, query, received: *received }
    }

    pub(super) fn info(&self) -> RequestInfo<'_> {
        RequestInfo { path: &self.path, query: &self.query, at_ms: self.received.unix_ms }
    }
}
