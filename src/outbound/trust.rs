//! What the system trusts. Only an encrypted connection asks: plain HTTP does without CA certificates.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use tokio_rustls::TlsConnector;

use super::OutboundError;

/// Made at the first encrypted connection: it takes 35 ms, and fails where no CA certificates are installed. What failed is tried again
/// at the next one.
#[derive(Clone, Default)]
pub(super) struct Trust(Arc<OnceCell<TlsConnector>>);

impl Trust {
    pub(super) async fn connector(&self) -> Result<TlsConnector, OutboundError> {
        self.0.get_or_try_init(build).await.cloned()
    }
}

async fn build() -> Result<TlsConnector, OutboundError> {
    // Reading the certificates is blocking work.
    let why = match spawn_blocking(tls).await {
        Ok(Ok(tls)) => return Ok(TlsConnector::from(Arc::new(tls))),
        Ok(Err(error)) => error.to_string(),
        Err(ended) => ended.to_string(),
    };
    tracing::error!(
        why,
        "암호화된 연결(https)을 만들 수 없어서 https로 부르는 외부 서버와 콜백이 모두 실패해요. 이미지에 CA 인증서(ca-certificates)가 있는지 확인해 주세요. \
         / cannot make encrypted connections, so every https upstream and callback fails: are CA certificates installed in this image (ca-certificates)?"
    );
    Err(OutboundError::NoTrust(why))
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    Ok(tls.with_safe_default_protocol_versions()?.with_platform_verifier()?.with_no_client_auth())
}
