//! The two clients: one for the operator's upstreams, one for callback URLs. They connect, and keep what can be used again.

use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::runtime::Handle;
use tokio::sync::OnceCell;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::OutboundError;
use super::connect::{Connector, Origin, Stream};
use super::pool::Pool;
use super::public::Resolver;

/// Longer than a resolver takes to turn to its second name server (5 s), short enough for another try within a callback's time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The clients, each made at its first call: building takes 35 ms, and fails where no CA certificates are installed.
pub(super) struct Clients {
    /// Where connections live.
    runtime: Handle,
    upstreams: OnceCell<Result<Client, OutboundError>>,
    callbacks: OnceCell<Result<Client, OutboundError>>,
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

/// Connects to one or the other.
pub(super) struct Client {
    connector: Connector,
    pool: Option<Arc<Pool>>,
    runtime: Handle,
}

impl Clients {
    pub(super) fn on(runtime: Handle) -> Self {
        Self { runtime, upstreams: OnceCell::new(), callbacks: OnceCell::new() }
    }

    pub(super) async fn of(&self, whom: Whom) -> Result<&Client, OutboundError> {
        let client = match whom {
            Whom::Upstream => &self.upstreams,
            Whom::Callback => &self.callbacks,
        };
        client.get_or_init(|| self.build(whom)).await.as_ref().map_err(Clone::clone)
    }

    async fn build(&self, whom: Whom) -> Result<Client, OutboundError> {
        let (resolver, pool) = match whom {
            Whom::Upstream => (Resolver::All, Some(Pool::on(&self.runtime))),
            Whom::Callback => (Resolver::PublicOnly, None),
        };
        // Reading the certificates is blocking work.
        let why = match self.runtime.spawn_blocking(tls).await {
            Ok(Ok(tls)) => {
                let connector = Connector::new(resolver, tls);
                return Ok(Client { connector, pool, runtime: self.runtime.clone() });
            }
            Ok(Err(error)) => error.to_string(),
            Err(ended) => ended.to_string(),
        };
        tracing::error!(
            why,
            "외부로 나가는 연결을 만들 수 없어서 upstream과 콜백이 모두 실패해요. 이미지에 CA 인증서(ca-certificates)가 있는지 확인해 주세요. \
             / cannot call out at all, so every upstream and callback fails: are CA certificates installed in this image (ca-certificates)?"
        );
        Err(OutboundError::Connect(format!("the HTTP client could not be made, probably for want of CA certificates: {why}")))
    }
}

/// What the system trusts.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    Ok(tls.with_safe_default_protocol_versions()?.with_platform_verifier()?.with_no_client_auth())
}

impl Client {
    /// A connection that was kept and that the server has not closed since, or else a new one. (What breaks under a request is for
    /// `retries`: the server may have read it.)
    pub(super) async fn connection(&self, origin: &Origin) -> Result<Stream, OutboundError> {
        match self.pool.as_ref().and_then(|pool| pool.take(origin)) {
            Some(kept) => Ok(kept),
            None => self.connect(origin.clone()).await,
        }
    }

    /// Takes back a connection that can carry another request.
    pub(super) fn keep(&self, origin: &Origin, stream: Stream) {
        if let Some(pool) = &self.pool {
            pool.put(origin.clone(), stream);
        }
    }

    /// Connects on the process's runtime: a connection ends with the runtime that opened it.
    async fn connect(&self, origin: Origin) -> Result<Stream, OutboundError> {
        let connector = self.connector.clone();
        let mut task = AbortOnDrop(self.runtime.spawn(async move {
            timeout(CONNECT_TIMEOUT, connector.connect(&origin)).await.map_err(|_| OutboundError::ConnectTimeout)?
        }));
        (&mut task.0).await.unwrap_or_else(|ended| Err(OutboundError::Connect(ended.to_string())))
    }
}

/// Whoever waited is gone (its time is up): what was begun must not go on behind its back.
struct AbortOnDrop(JoinHandle<Result<Stream, OutboundError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
