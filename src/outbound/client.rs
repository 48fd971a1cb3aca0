//! The two clients: one for the operator's upstreams, one for callback URLs.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use tokio::sync::OnceCell;

use super::OutboundError;
use super::error::chain;
use super::public::PublicOnly;

/// Longer than a resolver takes to turn to its second name server (5 s), short enough for another try within a callback's time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The clients, each made at its first call: building takes 35 ms, and fails where no CA certificates are installed.
#[derive(Default)]
pub(super) struct Clients {
    upstreams: OnceCell<Result<Client, OutboundError>>,
    callbacks: OnceCell<Result<Client, OutboundError>>,
}

/// Whom a call is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whom {
    /// An upstream, at an address that the operator chose.
    Upstream,
    /// A callback URL, which came with a request; or Kakao's Event API, which is called as carefully.
    Callback,
}

impl Clients {
    pub(super) async fn of(&self, whom: Whom) -> Result<&Client, OutboundError> {
        let client = match whom {
            Whom::Upstream => self.upstreams.get_or_init(|| built(pooled)).await,
            Whom::Callback => self.callbacks.get_or_init(|| built(guarded)).await,
        };
        client.as_ref().map_err(Clone::clone)
    }
}

/// Connections are kept for the next request. One that the server closed meanwhile is seen as closed, or tried and replaced as long
/// as nothing was written to it (hyper does both). What breaks after that is for `retries`: the server may have read it.
fn pooled(client: ClientBuilder) -> ClientBuilder {
    client.pool_idle_timeout(Duration::from_mins(1))
}

/// A connection of its own for each callback: a token is good for one POST, so none must be lost to a connection that was closed in the
/// moment it was used again. It costs a handshake, which nobody waits for. And no address but a public one.
fn guarded(client: ClientBuilder) -> ClientBuilder {
    client.pool_max_idle_per_host(0).dns_resolver(PublicOnly)
}

async fn built(kind: fn(ClientBuilder) -> ClientBuilder) -> Result<Client, OutboundError> {
    // Reading the certificates is blocking work.
    let built = tokio::task::spawn_blocking(move || {
        // reqwest takes the process's provider. An error means that there is one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_keepalive(Duration::from_secs(30))
            .user_agent(concat!("talkplate/", env!("CARGO_PKG_VERSION")));
        kind(client).build()
    });
    let why = match built.await {
        Ok(Ok(client)) => return Ok(client),
        Ok(Err(error)) => chain(&error),
        Err(ended) => ended.to_string(),
    };
    tracing::error!(
        why,
        "외부로 나가는 연결을 만들 수 없어서 upstream과 콜백이 모두 실패해요. 이미지에 CA 인증서(ca-certificates)가 있는지 확인해 주세요. \
         / cannot call out at all, so every upstream and callback fails: are CA certificates installed in this image (ca-certificates)?"
    );
    Err(OutboundError::Connect(format!("the HTTP client could not be made, probably for want of CA certificates: {why}")))
}
