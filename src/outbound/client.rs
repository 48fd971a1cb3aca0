//! Connections for whoever calls: the operator's upstreams, whose connections are kept for the next request, and callback URLs.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::connect::{Connector, Origin, Stream};
use super::pool::Pool;
use super::public::Resolver;
use super::trust::Trust;
use super::{Fault, OutboundError};

/// Longer than a resolver takes to turn to its second name server (5 s), short enough for another try within a callback's time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Whose connections are whose.
pub(super) struct Clients {
    /// Where connections live.
    runtime: Handle,
    trust: Trust,
    /// The upstreams' connections that wait.
    kept: OnceLock<Arc<Pool>>,
}

/// Whom a call is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whom {
    /// An upstream, at an address that the operator chose. Connections are kept for the next request.
    Upstream,
    /// A callback URL, which came with a request: no address but a public one; or Kakao's Event API, which is called as carefully.
    ///
    /// It has a connection of its own. A token is good for one POST, so none must be lost to a connection that was closed in the moment
    /// it was used again. It costs a handshake, which nobody waits for.
    Callback,
}

impl Clients {
    pub(super) fn on(runtime: Handle) -> Self {
        Self { runtime, trust: Trust::default(), kept: OnceLock::new() }
    }

    /// A connection that was kept and that the server has not closed since, or else a new one. (What breaks under a request is for
    /// `retries`: the server may have read it.)
    pub(super) async fn connection(&self, whom: Whom, origin: &Origin) -> Result<Stream, OutboundError> {
        match self.pool(whom).and_then(|pool| pool.take(origin)) {
            Some(kept) => Ok(kept),
            None => self.connect(whom, origin.clone()).await,
        }
    }

    /// Takes back a connection that can carry another request.
    pub(super) fn keep(&self, whom: Whom, origin: &Origin, stream: Stream) {
        if let Some(pool) = self.pool(whom) {
            pool.put(origin.clone(), stream);
        }
    }

    fn pool(&self, whom: Whom) -> Option<&Pool> {
        match whom {
            Whom::Upstream => Some(self.kept.get_or_init(|| Pool::on(&self.runtime))),
            Whom::Callback => None,
        }
    }

    /// Connects on the process's runtime: a connection ends with the runtime that opened it.
    async fn connect(&self, whom: Whom, origin: Origin) -> Result<Stream, OutboundError> {
        let resolver = match whom {
            Whom::Upstream => Resolver::All,
            Whom::Callback => Resolver::PublicOnly,
        };
        let connector = Connector { resolver, trust: self.trust.clone() };
        let mut task = AbortOnDrop(self.runtime.spawn(async move {
            timeout(CONNECT_TIMEOUT, connector.connect(&origin)).await.map_err(|_| OutboundError::ConnectTimeout)?
        }));
        (&mut task.0).await.unwrap_or_else(|ended| Err(OutboundError::Connect(Fault::Other(ended.to_string()))))
    }
}

/// Whoever waited is gone (its time is up): what was begun must not go on behind its back.
struct AbortOnDrop(JoinHandle<Result<Stream, OutboundError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
