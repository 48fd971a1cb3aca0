//! The only place that calls out: upstreams, Kakao's callback and its Event API.

mod client;
mod connect;
mod error;
mod http;
mod pool;
mod public;
mod recorded;
mod retry;
mod scripted;
mod trust;
mod url;
mod wire;

pub use error::{Fault, OutboundError, Unsendable};
pub use http::Http;
pub use recorded::{Exchange, Recorded};
pub use retry::Retries;
pub use scripted::Scripted;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

/// The most that is read of an answer, in bytes.
pub const MAX_REPLY_BYTES: usize = 1024 * 1024;

/// The header by which a request to an upstream says which process it comes from, so that it knows its own again: an upstream that is
/// this server itself, also behind a reverse proxy, would be asked without end.
pub const HOP: &str = "x-talkplate-hop";

/// A request to an upstream, finished.
#[derive(Clone, PartialEq, Eq)]
pub struct Ask {
    /// The whole URL.
    pub url: String,
    /// The method's name.
    pub method: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body, if one is sent.
    pub body: Option<Bytes>,
    /// Time for all of it: connecting, sending, reading to the end, and asking again.
    pub timeout: Duration,
    /// When it is asked again.
    pub retries: Retries,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`, lower case; empty when there is none.
    pub content_type: String,
    /// The body, at most 1 MiB.
    pub body: Bytes,
}

/// A boxed future, so that the trait can be an object.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Calls out.
pub trait Outbound: Send + Sync {
    /// Asks an upstream, again where the request says so. Redirects are not followed: their status is the answer.
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>>;
    /// POSTs a finished SkillResponse to a callback URL that was checked: the URL byte for byte, no redirect.
    fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>>;

    /// Calls Kakao's Event API, over a connection of its own and once, whatever the request says of retries: what is sent costs money,
    /// and none of it must be in doubt because a kept connection was closed in the moment it was used again.
    fn once(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.ask(Ask { retries: Retries::default(), ..ask })
    }

    /// Whether a request that came with this [`HOP`] was sent from here.
    fn sent(&self, _hop: &[u8]) -> bool {
        false
    }
}
